// The graph of a model, drawn by Cytoscape.js into the section of templates/_graph.html.

import { MANY_EDGES, MANY_NODES, coloursOf, elementsOf, keepLabels, styleOf } from "./graph_look.js";
import { storyOf } from "./graph_path.js";
import { savePicture } from "./graph_picture.js";
import { walk } from "./graph_walk.js";

const ROOM = 30;
const PAUSE = 90;
const STEP = 1.3;
const LARGEST = 1.5;
const DARK = matchMedia("(prefers-color-scheme: dark)");
const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const mounted = new WeakMap();
const coming = new WeakMap();
let view = null; // where one was in the graph that was there before

/** Draw the graph of a section once it comes into sight; until then it costs nothing. */
export function graphIn(section) {
  if (!coming.has(section)) {
    const inSight = new Promise((resolve) => {
      const observer = new IntersectionObserver((entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        resolve();
      }, { rootMargin: "150px" });
      observer.observe(section);
    });
    coming.set(section, inSight.then(() => (section.isConnected ? mountGraph(section) : null)));
  }
  return coming.get(section);
}

/** Draw the graph of a section that has its address in data-src; once for each section. */
export async function mountGraph(section) {
  if (mounted.has(section)) return mounted.get(section);
  const drawing = load(section).then((data) => data && draw(section, data));
  mounted.set(section, drawing);
  return drawing;
}

/** Draw the graph of a section anew, if what its address gives has changed. */
export async function redrawGraph(section) {
  const [graph, data] = await Promise.all([mounted.get(section), load(section)]);
  if (!graph || !data || JSON.stringify(data) === graph.source || !section.isConnected) return graph;
  graph.destroy();
  const drawing = Promise.resolve(draw(section, data));
  mounted.set(section, drawing);
  return drawing;
}

async function load(section) {
  try {
    const response = await fetch(section.dataset.src, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(`${response.status}`);
    if (response.status === 204) throw new Error("the model was changed meanwhile");
    return await response.json();
  } catch (error) {
    section.querySelector("[data-graph-said]").textContent = `The graph could not be loaded (${error.message}). The table says the same.`;
    return null;
  }
}

function draw(section, data) {
  const source = JSON.stringify(data);
  const wired = new AbortController();
  const { signal } = wired;
  const part = (name) => section.querySelector(`[data-graph-${name}]`);
  const canvas = part("canvas");
  const said = part("said");
  const say = (...sentences) => {
    said.textContent = sentences.filter(Boolean).join(" ");
  };
  const shown = part("shown");
  if (shown) shown.textContent = data.says;
  const cy = cytoscapeIn(canvas, data, section, signal);
  const placeByNumber = new Map(data.nodes.map((node, place) => [node.number, place]));
  const placeOf = (number) => placeByNumber.get(number);

  // -- one state, in words ------------------------------------------------------------------------

  let current = null;
  let marking = null;

  function mark() {
    cy.batch(() => {
      cy.elements(".is-current, .is-near").removeClass("is-current is-near");
      current.addClass("is-current");
      current.connectedEdges().addClass("is-near");
    });
  }

  function look(node, way) {
    if (!node || node.empty()) return;
    const state = data.nodes[node.data("place")];
    current = node;
    // A pointer that only passes by doesn't have a large graph drawn again.
    clearTimeout(marking);
    if (data.edges.length > MANY_EDGES) marking = setTimeout(mark, PAUSE);
    else mark();
    say(way && sentenceOf(way), `${state.text}.`, done(data, state), ...state.says);
    if (way) bringIntoView(cy, node);
  }

  function sentenceOf({ edge, isBack }) {
    const line = data.edges[edge.data("place")];
    return line && data.sentences[isBack ? line.back_says : line.says];
  }

  function choose(node) {
    const { number, mark } = data.nodes[node.data("place")];
    const detail = { number, mark };
    section.dispatchEvent(new CustomEvent("state-chosen", { bubbles: true, detail }));
  }

  cy.on("mouseover", "node", (event) => look(event.target));
  cy.on("mouseover", "edge", (event) => {
    const line = data.edges[event.target.data("place")];
    if (line) say(data.sentences[line.says], line.back_says !== null && data.sentences[line.back_says]);
  });
  cy.on("tap", "node", (event) => {
    look(event.target);
    choose(event.target);
  });

  // -- what is shown ------------------------------------------------------------------------------

  const inputs = {
    party: part("party"),
    concept: part("concept"),
    improvements: part("improvements"),
    reachable: part("reachable"),
  };

  function filter() {
    const party = inputs.party?.value ? Number(inputs.party.value) : null;
    const only = inputs.improvements?.checked ?? false;
    const concept = inputs.concept?.value;
    const counts = (edge, improves) =>
      improves !== null && (party === null || edge.party === party) && (!only || improves);
    const reached =
      inputs.reachable?.checked && data.start !== null ? reachedFrom(data, counts) : null;
    cy.batch(() => {
      for (const node of cy.nodes()) {
        const place = node.data("place");
        const { holds } = data.nodes[place];
        node.toggleClass("is-left-out", reached !== null && !reached.has(place));
        node.toggleClass("is-ringed", concept ? holds.includes(concept) : holds.length > 0);
      }
      for (const edge of cy.edges()) {
        const line = data.edges[edge.data("place")];
        const [ahead, back] = [counts(line, line.improves), counts(line, line.back)];
        edge.toggleClass("is-left-out", !ahead && !back);
        edge.data("behind", back ? (line.back ? "triangle" : "vee") : "none");
      }
    });
    return reached === null ? "" : `${reached.size} of ${data.nodes.length} outcomes shown.`;
  }

  part("controls")?.addEventListener("change", () => say(filter()), { signal });
  part("controls")?.addEventListener("submit", (event) => event.preventDefault(), { signal });
  filter();

  // -- the view -----------------------------------------------------------------------------------

  function zoom(how) {
    if (how === "fit") return fit(cy);
    const level = cy.zoom() * (how === "in" ? STEP : 1 / STEP);
    const middle = current
      ? current.renderedPosition()
      : { x: cy.width() / 2, y: cy.height() / 2 };
    return cy.zoom({ level, renderedPosition: middle });
  }

  for (const button of section.querySelectorAll("[data-graph-zoom]")) {
    button.addEventListener("click", () => zoom(button.dataset.graphZoom), { signal });
  }
  part("save")?.addEventListener("click", () => savePicture(cy, section, data), { signal });
  cy.on("zoom", () => keepLabels(cy));
  const states = data.nodes.map((node) => node.number).join(" ");
  // After an edit one is where one was, if the same outcomes are there.
  if (view?.states === states) cy.viewport(view);
  keepLabels(cy);
  const begin = () => cy.$id(`n${data.start ?? 0}`);
  walk(canvas, cy, { current: () => current, look, choose, zoom, say, begin, signal });

  const show = (place) => bringIntoView(cy, cy.$id(`n${place}`));
  const story = storyOf(section, cy, { placeOf, show, signal });
  const chooseState = (event) => {
    const place = placeOf(event.detail?.number);
    if (place === undefined) return say("That outcome is not among those shown.");
    const node = cy.$id(`n${place}`);
    look(node);
    return bringIntoView(cy, node);
  };
  const play = (event) => story.playPath(event.detail?.steps ?? []);
  section.addEventListener("choose-state", chooseState, { signal });
  section.addEventListener("play-path", play, { signal });

  const recolour = () => cy.style(styleOf(data, coloursOf(section, data.parties)));
  const watcher = new MutationObserver(recolour);
  watcher.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  DARK.addEventListener("change", recolour, { signal });

  return {
    cy,
    data,
    source,
    playPath: story.playPath,
    destroy() {
      view = { states, zoom: cy.zoom(), pan: { ...cy.pan() } };
      clearTimeout(marking);
      story.stop();
      wired.abort();
      watcher.disconnect();
      mounted.delete(section);
      cy.destroy();
    },
  };
}

function cytoscapeIn(canvas, data, section, signal) {
  // Cytoscape would add a style element, which the pages forbid, unless there is one of this name.
  const name = "__________cytoscape_stylesheet";
  if (!document.getElementById(name)) {
    document.head.append(Object.assign(document.createElement("meta"), { id: name }));
  }
  // The wheel scrolls the page; with Ctrl it zooms the graph.
  canvas.parentElement.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) event.stopPropagation();
    },
    { capture: true, passive: true, signal },
  );
  const isLarge = data.nodes.length > MANY_NODES;
  const cy = globalThis.cytoscape({
    container: canvas,
    elements: elementsOf(data),
    style: styleOf(data, coloursOf(section, data.parties)),
    layout: { name: "preset" },
    minZoom: 0.03,
    maxZoom: isLarge ? 2 : 3,
    autoungrabify: true,
    autounselectify: true,
    boxSelectionEnabled: false,
    hideEdgesOnViewport: data.edges.length > MANY_EDGES,
    pixelRatio: isLarge ? 1 : "auto",
  });
  fit(cy);
  return cy;
}

/** Show all there is, a small graph not too large. */
function fit(cy) {
  cy.fit(cy.elements(":visible"), ROOM);
  if (cy.zoom() <= LARGEST) return;
  cy.zoom(LARGEST);
  cy.center(cy.elements(":visible"));
}

/** Say what is done in a state by the texts of its options. */
function done(data, state) {
  const texts = data.options.filter((_, option) => state.pattern[option] === "Y");
  return texts.length ? `Done: ${texts.join("; ")}.` : "";
}

/** Find what the moves that are shown lead to; as in graph/sequences.py nobody moves twice in a row. */
function reachedFrom(data, counts) {
  const from = new Map();
  const add = (origin, target, party) => {
    if (!from.has(origin)) from.set(origin, []);
    from.get(origin).push({ target, party });
  };
  for (const edge of data.edges) {
    if (counts(edge, edge.improves)) add(edge.origin, edge.target, edge.party);
    if (counts(edge, edge.back)) add(edge.target, edge.origin, edge.party);
  }
  const met = new Set();
  const reached = new Set([data.start]);
  const waiting = [{ place: data.start, last: null }];
  while (waiting.length) {
    const { place, last } = waiting.pop();
    for (const { target, party } of from.get(place) ?? []) {
      const key = `${target} ${party}`;
      if (party === last || met.has(key)) continue;
      met.add(key);
      reached.add(target);
      waiting.push({ place: target, last: party });
    }
  }
  return reached;
}

function bringIntoView(cy, node) {
  const { x, y } = node.renderedPosition();
  const isInside = x > ROOM && y > ROOM && x < cy.width() - ROOM && y < cy.height() - ROOM;
  if (isInside) return;
  if (STILL.matches) cy.center(node);
  else cy.animate({ center: { eles: node }, duration: 250 });
}

for (const section of document.querySelectorAll("[data-graph]")) graphIn(section);
