"""What `bin/weight` counts, and which ceilings it refuses."""

import importlib.machinery
import importlib.util
from pathlib import Path

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
