"""What runs the network: ONNX Runtime on the CPU, torch on a GPU. Both take windows and return arrays."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol

import numpy as np
import onnxruntime

from dragoman.checkpoint import ONNX, WEIGHTS, Checkpoint, special_pieces
from dragoman.decode import Outputs
from dragoman.errors import CheckpointError, MissingExtraError
from dragoman.links import Floats
from dragoman.tokens import Tokens
from dragoman.windows import SpecialPieces, Window, batch_of

if TYPE_CHECKING:
    import torch

    from dragoman.network import DragomanNetwork

Item = tuple[Tokens, Window]


class Backend(Protocol):
    """Runs the network over windows."""

    def run(self, items: Sequence[Item]) -> list[Outputs]:
        """The outputs for each window, in order. They do not depend on which windows are run together."""
        ...


class OnnxBackend:
    """ONNX Runtime, one window at a time on each core.

    Windows are not padded into batches: on a CPU a full window keeps a core busy, padding would be computed in vain,
    and int8 scales its activations by all that runs together, so results would hang on the company of a window.

    Raises:
        CheckpointError: the network file is missing or damaged.
    """

    def __init__(self, checkpoint: Checkpoint, *, threads: int | None = None) -> None:
        self.special = special_pieces(checkpoint.tokenizer)
        self.threads = threads or available_cores()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        path = checkpoint.file(ONNX)
        try:
            self.session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # the library raises its own undocumented kinds
            raise CheckpointError(f"{path} cannot be loaded: {error}") from error
        self.names = [output.name for output in self.session.get_outputs()]

    def run(self, items: Sequence[Item]) -> list[Outputs]:
        """See ``Backend``."""
        if len(items) == 1 or self.threads == 1:
            return [self._run_one(item) for item in items]
        with ThreadPoolExecutor(self.threads) as pool:
            return list(pool.map(self._run_one, items))

    def _run_one(self, item: Item) -> Outputs:
        arrays = self.session.run(self.names, batch_of([item], self.special).arrays())
        return {name: array[0] for name, array in zip(self.names, arrays, strict=True)}


class TorchBackend:
    """Torch, windows of like length together.

    Args:
        network: the network, on its device.
        special: the encoder's special pieces.
        batch_pieces: at most so many pieces at once, padding included.
    """

    def __init__(self, network: "DragomanNetwork", special: SpecialPieces, *, batch_pieces: int = 32_768) -> None:
        self.network = network
        self.special = special
        self.batch_pieces = batch_pieces

    def run(self, items: Sequence[Item]) -> list[Outputs]:
        """See ``Backend``."""
        results: list[Outputs] = [{}] * len(items)
        for numbers in _by_length(items, self.batch_pieces):
            outputs = self._run([items[number] for number in numbers])
            for row, number in enumerate(numbers):
                results[number] = {name: array[row] for name, array in outputs.items()}
        return results

    def _run(self, items: Sequence[Item]) -> dict[str, Floats]:
        import torch

        device = next(self.network.parameters()).device
        arrays = batch_of(items, self.special).arrays()
        batch = {name: torch.from_numpy(array).to(device) for name, array in arrays.items()}
        with torch.inference_mode(), torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            outputs = self.network(**batch)
        return {name: np.asarray(tensor.detach().float().cpu().numpy()) for name, tensor in outputs.items()}


def _by_length(items: Sequence[Item], batch_pieces: int) -> Iterator[list[int]]:
    """Yields the numbers of windows to run together, longest first, so that memory is known from the start."""
    lengths = [int(tokens.first[window.last] - tokens.first[window.first]) + 2 for tokens, window in items]
    order = sorted(range(len(items)), key=lambda number: -lengths[number])
    begin = 0
    while begin < len(order):
        size = max(1, batch_pieces // lengths[order[begin]])
        yield order[begin : begin + size]
        begin += size


def load_network(checkpoint: Checkpoint, device: "torch.device | str") -> "DragomanNetwork":
    """The network of a checkpoint with its weights, in evaluation mode.

    Raises:
        MissingExtraError: torch or transformers is not installed.
        CheckpointError: the weights are missing or do not fit.
    """
    try:
        import torch
        from safetensors.torch import load_file

        from dragoman.network import DragomanNetwork, encoder_from_config
    except ImportError as error:
        raise MissingExtraError(error.name or "torch", "gpu") from error
    config = checkpoint.config.network
    network = DragomanNetwork(encoder_from_config(config.encoder), checkpoint.layers, rank=config.rank)
    path = checkpoint.file(WEIGHTS)
    try:
        weights = {name: tensor.to(torch.float32) for name, tensor in load_file(path).items()}
        network.load_state_dict(weights)
    except (RuntimeError, ValueError, OSError) as error:
        raise CheckpointError(f"{path} does not fit its config: {error}") from error
    return network.eval().to(device)


def available_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
