// The pattern of what can't happen together: what is chosen becomes a statement, and is checked.

import { checkSoon } from "./checks.js";

const WHAT = "Choose what can't happen together.";

function update() {
  const form = document.getElementById("pattern");
  if (!form) return;
  const chosen = [...form.querySelectorAll("input[type=radio]:checked")].filter((radio) => radio.value !== "-");
  const joined = (say) => chosen.map((radio) => (radio.value === "Y" ? say(radio) : `not ${say(radio)}`)).join(" and ");
  const statement = joined((radio) => radio.dataset.option);
  const value = document.getElementById("pattern-value");
  value.value = statement;
  document.getElementById("pattern-statement").textContent = joined((radio) => `“${radio.dataset.said}”`) || WHAT;
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
