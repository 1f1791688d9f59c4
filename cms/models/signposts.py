"""Signposts: services that help somebody in need, as records that pages, search, letters and error pages share."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from cms.dates import today
from cms.graphql.fields import GraphQLBoolean, GraphQLChoices, GraphQLDate, GraphQLText
from cms.signposts.choices import HelpAudience, HelpTopic
from cms.signposts.fields import SeveralChoicesField, check_telephone, check_text_number, digits
from cms.visibility.objects import Found, compiled
from cms.visibility.rule import Visibility

from .snippets import Snippet

SIGNPOSTS = "signposts"
WAYS = ("telephone", "text_number", "chat_address", "address", "email")


class Signpost(Snippet):
    """A service that somebody in need can turn to, such as a helpline: for whom it is, and the ways to reach it."""

    description = models.TextField(
        max_length=300,
        help_text="What it helps with, in one or two plain sentences to the person who needs it. 300 characters at most.",
    )
    gaelic = models.TextField(
        max_length=300,
        blank=True,
        help_text="The same in Gaelic. Say that the service answers in Gaelic only if it says so itself.",
    )
    audiences = SeveralChoicesField(HelpAudience, default=list, help_text="Who can turn to it.")
    topics = SeveralChoicesField(
        HelpTopic,
        default=list,
        blank=True,
        help_text="What it is the right place for. None chosen means anything at all.",
    )
    urgent = models.BooleanField(
        default=False, help_text="Whether it comes at once to somebody in danger, as 999 does."
    )
    telephone = models.CharField(
        max_length=40,
        blank=True,
        validators=[check_telephone],
        help_text="One number in digits, such as 0800 1111. Readers can tap it.",
    )
    text_number = models.CharField(
        "number for text messages",
        max_length=40,
        blank=True,
        validators=[check_text_number],
        help_text="Such as 85258.",
    )
    text_keyword = models.CharField(
        "word to text",
        max_length=20,
        blank=True,
        help_text="The word that a text message begins with, such as SHOUT; empty if there is none.",
    )
    chat_address = models.URLField("address of the chat", blank=True, help_text="The page on which its chat begins.")
    address = models.URLField(blank=True, help_text="Its website.")
    email = models.EmailField("e-mail", blank=True, help_text="Only if it answers people in need by e-mail.")
    hours = models.CharField(
        max_length=120, blank=True, help_text="When somebody answers, such as “Every day, at any hour”."
    )
    language = models.CharField(
        max_length=120, default="English", help_text="The languages that it answers in, as it says itself."
    )
    order = models.PositiveSmallIntegerField(default=0, help_text="Place in lists, lowest first.")
    source = models.URLField(help_text="The page on which number, hours and addresses were looked up.")
    checked_on = models.DateField(
        default=today, help_text="The day on which all of this was last compared with its source."
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("description"),
        FieldPanel("gaelic"),
        MultiFieldPanel([FieldPanel("audiences"), FieldPanel("topics"), FieldPanel("urgent")], "For whom and what"),
        MultiFieldPanel(
            [
                FieldPanel("telephone"),
                FieldRowPanel([FieldPanel("text_number"), FieldPanel("text_keyword")]),
                FieldPanel("chat_address"),
                FieldPanel("address"),
                FieldPanel("email"),
                FieldPanel("hours"),
                FieldPanel("language"),
            ],
            "Ways to reach it",
            help_text="At least one.",
        ),
        MultiFieldPanel([FieldPanel("source"), FieldPanel("checked_on")], "Where this is from"),
        FieldPanel("order"),
        FieldPanel("slug"),
    ]
    search_fields = [*Snippet.search_fields, index.SearchField("telephone")]
    graphql_fields = [
        *Snippet.graphql_fields,
        GraphQLText("gaelic", description="The description in Gaelic; may be empty."),
        GraphQLChoices("audiences", HelpAudience, description="Who can turn to it."),
        GraphQLChoices("topics", HelpTopic, description="What it is the right place for; empty for anything at all."),
        GraphQLBoolean("urgent", description="Whether it comes at once to somebody in danger."),
        GraphQLText("telephone", description="The number to ring, as readers should see it; may be empty."),
        GraphQLText(
            "telephone_link",
            description="The same as an address that a telephone can dial, such as tel:08001111; may be empty.",
        ),
        GraphQLText("text_number", description="The number for text messages; may be empty."),
        GraphQLText("text_keyword", description="The word that a text message begins with; may be empty."),
        GraphQLText("text_link", description="The same as an address, such as sms:85258?body=SHOUT; may be empty."),
        GraphQLText("chat_address", description="The page on which its chat begins; may be empty."),
        GraphQLText("address", description="Its website; may be empty."),
        GraphQLText("email", description="Its e-mail address; may be empty."),
        GraphQLText("hours", description="When somebody answers; may be empty."),
        GraphQLText("language", description="The languages that it answers in."),
        GraphQLText("source", description="The page on which all of this was looked up."),
        GraphQLDate("checked_on", description="The day on which it was last compared with its source."),
    ]

    class Meta(Snippet.Meta):
        ordering = ["order", "name"]

    def clean(self):
        super().clean()
        if not any(getattr(self, name) for name in WAYS):
            raise ValidationError(
                {"telephone": "Give at least one way to reach it: a number, a chat, a website or an e-mail address."}
            )
        if self.text_keyword and not self.text_number:
            raise ValidationError({"text_number": "Give the number that the word is sent to, or remove the word."})

    @property
    def telephone_link(self) -> str:
        """The number as an address (RFC 3966); empty without a number."""
        return f"tel:{digits(self.telephone)}" if self.telephone else ""

    @property
    def text_link(self) -> str:
        """The number for text messages as an address (RFC 5724), with the word to begin with; empty without a number."""
        if not self.text_number:
            return ""
        return f"sms:{digits(self.text_number)}" + (f"?body={self.text_keyword}" if self.text_keyword else "")


def ways_to_reach() -> list[str]:
    """Return the telephone numbers and mailboxes of public signposts. One query."""
    rows = Signpost.objects.filter(live=True).values_list("telephone", "text_number", "email")
    return [contact for row in rows for contact in row if contact]


def signposts_of_hub(visibility: Visibility) -> Found[Signpost]:
    """Return the public signposts in their order, as the frame reads them."""
    return _signposts(visibility)


@compiled
def _signposts(visibility: Visibility) -> models.QuerySet[Signpost]:
    return visibility.filter(Signpost.objects.order_by("order", "name"))
