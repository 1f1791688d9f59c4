"""Contact points in the API: of pages, of the programme, and as a list."""

from programme.models import ProgrammeSettings
from tests import factories
from tests.site.test_contact_points import with_contact


def test_pages_name_their_contact_point(tree, data):
    desk = factories.ContactPointFactory(
        name="Landlords’ desk", kind="document", email="desk@example.org", phone="0131 496 0000", hours="9 to 5"
    )
    with_contact(tree, desk)
    of = "nodes { contactPoint { name kind { key } email phone hours address } }"
    lists = (
        *("publications", "news", "events", "standardPages", "audiencePages"),
        *("groups", "meetings", "workStreams", "commitments", "keyMessages"),
    )
    found = data("{" + " ".join(f"{name} {{ {of} }}" for name in lists) + "}")
    expected = {
        "name": "Landlords’ desk",
        "kind": {"key": "document"},
        "email": "desk@example.org",
        "phone": "0131 496 0000",
        "hours": "9 to 5",
        "address": "",
    }
    assert {name: [node["contactPoint"] for node in found[name]["nodes"]] for name in lists} == {
        name: [expected] for name in lists
    }


def test_one_that_is_not_published_is_not_named(tree, data):
    desk = factories.ContactPointFactory(live=False)
    factories.PublicationFactory(parent=tree.publications, contact_point=desk)
    ProgrammeSettings.objects.update_or_create(site=tree.site, defaults={"team_contact": desk, "press_contact": desk})
    query = """{ publications { nodes { contactPoint { name } } } contactPoints { totalCount }
        programme { teamContact { name } pressContact { name } } }"""
    assert data(query) == {
        "publications": {"nodes": [{"contactPoint": None}]},
        "contactPoints": {"totalCount": 0},
        "programme": {"teamContact": None, "pressContact": None},
    }


def test_the_programme_names_its_team_and_press_office(tree, data):
    team, press = factories.ContactPointFactory(name="Team"), factories.ContactPointFactory(name="Press office")
    ProgrammeSettings.objects.update_or_create(site=tree.site, defaults={"team_contact": team, "press_contact": press})
    query = """{ programme { teamContact { name } pressContact { name } }
        contactPoints { nodes { name } } contactPoint(slug: "press-office") { name } }"""
    assert data(query) == {
        "programme": {"teamContact": {"name": "Team"}, "pressContact": {"name": "Press office"}},
        "contactPoints": {"nodes": [{"name": "Press office"}, {"name": "Team"}]},
        "contactPoint": {"name": "Press office"},
    }
