// What wasn't done is said in a strip in the head of the page, which is always in sight. It stays
// there until it is read, whatever becomes of the page below.

const SHORT = 60;

/** Write a text so short that it fits into a sentence, or on a button. */
export function quoted(text) {
  const line = text.trim().replace(/\s+/g, " ");
  return `“${line.length > SHORT ? `${line.slice(0, SHORT - 1)}…` : line}”`;
}

function strip() {
  const found = document.getElementById("notices");
  if (found) return found;
  const made = Object.assign(document.createElement("div"), { id: "notices" });
  document.querySelector(".top").append(made);
  return made;
}

const said = (key) => [...strip().children].find((notice) => notice.dataset.key === key);

/** Say something, in place of what was said under the same key; `deeds` are buttons: [words, act]. */
export function tell(key, lines, deeds = []) {
  const before = said(key);
  if (before && before.dataset.text === lines.join("\n")) return;
  const notice = document.createElement("div");
  notice.className = "notice wrong";
  notice.setAttribute("role", "alert");
  Object.assign(notice.dataset, { key, text: lines.join("\n") });
  notice.append(...lines.map((textContent) => Object.assign(document.createElement("p"), { textContent })));
  notice.append(buttons([...deeds, ["Close", () => settle(key), "Close this message"]]));
  if (before) before.replaceWith(notice);
  else strip().append(notice);
}

/** Return buttons in a row. */
export function buttons(deeds) {
  const row = Object.assign(document.createElement("div"), { className: "deeds" });
  for (const [words, act, name] of deeds) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: words });
    if (name) button.setAttribute("aria-label", name);
    button.addEventListener("click", act);
    row.append(button);
  }
  return row;
}

/** Take back what was said: it has been read, or isn't so any more. */
export function settle(key) {
  said(key)?.remove();
}

// What the server says together with a whole page can be read and closed, too.
document.getElementById("message")?.append(
  buttons([["Close", ({ target }) => target.closest(".notice").remove(), "Close this message"]]),
);
