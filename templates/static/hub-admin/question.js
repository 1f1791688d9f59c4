// The question is rendered with the form's buttons, the one place that the forms for new and for old pages have in common.
// Here it goes to the head of the form, where an editor who is asked is looking.
const reason = document.getElementById("reason-to-publish");

if (reason) {
  reason.form.prepend(reason.closest("section"));
  if (reason.autofocus) {
    reason.focus();
  }
}
