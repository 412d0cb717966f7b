// What every page does beside htmx: rows that move, checks while one types, other windows' edits.

import { watchOrder } from "./order.js";
import { watchTurns } from "./turns.js";
import { watchChecks } from "./checks.js";
import { watchCopying } from "./copy.js";
import { watchLive } from "./live.js";

const GONE = "The file was removed or renamed meanwhile. What you typed is still here; load the page again to bring the file back.";

const app = () => document.getElementById("app");

// -- forms -----------------------------------------------------------------------------------

// A field that adds is emptied once what was in it has been added, ready for the next.
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  const form = ctx.sourceElement;
  if (form instanceof HTMLFormElement && "reset" in form.dataset && ctx.response?.status === 200) {
    form.reset();
  }
});

// A box or a choice that was touched keeps its state when the page changes around it; those that
// write themselves show what the file has.
document.addEventListener("htmx:after:swap", () => {
  for (const box of document.querySelectorAll("#app input[type=checkbox][hx-post]")) box.checked = box.defaultChecked;
  for (const option of document.querySelectorAll("#app select[hx-post] option")) {
    if (option.defaultSelected) option.selected = true;
  }
});

// A field that is being typed in keeps what is typed while the page changes around it. Its edit
// is meant for the version that was there when the typing began, and not for what came meanwhile.
const begun = new WeakMap();
const typedSince = new WeakSet(); // what was typed in since it was sent last
const sender = (field) => (field.form?.matches("[hx-post]:not([data-reset])") ? field.form : field);
document.addEventListener("input", ({ target }) => {
  typedSince.add(target);
  const sends = sender(target);
  if (!begun.has(sends)) begun.set(sends, app()?.dataset.revision);
});
// Where nothing was typed, the field shows what the file has by now, although it has the focus.
document.addEventListener("htmx:after:swap", () => {
  const field = document.activeElement;
  const writes = field?.matches("#app input[type=text][hx-post], #app textarea[hx-post]");
  if (writes && !typedSince.has(field) && field.value !== field.defaultValue) field.value = field.defaultValue;
});
document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  typedSince.delete(ctx.sourceElement);
  const revision = begun.get(ctx.sourceElement);
  if (revision && "X-Revision" in ctx.request.headers) ctx.request.headers["X-Revision"] = revision;
});
document.addEventListener("htmx:after:request", ({ detail }) => {
  begun.delete(detail.ctx.sourceElement);
  if (detail.ctx.response?.status === 410) say(GONE);
});

// In a text that grows, Enter is done with it, as in a field of one line.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  if (!event.target.matches?.("textarea.growing")) return;
  event.preventDefault();
  event.target.dispatchEvent(new Event("change", { bubbles: true }));
});

// What was typed isn't lost when the server can't be reached: it stays, and the page says so.
document.addEventListener("htmx:error", () => say("The app can't be reached: is it still running? What you typed is still here."));

function say(text) {
  let notice = document.getElementById("offline");
  if (!notice) {
    notice = document.createElement("p");
    notice.id = "offline";
    notice.className = "notice wrong";
    notice.setAttribute("role", "alert");
    document.getElementById("main")?.prepend(notice);
  }
  notice.textContent = text;
}

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
  const near = left?.id === "main" ? left : (left?.querySelector(FOCUSABLE) ?? document.getElementById("main"));
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
    if (!answer.ok) return;
    const revision = await answer.text();
    if (revision === "gone") return say(GONE);
    document.getElementById("offline")?.remove();
    const text = document.getElementById("text");
    if (revision !== app()?.dataset.revision && text && text.value !== text.defaultValue) {
      return say("The file was changed meanwhile. What you typed is still here; what differs is said when you save it.");
    }
    if (revision !== app()?.dataset.revision && !document.querySelector(".htmx-request, .sortable-chosen")) {
      htmx.ajax("GET", location.pathname + location.search, { target: "#app", select: "#app", swap: "outerMorph" });
    }
  } catch {
    say("The app can't be reached: is it still running? What you typed is still here.");
  }
}

// On a narrow screen the steps scroll sideways: the one that one is at comes into sight. (To scroll
// it into view would let the Tab key begin there.)
const steps = document.querySelector(".steps");
const here = steps?.querySelector("[aria-current]");
if (here) steps.scrollLeft += here.getBoundingClientRect().left - steps.clientWidth / 3;

setInterval(lookForChanges, 1500);
document.addEventListener("visibilitychange", lookForChanges);

watchTurns();
watchOrder();
watchChecks();
watchCopying();
watchLive();
