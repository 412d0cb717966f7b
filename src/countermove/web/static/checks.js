// Statements are checked while they are typed; what is wrong is said below the field.

const DELAY = 150;
const timers = new WeakMap();

export function watchChecks() {
  document.addEventListener("input", (event) => {
    if (event.target.dataset?.check) checkSoon(event.target);
  });
  document.addEventListener("reset", ({ target }) => {
    for (const field of target.querySelectorAll("[data-check]")) {
      clearTimeout(timers.get(field));
      document.getElementById(`${field.id}-said`).textContent = "";
    }
  });
}

/** Check a field once it rests, and once only, whatever has asked for it meanwhile. */
export function checkSoon(field) {
  clearTimeout(timers.get(field));
  timers.set(field, setTimeout(() => check(field), DELAY));
}

async function check(field) {
  const said = () => document.getElementById(`${field.id}-said`);
  const asked = field.value;
  if (!said()) return;
  if (!asked.trim()) {
    said().textContent = "";
    return;
  }
  const query = new URLSearchParams({ statement: asked, in: field.dataset.context ?? "" });
  if (field.dataset.rule) query.set("rule", field.dataset.rule);
  let answer;
  try {
    answer = await fetch(`${field.dataset.check}?${query}`);
  } catch {
    return; // the page says by itself that the app can't be reached
  }
  if (!answer.ok || field.value !== asked) return;
  const { fine, text, instead } = await answer.json();
  const place = said(); // what stood there when it was asked may be drawn anew meanwhile
  if (!place) return;
  place.textContent = text;
  place.classList.toggle("wrong", !fine);
  if (!instead) return;
  const write = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: "Write it so" });
  // The field isn't left meanwhile: what is half written would be saved.
  write.addEventListener("mousedown", (event) => event.preventDefault());
  write.addEventListener("click", () => {
    field.value = instead;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  });
  place.append(" ", write);
}
