"""Which content coding a client gets, by its header `Accept-Encoding`."""

import gzip

import brotli
import pytest

from cms.base.encodings import GZIP, compressed, preferred_coding


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("identity", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("BR;Q=0.5, GZIP;q=0.8", "gzip"),
        ("br;q=0, gzip;q=0.001", "gzip"),
        ("br;q=0,gzip;q=0", ""),
        ("*", "br"),
        ("*;q=0", ""),
        ("*;q=0.5, br;q=0", "gzip"),
        ("br;q=0.5, identity", ""),
        ("br;q=0.5, identity;q=0.5", "br"),
        ("identity;q=0", ""),
        ("zstd, x-gzip", ""),
        ("br;q=2, gzip;q=0.1", "gzip"),
        ("br;q=, gzip;level=9", ""),
        (";;;,,,=", ""),
    ],
)
def test_the_client_s_weights_decide_and_then_our_order(accepted, coding):
    assert preferred_coding(accepted) == coding


def test_a_choice_among_fewer():
    assert preferred_coding("br, gzip;q=0.1", (GZIP,)) == "gzip"
    assert preferred_coding("br", (GZIP,)) == ""


def test_what_is_compressed_is_the_same_afterwards_and_each_time():
    body = "Ùna ’s Tómas ".encode() * 200
    assert gzip.decompress(compressed(body, "gzip")) == brotli.decompress(compressed(body, "br")) == body
    assert compressed(body, "gzip") == compressed(body, "gzip")
