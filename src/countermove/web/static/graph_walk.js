// The graph by keyboard: arrow keys go along moves, Enter chooses, Escape leaves.

const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
// An arrow key takes a line that leads at most so far from its direction (the cosine of the angle).
const AT_MOST_ASIDE = 0.35;

/** Find the neighbour that lies best in a direction, and the line to it. */
export function neighbourIn(node, [x, y]) {
  let best = null;
  for (const edge of node.connectedEdges(":visible")) {
    const other = edge.source().same(node) ? edge.target() : edge.source();
    const isBack = edge.target().same(node);
    if (isBack && edge.data("behind") === "none") continue;
    const [from, to] = [node.position(), other.position()];
    const [across, down] = [to.x - from.x, to.y - from.y];
    const far = Math.hypot(across, down);
    const along = (across * x + down * y) / far;
    if (along < AT_MOST_ASIDE) continue;
    const cost = far * (2 - along) ** 3;
    if (best === null || cost < best.cost) best = { cost, other, edge, isBack };
  }
  return best;
}

/** Let keys move through the graph. */
export function walk(canvas, cy, { current, look, choose, zoom, say, begin, signal }) {
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const node = current();
    if (event.key in ARROWS) {
      const found = node && neighbourIn(node, ARROWS[event.key]);
      if (!node) look(begin());
      else if (found) look(found.other, found);
      else say("No move leads that way.");
    } else if (event.key === "Enter" || event.key === " ") {
      if (node) choose(node);
    } else if (event.key === "Home") look(begin());
    else if (event.key === "+" || event.key === "=") zoom("in");
    else if (event.key === "-") zoom("out");
    else if (event.key === "0") zoom("fit");
    else if (event.key === "Escape") canvas.blur();
    else return;
    event.preventDefault();
  }, { signal });
  canvas.addEventListener("focus", () => {
    if (canvas.matches(":focus-visible")) look(current() ?? begin());
  }, { signal });
}
