"""“Hide this page” is on the pages chosen by editors; `test_help` has the pages that always have it."""

import pytest

from tests import factories

BELONGING = ["stream", "commitment", "news", "event", "publication", "message"]


@pytest.mark.parametrize("offers", [True, False])
def test_a_stream_offers_it_on_all_its_pages(offers, hub, read):
    hub["stream"].offers_hiding = offers
    hub["stream"].save()
    for name, page in hub.items():
        soup = read(page)
        button = soup.main.find("a", class_="js-hide-page")
        assert bool(button) == (offers and name in BELONGING), name
        assert ("ds_has-hide-page" in soup.body.get("class", [])) == bool(button)
        if button:
            assert button["href"].startswith("https://")
            assert button.get_text(strip=True) == "Hide this page"


def test_a_stream_that_is_not_public_is_not_told_of(hub, read):
    """A page that belongs to two streams doesn't reveal the one that isn't public."""
    hidden = factories.WorkStreamFactory(parent=hub["streams"], offers_hiding=True, live=False)
    news = factories.NewsFactory(parent=hub["news_index"], work_streams=[hidden, hub["stream"]])
    assert not read(news).find("a", class_="js-hide-page")


@pytest.mark.parametrize("path", ["/", "/work-streams/"])
def test_pages_that_only_list_streams_leave_no_room_for_it(path, hub, read):
    hub["stream"].offers_hiding = True
    hub["stream"].save()
    soup = read(path)
    assert "Neglect" in soup.get_text()
    assert "ds_has-hide-page" not in soup.body.get("class", [])


def test_frontends_can_ask_for_it(hub, data):
    hub["stream"].offers_hiding = True
    hub["stream"].save()
    assert data('{ workStream(slug: "neglect") { offersHiding } }') == {"workStream": {"offersHiding": True}}
