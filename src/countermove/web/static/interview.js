// One question at a time: answers by their digits, and the focus on the question that is asked next.

const card = () => document.getElementById("interview");

document.addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || !card()?.contains(document.activeElement)) return;
  const answers = [...card().querySelectorAll("button.reply")];
  // Where nobody knows is the last answer to a question.
  const chosen = event.key === "?" && card().querySelector(".answers") ? answers.at(-1) : answers[Number(event.key) - 1];
  if (!chosen) return;
  event.preventDefault();
  chosen.click();
});

// Whoever answers hears the next question, and doesn't answer it by pressing a key once more.
let isAnswering = false;
document.addEventListener("htmx:before:swap", () => {
  isAnswering = Boolean(card()?.contains(document.activeElement));
});
document.addEventListener("htmx:after:swap", () => {
  if (isAnswering) card()?.querySelector("[data-asked]")?.focus({ preventScroll: true });
});
card()?.querySelector("[data-asked]")?.focus({ preventScroll: true });
