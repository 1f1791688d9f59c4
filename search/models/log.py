"""The log of queries, without the people who searched."""

from django.db import models
from wagtail.models import Site


class CountedQuery(models.Model):
    """A normalised query, with the number of searches on a day and the number of pages last found."""

    text = models.CharField(max_length=100)
    day = models.DateField()
    times = models.PositiveIntegerField(default=1)
    found = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.text} ({self.day}: {self.times})"


class AskedFor(CountedQuery):
    """A query on the default site."""

    class Meta:
        verbose_name = "query"
        verbose_name_plural = "queries"
        constraints = [models.UniqueConstraint(fields=["day", "text"], name="one_row_for_a_query_and_day")]


class AskedOnSite(CountedQuery):
    """A query on another site. The default site's had their table before there were programmes."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "query of a programme"
        verbose_name_plural = "queries of programmes"
        constraints = [
            models.UniqueConstraint(fields=["site", "day", "text"], name="one_row_for_a_query_and_day_of_a_site")
        ]


def counted_on(site: Site | None) -> models.QuerySet:
    """Return the queries that were counted on a site."""
    if site is None or site.is_default_site:
        return AskedFor.objects.all()
    return AskedOnSite.objects.filter(site=site)
