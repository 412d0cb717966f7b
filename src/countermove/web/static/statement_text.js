// What stands in a statement: its tokens, where one types, what is chosen, and how it was before.

import { isBegin, isEnd, joined, read, renewed, wordOf, written } from "./statement_words.js";

const tokensOf = (text) => read(text, { asWritten: true }).tokens;

export class StatementText {
  tokens = [];
  at = 0; // before which token one types
  chosen = null; // the place of the token that is chosen, or "all"
  #made = ""; // the tokens as they were written last
  #past = []; // and before that

  /** Be what the file has. */
  show(text) {
    this.set(tokensOf(text));
    this.#made = text;
  }

  set(tokens) {
    this.tokens = tokens;
    this.go(tokens.length);
  }

  go(at) {
    this.at = Math.min(at, this.tokens.length);
    this.chosen = null;
  }

  choose(k) {
    this.chosen = k;
    if (k !== "all") this.at = k + 1;
  }

  /** Say things as they are called by now. */
  renew() {
    this.tokens = renewed(this.tokens);
  }

  get isEmpty() {
    return !this.tokens.length;
  }

  get before() {
    return this.tokens[this.at - 1];
  }

  get after() {
    return this.tokens[this.at];
  }

  /** All tokens, with others where one types. */
  with(others) {
    return joined([...this.tokens.slice(0, this.at), ...others, ...this.tokens.slice(this.at)]);
  }

  insert(others) {
    const all = this.with(others);
    const behind = this.tokens.length - this.at;
    this.tokens = all;
    this.go(all.length - behind);
  }

  /** Put in a token, with `and` where nothing joins it to what stands beside it. */
  put(token) {
    if (typeof this.chosen === "number" && token.isAhead) this.at = this.chosen;
    const and = (one, other) => (isEnd(one) && isBegin(other) ? [wordOf("and")] : []);
    this.insert([...and(this.before, token), token, ...and(token, this.after)]);
  }

  /** Take away what is chosen. */
  drop() {
    if (this.chosen === "all") this.set([]);
    else if (this.chosen !== null) this.remove(this.chosen);
  }

  /** Take away a token, and return it. */
  remove(k) {
    const token = this.tokens[k];
    this.tokens = this.tokens.toSpliced(k, 1);
    this.go(k);
    return token;
  }

  /** What is chosen, to be copied. */
  get copied() {
    return this.chosen === "all" ? this.tokens : this.chosen === null ? [] : [this.tokens[this.chosen]];
  }

  /** Keep what was before, to come back to it. */
  keep() {
    const made = written(this.tokens);
    if (made !== this.#made) this.#past.push(this.#made);
    this.#made = made;
  }

  get hasPast() {
    return this.#past.length > 0;
  }

  /** Be as before. */
  back() {
    this.#made = this.#past.pop();
    this.set(tokensOf(this.#made));
  }

  forget() {
    this.#past = [];
  }
}
