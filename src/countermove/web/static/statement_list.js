// What may be meant by what is typed: a list below the field, and which of it is taken.

import { KINDS, whole } from "./statement_words.js";

const list = Object.assign(document.createElement("ul"), { id: "statement-list", popover: "manual" });
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", "What may be meant");

let open = null; // the field, what is offered, which of it is taken by Enter, and what then happens

export const isOpenFor = (field) => open?.field === field;
export const active = (field) => (isOpenFor(field) ? open.items[open.at] : undefined);

/** Offer something below a field, the first of it for Enter if `isSure`. */
export function offer(field, items, isSure, choose) {
  if (!items.length) return close(field);
  if (list.parentElement !== field.place) field.place.append(list);
  open = { field, items, at: isSure ? 0 : -1, choose };
  list.replaceChildren(...items.map(drawn));
  if (!list.matches(":popover-open")) list.showPopover();
  place();
  mark();
}

export function close(field) {
  if (!isOpenFor(field)) return;
  open = null;
  list.hidePopover();
  list.replaceChildren();
  field.typed.setAttribute("aria-expanded", "false");
  for (const name of ["aria-controls", "aria-activedescendant"]) field.typed.removeAttribute(name);
}

/** Go up or down in the list. */
export function step(field, by) {
  if (!isOpenFor(field)) return;
  open.at = (open.at + by + open.items.length) % open.items.length;
  mark();
  field.checkAgain();
}

function drawn(token, k) {
  const item = Object.assign(document.createElement("li"), { id: `statement-list-${k}`, title: whole(token) });
  item.setAttribute("role", "option");
  item.className = KINDS[token.kind].classes(token);
  item.append(Object.assign(document.createElement("span"), { textContent: token.text && KINDS[token.kind].isChoice ? token.text : token.said }));
  const aside = KINDS[token.kind].isChoice ? token.party : token.text;
  if (aside) item.append(Object.assign(document.createElement("small"), { textContent: aside }));
  // The field isn't left meanwhile.
  item.addEventListener("pointerdown", (event) => event.preventDefault());
  item.addEventListener("click", () => open?.choose(token));
  return item;
}

function mark() {
  [...list.children].forEach((item, k) => item.setAttribute("aria-selected", String(k === open.at)));
  const at = list.children[open.at];
  at?.scrollIntoView({ block: "nearest" });
  open.field.typed.setAttribute("aria-expanded", "true");
  open.field.typed.setAttribute("aria-controls", list.id);
  if (at) open.field.typed.setAttribute("aria-activedescendant", at.id);
  else open.field.typed.removeAttribute("aria-activedescendant");
}

function place() {
  if (!open) return;
  const { left, right, top, bottom } = open.field.line.getBoundingClientRect();
  const from = Math.max(8, Math.min(open.field.typed.getBoundingClientRect().left - 8, right - 320, innerWidth - 328));
  const isBelow = innerHeight - bottom > Math.min(220, list.scrollHeight) || innerHeight - bottom > top;
  list.style.left = `${Math.max(left, from)}px`;
  list.style.top = isBelow ? `${bottom + 3}px` : "auto";
  list.style.bottom = isBelow ? "auto" : `${innerHeight - top + 3}px`;
  list.style.maxHeight = `${Math.max(120, Math.min(352, (isBelow ? innerHeight - bottom : top) - 12))}px`;
}

addEventListener("scroll", place, true);
addEventListener("resize", place);
