"""The log of queries, without the people who searched."""

from django.db import models


class AskedFor(models.Model):
    """A normalised query, with the number of searches on a day and the number of pages last found."""

    text = models.CharField(max_length=100)
    day = models.DateField()
    times = models.PositiveIntegerField(default=1)
    found = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True
    graphql_fields: list = []

    class Meta:
        verbose_name = "query"
        verbose_name_plural = "queries"
        constraints = [models.UniqueConstraint(fields=["day", "text"], name="one_row_for_a_query_and_day")]

    def __str__(self):
        return f"{self.text} ({self.day}: {self.times})"
