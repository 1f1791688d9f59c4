"""The people of the team and their duties."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from cms.base.dates import today
from cms.base.own_words import worded
from cms.base.partial_date_fields import PartialDateField, PrecisionField
from cms.delivery.seo import Seo
from cms.graphql.fields import (
    GraphQLConnection,
    GraphQLDate,
    GraphQLKind,
    GraphQLOne,
    GraphQLPartialDate,
    GraphQLRichText,
    GraphQLText,
)
from cms.models import BasePage, IndexPage
from cms.pages.blocks.content import RICH_TEXT_FEATURES
from cms.pages.kinds import PageKind
from cms.pages.rows import RowsPanel
from cms.vocabularies.fields import VocabularyField
from programme.choices import DUTY_KINDS, LEADING_DUTIES


class TeamIndexPage(IndexPage):
    """The list of the team. The order of the pages is the order of seniority."""

    item_models = ("programme.TeamProfilePage",)
    as_at = PartialDateField(
        null=True, blank=True, help_text="The date for which the list is correct, such as “May 2017”. Readers see it."
    )
    as_at_precision = PrecisionField()

    content_panels = [*IndexPage.content_panels, "as_at"]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["programme.TeamProfilePage"]
    admin_default_ordering = "path"  # the order that readers see
    graphql_fields = [
        *IndexPage.graphql_fields,
        *GraphQLPartialDate(
            "list_as_at", source="as_at", required=False, description="The date for which the list is correct."
        ),
    ]


class TeamProfilePage(BasePage):
    """A member of the team. No personal address: readers write to the team's shared mailbox."""

    given_name = models.CharField(max_length=60)
    family_name = models.CharField(max_length=60)
    sort_name = models.CharField(
        max_length=120,
        blank=True,
        help_text="For lists by name, such as “McCue, Louise”. Filled in automatically if left empty.",
    )
    post_title = models.CharField(max_length=150, blank=True, help_text="The job title, if the person has one.")
    photo = models.ForeignKey("cms.HubImage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    biography = RichTextField(blank=True, features=RICH_TEXT_FEATURES)
    as_at = PartialDateField(
        help_text="The date for which this profile is correct, such as “May 2017”. Readers see it."
    )
    as_at_precision = PrecisionField()
    review_date = models.DateField(null=True, blank=True, help_text="When the profile should be reviewed.")
    left_on = PartialDateField(
        null=True,
        blank=True,
        is_end=True,
        help_text="Last day in the team, or its month or year. The profile leaves the list; names in past minutes stay.",
    )
    left_on_precision = PrecisionField()

    # Typed without a year, the next such day is meant (`cms.base.date_fields`).
    dates_ahead = ("review_date",)

    kept_once = True
    page_kind = PageKind(
        "person",
        "Member of the team",
        "Team",
        icon="user",
        order=90,
        facts=lambda page: [page.post_title],
        api=False,
        menu_order=90,
    )
    list_order = ("path",)
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("post_title"),
        index.SearchField("biography"),
        index.RelatedFields("duties", [index.SearchField("title")]),
    ]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel(["given_name", "family_name"]),
                "sort_name",
                "post_title",
            ],
            "Name and post",
        ),
        RowsPanel("duties", heading="Duties", label="Duty"),
        MultiFieldPanel(["photo", "biography"], "About the person"),
        MultiFieldPanel(["as_at", "review_date", "left_on"], "Dates"),
    ]
    parent_page_types = ["programme.TeamIndexPage"]
    subpage_types: list[str] = []
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLText("given_name", description="Given name."),
        GraphQLText("family_name", description="Family name."),
        GraphQLText("sort_name", description="Name for sorting, family name first."),
        GraphQLText("post_title", description="The job title; may be empty."),
        GraphQLConnection("duties", "programme.Duty", via="page", description="The person's duties, past and present."),
        GraphQLConnection(
            "memberships", "programme.Membership", via="profile", description="Seats in groups, past and present."
        ),
        GraphQLOne("photo", "cms.HubImage", description="A photo with its alternative text."),
        GraphQLRichText("biography", description="About the person; may be empty."),
        *GraphQLPartialDate(
            "as_at",
            description="The date for which the profile is correct: the day, or the first day of the month or year.",
        ),
        GraphQLDate("review_date", required=False, description="When the profile is due for review."),
        *GraphQLPartialDate(
            "left_on",
            required=False,
            description="Last day in the team, or the last day of that month or year; null for current members.",
        ),
    ]

    share_image_field = "photo"
    share_type = "profile"

    @property
    def default_description(self) -> str:
        who = f"{self.title}, {self.post_title}" if self.post_title else self.title
        return f"{who}: job title and duties in the team, with the date for which they are correct."

    def json_ld(self, seo: Seo) -> dict[str, Any]:
        """A person without contact details: readers write to the team's shared mailbox."""
        in_team = self.left_on is None or self.left_on >= today()
        return {
            "@type": "Person",
            "givenName": self.given_name,
            "familyName": self.family_name,
            "jobTitle": self.post_title if in_team else "",
            "worksFor": seo.organisation if in_team else None,
        }

    def clean(self):
        super().clean()
        if not self.sort_name and self.family_name and self.given_name:
            self.sort_name = f"{self.family_name}, {self.given_name}"
        if self.review_date and self.as_at and self.review_date < self.as_at:
            raise ValidationError(
                {"review_date": "The review must be after the date for which the profile is correct."}
            )


class Duty(Orderable):
    """A person's duty in a work stream, a policy area or, if neither is given, the programme as a whole."""

    page = ParentalKey(TeamProfilePage, on_delete=models.CASCADE, related_name="duties")
    kind = VocabularyField(max_length=20, vocabulary=DUTY_KINDS)
    title = models.CharField(
        max_length=150, blank=True, help_text="The duty in the team's own words, if the kind isn't enough."
    )
    work_stream = models.ForeignKey(
        "programme.WorkStreamPage", on_delete=models.PROTECT, null=True, blank=True, related_name="duties"
    )
    policy_area = models.ForeignKey(
        "programme.PolicyArea", on_delete=models.PROTECT, null=True, blank=True, related_name="duties"
    )
    start = PartialDateField(
        null=True,
        blank=True,
        verbose_name="from",
        help_text="Leave empty if not known; “May 2017” or “2017” is enough.",
    )
    start_precision = PrecisionField()
    end = PartialDateField(
        null=True,
        blank=True,
        is_end=True,
        verbose_name="to",
        help_text="To end a duty, give a date instead of deleting it.",
    )
    end_precision = PrecisionField()

    visibility_parent = "page"
    list_order = ("page__path", "sort_order")
    panels = [
        "kind",
        "title",
        "work_stream",
        "policy_area",
        FieldRowPanel(["start", "end"]),
    ]
    graphql_fields = [
        GraphQLKind("kind", DUTY_KINDS, description="The kind of duty."),
        GraphQLText("title", description="The duty in the team's own words; may be empty."),
        GraphQLOne("profile", "programme.TeamProfilePage", source="page", description="The person."),
        GraphQLOne("work_stream", "programme.WorkStreamPage", description="The work stream it is for."),
        GraphQLOne("policy_area", "programme.PolicyArea", description="The policy area it is for."),
        *GraphQLPartialDate(
            "start", required=False, description="First day, or the first day of that month or year; null if not known."
        ),
        *GraphQLPartialDate(
            "end", required=False, description="Last day, or the last day of that month or year; null while current."
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name_plural = "duties"

    def __str__(self):
        return self.title or self.get_kind_display()

    @staticmethod
    def held_on(day: datetime.date) -> Q:
        """Return the condition for duties that people in the team have on the day.

        A duty from a month begins on its first day, and one to a month ends on its last: see `cms.base.partial_dates`.
        """
        held = (Q(start=None) | Q(start__lte=day)) & (Q(end=None) | Q(end__gte=day))
        return held & (Q(page__left_on=None) | Q(page__left_on__gte=day))

    def is_held_on(self, day: datetime.date) -> bool:
        """Say whether `held_on` is true for this duty, which was read with its page."""
        in_time = (self.start is None or self.start <= day) and (self.end is None or self.end >= day)
        return in_time and (self.page.left_on is None or self.page.left_on >= day)

    @classmethod
    def leading_now(cls) -> Q:
        """Return the condition for today's duties as lead."""
        return cls.held_on(today()) & Q(kind__in=LEADING_DUTIES)

    def clean(self):
        super().clean()
        if self.work_stream_id and self.policy_area_id:
            raise ValidationError(
                {"policy_area": worded("Choose a work stream or a policy area; add a second duty for the other.")}
            )
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": "The duty ends before it starts."})
