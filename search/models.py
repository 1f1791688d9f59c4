"""What editors keep for the search."""

from django.db import models
from wagtail.admin.panels import FieldPanel

from cms.models import Snippet


class Synonym(Snippet):
    """Words that mean the same to somebody who searches. `name` is the word that the site uses."""

    words = models.TextField(help_text="Other words for it, one a line. The search does not use them yet.")

    panels = [FieldPanel("name"), FieldPanel("words"), FieldPanel("slug"), FieldPanel("description")]
    graphql_fields: list = []
