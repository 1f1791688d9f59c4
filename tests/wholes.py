"""Guards that CI has in a shorter form, and `make test-all` as a whole.

Tests of these are marked `full`, on both databases. What stays in CI fails for what breaks a guard in general.
"""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

MOST = 3  # of a test's variants that work on the database: the first, one in the middle, and the last
# But all of those in which a variant is a way to come by something hidden, or a role with its rights.
ALL_VARIANTS = (
    *("graphql/test_access_tokens.py", "search/test_hidden.py", "site/test_hidden.py"),
    *(
        "admin/test_approvals.py",
        "admin/test_newsletter_approval.py",
        "admin/test_roles.py",
        "admin/test_viewers_and_senders.py",
    ),
)
TURNS = 10  # parts of what is marked `full`: CI runs one each time
# Of these each turn has one variant, another one than the turn before.
ONE_EACH_TURN = ("left_out/test_left_out.py",)
# A file, a test of it as `file::test`, or those of its tests that run with a parameter as `file[id]`; and what stays in CI.
FULL = {
    "admin/test_who_may_open_what.py[administrator]": "an editor, to whom most opens and the rest doesn't, and a stranger",
    "admin/test_words_in_the_admin.py::test_no_view_has_a_word_of_the_product": "the menu, a form, a list, and test_hub_words",
    "browser/test_every_page.py[desktop]": "the same pages on a phone",
    "browser/test_looks.py": "test_every_page in the usual look; test_look_colours computes the contrasts of any",
    "browser/test_searching.py": "test_search and test_wrong_input ask the same without a browser; test_readers has one",
    "browser/test_typed_fields.py": "test_kept_input and test_date_fields type the same without a browser",
    "clients/test_clients.py::test_apollo_client_sends_a_document_once_and_then_its_hash": "test_documents, without Apollo",
    "clients/test_clients.py::test_code_generator_makes_strict_types_of_schema_and_documents": "test_sdl reads the schema",
    "clients/test_clients.py::test_every_audit_of_graphql_over_http_passes": "test_http, without the library of audits",
    "clients/test_clients.py::test_feedback_is_sent_from_a_frontend_and_what_is_wrong_comes_back_by_its_field": "test_mutation",
    "clients/test_clients.py::test_manifests_of_apollo_relay_and_codegen_are_uploaded_while_the_hub_runs": "test_manifests",
    "clients/test_clients.py::test_markdown_of_rich_texts_reads_as_their_html": "test_rich_text, without Node",
    "clients/test_clients.py::test_relay_s_store_pages_through_a_list_inside_a_list": "the compiler of Relay, on every list",
    "clients/test_clients.py::test_stores_keep_pages_and_terms_that_share_a_number": "test_ids, without a store",
    "clients/test_clients.py::test_the_renderer_of_rich_texts_makes_the_html_of_the_hub": "test_rich_text, without Node",
    "clients/test_webhooks.py::test_a_search_index_follows": "Next on the same messages",
    "clients/test_webhooks.py::test_astro_is_built_anew_once_at_a_time": "Next on the same messages",
    "graphql/test_changes.py::test_loading_content_tells_each_page_once_and_as_no_news": "one publication",
    "graphql/test_frontend.py[one]": "every fourth path",
    "graphql/test_fuzz.py::test_no_value_of_an_argument_is_a_fault": "invented requests, and values of whole requests",
    "graphql/test_leaks.py[all]": "every path and every fourth condition, over things hidden in three ways",
    "graphql/test_leaks.py[one]": "every fourth field",
    "journeys/test_frame_in_a_browser.py::test_back_to_top_is_there_on_long_pages_alone": "test_frame, without a browser",
    "journeys/test_frame_in_a_browser.py::test_nobody_is_sent_to_a_key_that_their_device_lacks": "test_frame",
    "journeys/test_frame_in_a_browser.py::test_without_scripts_it_is_a_link": "test_hiding, without a browser",
    "journeys/test_preview_in_a_frontend.py::test_a_frame_that_was_led_elsewhere_or_cannot_fetch_is_loaded_anew": "the panel",
    "journeys/test_preview_in_a_frontend.py::test_a_frontend_that_has_only_strings_marks_them_invisibly": "a change in place",
    "journeys/test_preview_in_a_frontend.py::test_in_a_tab_of_its_own_a_click_opens_the_form_at_each_kind_of_field": "a click",
    "journeys/test_preview_in_a_frontend.py::test_without_a_function_that_fetches_the_page_is_loaded_again": "a change in place",
    "journeys/test_pressing_twice.py::test_a_form_waits_for_the_save_on_its_way": "another form in the same browser",
    "journeys/test_pressing_twice.py::test_a_key_pressed_while_the_form_is_being_saved_is_saved_next": "another form",
    "kinds/test_page_kinds.py[no kind]": "a kind with many faults",
    "kinds/test_page_kinds.py[no such date]": "a kind with many faults",
    "kinds/test_page_kinds.py[no date, and no address of its own]": "a kind with many faults",
    "newsletter/sending/test_crashes.py[sqlite]": "the same workers on PostgreSQL",
    "operations/test_supervisor.py::test_one_that_fails_is_started_later_each_time": "one that is killed is started again",
    "programme/test_demonstration.py::test_every_room_is_filled": "test_demonstration of the site looks at every page",
    "sites/test_counts_apart.py::test_no_page_counts_anything_of_another_programme": "pages planted among the hub's",
    "sites/test_counts_apart.py::test_no_page_of_a_thing_counts_anything_of_another_programme": "pages planted",
    "sites/test_counts_apart.py::test_nothing_of_another_programme_is_shown_for_what_an_address_asks": "pages planted",
    "sites/test_forms_apart.py::test_no_form_takes_anything_of_another_programme": "every tenth address with a form",
    "sites/test_tokens_apart.py::test_no_field_of_the_api_takes_anything_of_another_programme": "test_canaries",
    "sites/test_tokens_apart.py::test_no_token_sees_a_thing_of_another_programme": "test_canaries",
    "sites/test_windows.py::test_nobody_sees_or_changes_anything_of_another_programme": "a lead, and the keys of one other",
    "site/test_another_programme.py::test_the_admin": "its letters, and test_words_in_the_admin",
    "site/test_hidden.py[all]": "every page, beside things hidden in three ways",
}


def is_full(path: Path, test: str, variant: str) -> bool:
    """Say whether CI leaves a test or one of its variants out. The path of its file is seen from `tests/`."""
    file = path.as_posix()
    names = {file, f"{file}::{test}", *(f"{file}[{part}]" for part in variant.split("-"))}
    return not names.isdisjoint(FULL)


def beyond_the_most(variants: Iterable[tuple[Path, str]]) -> set[int]:
    """Return the places of those variants that CI leaves out: of each test it has `MOST`, spread from the first to the last."""
    places = defaultdict(list)
    for place, test in enumerate(variants):
        places[test].append(place)
    left_out = set()
    for (path, _), found in places.items():
        if len(found) > MOST and path.as_posix() not in ALL_VARIANTS:
            last = len(found) - 1
            left_out |= set(found) - {found[number * last // (MOST - 1)] for number in range(MOST)}
    return left_out


def places_of_turn(paths: Iterable[Path], turn: int) -> set[int]:
    """Return the places of those tests marked `full` that a turn has: a tenth of all, spread evenly over the files."""
    places = defaultdict(list)
    for place, path in enumerate(paths):
        places[path.as_posix() if path.as_posix() in ONE_EACH_TURN else ""].append(place)
    spread = places.pop("", [])
    return {*spread[turn % TURNS :: TURNS], *(found[turn % len(found)] for found in places.values())}
