// A page that is shown as another address of it asks, without being loaded anew.

const pathOf = ({ pathname, search }) => pathname + search;
let shown = pathOf(location); // a link within the page changes nothing of it

/** Show the page as another address asks for it; the browser's history has both. */
export async function show(url, remember = true) {
  if (remember) history.pushState(null, "", url);
  shown = pathOf(url);
  await htmx.ajax("GET", shown, { target: "#app", select: "#app", swap: "outerMorph" });
}

/** Show what was there before, or after, when one goes back or forth. */
export function watchHistory(visit) {
  addEventListener("popstate", () => pathOf(location) !== shown && visit(location.href, { remember: false }));
}

/** Say whether a click on a link is plain: it opens nothing beside. */
export const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
