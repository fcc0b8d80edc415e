"""Builds almanac_dag.py, which lies beside, with stand-ins for what it takes from Airflow 2 or 3, and tells of it as JSON.

A task of these stand-ins "runs" its command by leaving the summary that a test wants and ending as Airflow's operator does.
"""

import json
import sys
import types
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

VERSION = int(sys.argv[1])
DAGS = []


class AirflowException(Exception):
    pass


class AirflowFailException(AirflowException):
    pass


class CronDataIntervalTimetable:
    def __init__(self, cron, timezone):
        self.cron = cron


class DAG:
    def __init__(self, dag_id, description, schedule, start_date, catchup, max_active_runs, default_args, tags):
        self.dag_id, self.cron, self.catchup, self.max_active_runs = dag_id, schedule.cron, catchup, max_active_runs
        self.default_args = default_args
        assert start_date.tzinfo is not None
        self.tasks = []

    def __enter__(self):
        DAGS.append(self)
        return self

    def __exit__(self, *exception):
        return False


class BashOperator:
    def __init__(self, task_id, bash_command, append_env):
        self.task_id, self.bash_command = task_id, bash_command
        DAGS[-1].tasks.append(self)

    def execute(self, context):
        path = Path(context["summary"])
        assert not path.exists(), "the summary of an earlier night is still there"
        path.parent.mkdir(parents=True, exist_ok=True)
        if context["says"] is not None:
            path.write_text(json.dumps(context["says"]))
        if context["fails"]:
            raise AirflowException("the command failed")
        return "done"


def module(name, **contents):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__dict__.update(contents)


for package in ("airflow", "airflow.operators", "airflow.timetables"):
    module(package)
module("airflow.exceptions", AirflowException=AirflowException, AirflowFailException=AirflowFailException)
module("airflow.timetables.interval", CronDataIntervalTimetable=CronDataIntervalTimetable)
module("pendulum", datetime=lambda year, month, day, tz: datetime(year, month, day, tzinfo=ZoneInfo(tz)))
if VERSION == 3:
    for package in ("airflow.providers", "airflow.providers.standard", "airflow.providers.standard.operators"):
        module(package)
    module("airflow.providers.standard.operators.bash", BashOperator=BashOperator)
    module("airflow.sdk", DAG=DAG)
else:
    sys.modules["airflow"].DAG = DAG
    module("airflow.operators.bash", BashOperator=BashOperator)

import almanac_dag

night = DAGS[0].tasks[0]


def end(says, fails=True):
    Path(almanac_dag.SUMMARY).parent.mkdir(parents=True, exist_ok=True)
    Path(almanac_dag.SUMMARY).write_text('{"status": "failed", "exit_code": 2, "problem": "old", "remedy": "old"}')
    try:
        return night.execute({"summary": almanac_dag.SUMMARY, "says": says, "fails": fails})
    except AirflowException as failure:
        return f"{type(failure).__name__}: {failure}"


failed = {"status": "failed", "problem": "too few rows", "remedy": "deliver them again"}
ends = {str(code): end({**failed, "exit_code": code}) for code in range(2, 8)}
ends["killed"] = end({"status": "running"})
ends["no summary"] = end(None)
ends["0"] = end({"status": "published", "exit_code": 0}, fails=False)

print(
    json.dumps(
        {
            "dags": [
                {
                    "task": task.task_id,
                    "command": task.bash_command,
                    "cron": dag.cron,
                    "catchup": dag.catchup,
                    "max_active_runs": dag.max_active_runs,
                    "retries": dag.default_args["retries"],
                }
                for dag in DAGS
                for task in dag.tasks
            ],
            "ends": ends,
        }
    )
)
