// The keys in the field for a statement.

import { active, isOpenFor, step } from "./statement_list.js";
import { toggleStrip } from "./statement_tools.js";
import { called } from "./statement_words.js";

/** Return what a key does here; nothing where it means what it always does. */
function deedOf(field, { key, shiftKey, ctrlKey, metaKey }) {
  const { text, typed, control } = field;
  const { value, selectionStart, selectionEnd } = typed;
  const isAtStart = selectionStart === 0 && selectionEnd === 0;
  const isAtEnd = selectionStart === value.length && selectionEnd === value.length;
  const isUnsaved = control.value !== control.defaultValue;
  const [first, last] = typeof text.chosen === "number" ? [text.chosen, text.chosen + 1] : [0, text.tokens.length];
  const isChosen = text.chosen !== null;
  if (ctrlKey || metaKey) {
    if (key === "a") return !text.isEmpty && (() => field.chooseAll());
    return key === "z" && !shiftKey && !value && isUnsaved && text.hasPast && (() => field.back());
  }
  switch (key) {
    case "Enter":
      // In an empty field that adds it leads on.
      return (value.trim() || !text.isEmpty || control.hasAttribute("hx-post") || isOpenFor(field)) && (() => field.enter());
    case "Tab":
      return !shiftKey && active(field) && value.trim() && !called(value) && (() => field.put(active(field)));
    case "Escape":
      return (isOpenFor(field) || value || isUnsaved) && (() => field.giveUp());
    case "ArrowDown":
      return () => (isOpenFor(field) ? step(field, 1) : field.offer(true));
    case "ArrowUp":
      return isOpenFor(field) && (() => step(field, -1));
    case "ArrowLeft":
      if (isChosen) return () => field.go(first);
      return isAtStart && text.before && (() => field.pass(-1));
    case "ArrowRight":
      if (isChosen) return () => field.go(last);
      return isAtEnd && text.after && (() => field.pass(1));
    case "Home":
      return (isAtStart || isChosen) && (() => field.go(0));
    case "End":
      return (isAtEnd || isChosen) && (() => field.go(Infinity));
    case "Backspace":
      if (isChosen) return () => field.drop();
      return isAtStart && text.before && (() => field.takeAway(text.at - 1));
    case "Delete":
      if (isChosen) return () => field.drop();
      return isAtEnd && text.after && (() => field.takeAway(text.at));
  }
}

export function press(field, event) {
  if (event.isComposing) return;
  const deed = event.altKey ? event.key === "ArrowDown" && toggleStrip : deedOf(field, event);
  if (!deed) return;
  event.preventDefault();
  event.stopPropagation();
  deed();
}
