"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  const byNumber = new Map(data.outcomes.map((one) => [one.number, one]));
  const graph = document.querySelector(".graph");

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

  // -- why an outcome holds or not ----------------------------------------------------------------
  const sign = (is, yes, no) => {
    const one = make("span", is ? "stands" : "left", is ? "●" : "○");
    one.setAttribute("role", "img");
    one.setAttribute("aria-label", is ? yes : no);
    return make("td", "", one);
  };
  const row = (head, ...cells) => {
    const first = make("th", "", ...head);
    first.scope = "row";
    return make("tr", "", first, ...cells);
  };

  const stayers = (one) => {
    const heads = [$("data").dataset.stays, ...data.concepts].map((text) => {
      const head = make("th", "", text);
      head.scope = "col";
      return head;
    });
    const rows = one.stays.map((bits, k) => {
      const { name, colour } = data.parties[k];
      const swatch = make("span", "swatch");
      swatch.setAttribute("aria-hidden", "true");
      const found = row([swatch, ` ${name}`], ...[...bits].map((bit) => sign(bit === "1", "would stay", "would leave")));
      found.className = colour;
      return found;
    });
    const all = row([$("data").dataset.holds], ...[...one.holds].map((bit) => sign(bit === "1", "holds", "does not hold")));
    all.className = "all";
    return make("table", "", make("thead", "", make("tr", "", ...heads)), make("tbody", "", ...rows, all));
  };

  const paragraph = (lead, place) =>
    lead ? make("p", "led", make("b", "", lead), make("span", "", ...written(place))) : make("p", "", ...written(place));

  const tell = (one, party) => {
    const told = [make("p", "", make("b", "", `[${one.mark}]`), " ", ...written(one.text), one.start ? " (the status quo)" : "")];
    told.push(stayers(one));
    for (const [who, lines] of one.why) {
      if (party !== "" && Number(party) !== who) continue;
      told.push(make("h3", "", data.parties[who].name), ...lines.map(([lead, place]) => paragraph(lead, place)));
    }
    if (one.content !== null) told.push(paragraph("", one.content));
    $("told").replaceChildren(...told);
  };

  // -- one outcome is chosen, wherever it is shown ------------------------------------------------
  let chosen = data.outcomes[0];

  const choose = (number, { focus = false, go = false } = {}) => {
    const one = byNumber.get(number);
    if (!one) return;
    chosen = one;
    $("outcome").value = number;
    tell(one, $("party").value);
    const heads = [...document.querySelectorAll("th[data-state]")];
    const column = heads.findIndex((head) => head.dataset.state === number);
    for (const [k, head] of heads.entries()) {
      head.classList.toggle("is-chosen", k === column);
      const button = head.firstChild;
      button.tabIndex = k === Math.max(column, 0) ? 0 : -1;
      button.setAttribute("aria-pressed", `${k === column}`);
    }
    for (const line of $("outcomes").rows) {
      for (const [k, cell] of [...line.cells].entries()) cell.classList.toggle("is-chosen", k > 0 && k === column + 1);
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
  $("outcome").append(...data.outcomes.map((one) => new Option(named(one), one.number)));
  $("party").append(...data.parties.map((one, k) => new Option(one.name, k)));
  $("outcome").addEventListener("change", () => choose($("outcome").value, { focus: graph.classList.contains("is-focused") }));
  $("party").addEventListener("change", () => tell(chosen, $("party").value));
  $("whole").addEventListener("click", () => mark(chosen.number, false));
  for (const head of document.querySelectorAll("th[data-state]")) {
    const button = make("button", "", ...head.childNodes);
    button.type = "button";
    head.append(button);
    button.addEventListener("click", () => choose(head.dataset.state, { go: true }));
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
  choose(document.querySelector("th[data-state]").dataset.state);
})();
