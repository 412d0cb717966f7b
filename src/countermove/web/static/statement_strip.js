// The other way to say a statement: each option is done, not done, or either.

import { names, wordOf } from "./statement_words.js";

const SIGNS = [["Y", "done"], ["N", "not done"], ["-", "either"]];
const MOST_SIDE_BY_SIDE = 7; // levels
const MORE = "It says more than what is done and what isn't: what is chosen here takes its place.";

/** Return what is chosen of each option, by names, where tokens say just that; else null. */
function signsOf(tokens) {
  const found = {};
  let k = 0;
  while (k < tokens.length) {
    if (k && tokens[k++].said !== "and") return null;
    let isDone = true;
    for (; tokens[k]?.said === "not"; k++) isDone = !isDone;
    const token = tokens[k++];
    const isLevel = token?.relation === "is" && !token.isDenied && isDone;
    if (!isLevel && token?.kind !== "option") return null;
    const [name, sign] = isLevel ? [token.option, token.name] : [token.name, isDone ? "Y" : "N"];
    if ((found[name] ?? sign) !== sign) return null;
    found[name] = sign;
  }
  return found;
}

/** Return the options that may be chosen, those with levels with the names for each. */
function rows() {
  const found = new Map();
  for (const one of names()) {
    if (one.kind === "option") found.set(one.name, { ...one, signs: SIGNS });
    if (one.relation !== "is") continue;
    const row = found.get(one.option) ?? { ...one, name: one.option, text: one.of, isChoice: true, signs: [] };
    found.set(one.option, { ...row, signs: [...row.signs.slice(0, -1), [one.name, one.level], ["-", "any"]] });
  }
  return [...found.values()];
}

function tokensOf(signs) {
  const chosen = names().filter((one) => (one.relation === "is" ? signs[one.option] === one.name : one.kind === "option" && signs[one.name]));
  return chosen.flatMap((one, k) => [...(k ? [wordOf("and")] : []), ...(signs[one.name] === "N" ? [wordOf("not")] : []), one]);
}

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
    this.whole.querySelector("input:checked, select")?.focus();
  }

  /** Show what the statement says. */
  show() {
    if (this.#of !== names()) this.#draw();
    const tokens = this.#field.written;
    const signs = signsOf(tokens);
    this.#more.hidden = signs !== null;
    for (const radio of this.whole.querySelectorAll("input")) radio.checked = (signs?.[radio.dataset.of] ?? "-") === radio.value;
    for (const list of this.whole.querySelectorAll("select")) list.value = signs?.[list.dataset.of] ?? "-";
  }

  #draw() {
    this.#of = names();
    const options = Map.groupBy(rows(), (one) => one.seat);
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
    const isLong = option.signs.length > MOST_SIDE_BY_SIDE + 1;
    const row = element("div", { className: `three-way${option.isChoice ? " levels" : ""}` }, { "aria-labelledby": id, role: isLong ? "group" : "radiogroup" });
    row.append(element("span", { id, textContent: option.text, title: option.text }), isLong ? this.#list(option, id) : this.#segments(option, id));
    return row;
  }

  #segments(option, id) {
    const segments = element("span", { className: "segments" });
    for (const [value, words] of option.signs) {
      const label = element("label", {});
      label.append(this.#watched(element("input", { type: "radio", name: id, value }), option), element("span", { textContent: words }));
      segments.append(label);
    }
    return segments;
  }

  #list(option, id) {
    const list = element("select", {}, { "aria-labelledby": id });
    list.append(...option.signs.map(([value, textContent]) => element("option", { value, textContent })));
    return this.#watched(list, option);
  }

  #watched(control, option) {
    control.dataset.of = option.name;
    control.setAttribute("form", ""); // it is of no form
    control.addEventListener("input", (event) => event.stopPropagation());
    control.addEventListener("change", (event) => {
      event.stopPropagation();
      const chosen = [...this.whole.querySelectorAll("input:checked, select")].filter((one) => one.value !== "-");
      this.#field.tokens = tokensOf(Object.fromEntries(chosen.map((one) => [one.dataset.of, one.value])));
    });
    return control;
  }
}
