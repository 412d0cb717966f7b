// Nothing typed is lost: what is sent is kept until the server has it.
//
// A form that adds is emptied the moment it is sent, ready for the next, however long the answer
// takes. What is refused, or doesn't get through, goes back to where it was typed unless something
// else stands there by now; and it is told in the strip with what may be done about it.

import { checkSoon } from "./checks.js";
import { buttons, quoted, settle, tell } from "./notices.js";
import { isTyped, meansNow } from "./typing.js";

const WHY = {
  unreached: "The app can't be reached: is it still running? What you typed is still here.",
  anew: "The app was started anew. Open the address that the terminal printed, in this browser: this window then goes on, and what you typed is still here.",
  gone: "The file was removed or renamed meanwhile. What you typed is still here; load the page again to bring the file back.",
};

/** Say why nothing can be saved just now. */
export const sayWhy = (key) => tell(key, [WHY[key]]);

const TYPED = "input:not([type=hidden], [type=file], [type=button], [type=submit]), select, textarea";
const PATIENCE = 800; // milliseconds
const LONGEST_KEPT = 60_000; // bytes that a browser still sends when the page is left

const sent = new Map(); // what is on its way, by its request
const unsaved = new Map(); // what single fields hold that wasn't saved, by their ids
const lost = new Map(); // what was to be added and wasn't, by the key of its notice
let number = 0;
let leaving = "";

// -- what stands in fields ---------------------------------------------------------------------

const byId = (id) => document.getElementById(id);
const isAdding = (form) => form instanceof HTMLFormElement && "reset" in form.dataset;
const isChosen = (field) => ["checkbox", "radio"].includes(field.type);

function isAsItWas(field) {
  if (isChosen(field)) return field.checked === field.defaultChecked;
  if (!(field instanceof HTMLSelectElement)) return field.value === field.defaultValue;
  return field.selectedIndex === Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
}

/** Return what was typed and chosen in a form or a field: [id, value] pairs. */
export function contents(place) {
  const fields = place.matches(TYPED) ? [place] : [...place.querySelectorAll(TYPED)];
  const changed = fields.filter((field) => field.id && !isAsItWas(field));
  return changed.map((field) => [field.id, isChosen(field) ? field.checked : field.value]);
}

/** Write contents into their form, and return it; null where it is no more. */
export function fill(values) {
  const fields = values.map(([id]) => byId(id));
  if (!fields.length || !fields.every((field) => field?.form)) return null;
  values.forEach(([, value], k) => {
    if (isChosen(fields[k])) fields[k].checked = value;
    else fields[k].value = value;
  });
  fields[0].dispatchEvent(new Event("change", { bubbles: true }));
  for (const field of fields) if (field.dataset.check) checkSoon(field);
  return fields[0].form;
}

/** A statement is told as it is said in its field. */
const said = (field, value) => field?.closest("statement-field")?.inWords?.(value) ?? value;
const words = (values) => values.filter(([id, value]) => typeof value === "string" && !byId(id)?.matches("select")).map(([id, value]) => quoted(said(byId(id), value))).join(", ") || "What you chose";
const formOf = (values) => byId(values[0]?.[0])?.form;
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// -- sending -------------------------------------------------------------------------------------

function send(event) {
  const { ctx } = event.detail;
  const source = ctx.sourceElement;
  if (ctx.request.method === "GET") return;
  const file = source.querySelector?.("input[type=file]");
  if (file?.files[0]?.size > file?.dataset.largest) {
    tell("large", [`${file.files[0].name} is larger than ${file.dataset.largest / 2 ** 20} MiB, and wasn't taken.`]);
    return event.preventDefault();
  }
  // A button that is at work already was pressed twice by the same hand.
  const isAgain = [...sent.values()].some((one) => one.source === source);
  if (isAgain && source.matches("button:not(#undo, #redo, .handle), form:not([data-reset])")) return event.preventDefault();
  sent.set(ctx, { source, adds: isAdding(source), values: contents(source), button: ctx.sourceEvent?.submitter?.id, typedAfter: false });
  if (isAdding(source)) source.reset();
}

function landed({ source, adds, values }) {
  if (!adds) for (const id of [source.id, ...values.map(([id]) => id)]) forget(id);
  for (const [key, one] of lost) if (same(one, values)) forget(key);
}

function forget(key) {
  unsaved.delete(key);
  lost.delete(key);
  settle(key);
}

/** Say what wasn't done, and give back what was typed; `again` is what sending it once more is called. */
function giveBack(one, lines, again, said = ["Not done.", ...lines]) {
  if (one?.adds) return giveBackToForm(one, lines, again);
  const [id, mine] = one?.values[0] ?? [];
  const field = byId(id);
  if (!field?.matches("#app :is(input[type=text], textarea)")) return tell(said.join("\n"), said);
  unsaved.set(id, { mine: isTyped(field) ? field.value : mine, lines: ["Not saved.", ...lines], again });
  markUnsaved();
}

function giveBackToForm({ values, button, typedAfter }, lines, again) {
  const key = `lost-${++number}`;
  const form = formOf(values);
  const isWaiting = [...sent.values()].some((one) => one.values.length && formOf(one.values) === form);
  const isFree = form && !typedAfter && !isWaiting && !contents(form).length;
  keepForForm(key, values, [`${words(values)} wasn't added.`, ...lines], again, button);
  if (!isFree) return;
  fill(values);
  // Whoever types on writes over it; it is still in the strip.
  if (form.contains(document.activeElement)) document.activeElement.select?.();
}

function keepForForm(key, values, lines, again = "", button = "") {
  lost.set(key, values);
  tell(key, lines, [again ? [again, () => sendAgain(key, values, button)] : ["Put it back", () => putBack(key, values)]]);
}

/** Write what was to be added where it was typed; what stands there now takes its place in the strip. */
function putBack(key, values) {
  const form = formOf(values);
  if (!form) return;
  const now = contents(form);
  forget(key);
  if (now.length && !same(now, values)) keepForForm(`lost-${++number}`, now, [`${words(now)} stood in the field.`]);
  form.reset();
  fill(values);
  byId(values[0][0]).focus();
}

function sendAgain(key, values, button) {
  const form = formOf(values);
  if (!form) return;
  const now = contents(form);
  forget(key);
  form.reset();
  fill(values);
  form.requestSubmit(byId(button)); // it says what is meant
  if (now.length && !same(now, values)) fill(now);
}

// -- single fields ---------------------------------------------------------------------------------

/** Let a field show what wasn't saved, beside what the file has. */
function markUnsaved() {
  for (const mark of document.querySelectorAll(".unsaved")) mark.remove();
  for (const [id, { mine, lines, again }] of unsaved) {
    const field = byId(id);
    if (!field) {
      tell(id, [...lines, `You typed ${quoted(mine)}.`]);
      continue;
    }
    if (field.value !== mine) field.value = mine;
    const isTold = lines.some((line) => line.includes(mine));
    const theirs = said(field, field.defaultValue);
    const typed = said(field, mine);
    if (field.defaultValue === mine) {
      forget(id);
      continue;
    }
    const deeds = [[theirs.trim() ? `Keep ${quoted(theirs)}` : "Leave it empty", () => keepTheirs(id)]];
    if (again) deeds.push([again, () => useMine(id)]);
    const mark = Object.assign(document.createElement("div"), { className: "unsaved", id: `${id}-unsaved` });
    mark.append(Object.assign(document.createElement("small"), { textContent: `Not saved: the file says ${theirs.trim() ? quoted(theirs) : "nothing here"}.` }), buttons(deeds));
    field.after(mark);
    field.setAttribute("aria-invalid", "true");
    tell(id, isTold ? lines : [...lines, `You typed ${quoted(typed)}.`], deeds);
  }
}

/** Let a field in which nothing was typed show what the file has by now, although it has the focus. */
function refresh({ detail: { ctx } }) {
  const field = document.activeElement;
  if (!field?.matches("#app input[type=text][hx-post], #app textarea[hx-post]") || isTyped(field)) return;
  const isUnderWay = [...sent].some(([other, one]) => other !== ctx && one.source === field);
  if (!isUnderWay && field.value !== field.defaultValue) field.value = field.defaultValue;
}

function useMine(id) {
  const field = byId(id);
  if (!field) return;
  field.value = unsaved.get(id)?.mine ?? field.value;
  meansNow(field);
  if (field.form?.matches("[hx-post]")) field.form.requestSubmit();
  else field.dispatchEvent(new Event("change", { bubbles: true }));
}

function keepTheirs(id) {
  const field = byId(id);
  forget(id);
  byId(`${id}-unsaved`)?.remove();
  if (!field) return;
  field.value = field.defaultValue;
  field.removeAttribute("aria-invalid");
  field.focus();
}

// -- leaving the page, and coming back ---------------------------------------------------------------

const shelf = () => `typed:${location.pathname}${location.search}`;

/** Keep what isn't saved: what stands in fields, is on its way, or wasn't taken. */
function store() {
  const forms = [...document.querySelectorAll("#app form[data-reset]")].map(contents);
  const fields = [...document.querySelectorAll("#app :is(input[type=text], textarea)[hx-post], #app #text")];
  const waiting = [...sent.values()].filter((one) => one.adds).map((one) => one.values);
  const all = { fields: fields.flatMap(contents), forms: forms.filter((values) => values.length), waiting: [...waiting, ...lost.values()] };
  if (!Object.values(all).some((part) => part.length)) return sessionStorage.removeItem(shelf());
  try {
    sessionStorage.setItem(shelf(), JSON.stringify(all));
  } catch {
    // It is more than a browser keeps.
  }
}

function restore() {
  const all = JSON.parse(sessionStorage.getItem(shelf()) ?? "null");
  sessionStorage.removeItem(shelf());
  if (!all) return;
  for (const values of all.forms) fill(values)?.closest("details")?.setAttribute("open", "");
  for (const values of all.waiting) keepForForm(`lost-${++number}`, values, [`${words(values)} was on its way when the page was left.`]);
  for (const [id, mine] of all.fields) {
    unsaved.set(id, { mine, lines: ["This was typed before the page was left, and isn't saved."], again: `Use ${quoted(mine)}` });
  }
  markUnsaved();
}

// -- answers ---------------------------------------------------------------------------------------

function answered(event) {
  const { ctx } = event.detail;
  const { status } = ctx.response;
  const isForApp = ctx.target?.id === "app";
  if (status < 400 && (!isForApp || ctx.hx?.redirect || ctx.text.includes('id="app"'))) return;
  const page = new DOMParser().parseFromString(ctx.text, "text/html");
  // What isn't the page, a refusal of the server for instance, would leave a white one.
  if (!isForApp || !page.getElementById("app")) event.preventDefault();
  const about = page.querySelectorAll(page.getElementById("message") ? "#message p" : "main :is(h1, p)");
  ctx.said = [...about].map((line) => line.textContent.trim());
  ctx.refused = ctx.said.length > 1 ? ctx.said.slice(1) : ctx.said;
  if (status === 409) ctx.again = "Use mine";
  if (status !== 403 && status !== 410) return;
  sayWhy(status === 403 ? "anew" : "gone");
  Object.assign(ctx, { said: undefined, refused: [], again: "Send it again" });
}

function finished({ detail: { ctx } }) {
  const one = sent.get(ctx);
  sent.delete(ctx);
  if (ctx.refused) giveBack(one, ctx.refused, ctx.again, ctx.said);
  else if (ctx.text === undefined && one) {
    sayWhy("unreached");
    giveBack(one, [], "Send it again");
  }
  else if (one) landed(one);
  const to = leaving;
  if (sent.size || !to) return;
  leaving = "";
  settle("leaving");
  if (!ctx.refused && ctx.text !== undefined) location.href = to;
}

// A link waits until what was typed has been saved.
function leave(event) {
  const link = event.target.closest?.("a[href]:not([data-visit], [download], [target])");
  const isPlain = !event.defaultPrevented && !event.button && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!sent.size || !link || !isPlain || link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  leaving = link.href;
  setTimeout(() => {
    if (leaving) tell("leaving", ["What you typed is being saved; the page follows then."], [["Leave at once", () => (location.href = link.href)]]);
  }, PATIENCE);
}

export function watchSending() {
  document.addEventListener("htmx:config:request", send);
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    // It gets there although the page is left.
    ctx.request.keepalive = sent.has(ctx) && String(ctx.request.body).length < LONGEST_KEPT;
  });
  document.addEventListener("htmx:after:request", answered);
  document.addEventListener("htmx:after:swap", (event) => {
    refresh(event);
    markUnsaved();
  });
  document.addEventListener("htmx:finally:request", finished);
  document.addEventListener("input", ({ target }) => {
    for (const one of sent.values()) one.typedAfter ||= target.form === one.source;
    if (unsaved.has(target.id)) unsaved.get(target.id).mine = target.value;
  });
  document.addEventListener("click", leave);
  // What only waits for its turn would be lost.
  addEventListener("beforeunload", (event) => sent.size > 1 && event.preventDefault());
  addEventListener("pagehide", store);
  addEventListener("pageshow", ({ persisted }) => (persisted ? sessionStorage.removeItem(shelf()) : restore()));
}
