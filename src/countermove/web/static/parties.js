// Parties by keyboard: Enter in a field with nothing in it leads on to the next, Alt+L turns a lock.

import { announce } from "./order.js";

const FIELDS = ".last-line input[required]";

/** Lead on from an empty field: to the first party that can do nothing yet, or to the next one. */
function leadOn(field) {
  const fields = [...document.querySelectorAll(FIELDS)];
  const parties = fields.filter((one) => one.closest(".party"));
  const isIdle = (one) => !one.closest(".party").querySelector(".option");
  const after = fields.slice(fields.indexOf(field) + 1);
  const next = field.closest(".party") ? after[0] : (parties.find(isIdle) ?? parties[0]);
  next?.focus();
}

/** Turn the lock of an option: of the one that one is at, or of the party's last. */
function turnLock(from) {
  const locks = from.closest(".option, .party")?.querySelectorAll(".lock select") ?? [];
  const lock = [...locks].at(-1);
  if (!lock) return false;
  lock.selectedIndex = (lock.selectedIndex + 1) % lock.options.length;
  lock.dispatchEvent(new Event("change", { bubbles: true }));
  announce(`${lock.labels[0].textContent} ${lock.selectedOptions[0].textContent}`);
  return true;
}

document.addEventListener("keydown", (event) => {
  const { target } = event;
  if (event.altKey && event.key.toLowerCase() === "l" && turnLock(target)) event.preventDefault();
  if (event.key !== "Enter" || event.isComposing || !target.matches?.(FIELDS) || target.value.trim()) return;
  event.preventDefault();
  leadOn(target);
});
