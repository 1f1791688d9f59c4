"""Variants of a post: written for further accounts."""

import pytest
from django.urls import reverse

from engagement.social.variants import variants_of
from tests import factories
from tests.admin.conftest import sign_in

LONG = "The first sentence. " + "Another one follows here. " * 12


@pytest.fixture
def posts(editor, tree, neglect):
    """A long post on LinkedIn and its variant on X, made in the admin."""
    linkedin = factories.ChannelFactory(platform="LinkedIn", address="https://www.linkedin.com/company/girfec")
    x = factories.ChannelFactory(platform="X", address="https://x.com/girfec")
    factories.ChannelFactory(platform="Old", address="https://x.com/old", active=False)
    post = factories.SocialPostFactory(channel=linkedin, text=LONG, link="https://example.org/a")
    post.work_streams.add(neglect)
    page = reverse("social-posts:further", args=[post.pk])
    assert list(editor.get(page).context["form"].fields["channels"].queryset) == [x]
    assert editor.post(page, {"channels": []}).context["form"].errors["channels"] == ["Tick at least one account."]
    assert editor.post(page, {"channels": [x.pk]}).status_code == 302
    post.refresh_from_db()
    first, second = variants_of(post)
    return first, second


def test_a_variant_has_what_fits_on_its_account_and_all_the_rest(posts, neglect, editor):
    first, second = posts
    assert first.text == LONG and second.text.startswith("The first sentence.")
    assert second.length <= 280 and second.text.endswith(".")
    assert (second.link, list(second.work_streams.all()), second.author) == (first.link, [neglect], editor.user)
    address = reverse("social-posts:edit", args=[first.pk])
    assert f'href="{address}"' in editor.get(reverse("social-posts:edit", args=[second.pk])).content.decode()
    assert "Every account in the hub’s settings has a variant already." in (
        editor.get(reverse("social-posts:further", args=[first.pk])).content.decode()
    )


def test_strangers_are_refused(posts):
    stranger = sign_in("stranger")
    for name in ("further", "posting"):
        assert stranger.get(reverse(f"social-posts:{name}", args=[posts[0].pk])).status_code == 302
