"""The index: what is searched, and lists of what holds which word. `search.indexing` writes it, `search.engine` reads it.

It is all made from the content and can be made anew at any time (`manage.py search rebuild`). Nothing in it says what is
public: that is decided when somebody asks.
"""

from django.db import models
from django.db.models import Q
from wagtail.models import Page

from cms.models import HubDocument


class Entry(models.Model):
    """One text in which a page can be found: its own, or that of a document it offers.

    Its key is its number in the postings. A change of an entry changes what readers find, so the content's version
    changes with it (`cms.visibility.triggers` watches every model with a rule).
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(HubDocument, on_delete=models.CASCADE, null=True, related_name="+")
    # The day that the page is of, as a number (`date.toordinal`): what the order by date and the years go by. 0 for none.
    day = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=20)
    # A digest of all that is indexed: what is the same isn't written again.
    digest = models.CharField(max_length=32)
    indexed_at = models.DateTimeField(db_index=True)

    wagtail_reference_index_ignore = True
    graphql_fields: list = []

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "document"], name="one_entry_for_a_document_of_a_page"),
            models.UniqueConstraint(fields=["page"], condition=Q(document=None), name="one_entry_for_a_page"),
        ]

    def __str__(self):
        return f"{self.page_id} {self.document_id or ''}"

    @classmethod
    def visible_condition(cls, visibility, prefix: str) -> Q:
        """Return the rule for `visibility.Visibility.condition`: page and document must be public."""
        page = visibility.condition(Page, f"{prefix}page__")
        document = visibility.condition(HubDocument, f"{prefix}document__")
        # A condition that asks nothing is true, but disappears from an “or”.
        return page & (Q(**{f"{prefix}document": None}) | document) if document else page

    def is_visible(self, visibility) -> bool:
        """Return the rule's answer for this entry."""
        return visibility.can_see(self.page) and (self.document is None or visibility.can_see(self.document))


class EntryText(models.Model):
    """The text of an entry, by its weight. Apart from the entry, so that going through all entries stays cheap."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="text")
    title = models.TextField()
    aliases = models.TextField(blank=True)  # other names of the thing itself
    labels = models.TextField(blank=True)  # what else is said of it in a few words: kind, number, date, place, names
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    marks = models.TextField(blank=True)  # what it belongs to, one a line: “stream:12”, “type:news”
    facts = models.TextField(blank=True)  # what a list says of it, one a line

    wagtail_reference_index_ignore = True
    graphql_fields: list = []

    def __str__(self):
        return self.title


class Posting(models.Model):
    """Which entries of a block hold a term, and how strongly each. `search.engine.postings` knows the form."""

    # Bytes, because their order doesn't depend on how a database sorts letters.
    term = models.BinaryField()
    block = models.PositiveIntegerField()
    data = models.BinaryField()

    wagtail_reference_index_ignore = True
    graphql_fields: list = []

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "block"], name="one_posting_for_a_term_and_block")]

    def __str__(self):
        return f"{bytes(self.term).decode(errors='replace')} {self.block}"


class Untold(models.Model):
    """A change of an entry that the search server hasn't been told of. It is written with the change, and only if there is one.

    The entry may be gone; then that is the change.
    """

    entry_key = models.BigIntegerField()

    wagtail_reference_index_ignore = True
    graphql_fields: list = []

    def __str__(self):
        return str(self.entry_key)


class Word(models.Model):
    """A word that stands in some text of the index, for corrections. Whether it is public is asked before it is shown."""

    word = models.CharField(max_length=40, unique=True)
    sound = models.CharField(max_length=40, db_index=True)

    wagtail_reference_index_ignore = True
    graphql_fields: list = []

    def __str__(self):
        return self.word


class DocumentText(models.Model):
    """The text of a document's file, or why there is none."""

    document = models.OneToOneField(HubDocument, on_delete=models.CASCADE, related_name="+")
    file = models.CharField(max_length=255)  # name and size of the file that was read: another file is read anew
    text = models.TextField(blank=True)
    problem = models.CharField(max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField()

    wagtail_reference_index_ignore = True
    graphql_fields: list = []

    def __str__(self):
        return f"{self.document_id}: {self.problem or len(self.text)}"
