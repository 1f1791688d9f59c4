"""What keeps the database small and quick."""

from __future__ import annotations

from django.core.management import call_command

from cms.visibility import indexes

from .registry import Stop, job

A_DAY = 24 * 60 * 60


@job("Database: update statistics", every=A_DAY)
def update_statistics(stop: Stop) -> bool:
    indexes.update_statistics()
    return False


@job("Tasks: forget finished ones", every=A_DAY)
def forget_tasks(stop: Stop) -> bool:
    """Delete tasks that were finished two weeks ago."""
    call_command("prune_db_task_results", "--backend", "background", verbosity=0)
    return False


@job("Sessions: forget expired ones", every=A_DAY)
def forget_sessions(stop: Stop) -> bool:
    call_command("clearsessions")
    return False
