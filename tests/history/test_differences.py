"""The difference between two texts of a page: what is shown of it, and what is left out."""

from cms.history.differences import CHANGED, SAME, TextBlock, Unchanged, blocks_of, difference


def test_blocks_are_what_readers_see():
    html = """<header>no</header><main><h1>A <em>title</em></h1><nav>no</nav>
      <p>One<br>two <a href="/x/">three</a></p><ul><li>first<ul><li>inner</li></ul></li></ul>
      <table><tr><th>Year</th><td><p>2018</p></td></tr></table><img alt="A child reads"><script>no</script></main>"""
    assert blocks_of(html, "main", "nav, script") == [
        TextBlock("h1", "A title"),
        TextBlock("p", "One two three"),
        TextBlock("li", "first"),
        TextBlock("li", "inner"),
        TextBlock("tr", "Year | 2018"),
        TextBlock("img", "Picture: A child reads"),
    ]


def test_what_is_far_from_a_change_is_left_out():
    before = [TextBlock("p", f"Paragraph {number}") for number in "abcdefgh"]
    after = [*before[:4], TextBlock("p", "Paragraph e or so"), *before[5:]]
    first, near, changed, near_too, last = difference(before, after)
    assert (first, last) == (Unchanged(3), Unchanged(2))
    assert (near.sign, changed.sign, near_too.sign) == (SAME, CHANGED, SAME)
    assert difference(before, before) == []


def test_long_blocks_are_shown_whole():
    long, other = (TextBlock("p", " ".join(f"{sign}{number}" for number in range(2_000))) for sign in "ab")
    assert [one.sign for one in difference([long], [other])] == ["removed", "added"]
