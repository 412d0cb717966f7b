// Statements are checked while they are typed; what is wrong is said below the field.

const DELAY = 150;
const timers = new WeakMap();
const verdicts = new WeakMap(); // of what stood in a field last when it was checked, whether it is fine

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

/** Say whether what stands in a field is fine, as far as that is known. */
export function verdict(field) {
  const last = verdicts.get(field);
  return last?.value === field.value ? last.fine : undefined;
}

/** Check a field at once, say what there is to say, and return whether it is fine. */
export async function judge(field) {
  clearTimeout(timers.get(field));
  await check(field);
  return verdict(field);
}

/** What is checked: in a statement what Enter would make of what is typed. */
const meant = (field) => field.closest("statement-field")?.meant ?? field.value;

async function check(field) {
  const said = () => document.getElementById(`${field.id}-said`);
  const asked = meant(field);
  if (!said()) return;
  if (!asked.trim()) {
    said().textContent = "";
    return;
  }
  const query = new URLSearchParams({ statement: asked, in: field.dataset.context ?? "" });
  for (const key of ["rule", "party"]) if (field.dataset[key]) query.set(key, field.dataset[key]);
  let answer;
  try {
    answer = await fetch(`${field.dataset.check}?${query}`);
  } catch {
    return; // the page says by itself that the app can't be reached
  }
  if (!answer.ok || meant(field) !== asked) return;
  const { fine, text } = await answer.json();
  verdicts.set(field, { value: asked, fine });
  const place = said(); // what stood there when it was asked may be drawn anew meanwhile
  if (!place) return;
  const unknown = fine ? "" : field.closest("statement-field")?.unknown;
  place.textContent = unknown ? `Nothing is called “${unknown}” here. Type any word of what is meant, and choose it from the list.` : text;
  place.classList.toggle("wrong", !fine);
}
