"""What is said once for the whole site."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

from cms import frame
from cms.delivery.viewer import visibility_of
from cms.graphql.fields import GraphQLInt, GraphQLRows, GraphQLText
from cms.guarding import GuardedForm
from cms.visibility.objects import Found, compiled
from cms.visibility.rule import Visibility

SETTINGS, CHANNELS = "settings", "social channels"


@register_setting(icon="cog")
class HubSettings(ClusterableModel, BaseSiteSetting):
    """Names, contact, and the newsletter's sender."""

    site_name = models.CharField(max_length=120, default="Information hub", help_text="Shown at the top of every page.")
    organisation = models.CharField(max_length=120, blank=True, help_text="Who runs the site.")

    contact_name = models.CharField(
        max_length=120, blank=True, help_text="The team's name, as a reader would ask for it."
    )
    contact_email = models.EmailField(blank=True, help_text="A shared mailbox, never a person's own address.")
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_hours = models.CharField(max_length=120, blank=True, help_text="When somebody answers the phone.")
    response_time = models.CharField(
        max_length=120, blank=True, help_text="How soon people get an answer, such as “within five working days”."
    )

    newsletter_name = models.CharField(max_length=120, blank=True, help_text="What the regular update is called.")
    newsletter_sender = models.CharField(max_length=120, blank=True, help_text="The name that subscribers see.")
    newsletter_email = models.EmailField(blank=True, help_text="The address that it comes from.")
    newsletter_rhythm = models.PositiveSmallIntegerField(
        default=6, help_text="Weeks between two issues, as promised to readers; 0 promises nothing."
    )

    base_form_class = GuardedForm
    panels = [
        MultiFieldPanel([FieldPanel("site_name"), FieldPanel("organisation")], "Names"),
        MultiFieldPanel(
            [
                FieldPanel("contact_name"),
                FieldPanel("contact_email"),
                FieldPanel("contact_phone"),
                FieldPanel("contact_hours"),
                FieldPanel("response_time"),
            ],
            "Contact",
        ),
        InlinePanel("social_channels", heading="Social channels", label="Channel"),
        MultiFieldPanel(
            [
                FieldPanel("newsletter_name"),
                FieldPanel("newsletter_sender"),
                FieldPanel("newsletter_email"),
                FieldPanel("newsletter_rhythm"),
            ],
            "Newsletter",
        ),
    ]
    graphql_name = "Site"
    graphql_fields = [
        GraphQLText("site_name", description="Name of the site."),
        GraphQLText("organisation", description="Who runs the site."),
        GraphQLText("contact_name", description="The team to turn to."),
        GraphQLText("contact_email", description="The team's shared mailbox; may be empty."),
        GraphQLText("contact_phone", description="The team's phone number; may be empty."),
        GraphQLText("contact_hours", description="When somebody answers the phone; may be empty."),
        GraphQLText("response_time", description="How soon people get an answer; may be empty."),
        GraphQLText("newsletter_name", description="What the regular update is called."),
        GraphQLInt(
            "newsletter_rhythm", description="Weeks between two issues of the regular update; 0 where none is promised."
        ),
        GraphQLRows(
            "social_channels",
            "cms.SocialChannel",
            via="settings",
            where={"active": True},
            description="Accounts on social media that are in use.",
        ),
    ]

    class Meta:
        verbose_name = "Names and contact"

    @classmethod
    def for_request(cls, request) -> HubSettings:
        """Return the settings of the request's site with their channels, as part of the frame. To be read, not changed."""
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
        (settings,) = found
        settings.social_channels.set(frame.part(visibility, CHANNELS))  # from here on they are in memory
        return settings


class SocialChannel(Orderable):
    """An account of the programme on a social platform."""

    settings = ParentalKey(HubSettings, on_delete=models.CASCADE, related_name="social_channels")
    platform = models.CharField(max_length=40, help_text="Such as X (Twitter).")
    handle = models.CharField(
        max_length=60,
        validators=[RegexValidator(r"^@?[\w.-]+$", "Write the account's name alone, such as @girfec.")],
        help_text="The account's name, such as @girfec.",
    )
    address = models.URLField(help_text="Where the link leads.")
    active = models.BooleanField(default=True, help_text="Untick to take the link away and keep the record.")

    visibility_parent = "settings"
    panels = [FieldPanel("platform"), FieldPanel("handle"), FieldPanel("address"), FieldPanel("active")]
    graphql_fields = [
        GraphQLText("platform", description="Name of the platform."),
        GraphQLText("handle", description="The account's name."),
        GraphQLText("address", description="Where the account is."),
    ]

    class Meta(Orderable.Meta):
        pass

    def __str__(self):
        return f"{self.platform} {self.handle}"


def contacts_of_hubs() -> list[str]:
    """Return the telephone numbers and mailboxes that hubs publish as theirs. One query."""
    rows = HubSettings.objects.values_list("contact_phone", "contact_email", "newsletter_email")
    return [contact for row in rows for contact in row if contact]


def settings_of_site(visibility: Visibility) -> Found[HubSettings]:
    """Return the settings of the visibility's site, or none, as the frame reads them."""
    return _settings(visibility, site=visibility.site_key)


def channels_of_site(visibility: Visibility) -> Found[SocialChannel]:
    """Return the channels of the visibility's site, as the frame reads them."""
    return _channels(visibility, site=visibility.site_key)


@compiled
def _settings(visibility: Visibility, site: int) -> models.QuerySet[HubSettings]:
    return visibility.filter(HubSettings.objects.filter(site=site))


@compiled
def _channels(visibility: Visibility, site: int) -> models.QuerySet[SocialChannel]:
    return visibility.filter(SocialChannel.objects.filter(settings__site=site).order_by("sort_order"))
