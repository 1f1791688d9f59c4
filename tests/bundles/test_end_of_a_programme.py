"""When a programme ends, its sign-off links stop working."""

import pytest
from django.contrib.auth import get_user_model

from bundles.models import SignOffLink
from bundles.sign_off import links
from cms.base.secret_links import LinkClosedError
from cms.sites.models import ProgrammeState
from home.programmes import endings
from tests import factories


def test_open_links_are_revoked_and_the_form_says_so(tree, db):
    ann = get_user_model().objects.create_superuser("ann", "ann@example.org")
    link, token = links.make(factories.BundleFactory(), name="Ada", email="", days=7, user=ann)
    step = endings.steps["bundles"]
    assert step.stops(tree.site) == ["1 sign-off link to bundles stops working."]
    endings.end(tree.site, ProgrammeState.ARCHIVED, ann, {})
    with pytest.raises(LinkClosedError):
        links.LINKS.opened(token, tree.site)
    assert SignOffLink.objects.get(pk=link.pk).revoked_at
    assert step.stops(tree.site) == []
