// Edits go to the server one after the other: who types and then clicks at once makes two.
//
// The second was meant for the page as it was before the first. Where nothing but the own edit lies
// between, it is sent for the page as it is then: if the first wrote or added something, for that
// moves nothing on the page; and undoing means the last edit anyway. Otherwise the server tells what
// has changed.
//
// An edit may give something another id. What is on the page takes it before the new page comes, so
// that each field is found again, with what was typed into it; and so does what waits to be sent.

// What leaves everything else on the page where it is.
const MOVES_NOTHING = new Set(["put", "add", "start", "cite", "cite-new", "group", "require", "term", "weigh", "direct", "claim", "claim-kind", "know", "add-move", "sure", "likely", "strongly", "doubt"]);

const followed = new Map(); // from a revision to the one that an own edit made of it

const doing = (ctx) => ctx.request.body?.get?.("do");
const isStep = (what) => what === "undo" || what === "redo";

export function watchTurns() {
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    const { headers } = ctx.request;
    const now = document.getElementById("app")?.dataset.revision;
    let revision = headers["X-Revision"];
    const renames = [];
    for (let k = 0; k < followed.size && revision !== now; k++) {
      const next = followed.get(revision);
      if (!next || !(next.movesNothing || isStep(doing(ctx)))) break;
      revision = next.to;
      renames.push(...next.renames);
    }
    if (!revision) return;
    headers["X-Revision"] = revision;
    callAnew(ctx.request.body, renames);
  });
  document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
    for (const rename of renamesOf(ctx)) takeAlong(rename, ctx.text);
  });
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    const sent = ctx.request.headers["X-Revision"];
    const { revision, madeFrom } = document.getElementById("app")?.dataset ?? {};
    if (!sent || ctx.response?.status !== 200 || sent === revision) return;
    // Others may have changed something in between; a step back or forth is refused then.
    if (madeFrom === sent || isStep(doing(ctx))) {
      followed.set(sent, { to: revision, movesNothing: MOVES_NOTHING.has(doing(ctx)), renames: renamesOf(ctx) });
    }
  });
}

const renamesOf = (ctx) => JSON.parse(ctx.response?.headers.get("X-Renamed") ?? "[]");

/** Let what is sent name a place as it is called now. */
function callAnew(body, renames) {
  for (const [from, to] of renames) {
    const at = JSON.parse(body?.get?.("at") ?? "[]");
    if (!from.every((step, k) => step === at[k])) continue;
    at[from.length - 1] = to;
    body.set("at", JSON.stringify(at));
  }
}

/** Give the elements of something that is renamed the ids that they have on the page to come. */
function takeAlong([from, to], coming) {
  const [before, after] = [idOf(from), idOf([...from.slice(0, -1), to])];
  for (const one of document.querySelectorAll(`[id^="${before}"]`)) {
    const id = after + one.id.slice(before.length);
    if (coming.includes(`id="${id}"`)) one.id = id;
  }
}

// As Page.id on the server.
const idOf = (path) =>
  path.map((step) => String(step).replace(/[^\p{L}\p{N}_-]/gu, (c) => `_${c.codePointAt(0).toString(16)}`)).join("-");
