"""The index: searchable texts, and postings by term. `search.index` writes it, `search.engine` reads it.

It is derived from the content and can be rebuilt at any time (`manage.py search rebuild`). It has no information about
visibility, which is decided at query time.
"""

from django.db import models
from django.db.models import Q
from wagtail.models import Page

from cms.models import HubDocument


class Entry(models.Model):
    """One text by which a page can be found: its own, or that of a document on it.

    Its key is its number in the postings. A change of an entry changes search results, so the content's version changes
    with it (`cms.visibility.triggers` watches every model with a rule).
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(HubDocument, on_delete=models.CASCADE, null=True, related_name="+")
    # The day of the page as a number (`date.toordinal`), for the order by date and the facet of years. 0 for none.
    day = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=20, db_index=True)
    # A digest of all indexed texts: unchanged entries aren't written again.
    digest = models.CharField(max_length=32)
    indexed_at = models.DateTimeField(db_index=True)

    is_derived = True
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "document"], name="one_entry_for_a_document_of_a_page"),
            models.UniqueConstraint(fields=["page"], condition=Q(document=None), name="one_entry_for_a_page"),
        ]

    def __str__(self):
        return f"{self.page_id} {self.document_id or ''}"

    @classmethod
    def visible_condition(cls, visibility, prefix: str) -> Q:
        """Return the condition for `visibility.Visibility.condition`: page and document must be public."""
        page = visibility.condition(Page, f"{prefix}page__")
        document = visibility.condition(HubDocument, f"{prefix}document__")
        # An empty condition is true, but disappears from an “or”.
        return page & (Q(**{f"{prefix}document": None}) | document) if document else page

    def is_visible(self, visibility) -> bool:
        """Return whether this entry is visible."""
        return visibility.can_see(self.page) and (self.document is None or visibility.can_see(self.document))


class IndexedText(models.Model):
    """The text of an entry, by weight. Separate from the entry, so that scanning all entries stays cheap."""

    title = models.TextField()
    aliases = models.TextField(blank=True)  # other names of the thing itself
    labels = models.TextField(blank=True)  # further facts in a few words: kind, number, date, place, names
    questions = models.TextField(blank=True)  # readers' search words, one on each line
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    marks = models.TextField(blank=True)  # its marks, one on each line: “stream:12”, “type:news”
    facts = models.TextField(blank=True)  # its facts in lists, one on each line

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True

    def __str__(self):
        return self.title


class EntryText(IndexedText):
    """The text of a page or of a document on it, as published."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="text")


class TermPosting(models.Model):
    """The entries of a block with a term, and the strength of each, in the format of `search.engine.postings`."""

    # Bytes, because their order doesn't depend on how a database sorts letters.
    term = models.BinaryField()
    block = models.PositiveIntegerField()
    data = models.BinaryField()

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True

    def __str__(self):
        return f"{bytes(self.term).decode(errors='replace')} {self.block}"


class Posting(TermPosting):
    """The postings of the public index."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "block"], name="one_posting_for_a_term_and_block")]


class BlockVersion(models.Model):
    """The version of a block of entries: a server reads again only blocks that were written since it last read them.

    The token is random rather than a counter, so that none recurs with other entries after a rollback or a restoration.
    """

    number = models.PositiveIntegerField(primary_key=True)
    token = models.CharField(max_length=32)

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.number} {self.token}"


class PublicBlock(BlockVersion):
    """The versions of the public index."""


class IndexWord(models.Model):
    """A word in some text of the index, for corrections. Its visibility is checked before it is shown."""

    word = models.CharField(max_length=40, unique=True)
    sound = models.CharField(max_length=40, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True

    def __str__(self):
        return self.word


class Word(IndexWord):
    """The words of the public index."""


class DocumentText(models.Model):
    """The text of a document's file, or the reason why there is none."""

    document = models.OneToOneField(HubDocument, on_delete=models.CASCADE, related_name="+")
    file = models.CharField(max_length=255)  # name and size of the file that was read, to detect another file
    text = models.TextField(blank=True)
    problem = models.CharField(max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    def __str__(self):
        return f"{self.document_id}: {self.problem or len(self.text)}"
