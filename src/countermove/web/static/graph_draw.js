// The drawing of a graph as SVG: cards of outcomes, lines of moves; its colours are the style sheet's.

const SVG = "http://www.w3.org/2000/svg";
const [LINE, HEAD, PAD, BULLET, SQUARE] = [15, 17, 7, 12, 8]; // as in draw/state_graph/cards.py
const LONGEST_MARK = 12;
const TIP = { long: 9, wide: 4 };

/** Make an element of a drawing. */
export function shape(name, attributes = {}, ...inside) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside.filter(Boolean));
  return made;
}

/** Draw a graph; lines lie below cards. */
export function drawingOf(data) {
  const { width, height } = data;
  const lines = data.edges.map((edge, place) => lineOf(edge, data.parties[edge.party], { "data-edge": place }));
  return shape(
    "svg",
    { class: "graph-drawing", viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true", focusable: "false" },
    shape("g", { class: "graph-lines" }, ...lines),
    shape("g", { class: "graph-story-lines" }),
    shape("g", { class: "graph-cards" }, ...data.nodes.map((node, place) => cardOf(data, node, place))),
  );
}

/** Shorten a text by characters as people count them, not by halves of them. */
function shortened(text, most) {
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
}

function cardOf(data, node, place) {
  const { width, height } = node;
  const own = ["graph-card", node.is_status_quo ? "is-status-quo" : "", data.squares.length ? "is-small" : ""];
  const card = shape(
    "g",
    { class: own.join(" ").trim(), "data-node": place, transform: `translate(${node.x - width / 2} ${node.y - height / 2})` },
    shape("rect", { class: "graph-box", width, height, rx: 4 }),
    shape("text", { class: "graph-mark", x: PAD, y: HEAD - 2 }, `[${shortened(node.mark, LONGEST_MARK)}]`),
    node.is_status_quo ? shape("path", { class: "graph-flag", d: `M${width - 18} 17V5l11 3.5-11 3.5` }) : null,
  );
  node.lines.forEach((line, k) => {
    const y = HEAD + LINE * k;
    if (line.begins) card.append(squareOf(data.parties[line.party], PAD, y + 4, "Y"));
    card.append(shape("text", { class: "graph-words", x: PAD + (line.party === null ? 0 : BULLET), y: y + 12 }, line.text));
  });
  for (const { option, party, x, y } of data.squares) card.append(squareOf(data.parties[party], x, y, node.signs[option]));
  return card;
}

/** Draw what is done of an option: a full square, else a hollow one; half of one, where it is open; of a level its number. */
export function squareOf(party, x, y, value) {
  const square = shape("g", { class: `graph-square ${party?.colour ?? ""}` });
  square.append(shape("rect", { class: value === "Y" ? "is-done" : "", x, y, width: SQUARE, height: SQUARE, rx: 1 }));
  if (value === "-") square.append(shape("path", { class: "is-done", d: `M${x} ${y + SQUARE}V${y}H${x + SQUARE}Z` }));
  if (/^\d+$/.test(value)) square.append(shape("text", { class: "graph-level", x: x + SQUARE / 2, y: y + SQUARE - 1.5 }, value));
  return square;
}

/** Draw the line of a move: a full arrow where it improves, an open one where it only can be made. */
export function lineOf({ route, improves, back }, party, attributes = {}) {
  const points = pointsOf(route);
  const [first, ...further] = points.map((point) => point.join(" "));
  const d = `M${first}C${further.join(" ")}`;
  return shape(
    "g",
    { class: `graph-line ${party.colour} ${party.line}`, ...attributes },
    shape("path", { class: "graph-hit", d }),
    shape("path", { class: "graph-run", d }),
    tip(points.at(-2), points.at(-1), improves, "is-ahead"),
    back === null ? null : tip(points[1], points[0], back, "is-back"),
  );
}

/** Give the points of a route, which is one cubic curve or several that follow on each other. */
const pointsOf = (route) => Array.from({ length: route.length / 2 }, (_, k) => route.slice(2 * k, 2 * k + 2));

function tip([fromX, fromY], [x, y], improves, which) {
  const far = Math.hypot(x - fromX, y - fromY) || 1;
  const [u, v] = [(x - fromX) / far, (y - fromY) / far];
  const side = (by) => `${(x - TIP.long * u - by * v).toFixed(1)} ${(y - TIP.long * v + by * u).toFixed(1)}`;
  const d = `M${side(TIP.wide)}L${x} ${y}L${side(-TIP.wide)}${improves ? "Z" : ""}`;
  return shape("path", { class: `graph-tip ${which} ${improves ? "is-better" : ""}`.trim(), d });
}

/** Turn a route round, and bend it more, where it is drawn beside another. */
export function turned(route, { isBack = false, beside = 0 } = {}) {
  const points = pointsOf(route);
  const [[x, y], [endX, endY]] = [points[0], points.at(-1)];
  const far = Math.hypot(endX - x, endY - y) || 1;
  const [u, v] = [((y - endY) / far) * beside, ((endX - x) / far) * beside];
  const bent = points.map(([px, py], k) => (k === 0 || k === points.length - 1 ? [px, py] : [px + u, py + v]));
  return (isBack ? bent.reverse() : bent).flat();
}
