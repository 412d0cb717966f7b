// The page of the deal: a choice is shown at once, and what the parties do about it follows.

import { watchFinding } from "./finding.js";
import { isPlain, show, watchHistory } from "./visiting.js";

const form = () => document.querySelector("[data-draft]");
const chosen = () => [...form().querySelectorAll("input:checked")];

let wanted = ""; // the address that was asked for last
let busy = false;

/** Return the address of the draft that is chosen. */
function address() {
  const url = new URL(form().dataset.address, location.href);
  url.searchParams.set("draft", chosen().map((radio) => radio.dataset.said).filter(Boolean).join(","));
  if ("beside" in form().dataset) url.searchParams.set("beside", form().dataset.beside);
  return url;
}

/** Show another draft. Who changes several things at once is answered for the last of them. */
async function visit(to, { remember = true } = {}) {
  const url = new URL(to, location.href);
  wanted = url.href;
  if (remember) history.pushState(null, "", url);
  if (busy) return;
  busy = true;
  try {
    for (let now = ""; now !== wanted; ) {
      now = wanted;
      await show(new URL(now), false);
    }
  } finally {
    busy = false;
  }
  settle();
}

/** Let the controls show the draft of the page, and not what was touched before. */
function settle() {
  for (const radio of form()?.querySelectorAll("input[type=radio]") ?? []) radio.checked = radio.defaultChecked;
}

// What was asked before the last change, and comes after it, is followed by what is asked now.
const draftOf = (url) => new URL(url, location.href).searchParams.get("draft");
document.addEventListener("htmx:after:swap", () => {
  if (!busy && form() && draftOf(form().dataset.here) !== draftOf(location.href)) visit(location.href, { remember: false });
});

document.addEventListener("change", ({ target }) => {
  if (target.matches?.("[data-draft] input[type=radio]")) visit(address());
});
document.addEventListener("submit", (event) => event.target.matches("[data-draft]") && event.preventDefault());

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-visit]");
  if (!link || !isPlain(event)) return;
  event.preventDefault();
  const menu = link.closest("details.menu");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  visit(link.href);
});

// Up and down go from option to option, left and right from choice to choice.
document.addEventListener("keydown", (event) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step || event.altKey || event.ctrlKey || event.metaKey || !event.target.matches?.(".option input[type=radio]")) return;
  event.preventDefault();
  const rows = chosen();
  const now = rows.findIndex((radio) => radio.name === event.target.name);
  rows[now + step]?.focus();
});

watchFinding();
watchHistory(visit);
