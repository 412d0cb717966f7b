// The pattern of what can't happen together: what is chosen becomes a statement, and is checked.

import { checkSoon } from "./checks.js";

function update() {
  const form = document.getElementById("pattern");
  if (!form) return;
  const parts = [...form.querySelectorAll("input[type=radio]:checked")]
    .filter((radio) => radio.value !== "-")
    .map((radio) => (radio.value === "Y" ? radio.dataset.option : `not ${radio.dataset.option}`));
  const statement = parts.join(" and ");
  const value = document.getElementById("pattern-value");
  value.value = statement;
  document.getElementById("pattern-statement").textContent = statement || "…";
  document.getElementById("pattern-add").setAttribute("aria-disabled", String(!statement));
  checkSoon(value);
}

document.addEventListener("change", (event) => {
  if (event.target.closest?.("#pattern")) update();
});
// The fields are as they were only after the event.
document.addEventListener("reset", (event) => {
  if (event.target.id === "pattern") setTimeout(update);
});
document.addEventListener("htmx:after:swap", update);
update();
