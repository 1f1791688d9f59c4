"""Metadata of a page for search engines and social networks."""

import datetime
import json

import pytest
from wagtail.models import Collection, CollectionViewRestriction

from cms.graphql.ids import id_of
from cms.models import HubSettings
from programme.models import Attachment
from tests import factories

SEO = """
  seo {
    canonical title description
    openGraph { title description type url siteName locale image { url width height alt } }
    jsonLd
  }
"""


@pytest.fixture
def named(tree):
    return HubSettings.objects.create(site=tree.site, site_name="The hub", organisation="The Government")


@pytest.fixture
def seo(tree, named, data):
    """Return the API's metadata of a page, and the object in its JSON-LD."""

    def ask(page) -> tuple[dict, dict]:
        told = data("query ($id: ID!) { page(by: {id: $id}) { %s } }".replace("%s", SEO), id=id_of(page))["page"]["seo"]
        graph = json.loads(told["jsonLd"])
        assert graph["@context"] == "https://schema.org"
        return told, graph["@graph"][0]

    return ask


def with_picture() -> dict:
    image = factories.ImageFactory()
    image.make_renditions()
    return image


def test_a_page_tells_its_address_title_and_summary(tree, seo):
    page = factories.StandardPageFactory(parent=tree.home, title="About", slug="about", summary="What this is.")
    told, thing = seo(page)
    assert told["canonical"] == "http://localhost/about/"
    assert (told["title"], told["description"]) == ("About", "What this is.")
    assert told["openGraph"] == {
        "title": "About",
        "description": "What this is.",
        "type": "website",
        "url": "http://localhost/about/",
        "siteName": "The hub",
        "locale": "en_GB",
        "image": None,
    }
    assert thing == {
        "@type": "WebPage",
        "@id": "http://localhost/about/",
        "url": "http://localhost/about/",
        "name": "About",
        "description": "What this is.",
    }


def test_what_editors_wrote_for_search_engines_comes_first(tree, seo):
    page = factories.StandardPageFactory(
        parent=tree.home, title="About", summary="Short.", seo_title="About us", search_description="All about us."
    )
    told, _ = seo(page)
    assert (told["title"], told["description"]) == ("About us", "All about us.")


def test_a_text_with_markup_is_no_description(tree, seo):
    page = factories.IssueFactory(parent=tree.updates, introduction="<p>Dear <b>reader</b></p>")
    assert seo(page)[0]["description"] == page.title


def test_every_page_has_a_description(tree, seo):
    commitment = factories.CommitmentFactory(parent=factories.WorkStreamFactory(parent=tree.streams), title="Action 1")
    assert seo(commitment)[0]["description"].startswith("Action 1: its wording")


def test_the_breadcrumb_leads_from_the_top_to_the_page(tree, data):
    factories.NewsFactory(parent=tree.news, title="First", slug="first")
    (node,) = data("{ news { nodes { seo { jsonLd } } } }")["news"]["nodes"]
    crumbs = json.loads(node["seo"]["jsonLd"])["@graph"][1]
    assert crumbs["@type"] == "BreadcrumbList"
    assert [(item["position"], item["name"], item["item"]) for item in crumbs["itemListElement"]] == [
        (1, "Home", "http://localhost/"),
        (2, tree.news.title, f"http://localhost/{tree.news.slug}/"),
        (3, "First", f"http://localhost/{tree.news.slug}/first/"),
    ]


def test_news_are_an_article_with_a_picture(tree, seo):
    image = with_picture()
    page = factories.NewsFactory(parent=tree.news, date=datetime.date(2018, 6, 1), image=image)
    told, thing = seo(page)
    share = image.renditions.get(filter_spec="fill-1200x630")
    url = f"http://localhost{share.file.url}"
    assert told["openGraph"]["type"] == "article"
    assert told["openGraph"]["image"] == {
        "url": url,
        "width": share.width,
        "height": share.height,
        "alt": image.description,
    }
    assert thing["@type"] == "NewsArticle"
    assert (thing["headline"], thing["datePublished"], thing["image"]) == (page.title, "2018-06-01", url)
    assert thing["author"] == thing["publisher"] == {"@type": "Organization", "name": "The Government"}


def test_an_event_tells_when_where_and_by_whom(tree, seo):
    host = factories.OrganisationFactory(name="CELCIS")
    start = datetime.datetime(2018, 6, 1, 9, tzinfo=datetime.UTC)
    page = factories.EventFactory(
        parent=tree.events,
        start=start,
        end=start + datetime.timedelta(hours=2),
        place="Town hall",
        online_address="https://example.org/join",
        host=host,
    )
    _, thing = seo(page)
    assert thing["@type"] == "Event"
    assert (thing["startDate"], thing["endDate"]) == ("2018-06-01T10:00:00+01:00", "2018-06-01T12:00:00+01:00")
    assert thing["location"] == [
        {"@type": "Place", "name": "Town hall"},
        {"@type": "VirtualLocation", "url": "https://example.org/join"},
    ]
    assert thing["organizer"] == {"@type": "Organization", "name": "CELCIS"}
    host.live = False
    host.save()
    assert seo(page)[1]["organizer"] == {"@type": "Organization", "name": "The Government"}


def test_a_profile_is_a_person_without_contact(tree, seo):
    page = factories.TeamProfileFactory(
        parent=tree.team, title="Ada Bell", given_name="Ada", family_name="Bell", post_title="Adviser"
    )
    told, thing = seo(page)
    assert told["openGraph"]["type"] == "profile"
    assert set(thing) == {
        "@type", "@id", "url", "name", "description", "givenName", "familyName", "jobTitle", "worksFor"
    }  # fmt: skip
    assert (thing["@type"], thing["jobTitle"]) == ("Person", "Adviser")
    page.left_on = datetime.date(2018, 1, 1)
    page.save()
    assert "jobTitle" not in seo(page)[1]
    assert "worksFor" not in seo(page)[1]


def test_a_publication_names_its_public_files(tree, seo):
    page = factories.PublicationFactory(
        parent=tree.publications, kind="report", date=datetime.date(2017, 3, 1), date_precision="month", isbn="123"
    )
    document, hidden = factories.DocumentFactory(), factories.DocumentFactory()
    for one in (document, hidden):
        Attachment.objects.create(page=page, document=one)
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    hidden.collection = private
    hidden.save()
    _, thing = seo(page)
    assert (thing["@type"], thing["datePublished"], thing["identifier"]) == ("Report", "2017-03", "ISBN 123")
    assert thing["encoding"] == [
        {
            "@type": "MediaObject",
            "name": document.title,
            "contentUrl": f"http://localhost{document.url}",
            "encodingFormat": "text/plain",
            "contentSize": "13 B",
        }
    ]
    page.kind = "plan"
    page.save()
    assert seo(page)[1]["@type"] == "CreativeWork"


def test_a_group_is_an_organisation(tree, seo):
    above = factories.GroupFactory(parent=tree.groups, title="Leaders")
    page = factories.GroupFactory(parent=tree.groups, parent_group=above, started_on=datetime.date(2017, 1, 1))
    _, thing = seo(page)
    assert (thing["@type"], thing["foundingDate"]) == ("Organization", "2017-01-01")
    assert thing["parentOrganization"] == {"@type": "Organization", "name": "Leaders"}
    above.live = False
    above.save()
    assert "parentOrganization" not in seo(page)[1]


def test_a_private_picture_or_one_without_its_size_is_not_shown(tree, seo):
    image = with_picture()
    page = factories.NewsFactory(parent=tree.news, image=image)
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    image.collection = private
    image.save()
    told, thing = seo(page)
    assert told["openGraph"]["image"] is None
    assert "image" not in thing
    bare = factories.NewsFactory(parent=tree.news, image=factories.ImageFactory())
    assert seo(bare)[0]["openGraph"]["image"] is None


def test_json_ld_can_stand_in_a_script_element_as_it_is(tree, seo):
    page = factories.StandardPageFactory(parent=tree.home, title="</script><!-- & \u2028 “é”")
    told, thing = seo(page)
    assert not set("<>&\u2028") & set(told["jsonLd"])
    assert "“é”" in told["jsonLd"]
    assert thing["name"] == page.title


def test_the_number_of_statements_does_not_depend_on_the_number_of_pages(tree, named, data, django_assert_num_queries):
    def add():
        factories.NewsFactory(parent=tree.news, image=with_picture())
        publication = factories.PublicationFactory(parent=tree.publications, publisher=factories.OrganisationFactory())
        Attachment.objects.create(page=publication, document=factories.DocumentFactory())

    query = "{ news { nodes { %s image { title } } } publications { nodes { %s attachments { title } } } }".replace(
        "%s", SEO
    )
    add()
    data(query)
    # the content's version, settings; news, last updates, pages above, images, pictures for sharing; publications, last
    # updates, pages above, publishers, documents, attachments
    with django_assert_num_queries(13):
        data(query)
    for _ in range(4):
        add()
    data(query)
    with django_assert_num_queries(13):
        many = data(query)
    assert len(many["publications"]["nodes"]) == 5
