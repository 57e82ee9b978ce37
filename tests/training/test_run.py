"""A whole run on a corpus of our own and a tiny encoder: it must learn, be resumed, and be the same each time."""

import json
from pathlib import Path

import msgspec
import pytest
from tiny import ENCODER, tiny_tokenizer
from transformers import BertConfig, BertModel

import dragoman
from dragoman.documents import Document, Entity, Quote, Span
from dragoman.jsonl import write_documents
from dragoman_training.check import check
from dragoman_training.config import Config, CorpusConfig, ModelConfig, TrainingConfig, WindowConfig
from dragoman_training.run import train

NAMES = ("ana", "ivo", "mara", "tomas", "lea", "otto", "nina", "boris")
SAYS = ("said", "added", "told us", "insisted")
WORDS = ("the talks will go on", "we hope for peace", "no deal is near", "they must leave")


def document(number: int) -> Document:
    name, say, words = NAMES[number % 8].title(), SAYS[number // 8 % 4], WORDS[(number * 7 + number // 5) % 4]
    text = f"{name} {say} {words}.\nNothing else was heard."
    cue = Span(len(name) + 1, len(name) + 1 + len(say))
    content = Span(cue.end + 1, cue.end + 1 + len(words))
    return Document(
        f"d{number}",
        text,
        entities=(Entity("Person", Span(0, len(name))),),
        quotes=(Quote((content,), cue, (Span(0, len(name)),)),),
    )


@pytest.fixture
def config(tmp_path: Path) -> Config:
    write_documents([document(number) for number in range(48)], tmp_path / "train.jsonl")
    write_documents([document(number) for number in range(48, 60)], tmp_path / "dev.jsonl")
    encoder = tmp_path / "encoder"
    BertModel(BertConfig(**{key: value for key, value in ENCODER.items() if key != "model_type"})).save_pretrained(
        encoder
    )
    tiny_tokenizer().save(str(encoder / "tokenizer.json"))
    corpora = [
        CorpusConfig(name=name, reader="jsonl", path=f"{name}.jsonl", entities={"Person": ["PERSON"]}, quotes=True)
        for name in ("train", "dev")
    ]
    return Config(
        name="tiny",
        train=corpora[:1],
        dev=corpora[1:],
        folder=str(tmp_path),
        model=ModelConfig(encoder=str(encoder), rank=4),
        windows=WindowConfig(pieces=140, context=8),
        training=TrainingConfig(epochs=6, batch_windows=4, learning_rate=3e-3, head_learning_rate=1e-2, save_steps=24),
    )


def test_a_run_learns_and_gives_a_checkpoint_that_says_what_it_is(config: Config, tmp_path: Path) -> None:
    folder = train(config, tmp_path / "out")
    assert {path.name for path in folder.iterdir()} == {
        "config.json", "model.onnx", "model.safetensors", "tokenizer.json", "README.md",
    }  # fmt: skip
    stored = json.loads((folder / "config.json").read_text())
    assert set(stored["scheme"]["entities"]) == {"PERSON"}
    assert stored["training"]["config"]["seed"] == 13
    assert stored["training"]["corpora"]["train"]["documents"] == 48
    model = dragoman.load(folder, device="cpu")
    found = model.read(document(50).text)
    assert [entity.label for entity in found.entities] == ["PERSON"]
    assert [quote.source for quote in found.quotes] == [quote.source for quote in document(50).quotes]
    assert all(0.0 <= entity.score <= 1.0 for entity in found.entities if entity.score is not None)


def test_the_same_seed_gives_the_same_weights_and_a_killed_run_goes_on(config: Config, tmp_path: Path) -> None:
    short = msgspec.structs.replace(config, training=msgspec.structs.replace(config.training, epochs=1, save_steps=6))
    first = train(short, tmp_path / "a")
    second = train(short, tmp_path / "b")
    weights = (first / "model.safetensors").read_bytes()
    assert weights == (second / "model.safetensors").read_bytes()
    # What a kill after six of twelve steps leaves behind:
    for path in (tmp_path / "b" / "run").glob("checkpoint-12"):
        for file in sorted(path.rglob("*"), reverse=True):
            file.rmdir() if file.is_dir() else file.unlink()
        path.rmdir()
    assert (tmp_path / "b" / "run" / "checkpoint-6").is_dir()
    assert (train(short, tmp_path / "b") / "model.safetensors").read_bytes() == weights


def test_check_counts_what_there_is(config: Config) -> None:
    found = check(config)
    assert [(corpus.use, corpus.documents) for corpus in found.corpora] == [("train", 48), ("dev", 12)]
    assert found.corpora[0].labels == {"Person": 48, "source": 48, "cue": 48, "content": 48}
    assert "ROLE" in found.untaught
    assert found.corpora[0].lost == []
