"""Variants: posts that say the same on different accounts."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Q, QuerySet
from wagtail.log_actions import log

from cms.models import SocialChannel
from cms.sites.rows import rows_of
from engagement.models import SocialPost

from .platforms import rules_of
from .suggestions import fitted

SAME = ("page", "link", "image", "alt_text", "planned_for", "planned_time", "site")


def variants_of(post: SocialPost) -> QuerySet[SocialPost]:
    """Return the variants of a post, itself among them, in the order of the accounts."""
    own = Q(variants=post.variants) if post.variants else Q(pk=post.pk)
    found = SocialPost.objects.filter(own).select_related("channel", "page", "image")
    return found.order_by(F("channel__sort_order").asc(nulls_last=True), "pk")


def further_channels(post: SocialPost) -> QuerySet[SocialChannel]:
    """Return the accounts of the post's programme that are in use and have no variant yet."""
    taken = variants_of(post).order_by().exclude(channel=None).values("channel")
    return SocialChannel.objects.filter(rows_of(post.own_site, "settings__site"), active=True).exclude(pk__in=taken)


@transaction.atomic
def write_for(post: SocialPost, channels: Iterable[SocialChannel], user: User) -> list[SocialPost]:
    """Draft a variant for each account, with as much of the text as fits there. An account that has one is left out."""
    post = SocialPost.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if post.variants is None:
        post.variants = uuid.uuid4()
        post.save(update_fields=["variants"])
    taken = set(variants_of(post).order_by().values_list("channel", flat=True))
    same = {name: getattr(post, name) for name in SAME}
    made = []
    for channel in channels:
        if channel.pk in taken:
            continue
        text = fitted(post.text, post.link, rules_of(channel))
        variant = SocialPost.objects.create(**same, channel=channel, text=text, variants=post.variants, author=user)
        variant.key_messages.set(post.key_messages.all())
        variant.work_streams.set(post.work_streams.all())
        log(variant, "wagtail.create", user=user)
        made.append(variant)
    return made
