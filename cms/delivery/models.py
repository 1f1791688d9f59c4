"""Settings for the whole site."""

from __future__ import annotations

from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_noop as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

from cms.base.active_site import active_site
from cms.delivery import frame
from cms.delivery.social_platforms import SocialPlatform, platform_at
from cms.graphql.fields import GraphQLBoolean, GraphQLRows, GraphQLText, GraphQLTextIn
from cms.pages.conflicts import GuardedForm
from cms.pages.models.translated_texts import TranslatedTexts, TranslatedTextsPanel
from cms.pages.panels import FootPanel
from cms.pages.viewer import period_of, request_now, visibility_of
from cms.visibility.rule import Visibility

SETTINGS, CHANNELS, NAMES = "settings", "social channels", "names of hubs"
DEMONSTRATION = _("Demonstration: the programme, people and organisations on these pages are invented.")


@register_setting(icon="cog")
class HubSettings(TranslatedTexts, ClusterableModel, BaseSiteSetting):
    """Names and contact."""

    translated_fields = ("site_name", "organisation", "contact_name", "contact_hours", "response_time", "not_for_forms")

    site_name = models.CharField(max_length=120, default="Information hub", help_text="Shown at the top of every page.")
    organisation = models.CharField(max_length=120, blank=True, help_text="Who runs the site.")

    contact_name = models.CharField(
        max_length=120, blank=True, help_text="The team's name, as readers would ask for it."
    )
    contact_email = models.EmailField(blank=True, help_text="A shared mailbox, never a person's own address.")
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_hours = models.CharField(max_length=120, blank=True, help_text="The hours when the phone is answered.")
    response_time = models.CharField(
        max_length=120, blank=True, help_text="The usual response time, such as “within five working days”."
    )
    sender_email = models.EmailField(blank=True, help_text="The address that e-mail of the hub comes from.")

    not_for_forms = models.CharField(
        "not for these forms",
        max_length=200,
        blank=True,
        db_default="",
        help_text="A sentence above every form for feedback, such as “Don't use this form to report a power cut.”",
    )
    help_question = models.CharField(
        "question beside results",
        max_length=120,
        blank=True,
        db_default="",
        help_text="Before signposts beside results of the search. If it is empty: “Do you need help?”",
    )
    help_summary = models.CharField(
        "summary of the help page",
        max_length=200,
        blank=True,
        db_default="",
        help_text="For search engines: who finds help there, and with what.",
    )
    search_examples = models.CharField(
        "example searches",
        max_length=120,
        blank=True,
        db_default="",
        help_text="Shown to readers who found nothing, such as: “solar panels” or “a grant”.",
    )

    demonstration = models.BooleanField(
        "demonstration",
        default=False,
        db_default=False,
        help_text="Tick this if everything here is invented: all pages and mails then say so, and search engines are kept out.",
    )

    names_programs = models.BooleanField(
        "say on public pages that a program helped to write them",
        default=False,
        db_default=False,
        help_text="At the end of each page that has text as a program with an access token drafted it.",
    )

    base_form_class = GuardedForm
    panels = [
        MultiFieldPanel(
            [
                "site_name",
                "organisation",
                FieldPanel("demonstration", permission="superuser"),
            ],
            "Names",
        ),
        MultiFieldPanel(
            [
                "contact_name",
                "contact_email",
                "contact_phone",
                "contact_hours",
                "response_time",
                "sender_email",
                FootPanel(),
            ],
            "Contact",
        ),
        MultiFieldPanel(
            [
                "not_for_forms",
                "help_question",
                "help_summary",
                "search_examples",
            ],
            "Forms, help and search",
        ),
        MultiFieldPanel(["names_programs"], "Writing by programs"),
        InlinePanel("social_channels", heading="Social channels", label="Channel"),
        TranslatedTextsPanel(),
    ]
    graphql_name = "Site"
    graphql_fields = [
        GraphQLText("name", source="site_name", description="Name of the site."),
        GraphQLText("organisation", description="The organisation that runs the site."),
        GraphQLText("contact_name", description="The team to contact."),
        GraphQLText("contact_email", description="The team's shared mailbox; may be empty."),
        GraphQLText("contact_phone", description="The team's phone number; may be empty."),
        GraphQLText("contact_hours", description="The hours when the phone is answered; may be empty."),
        GraphQLText("response_time", description="The usual response time; may be empty."),
        GraphQLText(
            "not_for_forms", description="A sentence for forms: that they aren't the place for something; may be empty."
        ),
        GraphQLText(
            "help_question", description="A question before signposts beside results of the search; may be empty."
        ),
        GraphQLText("help_summary", description="Who finds help on the help page, and with what; may be empty."),
        GraphQLText(
            "search_examples", description="Things to search for, for readers who found nothing; may be empty."
        ),
        GraphQLBoolean(
            "demonstration",
            description="Whether the programme, people and organisations are invented. Frontends should say so on each page.",
        ),
        GraphQLTextIn("name", source="site_name"),
        *map(GraphQLTextIn, translated_fields[1:]),
        GraphQLRows(
            "social_channels",
            "cms.SocialChannel",
            via="settings",
            where={"active": True, "is_public": True},
            description="Social media accounts in use that are shown to the public.",
        ),
    ]

    class Meta:
        verbose_name = "Names and contact"

    @property
    def sender(self) -> str:
        """The From header, as in the newsletter's letters: the hub's address under the hub's name."""
        address = self.sender_email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        return formataddr((self.contact_name or self.site_name, address))

    @property
    def notice(self) -> str:
        """The sentence by which a demonstration is known; empty for anything else."""
        return DEMONSTRATION if self.demonstration else ""

    @property
    def marked_name(self) -> str:
        """The site's name where no notice can stand beside it, as in the titles of feeds and calendars."""
        return marked(self.site_name, self.demonstration)

    @classmethod
    def for_request(cls, request) -> HubSettings:
        """Return the settings of the request's site with their channels, as part of the frame. Read-only."""
        name = cls.get_cache_attr_name()  # where Wagtail keeps them
        if not hasattr(request, name):
            visibility = visibility_of(request)
            key = ("hub settings", visibility.site and visibility.site_key)
            setattr(request, name, visibility.fact(key, lambda: cls._of_the_frame(visibility)))
        return getattr(request, name)

    @classmethod
    def _of_the_frame(cls, visibility: Visibility) -> HubSettings:
        found = frame.part(visibility, SETTINGS)
        if not found:  # a site whose settings nobody has saved yet
            return cls.for_site(visibility.site) if visibility.site else cls()
        (own,) = found
        own.social_channels.set(frame.part(visibility, CHANNELS))  # from now on they are in memory
        return own


def marked(name: str, demonstration: bool) -> str:
    """Return the name of a site, saying if it is a demonstration."""
    return f"{name} (demonstration)" if demonstration else name


class SocialChannel(Orderable):
    """An account of the programme on a social platform."""

    settings = ParentalKey(HubSettings, on_delete=models.CASCADE, related_name="social_channels")
    platform = models.CharField(max_length=40, help_text="Such as X (Twitter).")
    handle = models.CharField(
        max_length=60,
        validators=[RegexValidator(r"^@?[\w.-]+$", "Just the account's name, such as @example.")],
        help_text="The account's name, such as @example.",
    )
    address = models.URLField(help_text="The address of the account.")
    kind = models.CharField(
        "kind of platform",
        max_length=15,
        choices=SocialPlatform,
        blank=True,
        default="",
        db_default="",
        help_text="Only if the address doesn’t say it, as for most Mastodon servers. How long a post may be follows from it.",
    )
    active = models.BooleanField(
        default=True, help_text="Untick to plan and post nothing on it any more, and to remove its link."
    )
    is_public = models.BooleanField(
        "shown to the public",
        default=True,
        db_default=True,
        help_text="Untick for an internal channel, such as one on Teams: it takes posts, and readers don't see it.",
    )

    visibility_parent = "settings"
    panels = [
        "platform",
        "handle",
        "address",
        "kind",
        "active",
        "is_public",
    ]
    graphql_fields = [
        GraphQLText("platform", description="Name of the platform."),
        GraphQLText("handle", description="The account's name."),
        GraphQLText("address", description="The address of the account."),
    ]

    def __str__(self):
        return f"{self.platform} {self.handle}"

    @property
    def known_platform(self) -> SocialPlatform | None:
        """The platform whose rules for posts hold: the chosen kind, or that of the address; None if neither says it."""
        return SocialPlatform(self.kind) if self.kind else platform_at(self.address)


def name_of_active_site() -> str:
    """Return the name of the active site, or of the default one, marked if it is a demonstration; empty if nobody has
    saved it yet."""
    return marked(*_of_active_site())


def notice_of_active_site() -> str:
    """Return the sentence by which a demonstration is known; empty if the active site is none."""
    return DEMONSTRATION if _of_active_site()[1] else ""


def _of_active_site() -> tuple[str, bool]:
    """Return the name of the active or the default site, and whether it is a demonstration.

    While a request is answered they are read with the period's opening, otherwise by a query.
    """
    request = request_now()
    period = period_of(request) if request else None
    rows = period.opening[NAMES] if period else names_of_hubs()
    site = active_site()
    found = ((name, invented) for key, is_default, name, invented in rows if (key == site.pk if site else is_default))
    return next(found, ("", False))


def names_of_hubs() -> models.QuerySet[HubSettings, tuple[int, bool, str, bool]]:
    """Return each site whose settings are saved, whether it is the default one, the name of its hub, and whether that is
    a demonstration."""
    return HubSettings.objects.order_by().values_list("site", "site__is_default_site", "site_name", "demonstration")


def contacts_of_hubs() -> list[str]:
    """Return the telephone numbers and mailboxes in the settings of all sites. One query."""
    rows = HubSettings.objects.values_list("contact_phone", "contact_email", "sender_email")
    return [contact for row in rows for contact in row if contact]


def settings_of_site(visibility: Visibility) -> models.QuerySet[HubSettings]:
    """Return the settings of the visibility's site, if any, in the form that the frame reads."""
    return visibility.filter(HubSettings.objects.all())


def channels_of_site(visibility: Visibility) -> models.QuerySet[SocialChannel]:
    """Return the channels of the visibility's site, in the form that the frame reads."""
    channels = SocialChannel.objects.filter(settings__site=visibility.site_key)
    return visibility.filter(channels.order_by("sort_order"))
