from models.domain.finding import Finding, Span
from models.domain.judgement import Kind
from models.indicators.catalogue import Catalogue
from models.scoring.assessment import AdFeatures
from tests.unit.models.scoring.prior import PriorClassifier


def test_a_sign_repeated_without_end_counts_less_than_twice() -> None:
    once, endless = (
        PriorClassifier(Catalogue.from_package()).assess([_repeated(times)])[0] for times in (1, 5_000)
    )
    strength, total = (
        sum(share.weight for share in one.contributions[Kind.FORCED_LABOUR]) for one in (once, endless)
    )
    assert 1.9 * strength < total <= 2 * strength


def _repeated(times: int) -> AdFeatures:
    finding = Finding("JB02", Span("text", 0, 8), "passport")
    return AdFeatures("_sign_", (finding,) * times, {})
