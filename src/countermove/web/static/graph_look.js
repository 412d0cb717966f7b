// How the graph looks: colours from the style sheets, nodes as strips of options, lines by party.

const LONGEST = 30;
const LEAST = 9.5; // pixels on the screen: no label is smaller
const LONGEST_MARK = 8;
const LABEL_SIZE = 12;
const MOST_SHARP = 4;
/** Graphs with more are drawn more simply, so that they stay fluid. */
export const MANY_NODES = 120;
export const MANY_EDGES = 1500;

/** Shorten a text by characters as people count them, not by halves of them. */
export function shortened(text, most = LONGEST) {
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
}

/** Read the colours and the dashes of lines that the style sheets give now. */
export function coloursOf(section, parties) {
  const own = getComputedStyle(section);
  const colour = (name) => own.getPropertyValue(`--graph-${name}`).trim();
  const probe = document.createElement("span");
  probe.hidden = true;
  section.append(probe);
  const looks = parties.map((party) => {
    probe.className = `${party.colour} ${party.line}`;
    const style = getComputedStyle(probe);
    const dash = style.getPropertyValue("--dash").trim().split(/\s+/).map(Number);
    return { colour: style.getPropertyValue("--party").trim(), dash };
  });
  probe.remove();
  const names = ["ground", "ink", "quiet", "box", "edge", "ring", "flag", "focus"];
  const found = Object.fromEntries(names.map((name) => [name, colour(name)]));
  return { ...found, parties: looks, font: own.fontFamily };
}

/** Draw a picture, as pixels: drawn again and again those are many times faster than SVG. */
function picture(width, height, sharpness, draw) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * sharpness, height * sharpness];
  const pen = canvas.getContext("2d");
  pen.scale(sharpness, sharpness);
  draw(pen);
  return canvas.toDataURL();
}

/** Draw the strip of a state: a filled square for what is done, a hollow one for what isn't. */
function stripOf(strip, pattern, colours, sharpness) {
  const side = strip.square - 3;
  return picture(strip.width, strip.height, sharpness, (pen) => {
    strip.squares.forEach(([party, left, top], option) => {
      const [x, y] = [left + 1.5, top + 1.5];
      pen.fillStyle = pen.strokeStyle = colours.parties[party].colour;
      pen.lineWidth = 1.4;
      pen.beginPath();
      pen.roundRect(x, y, side, side, 1.5);
      pen.stroke();
      if (pattern[option] === "Y") pen.fill();
      if (pattern[option] === "-") pen.fill(new Path2D(`M${x} ${y + side}V${y}H${x + side}Z`));
    });
  });
}

const flagOf = (colours) =>
  picture(14, 18, MOST_SHARP, (pen) => {
    pen.fillStyle = pen.strokeStyle = colours.flag;
    pen.lineWidth = 2;
    const flag = new Path2D("M2 17V2L13 6 2 10");
    pen.fill(flag);
    pen.stroke(flag);
  });

const tip = (improves) => (improves === null ? "none" : improves ? "triangle" : "vee");

/** Turn the data of the graph into Cytoscape's elements. */
export function elementsOf(data) {
  const pairs = new Map();
  for (const edge of data.edges) {
    const pair = `${Math.min(edge.origin, edge.target)} ${Math.max(edge.origin, edge.target)}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    edge.pair = pair;
  }
  const isNamed = data.strip.squares.length === 0;
  const nodes = data.nodes.map((node, place) => ({
    group: "nodes",
    data: { id: `n${place}`, place, label: isNamed ? shortened(node.text).replace(/[_:-]/g, "$&\u200b") : shortened(node.mark, LONGEST_MARK) },
    position: { x: node.x, y: node.y },
    classes: [
      isNamed ? "is-named" : "is-strip",
      node.is_status_quo ? "is-status-quo" : "",
      node.holds.length ? "holds" : "",
    ].join(" "),
  }));
  const edges = data.edges.map((edge, place) => ({
    group: "edges",
    data: {
      id: `e${place}`,
      place,
      source: `n${edge.origin}`,
      target: `n${edge.target}`,
      party: edge.party,
      ahead: tip(edge.improves),
      behind: tip(edge.back),
    },
    classes: [
      edge.improves ? "improves" : "",
      pairs.get(edge.pair) > 1 ? "is-parallel" : "",
    ].join(" "),
  }));
  return [...nodes, ...edges];
}

let strips = { alike: "", known: new Map() }; // pictures of strips, kept from one graph to the next

/** Keep labels readable: called whenever the zoom changes. */
export function keepLabels(cy) {
  const few = cy.nodes().length <= MANY_NODES;
  const size = cy.nodes().first().hasClass("is-named") ? 12 : LABEL_SIZE;
  const isFar = cy.zoom() * size < LEAST;
  cy.batch(() => {
    const nodes = few ? cy.nodes() : cy.nodes(".is-ringed, .is-status-quo, .is-current, .is-on-path");
    cy.nodes(".is-far").difference(isFar ? nodes : cy.collection()).removeClass("is-far").removeStyle("font-size");
    if (isFar) nodes.addClass("is-far").style("font-size", LEAST / cy.zoom());
  });
}

/** Write Cytoscape's style sheet. */
export function styleOf(data, colours) {
  const { strip } = data;
  const sharpness = data.nodes.length > MANY_NODES ? 2 : MOST_SHARP;
  const alike = JSON.stringify([strip, sharpness, colours.parties.map(({ colour }) => colour)]);
  if (alike !== strips.alike) strips = { alike, known: new Map() };
  const { known } = strips;
  const drawn = (pattern) => {
    if (!known.has(pattern)) known.set(pattern, stripOf(strip, pattern, colours, sharpness));
    return known.get(pattern);
  };
  return [
    {
      selector: "node",
      style: {
        shape: "round-rectangle",
        width: strip.width,
        height: strip.height,
        "background-color": colours.box,
        "border-width": 1,
        "border-color": colours.quiet,
        label: "data(label)",
        color: colours.ink,
        "font-family": colours.font,
        "font-size": LABEL_SIZE,
        // Of many nodes only those that matter keep their label when they are small.
        "min-zoomed-font-size": data.nodes.length > MANY_NODES ? 7 : 0,
        "text-valign": "center",
        "text-margin-x": (strip.mark - strip.width) / 2 + 3,
        "overlay-opacity": 0,
      },
    },
    {
      selector: "node.is-strip",
      style: {
        "background-image": (node) => drawn(data.nodes[node.data("place")].pattern),
        "background-fit": "cover",
        "background-image-smoothing": "yes",
      },
    },
    {
      selector: "node.is-named",
      style: {
        "text-margin-x": 0,
        "font-size": 12,
        "text-max-width": strip.width - 6,
        "text-wrap": "wrap",
      },
    },
    // Where the graph is small the label stands above its node, as large as can be read.
    {
      selector: "node.is-far.is-strip",
      style: { "text-valign": "top", "text-margin-x": 0, "text-margin-y": -1, "min-zoomed-font-size": 0 },
    },
    { selector: "node.is-far.is-named", style: { "text-max-width": strip.width, "min-zoomed-font-size": 0 } },
    {
      selector: "node.is-ringed",
      style: {
        "border-color": colours.ring,
        "outline-width": 2.5,
        "outline-color": colours.ring,
        "outline-offset": 2.5,
      },
    },
    {
      selector: "node.is-status-quo",
      style: flagged(data, colours, drawn),
    },
    {
      selector: "edge",
      style: {
        "curve-style": "straight",
        width: 1.3,
        "line-color": (edge) => colours.parties[edge.data("party")].colour,
        "target-arrow-color": (edge) => colours.parties[edge.data("party")].colour,
        "source-arrow-color": (edge) => colours.parties[edge.data("party")].colour,
        "target-arrow-shape": "data(ahead)",
        "source-arrow-shape": "data(behind)",
        "arrow-scale": 0.85,
        opacity: data.edges.length > 400 ? 0.45 : 0.75,
        "overlay-opacity": 0,
      },
    },
    { selector: "edge.is-parallel", style: { "curve-style": "bezier" } },
    { selector: "edge.improves", style: { width: 2 } },
    ...colours.parties.flatMap(({ dash }, party) =>
      dash.length < 2
        ? []
        : [
            {
              // Thousands of long dashed lines take seconds: there only those looked at are dashed.
              selector: `edge[party = ${party}]${data.edges.length > MANY_EDGES ? ".is-near" : ""}`,
              style: { "line-style": "dashed", "line-dash-pattern": dash },
            },
          ],
    ),
    { selector: ".is-left-out", style: { display: "none" } },
    { selector: ".is-dim", style: { opacity: 0.14 } },
    { selector: "edge.is-near", style: { width: 3, opacity: 1, "z-index": 5 } },
    {
      selector: "node.is-current",
      style: {
        "underlay-color": colours.focus,
        "underlay-opacity": 0.35,
        "underlay-padding": 9,
        "z-index": 10,
      },
    },
    { selector: "edge.is-on-path", style: { width: 4, opacity: 1, "z-index": 6 } },
    {
      selector: "node.is-on-path",
      style: { "border-width": 2.5, "border-color": colours.focus, opacity: 1, "z-index": 9 },
    },
    // The step of a story leads one way, and round what stands between.
    {
      selector: "edge.is-of-story",
      style: {
        "curve-style": "unbundled-bezier",
        "control-point-distances": "data(bend)",
        "control-point-weights": 0.5,
        "arrow-scale": 1.3,
      },
    },
    {
      selector: "edge.is-now",
      style: { width: 5.5, "underlay-color": colours.focus, "underlay-opacity": 0.3, "underlay-padding": 5 },
    },
  ];
}

/** The status quo has a flag on its upper left corner, over its strip. */
function flagged(data, colours, drawn) {
  const { strip } = data;
  const isNamed = strip.squares.length === 0;
  const both = (first, second) => (isNamed ? [second] : [first, second]);
  return {
    "background-image": (node) =>
      both(drawn(data.nodes[node.data("place")].pattern), flagOf(colours)),
    "background-fit": both("cover", "none"),
    "background-width": both("auto", 14),
    "background-height": both("auto", 18),
    "background-position-x": both("50%", -3),
    "background-position-y": both("50%", -19),
    "background-clip": both("node", "none"),
    "background-image-containment": both("inside", "over"),
    "bounds-expansion": 22,
  };
}
