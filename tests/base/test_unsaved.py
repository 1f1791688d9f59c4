"""Settings that nobody has saved yet are answered as they will be saved, not as expressions."""

from cms.models import HubSettings
from programme.models import ProgrammeSettings


def test_settings_that_nobody_saved_are_empty(tree, data):
    assert not ProgrammeSettings.objects.exists() and not HubSettings.objects.exists()
    answer = data("{ site { notForForms helpQuestion } programme { acceptedBy } }")
    assert answer == {"site": {"notForForms": "", "helpQuestion": ""}, "programme": {"acceptedBy": ""}}
