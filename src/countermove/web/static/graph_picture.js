// The picture of a graph that is saved: always light, with the title of the model and a legend.

import { coloursOf, elementsOf, styleOf } from "./graph_look.js";

const SCALE = 2;
const MARGIN = 24;
const LINE = 22;
const LARGEST = { maxWidth: 6000, maxHeight: 6000 };

/** Save what is shown of a graph, under the name of the model. */
export async function savePicture(cy, section, data) {
  const graph = await drawn(cy, section, data);
  const address = URL.createObjectURL(await framed(graph, section, data));
  const link = Object.assign(document.createElement("a"), { href: address, download: `${section.dataset.name}.png` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** Read the colours of the light theme, whatever the page has. */
function lightColours(section, parties) {
  const root = document.documentElement;
  const { theme } = root.dataset;
  root.dataset.theme = "light";
  const colours = coloursOf(section, parties);
  if (theme === undefined) delete root.dataset.theme;
  else root.dataset.theme = theme;
  return colours;
}

/** Draw the graph as it is shown a second time, out of sight and in light colours. */
async function drawn(cy, section, data) {
  const place = document.createElement("div");
  Object.assign(place.style, { position: "absolute", left: "-9999px", width: "800px", height: "600px" });
  section.append(place);
  const copy = globalThis.cytoscape({
    container: place,
    elements: elementsOf(data),
    style: styleOf(data, lightColours(section, data.parties)),
    layout: { name: "preset" },
  });
  copy.elements().forEach((one) => {
    const here = cy.$id(one.id());
    for (const name of ["is-left-out", "is-ringed"]) one.toggleClass(name, here.hasClass(name));
    if (one.isEdge()) one.data("behind", here.data("behind"));
  });
  // The strips are pictures themselves, and come a moment later.
  const pictures = () => Object.values(copy.renderer().imageCache ?? {});
  copy.png();
  while (pictures().some(({ image }) => !image.complete)) await new Promise(requestAnimationFrame);
  const address = copy.png({ full: true, scale: SCALE, bg: "#fff", ...LARGEST });
  copy.destroy();
  place.remove();
  const image = new Image();
  image.src = address;
  await image.decode();
  return image;
}

/** Put the title above a picture, and the legend below it. */
function framed(graph, section, data) {
  const { font, parties } = lightColours(section, data.parties);
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  const written = `14px ${font}`;
  pen.font = written;
  const wide = Math.max(graph.width / SCALE, 640);
  const entries = legendOf(data, parties).map((entry) => ({ ...entry, width: pen.measureText(entry.text).width + 64 }));
  const rows = [[]];
  for (const entry of entries) {
    if (rows.at(-1).length && sum(rows.at(-1)) + entry.width > wide) rows.push([]);
    rows.at(-1).push(entry);
  }
  const head = 2 * LINE;
  const high = graph.height / SCALE;
  canvas.width = (wide + 2 * MARGIN) * SCALE;
  canvas.height = (high + head + rows.length * LINE + 3 * MARGIN) * SCALE;
  pen.scale(SCALE, SCALE);
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#20242b";
  pen.textBaseline = "middle";
  pen.font = `bold 18px ${font}`;
  pen.fillText(section.dataset.title, MARGIN, MARGIN + LINE / 2, wide);
  pen.font = written;
  pen.fillText(data.says, MARGIN, MARGIN + LINE * 1.5, wide);
  pen.drawImage(graph, MARGIN + (wide - graph.width / SCALE) / 2, MARGIN + head, graph.width / SCALE, high);
  rows.forEach((row, k) => {
    let x = MARGIN;
    for (const entry of row) {
      entry.draw(pen, x, 2 * MARGIN + head + high + (k + 0.5) * LINE);
      pen.fillStyle = "#20242b";
      pen.fillText(entry.text, x + 44, 2 * MARGIN + head + high + (k + 0.5) * LINE);
      x += entry.width;
    }
  });
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

const sum = (row) => row.reduce((all, { width }) => all + width, 0);

function legendOf(data, parties) {
  const lines = data.parties.map(({ name }, k) => ({ text: name, draw: (pen, x, y) => line(pen, x, y, parties[k]) }));
  return [
    ...lines,
    { text: "holds", draw: (pen, x, y) => box(pen, x, y, "#20242b") },
    { text: "status quo", draw: flag },
    ...(data.options.length ? [{ text: "full square: done", draw: squares }] : []),
    { text: "full arrow: an improvement; open arrow: another move", draw: () => {} },
  ];
}

function line(pen, x, y, { colour, dash }) {
  pen.save();
  pen.strokeStyle = colour;
  pen.lineWidth = 3;
  pen.setLineDash(dash.length > 1 ? dash : []);
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(x + 36, y);
  pen.stroke();
  pen.restore();
}

function box(pen, x, y, colour) {
  pen.strokeStyle = colour;
  pen.lineWidth = 2.5;
  pen.beginPath();
  pen.roundRect(x + 4, y - 6, 28, 12, 4);
  pen.stroke();
}

function flag(pen, x, y) {
  pen.strokeStyle = pen.fillStyle = "#20242b";
  pen.lineWidth = 2;
  const shape = new Path2D(`M${x + 14} ${y + 8}v-15l11 4-11 4`);
  pen.fill(shape);
  pen.stroke(shape);
}

function squares(pen, x, y) {
  pen.strokeStyle = pen.fillStyle = "#20242b";
  pen.lineWidth = 1.4;
  pen.fillRect(x + 6, y - 5, 10, 10);
  pen.strokeRect(x + 20, y - 5, 10, 10);
}
