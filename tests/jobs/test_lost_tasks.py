"""A task whose worker was killed is begun anew, unless it was lost three times."""

import datetime

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.jobs import upkeep


@pytest.fixture
def lost(db):
    def lose(minutes: int, times: int) -> DBTaskResult:
        return DBTaskResult.objects.create(
            status="RUNNING",
            started_at=timezone.now() - datetime.timedelta(minutes=minutes),
            run_after=timezone.now(),
            args_kwargs={"args": [1], "kwargs": {}},
            task_path="cms.media.pictures.make_pictures",
            worker_ids=["worker"] * times,
            backend_name="background",
        )

    return lose


@pytest.mark.parametrize(
    ("minutes", "times", "status"), [(10, 1, "RUNNING"), (20, 1, "READY"), (20, 2, "READY"), (20, 3, "FAILED")]
)
def test_a_lost_task_is_begun_anew(lost, minutes, times, status):
    task = lost(minutes, times)
    assert upkeep.begin_anew(lambda: False) is False
    task.refresh_from_db()
    assert task.status == status
