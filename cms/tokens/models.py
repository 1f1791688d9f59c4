"""Access tokens. The hub keeps only a hash of each secret."""

from __future__ import annotations

import datetime
import hashlib
import secrets
import string
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from zlib import crc32

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from wagtail.models import Site

from cms.base.restorations import Restoration

from . import makers
from .scopes import PRIVATE, READ, WRITE, scopes

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MAKER = "created_by"
PREFIX = "hub_"
ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
RANDOM = 43  # characters of base 62, which have 256 bits
CHECKSUM = 6
SHOWN = len(PREFIX) + 6  # characters by which people tell tokens apart


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    """Access tokens."""

    def with_makers(self, top: str = "") -> AccessTokenQuerySet:
        """Read the people who made them as well, and which rights they have: to make tokens, to what each scope needs (with
        `top` on the site there), and at all sites of the token. In the same statement."""
        own = AccessToken.sites.through.objects.filter(accesstoken=OuterRef(OuterRef("pk")))
        there = Site.objects.filter(Exists(own.filter(site=OuterRef("pk"))) | ~Exists(own))
        may = {f"may_{place}": makers.may_use(scope, MAKER, top) for place, scope in enumerate(scopes.values())}
        return self.select_related(MAKER).annotate(
            is_granted=makers.holds("cms.add_accesstoken", MAKER),
            is_beyond=Exists(there.filter(makers.sites_of_others(MAKER))),
            **may,
        )


class AccessToken(models.Model):
    """A program's right to use the API. It works until it ends or is revoked, and only while its maker may make tokens."""

    name = models.CharField(max_length=100, help_text="Which program uses it, such as “Website, production”.")
    prefix = models.CharField(max_length=SHOWN, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(default=list)
    sites = models.ManyToManyField(Site, blank=True, related_name="+")
    groups = models.ManyToManyField(Group, blank=True, related_name="+")
    # The types of pages that it may publish, such as "programme.NewsPage", if it may publish at all.
    publishes = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    expires_at = models.DateTimeField()
    budget = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    # To the hour: it is written once an hour at most.
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    # By `with_makers`: whether its maker has the right to make tokens, and whether there are sites of it where they don't work.
    is_granted = False
    is_beyond = False
    # By `of_secret`: whether the hub is held since a restoration, the keys of its groups and sites, none for all, and the
    # scopes that count at each. `here` are those at the site of the request.
    is_held = False
    counting: dict[int | None, frozenset[str]] = {}
    here: frozenset[str] = frozenset()
    group_keys: frozenset[int] = frozenset()

    objects = AccessTokenQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ("add", "change", "view")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.name

    @classmethod
    def make(
        cls, user: User, *, sites: Iterable[Site] = (), groups: Iterable[Group] = (), **fields: Any
    ) -> tuple[AccessToken, str]:
        """Make a token for the user. Return it with its secret, which can't be read again."""
        secret = new_secret()
        token = cls.objects.create(created_by=user, prefix=secret[:SHOWN], digest=digest(secret), **fields)
        token.sites.set(sites)
        token.groups.set(groups)
        return token, secret

    @classmethod
    def of_secret(cls, secret: str) -> AccessToken | None:
        """Return the token with the secret, valid or not; None if the hub doesn't know it. One statement.

        Nobody gives away more than they have: `group_keys` leaves out the groups that the maker has left, and `counting` the
        sites on which they don't work, and there the scopes whose right they don't have.
        """
        # A row for each combination of its few sites and groups with its maker's groups.
        rows: list[Any] = list(
            cls.objects.filter(digest=digest(secret))
            .annotate(site_key=F("sites"), top=F("sites__root_page__path"))
            .with_makers("top")
            .order_by()
            .annotate(
                held=Exists(Restoration.objects.filter(confirmed_at=None)),
                is_of_others=Exists(
                    Site.objects.filter(makers.sites_of_others(MAKER), pk=OuterRef("site_key")),
                ),
                group_key=F("groups"),
                makers_group=F("created_by__groups"),
            )
        )
        if not rows:
            return None
        token = rows[0]
        token.is_held = token.held
        token.counting = {
            row.site_key: row.counted()
            for row in rows
            if token.is_of_an_administrator or not (row.is_of_others if row.site_key else row.is_beyond)
        }
        token.here = frozenset().union(*token.counting.values())
        token.group_keys = frozenset(
            row.group_key
            for row in rows
            if row.group_key and (token.is_of_an_administrator or row.group_key == row.makers_group)
        )
        return token

    def revoke(self, user: User) -> bool:
        """Revoke it at once, for good. Returns whether it was good until now."""
        found = type(self).objects.filter(pk=self.pk, revoked_at=None)
        return bool(found.update(revoked_at=timezone.now(), revoked_by=user))

    @property
    def is_of_an_administrator(self) -> bool:
        """Whether its maker may do everything."""
        return self.created_by is not None and self.created_by.is_superuser

    @property
    def is_backed(self) -> bool:
        """Whether its maker may still make tokens. Only for tokens read by `with_makers`."""
        maker = self.created_by
        return maker is not None and maker.is_active and (maker.is_superuser or self.is_granted)

    @property
    def state(self) -> str:
        """Whether it is good, in a few words for editors. Only for tokens read by `with_makers`."""
        if self.revoked_at:
            return "Revoked"
        if not self.is_backed:
            return "Not good: its maker may no longer make tokens"
        if self.has_expired():
            return "Expired"
        if self.is_beyond and not self.is_of_an_administrator:
            return "Not good at every site that it is for: its maker doesn’t work at all of them"
        if lost := [scope for scope in self.scopes if scope not in self.counted()]:
            return f"Good, but its maker may no longer do this themselves: {', '.join(lost)}"
        return "Good"

    def counted(self) -> frozenset[str]:
        """Return the scopes whose right its maker has. Only for tokens read by `with_makers`."""
        has_all = self.is_of_an_administrator
        held = {name for place, name in enumerate(scopes) if has_all or getattr(self, f"may_{place}")}
        return frozenset(held.intersection(self.scopes))

    def works_at(self, site: int | None) -> bool:
        """Say whether it is for the site with this key, and let only those of its scopes count that count there."""
        self.here = self.counting.get(site, self.counting.get(None, frozenset()))
        return site in self.counting or None in self.counting

    @property
    def site_keys(self) -> frozenset[int]:
        """The keys of the sites at which it works; none if it works at all."""
        return frozenset(key for key in self.counting if key)

    def has_expired(self, now: datetime.datetime | None = None) -> bool:
        """Say whether its time is over."""
        return self.expires_at <= (now or timezone.now())

    def allows(self, scope: str) -> bool:
        """Say whether it has the scope, and that counts. One to write, or to read more than the public, also reads what is
        public."""
        return scope in self.here or (scope == READ and not {WRITE, *PRIVATE}.isdisjoint(self.scopes))

    @property
    def reads_privately(self) -> bool:
        """Whether its answers may have more in them than the public may see, so that they are kept for nobody else."""
        return not PRIVATE.isdisjoint(self.here)


def new_secret() -> str:
    """Return a new secret: the prefix, 256 random bits and a checksum, as GitHub's tokens have them."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
    return PREFIX + body + checksum(body)


def is_well_formed(secret: str) -> bool:
    """Say whether a text has the form of a secret, and the right checksum."""
    body, check = secret[len(PREFIX) : -CHECKSUM], secret[-CHECKSUM:]
    return (
        secret.startswith(PREFIX)
        and len(body) == RANDOM
        and set(body) <= set(ALPHABET)
        and secrets.compare_digest(check.encode(), checksum(body).encode())
    )


def checksum(body: str) -> str:
    """Return the CRC-32 of the random part, as six digits of base 62. Scanners tell by it a secret from a chance likeness."""
    number, digits = crc32(body.encode()), ""
    for _ in range(CHECKSUM):
        number, digit = divmod(number, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    return digits


def digest(secret: str) -> str:
    """Return the hash under which a secret is kept. SHA-256 is enough: nobody can try 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()
