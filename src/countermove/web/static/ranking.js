// What a wish that is dragged would change, tinted in the ranking; and for a moment what an edit changed.
//
// A place of the ranking is what a row of truths has in common: which wishes are true there. Moving
// wishes puts the rows in another order and never parts one, so the places are found here, at any
// number of outcomes, without asking the server.

const levels = () => document.querySelector(".levels");

/** Return where each row of truths would be, by where it is. */
function placesThen(truths) {
  const order = [...document.querySelectorAll(".wishes [data-counts]")].map((row) => Number(row.dataset.counts));
  const rows = truths.map((bits, k) => [order.map((number) => bits[number]).join(""), k]);
  rows.sort(([one], [other]) => (one < other ? 1 : -1));
  const places = [];
  rows.forEach(([, k], place) => (places[k] = place + 1));
  return places;
}

function tint() {
  const said = levels()?.dataset.truths?.split(" ").map((one) => one.split(":"));
  if (!said) return;
  const places = placesThen(said.map(([bits]) => bits));
  for (const level of levels().querySelectorAll(".level")) {
    const [from, to] = [Number(level.dataset.place), places[level.dataset.place - 1]];
    const number = level.querySelector(".number");
    if (to === from) delete number.dataset.to;
    else number.dataset.to = to;
  }
  const moved = said.reduce((sum, [, size], k) => sum + (places[k] === k + 1 ? 0 : Number(size)), 0);
  say(moved ? `Dropped here, ${moved.toLocaleString("en")} ${moved === 1 ? "outcome changes its place" : "outcomes change their places"}.` : "Dropped here, it changes nothing.");
}

function say(text) {
  const said = document.getElementById("following-said");
  if (said) said.textContent = text;
}

const whereNow = () => new Map([...document.querySelectorAll(".level .outcome")].map((row) => [row.querySelector("b").textContent, row.closest(".level").dataset.place]));

let before = null;
document.addEventListener("rows-over", tint);
document.addEventListener("htmx:before:swap", () => {
  before = [location.search, whereNow()];
});
document.addEventListener("htmx:after:swap", () => {
  say("");
  const [page, places] = before ?? [];
  before = null;
  if (page !== location.search || !levels()) return;
  for (const number of levels().querySelectorAll("[data-to]")) delete number.dataset.to;
  for (const row of levels().querySelectorAll(".outcome")) {
    const was = places.get(row.querySelector("b").textContent);
    const isMoved = was !== undefined && was !== row.closest(".level").dataset.place;
    row.classList.toggle("moved", isMoved);
    if (isMoved) row.addEventListener("animationend", () => row.classList.remove("moved"), { once: true });
  }
});

// Where nothing is wanted yet, one begins by saying what is.
if (document.activeElement === document.body && !document.querySelector(".wish")) document.getElementById("add-statement")?.focus({ preventScroll: true });
