// What is seen of a drawing: dragged, zoomed, and brought into sight.

const STEP = 1.3;
const CLOSEST = 4;
const ROOM = 20;
const CLICK = 4;

/** Let a drawing be dragged and zoomed. */
export function viewOf(canvas, { signal }) {
  let drawing = null;
  let whole = { width: 1, height: 1 };
  let seen = { x: 0, y: 0, scale: 1 };
  let hasMoved = false;

  function show() {
    if (!drawing) return;
    const [width, height] = [whole.width / seen.scale, whole.height / seen.scale];
    const within = (at, most) => Math.max(0, Math.min(at, most));
    seen.x = within(seen.x, whole.width - width);
    seen.y = within(seen.y, whole.height - height);
    drawing.setAttribute("viewBox", [seen.x, seen.y, width, height].map((n) => Math.round(n * 10) / 10).join(" "));
    canvas.classList.toggle("is-near", seen.scale > 1);
  }

  /** Say where a point of the window is in the drawing. */
  function at(x, y) {
    const box = drawing.getBoundingClientRect();
    const pixel = whole.width / seen.scale / (box.width || 1);
    return { x: seen.x + (x - box.left) * pixel, y: seen.y + (y - box.top) * pixel, pixel };
  }

  function zoom(by, middle) {
    const scale = Math.max(1, Math.min(CLOSEST, seen.scale * by));
    const { x, y } = middle ?? { x: seen.x + whole.width / seen.scale / 2, y: seen.y + whole.height / seen.scale / 2 };
    const ratio = seen.scale / scale;
    seen = { x: x - (x - seen.x) * ratio, y: y - (y - seen.y) * ratio, scale };
    show();
  }

  canvas.addEventListener("wheel", (event) => {
    // The wheel scrolls the page; with Ctrl it zooms the drawing.
    if (!event.ctrlKey || !drawing) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? STEP : 1 / STEP, at(event.clientX, event.clientY));
  }, { passive: false, signal });

  canvas.addEventListener("pointerdown", (event) => {
    hasMoved = false;
    if (event.button || !drawing || seen.scale === 1) return;
    const begin = { x: event.clientX, y: event.clientY, ...{ left: seen.x, top: seen.y } };
    const { pixel } = at(0, 0);
    const move = ({ clientX, clientY }) => {
      const [across, down] = [clientX - begin.x, clientY - begin.y];
      hasMoved ||= Math.hypot(across, down) > CLICK;
      if (!hasMoved) return;
      [seen.x, seen.y] = [begin.left - across * pixel, begin.top - down * pixel];
      show();
    };
    const end = () => removeEventListener("pointermove", move);
    addEventListener("pointermove", move, { signal });
    addEventListener("pointerup", end, { once: true, signal });
    addEventListener("pointercancel", end, { once: true, signal });
  }, { signal });

  return {
    /** Whether the pointer has dragged the drawing, and so chooses nothing. */
    hasMoved: () => hasMoved,
    zoom: (how, node) => (how === "fit" ? zoom(0) : zoom(how === "in" ? STEP : 1 / STEP, node)),
    scale: () => seen.scale,
    /** Show a drawing in place of the one before; one that is as large as that as it was seen. */
    put(next, size, { keeps }) {
      const isAlike = keeps && size.width === whole.width && size.height === whole.height;
      drawing?.remove();
      [drawing, whole] = [next, size];
      if (!isAlike) seen = { x: 0, y: 0, scale: 1 };
      canvas.append(drawing);
      show();
    },
    /** Move the drawing so far that an outcome is seen. */
    bringIntoView({ x, y, width, height }) {
      const [wide, high] = [whole.width / seen.scale, whole.height / seen.scale];
      const move = (from, to, start, most) => (from < start ? from : to > start + most ? to - most : start);
      seen.x = move(x - width / 2 - ROOM, x + width / 2 + ROOM, seen.x, wide);
      seen.y = move(y - height / 2 - ROOM, y + height / 2 + ROOM, seen.y, high);
      show();
    },
  };
}
