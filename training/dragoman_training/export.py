"""From a trained network to a checkpoint folder: float16 weights, an int8 ONNX network, tokenizer, config."""

import logging
import shutil
import tempfile
import warnings
from pathlib import Path

import msgspec
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from safetensors.torch import save_file
from tokenizers import Tokenizer

from dragoman.checkpoint import CONFIG, ONNX, TOKENIZER, WEIGHTS, CheckpointConfig
from dragoman.network import DragomanNetwork

log = logging.getLogger(__name__)

_INPUTS = ("input_ids", "attention_mask", "shapes", "words")
_OPSET = 18


def save_checkpoint(
    folder: Path, network: DragomanNetwork, tokenizer: Tokenizer, config: CheckpointConfig, *, int8: bool = True
) -> None:
    """Writes a checkpoint folder without its card; files that are there are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    network = network.eval().to("cpu")
    weights = {name: tensor.to(torch.float16).contiguous() for name, tensor in network.state_dict().items()}
    save_file(weights, folder / WEIGHTS)
    tokenizer.save(str(folder / TOKENIZER))
    write_config(folder, config)
    export_onnx(network, folder / ONNX, int8=int8)


def write_config(folder: Path, config: CheckpointConfig) -> None:
    """Writes ``config.json``, one key a line so that a diff can be read."""
    (folder / CONFIG).write_bytes(msgspec.json.format(msgspec.json.encode(config), indent=1) + b"\n")


def export_onnx(network: DragomanNetwork, path: Path, *, int8: bool = True) -> None:
    """Writes the network as ONNX, int8 (dynamic, weights by channel) or float32."""
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        _export_float(network, plain)
        if not int8:
            shutil.copy(plain, path)
            return
        ready = Path(scratch) / "ready.onnx"
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        # Without VNNI instructions the products of int8 saturate in 16 bits; seven bits for the weights avoid it.
        # https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html
        quantize_dynamic(str(ready), str(path), per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)


def _export_float(network: DragomanNetwork, path: Path) -> None:
    example = _example(network)
    with torch.inference_mode():
        names = list(network(**example))
    axes = {"input_ids": {0: "batch", 1: "pieces"}, "attention_mask": {0: "batch", 1: "pieces"}}
    axes |= {"shapes": {0: "batch", 1: "pieces"}, "words": {0: "batch", 1: "words"}}
    axes |= {name: {0: "batch"} if name.endswith(".distance") else {0: "batch", 1: "words"} for name in names}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer warns of every shape it reads, and of its own age
        torch.onnx.export(
            _Positional(network), tuple(example.values()), str(path), input_names=list(_INPUTS), output_names=names,
            dynamic_axes=axes, opset_version=_OPSET, dynamo=False,
        )  # fmt: skip
    onnx.checker.check_model(str(path))


def _example(network: DragomanNetwork) -> dict[str, torch.Tensor]:
    pieces = torch.full((2, 16), 5)
    return {
        "input_ids": pieces,
        "attention_mask": torch.ones_like(pieces),
        "shapes": torch.ones_like(pieces),
        "words": torch.arange(1, 15).repeat(2, 1),
    }


class _Positional(torch.nn.Module):
    """The network with a tuple for its result, as the exporter wants it."""

    def __init__(self, network: DragomanNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, *arrays: torch.Tensor) -> tuple[torch.Tensor, ...]:
        return tuple(self.network(*arrays).values())
