"""From the model's log probability to a confidence that can be taken at its word (Platt, 1999).

Slope and intercept for each layer are fitted on dev data after training, and kept in the checkpoint.
"""

import math

import msgspec


class Platt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """probability = sigmoid(slope · logit(p) + intercept)."""

    slope: float = 1.0
    intercept: float = 0.0

    def apply(self, probability: float) -> float:
        """The calibrated probability, in (0, 1)."""
        value = self.slope * logit(probability) + self.intercept
        return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, value))))


class Calibration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Layer -> its scaling. A layer without one keeps the model's own probability."""

    layers: dict[str, Platt] = {}

    def probability(self, layer: str, log_probability: float) -> float:
        """The calibrated probability for a span or quote of a layer."""
        probability = math.exp(min(log_probability, 0.0))
        scaling = self.layers.get(layer)
        return scaling.apply(probability) if scaling else probability


def logit(probability: float) -> float:
    """The logarithm of the odds, finite for 0 and 1 too."""
    bounded = min(max(probability, 1e-6), 1.0 - 1e-6)
    return math.log(bounded / (1.0 - bounded))
