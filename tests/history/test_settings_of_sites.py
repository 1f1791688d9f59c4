"""Settings of a site that nobody had made on a past day have their defaults there, and none are made."""

import pytest
from django.apps import apps
from wagtail.contrib.settings.models import BaseSiteSetting

from cms.history.past import as_of

from .clock import moment

pytestmark = pytest.mark.django_db
SETTINGS = [model for model in apps.get_models() if issubclass(model, BaseSiteSetting)]


@pytest.mark.parametrize("model", SETTINGS, ids=lambda model: model.__name__)
def test_a_past_day_has_the_defaults_of_settings_that_were_made_later(model, tree):
    model.objects.all().delete()
    before = moment()
    model.for_site(tree.site)

    with as_of(before):
        found = model.for_site(tree.site)

    assert found.pk is None and found.site == tree.site
    assert model.objects.count() == 1
