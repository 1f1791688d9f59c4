"""The forms of collections and phases: what is refused is said at its row, and nothing typed is lost."""

import pytest
from django.urls import reverse
from wagtail.models import Site
from wagtail.test.utils.form_data import querydict_from_html

from cms.base.active_site import site_active
from programme.models import DocumentCollectionPage, NewsPage, OutsideRecord, Phase, ProgrammeSettings
from tests import factories

from .forms import add_url, field_errors, rows, send


@pytest.fixture
def index(tree):
    return factories.DocumentCollectionIndexFactory(parent=tree.home)


def item(**values) -> dict:
    return {
        "heading": "",
        "target": "",
        "record": "",
        "address": "",
        "title": "",
        "text": "",
        "added_on": "2018-05-01",
    } | {name: str(value) for name, value in values.items()}


def sent(client, index, *items):
    form = {"title": "Documents", "slug": "documents", "summary": "All of them."}
    return send(client, add_url(DocumentCollectionPage, index), "publish", items=rows(*items), **form)


def test_a_collection_keeps_the_order_of_its_rows(lead, index, tree):
    report, record = factories.PublicationFactory(parent=tree.publications), factories.OutsideRecordFactory()
    link = {"address": "https://example.org/", "title": "A link"}
    answer = sent(lead, index, item(heading="Part"), item(record=record.pk), item(**link), item(target=report.pk))
    assert answer.status_code == 302, field_errors(answer)
    page = DocumentCollectionPage.objects.get()
    assert [str(row) for row in page.items.all()] == ["Part", record.name, "A link", report.title]


WRONG = {
    "nothing": (item(), "items-0-target", "Choose a page or an outside record"),
    "two things": (item(record="RECORD", address="https://example.org/"), "items-0-address", "leads to one thing"),
    "no title": (item(address="https://example.org/"), "items-0-title", "Give the link a title"),
    "a heading with more": (item(heading="Part", text="More."), "items-0-text", "This row is a heading"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_row_that_is_wrong_is_named(lead, index, name):
    row, field, text = WRONG[name]
    record = str(factories.OutsideRecordFactory().pk)
    row = {key: record if value == "RECORD" else value for key, value in row.items()}
    answer = sent(lead, index, row)
    errors = field_errors(answer)
    assert set(errors) == {field}
    assert text in errors[field][0]
    assert not DocumentCollectionPage.objects.exists()


def test_the_same_thing_twice_is_refused_at_the_second(lead, index, tree):
    report = factories.PublicationFactory(parent=tree.publications)
    answer = sent(lead, index, item(target=report.pk), item(heading="Part"), item(target=report.pk, text="Again."))
    assert answer.status_code == 200
    errors = field_errors(answer)
    assert set(errors) == {"items-2-target"}
    assert "in the collection already" in errors["items-2-target"][0]
    assert "in the collection already" in answer.content.decode()
    assert answer.context["form"].formsets["items"].forms[2]["text"].value() == "Again."


def test_the_list_of_records_says_what_refers_to_each(lead, tree, index):
    record = factories.OutsideRecordFactory(name="The Act")
    factories.WorkStreamFactory(parent=tree.streams, title="Neglect", outside_records=[record])
    factories.DocumentCollectionFactory(parent=index, title="Documents", items=[{"record": record}])
    page = lead.get(reverse(OutsideRecord.snippet_viewset.get_url_name("list"))).content.decode()
    assert "The Act" in page
    assert "Neglect, Documents" in page


# Phases


@pytest.fixture
def programme(tree):
    settings = ProgrammeSettings.for_site(tree.site)
    for place, name in enumerate(["Phase one", "Phase two"]):
        Phase.objects.create(programme=settings, name=name, objective="Go on.", start="2017-01-01", sort_order=place)
    return settings


def changed(client, programme, **values):
    """Send the form of the programme's settings with some values changed."""
    url = reverse("wagtailsettings:edit", args=["programme", "programmesettings", programme.site_id])
    page = client.get(url).content.decode()
    forms = [querydict_from_html(page, form_index=number) for number in range(page.count("<form"))]
    data = next(form for form in forms if "as_opened" in form).copy()
    for name, value in values.items():
        data[name.replace("__", "-")] = value
    return client.post(url, data)


def test_a_phase_in_use_is_not_deleted(lead, programme, tree):
    first = programme.phases.get(name="Phase one")
    news = factories.NewsFactory(parent=tree.news, phases=[first])
    answer = changed(lead, programme, phases__0__DELETE="1")
    assert answer.status_code == 200
    assert "“Phase one” can't be deleted: it groups 1 news item." in " ".join(answer.context["form"].non_field_errors())
    assert Phase.objects.count() == 2

    news.phases = []
    news.save()
    assert changed(lead, programme, phases__0__DELETE="1").status_code == 302
    assert [phase.name for phase in Phase.objects.all()] == ["Phase two"]


def test_two_phases_with_one_short_form_are_refused(lead, programme):
    answer = changed(lead, programme, phases__1__slug="phase-one")
    assert answer.status_code == 200
    assert "Another phase has the short form" in answer.context["form"].formsets["phases"].errors[1]["slug"][0]
    assert changed(lead, programme, phases__1__name="Another name").status_code == 302
    assert [phase.slug for phase in Phase.objects.all()] == ["phase-one", "phase-two"]


def test_the_phases_of_another_programme_are_no_choice(programme, tree):
    other = Site.objects.create(hostname="other.example.org", root_page=tree.home)
    theirs = Phase.objects.create(
        programme=ProgrammeSettings.for_site(other), name="Theirs", objective="Go.", start="2017-01-01"
    )
    form = NewsPage.get_edit_handler().get_form_class()
    with site_active(other):
        assert list(form(instance=NewsPage()).fields["phases"].queryset) == [theirs]
