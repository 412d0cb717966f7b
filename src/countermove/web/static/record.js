// The page Record: statements are gone through one by one, and passages and parts lead to each other.

import { FIELDS, isSingle } from "./keys.js";
import { forgetMarked, isMarking, openFor, pressWhileMarking, startMarking, watchPassages } from "./passage.js";

const byId = (id) => document.getElementById(id);
const all = () => [...document.querySelectorAll(".found > li")];
const current = () => document.querySelector(".found > li[aria-current]");
const isOpen = (one) => one.classList.contains("open");
const pieces = (key) => document.querySelectorAll(`#document-text [data-statement="${CSS.escape(key)}"]`);

let at = current()?.dataset.statement; // by its place, whatever becomes of the page
let openThen = new Set(all().filter(isOpen).map((one) => one.dataset.statement));

// -- going through ------------------------------------------------------------------------------

/** Show one statement beside the document, and where it stands. */
function show(one, { focus = false, scroll = true } = {}) {
  for (const other of all()) other.toggleAttribute("aria-current", other === one);
  one?.setAttribute("aria-current", "true");
  for (const piece of document.querySelectorAll("#document-text .now")) piece.classList.remove("now");
  at = one?.dataset.statement;
  if (!one) return;
  const there = pieces(at);
  for (const piece of there) piece.classList.add("now");
  if (scroll) intoSight(there[0]);
  if (focus) one.focus({ preventScroll: true });
}

function intoSight(there) {
  if (!there) return;
  const { top, bottom } = there.getBoundingClientRect();
  const card = document.querySelector(".statements");
  const covers = (one) => one && one.getBoundingClientRect().left < there.getBoundingClientRect().right;
  const floor = Math.min(...[card, byId("live")].filter(covers).map((one) => one.getBoundingClientRect().top));
  if (top < 90 || bottom > floor - 20) there.scrollIntoView({ block: "center" });
}

function step(by, focus = true) {
  const rows = all();
  const to = rows[rows.indexOf(current()) + by];
  const page = document.querySelector(by > 0 ? ".turning [rel=next]" : ".turning [rel=prev]");
  if (to || !page) show(to ?? current(), { focus });
  else page.click();
}

// Once a statement was accepted or dismissed, the next that nobody has looked at is shown.
document.addEventListener("htmx:after:swap", () => {
  const rows = all();
  const was = rows.findIndex((one) => one.dataset.statement === at);
  const isDone = was >= 0 && openThen.has(at) && !isOpen(rows[was]);
  const next = isDone ? ([...rows.slice(was), ...rows.slice(0, was)].find(isOpen) ?? rows[was]) : rows[was];
  const hadFocus = document.activeElement === document.body || document.activeElement?.closest(".statements, #passage");
  show(next ?? current() ?? rows[0], { focus: isDone && Boolean(hadFocus), scroll: isDone });
  openThen = new Set(rows.filter(isOpen).map((one) => one.dataset.statement));
});

// -- keys -----------------------------------------------------------------------------------------

const deeds = {
  j: () => step(1),
  k: () => step(-1),
  arrowright: () => step(1),
  arrowleft: () => step(-1),
  x: () => current()?.querySelector(".dismiss")?.click(),
  s: () => chooseSpeaker(),
  t: () => current()?.querySelector(".take")?.click(),
  m: () => startMarking(pieces(at)[0]),
  enter: () => current()?.querySelector("form")?.requestSubmit(),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.target.closest?.(FIELDS)) return;
  if (isMarking() && pressWhileMarking(event)) return event.preventDefault();
  if (!isSingle(event) || event.shiftKey) return;
  const key = event.key.toLowerCase();
  // Enter presses what has the focus.
  if (key === "enter" && event.target.closest?.("a, button, summary")) return;
  if (!byId("document-text") || !Object.hasOwn(deeds, key) || byId("passage").contains(event.target)) return;
  event.preventDefault();
  deeds[key]();
});

// -- who says it ------------------------------------------------------------------------------------

function chooseSpeaker() {
  if (!current()?.querySelector("[name=who]")) return toWho(current()?.querySelector("[data-taken]")?.dataset.taken);
  byId("speakers").showModal();
  byId("speakers").querySelector("[data-who]")?.focus();
}

/** Go to where the speaker of a source is written, once it is in the record. */
function toWho(id) {
  const card = toSource(id);
  if (!card) return;
  card.querySelector(".particulars").open = true;
  card.querySelector(".particulars input").select();
}

function take({ who, role }) {
  const one = current();
  one.querySelector("[name=who]").value = who;
  one.querySelector("[name=role]").value = role;
  byId("speakers").close();
  one.focus({ preventScroll: true });
}

document.addEventListener("keydown", (event) => {
  const list = event.target.closest?.("#speakers");
  if (!list || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  const rows = [...list.querySelectorAll("[data-who]")];
  event.preventDefault();
  rows.at((rows.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)) % rows.length)?.focus();
});

// -- from one to the other --------------------------------------------------------------------------

function flash(one) {
  one.classList.remove("flash");
  void one.offsetWidth; // begins anew
  one.classList.add("flash");
}

/** Show a source beside the document. */
function toSource(id) {
  const card = [...document.querySelectorAll("#sources > li")].find((one) => one.dataset.source === id);
  if (!card) return null;
  card.scrollIntoView({ block: "nearest" });
  card.focus({ preventScroll: true });
  flash(card);
  return card;
}

/** Show where the words of a source stand; say whether they are on this page. */
function toPassage(id) {
  const there = [...document.querySelectorAll(`#document-text [data-source="${CSS.escape(id)}"]`)];
  if (!there.length) return false;
  there[0].scrollIntoView({ block: "center" });
  there.forEach(flash);
  return true;
}

document.addEventListener("click", (event) => {
  const { target } = event;
  if (!target.closest) return;
  const link = target.closest("[data-to]");
  if (link && toPassage(link.dataset.to)) return event.preventDefault();
  if (target.closest("#statement-next")) step(1, false);
  if (target.closest("#statement-before")) step(-1, false);
  if (target.closest(".speaker")) chooseSpeaker();
  const write = target.closest(".write");
  if (write) openFor(pieces(write.closest("[data-statement]").dataset.statement), "wish", write.dataset.party, write.dataset.hint);
  const who = target.closest("[data-who]");
  if (who) take(who.dataset);
  if (target.closest("#speaker-typed")) {
    byId("speakers").close();
    current().querySelector("[name=who]").select();
  }
  const piece = target.closest("#document-text [data-at]");
  if (!piece || !getSelection().isCollapsed) return;
  const one = all().find((row) => row.dataset.statement === piece.dataset.statement);
  if (one) show(one, { scroll: false });
  if (piece.dataset.source) toSource(piece.dataset.source);
});

watchPassages();
show(current(), { scroll: false });
const asked = new URLSearchParams(location.search).get("source");
if (asked) toPassage(asked);
addEventListener("pagehide", forgetMarked);
