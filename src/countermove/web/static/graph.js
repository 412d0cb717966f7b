// The graph of a model, drawn into the section of templates/_graph.html.

import { drawingOf } from "./graph_draw.js";
import { metIn, storyOf } from "./graph_path.js";
import { viewOf } from "./graph_view.js";
import { neighbourIn, walk } from "./graph_walk.js";
import { copyPicture, savePicture } from "./picture.js";

const [FIRST, MOST] = [30, 64]; // as in draw/state_graph/data.py
// So many outcomes fit into the window, as far as the graph can have it.
const [FEWEST_NEAR, PIXELS_EACH, BESIDE, LOWEST] = [8, 35_000, 230, 400];
const [NARROWEST, ROUNDED] = [320, 20];
const [SMALLER, LARGER] = [0.97, 1.3];
const RESIZED = 250;
const mounted = new WeakMap();
const seen = new WeakMap();
/** What is switched on and off, and what is looked at: kept from one graph of the page to the next. */
const chosen = { hidden: new Set(), onlyBetter: true, concept: "" };

/** Draw the graph of a section once it comes into sight; until then it costs nothing. */
export const graphIn = (section) => inSight(section).then(() => (section.isConnected ? mountGraph(section) : null));

/** Draw the graph of a section that has its address in data-src; once for each section. */
async function mountGraph(section) {
  if (!mounted.has(section)) {
    const graph = wired(section);
    // Whoever draws it after a failure begins anew, with all that the section has.
    mounted.set(section, graph.load().then((isThere) => (isThere ? graph : graph.destroy())));
  }
  return mounted.get(section);
}

/** Draw the graph of a section anew, when it is in sight, if what its address gives has changed. */
export async function redrawGraph(section) {
  seen.delete(section);
  await inSight(section);
  const graph = section.isConnected ? await mounted.get(section) : null;
  if (graph) await graph.load({ keeps: true });
  else mounted.delete(section);
  return graph ?? (section.isConnected ? mountGraph(section) : null);
}

function inSight(section) {
  if (!seen.has(section)) {
    const { promise, resolve } = Promise.withResolvers();
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      resolve();
    }, { rootMargin: "150px" });
    observer.observe(section);
    seen.set(section, promise);
  }
  return seen.get(section);
}

/** Return what was answered; nothing where it would be of a model that isn't on the screen. */
async function textOf(response) {
  if (!response.ok) throw new Error(`${response.status}`);
  if (response.status === 204) throw new Error("the model was changed meanwhile");
  return response.text();
}

function wired(section) {
  const wires = new AbortController();
  const { signal } = wires;
  const part = (name) => section.querySelector(`[data-graph-${name}]`);
  const each = (name) => [...section.querySelectorAll(`[data-graph-${name}]`)];
  const canvas = part("canvas");
  const said = part("said");
  const view = viewOf(canvas, { signal });
  let looking = { kind: "first", also: [] };
  let data = null;
  let source = "";
  let drawnFrom = null;
  let drawing = null;
  let current = null;
  let asked = 0;

  const say = (...sentences) => (said.textContent = sentences.filter(Boolean).join(" "));
  const placeOf = (number) => {
    const place = data.nodes.findIndex((node) => node.number === number);
    return place < 0 ? undefined : place;
  };
  const show = (place) => view.bringIntoView(data.nodes[place]);
  const story = storyOf(section, { graph: () => ({ data, drawing, placeOf }), show, signal });

  // -- from the server ----------------------------------------------------------------------------

  const widthNow = () => Math.max(NARROWEST, Math.floor(canvas.clientWidth / ROUNDED) * ROUNDED);

  function address(keeps) {
    const url = new URL(section.dataset.src, location.href);
    const wide = widthNow();
    const near = Math.min(FIRST, Math.max(FEWEST_NEAR, Math.round((wide * Math.max(LOWEST, innerHeight - BESIDE)) / PIXELS_EACH)));
    const { kind, number, within, also } = looking;
    const most = { first: FIRST, focus: within > 1 ? FIRST : Math.max(near, Math.min(MOST, also.length + 1)), all: "" }[kind];
    const query = {
      wide,
      most,
      near: kind === "first" ? near : "",
      within: kind === "first" ? 1 : within,
      start: number,
      also: also.join(","),
      kept: keeps ? data.nodes.map(({ number: one, slot }) => [one, ...slot].join(".")).join(",") : "",
    };
    for (const [key, value] of Object.entries(query)) if (value || value === 0) url.searchParams.set(key, value);
    return url;
  }

  /** Ask for what is looked at, and draw it; of two answers the later counts. */
  async function load({ keeps = false } = {}) {
    const turn = (asked += 1);
    const url = address(keeps && data !== null);
    try {
      const response = await fetch(url, { headers: { Accept: "application/json" } });
      const text = await textOf(response);
      if (turn !== asked || signal.aborted) return true;
      drawnFrom = url;
      if (text !== source) draw(text, keeps);
      offer();
      return true;
    } catch (error) {
      if (turn === asked) say(`The graph could not be loaded (${error.message}). The table says the same.`);
      return false;
    }
  }

  /** Ask for the picture of what is drawn, as it is drawn for paper. */
  async function picture() {
    const url = new URL(drawnFrom);
    url.pathname += ".svg";
    const improvements = chosen.onlyBetter ? "true" : "";
    const query = { hidden: [...chosen.hidden].join(","), better: improvements, held: chosen.concept };
    for (const [key, value] of Object.entries(query)) if (value) url.searchParams.set(key, value);
    const response = await fetch(url);
    return textOf(response);
  }

  const notMade = (error) => say(`The picture could not be made (${error.message}).`);

  const save = (kind) => picture().then((text) => savePicture(text, section.dataset.name, kind)).catch(notMade);

  async function copy() {
    const coming = picture();
    const words = await copyPicture(coming);
    coming.then(() => say(words), notMade);
  }

  /** Offer the ways from what is looked at to the rest. */
  function offer() {
    part("first").hidden = looking.kind === "first";
    part("near").hidden = looking.kind !== "focus";
    if (part("all")) part("all").hidden = looking.kind === "all";
    for (const button of each("within")) button.setAttribute("aria-pressed", String(Number(button.dataset.graphWithin) === looking.within));
  }

  function draw(text, keeps) {
    const before = current === null ? null : data.nodes[current].number;
    source = text;
    data = JSON.parse(text);
    drawing = drawingOf(data);
    view.put(drawing, data, { keeps });
    part("shown").textContent = data.says;
    part("common").textContent = data.common;
    current = before === null ? null : (placeOf(before) ?? null);
    filter();
    mark();
    list();
    story.again();
  }

  const resized = new ResizeObserver(() => {
    clearTimeout(resized.timer);
    resized.timer = setTimeout(() => {
      if (!data || !canvas.clientWidth) return;
      const scale = canvas.clientWidth / data.width;
      if (scale < SMALLER || (scale > LARGER && data.nodes.length > 4)) load();
    }, RESIZED);
  });
  resized.observe(canvas);

  // -- what is looked at --------------------------------------------------------------------------

  async function lookAt(next) {
    looking = { also: [], ...next };
    return load();
  }

  /** Centre on an outcome; on the one in the centre once more, tell why. */
  async function focusOn(place, within = looking.within ?? 1) {
    const { number, mark: label } = data.nodes[place];
    current = place;
    if (looking.kind === "focus" && looking.number === number && looking.within === within) return tell({ number, mark: label });
    return (await lookAt({ kind: "focus", number, within })) && look(placeOf(number));
  }

  const tell = (detail) => section.dispatchEvent(new CustomEvent("state-chosen", { bubbles: true, detail }));

  /** Go back to the first view; say whether there was anything to go back from. */
  function back() {
    if (looking.kind === "first") return false;
    lookAt({ kind: "first" });
    return true;
  }

  part("first").addEventListener("click", () => (back(), canvas.focus()), { signal });
  part("all")?.addEventListener("click", () => lookAt({ kind: "all" }), { signal });
  for (const button of each("within")) {
    button.addEventListener("click", () => lookAt({ ...looking, within: Number(button.dataset.graphWithin) }), { signal });
  }

  // -- one outcome, in words ----------------------------------------------------------------------

  const cardAt = (place) => drawing.querySelector(`[data-node="${place}"]`);

  function mark() {
    for (const one of drawing.querySelectorAll(".is-current, .is-near")) one.classList.remove("is-current", "is-near");
    part("why").hidden = current === null;
    if (current === null) return;
    cardAt(current).classList.add("is-current");
    for (const line of drawing.querySelectorAll("[data-edge]")) {
      const { origin, target } = data.edges[line.dataset.edge];
      line.classList.toggle("is-near", origin === current || target === current);
    }
  }

  function look(place, way) {
    if (!data || place === undefined || place === null) return;
    const node = data.nodes[place];
    current = place;
    mark();
    say(way && data.sentences[way.isBack ? way.edge.back_says : way.edge.says], `${node.text}.`, ...node.says);
    if (way) show(place);
  }

  part("why").addEventListener("click", () => {
    const { number, mark: label } = data.nodes[current];
    tell({ number, mark: label });
  }, { signal });

  const placeUnder = (event) => {
    const card = event.target.closest?.("[data-node]");
    return card ? Number(card.dataset.node) : null;
  };
  // Only a pointer that moves points at something, not one that rests while the page moves below it.
  let pointed = null;
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch" || event.target === pointed) return;
    pointed = event.target;
    const line = pointed.closest?.("[data-edge]");
    if (line) {
      const { says, back_says: backSays } = data.edges[line.dataset.edge];
      say(data.sentences[says], backSays !== null && !chosen.onlyBetter && data.sentences[backSays]);
    } else look(placeUnder(event));
  }, { signal });
  canvas.addEventListener("pointerleave", () => (pointed = null), { signal });
  canvas.addEventListener("click", (event) => {
    const place = placeUnder(event);
    if (place !== null && !view.hasMoved()) focusOn(place);
  }, { signal });

  // -- the legend ---------------------------------------------------------------------------------

  const counts = (edge, improves) => improves !== null && !chosen.hidden.has(data.parties[edge.party].id) && (improves || !chosen.onlyBetter);

  function filter() {
    if (!data) return; // it is drawn so when it comes
    for (const button of each("party")) button.setAttribute("aria-pressed", String(!chosen.hidden.has(button.dataset.graphParty)));
    for (const button of each("moves")) button.setAttribute("aria-pressed", String((button.dataset.graphMoves === "better") === chosen.onlyBetter));
    const concepts = part("concept");
    if (![...concepts.options].some(({ value }) => value === chosen.concept)) chosen.concept = "";
    concepts.value = chosen.concept;
    data.nodes.forEach(({ holds }, place) => {
      cardAt(place).classList.toggle("holds", chosen.concept ? holds.includes(chosen.concept) : holds.length > 0);
    });
    for (const line of drawing.querySelectorAll("[data-edge]")) {
      const edge = data.edges[line.dataset.edge];
      const [ahead, behind] = [counts(edge, edge.improves), counts(edge, edge.back)];
      line.classList.toggle("is-left-out", !ahead && !behind);
      line.classList.toggle("has-no-ahead", !ahead);
      line.classList.toggle("has-no-back", !behind);
      line.classList.toggle("improves", Boolean(edge.improves || edge.back));
      // Where one outcome and its moves are looked at, what others do between these is beside that.
      line.classList.toggle("is-beside", looking.within === 1 && ![edge.origin, edge.target].includes(data.start));
    }
    if (part("list").open) list();
  }

  for (const button of each("party")) {
    button.addEventListener("click", () => {
      const { graphParty: party } = button.dataset;
      if (!chosen.hidden.delete(party)) chosen.hidden.add(party);
      filter();
    }, { signal });
  }
  for (const button of each("moves")) {
    button.addEventListener("click", () => {
      chosen.onlyBetter = button.dataset.graphMoves === "better";
      filter();
    }, { signal });
  }
  part("concept").addEventListener("change", () => {
    chosen.concept = part("concept").value;
    filter();
  }, { signal });

  // -- as a list ----------------------------------------------------------------------------------

  function waysFrom(place) {
    return data.edges.flatMap((edge) => [
      ...(edge.origin === place && counts(edge, edge.improves) ? [{ edge, to: edge.target, isBack: false, improves: edge.improves }] : []),
      ...(edge.target === place && counts(edge, edge.back) ? [{ edge, to: edge.origin, isBack: true, improves: edge.back }] : []),
    ]);
  }

  function list() {
    const details = part("list");
    if (!details.open) return;
    const items = data.nodes.map((node, place) => {
      const one = document.createElement("li");
      one.append([`${node.text}.`, ...node.says].join(" "));
      const moves = waysFrom(place).map(({ edge, to, isBack, improves }) => {
        const move = document.createElement("li");
        const sentence = data.sentences[isBack ? edge.back_says : edge.says].replace(/\.$/, "");
        move.append(`${sentence}: to [${data.nodes[to].mark}]${improves ? ", an improvement" : ""}.`);
        return move;
      });
      const below = document.createElement("ul");
      below.append(...moves);
      if (moves.length) one.append(below);
      return one;
    });
    details.querySelector("ul").replaceChildren(...items);
  }

  part("list").addEventListener("toggle", list, { signal });

  // -- the rest -----------------------------------------------------------------------------------

  for (const button of each("zoom")) {
    button.addEventListener("click", () => view.zoom(button.dataset.graphZoom, current === null ? null : data.nodes[current]), { signal });
  }
  for (const button of each("save")) {
    button.addEventListener("click", () => data && save(button.dataset.graphSave), { signal });
  }
  part("copy").addEventListener("click", () => data && copy(), { signal });

  walk(canvas, {
    next: (arrow) => neighbourIn(data, current, arrow, waysFrom(current)),
    look,
    focusOn,
    back,
    say,
    zoom: (how) => view.zoom(how, current === null ? null : data.nodes[current]),
    current: () => current,
    begin: () => data?.start ?? 0,
    signal,
  });

  section.addEventListener("choose-state", async (event) => {
    const { number } = event.detail ?? {};
    if (placeOf(number) === undefined && !(await lookAt({ kind: "focus", number, within: 1 }))) return;
    look(placeOf(number));
    if (current !== null) show(current);
  }, { signal });

  async function playPath(steps, at = 0) {
    const met = metIn(steps);
    if (met.some((number) => placeOf(number) === undefined)) {
      await lookAt({ kind: "focus", number: met[0], within: 1, also: met.slice(1) });
    }
    story.play(steps, at);
  }
  section.addEventListener("play-path", (event) => playPath(event.detail?.steps ?? []), { signal });

  return {
    load,
    playPath,
    data: () => data,
    destroy() {
      story.stop();
      resized.disconnect();
      clearTimeout(resized.timer);
      wires.abort();
      mounted.delete(section);
      drawing?.remove();
    },
  };
}

for (const section of document.querySelectorAll("[data-graph]")) graphIn(section);
