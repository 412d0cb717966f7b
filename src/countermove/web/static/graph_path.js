// A story on the graph: its path highlighted step by step, with the sentence of each step.

const SHOWN_FOR = 1400;
const READ_A_CHARACTER_IN = 45;

/**
 * Wire the controls of a story.
 *
 * A step is {from, to, party, says}: the numbers of two states, the place of the mover, and the
 * sentence; or {at, says}, where only a state is looked at.
 */
export function storyOf(section, cy, { placeOf, show, signal }) {
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

  /** Draw the move of a step: one way only, unlike the line of both, and round other outcomes. */
  function lineOf(step, k) {
    const [from, to] = [placeOf(step.from), placeOf(step.to)];
    if (from === undefined || to === undefined) return cy.collection();
    const [source, target] = [`n${from}`, `n${to}`];
    const data = { id: `story ${k}`, source, target, party: step.party ?? 0, ahead: "triangle", behind: "none" };
    const taken = cy.edges(".is-of-story").filter((edge) => cy.$id(source).edgesWith(cy.$id(target)).contains(edge));
    data.bend = bendOf(cy, cy.$id(source), cy.$id(target)) + 24 * taken.length;
    return cy.add({ group: "edges", data, classes: "is-of-story" });
  }

  function clear() {
    cy.elements().removeClass("is-on-path is-now is-dim");
    cy.edges(".is-of-story").remove();
  }

  function draw() {
    const step = steps[now];
    cy.batch(() => {
      clear();
      cy.elements().removeClass("is-near is-current").addClass("is-dim");
      steps.slice(0, now + 1).forEach((one, k) => {
        const line = one.at === undefined ? lineOf(one, k) : cy.collection();
        const ends = [one.at, one.from, one.to].map(placeOf).filter((k) => k !== undefined);
        const nodes = cy.collection(ends.map((k) => cy.$id(`n${k}`)));
        line.union(nodes).removeClass("is-dim is-left-out").addClass("is-on-path");
        line.toggleClass("is-now", k === now);
      });
    });
    section.dispatchEvent(new CustomEvent("story-step", { bubbles: true, detail: { step: now } }));
    said.textContent = `${now + 1} of ${steps.length}: ${step.says}`;
    back.disabled = now === 0;
    next.disabled = now === steps.length - 1;
    const end = placeOf(step.at ?? step.to);
    if (end !== undefined) show(end);
  }

  function go(to) {
    now = Math.max(0, Math.min(steps.length - 1, to));
    draw();
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
    clear();
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
    playPath(given, at = 0) {
      stop();
      steps = given;
      box.hidden = steps.length === 0;
      if (steps.length) go(at);
    },
    stop,
  };
}

/** Return by how much a line between two nodes is bent so that it meets no other. */
function bendOf(cy, source, target) {
  const [from, to] = [source.position(), target.position()];
  const far = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const others = cy.nodes(":visible").difference(source.union(target)).map((node) => node.boundingBox({ includeLabels: false, includeOverlays: false, includeUnderlays: false }));
  const meets = (bend) => {
    const middle = { x: (from.x + to.x) / 2 + ((from.y - to.y) / far) * bend, y: (from.y + to.y) / 2 + ((to.x - from.x) / far) * bend };
    for (let t = 0.05; t < 1; t += 0.05) {
      const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
      const [x, y] = [a * from.x + b * middle.x + c * to.x, a * from.y + b * middle.y + c * to.y];
      if (others.some((box) => x > box.x1 && x < box.x2 && y > box.y1 && y < box.y2)) return true;
    }
    return false;
  };
  const bends = [14, -14, 60, -60, 120, -120, 190, -190, 280, -280];
  return bends.find((bend) => !meets(bend)) ?? 14;
}
