"""The training run: ``transformers.Trainer`` around the network, scored on dev documents after every epoch."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import datasets
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import EarlyStoppingCallback, Trainer, TrainingArguments
from transformers.trainer_utils import get_last_checkpoint

from dragoman.backends import TorchBackend
from dragoman.calibration import Calibration
from dragoman.checkpoint import special_pieces
from dragoman.decode import Decoder, DecodingOptions
from dragoman.layers import layers_of
from dragoman.model import Dragoman
from dragoman.network import DragomanNetwork
from dragoman.scheme import Scheme
from dragoman_training.config import Config
from dragoman_training.corpora import Corpus
from dragoman_training.dev import dev_scores
from dragoman_training.examples import Collator
from dragoman_training.loss import NetworkWithLoss
from dragoman_training.precision import in_bfloat16

log = logging.getLogger(__name__)


class DragomanTrainer(Trainer):
    """A Trainer that scores whole documents on dev corpora instead of batches, and logs the parts of the loss.

    Args:
        reader: tags documents with the network as it stands.
        dev: the dev corpora.
        head_learning_rate: for all that is not the encoder.
    """

    def __init__(
        self, *args: Any, reader: Dragoman, dev: Sequence[Corpus], head_learning_rate: float, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self._reader = reader
        self._dev = dev
        self._head_learning_rate = head_learning_rate
        self._parts: dict[str, list[Tensor]] = {}

    def evaluate(self, *args: Any, **kw: Any) -> dict[str, float]:
        """Scores the dev documents: ``eval_score``, the mean of the layers' F1, and each figure by corpus."""
        assert isinstance(self.model, nn.Module)
        training = self.model.training
        self.model.eval()
        metrics = {f"eval_{name}": value for name, value in dev_scores(self._reader, self._dev).items()}
        self.model.train(training)
        self.log(metrics)
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, metrics)
        return metrics

    def compute_loss(self, model: nn.Module, inputs: dict[str, Any], *args: Any, **kw: Any) -> Any:
        """The loss, its parts noted for the log."""
        outputs = model(**inputs)
        for name, part in outputs.items():
            if name.startswith("loss."):
                self._parts.setdefault(name, []).append(part)
        return (outputs["loss"], outputs) if kw.get("return_outputs") else outputs["loss"]

    def log(self, logs: dict[str, float], *args: Any, **kw: Any) -> None:
        """Adds the parts of the loss since the last log."""
        if "loss" in logs:
            logs = {**logs, **{name: float(torch.stack(parts).mean()) for name, parts in self._parts.items()}}
            self._parts.clear()
        super().log(logs, *args, **kw)

    def create_optimizer(self, *args: Any, **kw: Any) -> torch.optim.Optimizer:
        """AdamW in four groups: encoder or head, decayed or not."""
        if self.optimizer is None:
            groups = _parameter_groups(self.model, self.args, self._head_learning_rate)
            self.optimizer = torch.optim.AdamW(groups, lr=self.args.learning_rate)
        return self.optimizer


def _parameter_groups(model: Any, args: TrainingArguments, head_learning_rate: float) -> list[dict[str, Any]]:
    groups: dict[tuple[bool, bool], list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            groups.setdefault((".encoder." in f".{name}", parameter.ndim > 1), []).append(parameter)
    return [
        {
            "params": parameters,
            "lr": args.learning_rate if encoder else head_learning_rate,
            "weight_decay": args.weight_decay if decayed else 0.0,
        }
        for (encoder, decayed), parameters in groups.items()
    ]


def reader_of(network: DragomanNetwork, tokenizer: Tokenizer, config: Config, scheme: Scheme) -> Dragoman:
    """A reader that uses the network as it stands at each call."""
    decoder = Decoder(layers_of(scheme), Calibration(), DecodingOptions())
    backend = TorchBackend(network, special_pieces(tokenizer), batch_pieces=8_192)
    return Dragoman(scheme, tokenizer, config.window_size(training=False), backend, decoder)


def run_training(
    config: Config,
    model: NetworkWithLoss,
    examples: datasets.Dataset,
    collator: Collator,
    reader: Dragoman,
    dev: Sequence[Corpus],
    output: Path,
) -> None:
    """Trains to the end, or goes on from the last save in the output folder.

    The model holds the weights of the best dev score afterwards.
    """
    trainer = DragomanTrainer(
        model=model,
        args=_arguments(config, output),
        train_dataset=examples,
        eval_dataset=examples,  # asked for, never read: evaluate takes the dev documents
        data_collator=collator,
        callbacks=[EarlyStoppingCallback(config.training.patience)],
        reader=reader,
        dev=dev,
        head_learning_rate=config.training.head_learning_rate,
    )
    trainer.train(resume_from_checkpoint=_last_save(output))


def _last_save(output: Path) -> str | None:
    find: Any = get_last_checkpoint
    return cast("str | None", find(str(output))) if output.is_dir() else None


def _arguments(config: Config, output: Path) -> TrainingArguments:
    training = config.training
    return TrainingArguments(
        output_dir=str(output),
        seed=config.seed,
        num_train_epochs=training.epochs,
        max_steps=training.max_steps,
        per_device_train_batch_size=training.batch_windows,
        learning_rate=training.learning_rate,
        weight_decay=training.weight_decay,
        max_grad_norm=training.max_gradient,
        warmup_steps=training.warmup,
        lr_scheduler_type="linear",
        bf16=in_bfloat16(training.bf16),
        use_cpu=not torch.cuda.is_available(),  # without it bf16 is refused where there is no GPU
        train_sampling_strategy="group_by_length",
        length_column_name="length",
        remove_unused_columns=False,
        eval_strategy="steps",
        eval_steps=training.save_steps,
        save_strategy="steps",
        save_steps=training.save_steps,
        save_total_limit=2,
        load_best_model_at_end=True,
        metric_for_best_model="eval_score",
        greater_is_better=True,
        logging_steps=20,
        report_to=["tensorboard"],
        disable_tqdm=True,
        dataloader_num_workers=0,
        dataloader_pin_memory=torch.cuda.is_available(),
    )
