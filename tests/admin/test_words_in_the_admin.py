"""Words of a programme's own in the admin: in its menu, lists and forms."""

from django.urls import reverse
from wagtail.models import Site

from programme.models import ProgrammeWords
from tests import own_words

from .form_addresses import of_pages, of_settings

# Views about something else that has the same name, and why.
BESIDES = {
    "settings programmewords": "says what each word stands for",
    "programmes_add": "is about a programme that has no words yet",
    "guide": "is written in the product's words",
    "guide_named": "likewise",
    "guide_picture": "is a picture",
    "doctor": "names commands",
    "audit_log": "tells what somebody did",
    "audit_log_results": "likewise",
    "bundles:history": "likewise",
    "bundles:history_results": "likewise",
    "access-tokens:add": "is about groups of users",
    "wagtailusers_users:index": "likewise",
}
OF_WAGTAIL = {
    *("Groups", "Actions", "Bulk actions", "More actions", "Actions (footer)"),
    "Choose a page (Group page)",  # a chooser is made once, for all programmes
}


def test_no_view_has_a_word_of_the_product(hub, administrator, connection_stays):
    with own_words.spoken():
        addresses = {**hub.addresses, **of_pages(), **of_settings(), "home": "/admin/"}
        left = {}
        for name in addresses.keys() - BESIDES.keys():
            answer = administrator.get(addresses[name])
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                left[name] = set(own_words.left(answer.content)) - OF_WAGTAIL
            answer.close()
    assert {name: texts for name, texts in left.items() if texts} == {}


def test_the_menu_and_a_form_have_the_programmes_words(hub, administrator):
    with own_words.spoken():
        said = own_words.said(administrator.get(of_pages()["add newspage"]).content)
    assert {"Aims", "Headlines", "Undertakings", "Circles"} <= set(said)


def test_a_list_made_for_one_programme_says_the_words_of_the_next(hub, administrator):
    address = hub.addresses["work-streams:index"]
    with own_words.spoken():
        assert "Add aim" in own_words.said(administrator.get(address).content)
    ProgrammeWords.objects.all().delete()
    assert "Add work stream" in own_words.said(administrator.get(address).content)


def form(site: Site) -> str:
    return reverse("wagtailsettings:edit", args=["programme", "programmewords", site.pk])


def test_an_administrator_gives_the_words(tree, administrator):
    site = Site.objects.get()
    answer = administrator.post(form(site), {"work_stream_singular": "hour", "work_stream_plural": "hours"})
    assert answer.status_code == 302
    words = ProgrammeWords.objects.get(site=site)
    assert words.own_words.put_into("A work stream of the streams") == "A hour of the hours"
    words.work_stream_article = "an"
    assert words.own_words.put_into("a work stream") == "an hour"


def test_half_a_word_and_a_word_for_two_things_are_refused_at_their_fields(tree, administrator):
    typed = {
        "action_plural": "steps",
        "recommendation_singular": "pledge",
        "recommendation_plural": "pledges",
        "group_singular": "pledge",
        "group_plural": "circles",
        "update_singular": "<b>",
        "update_plural": "bulletins",
    }
    answer = administrator.post(form(Site.objects.get()), typed)
    errors = answer.context["form"].errors
    assert errors["action_singular"] == ["Say what one of your steps is called."]
    assert errors["group_singular"] == ["“pledge” already stands for: recommendation. Choose another word."]
    assert errors["recommendation_singular"] == ["“pledge” already stands for: group. Choose another word."]
    assert "Letters" in errors["update_singular"][0]
    assert answer.context["form"]["group_plural"].value() == "circles"  # nothing is lost
    assert ProgrammeWords.objects.filter(action_plural="steps").count() == 0


def test_the_files_of_lists_have_them(hub, administrator):
    with own_words.spoken():
        left = {}
        for name, address in hub.addresses.items():
            if name.endswith((":list", ":index")) and name not in BESIDES:
                answer = administrator.get(f"{address}?export=csv")
                if answer.headers["Content-Type"].startswith("text/csv"):
                    left[name] = own_words.left(
                        b"".join(answer.streaming_content if answer.streaming else [answer.content])
                    )
    assert len(left) > 5
    assert {name: texts for name, texts in left.items() if texts} == {}
