"""The kinds of links for people without an account: what each shows, and how its links are made, opened and revoked."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from wagtail.models import Page, Site

from cms.base.log_messages import LoggedActions
from cms.base.secret_links import GONE, NEVER, LinkClosedError, SecretLink, SecretLinkTokens
from cms.visibility.hub_addresses import full_address

AnyLink = TypeVar("AnyLink", bound=SecretLink)


@dataclass(frozen=True)
class LinkKind(Generic[AnyLink]):
    """One kind of link, by the `name` that `manage.py secrets` gives it.

    Each link of the `model` has what it shows in the field `shows`; the relations `loads` are read with it. `view` is the name
    of the address that its token opens. What is done is in the log of what it shows, as `actions` says: “link”, “open”, and
    the two that are named here.
    """

    name: str
    model: type[AnyLink]
    shows: str
    loads: tuple[str, ...]
    tokens: SecretLinkTokens
    view: str
    actions: LoggedActions
    revoked: str = "revoke"
    mailed: str = "mail"

    def new(
        self, thing: Model, *, expires_at: datetime.datetime, user: User | None, **fields: Any
    ) -> tuple[AnyLink, str]:
        """Return a new link to a thing and its token, which can't be retrieved later. It isn't logged."""
        token = self.tokens.new()
        given = {
            self.shows: thing,
            "digest": self.tokens.digest_of(token),
            "expires_at": expires_at,
            "created_by": user,
        }
        return self.model._default_manager.create(**given, **fields), token

    @transaction.atomic
    def make(self, thing: Model, *, expires_at: datetime.datetime, user: User, **fields: Any) -> tuple[AnyLink, str]:
        """The same, with an entry in the log."""
        link, token = self.new(thing, expires_at=expires_at, user=user, **fields)
        until = f"{timezone.localtime(expires_at):%d %B %Y, %H:%M}"
        self._write("link", link, user, name=link.name, until=until)
        return link, token

    @transaction.atomic
    def revoke(self, link: AnyLink, user: User) -> None:
        """Revoke a link at once."""
        if self.model._default_manager.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now()):
            self._write(self.revoked, link, user, name=link.name)

    def open_links(self) -> QuerySet[AnyLink]:
        """Return the links that work."""
        return self.model._default_manager.filter(revoked_at=None, expires_at__gt=timezone.now())

    def opened(self, token: str, site: Site | None, thing: Model | None = None) -> AnyLink:
        """Return the link of a token, with what it shows.

        Raises LinkClosedError if it doesn't work, not at the site's address, or shows another thing than one that is given.
        """
        found = self.model._default_manager.filter(digest=self.tokens.digest_of(token))
        link = found.select_related(*self.loads).first()
        if link is None:
            raise LinkClosedError(GONE)
        if site is None or link.own_site != site or (thing and self.key_of(link) != thing.pk):
            raise LinkClosedError(NEVER)
        link.require_open()
        return link

    @transaction.atomic
    def used(self, link: AnyLink, **data: Any) -> None:
        """Log that something was looked at through a link."""
        link.note_use()
        self._write("open", link, name=link.name, **data)

    @transaction.atomic
    def note_mail(self, link: AnyLink, email: str, user: User) -> None:
        """Note and log that a link was mailed to an address."""
        self.model._default_manager.filter(pk=link.pk).update(email=email)
        self._write(self.mailed, link, user, name=link.name, email=email)

    def address_of(self, token: str, thing: Model) -> str:
        """Return the full address that the token of a link to a thing opens, on the site of the thing."""
        return full_address(self.view, token, site=self.site_of(thing))

    def site_of(self, thing: Model) -> Site | None:
        """Return the site at whose address alone links to a thing work."""
        return self.model(**{self.shows: thing}).own_site

    def key_of(self, link: AnyLink) -> int:
        """Return the key of what a link shows."""
        return getattr(link, f"{self.shows}_id")

    def _write(self, action: str, link: AnyLink, user: User | None = None, **data: Any) -> None:
        thing = getattr(link, self.shows)
        # The log of a page is found by its own type.
        self.actions.write(action, thing.specific if isinstance(thing, Page) else thing, user, **data)
