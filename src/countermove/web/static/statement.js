// The field for a statement: its options as chips, its words as words, and what is being typed.
//
// The form control in it keeps the text of the file, with its ids; nobody sees it. It is sent, kept
// and restored as every other one. What stands here is read from it whenever something else writes
// into it, and is written into it at each key.

import { judge, verdict } from "./checks.js";
import { press } from "./statement_keys.js";
import { active, close, isOpenFor, offer } from "./statement_list.js";
import { Strip, element } from "./statement_strip.js";
import { StatementText } from "./statement_text.js";
import { hideTools, inPeace, showTools } from "./statement_tools.js";
import { KINDS, called, isEnd, matching, names, read, said, whole, wordOf, written } from "./statement_words.js";

let isSwapping = false; // what is written into fields meanwhile isn't the last word

class StatementField extends HTMLElement {
  text = new StatementText();
  #known = ""; // what stands in the control, as it is shown here
  #told = ""; // what was saved last
  #of = null; // the names by which it was read

  connectedCallback() {
    if (this.typed) return this.take();
    this.control = this.querySelector("input, textarea");
    this.place = this.querySelector(".statement");
    if (!this.control || !this.place) return; // they come after it
    this.line = element("div", { className: "statement-line" });
    this.typed = element("input", { className: "typed", type: "text", autocomplete: "off", spellcheck: false, size: 1 });
    this.aloud = element("span", { className: "hidden" });
    this.words = element("span", { className: "hidden", id: `${this.control.id}-words` });
    this.aloud.setAttribute("aria-live", "polite");
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-haspopup": "listbox", autocapitalize: "off" })) this.typed.setAttribute(name, value);
    this.line.append(this.typed);
    this.place.replaceChildren(this.line, this.words, this.aloud); // a swap may have kept it for a new field
    if ("strip" in this.dataset && names().some((one) => KINDS[one.kind].isChoice)) {
      this.strip = new Strip(this);
      this.place.prepend(this.strip.whole);
    }
    this.#watchControl();
    this.#watchTyping();
    this.take();
  }

  // -- the control ---------------------------------------------------------------------------------

  #watchControl() {
    const { get, set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(this.control), "value");
    const field = this;
    Object.defineProperty(this.control, "value", {
      configurable: true,
      get,
      set(value) {
        set.call(this, value);
        field.take();
      },
    });
    this.#write = (value) => set.call(this.control, value);
    // Whoever selects all of it means all that stands here.
    this.control.addEventListener("focus", ({ target }) => {
      const isAll = target.value && target.selectionEnd - target.selectionStart === target.value.length;
      target.setSelectionRange(0, 0);
      this.typed.focus();
      if (isAll) this.chooseAll();
    });
    this.control.addEventListener("input", () => this.take());
  }

  #write = () => {};

  /** Show what stands in the control, unless that is what is shown. */
  take() {
    if (isSwapping) return;
    const { control, typed } = this;
    control.tabIndex = -1;
    control.setAttribute("aria-hidden", "true");
    typed.setAttribute("aria-label", control.labels[0]?.textContent.trim() ?? control.getAttribute("aria-label"));
    typed.setAttribute("aria-describedby", `${this.words.id} ${control.getAttribute("aria-describedby") ?? ""}`.trim());
    if (control.getAttribute("aria-invalid") === "true") typed.setAttribute("aria-invalid", "true");
    else typed.removeAttribute("aria-invalid");
    typed.disabled = control.disabled;
    if (control.value !== this.#known) this.#show(control.value);
    else if (this.#of !== names()) this.text.renew();
    else return;
    this.#of = names();
    this.#draw();
  }

  #show(value) {
    this.#known = this.#told = value;
    this.text.show(value);
    this.typed.value = "";
  }

  /** Write what stands here into the control. */
  #put() {
    this.#draw();
    const value = this.#valueWith(this.typed.value.trim());
    if (value === this.#known) return;
    this.text.keep();
    this.#known = value;
    this.#write(value);
    this.control.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #valueWith(typed) {
    const text = typed ? [{ kind: "unknown", name: typed, said: typed }] : [];
    return written(this.text.with(text));
  }

  /** What is checked: what Enter would make of it. */
  get meant() {
    const one = active(this);
    return one && this.typed.value.trim() ? this.#valueWith(one.name) : this.#known;
  }

  /** What is written in several words that name nothing. */
  get unknown() {
    return this.written.find((token) => KINDS[token.kind].isText && token.name.includes(" "))?.name;
  }

  /** Return a text of the file as it is said here. */
  inWords = (text) => said(read(text, { asWritten: true }).tokens);

  // -- what is shown -------------------------------------------------------------------------------

  #draw() {
    const { tokens, at, chosen, isEmpty } = this.text;
    for (const one of this.line.querySelectorAll("[data-k]")) one.remove();
    tokens.forEach((token, k) => {
      const chip = element("span", { className: KINDS[token.kind].classes(token), title: whole(token) });
      chip.dataset.k = k;
      chip.classList.toggle("chosen", chosen === "all" || chosen === k);
      chip.append(element("span", { className: "called", textContent: token.said }));
      if (k < at) this.typed.before(chip);
      else this.line.append(chip);
    });
    this.typed.classList.toggle("last", at === tokens.length);
    this.typed.placeholder = isEmpty ? this.control.placeholder : "";
    this.words.textContent = said(tokens);
    this.strip?.show();
  }

  #say(text) {
    this.aloud.textContent = "";
    this.aloud.textContent = text;
  }

  /** The tokens of all that is written. */
  get written() {
    return this.text.with(read(this.typed.value, { before: this.text.tokens.slice(0, this.text.at) }).tokens);
  }

  /** Let other tokens stand here. */
  set tokens(tokens) {
    close(this);
    this.typed.value = "";
    this.text.set(tokens);
    this.#put();
  }

  // -- typing ----------------------------------------------------------------------------------------

  #watchTyping() {
    const { typed } = this;
    typed.addEventListener("input", (event) => {
      event.stopPropagation();
      if (event.isComposing) return;
      this.text.drop();
      this.#settle(event.inputType === "insertFromPaste");
      this.offer();
      this.#put();
    });
    typed.addEventListener("compositionend", () => typed.dispatchEvent(new InputEvent("input")));
    typed.addEventListener("change", (event) => event.stopPropagation());
    typed.addEventListener("keydown", (event) => press(this, event));
    typed.addEventListener("copy", (event) => this.#copy(event));
    typed.addEventListener("cut", (event) => this.#copy(event) && this.drop());
    this.line.addEventListener("pointerdown", (event) => this.#point(event));
    this.line.addEventListener("click", () => (this.text.isEmpty && !typed.value ? this.offer(true) : undefined));
    this.place.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.target.matches("[type=radio]")) return;
      event.preventDefault();
      this.enter();
    });
    this.addEventListener("focusin", () => inPeace(() => this.contains(document.activeElement) && showTools(this)));
    this.addEventListener("focusout", ({ relatedTarget }) => this.contains(relatedTarget) || inPeace(() => this.contains(document.activeElement) || this.#leave()));
  }

  /** Make tokens of what was typed, as far as it is plain; all of it if `isDone`. */
  #settle(isDone) {
    const { typed, text } = this;
    const { tokens, rest } = read(typed.value, { isOpen: !isDone, before: text.tokens.slice(0, text.at) });
    if (!tokens.length) return;
    if (tokens[0].isAhead && isEnd(text.before)) tokens.unshift(wordOf("and"));
    const caret = Math.max(0, rest.length - (typed.value.length - typed.selectionStart));
    text.insert(tokens);
    typed.value = rest;
    typed.setSelectionRange(caret, caret);
  }

  /** Let what was typed be done. */
  rest() {
    close(this);
    this.#settle(true);
    this.#put();
  }

  /** Put in what was chosen. */
  put(token) {
    this.typed.value = "";
    this.text.put(token);
    close(this);
    this.#put();
    this.typed.focus();
  }

  /** Offer what may be meant by what is typed; where nothing is, all there is if `isAsked`. */
  offer(isAsked = false) {
    const typed = this.typed.value.trim();
    if (!typed && !isAsked) return close(this);
    offer(this, matching(this.typed.value, this.text.before), Boolean(typed), (token) => this.put(token));
  }

  /** Check it anew: what Enter would take is another. */
  checkAgain() {
    this.control.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Take away what is chosen. */
  drop() {
    this.text.drop();
    this.#put();
  }

  /** Take away a token; what nobody knows is text again. */
  takeAway(k) {
    const token = this.text.remove(k);
    if (KINDS[token.kind].isText) {
      this.typed.value = token.name + this.typed.value;
      this.typed.setSelectionRange(token.name.length, token.name.length);
      this.offer();
    } else this.#say(`${token.said} taken away`);
    this.#put();
  }

  /** Go over the token before or after where one types. */
  pass(by) {
    const { text } = this;
    const passed = by < 0 ? text.before : text.after;
    const behind = text.tokens.length - text.at;
    const before = text.at;
    this.#settle(true);
    this.go(by < 0 ? before - 1 : text.tokens.length - behind + 1);
    this.#say(passed.said);
  }

  go(at) {
    this.#settle(true);
    close(this);
    this.text.go(at);
    this.#put();
  }

  chooseAll() {
    this.#settle(true);
    this.#choose("all");
  }

  #choose(k) {
    close(this);
    this.text.choose(k);
    if (k !== "all") this.#say(this.text.tokens[k].said);
    this.#put();
    this.typed.focus();
  }

  /** Be as before the last change. */
  back() {
    this.text.back();
    this.#put();
  }

  giveUp() {
    if (isOpenFor(this)) return close(this);
    if (this.typed.value) this.typed.value = "";
    else this.text.set(read(this.control.defaultValue, { asWritten: true }).tokens);
    this.#put();
  }

  #point(event) {
    if (event.target === this.typed || event.button) return;
    event.preventDefault();
    const chip = event.target.closest("[data-k]");
    this.#settle(true);
    if (chip) return this.#choose(Number(chip.dataset.k));
    const isBefore = ({ left, right, top, bottom }) => event.clientY > bottom || (event.clientY >= top && event.clientX > (left + right) / 2);
    this.go([...this.line.querySelectorAll("[data-k]")].filter((one) => isBefore(one.getBoundingClientRect())).length);
    this.typed.focus();
  }

  #copy(event) {
    const isPart = this.typed.selectionStart !== this.typed.selectionEnd;
    if (isPart || !this.text.copied.length) return false;
    event.clipboardData.setData("text/plain", said(this.text.copied));
    event.preventDefault();
    return true;
  }

  // -- done ----------------------------------------------------------------------------------------

  enter() {
    const one = active(this);
    const typed = this.typed.value;
    if (one && !(typed.trim() && called(typed))) return this.put(one);
    this.rest();
    if (!this.control.hasAttribute("hx-post")) this.#send();
    else this.#save();
  }

  // What nobody knows isn't added; it is said below the field.
  async #send() {
    const { control } = this;
    const isOdd = verdict(control) === false || this.text.tokens.some(({ kind }) => KINDS[kind].isText);
    const asked = this.#known;
    if (isOdd && control.form?.method === "post" && (await judge(control)) === false) return;
    if (this.#known === asked) control.form?.requestSubmit();
  }

  #save() {
    this.#told = this.#known;
    if (this.control.hasAttribute("hx-post")) this.control.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #leave() {
    hideTools(this);
    this.text.go(this.text.at);
    this.rest();
    if (this.#known !== this.#told) this.#save();
  }

  /** Be as a new form is. */
  empty() {
    close(this);
    this.text.forget();
    this.#show(this.control.defaultValue);
    this.#draw();
  }
}

const fields = () => document.querySelectorAll("statement-field");

function swapped() {
  isSwapping = false;
  for (const field of fields()) field.connectedCallback();
}

export function watchStatements() {
  customElements.define("statement-field", StatementField);
  document.addEventListener("reset", ({ target }) => {
    for (const field of fields()) if (field.control?.form === target) field.empty();
  });
  document.addEventListener("htmx:before:swap", (event) => (isSwapping = !event.defaultPrevented));
  document.addEventListener("htmx:after:swap", swapped);
  document.addEventListener("htmx:finally:request", () => isSwapping && swapped());
}
