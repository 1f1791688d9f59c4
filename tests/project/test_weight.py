"""What `bin/weight` counts, and which ceilings it refuses."""

import importlib.machinery
import importlib.util
import re
from pathlib import Path

ROOM = re.compile(r"^\| `([\w/]+)` \| ([\d.]+) \|", re.M)
ROOT = Path(__file__).resolve().parent.parent.parent
loader = importlib.machinery.SourceFileLoader("weight", str(ROOT / "bin" / "weight"))
weight = importlib.util.module_from_spec(importlib.util.spec_from_loader("weight", loader))
loader.exec_module(weight)


def test_imports_docstrings_and_comments_weigh_nothing():
    code = "x = f(1)\n"
    assert weight.tokens(f'"""What it is."""\n\nimport os\nfrom a import (\n    b,\n)\n\n{code}  # why\n') == 6
    assert weight.tokens("x = f(\n    1\n)\n") == weight.tokens(code), "longer lines save nothing"


def test_what_is_heavier_than_its_ceiling_is_refused():
    assert list(weight.problems({"modules": 9}, {"modules": 9}, {})) == []
    (said,) = weight.problems({"modules": 1_310}, {"modules": 1_309}, {"modules": 1_309})
    assert said == "modules is 1,310, and 1,309 is its ceiling. Take out as much as you add."
    (said,) = weight.problems({"models": 1}, {}, {})
    assert "has no ceiling" in said


def test_a_ceiling_only_goes_down():
    assert list(weight.problems({"modules": 1}, {"modules": 8}, {"modules": 9})) == []
    (said,) = weight.problems({"modules": 1}, {"modules": 10}, {"modules": 9})
    assert said.endswith("A ceiling only goes down.")


def test_the_page_of_rooms_has_each_with_about_its_weight():
    said = {room: float(figure) for room, figure in ROOM.findall((ROOT / "docs/reference/weight.md").read_text())}
    weighed = {room: tokens / 1000 for room, tokens in weight.figures()[0].items() if tokens > 2_000}
    assert said.keys() == weighed.keys()
    assert {room for room, figure in said.items() if not 0.75 < figure / weighed[room] < 1.25} == set()
