"""This module works off what waits for one stage, for a bounded time: what a schedule may ask for."""

import threading

from pipeline import bootstrap
from pipeline.bootstrap import StageName
from pipeline.settings import Settings
from pipeline.worker import Tally


def drain_stage(settings: Settings, stage: StageName, *, seconds: float) -> Tally:
    """Handle what waits for `stage` until nothing is left, or `seconds` have passed; the rest stays where it is.

    Two at once share the work or take turns; no message is handled twice by both. Raises `DependencyDown`.
    """
    over = threading.Event()
    limit = threading.Timer(seconds, over.set)
    limit.daemon = True
    limit.start()
    try:
        with bootstrap.open_worker(settings, stage) as worker:
            return worker.drain(over)
    finally:
        limit.cancel()
