"""A night of Almanac each day, and its weekly maintenance, for Airflow 3 and Airflow 2.5 or later.

A retry is safe: a night publishes all of its tables or none, and what is there already is not read twice. A night that failed
for good needs no repeat either: the next one reads what it left. Failures that a retry cannot mend fail at once, with the
problem and the remedy from the night's summary.

The worker runs the command, so Almanac must lie on it; set in its environment:
  ALMANAC_HOME     where the repository lies          /opt/almanac
  ALMANAC_CONF     the configuration                  /etc/almanac/my.conf
  ALMANAC_COMMAND  what runs a command, in place of ALMANAC_HOME/scripts/almanac: spark-submit with its options and the jar
  ALMANAC_ZONE     the time zone of dates and times   UTC
  ALMANAC_ALERTS   where failures are mailed to, with commas between; nowhere unless it is set
"""

import json
import os
from datetime import timedelta
from pathlib import Path

import pendulum

try:  # Airflow 3
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.sdk import DAG
except ImportError:  # Airflow 2
    from airflow import DAG
    from airflow.operators.bash import BashOperator
from airflow.exceptions import AirflowFailException
from airflow.timetables.interval import CronDataIntervalTimetable

HOME = os.environ.get("ALMANAC_HOME", "/opt/almanac")
CONF = os.environ.get("ALMANAC_CONF", "/etc/almanac/my.conf")
COMMAND = os.environ.get("ALMANAC_COMMAND", f"{HOME}/scripts/almanac")
ZONE = os.environ.get("ALMANAC_ZONE", "UTC")
ALERTS = [address for address in os.environ.get("ALMANAC_ALERTS", "").split(",") if address]

SUMMARY = f"{HOME}/.almanac/logs/airflow.json"
# The storage failed, or another run holds the warehouse. The other exit codes wait for somebody.
WORTH_A_RETRY = (5, 6)
# A run at 03:00 is of the day before, whatever Airflow's version takes for the date of a run.
BUSINESS_DATE = '{{ data_interval_start.in_timezone("%s") | ds }}' % ZONE


class Night(BashOperator):
    """Runs a night. Where its summary says that a retry cannot help, the task fails without one."""

    def execute(self, context):
        summary = Path(SUMMARY)
        summary.unlink(missing_ok=True)  # an older night's must not speak for this one
        try:
            return super().execute(context)
        except Exception:
            end = json.loads(summary.read_text(encoding="utf-8")) if summary.exists() else {}
            if end.get("status") == "failed" and end["exit_code"] not in WORTH_A_RETRY:
                raise AirflowFailException(f"{end['problem']}. What to do: {end['remedy']}") from None
            raise


defaults = {
    "retries": 3,
    # The lease of a run that died on HDFS or S3 is over after 15 minutes.
    "retry_delay": timedelta(minutes=20),
    "execution_timeout": timedelta(hours=12),
}
if ALERTS:
    defaults.update(email=ALERTS, email_on_failure=True, email_on_retry=False)

# Nights build on each other: one at a time. catchup is off, since the first night reads whatever the lake holds.
with DAG(
    dag_id="almanac_night",
    description="A night of Almanac: reads what is new, publishes every table or none",
    schedule=CronDataIntervalTimetable("0 3 * * *", timezone=ZONE),
    start_date=pendulum.datetime(2026, 1, 1, tz=ZONE),
    catchup=False,
    max_active_runs=1,
    default_args=defaults,
    tags=["almanac"],
):
    Night(
        task_id="night",
        bash_command=f"{COMMAND} run --conf {CONF} --as-of {BUSINESS_DATE} --summary {SUMMARY}",
        append_env=True,
    )

with DAG(
    dag_id="almanac_maintain",
    description="Compacts the tables of Almanac and deletes what no night of the last days needs",
    schedule=CronDataIntervalTimetable("0 12 * * 0", timezone=ZONE),
    start_date=pendulum.datetime(2026, 1, 1, tz=ZONE),
    catchup=False,
    max_active_runs=1,
    default_args=defaults,
    tags=["almanac"],
):
    BashOperator(
        task_id="maintain",
        bash_command=f"{COMMAND} maintain --conf {CONF} --keep-days 30",
        append_env=True,
    )
