// Pictures that are saved or copied: as they are drawn for paper, always light.

const SCALE = 2;

/** Save a picture, given as the text of an SVG, under a name. */
export async function savePicture(text, name, kind) {
  const blob = kind === "svg" ? new Blob([text], { type: "image/svg+xml" }) : await pixels(text);
  const href = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href, download: `${name}.${kind}` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
}

/** Copy a picture, given as the text of an SVG that may still come, and say whether that went well. */
export async function copyPicture(text) {
  try {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": Promise.resolve(text).then(pixels) })]);
    return "The picture is copied.";
  } catch {
    return "This browser doesn't let pictures be copied here. Save it instead.";
  }
}

/** Give the text of a picture that stands in a page, on light paper: its own colours stand behind those of the page. */
export function onPaper(svg) {
  const copy = svg.cloneNode(true);
  const [, , width, height] = copy.getAttribute("viewBox").split(" ");
  const paper = document.createElementNS(copy.namespaceURI, "rect");
  for (const [name, value] of Object.entries({ width, height, fill: "#fff" })) paper.setAttribute(name, value);
  copy.querySelector("desc").after(paper);
  copy.removeAttribute("class");
  let text = new XMLSerializer().serializeToString(copy);
  while (text.includes("var(--")) text = text.replaceAll(/var\(--[\w-]+, ([^()]+)\)/g, "$1");
  return text;
}

/** Turn a picture into pixels, twice as many as on the screen. */
async function pixels(text) {
  const { documentElement: root } = new DOMParser().parseFromString(text, "image/svg+xml");
  const [width, height] = [root.getAttribute("width"), root.getAttribute("height")].map(Number);
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  const image = new Image(width, height);
  image.src = address;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: width * SCALE, height: height * SCALE });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
