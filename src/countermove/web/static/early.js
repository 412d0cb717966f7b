// What is done before the other scripts are there.
//
// Who sends a form before the other scripts are there sends it when they are: the browser alone
// would leave the page with it, and what was typed would be lost.
{
  let held = null;
  const hold = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    held = event;
  };
  document.addEventListener("submit", hold, true);
  addEventListener("load", () => {
    document.removeEventListener("submit", hold, true);
    held?.target.requestSubmit(held.submitter);
  });
}

// Who skips to the work stays there: the browser itself would go there once more when all of the
// page has come, and take the focus from where one types by then.
document.addEventListener("click", (event) => {
  const skip = event.target.closest?.("a.skip");
  if (!skip) return;
  event.preventDefault();
  const work = document.querySelector(skip.hash);
  work.focus({ preventScroll: true });
  work.scrollIntoView();
});
