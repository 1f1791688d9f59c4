"""Contrast is counted as WCAG 2.2 does, and a colour without enough of it has a nearest one that has."""

import pytest

from cms.base import contrast


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#000000", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#0065bd", "#FFFFFF", 5.84),
        ("#ff0000", "#ff0000", 1.0),
    ],
)
def test_known_contrasts(a, b, expected):
    assert contrast.ratio(a, b) == pytest.approx(expected, abs=0.01)


def test_a_colour_that_passes_stays():
    assert contrast.nearest_that_passes("#0065BD", "#ffffff", contrast.TEXT) == "#0065bd"


@pytest.mark.parametrize("against", ["#ffffff", "#000000", "#767676", "#0065bd", "#ffe100"])
@pytest.mark.parametrize("colour", ["#ffff00", "#777777", "#00ff00", "#123456", "#ffffff", "#000000", "#0065bd"])
def test_the_nearest_passes_and_is_no_further_than_needed(colour, against):
    found = contrast.nearest_that_passes(colour, against, contrast.SHAPE)
    assert contrast.ratio(found, against) >= contrast.SHAPE
    if contrast.ratio(colour, against) < contrast.SHAPE:
        assert contrast.ratio(found, against) < contrast.SHAPE * 1.2, "much further than needed"


def test_the_nearest_keeps_its_hue():
    assert contrast.nearest_that_passes("#ffff00", "#ffffff", contrast.TEXT) == "#797900"
    assert contrast.nearest_that_passes("#777777", "#ffffff", contrast.TEXT) == "#767676"


def test_a_contrast_that_no_colour_has():
    with pytest.raises(ValueError, match="No colour has a contrast of 10 with #777777"):
        contrast.nearest_that_passes("#ff0000", "#777777", 10)


@pytest.mark.parametrize("colour", ["", "red", "#fff", "0065bd", "#0065bg", "#0065bd "])
def test_no_colours(colour):
    assert not contrast.is_colour(colour)
    with pytest.raises(ValueError, match="is no colour"):
        contrast.luminance(colour)
