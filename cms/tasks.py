"""What the worker does in the background: `manage.py worker`."""

from django_tasks import task

from cms.models import HubImage
from cms.pictures import make_missing


@task(backend="background")
def make_pictures(image_id: int) -> int:
    """Make the files that a picture lacks and return how many. A picture that is gone by now lacks nothing.

    Raises PictureError, which the task's backend records and logs.
    """
    image = HubImage.objects.filter(pk=image_id).first()
    return make_missing(image) if image else 0
