// The graph by keyboard: arrow keys go along moves, Enter centres, Escape goes back, then leaves.

const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
// An arrow key takes a line that leads at most so far from its direction (the cosine of the angle).
const AT_MOST_ASIDE = 0.35;

/** Find the neighbour that lies best in a direction, and the line to it; `ways` are those shown. */
export function neighbourIn(data, place, [x, y], ways) {
  let best = null;
  for (const { edge, to, isBack } of ways) {
    const [from, other] = [data.nodes[place], data.nodes[to]];
    const [across, down] = [other.x - from.x, other.y - from.y];
    const far = Math.hypot(across, down);
    const along = (across * x + down * y) / far;
    if (along < AT_MOST_ASIDE) continue;
    const cost = far * (2 - along) ** 3;
    if (best === null || cost < best.cost) best = { cost, to, edge, isBack };
  }
  return best;
}

/** Let keys move through the graph. */
export function walk(canvas, { next, look, focusOn, zoom, say, current, begin, back, signal }) {
  const steps = { 1: 1, 2: 2, 3: 3 };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in ARROWS) {
      const found = current() !== null && next(ARROWS[event.key]);
      if (current() === null) look(begin());
      else if (found) look(found.to, found);
      else say("No move leads that way.");
    } else if (event.key === "Enter" || event.key === " ") {
      if (current() !== null) focusOn(current());
    } else if (event.key in steps && current() !== null) focusOn(current(), steps[event.key]);
    else if (event.key === "Home") look(begin());
    else if (event.key === "+" || event.key === "=") zoom("in");
    else if (event.key === "-") zoom("out");
    else if (event.key === "0") zoom("fit");
    else if (event.key === "Escape") back() || canvas.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, { signal });
  canvas.addEventListener("focus", () => {
    if (canvas.matches(":focus-visible")) look(current() ?? begin());
  }, { signal });
}
