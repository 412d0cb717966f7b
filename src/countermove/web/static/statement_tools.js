// Below the statement one is in: the words that join, and the other way to say the same.

import { OFFERED, wordOf, names } from "./statement_words.js";

const tools = Object.assign(document.createElement("div"), { className: "statement-tools" });
let at = null; // the field below which they stand

function button(textContent, act, title = "") {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent, title, tabIndex: -1 });
  // The field isn't left meanwhile.
  made.addEventListener("pointerdown", (event) => event.preventDefault());
  made.addEventListener("click", act);
  return made;
}

const words = Object.assign(document.createElement("div"), { className: "joining" });
words.setAttribute("role", "group");
words.setAttribute("aria-label", "Words that join");
words.append(...OFFERED.map((word) => button(word.said, () => (at.settle(true), at.put(word)))));
const choose = button("Choose instead", toggleStrip, "What is done, what isn't, and what may be either (Alt+↓)");
choose.setAttribute("aria-expanded", "false");
const strip = Object.assign(document.createElement("div"), { className: "statement-strip", hidden: true });

tools.append(words, choose, strip);

export function showTools(field) {
  if (at === field) return;
  at = field;
  hideStrip();
  choose.hidden = !names().some((one) => one.kind === "option");
  field.place.append(tools);
}

/** Take them away from a field that was left. */
export function hideTools(field) {
  if (at !== field) return;
  at = null;
  tools.remove();
}

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

// -- what is done, what isn't, and what may be either ------------------------------------------------

const SIGNS = [["Y", "done"], ["N", "not done"], ["-", "either"]];

/** Return what is done and what isn't, by names, where tokens say just that; else null. */
function signsOf(tokens) {
  const found = {};
  let k = 0;
  while (k < tokens.length) {
    if (k && tokens[k++].said !== "and") return null;
    let isDone = true;
    for (; tokens[k]?.name === "not"; k++) isDone = !isDone;
    const token = tokens[k++];
    if (token?.kind !== "option") return null;
    const sign = isDone ? "Y" : "N";
    if ((found[token.name] ?? sign) !== sign) return null;
    found[token.name] = sign;
  }
  return found;
}

function tokensOf(signs) {
  return names().filter((one) => signs[one.name]).flatMap((one, k) => [
    ...(k ? [wordOf("and")] : []),
    ...(signs[one.name] === "N" ? [wordOf("not")] : []),
    one,
  ]);
}

/** Choose what is done and what isn't, or type again. */
export function toggleStrip() {
  if (!strip.hidden) {
    at.typed.focus();
    return hideStrip();
  }
  showStrip();
  strip.querySelector("input:checked")?.focus();
}

strip.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" && !(event.altKey && event.key === "ArrowUp")) return;
  event.preventDefault();
  toggleStrip();
});

function showStrip() {
  const field = at;
  const signs = signsOf(field.tokens) ?? {};
  const isMore = signsOf(field.tokens) === null;
  const parties = Map.groupBy(names().filter((one) => one.kind === "option"), (one) => one.party);
  strip.replaceChildren(...(isMore ? [Object.assign(document.createElement("p"), { className: "quiet", textContent: "It says more than what is done and what isn't: what is chosen here takes its place." })] : []));
  for (const [party, options] of parties) {
    const group = Object.assign(document.createElement("fieldset"), { className: `party-${(options[0].seat % 8) + 1}` });
    const legend = document.createElement("legend");
    legend.append(Object.assign(document.createElement("span"), { className: "swatch" }), ` ${party}`);
    group.append(legend, ...options.map((option) => threeWay(field, option, signs)));
    strip.append(group);
  }
  strip.hidden = false;
  choose.setAttribute("aria-expanded", "true");
}

function threeWay(field, option, signs) {
  const row = Object.assign(document.createElement("div"), { className: "three-way" });
  const id = `choose-${field.control.id}-${option.name}`;
  row.setAttribute("role", "radiogroup");
  row.setAttribute("aria-labelledby", id);
  const segments = Object.assign(document.createElement("span"), { className: "segments" });
  for (const [value, words] of SIGNS) {
    const radio = Object.assign(document.createElement("input"), { type: "radio", name: id, value, checked: (signs[option.name] ?? "-") === value });
    radio.setAttribute("form", ""); // it is of no form
    radio.addEventListener("input", (event) => event.stopPropagation());
    radio.addEventListener("change", (event) => {
      event.stopPropagation();
      if (value === "-") delete signs[option.name];
      else signs[option.name] = value;
      field.tokens = tokensOf(signs);
    });
    const label = document.createElement("label");
    label.append(radio, Object.assign(document.createElement("span"), { textContent: words }));
    segments.append(label);
  }
  row.append(Object.assign(document.createElement("span"), { id, textContent: option.text }), segments);
  return row;
}

function hideStrip() {
  strip.hidden = true;
  strip.replaceChildren();
  choose.setAttribute("aria-expanded", "false");
}
