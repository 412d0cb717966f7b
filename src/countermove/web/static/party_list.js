// A list of parties and options that is pasted: what it would add is shown, and added at once.

const DELAY = 200; // milliseconds

const byId = (id) => document.getElementById(id);
let waiting = 0;

function open(text = "", party = "") {
  byId("list-text").value = text;
  byId("list-party").value = party;
  byId("list").showModal();
  byId("list-text").focus();
  read();
}

/** Ask what the list would add, or what of it can't be read. */
async function read() {
  const asked = byId("list-text").value;
  const body = new URLSearchParams({ value: asked, party: byId("list-party").value });
  let answer;
  try {
    answer = await fetch(byId("list").dataset.read, { method: "POST", body });
  } catch {
    return; // the page says by itself that the app can't be reached
  }
  if (!answer.ok || byId("list-text").value !== asked) return;
  const place = byId("list-read");
  place.innerHTML = await answer.text();
  const { said } = place.firstElementChild.dataset;
  byId("list-add").textContent = said || "Add";
  byId("list-add").disabled = !said;
}

document.addEventListener("paste", (event) => {
  const form = event.target.closest?.(".last-line");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!form || !byId("list") || !/[\n\t]/.test(text.trim())) return;
  event.preventDefault();
  open(text.replace(/\s+$/, ""), form.dataset.party);
});
document.addEventListener("input", ({ target }) => {
  if (target.id !== "list-text") return;
  clearTimeout(waiting);
  waiting = setTimeout(read, DELAY);
});
document.addEventListener("click", ({ target }) => {
  if (target.closest?.("#list-open")) open();
  if (target.closest?.("#list-close")) byId("list").close();
});
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement?.closest?.("#list") && ctx.response?.status === 200) byId("list").close();
});
