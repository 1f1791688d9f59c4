"""Add to a hub what the tests of the frontends need beside the pages of every type: redirects. Previews open in
no other frontend than the tested one, and no send is due: without a worker, no answer would be kept for a minute then.

Run as a program (`python -m tests.frontends.additions`) on a hub that `tests.hubs` has prepared.
"""

import datetime

import django

django.setup()

from django.utils import timezone  # noqa: E402  only once Django is set up
from wagtail.contrib.redirects.models import Redirect  # noqa: E402
from wagtail.models import Site  # noqa: E402

from cms.models import PreviewFrontend  # noqa: E402
from newsletter.models import Send  # noqa: E402
from programme.models import WorkStreamPage  # noqa: E402

if __name__ == "__main__":
    PreviewFrontend.objects.all().delete()
    Send.objects.update(due_at=timezone.now() + datetime.timedelta(days=1))
    stream = WorkStreamPage.objects.get(slug="neglect")
    for path in ("/old-neglect", "/old?id=3"):
        Redirect.objects.create(old_path=path, site=Site.objects.get(), redirect_page=stream, is_permanent=True)
