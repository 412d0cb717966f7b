// Parties by keyboard: Enter in a field with nothing in it leads on to the next, Alt+L turns a lock.

import { announce } from "./order.js";

const FIELDS = ".last-line input[required]";

/** Lead on from an empty field: to the options of the next party, at the end to the next step. */
function leadOn(field) {
  const fields = [...document.querySelectorAll(FIELDS)].filter((one) => one.closest(".party"));
  const isIdle = (one) => !one.closest(".party").querySelector(".option");
  const next = field.closest(".party") ? fields[fields.indexOf(field) + 1] : fields.find(isIdle);
  (next ?? document.querySelector("#next a"))?.focus();
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
}, true);
