"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  const byNumber = new Map(data.outcomes.map((one) => [one.number, one]));
  const graph = document.querySelector(".graph");
  const ON_PAPER = 700; // so many pixels are as wide as a sheet

  /** Make an element: a class, what is in it. Texts of the model are texts here, never HTML. */
  const make = (name, look, ...inside) => {
    const one = document.createElement(name);
    if (look) one.className = look;
    one.append(...inside);
    return one;
  };

  /** Write a text; the numbers of notes behind it lead to the record. */
  const written = (place) => {
    const found = data.texts[place];
    if (typeof found === "string") return [found];
    return found.map((piece) => (typeof piece === "string" ? piece : notes(piece)));
  };
  const notes = (numbers) => {
    const links = numbers.map((number) => Object.assign(make("a", "", `${number}`), { href: `#note-${number}` }));
    return make("sup", "", ...links.flatMap((link, k) => (k ? [",", link] : [link])));
  };
  const named = (one) => `[${one.mark}] ${data.texts[one.text]}${one.start ? " (the status quo)" : ""}`;

  // -- what the sentences and tables of the terminal are here --------------------------------------
  const cell = (value) => {
    if (typeof value === "string") return value;
    const [sign, said, look] = data.marks[value];
    const one = make("span", look, sign);
    one.setAttribute("role", "img");
    one.setAttribute("aria-label", said);
    return one;
  };
  const head = (scope, ...inside) => Object.assign(make("th", "", ...inside), { scope });
  const table = (heads, rows) =>
    make("table", "", make("thead", "", make("tr", "", ...heads.map((inside) => head("col", ...[inside].flat())))), make("tbody", "", ...rows));
  const paragraph = (lead, place, quiet) =>
    make("p", [lead && "led", quiet && "quiet"].filter(Boolean).join(" "), ...(lead ? [make("b", "", lead)] : []), make("span", "", ...written(place)));

  /** Write a row; below it, as wide as the table, what is told of it. */
  const line = ([lead, text, cells, stories, state]) => {
    const words = [...(lead === "" ? [] : [make("span", "lead", cell(lead))]), ...written(text)];
    const first = byNumber.has(state) ? [button(words, () => choose(state))] : words;
    const told = stories.map((place) => make("span", "story", ...written(place)));
    const row = make("tr", told.length ? "is-told" : "", head("row", ...first), ...cells.map((one) => make("td", "", cell(one))));
    if (!told.length) return [row];
    return [row, make("tr", "", Object.assign(make("td", "", ...told), { colSpan: cells.length + 1 }))];
  };
  const block = ([kind, ...said]) => {
    if (kind === "heading") return [make("h3", "", ...written(said[0]))];
    if (kind === "prose") return [paragraph(...said)];
    const [heading, columns, lines, leftOut] = said;
    return [table([written(heading), ...columns], lines.flatMap(line)), ...leftOut.map((place) => paragraph("", place, true))];
  };
  const button = (inside, press) => {
    const one = Object.assign(make("button", "", ...inside), { type: "button" });
    one.addEventListener("click", press);
    return one;
  };

  // -- why an outcome holds or not ----------------------------------------------------------------
  const sign = (is) => cell(data.marks.findIndex(([, , look]) => look === (is ? "stands" : "left")));

  const stayers = (one) => {
    const signs = (bits) => [...bits].map((bit) => make("td", "", sign(bit === "1")));
    const rows = one.stays.map((bits, k) => {
      const { name, colour } = data.parties[k];
      const swatch = make("span", "swatch");
      swatch.setAttribute("aria-hidden", "true");
      return make("tr", colour, head("row", swatch, ` ${name}`), ...signs(bits));
    });
    const all = make("tr", "all", head("row", $("data").dataset.holds), ...signs(one.holds));
    return table([$("data").dataset.stays, ...data.concepts], [...rows, all]);
  };

  const tell = (one, party) => {
    const told = [make("p", "", make("b", "", `[${one.mark}]`), " ", ...written(one.text), one.start ? " (the status quo)" : "")];
    told.push(stayers(one));
    for (const [who, lines] of one.why) {
      if (party !== "" && Number(party) !== who) continue;
      told.push(make("h3", "", data.parties[who].name), ...lines.map(([lead, place]) => paragraph(lead, place, false)));
    }
    if (one.content !== null) told.push(paragraph("", one.content, false));
    $("told").replaceChildren(...told);
  };

  // -- a package is put together -------------------------------------------------------------------
  const packages = new Map(data.packages.map((one) => [one[0].join(" "), one]));
  const radios = [...($("package")?.querySelectorAll("[role=radiogroup]") ?? [])];
  const draft = () => radios.map((group) => Number(group.querySelector(":checked").value));

  /** Say what the parties do about the draft; what wasn't found beforehand can't be said. */
  const react = (found) => {
    const said = found ? found[3].flatMap(block) : unknown();
    $("reaction").replaceChildren(...said);
    // What it is stands first, then in a sentence what is found.
    said[found ? 1 : 0].classList.add("finding", ...(found ? [found[2]] : []));
  };
  const unknown = () => {
    const values = draft();
    const away = data.packages.map(([own]) => own.filter((value, k) => value !== values[k]).length);
    const least = Math.min(...away);
    const near = new Set(data.packages.filter((_, k) => away[k] === least).map(([, outcome]) => outcome));
    return [
      make("p", "", make("b", "", "This package isn't in this file: "), "it has only those that are told below. Of these differ least from it:"),
      make("ul", "nearest", ...[...near].map((k) => make("li", "", button([named(data.outcomes[k])], () => choose(data.outcomes[k].number))))),
    ];
  };
  /** Compose the package that an outcome is; it stays, where it is one that the outcome joins. */
  const compose = (place) => {
    const now = radios.length ? packages.get(draft().join(" ")) : null;
    const found = now?.[1] === place ? now : data.packages.find(([, outcome]) => outcome === place);
    for (const [k, group] of radios.entries()) group.querySelectorAll("input")[found[0][k]].checked = true;
    react(found);
  };

  // -- one outcome is chosen, wherever it is shown ------------------------------------------------
  let chosen = data.outcomes[0];

  const choose = (number, { focus = false, go = false } = {}) => {
    const one = byNumber.get(number);
    if (!one) return;
    chosen = one;
    compose(data.outcomes.indexOf(one));
    for (const list of lists) list.value = number;
    tell(one, $("party").value);
    const heads = [...$("outcomes").rows[0].cells];
    const column = heads.findIndex((head) => head.dataset.state === number);
    for (const [k, head] of heads.entries()) {
      head.classList.toggle("is-chosen", k === column);
      const press = head.querySelector("button");
      if (!press) continue;
      press.tabIndex = k === Math.max(column, 1) ? 0 : -1;
      press.setAttribute("aria-pressed", `${k === column}`);
    }
    for (const line of $("outcomes").rows) {
      for (const [k, cell] of [...line.cells].entries()) cell.classList.toggle("is-chosen", k === column);
    }
    mark(number, focus);
    const why = $("why-head");
    if (go && matchMedia("(max-width: 76rem)").matches) {
      why.scrollIntoView();
      why.focus({ preventScroll: true });
    }
  };

  /** Mark an outcome in the graph; in focus is what moves lead to from it, and from where to it. */
  const mark = (number, focus) => {
    const every = [...graph.querySelectorAll("g[data-states]")].map((one) => [one, one.dataset.states.split(" ")]);
    const lines = every.filter(([, ends]) => ends.length === 2 && ends.includes(number));
    const near = new Set([number, ...lines.flatMap(([, ends]) => ends)]);
    graph.classList.toggle("is-focused", focus);
    for (const [one, ends] of every) {
      one.classList.toggle("is-chosen", ends.length === 1 && ends[0] === number);
      one.classList.toggle("is-near", ends.length === 1 ? near.has(ends[0]) : ends.includes(number));
    }
  };

  // -- begin --------------------------------------------------------------------------------------
  for (const one of document.querySelectorAll(".scripted")) one.hidden = false;
  const lists = [...document.querySelectorAll("select[data-outcomes]")];
  for (const list of lists) {
    for (const [label, holds] of [["What holds", true], ["What doesn't hold", false]]) {
      const own = data.outcomes.filter((one) => one.holds.includes("1") === holds);
      if (own.length) list.append(Object.assign(make("optgroup", "", ...own.map((one) => new Option(named(one), one.number))), { label }));
    }
    list.addEventListener("change", () => choose(list.value, { focus: graph.classList.contains("is-focused") }));
  }
  $("party").append(...data.parties.map((one, k) => new Option(one.name, k)));
  $("party").addEventListener("change", () => tell(chosen, $("party").value));
  $("package")?.addEventListener("change", () => {
    const found = packages.get(draft().join(" "));
    const outcome = data.outcomes[found?.[1]];
    if (outcome) choose(outcome.number);
    else {
      for (const list of lists) list.selectedIndex = -1;
      react(found);
    }
  });
  $("whole").addEventListener("click", () => mark(chosen.number, false));
  for (const head of document.querySelectorAll("th[data-state]")) {
    if (!byNumber.has(head.dataset.state)) head.removeAttribute("data-state");
    else head.append(button([...head.childNodes], () => choose(head.dataset.state, { go: true })));
  }
  $("outcomes").tHead.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const cell = event.target.closest("th[data-state]");
    const next = step && cell?.parentElement.cells[cell.cellIndex + step]?.querySelector("button");
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  graph.addEventListener("click", (event) => {
    const states = event.target.closest("g[data-states]")?.dataset.states.split(" ") ?? [];
    if (states.length === 1) choose(states[0], { focus: true });
  });
  // On paper the table stands in parts, so that nothing is cut.
  addEventListener("beforeprint", () => {
    const whole = $("outcomes");
    const widths = [...whole.rows[0].cells].map((cell) => cell.offsetWidth);
    for (let first = 1, end; first < widths.length; first = end) {
      let wide = widths[0] + widths[first];
      for (end = first + 1; wide + widths[end] <= ON_PAPER; end++) wide += widths[end];
      const part = whole.cloneNode(true);
      part.id = `outcomes-${first}`;
      for (const line of part.rows) {
        for (const [k, cell] of [...line.cells].entries()) if (k && (k < first || k >= end)) cell.remove();
      }
      whole.parentElement.append(part);
    }
  });
  addEventListener("afterprint", () => {
    for (const part of document.querySelectorAll("#outcomes ~ table")) part.remove();
  });
  choose(document.querySelector("th[data-state]")?.dataset.state ?? chosen.number);
})();
