// Copies a table as it is shown, to be pasted into a spreadsheet: cells with tabs between them.

export function watchCopying() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    const table = button && document.getElementById(button.dataset.copy);
    if (!table) return;
    const words = button.dataset.words ?? button.textContent;
    button.dataset.words = words;
    button.textContent = (await copied(tabbed(table))) ? "Copied" : "Can't be copied";
    setTimeout(() => {
      button.textContent = words;
    }, 1500);
  });
}

/** Return the rows and columns of a table that are shown, as text. */
export function tabbed(table) {
  const rows = [...table.rows].filter((row) => !row.hidden);
  return rows
    .map((row) => [...row.cells].filter((cell) => !cell.hidden).map(textOf).join("\t"))
    .join("\n");
}

function textOf(cell) {
  const own = cell.cloneNode(true);
  for (const control of own.querySelectorAll("select, .sort, .flag")) control.remove();
  return own.textContent.replace(/\s+/g, " ").trim();
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Only pages from this machine may use the clipboard directly.
    const area = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
