// A story on the graph: its path highlighted step by step, with the sentence of each step.

import { lineOf, turned } from "./graph_draw.js";

const SHOWN_FOR = 1400;
const READ_A_CHARACTER_IN = 45;
const BESIDE = 26;

/**
 * Wire the controls of a story.
 *
 * A step is {from, to, party, says}: the numbers of two states, the place of the mover, and the
 * sentence; or {at, says}, where only a state is looked at.
 */
export function storyOf(section, { graph, show, signal }) {
  const box = section.querySelector("[data-graph-story]");
  const said = section.querySelector("[data-graph-story-said]");
  const [play, next, back, close] = ["play", "next", "back", "close"].map((name) =>
    section.querySelector(`[data-graph-story-${name}]`),
  );
  let steps = [];
  let now = 0;
  let timer = null;

  function stop() {
    clearTimeout(timer);
    timer = null;
    play.textContent = "Play";
  }

  /** Find how a step runs: as the line of that move, turned where it is the way back. */
  function routeOf(step) {
    const { data, placeOf } = graph();
    const [from, to] = [placeOf(step.from), placeOf(step.to)];
    if (from === undefined || to === undefined) return null;
    const isBetween = (edge, a, b) => edge.origin === a && edge.target === b;
    const lines = data.edges.filter((edge) => isBetween(edge, from, to) || isBetween(edge, to, from));
    const line = lines.find((edge) => edge.party === step.party) ?? lines[0];
    if (line) return { route: line.route, isBack: line.origin === to };
    const [a, b] = [data.nodes[from], data.nodes[to]];
    return { route: [a.x, a.y, a.x, a.y, b.x, b.y, b.x, b.y], isBack: false };
  }

  /** Draw the steps up to now: each one way only, beside those on the same line before it. */
  function draw() {
    const { data, drawing, placeOf } = graph();
    const layer = drawing.querySelector(".graph-story-lines");
    layer.replaceChildren();
    for (const card of drawing.querySelectorAll(".graph-card")) card.classList.remove("is-on-path");
    drawing.classList.toggle("has-story", steps.length > 0);
    const taken = new Map();
    steps.slice(0, now + 1).forEach((step, k) => {
      const found = step.at === undefined ? routeOf(step) : null;
      if (found) {
        const times = taken.get(found.route) ?? 0;
        taken.set(found.route, times + 1);
        const route = turned(found.route, { isBack: found.isBack, beside: BESIDE * times });
        const line = lineOf({ route, improves: true, back: null }, data.parties[step.party ?? 0], { "data-step": k });
        line.classList.toggle("is-now", k === now);
        layer.append(line);
      }
      for (const place of [step.at, step.from, step.to].map(placeOf)) {
        if (place !== undefined) drawing.querySelector(`[data-node="${place}"]`).classList.add("is-on-path");
      }
    });
  }

  function go(to) {
    now = Math.max(0, Math.min(steps.length - 1, to));
    draw();
    const step = steps[now];
    section.dispatchEvent(new CustomEvent("story-step", { bubbles: true, detail: { step: now } }));
    said.textContent = `${now + 1} of ${steps.length}: ${step.says}`;
    back.disabled = now === 0;
    next.disabled = now === steps.length - 1;
    const end = graph().placeOf(step.at ?? step.to);
    if (end !== undefined) show(end);
  }

  function tick() {
    const { says } = steps[now];
    timer = setTimeout(
      () => {
        if (now === steps.length - 1) return stop();
        go(now + 1);
        return tick();
      },
      SHOWN_FOR + READ_A_CHARACTER_IN * says.length,
    );
  }

  function shut() {
    stop();
    steps = [];
    draw();
    box.hidden = true;
    section.dispatchEvent(new CustomEvent("story-closed", { bubbles: true }));
  }

  const start = () => {
    if (timer !== null) return stop();
    if (now === steps.length - 1) go(0);
    play.textContent = "Pause";
    return tick();
  };
  play.addEventListener("click", start, { signal });
  next.addEventListener("click", () => (stop(), go(now + 1)), { signal });
  back.addEventListener("click", () => (stop(), go(now - 1)), { signal });
  close.addEventListener("click", shut, { signal });

  return {
    play(told, at = 0) {
      stop();
      steps = told;
      box.hidden = steps.length === 0;
      if (steps.length) go(at);
      else draw();
    },
    /** Draw it again, after the graph was. */
    again: () => steps.length > 0 && draw(),
    stop,
  };
}

/** Give the numbers of the states that a story leads through. */
export const metIn = (steps) => [...new Set(steps.flatMap(({ at, from, to }) => [at, from, to]).filter((one) => one !== undefined))];
