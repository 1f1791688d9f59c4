"""The newsletter's part in the end of a programme: sends stop, subscribers get one last message, and the lists end."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import pluralize
from wagtail.models import Site

from cms.base.dates import moment_in_words
from cms.pages.addresses import in_tree_of
from cms.sites.models import ProgrammeState
from cms.visibility.rule import Visibility
from home.programmes.endings import EndingStep
from home.programmes.services import name_of
from newsletter.choices import SendState
from newsletter.frame import names
from newsletter.message import CONTROL
from newsletter.models import LastMessage, Send
from newsletter.people import last_messages, wording
from newsletter.sending import services
from newsletter.sending.errors import SendRefusedError

REASON = "The programme has ended."


class LastMessageForm(forms.Form):
    """Whether the subscribers get a last message, and its text."""

    prefix = "newsletter"

    tell = forms.BooleanField(initial=True, required=False)
    subject = forms.CharField(max_length=LastMessage._meta.get_field("subject").max_length, required=False)
    text = forms.CharField(
        max_length=LastMessage._meta.get_field("text").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="An empty line begins a paragraph. Below it, the letter names their lists, says that their subscriptions "
        "have ended, and has the link to what you hold about them.",
    )

    def __init__(self, *args, number: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tell"].label = f"Tell {number} subscriber{pluralize(number)} in one last message"

    def clean_subject(self) -> str:
        subject = self.cleaned_data["subject"]
        if CONTROL.search(subject):
            raise ValidationError("It has a line break or another character that isn't allowed in a header.")
        return subject

    def clean(self):
        data = super().clean()
        for name in ("subject", "text"):
            if data.get("tell") and not data.get(name) and name not in self.errors:
                self.add_error(name, "Write it, or don't tell the subscribers.")
        return data


class ListsStep(EndingStep):
    """Sends that aren't over stop, subscribers get one last message if the lead wants that, and all subscriptions end."""

    def stops(self, site):
        found = [self._send(send) for send in sends_under_way(site)]
        if number := last_messages.to_be_told(site).count():
            found.append(
                f"The subscriptions of {number} {pluralize(number, 'person,people')} end: nobody gets an issue any more. If you"
                " reopen the programme, nobody is subscribed again."
            )
        return found

    def form(self, site, state, data=None):
        number = last_messages.to_be_told(site).count()
        return LastMessageForm(data, number=number, initial=proposed(site, state)) if number else None

    def carry_out(self, site, user, form):
        for send in sends_under_way(site):
            try:
                services.cancel(send, user, REASON)
            except SendRefusedError:  # it went out in the meantime
                continue
        if form and form.cleaned_data["tell"]:
            last_messages.tell(site, form.cleaned_data["subject"], form.cleaned_data["text"], user)
        last_messages.end_subscriptions(site, user)

    @staticmethod
    def _send(send: Send) -> str:
        if send.state == SendState.SCHEDULED:
            return f"“{send.issue.title}” is to be sent on {moment_in_words(send.due_at)}: it isn't sent."
        return f"“{send.issue.title}” is being sent: those who don't have it yet don't get it."


def sends_under_way(site: Site) -> list[Send]:
    """Return the sends of a site's issues that aren't over."""
    found = Send.objects.filter(in_tree_of(site, "issue__path"), state__in=services.OPEN)
    return list(found.select_related("issue").order_by("due_at", "pk"))


def proposed(site: Site, state: ProgrammeState) -> dict[str, str]:
    """Return the proposed subject and text of the last message."""
    visibility = Visibility(site)
    update, name = wording.update_name(names(visibility)), name_of(site)
    after = (
        "Its pages stay public, as they are." if state == ProgrammeState.ARCHIVED else "Its pages are no longer public."
    )
    return {
        "subject": f"{update[0].upper()}{update[1:]} has ended",
        "text": f"{name} has ended, and with it {update}. This is the last message that you get about it.\n\n{after}"
        "\n\nThank you for reading.",
    }
