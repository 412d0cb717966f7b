// Edits go to the server one after the other: who types and then clicks at once makes two.
//
// The second was meant for the page as it was before the first. Where nothing but the own edit lies
// between, it is sent for the page as it is now: if the first wrote a value, for that moves nothing
// on the page; and undoing means the last edit anyway. Otherwise the server tells what has changed.

const followed = new Map(); // from a revision to the one that an own edit made of it

const doing = (ctx) => ctx.request.body?.get?.("do");
const isStep = (what) => what === "undo" || what === "redo";

export function watchTurns() {
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    const { headers } = ctx.request;
    const now = document.getElementById("app")?.dataset.revision;
    let revision = headers["X-Revision"];
    for (let k = 0; k < followed.size && revision !== now; k++) {
      const next = followed.get(revision);
      if (next && (next.movesNothing || isStep(doing(ctx)))) revision = next.to;
    }
    if (revision === now) headers["X-Revision"] = now;
  });
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    const sent = ctx.request.headers["X-Revision"];
    const { revision, madeFrom } = document.getElementById("app")?.dataset ?? {};
    if (!sent || ctx.response?.status !== 200 || sent === revision) return;
    // Others may have changed something in between; a step back or forth is refused then.
    if (madeFrom === sent || isStep(doing(ctx))) {
      followed.set(sent, { to: revision, movesNothing: doing(ctx) === "put" });
    }
  });
}
