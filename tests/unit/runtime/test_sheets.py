"""Sheets of any size fit into memory; a full disk is told as that. Source: reliability 12."""

import errno
import io
import random
import tracemalloc
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

import pytest
from python_calamine import CalamineWorkbook

from shared.runtime.sheets import Book, Column

_COLUMNS = [Column("编号", 10), Column("摘要", 40)]
_ROWS, _LONG = 3000, 800


def written(target: BinaryIO, folder: Path) -> int:
    """The highest that Python's own memory rose to meanwhile, in bytes."""
    chance = random.Random(7)
    tracemalloc.start()
    try:
        book = Book(target, folder=str(folder))
        sheet = book.sheet("工单", _COLUMNS)
        for number in range(_ROWS):
            sheet.add([[number, "".join(chr(chance.randrange(0x4E00, 0x9FA0)) for _ in range(_LONG))]])
        book.close()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_sheet_on_the_disk_takes_a_part_of_its_size_in_memory(tmp_path: Path) -> None:
    with TemporaryFile() as target:
        peak = written(target, tmp_path)
        size = target.seek(0, io.SEEK_END)
        target.seek(0)
        rows = CalamineWorkbook.from_filelike(target).get_sheet_by_index(0).to_python()
    assert size > 4_000_000
    assert peak < size / 2, "the sheet never lay in memory as a whole"
    assert (len(rows), rows[-1][0], len(str(rows[-1][1]))) == (_ROWS + 1, _ROWS - 1, _LONG)
    assert list(tmp_path.iterdir()) == [], "what was put aside is gone"


class FullDisk(io.BytesIO):
    """Takes nothing."""

    def write(self, _content: object, /) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the archive tries to end itself
def test_a_full_disk_is_told_as_such(tmp_path: Path) -> None:
    book = Book(FullDisk(), folder=str(tmp_path))
    book.sheet("工单", _COLUMNS).add([[1, "漏水"]])
    with pytest.raises(OSError, match="No space left") as caught:
        book.close()
    assert caught.value.errno == errno.ENOSPC
