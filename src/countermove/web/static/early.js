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
