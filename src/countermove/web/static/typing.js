// Fields that are being typed in, while the page changes around them.
//
// A field keeps what is typed. Its edit is meant for the version that was there when the typing
// began, and not for what came meanwhile.

import { checkSoon } from "./checks.js";

const begun = new WeakMap(); // the version for which a field, or its form, is written
const typedSince = new Set(); // the fields that were typed in since they were sent last
let kept = []; // what those hold while the page changes

const isAdding = (form) => form && "reset" in form.dataset;
const sender = (field) => (field.form?.matches("[hx-post]") && !isAdding(field.form) ? field.form : field);
const revision = () => document.getElementById("app")?.dataset.revision;

/** Say whether a field was typed in since it was sent. */
export const isTyped = (field) => typedSince.has(field);

/** What is written into a field was meant for the page as it is now. */
export function meansNow(field) {
  begun.set(sender(field), revision());
  typedSince.delete(field);
}

export function watchTyping() {
  document.addEventListener("input", ({ target }) => {
    typedSince.add(target);
    const sends = sender(target);
    if (!begun.has(sends)) begun.set(sends, revision());
  });
  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    const source = ctx.sourceElement;
    for (const field of typedSince) {
      if (field === source || field.form === source || !field.isConnected) typedSince.delete(field);
    }
    const meant = begun.get(source);
    if (meant && "X-Revision" in ctx.request.headers) ctx.request.headers["X-Revision"] = meant;
    begun.delete(source);
  });
  document.addEventListener("htmx:before:swap", () => {
    kept = [...typedSince].map((field) => [field, field.value]);
  });
  document.addEventListener("htmx:after:swap", () => {
    for (const [field, value] of kept) {
      if (!field.isConnected) continue;
      if (field.value !== value) field.value = value;
      // What was said of it while it was typed went with the page that was there before.
      if (field.dataset.check) checkSoon(field);
    }
  });
  // In a text that grows, Enter is done with it, as in a field of one line.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    if (!event.target.matches?.("textarea.growing")) return;
    event.preventDefault();
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
