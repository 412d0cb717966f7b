// Copies a table as it is shown, to be pasted into a spreadsheet: cells with tabs between them.

export function watchCopying() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    const tables = button ? button.dataset.copy.split(" ").map((id) => document.getElementById(id)) : [];
    if (!tables[0]) return;
    const words = button.dataset.words ?? button.textContent;
    button.dataset.words = words;
    button.textContent = (await copied(tabbed(...tables))) ? "Copied" : "Can't be copied";
    setTimeout(() => {
      button.textContent = words;
    }, 1500);
  });
}

/** Return the rows and columns of a table that are shown, as text; parts of one stand side by side. */
export function tabbed(...parts) {
  const [first, ...more] = parts.map((table) =>
    [...table.rows]
      .filter((row) => !row.hidden)
      .map((row) => [...row.cells].filter((cell) => !cell.hidden).map(textOf)),
  );
  return first.map((row, k) => [...row, ...more.flatMap((part) => part[k].slice(1))].join("\t")).join("\n");
}

function textOf(cell) {
  const own = cell.cloneNode(true);
  const copies = [...own.querySelectorAll("*")];
  // What stands below or beside each other on the page is apart in the text, too.
  for (const [k, one] of [...cell.querySelectorAll("*")].entries()) {
    if (one.matches("br")) copies[k].after(" ");
    else if (getComputedStyle(one).display !== "inline") (copies[k].before(" "), copies[k].after(" "));
  }
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
