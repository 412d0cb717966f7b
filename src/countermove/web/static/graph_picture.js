// The picture of a graph that is saved: always light, with the title of the model and a legend.

import { lineOf, shape, squareOf } from "./graph_draw.js";

const [SCALE, MARGIN, LINE, NARROWEST] = [2, 24, 22, 640];
const FONT = "14px Helvetica, Arial, sans-serif";
// What text and what shapes take from the style sheets: the picture needs none.
const LOOK = {
  text: ["fill", "font-size", "font-weight", "font-family"],
  "rect, path": ["fill", "stroke", "stroke-width", "stroke-dasharray"],
};
const PLAIN = new Set(["stroke-dasharray none", "stroke-dasharray 0px", "stroke none"]);

/** Save what is shown of a graph, under the name of the model. */
export async function savePicture(section, graph, kind) {
  const written = pictureOf(section, graph);
  const blob = kind === "svg" ? new Blob([written.text], { type: "image/svg+xml" }) : await pixels(written);
  const address = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement("a"), { href: address, download: `${section.dataset.name}.${kind}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** Copy the picture, and say whether that went well. */
export async function copyPicture(section, graph) {
  try {
    const image = pixels(pictureOf(section, graph));
    await navigator.clipboard.write([new ClipboardItem({ "image/png": image })]);
    return "The picture is copied.";
  } catch {
    return "This browser doesn't let pictures be copied here. Save it instead.";
  }
}

/** Turn a picture into pixels, twice as many as on the screen. */
async function pixels({ text, width, height }) {
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  const image = new Image(width, height);
  image.src = address;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: width * SCALE, height: height * SCALE });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

/** Write the picture as SVG that stands by itself: text is text, looks are attributes. */
function pictureOf(section, { data, drawing }) {
  const wide = Math.max(data.width, NARROWEST);
  const measure = measured();
  const text = (y, words, name) => shape("text", { class: `graph-words ${name}`, x: MARGIN, y }, words);
  const above = wrapped([data.says, data.common].filter(Boolean).join(" "), wide, measure);
  const top = MARGIN + LINE * (above.length + 1.5);
  const rows = rowsOf(legendOf(section, data), wide, measure);
  const width = Math.ceil(wide + 2 * MARGIN);
  const height = Math.ceil(top + data.height + rows.length * LINE + 2 * MARGIN);
  const picture = shape("svg", { class: "graph-drawing", viewBox: `0 0 ${width} ${height}`, width, height });
  picture.append(
    shape("title", {}, section.dataset.title),
    shape("rect", { class: "graph-ground", width, height }),
    text(MARGIN + 16, section.dataset.title, "graph-title"),
    ...above.map((words, k) => text(MARGIN + LINE * (k + 2), words, "graph-note")),
  );
  const graph = shape("g", { transform: `translate(${MARGIN + (wide - data.width) / 2} ${top})` });
  graph.append(...drawing.cloneNode(true).childNodes);
  for (const one of graph.querySelectorAll(".is-current, .is-near")) one.classList.remove("is-current", "is-near");
  picture.classList.toggle("has-story", drawing.matches(".has-story"));
  picture.append(graph);
  rows.forEach((row, k) => {
    for (const { entry, x } of row) {
      const at = shape("g", { transform: `translate(${MARGIN + x} ${top + data.height + MARGIN / 2 + (k + 0.5) * LINE})` });
      at.append(...entry.shapes, shape("text", { class: "graph-words graph-note", x: 44, y: 5 }, entry.text));
      picture.append(at);
    }
  });
  settle(section, picture);
  return { text: new XMLSerializer().serializeToString(picture), width, height };
}

/** Write what the style sheets say in light colours into the shapes themselves. */
function settle(section, picture) {
  const root = document.documentElement;
  const { theme } = root.dataset;
  root.dataset.theme = "light";
  section.append(picture);
  for (const one of [...picture.querySelectorAll("*")]) {
    const style = getComputedStyle(one);
    if (style.display === "none" || one.matches(".graph-hit")) one.remove();
    for (const name of Object.entries(LOOK).flatMap(([which, names]) => (one.matches(which) ? names : []))) {
      const value = style.getPropertyValue(name);
      if (!PLAIN.has(`${name} ${value}`)) one.setAttribute(name, value);
    }
    if (style.opacity !== "1") one.setAttribute("opacity", style.opacity);
  }
  for (const one of [picture, ...picture.querySelectorAll("*")]) {
    for (const { name } of [...one.attributes]) if (name === "class" || name.startsWith("data-")) one.removeAttribute(name);
  }
  picture.remove();
  if (theme === undefined) delete root.dataset.theme;
  else root.dataset.theme = theme;
}

function legendOf(section, data) {
  const left = new Set([...section.querySelectorAll('[data-graph-party][aria-pressed="false"]')].map((one) => one.dataset.graphParty));
  const shown = data.parties.filter(({ id }) => !left.has(id));
  const concept = section.querySelector("[data-graph-concept]").selectedOptions[0];
  const run = [2, 0, 10, 0, 28, 0, 36, 0];
  return [
    ...shown.map((party) => ({ text: party.name, shapes: [lineOf({ route: run, improves: true, back: null }, party)] })),
    {
      text: `holds ${concept.text}`,
      shapes: [shape("g", { class: "graph-card holds" }, shape("rect", { class: "graph-box", x: 4, y: -7, width: 30, height: 14, rx: 4 }))],
    },
    ...(data.nodes.some((node) => node.is_status_quo) ? [{ text: "status quo", shapes: [shape("path", { class: "graph-flag", d: "M15 9v-18l11 4.5-11 4.5" })] }] : []),
    ...(data.squares.length ? [{ text: "done, not done", shapes: [squareOf(null, 6, -4, "Y"), squareOf(null, 22, -4, "N")] }] : []),
    ...(section.querySelector('[data-graph-moves="all"][aria-pressed="true"]')
      ? [{ text: "full arrow: an improvement; open arrow: another move", shapes: [] }]
      : [{ text: "arrows: improvements", shapes: [] }]),
  ];
}

function measured() {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = FONT;
  return (words) => pen.measureText(words).width;
}

function wrapped(words, wide, measure) {
  const lines = [""];
  for (const word of words.split(" ")) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (lines.at(-1) && measure(longer) > wide) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

function rowsOf(entries, wide, measure) {
  const rows = [[]];
  let x = 0;
  for (const entry of entries) {
    const width = measure(entry.text) + 68;
    if (x > 0 && x + width > wide) {
      rows.push([]);
      x = 0;
    }
    rows.at(-1).push({ entry, x });
    x += width;
  }
  return rows;
}
