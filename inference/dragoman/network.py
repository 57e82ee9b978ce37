"""The network: an encoder, one head for each layer of tags, and low-rank bilinear links. Needs torch and transformers.

Everything above the encoder works on words, each represented by its first piece.
"""

from typing import Any, cast

import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel, PretrainedConfig, PreTrainedModel

from dragoman.layers import Layers
from dragoman.tokens import SHAPE_COUNT

#: Buckets of the distance from an anchor to a word, in words: exact up to 8, then logarithmic to 128, each way.
DISTANCE_BUCKETS = 41


class Link(nn.Module):
    """Scores, for an anchor and a word, the tag which the word has among the parts of that anchor.

    score(a, w, t) = query(a, t) · key(w, t) / √rank + unary(w, t) + distance(w - a, t): a low-rank bilinear form
    after Dozat and Manning (2017), "Deep biaffine attention for neural dependency parsing", with the learned distance
    of T5 (Raffel et al., 2020).
    """

    def __init__(self, hidden: int, tags: int, rank: int) -> None:
        super().__init__()
        self.tags, self.rank = tags, rank
        self.query = nn.Linear(hidden, tags * rank)
        self.key = nn.Linear(hidden, tags * rank)
        self.unary = nn.Linear(hidden, tags)
        self.distance = nn.Parameter(torch.zeros(DISTANCE_BUCKETS, tags))

    def forward(self, words: Tensor) -> dict[str, Tensor]:
        """The factors from which ``dragoman.links`` and ``link_scores`` make the scores.

        Args:
            words: (batch, words, hidden).

        Returns:
            query and key, (batch, words, tags · rank); unary, (batch, words, tags); distance, the same for each row,
            (batch, buckets, tags).
        """
        return {
            "query": self.query(words) * self.rank**-0.5,
            "key": self.key(words),
            "unary": self.unary(words),
            "distance": self.distance.expand(words.shape[0], -1, -1),
        }


def link_scores(factors: dict[str, Tensor], rows: Tensor, anchors: Tensor) -> Tensor:
    """Scores of every word of the anchor's window for each anchor; the torch twin of ``dragoman.links.scores``.

    Args:
        factors: what ``Link`` returned.
        rows: the batch row of each anchor, (anchors,).
        anchors: the word that anchors, (anchors,).

    Returns:
        (anchors, words, tags).
    """
    words, tags = factors["unary"].shape[1:]
    rank = factors["key"].shape[-1] // tags  # said, not left to reshape, which cannot tell where there are no anchors
    query = factors["query"][rows, anchors].reshape(len(anchors), tags, rank)
    key = factors["key"][rows].reshape(len(anchors), words, tags, rank)
    distance = torch.arange(words, device=anchors.device)[None, :] - anchors[:, None]
    bias = factors["distance"][0][distance_bucket(distance)]
    return torch.einsum("atr,awtr->awt", query, key) + factors["unary"][rows] + bias


def distance_bucket(distance: Tensor) -> Tensor:
    """The bucket of each signed distance in words; the torch twin of ``dragoman.links.distance_bucket``."""
    size = distance.abs()
    far = 8 + (torch.log2(size.clamp(min=8) / 8.0) * 3).floor().long()
    bucket = torch.where(size <= 8, size, far.clamp(max=20))
    return 20 + torch.where(distance < 0, -bucket, bucket)


class Chain(nn.Module):
    """Scores of what follows what in a layer of tags; see ``dragoman.chain``."""

    def __init__(self, labels: int) -> None:
        super().__init__()
        self.outer = nn.Parameter(torch.zeros(labels + 2, labels + 2))
        self.inner = nn.Parameter(torch.zeros(labels, 2, 2))

    def forward(self, rows: int) -> dict[str, Tensor]:
        """The two parameters, the same for each row, (rows, …)."""
        return {"outer": self.outer.expand(rows, -1, -1), "inner": self.inner.expand(rows, -1, -1, -1)}


class LockedDropout(nn.Module):
    """Dropout with one mask for all positions of a row (Gal and Ghahramani, 2016).

    Beside regularising as usual it is cheap: drawing a number for each element takes a third of a training step on
    a CPU, and that is also why the encoder's own dropout is switched off.
    """

    def __init__(self, probability: float) -> None:
        super().__init__()
        self.probability = probability

    def forward(self, rows: Tensor) -> Tensor:
        """Drops features of (batch, positions, hidden)."""
        if not self.training or self.probability == 0.0:
            return rows
        kept = torch.full_like(rows[:, :1], 1.0 - self.probability).bernoulli()
        return rows * (kept / (1.0 - self.probability))


class DragomanNetwork(nn.Module):
    """One forward pass from pieces to the scores of all layers.

    Args:
        encoder: any Hugging Face encoder.
        layers: the layers of the scheme.
        rank: of the links.
        dropout: probability, on the encoder's input and output.
    """

    def __init__(self, encoder: PreTrainedModel, layers: Layers, *, rank: int = 32, dropout: float = 0.1) -> None:
        super().__init__()
        hidden = int(encoder.config.hidden_size)
        self.encoder = encoder
        self.shapes = nn.Embedding(SHAPE_COUNT, hidden)
        nn.init.zeros_(self.shapes.weight)  # so that training starts from the encoder as it was
        self.dropout = LockedDropout(dropout)
        self.tags = nn.ModuleDict({layer: nn.Linear(hidden, len(tags)) for layer, tags in layers.tags.items()})
        self.chains = nn.ModuleDict({layer: Chain(len(tags.labels)) for layer, tags in layers.tags.items()})
        self.links = nn.ModuleDict({layer: Link(hidden, len(tags), rank) for layer, tags in layers.links.items()})
        self.status = nn.Linear(hidden, len(layers.statuses)) if layers.statuses else None

    def forward(self, input_ids: Tensor, attention_mask: Tensor, shapes: Tensor, words: Tensor) -> dict[str, Tensor]:
        """Runs the network.

        Args:
            input_ids: (batch, pieces).
            attention_mask: (batch, pieces).
            shapes: letter case of each piece, (batch, pieces).
            words: position of each word's first piece, (batch, words).

        Returns:
            ``tags.LAYER``: (batch, words, tags); ``status``: (batch, words, statuses);
            ``chains.LAYER.outer``, ``chains.LAYER.inner``: see ``Chain``; ``links.LAYER.FACTOR``: see ``Link``.
        """
        embedded = self.encoder.get_input_embeddings()(input_ids) + self.shapes(shapes)
        encoded = self.encoder(inputs_embeds=self.dropout(embedded), attention_mask=attention_mask).last_hidden_state
        index = words.unsqueeze(-1).expand(-1, -1, encoded.shape[-1])
        hidden = self.dropout(torch.gather(encoded, 1, index))
        outputs: dict[str, Tensor] = {f"tags.{layer}": head(hidden) for layer, head in self.tags.items()}
        for layer, chain in self.chains.items():
            outputs.update({f"chains.{layer}.{name}": steps for name, steps in chain(words.shape[0]).items()})
        for layer, link in self.links.items():
            outputs.update({f"links.{layer}.{name}": factor for name, factor in link(hidden).items()})
        if self.status is not None:
            outputs["status"] = self.status(hidden)
        return outputs


def factors_of(outputs: dict[str, Tensor], layer: str) -> dict[str, Tensor]:
    """The factors of one layer's links among a network's outputs."""
    return {name: outputs[f"links.{layer}.{name}"] for name in ("query", "key", "unary", "distance")}


def encoder_from_config(config: dict[str, object]) -> PreTrainedModel:
    """An encoder with random weights from its Hugging Face configuration."""
    kind = str(config["model_type"])
    values = {key: value for key, value in config.items() if key != "model_type"}
    return _without_pooling(AutoConfig.for_model(kind, **values))


def _without_pooling(config: PretrainedConfig) -> PreTrainedModel:
    from_config: Any = AutoModel.from_config
    try:
        return cast(PreTrainedModel, from_config(config, add_pooling_layer=False))
    except TypeError:  # encoders without a pooling layer (DeBERTa, ModernBERT) do not know the word
        return cast(PreTrainedModel, from_config(config))
