// Answers: fields left empty stay out of their address; each table can be copied, each picture saved.

import { watchFinding } from "./finding.js";
import { copyPicture, onPaper, savePicture } from "./picture.js";

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-sparse]")) return;
  for (const field of event.target.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    if (!field.value) field.disabled = true;
  }
});
// Coming back, the browser shows the page as it was left.
window.addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("[data-sparse] :disabled")) field.disabled = false;
});

function offerCopies() {
  let parts = [];
  document.querySelectorAll(".answer .wide > table").forEach((table, index) => {
    if (table.id) return;
    table.id = `answer-table-${index + 1}`;
    parts.push(table.id);
    // A table that is broken for paper is copied as the one that it is.
    if ("goesOn" in table.parentElement.dataset) return;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "plain copy", textContent: "Copy the table" });
    button.dataset.copy = parts.join(" ");
    if (table.rows[0].cells.length > 1) table.parentElement.after(button);
    parts = [];
  });
}

function offerPictures() {
  for (const picture of document.querySelectorAll(".picture:not(:has(button))")) {
    const offer = (textContent, act) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent });
      button.addEventListener("click", () => act(onPaper(picture.querySelector("svg")), button));
      picture.append(button, " ");
    };
    const name = `${document.getElementById("app").dataset.model.replace(/\.\w+$/, "")}-${slugOf(picture)}`;
    offer("Save the picture", (text) => savePicture(text, name, "svg"));
    offer("Save as PNG", (text) => savePicture(text, name, "png"));
    offer("Copy picture", async (text, button) => (button.textContent = await copyPicture(text)));
  }
}

/** Give a word for the name of a file from what a picture is called. */
const slugOf = (picture) => picture.querySelector("title").textContent.split(":")[0].toLowerCase().match(/[a-z]+/g)?.slice(0, 6).join("-") ?? "picture";

// On a small screen the sections of the report wait below their headings; the list of them opens one.
const narrow = window.matchMedia("(max-width: 40rem)");
function foldSections() {
  const parts = document.querySelectorAll(".report details.part:not([data-seen])");
  for (const part of parts) {
    part.dataset.seen = "";
    if (narrow.matches && part !== parts[0]) part.open = false;
  }
}
document.addEventListener("click", ({ target }) => {
  const link = target.closest(".contents a");
  const part = link && document.querySelector(link.hash)?.closest("details");
  if (part) part.open = true;
});

function offer() {
  offerCopies();
  offerPictures();
  foldSections();
}

watchFinding();
document.addEventListener("htmx:after:swap", offer);
offer();

// Paper has all of it, and what was folded is folded again.
let unfolded = [];
window.addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll(".answer details:not([open])")];
  for (const details of unfolded) details.open = true;
});
window.addEventListener("afterprint", () => {
  for (const details of unfolded) details.open = false;
});

document.addEventListener("click", (event) => {
  if (event.target.closest("#print")) window.print();
});
