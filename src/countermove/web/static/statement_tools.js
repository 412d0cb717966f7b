// Below the statement one is in: the words that join, and the other way to say the same.

import { Strip, element } from "./statement_strip.js";
import { KINDS, OFFERED, names } from "./statement_words.js";

const tools = element("div", { className: "statement-tools" });
let at = null; // the field below which they stand
let strip = null; // what is chosen there instead

function button(textContent, act, title = "") {
  const made = element("button", { type: "button", className: "plain", textContent, title, tabIndex: -1 });
  // The field isn't left meanwhile.
  made.addEventListener("pointerdown", (event) => event.preventDefault());
  made.addEventListener("click", act);
  return made;
}

const words = element("div", { className: "joining" }, { role: "group", "aria-label": "Words that join" });
words.append(...OFFERED.map((word) => button(word.said, () => (at.rest(), at.put(word)))));
const choose = button("Choose instead", toggleStrip, "What is done, what isn't, and what may be either (Alt+↓)");
tools.append(words, choose);

export function showTools(field) {
  if (at === field) return;
  hideStrip();
  at = field;
  choose.hidden = field.strip || !names().some((one) => KINDS[one.kind].isChoice);
  field.place.append(tools);
}

/** Take them away from a field that was left. */
export function hideTools(field) {
  if (at !== field) return;
  hideStrip();
  at = null;
  tools.remove();
}

/** Choose what is done and what isn't, or type again. */
export function toggleStrip() {
  at.rest();
  if (at.strip && !strip) return at.strip.focus();
  if (strip) {
    at.typed.focus();
    return hideStrip();
  }
  strip = at.strip = new Strip(at);
  strip.whole.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" && !(event.altKey && event.key === "ArrowUp")) return;
    event.preventDefault();
    toggleStrip();
  });
  tools.append(strip.whole);
  choose.setAttribute("aria-expanded", "true");
  strip.focus();
}

function hideStrip() {
  choose.setAttribute("aria-expanded", "false");
  if (!strip) return;
  at.strip = null;
  strip.whole.remove();
  strip = null;
}

// -- the pointer -------------------------------------------------------------------------------------

let isDown = false;
addEventListener("pointerdown", () => (isDown = true), true);
for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => (isDown = false), true);

/** Do something that moves what is on the page, once no pointer is down: what it is on stays there. */
export function inPeace(act) {
  if (!isDown) return act();
  const away = new AbortController();
  for (const name of ["pointerup", "pointercancel"]) {
    addEventListener(name, () => (away.abort(), act()), { signal: away.signal });
  }
}
