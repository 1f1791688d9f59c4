"""What was taken in from files: the record of each import, its pages, and what documents proposed."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from cms.base.local_texts import worded_label
from cms.base.user_fields import user_field
from cms.sites.rows import SiteRow


class IntakeKind(models.TextChoices):
    """What the lines of a table are, or that documents were read."""

    NEWS = "news", "News"
    PEOPLE = "people", "People of the team"
    COMMITMENTS = "commitments", worded_label("Recommendations and actions")
    MEETINGS = "meetings", "Meetings"
    PUBLICATIONS = "publications", "Publications"
    DOCUMENTS = "documents", "Documents"


class IntakeState(models.TextChoices):
    """How far an import is."""

    OPEN = "open", "Not finished"
    DONE = "done", "Done"
    UNDONE = "undone", "Taken back"


class Intake(SiteRow):
    """An import into a programme: who, when, the file, and how much. The table itself is kept until it is done, or forgotten."""

    kind = models.CharField(max_length=20, choices=IntakeKind)
    state = models.CharField(max_length=10, choices=IntakeState, default=IntakeState.OPEN)
    file_name = models.CharField(max_length=200, blank=True)
    digest = models.CharField("SHA-256 of the file", max_length=64)
    text = models.TextField(blank=True)
    # By heading of the table: the column of the kind, empty for one that isn't taken in.
    mapping = models.JSONField(default=dict)
    begun_at = models.DateTimeField(default=timezone.now)
    begun_by = user_field(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = user_field(blank=True)
    lines = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)

    # Its links are no uses of a page.
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        ordering = ["-begun_at", "-pk"]
        verbose_name = "import"

    def __str__(self):
        return self.file_name or "Pasted"

    @property
    def left_out(self) -> int:
        """How many lines of the table weren't taken in."""
        return max(self.lines - self.made - self.changed, 0)


class IntakePage(models.Model):
    """A page that an import made or changed, with the revisions before and after."""

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="pages")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=255)
    line = models.PositiveIntegerField(default=0)
    is_new = models.BooleanField(default=False)
    before = models.ForeignKey("wagtailcore.Revision", on_delete=models.SET_NULL, null=True, related_name="+")
    after = models.ForeignKey("wagtailcore.Revision", on_delete=models.SET_NULL, null=True, related_name="+")
    # What became of it when the import was taken back, in words.
    outcome = models.CharField(max_length=255, blank=True)

    # Its links are no uses of a page.
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        ordering = ["line", "pk"]

    def __str__(self):
        return self.title


class IntakeFile(models.Model):
    """A file that came with a table, as the document that it became; none once that is deleted."""

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey("cms.HubDocument", on_delete=models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(max_length=200)

    # Its links are no uses of a document.
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self):
        return self.file_name


class IntakeDocument(models.Model):
    """A Word or PDF document of an import; `problem` says why it couldn't be read."""

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="documents")
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    problem = models.CharField(max_length=255, blank=True)
    title = models.CharField(max_length=255, blank=True)
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.SET_NULL, null=True, related_name="+")
    # For its recommendations and actions, if it becomes a publication.
    stream = models.ForeignKey("programme.WorkStreamPage", on_delete=models.SET_NULL, null=True, related_name="+")

    # Its links are no uses of a page.
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self):
        return self.title or self.file_name


class ProposalKind(models.TextChoices):
    """What a passage of a document could become."""

    SECTION = "section", "Section"
    RECOMMENDATION = "recommendation", worded_label("Recommendation")
    ACTION = "action", worded_label("Action")
    PERSON = "person", "Person"
    DATE = "date", "Date"


class ProposalState(models.TextChoices):
    """What an editor decided."""

    OPEN = "open", "To be decided"
    ACCEPTED = "accepted", "Accepted"
    SKIPPED = "skipped", "Skipped"


class IntakeProposal(models.Model):
    """A record that the rules found in a document, with its passage. Nothing is made of it before somebody accepts it.

    The title of a recommendation or an action is its subject, as in “Recommendation 3: Insurance”.
    """

    document = models.ForeignKey(IntakeDocument, on_delete=models.CASCADE, related_name="proposals")
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=ProposalKind)
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    # What the document calls it, such as “2.1” or “A26/31”, if that is more than a number.
    reference = models.CharField(max_length=20, blank=True, db_default="")
    title = models.CharField(max_length=255, blank=True)
    text = models.TextField(blank=True)
    owner = models.CharField(max_length=150, blank=True)
    due = models.CharField(max_length=120, blank=True)
    passage = models.TextField()
    where = models.CharField(max_length=60)
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.SET_NULL, null=True, related_name="+")

    # Its links are no uses of a page.
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        ordering = ["place"]

    def __str__(self):
        return self.title or self.text[:60]

    @property
    def name(self) -> str:
        """What distinguishes it from others of its kind: its reference or number, or its title."""
        return self.reference or str(self.number or self.title)
