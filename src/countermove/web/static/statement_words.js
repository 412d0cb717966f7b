// What statements are made of: the names of the page, and the words that join them.
//
// A token has a `kind`, its `name` as the file has it, what is `said` of it, and its whole `text`.

const choice = { isOperand: true, isChoice: true, classes: (token) => `chip party-${(token.seat % 8) + 1}` };
const named = { isOperand: true, classes: () => "chip" };

/** The kinds of tokens: how each is shown, and whether it is a statement by itself. */
export const KINDS = {
  option: choice,
  level: choice,
  group: named,
  term: named,
  outcome: named,
  pattern: named,
  word: { classes: () => "word" },
  bracket: { classes: () => "bracket" },
  unknown: { isOperand: true, isText: true, classes: () => "unknown" },
};

// The words: as they are written, as they are said, and whatever else means the same.
const WORDS = [
  { name: "not", signs: ["!", "~", "¬"], isAhead: true },
  { name: "and", signs: ["but", "&", "&&", "∧", "plus"] },
  { name: "or", signs: ["|", "||", "∨"] },
  { name: "unless", signs: [] },
  { name: "implies", said: "only if", signs: ["only if", "->", "=>", "→", "⇒"] },
  { name: "iff", said: "exactly when", signs: ["exactly when", "if and only if", "<->", "<=>", "↔", "⇔", "≡"] },
  { name: "xor", said: "or else", signs: ["or else", "⊕", "⊻"] },
  { name: "if", signs: [], isAhead: true },
  { name: "then", signs: [] },
  { name: "true", said: "always", signs: ["always"], isOperand: true },
  { name: "false", said: "never", signs: ["never"], isOperand: true },
  { name: "(", signs: [], kind: "bracket", isAhead: true },
  { name: ")", signs: [], kind: "bracket" },
].map((word) => ({ kind: "word", said: word.name, text: "", ...word }));

const PHRASES = WORDS.flatMap((word) => [word.name, ...word.signs].map((sign) => ({ word, parts: sign.split(" ") })));
PHRASES.sort((one, other) => other.parts.length - one.parts.length);

// What begins a count: "#" is a number, "*" the id of a party.
const COUNTS = [["at", "least", "#"], ["at", "most", "#"], ["exactly", "#"], ["all"], ["any"], ["none"]].flatMap((quantity) =>
  [[], ["others"], ["others", "than", "*"]].map((others) => [...quantity, ...others, "of"]),
);
const isPart = (part, text) => (part === "#" ? /^\d{1,9}$/.test(text) : part === "*" || part === folded(text));

/** Return the token of what begins a count, and how many pieces it takes. */
function countAt(all, k) {
  const parts = COUNTS.find((parts) => parts.every((part, n) => all[k + n] && isPart(part, all[k + n].text)));
  if (!parts) return null;
  const name = all.slice(k, k + parts.length).map(({ text }) => text).join(" ");
  return [{ kind: "word", name, said: name, text: "", isAhead: true, isCount: true }, parts.length];
}

const COMMA = { kind: "word", name: ",", said: ",", text: "" };

/** Say whether what comes next stands in the list of a count. */
function isInList(tokens) {
  const open = [];
  tokens.forEach((token, k) => {
    if (token.name === "(") open.push(Boolean(tokens[k - 1]?.isCount));
    if (token.name === ")") open.pop();
  });
  return open.at(-1) ?? false;
}

/** Return the token of a word that joins statements, by its name. */
export const wordOf = (name) => WORDS.find((word) => word.name === name);

/** The words that are offered as buttons. */
export const OFFERED = ["not", "and", "or", "unless", "implies", "iff", "(", ")"].map(wordOf);

// -- the names of the page -----------------------------------------------------------------------

/** Write letters without their accents, and small. */
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const plain = (word) => folded(word).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
const plainWords = (text) => pieces(text).map((piece) => plain(piece.text)).filter((word) => word);

let known = { written: null, names: [] };

/** Return the options, terms and outcomes that statements may name. */
export function names() {
  const data = document.getElementById("names")?.dataset;
  const written = `${data?.names}${data?.parties}`;
  if (data && written !== known.written) known = { written, names: alone(JSON.parse(data.names).map(prepared(JSON.parse(data.parties)))) };
  return known.names;
}

/** What two are called names neither. */
function alone(all) {
  const uses = Map.groupBy(all, ({ words }) => words.join(" "));
  for (const one of all) if (uses.get(one.words.join(" ")).length > 1) one.calls = one.calls.slice(1);
  return all;
}

const prepared = (parties) => ([kind, name, text, said, party, partyName, level]) => {
  const full = party && !name.includes(".") ? `${party}.${name}` : name;
  const of = kind === "level" ? levelNamed(name, text, said, level) : { texts: kind === "term" ? [said] : [text, said] };
  const calls = of.texts.map(plainWords).filter((words) => words.length);
  return { kind, name, text, said, full, calls, words: calls[0] ?? [], party: partyName, seat: parties.indexOf(party), id: folded(name), ...of };
};

/** Return what of an option and a level is named: which, by which relation, and how people may say it. */
function levelNamed(name, text, said, level) {
  const [option, ...rest] = name.split(" ");
  const relation = rest.slice(0, -1).join(" ");
  if (relation !== "is") return { option, relation, level, texts: [text, said, name] };
  const ahead = said.slice(0, -level.length - 2);
  const denials = [`${ahead} is not ${level}`, `${option} is not ${rest.at(-1)}`].map(plainWords);
  return { option, relation, level, of: text.slice(0, -level.length - 2), denials, texts: [text, said, `${ahead} is ${level}`, name] };
}

const byName = (name) => names().find((one) => one.name === name || one.full === name);

/** Return the token of a level that an option isn't at. */
const denied = (one) => ({ ...one, name: one.name.replace(" is ", " is not "), said: `not ${one.said}`, text: `not ${one.text}`, isDenied: true });

/** Return tokens as the page calls them by now. */
export const renewed = (tokens) => tokens.map((token) => (token.calls && byName(token.name)) || token);

/** Return a text for who points at a token: all of it, and whose it is. */
export const whole = (token) => [token.text || token.said, token.party].filter((part) => part).join(" · ");

// -- reading ---------------------------------------------------------------------------------------

const SIGNS = "()!~¬∧∨→⇒↔⇔≡⊕⊻,;&|";
const LEVELS = `[^\\s${SIGNS}/]+(?:\\|[^\\s${SIGNS}/]+)*`; // of a pattern, between strokes
const PIECE = new RegExp(`${LEVELS}(?:/${LEVELS})+|<->|<=>|->|=>|\\|\\|?|&&?|[${SIGNS}]|(?:(?!<->|<=>|->|=>)[^\\s${SIGNS}])+`, "gu");

const pieces = (text) => [...text.matchAll(PIECE)].map((match) => ({ text: match[0], start: match.index, end: match.index + match[0].length }));

/** Return how many pieces from k on are some words; 0 if they aren't. */
function run(all, k, words, sameWord = (word, piece) => word === piece) {
  let at = k;
  for (const word of words) {
    while (at > k && at < all.length && !plain(all[at].text)) at++;
    if (at >= all.length || !sameWord(word, plain(all[at].text))) return 0;
    at++;
  }
  return at - k;
}

/** Return the longest name that begins at a piece, and how many pieces it takes. */
function nameAt(all, k, asWritten) {
  const exact = byName(all[k].text);
  let best = exact ? [exact, 1] : levelAt(all, k);
  if (asWritten) return best;
  const isWord = wordAt(all, k) !== null;
  for (const one of names()) {
    for (const words of one.calls) {
      const taken = run(all, k, words);
      if (taken > (best?.[1] ?? (isWord ? 1 : 0))) best = [one, taken];
    }
    for (const words of one.denials ?? []) {
      const taken = run(all, k, words);
      if (taken > (best?.[1] ?? 0)) best = [denied(one), taken];
    }
  }
  const same = best || isWord ? null : names().find((one) => one.id === folded(all[k].text));
  return best ?? (same && [same, 1]);
}

/** Return what is named with a level from a piece on as the file names it, and how many pieces that takes. */
function levelAt(all, k) {
  const stands = (parts) => parts.every((part, n) => (n && n < parts.length - 1 ? folded(all[k + n]?.text ?? "") : all[k + n]?.text) === part);
  for (const one of names().filter(({ name }) => name.includes(" is ") || name.includes(" at "))) {
    for (const parts of [one.name, one.full].map((name) => name.split(" "))) {
      if (stands(parts)) return [one, parts.length];
      const not = parts.toSpliced(2, 0, "not");
      if (one.denials && stands(not)) return [{ ...denied(one), name: not.join(" ") }, 4];
    }
  }
  return null;
}

function wordAt(all, k) {
  for (const { word, parts } of PHRASES) {
    if (parts.every((part, n) => all[k + n] && folded(all[k + n].text) === part)) return [word, parts.length];
  }
  return all[k].text === "," || all[k].text === ";" ? [{ ...wordOf("and"), isSoft: true }, 1] : null;
}

/** Say whether what stands from a piece on may be the beginning of something longer. */
function mayGrow(all, k, isOpen) {
  if (!plain(all[k].text)) return false;
  const left = all.slice(k).map(({ text }) => plain(text)).filter((word) => word);
  const begins = (words) => {
    if (words.length < left.length + (isOpen ? 0 : 1)) return false;
    return left.every((word, n) => (isOpen && n === left.length - 1 ? words[n].startsWith(word) : words[n] === word));
  };
  const phrases = PHRASES.map(({ parts }) => parts).filter((parts) => parts.length > 1 && !wordOf(parts[0]));
  const counts = COUNTS.some((parts) => {
    const last = left.length - 1;
    if (parts.length < left.length + (isOpen ? 0 : 1)) return false;
    return left.every((text, n) => (isOpen && n === last && !/[#*]/.test(parts[n]) ? parts[n].startsWith(folded(text)) : isPart(parts[n], text)));
  });
  if (counts) return true;
  return [...names().flatMap((one) => [...one.calls, ...(one.denials ?? [])]), ...phrases].some((words) => words.length > 1 && begins(words));
}

/** Return the pattern that a text is: letters for what is done or not, between strokes levels. */
function patternOf(text) {
  const options = names().filter((one) => KINDS[one.kind].isChoice);
  const ids = new Set(options.filter((one) => one.level).map((one) => one.name.split(" ").at(-1)));
  const isSegment = (part) => /^[YN-]+$/.test(part) || part.split("|").every((id) => ids.has(id));
  const isOne = ids.size ? text.includes("/") && text.split("/").every(isSegment) : /^[YN-]+$/.test(text) && text.length === options.length;
  return isOne && { kind: "pattern", name: text, said: text, text };
}

/** Return the only name of which some words speak. */
function guessed(words) {
  const meant = names().filter((one) => KINDS[one.kind].isChoice && (one.relation ?? "is") === "is" && words.every((word) => one.words.some((other) => other.startsWith(word))));
  return meant.length === 1 ? meant[0] : null;
}

/** Read a text: its tokens, and what of it is still being typed.
    asWritten: it is the file's, in which nothing is guessed; isOpen: it is being typed; before: the
    tokens that it follows. */
export function read(text, { asWritten = false, isOpen = false, before = [] } = {}) {
  const all = pieces(text);
  const tokens = [];
  let from = 0; // where the words begin that nobody knows
  const flush = (to) => {
    if (from < to) {
      const source = text.slice(all[from].start, all[to - 1].end);
      const words = plainWords(source);
      const meant = !asWritten && words.length && guessed(words);
      tokens.push(meant || { kind: "unknown", name: source, said: source, text: source });
    }
  };
  const isTyping = isOpen && /[^\s()!~¬∧∨→⇒↔⇔≡⊕⊻,;&|]$/u.test(text);
  const end = isTyping ? all.length - 1 : all.length;
  let k = 0;
  while (k < all.length) {
    if (isOpen && from === k && mayGrow(all, k, isTyping)) break;
    const pattern = patternOf(all[k].text);
    const comma = all[k].text === "," && isInList([...before, ...tokens]) && [COMMA, 1];
    const [found, taken] = (pattern && [pattern, 1]) || comma || countAt(all, k) || nameAt(all, k, asWritten) || wordAt(all, k) || [null, 1];
    if (found && k + taken > end) break;
    if (found) {
      flush(k);
      tokens.push(asWritten && taken === 1 && found.kind === "word" ? { ...found, name: all[k].text } : found);
      from = k + taken;
    }
    k += taken;
  }
  if (!isOpen) flush(all.length);
  const rest = isOpen && from < all.length ? text.slice(all[from].start) : "";
  return { tokens: joined(tokens), rest };
}

/** Leave out a comma before a word that joins. */
export const joined = (tokens) => tokens.filter((token, k) => !(token.isSoft && tokens[k + 1] && isBetween(tokens[k + 1])));

const isBetween = (token) => (token.kind === "word" && !token.isAhead && !token.isOperand) || token.name === ")";

/** Return tokens as the file has them. */
export const written = (tokens) => spaced(tokens.map((token) => token.name));

/** Return tokens as they are said. */
export const said = (tokens) => spaced(tokens.map((token) => token.said));

const spaced = (parts) => parts.join(" ").replaceAll("( ", "(").replaceAll(" )", ")").replaceAll(" ,", ",");

/** Say whether a statement may end after a token, and whether one may begin with it. */
export const isEnd = (token) => Boolean(token) && (isOperand(token) || token.name === ")");
export const isBegin = (token) => Boolean(token) && (isOperand(token) || token.isAhead);

const isOperand = (token) => token.isOperand || KINDS[token.kind].isOperand;

// -- completing --------------------------------------------------------------------------------------

const MOST = 40;

/** Return what is called so exactly. */
export function called(text) {
  const words = plainWords(text).join(" ");
  return byName(text.trim()) ?? names().find((one) => words && one.calls.some((call) => call.join(" ") === words));
}

const optionsFirst = () => names().toSorted((one, other) => !KINDS[one.kind].isChoice - !KINDS[other.kind].isChoice);

/** Return what may be meant by what is typed, the best first; after: what stands before it. */
export function matching(typed, after) {
  const words = plainWords(typed);
  if (!words.length) return typed.trim() ? [] : optionsFirst().slice(0, MOST);
  const query = words.join(" ");
  const rank = (one) => {
    const calls = one.calls.map((call) => call.join(" "));
    if (one.name === typed.trim() || calls.includes(query)) return 0;
    if ([one.words.join(" "), ...calls].some((call) => call.startsWith(query))) return 1;
    const all = [...one.words, ...one.calls.flat()];
    if (words.every((word) => all.some((other) => other.startsWith(word)))) return 2;
    if (one.id.startsWith(folded(typed.trim()))) return 3;
    return calls.some((call) => call.includes(query)) ? 4 : null;
  };
  const joins = WORDS.filter((word) => word.kind !== "bracket" && word.said.startsWith(query) && (word.isOperand || word.isAhead || isEnd(after)));
  const ranked = [
    ...optionsFirst().map((one) => [rank(one), one]),
    ...joins.map((word) => [isEnd(after) ? 0.5 : 3.5, word]),
  ];
  return ranked.filter(([place]) => place !== null).sort(([one], [other]) => one - other).slice(0, MOST).map(([, one]) => one);
}
