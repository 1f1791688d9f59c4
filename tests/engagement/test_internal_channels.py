"""Accounts that the public isn't shown: posts are planned and recorded on them as on the others."""

import pytest
from django.urls import reverse

from cms.accounts.roles import EDITORS, PROGRAMME_LEADS
from cms.base.dates import today
from cms.models import HubSettings
from engagement.models import SocialPost
from tests import factories
from tests.admin.conftest import sign_in

TEAMS = "https://teams.microsoft.com/l/channel/19"
QUERY = "{ site { socialChannels { handle } } }"


@pytest.fixture
def channels(hub):
    """One that readers see, one on Teams that they don't see, and one that isn't in use any more."""
    x = factories.ChannelFactory(handle="@girfec")
    teams = factories.ChannelFactory(platform="Microsoft Teams", handle="@practice", address=TEAMS, is_public=False)
    factories.ChannelFactory(platform="Old", handle="@old", address="https://x.com/old", active=False)
    return x, teams


def test_readers_and_programs_see_no_internal_channel(channels, client, data):
    page = client.get("/").content.decode()
    assert "@girfec" in page and "@practice" not in page and TEAMS not in page and "@old" not in page
    assert data(QUERY) == {"site": {"socialChannels": [{"handle": "@girfec"}]}}
    channels[1].is_public = True
    channels[1].save()
    assert "@practice" in client.get("/").content.decode()
    assert data(QUERY) == {"site": {"socialChannels": [{"handle": "@girfec"}, {"handle": "@practice"}]}}


def test_posts_are_planned_and_recorded_on_it(channels, roles):
    x, teams = channels
    editor = sign_in("editor", group=EDITORS)
    offered = editor.get(reverse("social-posts:add")).context["form"].fields["channel"].queryset
    assert set(offered) == {x, teams}
    post = factories.SocialPostFactory(channel=x)
    further = editor.get(reverse("social-posts:further", args=[post.pk])).context["form"].fields["channels"].queryset
    assert list(further) == [teams]
    sent = {"channel": teams.pk, "text": "For practitioners.", "link": "", "image": "", "alt_text": "", "page": ""}
    sent |= {"checked": ["plain", "private", "account"], "planned_for": "", "state": "posted"}
    sent |= {"posted_on": str(today()), "address": "https://teams.microsoft.com/l/message/19/1"}
    assert editor.post(reverse("social-posts:add"), sent).status_code == 302
    assert SocialPost.objects.get(channel=teams).state == "posted"


def test_the_settings_offer_the_choice_and_a_new_channel_is_public(channels, roles):
    page = sign_in("lead", group=PROGRAMME_LEADS).get(
        reverse("wagtailsettings:edit", args=["cms", "hubsettings", HubSettings.objects.get().site_id])
    )
    boxes = [form["is_public"].value() for form in page.context["form"].formsets["social_channels"].forms]
    assert boxes == [True, False, True] and "Shown to the public" in page.content.decode()
    assert page.context["form"].formsets["social_channels"].empty_form["is_public"].value() is True
