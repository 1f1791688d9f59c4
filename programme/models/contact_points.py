"""Contact points: a team, an office or a desk that readers may write to or ring, kept once for all that names it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldRowPanel
from wagtail.search import index

from cms.delivery.seo import Seo
from cms.graphql.fields import GraphQLKind, GraphQLText, GraphQLTextIn
from cms.models import ProgrammeTerm, TranslatedTextsPanel
from cms.pages.programme_term_forms import SeveralSitesPanel
from programme.choices import ContactKind


class ContactPoint(ProgrammeTerm):
    """Whom readers may ask: the team, its press office, or somebody for one document or event. Never a person's own address."""

    translated_fields = ("name", "description", "hours")

    name = models.CharField(max_length=120, help_text="As readers would ask for it, such as “Press office”.")
    kind = models.CharField(max_length=20, choices=ContactKind, default=ContactKind.TEAM)
    description = models.TextField(
        "what for", blank=True, help_text="What readers can ask there, in a sentence or two. Optional."
    )
    email = models.EmailField("e-mail", blank=True, help_text="A shared mailbox, never a person's own address.")
    phone = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=120, blank=True, help_text="The hours when the phone is answered.")
    address = models.URLField(
        "web address", max_length=500, blank=True, help_text="Its form or page, if it is reached by one."
    )

    panels = [
        "name",
        "slug",
        "kind",
        "description",
        "email",
        FieldRowPanel(["phone", "hours"]),
        "address",
        SeveralSitesPanel("site"),
        TranslatedTextsPanel(),
    ]
    search_fields = [*ProgrammeTerm.search_fields, index.SearchField("email"), index.FilterField("kind")]
    graphql_fields = [
        *ProgrammeTerm.graphql_fields,
        GraphQLKind("kind", ContactKind, description="Whether it is the team's, the press office or another."),
        GraphQLText("email", description="A shared mailbox; may be empty."),
        GraphQLText("phone", description="The phone number; may be empty."),
        GraphQLText("hours", description="The hours when the phone is answered; may be empty."),
        GraphQLTextIn("hours"),
        GraphQLText("address", description="The full address of its form or page; may be empty."),
    ]

    class Meta(ProgrammeTerm.Meta):
        verbose_name = "contact point"

    @property
    def is_reached_directly(self) -> bool:
        """Whether it has an address or a number of its own. The team may do without: the feedback form reaches it."""
        return bool(self.email or self.phone or self.address)

    def clean(self):
        super().clean()
        if self.kind != ContactKind.TEAM and not self.is_reached_directly:
            raise ValidationError({"email": "Give an e-mail address, a phone number or a web address."})
        if self.hours and not self.phone:
            raise ValidationError({"phone": "Give the phone number that is answered in these hours."})


def organisation_with(organisation: dict[str, Any] | None, seo: Seo) -> dict[str, Any] | None:
    """Return an organisation in schema.org's vocabulary with the page's own contact point, if it has a public one."""
    point = contact_in(seo)
    return organisation | {"contactPoint": point} if organisation and point else organisation


def contact_in(seo: Seo) -> dict[str, Any] | None:
    """Return the page's own contact point in schema.org's vocabulary; None without a public one."""
    contact: Any = seo.related("contact_point")
    if contact is None:
        return None
    point = {
        "@type": "ContactPoint",
        "name": contact.name,
        "contactType": contact.get_kind_display().lower(),
        "email": contact.email,
        "telephone": contact.phone,
        "url": contact.address,
    }
    return {name: value for name, value in point.items() if value}


def published_contacts() -> list[str]:
    """Return the e-mail addresses and phone numbers of all contact points. One query."""
    rows = ContactPoint.objects.values_list("email", "phone")
    return [contact for row in rows for contact in row if contact]
