"""A run that is killed, again and again, and resumed."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from birds import Birdwatcher, Notes

import dragoman
from dragoman.bulk.run import Plan, run
from dragoman.bulk.workers import Workers

DOCUMENTS, PART_SIZE, KILLS = 2000, 20, 20

# Imports once and then forks, so that each of the many runs begins at once. What is killed is a whole process.
_FORKER = """
import os, sys
from pathlib import Path
import pyarrow.parquet  # else each of the processes would take its time to
from birds import Birdwatcher, Notes
from dragoman.bulk.run import Plan, run
from dragoman.bulk.workers import Workers
source, out, format, part_size = sys.argv[1:]
for line in sys.stdin:
    child = os.fork()
    if not child:
        with Workers(Birdwatcher, format, 1) as workers:
            run(Plan([Path(source)], Path(out), "m", format, part_size=int(part_size), resume=True), workers, Notes())
        os._exit(0)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Forker:
    """Begins runs in processes of their own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def begin(self) -> int:
        """The process id of a new run."""
        assert self._process.stdin
        self._process.stdin.write("run\n")
        self._process.stdin.flush()
        return self._number()

    def ended(self) -> int:
        """The exit status of the run."""
        return self._number()

    def _number(self) -> int:
        assert self._process.stdout
        return int(self._process.stdout.readline())


def environment() -> dict[str, str]:
    paths = (Path(dragoman.__file__).parents[1], Path(__file__).parents[1] / "helpers")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))}


@contextlib.contextmanager
def forker(*arguments: str | Path) -> Iterator[Forker]:
    command = [sys.executable, "-c", _FORKER, *map(str, arguments)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment()) as process:
        yield Forker(process)
        assert process.stdin
        process.stdin.close()


def news(path: Path, count: int) -> Path:
    """Documents with a broken line here and there."""
    lines = (json.dumps({"id": f"b{number}", "text": f"a wren {number}"}) for number in range(count))
    path.write_text("".join(("{" if number % 97 == 5 else line) + "\n" for number, line in enumerate(lines)))
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def wait_for_parts(manifest: Path, count: int) -> None:
    """Waits until so many parts are written; where a run hangs, what follows fails."""
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        if manifest.exists() and manifest.read_bytes().count(b"\n") > count:
            return
        time.sleep(0.002)  # not busier, since it takes its time from the run


@pytest.mark.parametrize("format", ["jsonl", "parquet"])
def test_killed_at_twenty_random_points_it_gives_what_an_unbroken_run_gives(tmp_path: Path, format: str) -> None:
    source, out = news(tmp_path / "b.jsonl", DOCUMENTS), tmp_path / "out"
    chance = random.Random(format)
    parts = DOCUMENTS // PART_SIZE
    points = sorted(chance.sample(range(parts - 10), KILLS))
    with forker(source, out, format, str(PART_SIZE)) as runs:
        for point in points:
            process = runs.begin()
            wait_for_parts(out / "manifest-0001.jsonl", point)
            time.sleep(chance.uniform(0, 0.006))  # about what a part takes: somewhere in tagging or writing the next
            os.kill(process, signal.SIGKILL)
            assert runs.ended() == -signal.SIGKILL
        runs.begin()
        assert runs.ended() == 0

    with Workers(Birdwatcher, format, 1) as workers:
        run(Plan([source], tmp_path / "unbroken", "m", format, part_size=PART_SIZE), workers, Notes())
    assert contents(out) == contents(tmp_path / "unbroken")
    entries = [json.loads(line) for line in (out / "manifest-0001.jsonl").read_text().splitlines()[1:]]
    ids = [id for entry in entries for id in entry["ids"]]
    assert ids == [f"b:{number + 1}" if number % 97 == 5 else f"b{number}" for number in range(DOCUMENTS)]


_WITH_WORKERS = """
import sys
from pathlib import Path
from birds import Notes, Sleepy
from dragoman.bulk.run import Plan, run
from dragoman.bulk.workers import Workers
if __name__ == "__main__":
    with Workers(Sleepy, "jsonl", 2) as workers:
        run(Plan([Path(sys.argv[1])], Path(sys.argv[2]), "m", part_size=40), workers, Notes())
"""


def test_workers_end_with_their_killed_parent_and_the_run_goes_on(tmp_path: Path) -> None:
    source, out = news(tmp_path / "b.jsonl", 200), tmp_path / "out"
    command = [sys.executable, "-c", _WITH_WORKERS, str(source), str(out)]
    # The workers hold the pipe's other end: reading it to the end waits for the last of them.
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment()) as process:
        wait_for_parts(out / "manifest-0001.jsonl", 1)
        process.kill()
        assert process.stdout
        assert process.stdout.read() == b""
    with Workers(Birdwatcher, "jsonl", 1) as workers:
        totals = run(Plan([source], out, "m", part_size=40, resume=True), workers, Notes())
        run(Plan([source], tmp_path / "unbroken", "m", part_size=40), workers, Notes())
    assert totals.documents_before > 0
    assert totals.documents > 0
    assert contents(out) == contents(tmp_path / "unbroken")
