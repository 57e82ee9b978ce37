"""The reader on a tiny random network: what it finds means nothing, but where it stands must hold."""

import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny import save_tiny

import dragoman
from dragoman.backends import OnnxBackend, TorchBackend, load_network
from dragoman.checkpoint import FORMAT, Checkpoint, special_pieces
from dragoman.errors import CheckpointError, InputError
from dragoman.windows import windows

TEXT = "“We hope so,” Ana Petrovic said on Tuesday.\r\n\r\nHe added that talks with France would resume. " * 12


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("checkpoint")
    save_tiny(path)
    return path


@pytest.fixture(scope="module")
def model(folder: Path) -> dragoman.Dragoman:
    return dragoman.load(folder, device="cpu")


def test_torch_and_onnx_agree(folder: Path) -> None:
    checkpoint = Checkpoint(folder)
    special = special_pieces(checkpoint.tokenizer)
    model = dragoman.load(folder, device="cpu")
    items = [
        (tokens, window) for tokens in [model.tokenise(TEXT)] for window in windows(tokens, checkpoint.window_size)
    ]
    assert len(items) > 3
    onnx = OnnxBackend(checkpoint).run(items)
    torch = TorchBackend(load_network(checkpoint, "cpu"), special, batch_pieces=300).run(items)
    for left, right, (_, window) in zip(onnx, torch, items, strict=True):
        assert set(left) == set(right)
        for name, array in left.items():
            rows = len(array) if name.endswith("distance") else window.last - window.first
            np.testing.assert_allclose(array[:rows], right[name][:rows], atol=2e-3)


@given(st.lists(st.text(st.characters(), max_size=80), max_size=5))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_a_valid_document_whatever_its_company(model: dragoman.Dragoman, texts: list[str]) -> None:
    together = model.read_many(texts)
    assert [document.text for document in together] == texts
    assert together == [model.read(text, id=str(number)) for number, text in enumerate(texts)]
    model.scheme.check(together[0]) if together else None


def test_order_and_number_of_threads_change_nothing(folder: Path) -> None:
    texts = [TEXT[start : start + 900] for start in range(0, 400, 50)]
    model = dragoman.load(folder, device="cpu")
    wanted = model.read_many(texts, ids=texts)
    assert model.read_many(texts[::-1], ids=texts[::-1]) == wanted[::-1]
    results: dict[int, list[dragoman.Document]] = {}
    threads = [
        threading.Thread(target=lambda n=n: results.update({n: model.read_many(texts, ids=texts)})) for n in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(result == wanted for result in results.values())


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "a", "\ud800", "\x00", "\ufeff", "\u200b", "😀", "a\x00b\r\nc", "x" * 5000]
)
def test_odd_texts_are_ordinary(model: dragoman.Dragoman, text: str) -> None:
    assert model.read(text).text == text


def test_a_long_text_is_tagged_piece_by_piece(model: dragoman.Dragoman, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded by what is tagged at once; what is found must not hang on it."""
    paragraphs = "\n".join(TEXT[: 20 + number % 300] for number in range(60))
    whole = model.read(paragraphs)
    monkeypatch.setattr("dragoman.model._CHUNK_CHARACTERS", 10)
    monkeypatch.setattr("dragoman.model._CHUNK_WINDOWS", 3)
    pieces = model.read(paragraphs)
    assert len(whole.entities) > 60
    assert (pieces.entities, pieces.events) == (whole.entities, whole.events)


def test_a_paragraph_of_a_whole_book_is_read_to_its_end(model: dragoman.Dragoman) -> None:
    text = "Ana said no. " * 9_000
    document = model.read(text)
    spans = list(document.spans())
    assert min(span.start for span in spans) < 1_000
    assert max(span.end for span in spans) > len(text) - 1_000


def test_id_and_date_pass_through(model: dragoman.Dragoman) -> None:
    document = model.read("A talk.", id="x/1", date="2023-03-21")
    assert (document.id, document.date) == ("x/1", "2023-03-21")


def test_what_is_no_text_is_refused(model: dragoman.Dragoman) -> None:
    with pytest.raises(InputError, match="bytes"):
        model.read(b"A talk.")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="use read"):
        model.read_many("A talk.")
    with pytest.raises(InputError, match="as many"):
        model.read_many(["a", "b"], ids=["1"])


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.onnx"])
def test_a_missing_or_broken_file_is_named(tmp_path: Path, name: str) -> None:
    save_tiny(tmp_path)
    (tmp_path / name).write_bytes(b"{")
    with pytest.raises(CheckpointError, match=name):
        dragoman.load(tmp_path, device="cpu")
    (tmp_path / name).unlink()
    with pytest.raises(CheckpointError, match=f"lacks {name}"):
        dragoman.load(tmp_path, device="cpu")


def test_a_missing_folder_and_an_unknown_device_are_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="no checkpoint folder"):
        dragoman.load(tmp_path / "none")
    with pytest.raises(CheckpointError, match="unknown device"):
        dragoman.load(folder, device="tpu")  # type: ignore[arg-type]


def test_a_checkpoint_of_a_newer_format_is_refused(tmp_path: Path) -> None:
    save_tiny(tmp_path)
    path = tmp_path / "config.json"
    path.write_text(path.read_text().replace(f'"format": {FORMAT}', '"format": 99'))
    with pytest.raises(CheckpointError, match="format 99"):
        dragoman.load(tmp_path, device="cpu")


def test_weights_of_another_scheme_are_refused(tmp_path: Path) -> None:
    save_tiny(tmp_path)
    path = tmp_path / "config.json"
    path.write_text(path.read_text().replace('"PERSON"', '"HUMAN"').replace('"LOC": ', '"LOC2": "x", "LOC": '))
    with pytest.raises(CheckpointError, match="does not fit"):
        load_network(Checkpoint(tmp_path), "cpu")
