// The field for a statement: its options as chips, its words as words, and what is being typed.
//
// The form control in it keeps the text of the file, with its ids; nobody sees it. It is sent, kept
// and restored as every other one. What stands here is read from it whenever something else writes
// into it, and is written into it at each key.

import { judge, verdict } from "./checks.js";
import { active, close, isOpenFor, offer, step } from "./statement_list.js";
import { Strip } from "./statement_strip.js";
import { hideTools, inPeace, showTools, toggleStrip } from "./statement_tools.js";
import { KINDS, called, isBegin, isEnd, joined, matching, names, read, renewed, said, whole, wordOf, written } from "./statement_words.js";

let isSwapping = false; // what is written into fields meanwhile isn't the last word

class StatementField extends HTMLElement {
  #tokens = [];
  #at = 0; // before which token one types
  #chosen = null; // the place of the token that is chosen, or "all"
  #known = ""; // what stands in the control, as it is shown here
  #told = ""; // what was saved last
  #made = ""; // the tokens as they were written last
  #past = []; // and before that
  #of = null; // the names by which it was read

  connectedCallback() {
    if (this.typed) return this.take();
    this.control = this.querySelector("input, textarea");
    this.place = this.querySelector(".statement");
    if (!this.control || !this.place) return; // they come after it
    this.line = element("div", "statement-line");
    this.typed = Object.assign(element("input", "typed"), { type: "text", autocomplete: "off", spellcheck: false, size: 1 });
    this.aloud = element("span", "hidden");
    this.words = Object.assign(element("span", "hidden"), { id: `${this.control.id}-words` });
    this.aloud.setAttribute("aria-live", "polite");
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-haspopup": "listbox", autocapitalize: "off" })) this.typed.setAttribute(name, value);
    this.line.append(this.typed);
    this.place.append(this.line, this.words, this.aloud);
    if ("strip" in this.dataset && names().some((one) => one.kind === "option")) {
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
      if (isAll) this.#choose("all");
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
    else if (this.#of !== names()) this.#tokens = renewed(this.#tokens);
    else return;
    this.#of = names();
    this.#draw();
  }

  #show(value) {
    this.#known = this.#told = this.#made = value;
    this.#tokens = read(value, { asWritten: true }).tokens;
    this.#at = this.#tokens.length;
    this.#chosen = null;
    this.typed.value = "";
  }

  /** Write what stands here into the control. */
  #put() {
    this.#draw();
    const value = this.#valueWith(this.typed.value.trim());
    if (value === this.#known) return;
    const made = written(this.#tokens);
    if (made !== this.#made) this.#past.push(this.#made);
    this.#made = made;
    this.#known = value;
    this.#write(value);
    this.control.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #valueWith(typed) {
    const text = typed ? [{ kind: "unknown", name: typed, said: typed }] : [];
    return written(joined([...this.#tokens.slice(0, this.#at), ...text, ...this.#tokens.slice(this.#at)]));
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
    for (const one of this.line.querySelectorAll("[data-k]")) one.remove();
    this.#tokens.forEach((token, k) => {
      const kind = KINDS[token.kind];
      const chip = Object.assign(element("span", kind.classes(token)), { title: whole(token) });
      chip.dataset.k = k;
      if (this.#chosen === "all" || this.#chosen === k) chip.classList.add("chosen");
      chip.append(Object.assign(element("span", "called"), { textContent: token.said }));
      if (k < this.#at) this.typed.before(chip);
      else this.line.append(chip);
    });
    const all = this.#at === this.#tokens.length;
    this.typed.classList.toggle("last", all);
    this.typed.placeholder = this.#tokens.length ? "" : this.control.placeholder;
    this.words.textContent = said(this.#tokens);
    this.strip?.show();
  }

  #say(text) {
    this.aloud.textContent = "";
    this.aloud.textContent = text;
  }

  /** The tokens of all that is written. */
  get written() {
    return [...this.#tokens.slice(0, this.#at), ...read(this.typed.value).tokens, ...this.#tokens.slice(this.#at)];
  }

  /** Let other tokens stand here. */
  set tokens(tokens) {
    close(this);
    this.typed.value = "";
    this.#tokens = tokens;
    this.#at = tokens.length;
    this.#chosen = null;
    this.#put();
  }

  // -- typing ----------------------------------------------------------------------------------------

  #watchTyping() {
    const { typed } = this;
    typed.addEventListener("input", (event) => {
      event.stopPropagation();
      if (event.isComposing) return;
      if (this.#chosen !== null) this.#drop();
      this.settle(event.inputType === "insertFromPaste");
      this.#offer();
      this.#put();
    });
    typed.addEventListener("compositionend", () => typed.dispatchEvent(new InputEvent("input")));
    typed.addEventListener("change", (event) => event.stopPropagation());
    typed.addEventListener("keydown", (event) => this.#press(event));
    typed.addEventListener("copy", (event) => this.#copy(event));
    typed.addEventListener("cut", (event) => this.#copy(event) && this.#drop() && this.#put());
    this.line.addEventListener("pointerdown", (event) => this.#point(event));
    this.line.addEventListener("click", () => this.#tokens.length || typed.value || this.#offerAll());
    this.place.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.target.matches("[type=radio]")) return;
      event.preventDefault();
      this.#enter();
    });
    this.addEventListener("focusin", () => inPeace(() => this.contains(document.activeElement) && showTools(this)));
    this.addEventListener("focusout", ({ relatedTarget }) => this.contains(relatedTarget) || inPeace(() => this.contains(document.activeElement) || this.#leave()));
  }

  /** Make tokens of what was typed, as far as it is plain; all of it if `isDone`. */
  settle(isDone) {
    const { tokens, rest } = read(this.typed.value, { isOpen: !isDone });
    if (!tokens.length) return;
    if (tokens[0].isAhead && isEnd(this.#tokens[this.#at - 1])) tokens.unshift(wordOf("and"));
    const caret = this.typed.value.length - this.typed.selectionStart;
    this.#insert(tokens);
    this.typed.value = rest;
    this.typed.setSelectionRange(Math.max(0, rest.length - caret), Math.max(0, rest.length - caret));
  }

  /** Let what was typed be done. */
  rest() {
    close(this);
    this.settle(true);
    this.#put();
  }

  #insert(tokens) {
    const before = [...this.#tokens.slice(0, this.#at), ...tokens];
    const all = joined([...before, ...this.#tokens.slice(this.#at)]);
    this.#at = all.length - (this.#tokens.length - this.#at);
    this.#tokens = all;
    this.#chosen = null;
  }

  /** Put in what was chosen, with `and` where nothing joins it to what stands beside it. */
  put(token) {
    if (this.#chosen !== null && this.#chosen !== "all" && token.isAhead) this.#at = this.#chosen;
    this.typed.value = "";
    const [before, after] = [this.#tokens[this.#at - 1], this.#tokens[this.#at]];
    const and = wordOf("and");
    const tokens = [token];
    if (isEnd(before) && isBegin(token)) tokens.unshift(and);
    if (isEnd(token) && isBegin(after)) tokens.push(and);
    this.#insert(tokens);
    close(this);
    this.#put();
    this.typed.focus();
  }

  #drop() {
    if (this.#chosen === "all") this.#tokens = [];
    else if (this.#chosen !== null) this.#tokens = this.#tokens.toSpliced(this.#chosen, 1);
    else return false;
    this.#at = this.#chosen === "all" ? 0 : this.#chosen;
    this.#chosen = null;
    return true;
  }

  #offer() {
    const typed = this.typed.value;
    if (!typed.trim()) return close(this);
    offer(this, matching(typed, this.#tokens[this.#at - 1]), true, (token) => this.put(token));
  }

  #offerAll() {
    offer(this, matching(this.typed.value, this.#tokens[this.#at - 1]), Boolean(this.typed.value.trim()), (token) => this.put(token));
  }

  #press(event) {
    if (event.altKey && event.key === "ArrowDown") {
      event.preventDefault();
      return toggleStrip();
    }
    if (event.isComposing || event.altKey) return;
    const isControl = event.ctrlKey || event.metaKey;
    const { typed } = this;
    const [start, end] = [typed.selectionStart, typed.selectionEnd];
    const isAtStart = start === 0 && end === 0;
    const isAtEnd = start === typed.value.length;
    const done = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (isControl) {
      if (event.key === "a" && this.#tokens.length) {
        done();
        this.settle(true);
        this.#choose("all");
      } else if (event.key === "z" && !event.shiftKey && !typed.value && this.#past.length && this.#known !== this.control.defaultValue) {
        done();
        this.#back();
      }
      return;
    }
    switch (event.key) {
      case "Enter":
        if (!typed.value.trim() && !this.#tokens.length && !this.control.hasAttribute("hx-post") && !isOpenFor(this)) return; // it leads on
        done();
        return this.#enter();
      case "Tab":
        if (event.shiftKey || !active(this) || !typed.value.trim() || called(typed.value)) return;
        done();
        return this.put(active(this));
      case "Escape":
        if (!isOpenFor(this) && !typed.value && this.#known === this.control.defaultValue) return;
        done();
        return this.#giveUp();
      case "ArrowDown":
      case "ArrowUp":
        if (!isOpenFor(this) && event.key === "ArrowUp") return;
        done();
        if (isOpenFor(this)) step(this, event.key === "ArrowDown" ? 1 : -1);
        else this.#offerAll();
        return this.control.dispatchEvent(new Event("input", { bubbles: true }));
      case "ArrowLeft":
        if (this.#chosen !== null) return done(), this.#go(this.#chosen === "all" ? 0 : this.#chosen);
        if (isAtStart && this.#at > 0) return done(), this.#pass(-1);
        return;
      case "ArrowRight":
        if (this.#chosen !== null) return done(), this.#go(this.#chosen === "all" ? this.#tokens.length : this.#chosen + 1);
        if (isAtEnd && this.#at < this.#tokens.length) return done(), this.#pass(1);
        return;
      case "Home":
        if (isAtStart || this.#chosen !== null) return done(), this.#go(0);
        return;
      case "End":
        if (isAtEnd || this.#chosen !== null) return done(), this.#go(this.#tokens.length);
        return;
      case "Backspace":
      case "Delete":
        if (this.#drop()) return done(), this.#put();
        if (event.key === "Backspace" ? isAtStart && this.#at > 0 : isAtEnd && end === start && this.#at < this.#tokens.length) {
          done();
          this.#takeAway(event.key === "Backspace" ? this.#at - 1 : this.#at);
        }
    }
  }

  #takeAway(k) {
    const token = this.#tokens[k];
    this.#tokens = this.#tokens.toSpliced(k, 1);
    this.#at = k;
    if (KINDS[token.kind].isText) {
      const ahead = token.name.length;
      this.typed.value = token.name + this.typed.value;
      this.typed.setSelectionRange(ahead, ahead);
      this.#offer();
    } else this.#say(`${token.said} taken away`);
    this.#put();
  }

  #pass(by) {
    const passed = this.#tokens[by < 0 ? this.#at - 1 : this.#at];
    const count = this.#tokens.length;
    const at = this.#at;
    this.settle(true);
    const more = this.#tokens.length - count;
    this.#go(by < 0 ? at - 1 : at + more + 1);
    this.#say(passed.said);
  }

  #go(at) {
    this.settle(true);
    close(this);
    this.#at = Math.min(at, this.#tokens.length);
    this.#chosen = null;
    this.#put();
  }

  #choose(k) {
    close(this);
    this.#chosen = k;
    if (k !== "all") {
      this.#at = k + 1;
      this.#say(this.#tokens[k].said);
    }
    this.#put();
    this.typed.focus();
  }

  #back() {
    this.#tokens = read(this.#past.pop(), { asWritten: true }).tokens;
    this.#at = this.#tokens.length;
    this.#made = written(this.#tokens);
    this.#put();
  }

  #giveUp() {
    if (isOpenFor(this)) return close(this);
    if (this.typed.value) this.typed.value = "";
    else this.#tokens = read(this.control.defaultValue, { asWritten: true }).tokens;
    this.#at = Math.min(this.#at, this.#tokens.length);
    this.#put();
  }

  #point(event) {
    if (event.target === this.typed || event.button) return;
    event.preventDefault();
    const chip = event.target.closest("[data-k]");
    this.settle(true);
    if (chip) return this.#choose(Number(chip.dataset.k));
    const chips = [...this.line.querySelectorAll("[data-k]")];
    const isBefore = ({ left, right, top, bottom }) => event.clientY > bottom || (event.clientY >= top && event.clientX > (left + right) / 2);
    this.#go(chips.filter((one) => isBefore(one.getBoundingClientRect())).length);
    this.typed.focus();
  }

  #copy(event) {
    const isPart = this.typed.selectionStart !== this.typed.selectionEnd;
    if (isPart || this.#chosen === null) return false;
    const tokens = this.#chosen === "all" ? this.#tokens : [this.#tokens[this.#chosen]];
    event.clipboardData.setData("text/plain", said(tokens));
    event.preventDefault();
    return true;
  }

  // -- done ----------------------------------------------------------------------------------------

  #enter() {
    const one = active(this);
    const typed = this.typed.value;
    if (one && !(typed.trim() && called(typed))) return this.put(one);
    this.rest();
    if (!this.control.hasAttribute("hx-post")) return this.#send();
    this.#told = this.#known;
    this.control.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // What nobody knows isn't added; it is said below the field.
  async #send() {
    const isOdd = verdict(this.control) === false || this.#tokens.some(({ kind }) => KINDS[kind].isText);
    const asked = this.#known;
    if (isOdd && this.control.form?.method === "post" && (await judge(this.control)) === false) return;
    if (this.#known === asked) this.control.form?.requestSubmit();
  }

  #leave() {
    hideTools(this);
    this.#chosen = null;
    this.rest();
    if (this.#known === this.#told) return;
    this.#told = this.#known;
    if (this.control.hasAttribute("hx-post")) this.control.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** Be as a new form is. */
  empty() {
    close(this);
    this.#past = [];
    this.#show(this.control.defaultValue);
    this.#draw();
  }
}

const element = (name, className) => Object.assign(document.createElement(name), { className });

const fields = () => document.querySelectorAll("statement-field");

export function watchStatements() {
  customElements.define("statement-field", StatementField);
  document.addEventListener("reset", ({ target }) => {
    for (const field of fields()) if (field.control?.form === target) field.empty();
  });
  document.addEventListener("htmx:before:swap", () => (isSwapping = true));
  document.addEventListener("htmx:after:swap", () => {
    isSwapping = false;
    for (const field of fields()) field.connectedCallback();
  });
}
