"""Whatever happens on some days, afterwards each of them can be read as it was at its end, byte for byte."""

import difflib
import json
import random
from itertools import pairwise

import pytest
from django.core.cache import cache
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from cms.graphql.errors import ApiError
from cms.graphql.schema import get_schema
from cms.history.past import as_of
from tests.graphql.leaks.walker import ask

from .days import Days
from .world import Acts, World, known, roots, worker

pytestmark = pytest.mark.django_db
NUMBERS = st.integers(0, 59)
DAY = st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=8)


def some_days(number: int) -> list[list[tuple[int, int, int]]]:
    """Return days on which much happens, always the same."""
    chance = random.Random(27)  # noqa: S311  no secret
    return [
        [(chance.randrange(60), chance.randrange(60), chance.randrange(60)) for _ in range(12)] for _ in range(number)
    ]


def everything(site) -> dict[str, bytes]:
    """Return what every root field answers, with everything in it."""
    found = {}
    for name, document in roots().items():
        result = ask(get_schema(), document, site)
        assert not [error for error in result.errors or () if not isinstance(error.original_error, ApiError)], (
            result.errors
        )
        found[f"root {name}"] = json.dumps(known(result.data), cls=DjangoJSONEncoder, sort_keys=True).encode()
    return found


def differences(kept: dict[str, bytes], found: dict[str, bytes]) -> list[str]:
    """Say in which answers a day differs from what it was, and where."""
    said = []
    for name in kept:
        if kept[name] != found.get(name):
            before, after = (
                text.decode().replace(",", ",\n").replace(">", ">\n").splitlines()
                for text in (kept[name], found.get(name, b""))
            )
            lines = list(difflib.unified_diff(before, after, lineterm="", n=2))[:30]
            said.append(name + "\n" + "\n".join(lines))
    return said


@pytest.mark.parametrize(("examples", "days"), [(0, 4), pytest.param(9, 10, marks=pytest.mark.long)])
def test_each_day_is_read_as_it_was(examples, days, db, time_machine, client):
    calendar = Days(time_machine)
    world = World()
    acts = Acts(world)
    changed: list[bool] = []

    @settings(
        max_examples=max(examples, 1),
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate][: 1 + examples],
    )
    @example(some_days(days))
    @given(st.lists(DAY, min_size=days, max_size=days))
    def play(plan):
        with transaction.atomic():
            live(plan)
            transaction.set_rollback(True)
        cache.clear()

    def live(plan):
        kept = []
        for steps in plan:
            worker()
            for what, which, how in steps:
                acts.act(what, which, how)
            world.note_paths()
            moment = calendar.end()
            kept.append(
                (calendar.day, moment, world.answers(client, None), world.pages(client), everything(world.site))
            )
            calendar.begin_the_next()
        faults = []
        for day, moment, answers, pages, all_of_it in kept:
            faults += differences(answers, world.answers(client, day))
            with as_of(moment):
                faults += differences(pages, world.pages(client))
                faults += differences(all_of_it, everything(world.site))
        assert not faults, "\n".join(faults)
        changed.extend(before[2] != after[2] for before, after in pairwise(kept))

    play()
    # Days that are all alike would prove nothing.
    assert any(changed) and acts.done > acts.refused, (changed, acts.done, acts.refused)
