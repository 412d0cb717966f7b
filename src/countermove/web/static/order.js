// Rows that can be moved: dragged by their handle, or with Alt and the arrow keys.
//
// <ol class="sortable" data-at='["preferences", "us", "statements"]' data-sort="list|table|steps">
// holds rows; in a table, and among kept steps, each has its key in data-key. Between lists with the same data-group rows
// are dragged, too; one that is itself a list of the group stays outside the others.

import "../vendored/sortable.min.js";

const { Sortable } = globalThis;

const EDGE = 14; // pixels

export function watchOrder() {
  arm();
  document.addEventListener("htmx:after:swap", arm);
  document.addEventListener("keydown", moveByKey);
}

function arm() {
  for (const list of document.querySelectorAll(".sortable")) {
    if (Sortable.get(list)) continue;
    Sortable.create(list, {
      handle: ".handle",
      draggable: ">:not(.removed-place)",
      group: { name: list.dataset.group ?? list.id, put: (to, from, row) => mayGo(to.el, from.el, row) },
      onMove: ({ dragged, related }, { clientY }) => beside(dragged, related, clientY),
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      onChange: () => document.dispatchEvent(new CustomEvent("rows-over")),
      onEnd: ({ item, to, oldDraggableIndex, newDraggableIndex }) => {
        if (to === list) move(list, item, oldDraggableIndex, newDraggableIndex);
        else bring(list, to, item, oldDraggableIndex, newDraggableIndex);
      },
    });
  }
}

const isInner = (list) => list.parentElement.closest(".sortable") !== null;
const mayGo = (to, from, row) => "group" in to.dataset && to.dataset.group === from.dataset.group && !(isInner(to) && row.querySelector(".sortable"));

function moveByKey(event) {
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const row = event.target.closest?.(".sortable > *");
  if (!row) return;
  event.preventDefault();
  const list = row.parentElement;
  const rows = rowsOf(list);
  const from = rows.indexOf(row);
  const to = from + (event.key === "ArrowUp" ? -1 : 1);
  if (to < 0 || to >= rows.length) return;
  move(list, row, from, to);
}

/** Return the rows of a list; where one was removed there is an empty place for a while. */
const rowsOf = (list) => [...list.children].filter((row) => !row.matches(".removed-place"));

/** Say where a row goes that is over one with a list: into the list, unless it is over an edge. */
function beside(dragged, related, y) {
  if (!related.querySelector(".sortable[data-group]") || dragged.querySelector(".sortable[data-group]")) return true;
  const { top, bottom } = related.getBoundingClientRect();
  if (y < top + EDGE) return -1;
  return y > bottom - EDGE ? 1 : false;
}

/** Put a row of one list into another. */
function bring(list, to, row, from, index) {
  const at = [...JSON.parse(list.dataset.at), from];
  send(row, { do: "bring", at: JSON.stringify(at), to: JSON.stringify([...JSON.parse(to.dataset.at), index]) });
}

function move(list, row, from, to) {
  if (from === to) return;
  const at = JSON.parse(list.dataset.at ?? "[]");
  at.push(list.dataset.sort === "table" ? row.dataset.key : from);
  const handle = row.querySelector(".handle");
  // A position in a list is part of a row's id: the row that stands there now gets the focus.
  const focus = list.dataset.sort === "list" ? null : handle;
  const what = list.dataset.sort === "steps" ? { do: "step-move", step: row.dataset.key } : { do: "move", at: JSON.stringify(at) };
  send(row, { ...what, to: String(to + Number(list.dataset.begin ?? 0)) })
    .then(() => {
      const now = document.getElementById(list.id);
      const moved = focus?.isConnected ? focus : (now && rowsOf(now)[to])?.querySelector(".handle");
      // Who has gone on to something else meanwhile stays there.
      if (document.activeElement?.matches(".handle, #main, body")) moved?.focus();
      announce(`Now ${to + 1} of ${now ? rowsOf(now).length : ""}`);
    });
}

const send = (row, values) =>
  htmx.ajax("POST", location.pathname + location.search, {
    // The list would send all the fields in it, too.
    source: row.querySelector(".handle"),
    target: "#app",
    select: "#app",
    swap: "outerMorph",
    headers: { "X-Revision": document.getElementById("app").dataset.revision },
    values,
  });

/** Say something to who listens to the page. */
export function announce(text) {
  let region = document.getElementById("announced");
  if (!region) {
    region = document.createElement("div");
    region.id = "announced";
    region.className = "hidden";
    region.setAttribute("aria-live", "assertive");
    document.body.append(region);
  }
  region.textContent = text;
}
