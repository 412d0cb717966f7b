// The page of the answer: what is chosen goes into its address, stories are played on the graph.

import { graphIn, redrawGraph } from "./graph.js";
import { arrange, reveal, toTheTable, watchOutcomes } from "./option_table.js";
import { isPlain, show, watchHistory } from "./visiting.js";

let drawn = null; // the section of the graph that is on the page, and what controls it

let revealed = ""; // the address whose outcome was brought into sight

const fold = () => document.getElementById("graph");

const topOfTable = () => document.getElementById("outcomes")?.getBoundingClientRect().top ?? Infinity;

/** Show the page as another address asks for it, without losing what was scrolled and filtered. */
async function visit(address, { remember = true, focus = "" } = {}) {
  const url = new URL(address, location.href);
  const before = document.activeElement;
  const top = topOfTable();
  const isCell = before?.matches("#outcomes :is(td, th[data-number]) > *");
  await show(url, remember);
  // What stands above has another height beside the drawer: the table stays where it is.
  const moved = topOfTable() - top;
  if (!url.hash && top < innerHeight && Number.isFinite(moved)) scrollBy({ top: moved, behavior: "instant" });
  if (isCell && !focus) return toTheTable(); // whose columns may have been in another order
  const to = document.getElementById(focus || url.hash.slice(1));
  if (url.hash) to?.closest("section")?.scrollIntoView({ block: "start" });
  // Who has gone on to something else meanwhile stays there.
  const now = document.activeElement;
  const isHere = [before, document.body, document.getElementById("main")].includes(now);
  if (isHere || (isCell && now.closest("#outcomes"))) to?.focus({ preventScroll: true });
}

// -- why: the drawer beside the table --------------------------------------------------------------

const IS_SHEET = matchMedia("(max-width: 70rem)"); // there it covers the page
const why = () => document.getElementById("why");
let askedBy = ""; // the link of the first sentence that opened it, or nothing

/** Tell why in the drawer; the table keeps the focus, unless it is covered or the story is there. */
function open(number, party, concept) {
  askedBy = "";
  const isThere = why()?.dataset.story === `${number} ${party} ${concept}`;
  if (isThere) return document.getElementById("why-head").focus();
  const url = new URL(document.getElementById("outcomes").dataset.why, location.href);
  for (const [key, value] of Object.entries({ state: number, party, concept })) {
    if (value) url.searchParams.set(key, value);
  }
  return tell(url);
}

async function tell(url, goesThere = IS_SHEET.matches) {
  await visit(url, { focus: goesThere ? "why-head" : "" });
  why()?.scrollTo(0, 0);
}

async function close() {
  const link = document.getElementById("why-close");
  if (!link) return;
  await visit(link.href);
  const opener = [...document.querySelectorAll(".finding a")].find((one) => one.textContent === askedBy);
  if (opener) opener.focus();
  else toTheTable();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !why() || event.target.closest?.("input, textarea, select, [data-graph]")) return;
  const menu = document.querySelector(".choices details[open]");
  if (!menu) close();
});

// -- links, choices -------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-visit]");
  if (!link || !isPlain(event)) return;
  event.preventDefault();
  if (link.id === "why-close") return close();
  if (link.closest(".why")) return tell(link.href);
  if (!link.closest(".finding")) return visit(link.href);
  askedBy = link.textContent;
  return tell(link.href, true);
});

// A menu closes when one goes on to something else, and by Escape.
for (const kind of ["pointerdown", "focusin", "keydown"]) {
  document.addEventListener(kind, (event) => {
    if (kind === "keydown" && event.key !== "Escape") return;
    for (const menu of document.querySelectorAll(".choices > details[open]")) {
      if (kind !== "keydown" && menu.contains(event.target)) continue;
      if (kind === "keydown") menu.querySelector("summary").focus();
      menu.open = false;
    }
  });
}

function asked(form) {
  const url = new URL(location.href);
  const names = new Set([...form.elements].map((field) => field.name).filter(Boolean));
  for (const name of names) url.searchParams.delete(name);
  const values = Map.groupBy(new FormData(form), ([name]) => name);
  for (const [name, pairs] of values) {
    const value = pairs.map((pair) => pair[1]).filter(Boolean).join(",");
    if (value) url.searchParams.set(name, value);
  }
  return url;
}

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("[data-choices]");
  if (form) visit(asked(form), { focus: event.target.id });
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-where], [data-choices]")) return;
  event.preventDefault();
  visit(asked(event.target), { focus: "where" });
});

watchHistory(visit);

// -- the graph ------------------------------------------------------------------------------------

function draw() {
  const section = document.querySelector("[data-graph]");
  if (drawn && drawn.section !== section) {
    drawn.graph.then((graph) => graph?.destroy());
    drawn = null;
  }
  const { src } = document.getElementById("beside")?.dataset ?? {};
  if (section && !drawn) drawn = { section, graph: graphIn(section), address: "", src };
  if (!drawn) return;
  if (drawn.src !== src) {
    // Another answer, or another part of it: drawn anew in the same place, after the page itself.
    drawn.src = src;
    section.dataset.src = src;
    drawn.graph = drawn.graph.then(idle).then(() => redrawGraph(section));
  }
  // What the page tells of is shown at once; only once for each story.
  const first = document.querySelector("#why [data-steps]");
  const { state = "" } = document.getElementById("outcomes")?.dataset ?? {};
  const address = location.search;
  if (revealed !== address) reveal();
  revealed = address;
  if (drawn.address === address || !fold().open) return;
  drawn.address = address;
  const { graph } = drawn;
  // Who was quicker has chosen already.
  const chosen = document.querySelector('#why [data-steps][aria-pressed="true"]');
  if (first && !chosen) play(first, Infinity);
  else if (!first) graph.then((now) => graph === drawn?.graph && now?.playPath([]));
  if (!first && state) choose(Number(state));
}

// However busy the page is, it comes soon.
const idle = () => new Promise((resolve) => (globalThis.requestIdleCallback ?? setTimeout)(resolve, { timeout: 200 }));

function choose(number) {
  const { section, graph } = drawn;
  graph.then(() => section.dispatchEvent(new CustomEvent("choose-state", { detail: { number } })));
}

/** Show the path of a paragraph: its beginning, or up to its end. */
async function play(button, at = 0) {
  for (const other of document.querySelectorAll("[data-steps]")) {
    other.setAttribute("aria-pressed", String(other === button));
  }
  step(at);
  const graph = await drawn.graph;
  if (!graph || button.getAttribute("aria-pressed") !== "true") return;
  await graph.playPath(JSON.parse(button.dataset.steps), at);
}

/** Show how far a story has come in its path, which is then open. */
function step(now) {
  const path = document.querySelector('#why [data-steps][aria-pressed="true"]')?.closest(".path");
  for (const part of document.querySelectorAll("#why .chain > [data-step]")) {
    const [is, here] = [Number(part.dataset.step), path?.contains(part)];
    part.classList.toggle("is-to-come", Boolean(here) && is > now);
    part.toggleAttribute("aria-current", false);
    if (here && is === now) part.setAttribute("aria-current", "step");
  }
}

document.addEventListener("story-step", ({ detail }) => step(detail.step));

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-steps]");
  if (!button || !drawn) return;
  fold().open = true;
  drawn.section.scrollIntoView({ block: "nearest" }); // it is drawn when it comes into sight
  await play(button);
  const story = drawn.section.querySelector("[data-graph-story]");
  story.scrollIntoView({ block: "nearest" });
  story.querySelector("[data-graph-story-next]")?.focus({ preventScroll: true });
});

document.addEventListener("state-chosen", (event) => open(event.detail.number, "", ""));

// -- whenever the page is there, or there again ---------------------------------------------------

function ready() {
  arrange();
  draw();
}

watchOutcomes(open);
document.addEventListener("htmx:after:swap", ready);
document.addEventListener("toggle", ({ target }) => target.id === "graph" && draw(), true);
ready();
