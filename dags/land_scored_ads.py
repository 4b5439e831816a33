"""This DAG lands judged ads in the index: soon after they arrive, and every ten minutes in case a wake-up was lost.

The trigger reads with a consumer group of its own, named in the connection `nigah_kafka`: it commits offsets before
its event is stored, so it may wake, but never carry, a message. What is landed is what the group `index` has left.
"""

from datetime import timedelta

from airflow.providers.common.messaging.triggers.msg_queue import MessageQueueTrigger
from airflow.sdk import Asset, AssetOrTimeSchedule, AssetWatcher, CronTriggerTimetable, dag, task

_LONGEST = 300.0  # seconds; the next run goes on with what is left

scored_ads = Asset(
    "scored_ads",
    watchers=[
        AssetWatcher(
            name="scored_ads_arrived",
            trigger=MessageQueueTrigger(
                scheme="kafka",
                kafka_config_id="nigah_kafka",
                topics=["ads.scored"],
                apply_function="pipeline.wake.wake",
                poll_interval=1,
            ),
        )
    ],
)


@dag(
    schedule=AssetOrTimeSchedule(
        timetable=CronTriggerTimetable("*/10 * * * *", timezone="UTC"), assets=[scored_ads]
    ),
    catchup=False,
    max_active_runs=1,
    tags=["nigah"],
    doc_md=__doc__,
)
def land_scored_ads() -> None:
    """Drain `ads.scored` into the index."""

    @task(retries=2, retry_delay=timedelta(seconds=30))
    def drain() -> dict[str, int]:
        from pipeline.bootstrap import StageName
        from pipeline.jobs.drain import drain_stage
        from pipeline.settings import load_settings

        tally = drain_stage(load_settings(), StageName.INDEX, seconds=_LONGEST)
        return {"handled": tally.handled, "set_aside": tally.quarantined}

    drain()


land_scored_ads()
