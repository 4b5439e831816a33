"""This DAG trains a challenger every week; it judges in the champion's shadow until a person promotes it or not."""

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag, task


@dag(
    schedule=CronTriggerTimetable("30 20 * * 6", timezone="UTC"),  # Sunday, 02:00 in India
    catchup=False,
    max_active_runs=1,
    tags=["nigah"],
    doc_md=__doc__,
)
def retrain() -> None:
    """Train from decisions and labels."""

    @task(retries=1, retry_delay=timedelta(minutes=5))
    def train() -> str:
        from airflow.sdk.exceptions import AirflowFailException

        from models.domain.errors import Refused, WrongUsage
        from pipeline.jobs.retrain import retrain as retrain_model
        from pipeline.settings import load_settings

        try:
            return retrain_model(load_settings())
        except (Refused, WrongUsage) as error:  # a second try would say the same
            raise AirflowFailException(str(error)) from error

    train()


retrain()
