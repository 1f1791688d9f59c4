"""A small folder of content to load."""

import pytest

from .small_content import Folder


@pytest.fixture
def folder(tmp_path) -> Folder:
    return Folder(tmp_path / "content")


@pytest.fixture
def loaded(folder) -> Folder:
    folder.load()
    return folder
