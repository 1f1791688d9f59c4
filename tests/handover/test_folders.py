"""A folder is there as a whole or not at all."""

from pathlib import Path

import pytest

from home.handover.errors import HandoverRefusedError
from home.handover.folders import whole_folder

MARK = "made-by-it.txt"


def files_in(folder) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.fixture
def mine(tmp_path):
    """A folder that was made before."""
    folder = tmp_path / "copy"
    folder.mkdir()
    (folder / MARK).write_text("mine")
    return folder


def test_it_is_replaced_only_if_asked(tmp_path, mine):
    with pytest.raises(HandoverRefusedError, match="isn't empty"), whole_folder(mine, replace=False, mark=MARK):
        pytest.fail("nothing is begun")
    assert files_in(tmp_path) == ["copy", "copy/made-by-it.txt"]
    with whole_folder(mine, replace=True, mark=MARK) as part:
        (part / "new.txt").write_text("new")
        assert files_in(mine) == [MARK], "until all is there"
    assert files_in(tmp_path) == ["copy", "copy/new.txt"]


@pytest.mark.parametrize("folder", ["new", "deep/er/new"])
def test_what_fails_half_way_leaves_nothing(tmp_path, folder):
    with pytest.raises(KeyboardInterrupt), whole_folder(tmp_path / folder, replace=False, mark=MARK) as part:
        (part / "half.txt").write_text("half")
        raise KeyboardInterrupt
    assert not (tmp_path / folder).exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_what_fails_while_replacing_leaves_what_was_there(tmp_path, mine):
    with pytest.raises(ValueError, match="half"), whole_folder(mine, replace=True, mark=MARK):
        raise ValueError("half")
    assert files_in(tmp_path) == ["copy", "copy/made-by-it.txt"]


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path):
    left = tmp_path / ".copy.part"
    left.mkdir()
    (left / "half.txt").write_text("half")
    with whole_folder(tmp_path / "copy", replace=False, mark=MARK) as part:
        (part / "new.txt").write_text("new")
    assert files_in(tmp_path) == ["copy", "copy/new.txt"]


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "copy").write_text("mine")
    with (
        pytest.raises(HandoverRefusedError, match="is a file"),
        whole_folder(tmp_path / "copy", replace=True, mark=MARK),
    ):
        pytest.fail("nothing is begun")


def test_a_folder_that_the_command_did_not_make_is_never_replaced(tmp_path, mine):
    (mine / MARK).rename(mine / "thesis.txt")
    refused = pytest.raises(HandoverRefusedError, match="this command didn't make it")
    with refused, whole_folder(mine, replace=True, mark=MARK):
        pytest.fail("nothing is begun")
    assert files_in(tmp_path) == ["copy", "copy/thesis.txt"]


@pytest.mark.parametrize("name", ["cwd", "cwd/..", "project", "data", "media", "static"])
def test_a_folder_of_the_hub_is_never_replaced(tmp_path, mine, settings, monkeypatch, name):
    folders = {"project": "PROJECT_ROOT", "data": "DATA_DIR", "media": "MEDIA_ROOT", "static": "STATIC_ROOT"}
    if name in folders:
        setattr(settings, folders[name], mine / "deep")
    else:
        monkeypatch.chdir(mine)
    target = Path(name.replace("cwd", ".")) if name not in folders else mine
    refused = pytest.raises(HandoverRefusedError, match="that the hub needs")
    with refused, whole_folder(target, replace=True, mark=MARK):
        pytest.fail("nothing is begun")
    assert files_in(tmp_path) == ["copy", "copy/made-by-it.txt"]


def test_a_folder_that_cannot_be_renamed_is_refused_before_the_work(tmp_path, mine, monkeypatch):
    def rename(path, target):
        raise OSError(16, "Device or resource busy")  # as of a folder on which something is mounted

    monkeypatch.setattr(Path, "rename", rename)
    refused = pytest.raises(HandoverRefusedError, match="busy.* name a folder inside it")
    with refused, whole_folder(mine, replace=True, mark=MARK):
        pytest.fail("nothing is begun")
    assert files_in(tmp_path) == ["copy", "copy/made-by-it.txt"]


def test_a_folder_below_a_file_is_refused_before_the_work(tmp_path):
    (tmp_path / "copy").write_text("mine")
    refused = pytest.raises(HandoverRefusedError, match="can't be made")
    with refused, whole_folder(tmp_path / "copy" / "new", replace=False, mark=MARK):
        pytest.fail("nothing is begun")
