// The option table: its columns filtered and sorted, its cells reached with the arrow keys.

const filters = new Map(); // by the id of a row: the value that its cells must have
let last = {}; // the cell that one was at: its row and its outcome
let sortedBy = ""; // the id of a row, "number", or empty for the firmest first

const table = () => document.getElementById("outcomes");

/** Wire the table; `open(number, party, concept)` is called when a cell asks for its story. */
export function watchOutcomes(open) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button, #outcomes a");
    if (!button) return;
    if ("unfilter" in button.dataset) return unfilter();
    if (!table()?.contains(button) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (button.dataset.sortRow) return sortBy(button.dataset.sortRow);
    event.preventDefault();
    const cell = button.closest("th, td");
    const row = cell.parentElement;
    focusOn(button);
    if (row.matches(".option")) return filterBy(row, cell.dataset.is);
    const { number } = headOf(cell).dataset;
    return open(number, row.dataset.party ?? "", row.dataset.concept ?? "");
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("[data-filter]")) return;
    keep(event.target.closest("tr").id, event.target.value);
  });
  document.addEventListener("keydown", walk);
  document.addEventListener("scroll", ({ target }) => target.matches?.(".option-table") && tellBeyond(), { capture: true, passive: true });
  addEventListener("resize", tellBeyond);
  for (const kind of ["focusin", "pointerover"]) {
    document.addEventListener(kind, (event) => {
      const cell = event.target.closest?.("#outcomes th[data-number], #outcomes td");
      if (cell) read(cell);
    });
  }
}

// -- on paper: a table that is wider than a page is printed in pieces below each other ------------

const ON_A_PAGE = 14;

addEventListener("beforeprint", () => {
  const here = table();
  if (!here) return;
  const places = [...here.rows[0].cells].map((cell, k) => (k && !cell.hidden ? k : 0)).filter(Boolean);
  const printed = Object.assign(document.createElement("div"), { id: "printed" });
  for (let k = 0; k < places.length; k += ON_A_PAGE) {
    const piece = here.cloneNode(true);
    const kept = new Set([0, ...places.slice(k, k + ON_A_PAGE)]);
    for (const row of piece.rows) [...row.cells].forEach((cell, at) => kept.has(at) || cell.remove());
    piece.removeAttribute("id");
    piece.classList.add("outcomes");
    for (const one of piece.querySelectorAll("[id]")) one.removeAttribute("id");
    for (const button of piece.querySelectorAll("a, button:not(.sort)")) button.replaceWith(...button.childNodes);
    printed.append(piece);
  }
  here.closest(".option-table").after(printed);
});
addEventListener("afterprint", () => document.getElementById("printed")?.remove());

/** Bring a table that has just come from the server into the order and choice that was asked for. */
export function arrange() {
  const here = table();
  if (!here) return;
  const rows = [...here.rows];
  const [heads] = rows;
  // Where a column stood when it came from the server, and where it stands now.
  const inOrder = [...heads.cells].slice(1).map((head, k) => {
    head.dataset.place ??= k;
    return { head, k: Number(head.dataset.place), at: k + 1 };
  });
  const shows = (column) =>
    [...filters].every(([id, value]) => {
      const is = document.getElementById(id)?.cells[column.at]?.dataset.is;
      return is === undefined || is === value || is === "-";
    });
  const key = (column) => {
    if (!sortedBy) return column.k;
    if (sortedBy === "number") return Number(column.head.dataset.number);
    return Number(document.getElementById(sortedBy)?.cells[column.at]?.dataset.is ?? 0);
  };
  const columns = inOrder.map((column) => ({ ...column, shown: shows(column), key: key(column) }));
  columns.sort((a, b) => a.key - b.key || a.k - b.k);
  for (const row of rows) {
    const cells = [...row.cells];
    columns.forEach(({ at, shown }) => {
      cells[at].hidden = !shown;
    });
    if (columns.some(({ at }, k) => at !== k + 1)) row.append(...columns.map(({ at }) => cells[at]));
  }
  for (const select of here.querySelectorAll("[data-filter]")) {
    select.value = filters.get(select.closest("tr").id) ?? "";
    select.closest("tr").classList.toggle("is-filtered", select.value !== "");
  }
  for (const button of here.querySelectorAll("[data-sort-row]")) {
    button.setAttribute("aria-pressed", String(button.dataset.sortRow === sortedBy));
  }
  mark(here);
  const clear = document.querySelector("[data-unfilter]");
  if (clear) clear.hidden = filters.size === 0;
  if (!here.querySelector(':is(a, button)[tabindex="0"]:not([hidden] > *)')) focusable(lastCell() ?? here.querySelector("th[data-number]:not([hidden]) a"));
  tellBeyond();
  return { shown: columns.filter((column) => column.shown).length, of: columns.length };
}

/** Say how many outcomes stand outside of the frame; if none can, only the page scrolls. */
function tellBeyond() {
  const here = table();
  const line = document.getElementById("beyond");
  if (!here || !line) return;
  const region = here.closest(".option-table");
  region.classList.toggle("fits", here.offsetWidth + 2 * region.clientLeft <= region.parentElement.clientWidth);
  const [first, ...heads] = [...here.rows[0].cells].filter((cell) => !cell.hidden);
  const [from, to] = [region.scrollLeft + first.offsetWidth, region.scrollLeft + region.clientWidth];
  const left = heads.filter((head) => head.offsetLeft + head.offsetWidth / 2 < from).length;
  const right = heads.filter((head) => head.offsetLeft + head.offsetWidth / 2 > to).length;
  const words = [left && `${left} more to the left`, right && `${right} more to the right`];
  line.textContent = words.filter(Boolean).join(", ");
}

/** Mark the outcome and the cell whose story is told. */
function mark(here) {
  const { state, party = "", concept = "" } = here.dataset;
  for (const cell of here.querySelectorAll("[aria-current], .is-told")) {
    cell.removeAttribute("aria-current");
    cell.classList.remove("is-told");
  }
  if (!state) return;
  const at = [...here.rows[0].cells].findIndex((head) => head.dataset.number === state);
  if (at < 0) return;
  for (const row of here.rows) row.cells[at].classList.add("is-told");
  const own = [...here.rows].find(
    ({ dataset }) => concept && dataset.concept === concept && (dataset.party ?? "") === party,
  );
  (own ?? here.rows[0]).cells[at].querySelector("a, button")?.setAttribute("aria-current", "true");
}

/** Scroll the table to the outcome whose story is told. */
export function reveal() {
  const here = table();
  const head = here?.querySelector("th[data-number].is-told");
  if (!head) return;
  const region = here.closest(".option-table");
  const [from, to] = [region.scrollLeft + here.rows[0].cells[0].offsetWidth, region.scrollLeft + region.clientWidth];
  if (head.offsetLeft >= from && head.offsetLeft + head.offsetWidth <= to) return;
  region.scrollLeft = head.offsetLeft - region.clientWidth / 2;
}

function told() {
  const { shown, of } = arrange();
  const words = filters.size ? `${shown} of ${of} outcomes shown.` : "";
  const name = sortedBy && (sortedBy === "number" ? "number" : `the ranking of ${document.querySelector(`#${sortedBy} .what`)?.textContent}`);
  document.getElementById("shown").textContent = [words, name && `Sorted by ${name}.`].filter(Boolean).join(" ");
}

function keep(id, value) {
  if (value) filters.set(id, value);
  else filters.delete(id);
  told();
}

function filterBy(row, value) {
  if (value === "-") return;
  keep(row.id, filters.get(row.id) === value ? "" : value);
}

function unfilter() {
  filters.clear();
  told();
  document.querySelector("[data-filter]")?.focus();
}

function sortBy(row) {
  sortedBy = sortedBy === row ? "" : row;
  told();
}

const headOf = (cell) => table().rows[0].cells[cell.cellIndex];

function read(cell) {
  const { text, number } = headOf(cell).dataset;
  const line = document.getElementById("reading");
  if (line && number) line.textContent = `[${number}] ${text}`;
}

// -- by keyboard: one cell is reached by Tab, the others from it with the arrows ------------------

function focusable(button) {
  if (!button) return;
  for (const other of table().querySelectorAll('td button[tabindex="0"], th[data-number] a[tabindex="0"]')) other.tabIndex = -1;
  button.tabIndex = 0;
}

/** Return what one was at, if it is still there. */
function lastCell() {
  const row = last.row ? document.getElementById(last.row) : table()?.rows[0];
  const at = [...(table()?.rows[0].cells ?? [])].findIndex((head) => head.dataset.number === last.number && !head.hidden);
  return at > 0 ? row?.cells[at].querySelector("a, button") : null;
}

/** Go to the cell that one was at, or else to the first. */
export function toTheTable() {
  (lastCell() ?? table()?.querySelector("th[data-number]:not([hidden]) a"))?.focus({ preventScroll: true });
}

function focusOn(button) {
  const cell = button.closest("th, td");
  last = { row: cell.parentElement.id, number: headOf(cell).dataset.number };
  focusable(button);
  button.focus();
}

function walk(event) {
  const button = event.target.closest?.("#outcomes td button, #outcomes th[data-number] a");
  if (!button || event.altKey || event.ctrlKey || event.metaKey) return;
  const cell = button.closest("th, td");
  const row = cell.parentElement;
  const rows = [...table().rows];
  let to = null;
  if (event.key === "ArrowRight") to = beside(cell, "nextElementSibling");
  else if (event.key === "ArrowLeft") to = beside(cell, "previousElementSibling");
  else if (event.key === "Home") to = [...row.cells].find(isOpen);
  else if (event.key === "End") to = [...row.cells].findLast(isOpen);
  else if (event.key === "ArrowDown") to = along(rows.slice(row.rowIndex + 1), cell);
  else if (event.key === "ArrowUp") to = along(rows.slice(0, row.rowIndex).reverse(), cell);
  else return;
  event.preventDefault();
  if (to) focusOn(to.querySelector("a, button"));
}

const isOpen = (cell) => cell.matches("td, th[data-number]") && !cell.hidden;

function beside(cell, way) {
  let to = cell[way];
  while (to?.hidden) to = to[way];
  return to && isOpen(to) ? to : null;
}

const along = (rows, { cellIndex }) =>
  rows.map((row) => row.cells[cellIndex]).find((cell) => cell?.querySelector("a, button"));
