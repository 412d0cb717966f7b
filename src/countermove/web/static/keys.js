// Single keys outside of fields: the steps by their numbers, "/" into the field that adds; and Enter
// in an empty one, which leads on to what comes next.

import { settle, tell } from "./notices.js";
import { goIn, openMenu } from "./room.js";
import { contents } from "./sending.js";

export const FIELDS = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable], dialog[open]";
const OFF = "keys-off";
const dialog = () => document.getElementById("keys");

function isOff() {
  try {
    return localStorage.getItem(OFF) !== null;
  } catch {
    return false; // what isn't kept is on
  }
}

function keep(on) {
  try {
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "");
  } catch {
    tell("keys", ["This browser keeps nothing: the choice lasts until the page is left."]);
  }
}

/** Go into the field that adds: the one nearest below what has the focus, or the first in sight. */
function intoAdding() {
  const adding = [...document.querySelectorAll("main form:is(.adding, .last-line)")].filter((form) => form.checkVisibility());
  const here = document.activeElement?.closest("main *");
  const after = (form) => here && here.compareDocumentPosition(form) & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINS);
  const isSeen = (form) => form.getBoundingClientRect().bottom > 0 && form.getBoundingClientRect().top < innerHeight;
  const form = adding.find(after) ?? adding.find(isSeen) ?? adding[0];
  form?.querySelector("input:not([type=hidden], [type=checkbox], [type=radio]), textarea")?.focus();
  return Boolean(form);
}

/** Say whether a key is pressed alone, and single keys work. */
export const isSingle = (event) => !(event.repeat || event.ctrlKey || event.metaKey || event.altKey || isOff());

function press(event) {
  if (event.defaultPrevented || !isSingle(event) || !dialog() || document.getElementById("room")) return;
  if (event.key === "/" && event.target.matches?.("input.typed") && !event.target.value) event.preventDefault(); // one is there, and no statement has it
  if (event.target.closest?.(FIELDS)) return;
  // In an interview digits and the question mark are answers, also while the next question comes.
  if (document.getElementById("interview")) return;
  const step = document.querySelectorAll(".steps ol a")[Number(event.key) - 1];
  if (/^[1-9]$/.test(event.key) && step) step.click();
  else if (event.key === "/" && intoAdding()) event.preventDefault();
  else if (event.key === "p" && openMenu()) event.preventDefault();
  else if (event.key === "f" && goIn()) event.preventDefault();
  else if (event.key === "?") dialog().showModal();
}

/** Lead on from a field that adds: Enter in it, with nothing there, means that there is nothing more. */
function leadOn(event) {
  const { target } = event;
  const isPlain = event.key === "Enter" && !event.isComposing && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
  const form = isPlain && !event.defaultPrevented && target.matches?.("input") && target.closest("main form.adding");
  const next = document.querySelector("#next a");
  if (!form || !next || target.value.trim() || contents(form).length) return;
  event.preventDefault();
  next.focus();
}

export function watchKeys() {
  document.addEventListener("keydown", press);
  document.addEventListener("keydown", leadOn);
  document.addEventListener("click", ({ target }) => {
    if (target.closest?.("#keys-button")) dialog().showModal();
    // A menu closes when something else is chosen.
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(target)) menu.open = false;
  });
  document.addEventListener("keydown", ({ key, target }) => {
    const menu = key === "Escape" && target.closest?.("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  const on = document.getElementById("keys-on");
  if (!on) return;
  on.checked = !isOff();
  on.addEventListener("change", () => keep(on.checked));
  settle("keys");
}
