"""The platforms on which a programme has accounts, found by the address of an account."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import models


class SocialPlatform(models.TextChoices):
    """A platform with rules of its own for posts."""

    X = "x", "X (Twitter)"
    BLUESKY = "bluesky", "Bluesky"
    MASTODON = "mastodon", "Mastodon"
    LINKEDIN = "linkedin", "LinkedIn"
    FACEBOOK = "facebook", "Facebook"
    TEAMS = "teams", "Microsoft Teams"
    KNOWLEDGE_HUB = "knowledge_hub", "Knowledge Hub"
    GOVERNMENT = "gov_scot", "Government website"


HOSTS = {
    "x.com": SocialPlatform.X,
    "twitter.com": SocialPlatform.X,
    "bsky.app": SocialPlatform.BLUESKY,
    "linkedin.com": SocialPlatform.LINKEDIN,
    "facebook.com": SocialPlatform.FACEBOOK,
    "teams.microsoft.com": SocialPlatform.TEAMS,
    "teams.cloud.microsoft": SocialPlatform.TEAMS,
    "khub.net": SocialPlatform.KNOWLEDGE_HUB,
    "gov.scot": SocialPlatform.GOVERNMENT,
}


def host_of(address: str) -> str:
    """Return the host of an address in lower case, without prefixes such as “m.”; empty if there is none."""
    try:
        host = (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""
    return host.removeprefix("www.").removeprefix("mobile.").removeprefix("m.")


def platform_at(address: str) -> SocialPlatform | None:
    """Return the platform of an account by its address; None if its host says nothing.

    Anybody can run a Mastodon server: only a host that has the name in it is known for one.
    """
    host = host_of(address)
    if host.startswith("mastodon."):
        return SocialPlatform.MASTODON
    return next((found for name, found in HOSTS.items() if host == name or host.endswith(f".{name}")), None)
