// A list is searched by any words, in any order; what is chosen stays in sight.

export function watchFinding() {
  document.addEventListener("input", ({ target }) => {
    if (!target.dataset?.find) return;
    const words = target.value.toLowerCase().split(/\s+/);
    for (const label of document.getElementById(target.dataset.find).children) {
      const text = label.textContent.toLowerCase();
      label.hidden = !label.control.checked && !words.every((word) => text.includes(word));
    }
  });
}
