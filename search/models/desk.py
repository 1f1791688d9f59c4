"""The desk's index: all that editors can open in the admin, as it is in its form, published or not.

It has tables of its own, which nothing public reads. `search.desk` writes it and answers from it, with the engine of the
public search. Like the public index it has no permissions: they are checked when somebody searches.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import models

from .index import BlockVersion, IndexedText, IndexWord, TermPosting


class DeskEntry(models.Model):
    """A thing in the index: a page with its newest draft, a document, an image or a term.

    Its key is its number in the postings.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_key = models.BigIntegerField()
    digest = models.CharField(max_length=32)
    indexed_at = models.DateTimeField(db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_key"], name="one_desk_entry_for_a_thing")
        ]

    def __str__(self):
        return f"{self.content_type_id} {self.object_key}"


class DeskText(IndexedText):
    """The text of a thing as it is in its form."""

    entry = models.OneToOneField(DeskEntry, on_delete=models.CASCADE, primary_key=True, related_name="text")


class DeskPosting(TermPosting):
    """The postings of the desk's index."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "block"], name="one_desk_posting_for_a_term_and_block")]


class DeskBlock(BlockVersion):
    """The versions of the desk's index."""


class DeskWord(IndexWord):
    """The words of the desk's index."""


class DeskChange(models.Model):
    """A change of a thing that isn't in the index yet. It is written with the change.

    Several rows may name one thing: a row is only deleted by a process that has read the thing after the row.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_key = models.BigIntegerField()

    wagtail_reference_index_ignore = True

    def __str__(self):
        return f"{self.content_type_id} {self.object_key}"
