import numpy as np

from models.training.proof import Proof
from models.training.resplit import scores_in_splits
from tests.unit.models.training.builders import trained


def test_the_first_split_is_that_of_the_proof_and_the_others_are_other_ones() -> None:
    proof = proof_of_all()
    [(own, scores), (apart, others)] = scores_in_splits(proof, count=2)
    assert own is proof.folds
    assert scores is proof.held.raw
    assert (apart != own).any()
    assert others.shape == scores.shape
    assert (others != scores).any()


def test_a_group_is_cut_in_no_split() -> None:
    proof = proof_of_all()
    for apart, _ in scores_in_splits(proof, count=2):
        assert all(len(set(apart[proof.groups == group])) == 1 for group in np.unique(proof.groups))


def proof_of_all() -> Proof:
    return trained().proof
