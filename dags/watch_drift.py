"""This DAG compares the ads of the last week with those before, every morning; it fails where a person should look."""

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag, task


@dag(
    schedule=CronTriggerTimetable("30 1 * * *", timezone="UTC"),  # 07:00 in India
    catchup=False,
    max_active_runs=1,
    tags=["nigah"],
    doc_md=__doc__,
)
def watch_drift() -> None:
    """Look for drift in what the index holds."""

    @task(retries=1, retry_delay=timedelta(minutes=5))
    def look() -> int:
        from airflow.sdk.exceptions import AirflowFailException

        from models.domain.errors import Refused
        from pipeline.jobs.drift import look_for_drift
        from pipeline.settings import load_settings

        try:
            return look_for_drift(load_settings())
        except Refused as error:  # what moved has moved: a second try would only tell it later
            raise AirflowFailException(str(error)) from error

    look()


watch_drift()
