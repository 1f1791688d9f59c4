"""Records that the hub keeps about its own work."""

from django.db import models


class WorkRecord(models.Model):
    """A row with a name as its key. It refers to no content, so Wagtail needn't look for references in it."""

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True

    def __str__(self):
        return str(self.pk)
