// Where there is no room beside the work, the answer is a bar at the foot of the window that opens.

export function watchLive() {
  document.addEventListener("click", ({ target }) => {
    if (target.closest?.("#live-line")) show(!document.body.classList.contains("live-open"));
  });
  document.addEventListener("keydown", ({ key, target }) => {
    if (key !== "Escape" || !target.closest?.("#live")) return;
    show(false);
    document.getElementById("live-line").focus();
  });
  document.addEventListener("htmx:after:swap", tell);
}

function show(open) {
  document.body.classList.toggle("live-open", open);
  tell();
}

function tell() {
  document.getElementById("live-line")?.setAttribute("aria-expanded", String(document.body.classList.contains("live-open")));
}
