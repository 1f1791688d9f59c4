"""Figures under five are shown as “fewer than 5”, and no sum lets anybody work them out, not even who knows these rules.

With them the smallest of the other figures is left out. That is the usual rule of statistical offices (“complementary
suppression”). If still only one number is possible, the table has its total alone; if that tells it, not even that. Each of
these steps depends on nothing but what the step before shows, so that it says nothing either.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

LEAST = 5
FEWER = "fewer than 5"
LEFT_OUT = "not shown"

Key = TypeVar("Key", bound=Hashable)


def is_small(number: Decimal | float | None) -> bool:
    """Say whether a figure is shown as “fewer than 5”. Nothing read is no figure about anybody, so 0 stays."""
    return number is not None and 0 < number < LEAST


@dataclass(frozen=True)
class ShownFigures(Generic[Key]):
    """The figures of a table as texts, and its total as a text. `numbers` has those that are shown."""

    texts: dict[Key, str]
    numbers: dict[Key, int]
    total: str

    @property
    def is_closed(self) -> bool:
        """Whether the total would tell a figure under five, so that no other table may tell the total either."""
        return self.total == LEFT_OUT

    def closed(self) -> ShownFigures[Key]:
        """Return the same without any figure: even many that are under five would limit the total."""
        return _without_figures(self.texts, LEFT_OUT)


def shown(numbers: Mapping[Key, int], *, known: Collection[Key] = ()) -> ShownFigures[Key]:
    """Return the figures as they are shown. Those that are `known` from elsewhere are never left out for others."""
    small = [key for key, number in numbers.items() if is_small(number)]
    # Equal ones are in an order that doesn't depend on the figures.
    larger = sorted(
        (key for key, number in numbers.items() if number >= LEAST and key not in known),
        key=lambda key: (numbers[key], str(key)),
    )
    whole, texts = sum(numbers.values()), {key: str(number) for key, number in numbers.items()}
    hidden = {*small, *larger[:1]} if small else set()
    if is_small(whole):
        total = FEWER if len(small) < LEAST - 1 else LEFT_OUT  # as many are all 1
    elif _hide_each_other(numbers, small, larger):
        total = str(whole)
    else:
        return _without_figures(texts, str(whole) if larger and not known else LEFT_OUT)
    texts |= dict.fromkeys(hidden, LEFT_OUT) | dict.fromkeys(small, FEWER)
    return ShownFigures(texts, {key: number for key, number in numbers.items() if key not in hidden}, total)


def _without_figures(texts: Mapping[Key, str], total: str) -> ShownFigures[Key]:
    nothing = {key: 0 for key, text in texts.items() if text == "0"}
    return ShownFigures({key: "0" if key in nothing else LEFT_OUT for key in texts}, nothing, total)


def _hide_each_other(numbers: Mapping[Key, int], small: list[Key], larger: list[Key]) -> bool:
    """Say whether the sum of the hidden figures leaves more than one possibility for each that is under five."""
    if not small:
        return True
    together, others = sum(numbers[key] for key in [*small, *larger[:1]]), len(small) - 1
    if not larger:
        # Few that are all hidden could only be all 4.
        return others > 2 and max(1, together - others * (LEAST - 1)) < min(LEAST - 1, together - others)
    # The one left out is five at least, and at most the next.
    most = together if len(larger) < 2 else numbers[larger[1]] - (str(larger[0]) > str(larger[1]))
    return max(1, together - others * (LEAST - 1) - most) < min(LEAST - 1, together - others - LEAST)
