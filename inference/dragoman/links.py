"""Scores of links from their factors, in NumPy: which word plays which part for an anchor."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def scores(factors: Mapping[str, Floats], anchor: int, words: int) -> Floats:
    """Scores of a window's words for one anchor; the twin of ``dragoman.network.link_scores``.

    Args:
        factors: ``query`` and ``key``, (words, tags · rank); ``unary``, (words, tags); ``distance``, (buckets, tags).
        anchor: the word that anchors.
        words: how many words the window has; rows beyond are padding.

    Returns:
        (words, tags).
    """
    tags = factors["unary"].shape[-1]
    query = factors["query"][anchor].reshape(tags, -1)
    key = factors["key"][:words].reshape(words, tags, -1)
    bias = factors["distance"][distance_bucket(np.arange(words) - anchor)]
    return np.asarray(np.einsum("tr,wtr->wt", query, key) + factors["unary"][:words] + bias)


def distance_bucket(distance: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The bucket of each signed distance in words: exact up to 8, then logarithmic to 128, each way."""
    size = np.abs(distance)
    far = 8 + np.floor(np.log2(np.maximum(size, 8) / np.float32(8.0)) * 3).astype(np.int64)
    bucket = np.where(size <= 8, size, np.minimum(far, 20))
    return np.asarray(20 + np.where(distance < 0, -bucket, bucket))
