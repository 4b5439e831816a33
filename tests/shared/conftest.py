"""This module leaves the tests on saved pages out where the pages are not; they belong to their boards."""

from tests.shared.pages import PAGES

collect_ignore_glob = [] if PAGES.is_dir() else ["test_*.py"]


def pytest_report_collectionfinish() -> str:
    """Say in the run's report that they were left out."""
    return (
        "" if PAGES.is_dir() else f"saved pages: absent ({PAGES} is no folder), so tests/shared is left out"
    )
