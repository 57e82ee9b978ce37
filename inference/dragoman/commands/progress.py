"""Tells on standard error how a bulk run goes: a bar on a terminal, else a line now and then."""

import time
from collections.abc import Callable
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

from dragoman.bulk.run import Totals

# More would hide the rest; all stand in the parts.
_SHOWN_FAILURES = 20
# Between lines, in seconds.
_INTERVAL = 30.0


class Teller:
    """Tells of failures and progress, and in the end of the whole.

    Args:
        console: of standard error.
        clock: seconds, as ``time.monotonic`` gives them.
    """

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self._console, self._clock = console, clock
        self._begun = self._told = clock()
        self._failures = 0
        self._share_before = 0.0  # that an earlier run has done, which says nothing of this one's rate
        self._bar = _bar(console) if console.is_terminal else None
        self._task = self._bar.add_task("", total=1.0, numbers="") if self._bar else None

    def __enter__(self) -> "Teller":
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def failed(self, message: str) -> None:
        """See ``dragoman.bulk.run.Watch``."""
        self._failures += 1
        if self._failures <= _SHOWN_FAILURES:
            self._say(" ".join(message.split()))
        elif self._failures == _SHOWN_FAILURES + 1:
            self._say("further failures are not shown; each stands in its part, under error")

    def advanced(self, totals: Totals) -> None:
        """See ``dragoman.bulk.run.Watch``."""
        if not totals.documents and not totals.failed:
            self._share_before = totals.share
        if self._bar and self._task is not None:
            self._bar.update(self._task, completed=totals.share, numbers=self._numbers(totals))
        elif self._clock() - self._told >= _INTERVAL:
            self._told = self._clock()
            self._say(f"{totals.share:.0%}: {self._numbers(totals)}{self._left(totals)}")

    def summary(self, totals: Totals) -> None:
        """Tells of a whole run."""
        seconds = max(self._clock() - self._begun, 1e-9)
        before = ""
        if totals.documents_before or totals.failed_before:
            before = f", beside {_records(totals.documents_before, totals.failed_before)} before"
        rates = f"{totals.documents / seconds:,.1f} documents, {totals.words / seconds:,.0f} words, "
        rates += f"{totals.characters / seconds:,.0f} characters a second"
        self._say(f"{_records(totals.documents, totals.failed)}{before}, in {_time(seconds)}: {rates}")

    def _numbers(self, totals: Totals) -> str:
        rate = totals.documents / max(self._clock() - self._begun, 1e-9)
        done = _records(totals.documents + totals.documents_before, totals.failed + totals.failed_before)
        return f"{done}, {rate:,.1f} a second"

    def _left(self, totals: Totals) -> str:
        share = totals.share - self._share_before
        if share <= 0:
            return ""
        return f", {_time((self._clock() - self._begun) * (1 - totals.share) / share)} left"

    def _say(self, line: str) -> None:
        self._console.print(Text(line), soft_wrap=True)


def _bar(console: Console) -> Progress:
    columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[numbers]}"), TimeRemainingColumn())
    return Progress(*columns, console=console)


def _records(documents: int, failed: int) -> str:
    return f"{documents:,} documents" + (f" and {failed:,} failed" if failed else "")


def _time(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60:02d} min"
