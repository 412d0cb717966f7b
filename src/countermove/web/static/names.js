// A name that is clicked is written into the statement one was in, or into the one to be added.

let last = null;

document.addEventListener("focusin", ({ target }) => {
  if (target.dataset?.check) last = target;
});

// The field isn't left meanwhile: what is half written would be saved.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest?.("[data-insert]")) event.preventDefault();
});

document.addEventListener("click", ({ target }) => {
  const name = target.closest?.("[data-insert]")?.dataset.insert;
  if (!name) return;
  const field = last?.isConnected ? last : document.getElementById(document.getElementById("names").dataset.into);
  const [start, end] = [field.selectionStart, field.selectionEnd];
  const before = field.value.slice(0, start);
  const after = field.value.slice(end);
  const written = (before && !/[\s(]$/.test(before) ? " " : "") + name + (after && !/^[\s)]/.test(after) ? " " : "");
  field.focus();
  field.setRangeText(written, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
