"""Every shipped config: read, checked, trained two steps on corpora in miniature, and used."""

import tomllib
from pathlib import Path

import msgspec
import pytest
from miniature import write_corpora

import dragoman
from dragoman.scheme import load_scheme
from dragoman_training.check import check
from dragoman_training.config import Config, CorpusConfig, load_config
from dragoman_training.label_map import LabelMap
from dragoman_training.readers import READERS
from dragoman_training.run import train

CONFIGS = Path(__file__).parents[2] / "configs"
NO_RUNS = {"schemes", "maps", "narrowing.toml"}
RUNS = sorted(path for path in CONFIGS.rglob("*.toml") if not NO_RUNS & set(path.parts))


@pytest.fixture(scope="module", autouse=True)
def corpora(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = write_corpora(tmp_path_factory.mktemp("corpora"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRAGOMAN_CORPORA", str(folder))
        yield


def _small(corpus: CorpusConfig) -> CorpusConfig:
    return msgspec.structs.replace(corpus, held_out=2, part="held_out") if corpus.reader == "jsonl" else corpus


def self_contained(config: Config) -> Config:
    """The config without what a fresh clone lacks.

    Annotations that fit only the one text that they were made on are left out. Of the Dragoman corpus two documents
    are enough here.
    """
    kept = {
        name: [_small(item) for item in getattr(config, name) if item.reader != "detached"] for name in ("train", "dev")
    }
    return msgspec.structs.replace(config, **kept)


@pytest.mark.parametrize("path", RUNS, ids=lambda path: path.stem)
def test_every_shipped_config_trains(path: Path, tmp_path: Path) -> None:
    config = self_contained(
        load_config(path, ["training.max_steps=2", "training.save_steps=2", "training.batch_windows=2"])
    )
    checked = check(config)
    assert all(corpus.documents or corpus.lost for corpus in checked.corpora)
    model = dragoman.load(train(config, tmp_path), device="cpu")
    document = model.read("Orla Venn said that Dorvia was lovely.")
    assert document.text.startswith("Orla")


@pytest.mark.parametrize("path", sorted((CONFIGS / "maps").glob("*.toml")), ids=lambda path: path.stem)
def test_every_map_of_a_public_corpus_leads_to_the_scheme(path: Path) -> None:
    scheme = load_scheme()
    (corpus,) = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8"))["train"], list[CorpusConfig])
    assert corpus.reader in READERS
    assert isinstance(corpus.events, dict)
    assert scheme.events is not None
    LabelMap(corpus.name, "events", tuple(scheme.events.types), corpus.events).check()
    LabelMap(corpus.name, "roles", tuple(scheme.events.roles), corpus.roles).check()
