// What every page does beside htmx: rows that move, checks while one types, other windows' edits.

import { watchOrder } from "./order.js";
import { watchTurns } from "./turns.js";
import { watchChecks } from "./checks.js";
import { watchCopying } from "./copy.js";
import { watchKeys } from "./keys.js";
import { watchLive } from "./live.js";
import { settle, tell } from "./notices.js";
import { watchRemoving } from "./removing.js";
import { watchRoom } from "./room.js";
import { sayWhy, watchSending } from "./sending.js";
import { watchStatements } from "./statement.js";
import { watchTyping } from "./typing.js";

const app = () => document.getElementById("app");

// -- forms -----------------------------------------------------------------------------------

// A box or a choice that was touched keeps its state when the page changes around it; those that
// write themselves show what the file has.
document.addEventListener("htmx:after:swap", () => {
  for (const box of document.querySelectorAll("#app input[type=checkbox][hx-post]")) box.checked = box.defaultChecked;
  for (const option of document.querySelectorAll("#app select[hx-post] option")) {
    if (option.defaultSelected) option.selected = true;
  }
});

// A choice of where to go is gone to at once.
document.addEventListener("change", ({ target }) => target.form?.matches("[data-go]") && target.form.requestSubmit());

// -- the focus --------------------------------------------------------------------------------

// Who works by keyboard stays where they were: what had the focus may be gone after an edit, and
// then it goes to what is left of its surroundings.
const FOCUSABLE = "a[href], button:not([disabled]), input:not([type=hidden]), select, textarea, summary";
let around = [];

document.addEventListener("htmx:before:swap", () => {
  around = [];
  for (let one = document.activeElement; one && one !== app(); one = one.parentElement) {
    if (one.id) around.push(one.id);
  }
});

document.addEventListener("htmx:after:swap", () => {
  if (document.activeElement !== document.body || !around.length) return;
  const left = around.map((id) => document.getElementById(id)).find((one) => one);
  const isOne = left?.id === "main" || left?.matches(FOCUSABLE);
  const inside = [...(left?.querySelectorAll(FOCUSABLE) ?? [])].find((one) => one.checkVisibility());
  const near = isOne ? left : (inside ?? document.getElementById("main"));
  near?.focus({ preventScroll: true });
});

// -- undo by keyboard ------------------------------------------------------------------------

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "z") return;
  const typing = event.target.closest?.("input:not([type=checkbox]), textarea");
  // In a field that is being typed in, the browser undoes the typing.
  if (typing && typing.value !== typing.defaultValue) return;
  event.preventDefault();
  document.getElementById(event.shiftKey ? "redo" : "undo")?.click();
});

// -- other windows, other programs -----------------------------------------------------------

async function lookForChanges() {
  const here = app();
  if (!here?.dataset.watch || document.hidden) return;
  try {
    const answer = await fetch(here.dataset.watch, { headers: { Accept: "text/plain" } });
    settle("unreached");
    if (answer.status === 403) return sayWhy("anew");
    if (!answer.ok) return;
    settle("anew");
    const revision = await answer.text();
    if (revision === "gone") return sayWhy("gone");
    settle("gone");
    const text = document.getElementById("text");
    if (revision !== app()?.dataset.revision && text && text.value !== text.defaultValue) {
      return tell("text", ["The file was changed meanwhile. What you typed is still here; what differs is said when you save it."]);
    }
    if (revision !== app()?.dataset.revision && !document.querySelector(".htmx-request, .sortable-chosen")) {
      const headers = { "X-Seen": app().dataset.revision };
      htmx.ajax("GET", location.pathname + location.search, { target: "#app", select: "#app", swap: "outerMorph", headers });
    }
  } catch {
    sayWhy("unreached");
  }
}

// An own edit that was made meanwhile is in what is there by now, and perhaps not in what comes.
document.addEventListener("htmx:before:swap", (event) => {
  const seen = event.detail.ctx.request.headers["X-Seen"];
  if (seen && app()?.dataset.revision !== seen) event.preventDefault();
});

// On a narrow screen the steps scroll sideways: the one that one is at comes into sight. (To scroll
// it into view would let the Tab key begin there.)
const steps = document.querySelector(".steps");
const here = steps?.querySelector("[aria-current]");
if (here) steps.scrollLeft += here.getBoundingClientRect().left - steps.clientWidth / 3;

setInterval(lookForChanges, 1500);
document.addEventListener("visibilitychange", lookForChanges);

watchRemoving();
watchTyping();
watchTurns();
watchSending();
watchOrder();
watchChecks();
watchCopying();
watchLive();
watchRoom();
watchKeys();
watchStatements();
