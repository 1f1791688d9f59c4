"""Fill a database with a site: the programme's own content, and a given number of news items.

The same number gives the same site, whenever and wherever it is made.
"""

from __future__ import annotations

import datetime
import io
import random
import uuid
from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, models, transaction
from django.utils.text import slugify
from PIL import Image
from tqdm import tqdm
from wagtail.blocks import StreamValue
from wagtail.models import Locale, Page

from bench import texts
from bench.environment import Place, fingerprint
from cms.models import HubImage
from cms.visibility.indexes import update_statistics
from programme.choices import NewsKind
from programme.models import CommitmentPage, KeyMessagePage, NewsIndexPage, NewsPage, Topic, WorkStreamPage

SEED = 7
BATCH = 500
IMAGES = 12
FIRST_DAY = datetime.date(2014, 1, 1)  # ten years, so that the newest items are newer than the programme's own
DAYS = 3650
RELATIONS = ("work_streams", "topics", "key_messages", "commitments")


def build(place: Place, *, quiet: bool = False) -> None:
    """Make the site unless it is there already. Drops what the place's SQLite file held before.

    A database of another kind must exist and be empty, or hold a site that this function made.
    """
    if place.is_built:
        return
    place.stamp.unlink(missing_ok=True)
    if place.sqlite_file:
        connection.close()
        for ending in ("", "-wal", "-shm"):
            place.sqlite_file.with_name(place.sqlite_file.name + ending).unlink(missing_ok=True)
    else:
        call_command("flush", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("load_programme", stdout=io.StringIO())
    add_news(place.pages, quiet=quiet)
    place.stamp.write_text(fingerprint())


def add_news(number: int, *, quiet: bool = False, writer=texts) -> None:
    """Add news until there are `number` items, a few pictures for them, and bring the statistics up to date.

    `writer` makes the texts, as the module `bench.texts` does.
    """
    chance = random.Random(SEED)  # noqa: S311  made-up text, not a secret
    links = list(CommitmentPage.objects.order_by("path").values_list("pk", flat=True))
    things = {
        "images": [add_image(i).pk for i in range(IMAGES)],
        "links": links,
        "messages": list(KeyMessagePage.objects.order_by("path").values_list("pk", flat=True)),
    }
    related = {
        "work_streams": list(WorkStreamPage.objects.order_by("path").values_list("pk", flat=True)),
        "topics": list(Topic.objects.order_by("slug").values_list("pk", flat=True)),
        "key_messages": things["messages"],
        "commitments": links,
    }
    missing = number - NewsPage.objects.count()
    index = NewsIndexPage.objects.get()
    with tqdm(total=missing, unit="page", desc=f"Site of {number} news items", disable=quiet) as bar:
        for start in range(0, missing, BATCH):
            numbers = range(start, min(start + BATCH, missing))
            with transaction.atomic():
                add_batch(chance, index, numbers, missing, things, related, writer)
            bar.update(len(numbers))
    update_statistics()


def add_image(number: int) -> HubImage:
    """Make a picture of 1 600 × 1 000 pixels, and its sizes with it."""
    file = io.BytesIO()
    Image.new("RGB", (1600, 1000), (40 + 15 * number, 110, 140)).save(file, "JPEG")
    return HubImage.objects.create(
        title=f"Picture {number}",
        description=f"What picture {number} shows",
        file=ContentFile(file.getvalue(), name=f"picture-{number}.jpg"),
    )


def add_batch(
    chance: random.Random,
    index: NewsIndexPage,
    numbers: range,
    total: int,
    things: dict[str, list[int]],
    related: dict[str, list[int]],
    writer=texts,
) -> None:
    """Write the rows of some news items: what saving page by page would write, but for the search index."""
    before = index.numchild
    pages = list(news(chance, index, before, numbers, total, things, writer))
    bases = [Page(**{f.attname: getattr(page, f.attname) for f in Page._meta.concrete_fields}) for page in pages]
    Page.objects.bulk_create(bases)
    for page, base in zip(pages, bases, strict=True):
        page.page_ptr_id = page.pk = base.pk
    # `bulk_create` takes no model with a parent; this is its second half, for the model's own table.
    NewsPage._base_manager.all()._insert(pages, fields=NewsPage._meta.local_concrete_fields, using=connection.alias)
    links = {name: [] for name in RELATIONS}
    for number, page in zip(numbers, pages, strict=True):
        for name, keys in chosen(chance, number, related).items():
            links[name] += [(page.pk, key) for key in keys]
    for name, pairs in links.items():
        relation = NewsPage._meta.get_field(name)
        columns = relation.m2m_field_name() + "_id", relation.m2m_reverse_field_name() + "_id"
        through: type[models.Model] = relation.remote_field.through
        through.objects.bulk_create(
            [through(**dict(zip(columns, pair, strict=True))) for pair in pairs], batch_size=10 * BATCH
        )
    index.numchild = before + len(pages)
    Page.objects.filter(pk=index.pk).update(numchild=index.numchild)


def news(
    chance: random.Random,
    index: NewsIndexPage,
    before: int,
    numbers: range,
    total: int,
    things: dict[str, list[int]],
    writer=texts,
) -> Iterator[NewsPage]:
    """Make news items, not yet written, from the oldest to the newest, `before` being how many stand there already."""
    kind = ContentType.objects.get_for_model(NewsPage)
    locale = Locale.get_default()
    stream = NewsPage._meta.get_field("body").stream_block
    for place, number in enumerate(numbers, before + 1):
        title = writer.title(chance)
        slug = f"{slugify(title)}-{number:06}"
        date = FIRST_DAY + datetime.timedelta(days=DAYS * number // total)
        published = datetime.datetime.combine(date, datetime.time(9), tzinfo=datetime.UTC)
        blocks = writer.body(chance, **things, everything=number % 10 == 0)
        yield NewsPage(
            title=title,
            draft_title=title,
            slug=slug,
            path=Page._get_path(index.path, index.depth + 1, place),
            depth=index.depth + 1,
            url_path=f"{index.url_path}{slug}/",
            content_type=kind,
            locale=locale,
            translation_key=uuid.UUID(int=chance.getrandbits(128)),
            first_published_at=published,
            last_published_at=published,
            date=date,
            kind=chance.choice(NewsKind.values),
            author=chance.choice(["", "The programme team"]),
            summary=writer.sentence(chance, 12, 24),
            body=StreamValue(stream, blocks, is_lazy=True),
            image_id=chance.choice(things["images"]) if number % 5 == 0 else None,
            social_text=writer.sentence(chance),
        )


def chosen(chance: random.Random, number: int, related: dict[str, list[int]]) -> dict[str, list[int]]:
    """Say which objects a news item names: a stream or two, three topics, now and then a message and a commitment."""
    streams = related["work_streams"]
    return {
        "work_streams": [
            streams[number % len(streams)],
            *([streams[(number + 4) % len(streams)]] if number % 6 == 0 else []),
        ],
        "topics": chance.sample(related["topics"], k=3),
        "key_messages": chance.sample(related["key_messages"], k=1 if number % 2 == 0 else 0),
        "commitments": chance.sample(related["commitments"], k=1 if number % 4 == 0 else 0),
    }
