"""Groups that steer or advise the programme."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_noop as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from cms.base.local_texts import hub_text, in_words
from cms.base.own_words import worded
from cms.base.partial_date_fields import PartialDateField, PrecisionField
from cms.base.partial_dates import PartialDate
from cms.delivery.seo import Seo
from cms.graphql.fields import (
    GraphQLBlocks,
    GraphQLBoolean,
    GraphQLConnection,
    GraphQLOne,
    GraphQLPartialDate,
    GraphQLRows,
    GraphQLText,
)
from cms.models import BasePage, IndexPage
from cms.pages.forms import HubPageForm
from cms.pages.kinds import PageKind
from cms.pages.panels import ChoicesPanel, SummaryPanel
from cms.pages.rows import RowsPanel
from programme.blocks import ProgrammeStreamBlock

from .contact_points import contact_in
from .own_contact import contact_field, own_contact
from .settings import phases_to_choose

# In the role of those who chair together.
TOGETHER = ("co-chair", "joint chair")


class GroupIndexPage(IndexPage):
    """The list of groups."""

    item_models = ("programme.GroupPage",)
    parent_page_types = ["home.HomePage"]
    subpage_types = ["programme.GroupPage"]
    admin_default_ordering = "path"  # the order that readers see
    graphql_fields = [*IndexPage.graphql_fields]


def closed_in_words(day: PartialDate) -> str:
    """Return when a group closed, for readers."""
    return hub_text(_("Closed %(when)s"), when=in_words(lambda: day.when))


class GroupForm(HubPageForm):
    """Refuses two people who hold the office of chair at the same time, as far as the dates say so."""

    def clean(self):
        data = super().clean()
        formset = self.formsets.get("members")
        if formset is not None and formset.is_valid():
            rows = [row for row in formset.forms if row not in formset.deleted_forms and row.instance.is_sole_chair]
            for place, row in enumerate(rows):
                if other := next((one.instance for one in rows[:place] if row.instance.overlaps(one.instance)), None):
                    row.add_error(
                        "is_chair",
                        f"By these dates {other} is the chair at the same time. Correct the dates, or write “co-chair” as the "
                        "role of both.",
                    )
        return data


class GroupPage(BasePage):
    """A leadership, advisory or working group: its purpose, members and meetings."""

    summary = models.CharField(max_length=250, help_text="The group's purpose, 250 characters at most.")
    remit = StreamField(ProgrammeStreamBlock(), blank=True, help_text="Its purpose, role and remit.")
    chair = models.CharField(
        max_length=150, blank=True, help_text="The post that chairs it, not the person: people change, posts stay."
    )
    frequency = models.CharField(
        max_length=120, blank=True, help_text="How often it meets, such as “every three months”."
    )
    parent_group = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="sub_groups",
        help_text="The group that this one reports to.",
    )
    started_on = PartialDateField(
        null=True, blank=True, help_text="The day, or the month or year if no more is known: “August 2016”."
    )
    started_on_precision = PrecisionField()
    closed_on = PartialDateField(
        null=True, blank=True, is_end=True, help_text="A closed group stays on the site and is marked as closed."
    )
    closed_on_precision = PrecisionField()
    closing_reason = models.CharField(max_length=250, blank=True)
    phases = ParentalManyToManyField(
        "programme.Phase", blank=True, related_name="groups", limit_choices_to=phases_to_choose
    )
    contact_point = own_contact()

    base_form_class = GroupForm
    kept_once = True
    page_kind = PageKind(
        "group",
        "Group",
        "Groups",
        icon="group",
        order=60,
        facts=lambda page: [closed_in_words(closed)] if (closed := PartialDate.of(page, "closed_on")) else [],
        menu_order=60,
        newsletter_order=20,
    )
    list_order = ("path",)
    search_fields = [*BasePage.search_fields, index.SearchField("summary", boost=2), index.SearchField("remit")]
    content_panels = [
        *BasePage.content_panels,
        SummaryPanel("summary"),
        "remit",
        RowsPanel("members", heading="Members", label="Member"),
        MultiFieldPanel(["chair", "frequency", "parent_group"], "How it works"),
        MultiFieldPanel([FieldRowPanel(["started_on", "closed_on"]), "closing_reason"], "Period"),
        MultiFieldPanel([ChoicesPanel("phases")], "Where it belongs"),
        "contact_point",
    ]
    parent_page_types = ["programme.GroupIndexPage"]
    subpage_types = ["programme.MeetingPage"]
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLText("summary", description="The group's purpose."),
        GraphQLBlocks("remit", description="Its purpose, role and remit, block by block."),
        GraphQLText("chair", description="The post that chairs it; may be empty."),
        GraphQLText("frequency", description="How often it meets; may be empty."),
        contact_field(),
        GraphQLOne("parent_group", "programme.GroupPage", description="The group that it reports to."),
        GraphQLConnection(
            "sub_groups", "programme.GroupPage", via="parent_group", description="Groups that report to it."
        ),
        GraphQLRows("members", "programme.Membership", via="page", description="Its members, past and present."),
        GraphQLRows(
            "chairs",
            "programme.Membership",
            via="page",
            where={"is_chair": True},
            description="Those of its members who chair it or did: without `end` they do today.",
        ),
        GraphQLConnection("meetings", "programme.MeetingPage", via="group", description="Its meetings, latest first."),
        *GraphQLPartialDate(
            "started_on",
            required=False,
            description="First day, or the first day of that month or year; null if not known.",
        ),
        *GraphQLPartialDate(
            "closed_on",
            required=False,
            description="Last day, or the last day of that month or year; null while the group is active.",
        ),
        GraphQLText("closing_reason", description="Why it was closed; may be empty."),
        GraphQLConnection("phases", "programme.Phase", via="groups", description="The phases that it belongs to."),
    ]

    def json_ld(self, seo: Seo) -> dict[str, Any]:
        above = seo.related("parent_group")
        return {
            "@type": "Organization",
            "foundingDate": self.started_on and PartialDate.of(self, "started_on").iso,
            "dissolutionDate": self.closed_on and PartialDate.of(self, "closed_on").iso,
            "parentOrganization": {"@type": "Organization", "name": above.title} if above else None,
            "contactPoint": contact_in(seo),
        }

    def clean(self):
        super().clean()
        if self.started_on and self.closed_on and self.closed_on < self.started_on:
            raise ValidationError({"closed_on": worded("The group closes before it starts.")})
        if self.parent_group_id and self.parent_group_id == self.pk:
            raise ValidationError({"parent_group": worded("A group can't report to itself.")})

    def is_closed_on(self, day: datetime.date) -> bool:
        """Say whether the group is closed on the day, which may be in the future."""
        return self.closed_on is not None and self.closed_on <= day


class Membership(Orderable):
    """A seat in a group: an organisation or a post, and the person who holds it if named."""

    page = ParentalKey(GroupPage, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(max_length=120, blank=True, help_text="Leave empty if the seat is the organisation's.")
    role = models.CharField(max_length=150, blank=True, help_text="Post held, or role in the group.")
    organisation = models.ForeignKey(
        "programme.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    profile = models.ForeignKey(
        "programme.TeamProfilePage", on_delete=models.SET_NULL, null=True, blank=True, related_name="memberships"
    )
    is_chair = models.BooleanField("chair", default=False)
    start = PartialDateField(null=True, blank=True, verbose_name="from", help_text="“May 2017” or “2017” is enough.")
    start_precision = PrecisionField()
    end = PartialDateField(null=True, blank=True, is_end=True, verbose_name="to")
    end_precision = PrecisionField()

    visibility_parent = "page"
    list_order = ("page__path", "sort_order")
    panels = [
        FieldRowPanel(["name", "role"]),
        "organisation",
        "profile",
        "is_chair",
        FieldRowPanel(["start", "end"]),
    ]
    graphql_fields = [
        GraphQLOne("group", "programme.GroupPage", source="page", description="The group that the seat is in."),
        GraphQLText("name", description="The person; empty if the seat is the organisation's."),
        GraphQLText("role", description="Post held, or role in the group; may be empty."),
        GraphQLOne("organisation", "programme.Organisation", description="The organisation that the seat belongs to."),
        GraphQLOne("profile", "programme.TeamProfilePage", description="The person's profile, if in the team."),
        GraphQLBoolean("is_chair", description="Whether the seat is the chair."),
        *GraphQLPartialDate(
            "start", required=False, description="First day, or the first day of that month or year; null if not known."
        ),
        *GraphQLPartialDate(
            "end", required=False, description="Last day, or the last day of that month or year; null while current."
        ),
    ]

    def __str__(self):
        return self.name or str(self.organisation or self.role)

    @property
    def is_sole_chair(self) -> bool:
        """Whether the seat is the chair, alone, from a known day."""
        return self.is_chair and self.start is not None and not any(word in self.role.lower() for word in TOGETHER)

    def overlaps(self, other: "Membership") -> bool:
        """Say whether two seats that begin on known days were held at the same time. The day, month or year of a handover is
        no overlap."""
        if self.start is None or other.start is None:
            return False
        first = self if self.start <= other.start else other
        end = PartialDate.of(first, "end")
        return end is None or max(self.start, other.start) < end.first_day

    def clean(self):
        super().clean()
        if not (self.name or self.organisation_id or self.role):
            raise ValidationError({"name": "Give a name, a role or an organisation."})
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": "The membership ends before it starts."})
