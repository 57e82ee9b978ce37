"""All corpora that the shipped configs name, in miniature: a few sentences of our own in each one's native format."""

from pathlib import Path

NAMES = ("Orla Venn", "Bram Tooley", "Ines Kadar", "Sefu Mwale")
PLACES = ("Dorvia", "Zembla", "Ostrany")
#: More than the largest number of documents that a config holds out.
COUNT = 130


def sentence(number: int) -> tuple[str, str, str]:
    """The words before, a name and a place: *Orla Venn left Dorvia for the 3rd time.*"""
    return NAMES[number % len(NAMES)], PLACES[number % len(PLACES)], f"left {number} times"


def write_corpora(folder: Path) -> Path:
    """Writes the folder that DRAGOMAN_CORPORA names."""
    _polnear(folder / "polnear" / "train", 3)
    _polnear(folder / "polnear" / "dev", 2)
    _ewn(folder / "ewn")
    _columns(folder / "un_debates" / "tagged-training" / "speech.txt", "PER", "LOC", 6)
    _columns(folder / "crossner_politics" / "train.txt", "politician", "country", 6)
    _columns(folder / "crossner_politics" / "dev.txt", "person", "location", 6)
    _columns(folder / "re3d" / "train.txt", "Person", "Location", 12)
    _columns(folder / "re3d" / "dev.txt", "Person", "Location", 6)
    _columns(folder / "cameo_ner" / "train.txt", "S", "T", COUNT)
    return folder


def _polnear(folder: Path, documents: int) -> None:
    for part in ("text", "attributions"):
        (folder / part).mkdir(parents=True)
    for number in range(documents):
        name, place, _ = sentence(number)
        text = f"{name} said that {place} was lovely."
        parts = [
            ("Source", 0, len(name)),
            ("Cue", len(name) + 1, len(name) + 5),
            ("Content", len(name) + 6, len(text) - 1),
        ]
        marks = [f"T{id}\t{label} {start} {end}\t{text[start:end]}" for id, (label, start, end) in enumerate(parts, 1)]
        lines = [*marks, f"T4\tAttribution {parts[1][1]} {parts[1][2]}\tsaid"]
        lines.append("E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3")
        stem = f"gazette_2031-04-0{number + 1}_{place.lower()}"
        (folder / "text" / f"{stem}.txt").write_text(text)
        (folder / "attributions" / f"{stem}_a1.ann").write_text("\n".join(lines))


def _ewn(folder: Path) -> None:
    for part in ("original_articles", "processed_annotated"):
        (folder / part).mkdir(parents=True)
    for number in range(COUNT):
        name, place, rest = sentence(number)
        address = f"https://news.example/{number}"
        (folder / "original_articles" / f"zz_{number}.txt").write_text(f"{address}\n\n{name} {place} {rest}.\n")
        rows = [
            (address, "O"),
            None,
            *_tagged(name, "Person"),
            *_tagged(place, "Location"),
            *_tagged(rest, None),
            (".", "O"),
        ]
        lines = ["\t".join(row) if row else "" for row in rows]
        (folder / "processed_annotated" / f"zz_{number}.txt.tsv").write_text("\n".join(lines))


def _columns(file: Path, person: str, place_label: str, sentences: int) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    blocks = []
    for number in range(sentences):
        name, place, rest = sentence(number)
        rows = [*_tagged(name, person), *_tagged(place, place_label), *_tagged(rest, None)]
        blocks.append("\n".join(" ".join(row) for row in rows))
    file.write_text("\n\n".join(blocks) + "\n")


def _tagged(words: str, label: str | None) -> list[tuple[str, str]]:
    return [
        (word, f"{'I' if position else 'B'}-{label}" if label else "O") for position, word in enumerate(words.split())
    ]
