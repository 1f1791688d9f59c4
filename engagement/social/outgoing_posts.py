"""A post as it goes out: its text, what the card of its link says, and its picture."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from django.core.files.storage import Storage
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page

from cms.pages.addresses import frontend_url, site_of_page
from cms.visibility.rule import Visibility
from engagement.models import SocialPost

from .servers import OutgoingPost, PostPicture, PostRefusedError

SIZE = "width-960"
KINDS = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp"}


def outgoing_of(post: SocialPost, key: str, *, again: bool = False) -> OutgoingPost:
    """Return the post to hand over. Raises PostRefusedError if its page or its picture isn't public."""
    page = linked_page(post)
    linked = [*pages_at(post.link), *([page] if page else [])]
    if any(not Visibility(site_of_page(one)).can_see(one) for one in linked):
        raise PostRefusedError("The page that it links to isn't public.")
    return OutgoingPost(
        key=key,
        text=post.text.strip().replace("\r\n", "\n"),
        link=post.link,
        title=page.title if page else post.link,
        description=description_of(page) if page else "",
        picture=_picture(post),
        again=again,
    )


def linked_page(post: SocialPost) -> Page | None:
    """Return the page that the post is about, if its link leads there."""
    page = post.page.specific if post.page_id and post.page else None
    return page if page is not None and post.link and post.link == frontend_url(page) else None


def pages_at(link: str) -> list[Page]:
    """Return the pages of the hub, public or not, at the address to which a link leads."""
    place = _place(link)
    slug = place.rpartition("/")[2] if place else ""
    found = Page.objects.filter(slug__iexact=slug, depth__gt=1).specific() if slug else []
    return [page for page in found if place in (_place(frontend_url(page)), _place(page.full_url or ""))]


def _place(address: str) -> str:
    """Return an address without its scheme, query, fragment and last slash, in small letters; empty if it isn't one."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    return f"{parts.netloc}{unquote(parts.path).rstrip('/')}".lower()


def description_of(page: Page) -> str:
    """Return what the card of a link to the page says below its title."""
    return page.search_description or getattr(page, "summary", "") or ""


def _picture(post: SocialPost) -> PostPicture | None:
    image = post.image
    if image is None:
        return None
    if not Visibility(post.own_site).can_see(image):
        raise PostRefusedError("The picture isn't public.")
    try:
        made = image.get_rendition(SIZE)
        storage: Storage = made.file.storage
        with storage.open(made.file.name) as file:
            content = file.read()
    except (OSError, SourceImageIOError):
        raise PostRefusedError("The file of the picture can't be read.") from None
    name = made.file.name.rpartition("/")[2]
    kind = KINDS.get(name.rpartition(".")[2].lower(), "image/jpeg")
    return PostPicture(name, kind, content, post.alt_text, made.width, made.height)
