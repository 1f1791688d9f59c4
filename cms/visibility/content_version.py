"""The version of all public content: one row that database triggers update with the content
(`cms.visibility.triggers`)."""

import uuid

from django.db import connection, models


class ContentVersion(models.Model):
    """One row whose token is renewed by every change of public content, in the transaction of the change.

    The token is random, not a counter: after a rollback, or with an older backup, a number could recur with different
    content. So anything derived from the content can be kept under the token indefinitely.
    """

    token = models.CharField(max_length=32)
    # The transaction and statement of PostgreSQL that set the token: other rows of the same statement (or, if triggers
    # are deferred, of the transaction) need no new token.
    transaction = models.BigIntegerField(null=True, editable=False)
    statement = models.DateTimeField(null=True, editable=False)

    graphql_fields: list[object] = []

    def __str__(self) -> str:
        return self.token

    @classmethod
    def current(cls) -> str | None:
        """Return the token, or None while the database has none. One small read, bypassing the ORM.

        Read it before the content that is to be kept under it. Content newer than the token does no harm: that token is
        never used again. Older content would be served until the next change.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT token FROM cms_contentversion WHERE id = 1")
            row = cursor.fetchone()
        return row[0] if row else None

    @classmethod
    def renew(cls) -> None:
        """Renew the token after a change in a table without triggers."""
        cls.objects.update(token=uuid.uuid4().hex)
