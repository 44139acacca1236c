"""The README's tour, word for word, against both ways of running the suite."""

import os
import subprocess
import sys

from tests.stack.process import ROOT, Stack
from tests.tour.__main__ import README, blocks


def test_the_readme_has_both_stories() -> None:
    text = README.read_text()

    told = "\n".join(blocks(text))

    assert told.count("# (midway)") == 2
    for verb in ("/v1/tickets", "/close", "/v1/payments", "/v1/renovations", "/v1/passes", "gate-check"):
        assert verb in told


def test_what_the_readme_tells_to_type_works(stack: Stack, tmp_path: os.PathLike[str]) -> None:
    tour = subprocess.run(
        [sys.executable, "-m", "tests.tour", stack.url],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DEMO_PASSWORD": stack.password},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )

    assert tour.returncode == 0, f"{tour.stdout[-3000:]}\n{tour.stderr[-3000:]}"
    assert "The tour went through." in tour.stdout
    for state in ("dispatched", "on_site", "agreed", "closed", "approved", "suspended", "in_progress"):
        assert state in tour.stdout.splitlines(), tour.stdout


def test_a_tour_that_breaks_off_says_so(tmp_path: os.PathLike[str]) -> None:
    nowhere = "http://127.0.0.1:9"

    tour = subprocess.run(
        [sys.executable, "-m", "tests.tour", nowhere],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert tour.returncode != 0
    assert "The tour broke off." in tour.stdout
