"""Each platform counts in its own way, on the server and in the script."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from cms.delivery.social_platforms import SocialPlatform, platform_at
from cms.models import SocialChannel
from engagement.social.platforms import PLATFORMS, rules_of, short_link
from engagement.social.suggestions import fitted

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "templates" / "static" / "hub-admin" / "social.js"
LONG_LINK = "https://www.gov.scot/publications/a-very-long-name/"
TEXTS = [
    "",
    "Plain words.",
    "naïve e\u0301 cafe\u0301",
    "👩‍👩‍👧 ❤️ 🏴󠁧󠁢󠁳󠁣󠁴󠁿 1️⃣ ©",
    f"Read {LONG_LINK}.",
    f"One\n{LONG_LINK}",
    "See gov.scot/a and https://x.scot/",
    "Thanks, @team@mastodon.scot and @other.",
    "مرحبا 你好",
]


@pytest.mark.parametrize(
    ("address", "platform"),
    [
        ("https://x.com/girfec", "x"),
        ("https://www.twitter.com/girfec", "x"),
        ("https://bsky.app/profile/girfec.bsky.social", "bluesky"),
        ("https://mastodon.scot/@girfec", "mastodon"),
        ("https://uk.linkedin.com/company/girfec", "linkedin"),
        ("https://m.facebook.com/girfec", "facebook"),
        ("https://teams.microsoft.com/l/channel/1", "teams"),
        ("https://khub.net/group/girfec", "knowledge_hub"),
        ("https://www.gov.scot/girfec", "gov_scot"),
        ("https://social.example.org/@girfec", None),
        ("https://x.com.example.org/girfec", None),
        ("https://[", None),
    ],
)
def test_the_address_says_on_which_platform_an_account_is(address, platform):
    assert platform_at(address) == platform


def test_a_chosen_kind_goes_before_the_address_and_an_unknown_one_is_held_to_the_strictest():
    account = SocialChannel(address="https://social.example.org/@girfec")
    assert rules_of(account).key == rules_of(None).key == SocialPlatform.X
    account.kind = "mastodon"
    assert rules_of(account).limit == 500


@pytest.mark.parametrize(
    ("platform", "text", "length"),
    [
        ("x", f"Read {LONG_LINK}", 28),
        ("mastodon", f"Read {LONG_LINK}", 28),
        ("bluesky", f"Read {LONG_LINK}", 5 + len("www.gov.scot/publications...")),
        ("linkedin", f"Read {LONG_LINK}", 5 + len(LONG_LINK)),
        ("x", "👩‍👩‍👧", 2),
        ("bluesky", "👩‍👩‍👧", 1),
        ("mastodon", "e\u0301", 1),
        ("mastodon", "@team@mastodon.scot", 5),
        ("mastodon", "gov.scot/a", 10),
    ],
)
def test_each_platform_counts_in_its_own_way(platform, text, length):
    assert PLATFORMS[SocialPlatform(platform)].length(text) == length


def test_the_sentence_about_a_post_that_is_too_long_names_platform_and_limit():
    rules = PLATFORMS[SocialPlatform.LINKEDIN]
    assert rules.problem_of("a" * 3000) == ""
    assert rules.problem_of("a" * 3001) == "With its link the post counts as 3,001 characters; LinkedIn takes 3,000."
    assert PLATFORMS[SocialPlatform.KNOWLEDGE_HUB].problem_of("a" * 100_000) == ""


def test_a_text_is_cut_only_where_it_has_to_be():
    text = "First line.\nSecond line. " + "word " * 60
    x, linkedin = PLATFORMS[SocialPlatform.X], PLATFORMS[SocialPlatform.LINKEDIN]
    assert fitted(text, LONG_LINK, linkedin) == text.strip()
    cut = fitted(text, LONG_LINK, x)
    assert cut == "First line. Second line."
    assert x.fits(f"{cut}\n{LONG_LINK}")


def test_short_links_keep_their_host():
    assert short_link("https://www.gov.scot/") == "www.gov.scot"
    assert short_link("https://gov.scot/a/short/one") == "gov.scot/a/short/one"


def test_the_script_counts_as_the_server_does():
    node = shutil.which("node") or shutil.which("node", path=str(ROOT / ".venv" / "bin"))
    if node is None:
        pytest.skip("There is no node here.")
    ways = {rules.counting: rules.length for rules in PLATFORMS.values()}
    program = (
        "const {LENGTHS} = require(process.argv[1]); const texts = JSON.parse(process.argv[2]);"
        "console.log(JSON.stringify(Object.fromEntries("
        "Object.entries(LENGTHS).map(([way, length]) => [way, texts.map(length)]))))"
    )
    printed = subprocess.run(
        [node, "-e", program, str(SCRIPT), json.dumps(TEXTS)], capture_output=True, text=True, check=True
    ).stdout
    assert json.loads(printed) == {way: [length(text) for text in TEXTS] for way, length in ways.items()}
