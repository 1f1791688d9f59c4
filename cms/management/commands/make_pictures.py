"""Make missing sizes of pictures, after an import or a change of the sizes."""

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from cms.media.models import HubImage
from cms.media.pictures import PictureError, make_missing


class Command(BaseCommand):
    help = "Make missing sizes and formats of pictures now, without the worker. Exits with 1 if any failed."

    def handle(self, *args, verbosity=1, **options):
        images = HubImage.objects.order_by("pk")
        made, failed = 0, []
        bar = tqdm(images.iterator(), total=images.count(), unit=" pictures", disable=None if verbosity else True)
        for image in bar:
            try:
                made += make_missing(image)
            except PictureError as error:
                failed.append(str(error))
        for message in failed:
            self.stderr.write(message)
        if verbosity:
            self.stdout.write(f"{made} files made, {len(failed)} pictures failed")
        if failed:
            raise CommandError("Some pictures failed; see above.")
