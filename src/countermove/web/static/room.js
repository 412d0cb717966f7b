// In the room: steps are kept from every page, and shown large, one after the other. On a page of a
// model the room lies over it; as a page of its own it is the same.

const FAR = 60; // pixels that a finger goes to turn to another step
const OWN = "a, button, select, input, textarea, summary";

const room = () => document.getElementById("room");
const over = () => document.getElementById("room-over");
const app = () => document.getElementById("app");
const byId = (id) => document.getElementById(id);

/** Open the menu of the kept steps at the name of a new one; say whether there is one. */
export function openMenu() {
  const menu = byId("room-menu");
  const name = byId("keep-name");
  if (!menu || !name) return false;
  menu.open = true;
  name.focus();
  name.select();
  return true;
}

// -- going in, going on, leaving -------------------------------------------------------------------

/** Show what an address has in place of what is shown. */
async function show(address) {
  const text = await fetch(address).then((answer) => answer.text()).catch(() => "");
  const page = new DOMParser().parseFromString(text, "text/html");
  const next = page.getElementById("room");
  if (!next) return say([...page.querySelectorAll("main p")].map((line) => line.textContent).join(" ") || "The app can't be reached.");
  const focused = room()?.contains(document.activeElement) && document.activeElement.id;
  const place = room() ?? over()?.firstElementChild;
  if (!place) return; // it was left meanwhile
  place.replaceWith(next);
  document.title = page.title;
  if (!over()) history.replaceState(null, "", address);
  (byId(focused || "room-name") ?? byId("room-name")).focus({ preventScroll: true });
  if (next.dataset.step) sessionStorage.setItem(shelf(), next.dataset.step);
}

/** Say why nothing else is shown. */
function say(text) {
  byId("room-said")?.remove();
  const said = Object.assign(document.createElement("p"), { id: "room-said", className: "room-problem", role: "alert", textContent: text });
  (room()?.querySelector("main > *") ?? over()).prepend(said);
}

/** Where it is kept which step was shown last. */
const shelf = () => `room:${decodeURIComponent(location.pathname.split("/")[2])}`;

let coming = Promise.resolve(); // what is on its way
let left = null; // what had the focus, and how the page was called

/** Go into the room from a page of a model; say whether that can be. */
export function goIn(address = app()?.dataset.room) {
  if (!address || over()) return false;
  left = { focus: document.activeElement, title: document.title };
  const layer = Object.assign(document.createElement("div"), { id: "room-over", role: "dialog", ariaModal: "true", ariaLabel: "In the room" });
  layer.append(document.createElement("div"));
  document.body.append(layer);
  // Where a browser doesn't let a page fill the screen, it fills the window.
  layer.requestFullscreen?.().catch(() => {});
  standBack();
  for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
  coming = show(address);
  return true;
}

/** Nothing below the room can be reached. */
function standBack() {
  for (const one of document.body.children) if (over() && one !== over()) one.inert = true;
}

function leave() {
  if (!over()) return byId("room-leave")?.click();
  for (const one of document.body.children) one.inert = false;
  over().remove();
  if (document.fullscreenElement) document.exitFullscreen();
  document.title = left.title;
  if (left.focus?.isConnected) left.focus.focus();
}

/** What comes next; after what a page is about the step that was shown last, unless all were. */
function next() {
  const last = room().dataset.step ? null : sessionStorage.getItem(shelf());
  const shown = steps().slice(0, -1).find((one) => one.dataset.step === last);
  return (last && shown) || byId("room-on");
}

// -- the blank screen --------------------------------------------------------------------------------

function blank(on = !room().classList.contains("blank")) {
  room().classList.toggle("blank", on);
  byId("room-blank").setAttribute("aria-pressed", on);
}

// -- keys, pointers ----------------------------------------------------------------------------------

const go = (link) => link && show(link.href);
const steps = () => [...document.querySelectorAll("#room-steps li:not(:first-child) a")];

/** Bring into sight what is further down, or further up. */
function scroll(way) {
  for (const part of room().querySelectorAll("main > *")) part.scrollBy({ top: way * part.clientHeight * 0.7 });
}

const KEYS = {
  ArrowRight: () => go(next()), PageDown: () => go(next()), " ": () => go(next()),
  ArrowLeft: () => go(byId("room-back")), PageUp: () => go(byId("room-back")),
  ArrowDown: () => scroll(1), ArrowUp: () => scroll(-1),
  Home: () => go(steps()[0]), End: () => go(steps().at(-1)),
  s: () => go(byId("room-split")), b: () => blank(), ".": () => blank(), f: leave, Escape: leave,
};

/** Do something as soon as what is on its way is shown. */
function inTurn(act) {
  coming = coming.then(() => room() && act());
}

function press(event) {
  if (over()) event.stopImmediatePropagation(); // the page below has keys of its own
  if (!(room() || over()) || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const isOwn = event.target.closest?.(OWN) && [" ", "Home", "End"].includes(event.key);
  const does = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (isOwn || event.target.closest?.("select") || !does) return;
  event.preventDefault();
  if (event.repeat) return;
  if (does === leave) return leave();
  // What is blank comes back first.
  inTurn(() => (room().classList.contains("blank") ? blank(false) : does()));
}

let touched = null; // where a finger came down

function watchPointers() {
  document.addEventListener("click", (event) => {
    const into = event.target.closest?.("[data-into-room]");
    if (into && !event.ctrlKey && !event.metaKey && goIn(into.href)) return event.preventDefault();
    if (!room()?.contains(event.target)) return;
    if (room().classList.contains("blank")) blank(false);
    else if (event.target.closest("#room-blank")) blank();
    else if (over() && event.target.closest("#room-leave")) leave();
    else if (event.target.closest(".room-foot a:not(#room-leave)")) inTurn(() => show(event.target.closest("a").href));
    else return;
    event.preventDefault();
  });
  document.addEventListener("change", ({ target }) => target.matches?.("#room-beside") && show(target.value));
  document.addEventListener("touchstart", ({ touches, target }) => {
    touched = touches.length === 1 && room()?.contains(target) ? [touches[0].clientX, touches[0].clientY] : null;
  }, { passive: true });
  document.addEventListener("touchend", ({ changedTouches: [{ clientX, clientY }] }) => {
    if (!touched || !room()) return;
    const [across, down] = [clientX - touched[0], clientY - touched[1]];
    touched = null;
    if (Math.abs(across) > FAR && Math.abs(across) > 2 * Math.abs(down)) inTurn(() => go(across < 0 ? next() : byId("room-back")));
  });
}

export function watchRoom() {
  document.addEventListener("keydown", press, { capture: true });
  watchPointers();
  // Escape ends the full screen without a word to the page.
  document.addEventListener("fullscreenchange", () => document.fullscreenElement || (over() && leave()));
  document.addEventListener("htmx:after:swap", () => over() && standBack());
}
