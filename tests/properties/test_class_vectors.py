"""Class vectors of any numbers become probabilities, as SciPy has them (A11)."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy import special

from assay.formats.vectors import ClassVectors, outside, sigmoid, softmax
from assay.model.reading import VectorForm

_shapes = st.tuples(st.integers(1, 5), st.integers(1, 6))
_logits = arrays(np.float64, _shapes, elements=st.floats(-1e6, 1e6))
_plain = arrays(np.float64, _shapes, elements=st.floats(-30, 30))


def _rows(values: NDArray[np.float64]) -> NDArray[np.int32]:
    return np.arange(len(values), dtype=np.int32)


@given(_logits)
def test_a_softmax_is_that_of_the_authority_and_never_overflows(logits: NDArray[np.float64]) -> None:
    found = softmax(logits)
    np.testing.assert_allclose(found, special.softmax(logits, axis=1), atol=1e-15)
    np.testing.assert_allclose(found.sum(axis=1), 1)


@given(_logits)
def test_a_sigmoid_is_that_of_the_authority_and_never_overflows(logits: NDArray[np.float64]) -> None:
    np.testing.assert_allclose(sigmoid(logits), special.expit(logits), atol=1e-15)


@given(_plain)
def test_probabilities_stay_what_they_are_and_their_logits_give_them_back(logits: NDArray[np.float64]) -> None:
    """Reading what softmax made changes nothing; a constant added to the logits of a row changes nothing either."""
    probabilities = softmax(logits)
    assert ClassVectors().probabilities(probabilities, _rows(logits)) is probabilities
    np.testing.assert_allclose(softmax(logits + 7), probabilities, atol=1e-12)


@given(_plain, st.sampled_from([None, *VectorForm]))
def test_what_comes_out_lies_within_0_and_1_or_is_told(logits: NDArray[np.float64], form: VectorForm | None) -> None:
    vectors = ClassVectors(form)
    made = vectors.probabilities(logits, _rows(logits))
    if vectors.form is not VectorForm.PROBABILITIES:
        assert not outside(made).any()
    assert made.shape == logits.shape
