"""Upload the manifest of a frontend's GraphQL documents."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Site

from cms.graphql.manifests.services import ManifestRefusedError, upload
from cms.sites.default import default_site


def _site(key: str) -> Site | None:
    if not key:
        return default_site()
    site = Site.objects.filter(programme_site__key=key).first()
    if site is None:
        raise CommandError(f"The hub has no programme with the key “{key}”.")
    return site


class Command(BaseCommand):
    help = (
        "Upload the GraphQL documents that a frontend may send: a manifest of Apollo, Relay or GraphQL Code Generator."
    )

    def add_arguments(self, parser):
        parser.add_argument("frontend", help="its name, of letters, digits, hyphens and underscores, such as website")
        parser.add_argument("--site", default="", metavar="KEY", help="the key of the programme; else the hub's own")
        parser.add_argument("manifest", type=Path, help="the file that its build wrote")

    def handle(self, *args, **options):
        frontend, file = options["frontend"], options["manifest"]
        try:
            done = upload(frontend, file.read_bytes(), _site(options["site"]))
        except OSError as error:
            raise CommandError(f"{file} can't be read: {error.strerror}.") from None
        except ManifestRefusedError as refusal:
            lines = [f"  {fault.identifier or 'Manifest'}: {fault.message}" for fault in refusal.faults]
            raise CommandError("\n".join(["Nothing was uploaded.", *lines])) from None
        self.stdout.write(
            f"{frontend}: {done.documents} documents, {done.new} of them new. {done.replaced} others were replaced and "
            "are kept while clients use them."
        )
