// The other way to say a statement: each option is done, not done, or either.

import { names, wordOf } from "./statement_words.js";

const SIGNS = [["Y", "done"], ["N", "not done"], ["-", "either"]];
const MORE = "It says more than what is done and what isn't: what is chosen here takes its place.";

/** Return what is done and what isn't, by names, where tokens say just that; else null. */
function signsOf(tokens) {
  const found = {};
  let k = 0;
  while (k < tokens.length) {
    if (k && tokens[k++].said !== "and") return null;
    let isDone = true;
    for (; tokens[k]?.said === "not"; k++) isDone = !isDone;
    const token = tokens[k++];
    if (token?.kind !== "option") return null;
    const sign = isDone ? "Y" : "N";
    if ((found[token.name] ?? sign) !== sign) return null;
    found[token.name] = sign;
  }
  return found;
}

const tokensOf = (signs) =>
  names().filter((one) => signs[one.name]).flatMap((one, k) => [
    ...(k ? [wordOf("and")] : []),
    ...(signs[one.name] === "N" ? [wordOf("not")] : []),
    one,
  ]);

/** Make an element with properties, and with attributes that are none. */
export function element(name, properties, attributes = {}) {
  const made = Object.assign(document.createElement(name), properties);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

export class Strip {
  #field;
  #of = null; // the names for which it is drawn
  #more = element("p", { className: "quiet", textContent: MORE });

  constructor(field) {
    this.#field = field;
    this.whole = element("div", { className: "statement-strip" });
    this.show();
  }

  focus() {
    this.whole.querySelector("input:checked")?.focus();
  }

  /** Show what the statement says. */
  show() {
    if (this.#of !== names()) this.#draw();
    const tokens = this.#field.written;
    const signs = signsOf(tokens);
    this.#more.hidden = signs !== null;
    for (const radio of this.whole.querySelectorAll("input")) radio.checked = (signs?.[radio.dataset.of] ?? "-") === radio.value;
  }

  #draw() {
    this.#of = names();
    const options = Map.groupBy(names().filter((one) => one.kind === "option"), (one) => one.seat);
    this.whole.replaceChildren(this.#more);
    for (const [seat, own] of options) {
      const group = element("fieldset", { className: `party-${(seat % 8) + 1}` });
      const rows = element("div", {});
      rows.append(...own.map((option) => this.#row(option)));
      group.append(element("legend", { textContent: own[0].party }), rows);
      this.whole.append(group);
    }
  }

  #row(option) {
    const id = `choose-${this.#field.control.id}-${option.name}`;
    const row = element("div", { className: "three-way", role: "radiogroup" });
    const segments = element("span", { className: "segments" });
    row.setAttribute("aria-labelledby", id);
    for (const [value, words] of SIGNS) {
      const radio = element("input", { type: "radio", name: id, value });
      radio.dataset.of = option.name;
      radio.setAttribute("form", ""); // it is of no form
      radio.addEventListener("input", (event) => event.stopPropagation());
      radio.addEventListener("change", (event) => {
        event.stopPropagation();
        const chosen = [...this.whole.querySelectorAll("input:checked")].filter((one) => one.value !== "-");
        this.#field.tokens = tokensOf(Object.fromEntries(chosen.map((one) => [one.dataset.of, one.value])));
      });
      const label = element("label", {});
      label.append(radio, element("span", { textContent: words }));
      segments.append(label);
    }
    row.append(element("span", { id, textContent: option.text, title: option.text }), segments);
    return row;
  }
}
