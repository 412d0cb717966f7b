// What was removed leaves an empty place with the way back, until the next edit: what follows doesn't
// slide under the pointer, where a second click would remove it, too.

import { quoted } from "./notices.js";

let removed = null;

export function watchRemoving() {
  // A double click is one click, on what removes and on what adds.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button.remove, form[hx-post] button");
    if (!button || event.detail < 2) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });
  document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
    document.querySelector(".removed-place")?.remove();
    const button = ctx.sourceElement?.matches?.("form") ? ctx.sourceEvent?.submitter : ctx.sourceElement;
    const row = button?.closest?.("li, tr");
    const isRemoval = button?.matches?.("button.remove:not(.kept-steps *)") && ctx.response?.status === 200;
    removed = isRemoval && row ? described(row, button) : null;
  });
  document.addEventListener("htmx:after:swap", () => {
    const { list, rows, place, ...made } = removed ?? {};
    removed = null;
    if (list?.isConnected && list.children.length < rows) list.insertBefore(empty(made), list.children[place] ?? null);
  });
}

function described(row, button) {
  const list = row.parentElement;
  const field = row.querySelector("input[type=text], textarea");
  const text = field?.closest("statement-field")?.inWords(field.value) ?? field?.value ?? "";
  const what = (button.getAttribute("aria-label") ?? button.textContent.trim()).replace(/^Remove/, "Removed");
  const words = !text || what.includes(text) ? what : `${what}, ${quoted(text)}`;
  return { list, rows: list.children.length, place: [...list.children].indexOf(row), tag: row.tagName, height: row.offsetHeight, words };
}

function empty({ tag, height, words }) {
  const place = Object.assign(document.createElement(tag), { className: "removed-place" });
  const back = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: "Bring it back" });
  back.addEventListener("click", () => (document.getElementById("undo") ?? document.querySelector("[aria-label^='Bring back']")).click());
  const inside = tag === "TR" ? Object.assign(document.createElement("td"), { colSpan: 9 }) : place;
  inside.append(`${words.replace(/\.$/, "")}. `, back);
  if (inside !== place) place.append(inside);
  place.style.height = `${height}px`;
  return place;
}
