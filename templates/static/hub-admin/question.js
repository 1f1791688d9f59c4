// The editor's fields grow while they are made ready, so that the question is out of sight again: show it once all is there.
const reason = document.getElementById("reason-to-publish");

if (reason?.autofocus) {
  addEventListener("load", () =>
    requestAnimationFrame(() => {
      reason.focus({ preventScroll: true });
      reason.scrollIntoView({ block: "center" });
    }),
  );
}
