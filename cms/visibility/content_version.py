"""The version of everything public: one row that the database itself changes with the content (`cms.visibility.triggers`)."""

import uuid

from django.db import connection, models


class ContentVersion(models.Model):
    """One row whose token is another after every change of what readers may see, in the transaction of the change.

    The token is random and not a number: what is rolled back, or is replaced by an older backup, must never meet its
    number again with other content. So whatever was made of the content can be kept under the token, for as long as one likes.
    """

    token = models.CharField(max_length=32)
    # Which transaction and statement of PostgreSQL set the token: the other rows of the same statement (when triggers wait
    # for the commit: of the whole transaction) need no other token.
    transaction = models.BigIntegerField(null=True, editable=False)
    statement = models.DateTimeField(null=True, editable=False)

    graphql_fields: list[object] = []

    def __str__(self) -> str:
        return self.token

    @classmethod
    def current(cls) -> str | None:
        """Return the token, or None while the database has none. One small read, made without the ORM's cost.

        Read it before the content that is to be kept under it. Content that is newer than the token does no harm: nobody
        asks for that token again. Content that is older would be served until the next change.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT token FROM cms_contentversion WHERE id = 1")
            row = cursor.fetchone()
        return row[0] if row else None

    @classmethod
    def renew(cls) -> None:
        """Give the content another token, where what changed lies in a table that isn't watched."""
        cls.objects.update(token=uuid.uuid4().hex)
