"""This module bounds a share counted on few ads: exactly, after Clopper and Pearson."""

from scipy.stats import beta

from models.training.metrics import Figure, exact_upper_bound


def exact_share(hits: float, size: float) -> Figure:
    """A share with its exact two-sided 95 % interval (Clopper and Pearson 1934); None of nothing.

    Of weighed ads hits and size are effective ones, not whole (`models.training.metrics.tally`).
    """
    if not size:
        return Figure(None, None, None, 0)
    low = float(beta.ppf(0.025, hits, size - hits + 1)) if hits else 0.0
    high = float(exact_upper_bound(hits, size, sure=0.975)) if hits < size else 1.0
    return Figure(round(hits / size, 4), round(low, 4), round(high, 4), round(size))


def upper_bound(hits: float, size: float) -> float | None:
    """The share that is not exceeded with 95 % confidence: one-sided, after Clopper and Pearson; None of nothing."""
    if not size:
        return None
    return 1.0 if hits == size else round(float(exact_upper_bound(hits, size, sure=0.95)), 4)
