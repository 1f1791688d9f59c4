"""Counts by day and by month, and the setting that switches them on."""

from django.db import models
from django.utils.formats import date_format
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from cms.pages.conflicts import GuardedForm
from measures.choices import CountKind


class DailyCount(models.Model):
    """How often one thing was read on a day; after about a year, in the month that begins with the day.

    `thing` is the key of a page, a document or an answer of a survey, a fixed name, the path of a feed or the number of an
    issue. `detail` is the kind of place from where readers came, or the page where they arrived. Neither is a text that a
    stranger could choose.
    """

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    is_month = models.BooleanField(default=False)
    kind = models.CharField(max_length=10, choices=CountKind)
    thing = models.CharField(max_length=100)
    detail = models.CharField(max_length=40, blank=True)
    number = models.PositiveBigIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ("view",)
        verbose_name = "count"
        constraints = [
            models.UniqueConstraint(
                fields=["site", "kind", "day", "is_month", "thing", "detail"], name="one_count_of_a_thing_and_day"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.thing} ({date_format(self.day)}): {self.number}"


@register_setting(icon="order")
class CountsSettings(BaseSiteSetting):
    """Whether anything is counted on a site."""

    counts_readers = models.BooleanField(
        "count how often pages, documents and feeds are read",
        default=False,
        help_text="Without cookies, addresses, or anything else about a person. The links of an issue get a mark that is "
        "the same for all readers. The privacy page then says what is counted, so publish one first. Untick it, and nothing more "
        "is counted; what was counted stays.",
    )

    shows_on_pages = True
    base_form_class = GuardedForm
    panels = ["counts_readers"]

    class Meta:
        verbose_name = "Counts"
