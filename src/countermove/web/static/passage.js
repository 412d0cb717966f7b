// A marked passage, by mouse, finger or keyboard, and the menu of what becomes of it.

import { quoted } from "./notices.js";

const byId = (id) => document.getElementById(id);
const words = (text) => text.replaceAll("\u00ad", "").trim().replace(/\s+/g, " ").replace(/^[“”"«»\s]+|[“”"«»,\s]+$/g, "");
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const LONGEST = 300;
const PATIENCE = 350; // milliseconds until a selection is taken to be made

let where = null; // it is on the page
let passage = null; // its first character, the one after its last, its text, and the piece it begins in
let chosen = ""; // what it becomes
let spot = null; // where the menu lies
let judgement = { cite: "", words: "" }; // for which a passage is to be marked
let marking = null; // by keyboard: the paragraph, and where in it
let waiting = 0;

// -- where it stands ----------------------------------------------------------------------------

/** Count characters as the document does: one for each, also where a script needs two. */
const count = (text) => [...text].length;

/** Return the passage that a range of the page stands for; null for none. */
function passageOf(range) {
  const all = [...document.querySelectorAll("#document-text [data-at]")].filter((one) => range.intersectsNode(one));
  const found = all.map((piece) => {
    const text = piece.textContent;
    const from = piece.contains(range.startContainer) && range.startContainer.nodeType === Node.TEXT_NODE ? range.startOffset : 0;
    const to = piece.contains(range.endContainer) && range.endContainer.nodeType === Node.TEXT_NODE ? range.endOffset : text.length;
    const start = Number(piece.dataset.at) + count(text.slice(0, from));
    return { piece, start, end: start + count(text.slice(from, to)), text: text.slice(from, to) };
  }).filter(({ text }) => text);
  const text = found.map((one) => one.text).join(" ");
  if (!text.trim()) return null;
  // A range that ends where the next paragraph begins ends before it.
  return { start: found[0].start, end: found.at(-1).end, text, piece: found.find((one) => one.text.trim()).piece };
}

function highlight(range) {
  if (!("highlights" in CSS)) return;
  CSS.highlights.delete("marked");
  if (range) CSS.highlights.set("marked", new Highlight(range));
}

// -- the menu -------------------------------------------------------------------------------------

/** Open the menu for a statement that was found, at what it becomes. */
export function openFor(pieces, what, party, hint) {
  const range = document.createRange();
  range.setStart(pieces[0].firstChild, 0);
  range.setEnd(pieces[pieces.length - 1].firstChild, pieces[pieces.length - 1].firstChild.length);
  open(range);
  choose(what);
  const form = byId("passage").querySelector(`form[data-of=${what}]`);
  form.elements.party.value = party;
  form.querySelector(".hint").textContent = quoted(hint);
  form.querySelector(".hint").hidden = false;
}

/** Let a range cut no word in two. */
function inWhole(range) {
  const { startContainer: first, endContainer: last } = range;
  const isWord = (node, k) => /[\p{L}\p{N}]/u.test(node.data?.[k] ?? "");
  let { startOffset: start, endOffset: end } = range;
  while (start > 0 && isWord(first, start) && isWord(first, start - 1)) start -= 1;
  while (isWord(last, end - 1) && isWord(last, end)) end += 1;
  range.setStart(first, start);
  range.setEnd(last, end);
}

function open(range) {
  const menu = byId("passage");
  clearTimeout(waiting);
  inWhole(range);
  passage = passageOf(range);
  if (!passage) return close();
  highlight(range.cloneRange());
  chosen = "";
  where = range.cloneRange();
  draw(menu);
  place(menu);
  grown.disconnect();
  grown.observe(menu);
  if (judgement.cite) choose("source");
}

/** Show the menu of the passage, and the form of what it becomes: also on a page that came anew. */
function draw(menu) {
  const isFurniture = passage.piece.classList.contains("furniture");
  menu.querySelector("[data-what=part]").hidden = isFurniture;
  menu.querySelector("[data-what=report]").hidden = !isFurniture;
  byId("passage-words").textContent = quoted(words(passage.text));
  for (const one of menu.querySelectorAll("[data-what]")) {
    if (chosen) one.setAttribute("aria-pressed", String(one.dataset.what === chosen));
    else one.removeAttribute("aria-pressed");
  }
  for (const form of menu.querySelectorAll("form")) {
    form.hidden = form.dataset.of !== chosen;
    form.elements.start.value = passage.start;
    form.elements.end.value = passage.end;
  }
  citing(menu);
  menu.hidden = false;
  Object.assign(menu.style, spot);
}

// A field that grows mustn't push what ends the form off the window.
const grown = new ResizeObserver(([{ target }]) => passage && target.isConnected && place(target));

function place(menu) {
  const { left, bottom, top, height: lines } = where.getBoundingClientRect();
  if (!menu.offsetParent || !lines) return; // on a narrow screen it lies at the foot
  const head = document.querySelector(".top").getBoundingClientRect().bottom + 8;
  const floor = byId("live").getBoundingClientRect().top - 8;
  menu.style.maxHeight = `${Math.round(floor - head)}px`;
  const { width, height } = menu.getBoundingClientRect();
  const around = menu.offsetParent.getBoundingClientRect();
  const isAbove = bottom + 8 + height > floor && top - 8 - height >= head;
  const y = Math.max(head, isAbove ? top - 8 - height : Math.min(bottom + 8, floor - height));
  const x = Math.max(8, Math.min(left, innerWidth - width - 24));
  spot = { top: `${Math.round(y - around.top)}px`, left: `${Math.round(x - around.left)}px`, maxHeight: menu.style.maxHeight };
  Object.assign(menu.style, spot);
}

function close() {
  passage = null;
  chosen = "";
  highlight(null);
  const menu = byId("passage");
  if (menu) menu.hidden = true;
}

/** Open the form of what a passage becomes; what needs nothing more is done at once. */
function choose(what) {
  const menu = byId("passage");
  chosen = what;
  draw(menu);
  const form = menu.querySelector(`form[data-of=${what}]`);
  const hint = form.querySelector(".hint");
  if (hint) hint.hidden = true;
  if (form.elements.value) form.elements.value.value = "";
  for (const field of form.querySelectorAll("[data-words]")) field.value = capital(words(passage.text)).slice(0, LONGEST);
  if (what === "part" || what === "report") return form.requestSubmit();
  const one = document.getElementById(`statement-${passage.piece.dataset.statement}`);
  if (form.elements.party) form.elements.party.value = has(form.elements.party, one?.dataset.party) ? one.dataset.party : "";
  offer(form, one?.querySelector(`.offers [data-kind=${what}]`)?.dataset);
  if (what === "source") fillSource(form);
  place(menu);
  form.querySelector("select, input:not([type=hidden]), [contenteditable], a")?.focus();
}

const has = (select, value) => [...select.options].some((option) => option.value === value);

/** Write what was found that it may become, ready to be taken by Enter. */
function offer(form, found) {
  if (!found?.value) return;
  form.elements.value.value = found.value;
  form.elements.party.value = found.party;
}

/** Write who says it, where a statement was found there. */
function fillSource(form) {
  const one = document.getElementById(`statement-${passage.piece.dataset.statement}`);
  for (const name of ["who", "role", "on"]) form.elements[name].value = one?.querySelector(`[name=${name}]`)?.value ?? "";
}

/** Say for which judgement the passage is marked. */
function citing(menu) {
  const { cite, words: said } = judgement;
  menu.querySelector("[name=cite]").value = cite;
  byId("passage-cite").hidden = !cite;
  byId("passage-cite").textContent = cite ? `It becomes the source of ${quoted(said)}` : "";
}

/** Mark the next passage for a judgement that rests on no source yet. */
function markFor(button) {
  const { cite, words: said } = button.dataset;
  const isOn = judgement.cite === cite;
  for (const one of document.querySelectorAll(".mark-for")) one.setAttribute("aria-pressed", String(one === button && !isOn));
  judgement = { cite: isOn ? "" : cite, words: said };
  tell(isOn ? "" : `Mark the words in the document on which this rests: ${quoted(said)}`);
}

function tell(text) {
  byId("marking").textContent = text;
}

/** Forget which judgement a passage was to be marked for. */
export function forgetMarked() {
  judgement = { cite: "", words: "" };
  for (const one of document.querySelectorAll(".mark-for")) one.setAttribute("aria-pressed", "false");
  if (byId("marking")) tell("");
}

// -- by keyboard ------------------------------------------------------------------------------------

const paragraphs = () => [...document.querySelectorAll("#document-text p")];

/** Say whether a passage is being marked by keyboard. */
export const isMarking = () => marking !== null;

function sentences(text) {
  if (!("Segmenter" in Intl)) return [[0, text.length]];
  const found = [...new Intl.Segmenter("en", { granularity: "sentence" }).segment(text)];
  return found.map(({ index, segment }) => [index, index + segment.trimEnd().length]).filter(([start, end]) => end > start);
}

const starts = (text) => [...text.matchAll(/\S+/g)].map(({ index }) => index);
const ends = (text) => [...text.matchAll(/\S+/g)].map(({ index, 0: word }) => index + word.length);

/** Begin to mark: the sentence in which a piece stands, or the first in sight. */
export function startMarking(piece) {
  const all = paragraphs();
  const here = piece?.closest("p") ?? all.find((one) => one.getBoundingClientRect().bottom > 120);
  if (!here) return;
  const before = piece ? textBefore(here, piece) : 0;
  const [start, end] = sentences(here.textContent).findLast(([from]) => from <= before) ?? [0, here.textContent.length];
  mark({ here, start, end });
}

function textBefore(here, piece) {
  const range = document.createRange();
  range.setStart(here, 0);
  range.setEndBefore(piece);
  return range.toString().length;
}

function mark(next) {
  marking = next;
  const range = rangeOf(next);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  highlight(range.cloneRange());
  next.here.scrollIntoView({ block: "nearest" });
  tell(`Marked: ${words(range.toString())}. Arrows change it, Enter opens the menu, Escape leaves it.`);
}

function rangeOf({ here, start, end }) {
  const range = document.createRange();
  let passed = 0;
  for (const { firstChild: node } of here.querySelectorAll("[data-at]")) {
    const { length } = node;
    if (start >= passed && start < passed + length) range.setStart(node, start - passed);
    if (end > passed && end <= passed + length) range.setEnd(node, end - passed);
    passed += length;
  }
  return range;
}

function toSentence(by) {
  const all = paragraphs();
  const here = sentences(marking.here.textContent);
  const k = here.findIndex(([start]) => start >= marking.start) + by;
  if (here[k]) return mark({ here: marking.here, start: here[k][0], end: here[k][1] });
  const other = all[all.indexOf(marking.here) + by];
  const found = other && sentences(other.textContent).at(by > 0 ? 0 : -1);
  if (found) mark({ here: other, start: found[0], end: found[1] });
}

/** Answer a key while a passage is marked by keyboard; say whether it had a meaning. */
export function pressWhileMarking({ key, shiftKey }) {
  const { here, start, end } = marking;
  const text = here.textContent;
  const to = {
    Escape: () => stop(),
    Enter: () => {
      const range = rangeOf(marking);
      marking = null;
      tell("");
      open(range);
      byId("passage").querySelector("form:not([hidden]) :is(input:not([type=hidden]), select), [data-what]:not([hidden])")?.focus();
    },
    ArrowDown: () => toSentence(1),
    ArrowUp: () => toSentence(-1),
    ArrowRight: () => {
      const next = shiftKey ? ends(text).find((k) => k > end) : starts(text).find((k) => k > start && k < end);
      if (next !== undefined) mark({ here, start: shiftKey ? start : next, end: shiftKey ? next : end });
    },
    ArrowLeft: () => {
      const next = shiftKey ? ends(text).findLast((k) => k < end && k > start) : starts(text).findLast((k) => k < start);
      if (next !== undefined) mark({ here, start: shiftKey ? start : next, end: shiftKey ? next : end });
    },
  }[key];
  to?.();
  return Boolean(to);
}

function stop() {
  marking = null;
  getSelection().removeAllRanges();
  highlight(null);
  tell("");
}

// -- by mouse and finger ------------------------------------------------------------------------------

function look() {
  const selection = getSelection();
  const text = byId("document-text");
  if (marking || !text || !selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  if (range.intersectsNode(text) && text.contains(range.startContainer)) open(range);
}

export function watchPassages() {
  let isDown = false;
  document.addEventListener("pointerdown", ({ target }) => {
    isDown = true;
    if (!target.closest?.("#passage")) close();
    if (marking) stop();
  });
  document.addEventListener("pointerup", ({ target }) => {
    isDown = false;
    if (!target.closest?.("#passage")) setTimeout(look);
  });
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    if (!isDown && !byId("passage")?.contains(document.activeElement)) waiting = setTimeout(look, PATIENCE);
  });
  document.addEventListener("click", ({ target }) => {
    const what = target.closest?.("#passage [data-what]");
    if (what && passage) choose(what.dataset.what);
    const button = target.closest?.(".mark-for");
    if (button) markFor(button);
  });
  document.addEventListener("keydown", (event) => {
    const menu = byId("passage");
    if (event.key !== "Escape" || !menu || (menu.hidden && !judgement.cite)) return;
    forgetMarked();
    close();
    document.querySelector(".found > li[aria-current]")?.focus({ preventScroll: true });
  });
  // What another window changes meanwhile closes nothing.
  document.addEventListener("htmx:after:swap", () => {
    if (passage && byId("passage")) draw(byId("passage"));
  });
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (!ctx.sourceElement?.closest?.("#passage") || ctx.response?.status !== 200) return;
    getSelection().removeAllRanges();
    forgetMarked();
    close();
  });
}
