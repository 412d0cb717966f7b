// A story on the graph: its path highlighted step by step, with the sentence of each step.

const SHOWN_FOR = 1400;
const READ_A_CHARACTER_IN = 45;

/**
 * Wire the controls of a story.
 *
 * A step is {from, to, party, says}: the numbers of two states, the place of the mover, and the
 * sentence; or {at, says}, where only a state is looked at.
 */
export function storyOf(section, cy, placeOf, show) {
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

  function lineOf(step) {
    const [from, to] = [placeOf(step.from), placeOf(step.to)];
    if (from === undefined || to === undefined) return cy.collection();
    const own = (edge) => step.party === undefined || edge.data("party") === step.party;
    const drawn = cy.$id(`n${from}`).edgesWith(cy.$id(`n${to}`)).filter(own);
    if (drawn.nonempty()) return drawn.first();
    // The move is one of those that aren't drawn; it is drawn for the story.
    return cy.add({
      group: "edges",
      data: {
        id: `story ${from} ${to} ${step.party ?? ""}`,
        source: `n${from}`,
        target: `n${to}`,
        party: step.party ?? 0,
        ahead: "vee",
        behind: "none",
      },
      classes: "is-of-story",
    });
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
        const line = one.at === undefined ? lineOf(one) : cy.collection();
        const ends = [one.at, one.from, one.to].map(placeOf).filter((k) => k !== undefined);
        const nodes = cy.collection(ends.map((k) => cy.$id(`n${k}`)));
        line.union(nodes).removeClass("is-dim is-left-out").addClass("is-on-path");
        line.toggleClass("is-now", k === now);
      });
    });
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

  play.addEventListener("click", () => {
    if (timer !== null) return stop();
    if (now === steps.length - 1) go(0);
    play.textContent = "Pause";
    return tick();
  });
  next.addEventListener("click", () => (stop(), go(now + 1)));
  back.addEventListener("click", () => (stop(), go(now - 1)));
  close.addEventListener("click", shut);

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
