"""Rows of figures as plain text in aligned columns."""

from collections.abc import Sequence

from dragoman_training.evaluation.counts import Score, Share

#: A name, then cells. An empty row is a blank line.
Row = tuple[str, ...]

#: Names of the cells of ``score_row``.
HEADER = ("P", "R", "F1", "95 %", "gold", "pred", "right")


def score_row(name: str, score: Score) -> Row:
    """Precision, recall, F1 and its interval in percent, then the counts."""
    figures = (f"{value:.1f}" for value in (score.precision, score.recall, score.f1))
    interval = f"{score.interval[0]:.1f}-{score.interval[1]:.1f}" if score.interval else ""
    return (f"  {name}", *figures, interval, str(score.gold), str(score.predicted), str(score.correct))


def share_row(name: str, share: Share) -> Row:
    """A share in percent in the column of recall, with its counts."""
    return (f"  {name}", "", f"{share.percent:.1f}", "", "", str(share.total), "", str(share.correct))


def aligned(rows: Sequence[Row]) -> str:
    """Names to the left, all other cells to the right."""
    columns = max(map(len, rows), default=0)
    filled = [(*row, *[""] * (columns - len(row))) for row in rows]
    widths = [max(map(len, column)) for column in zip(*filled, strict=True)]
    return "\n".join(_line(row, widths) for row in filled)


def _line(row: Row, widths: Sequence[int]) -> str:
    cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
    return "  ".join(cells).rstrip()
