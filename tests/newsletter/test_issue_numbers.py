"""An issue's number and part are given once in a programme, also by two editors at the same moment."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction
from wagtail.models import Site

from newsletter.models import IssuePage
from tests import factories
from tests.sites.canaries import below


def test_a_number_is_given_once_in_a_programme(tree):
    factories.IssueFactory(parent=tree.updates, number=7)
    with pytest.raises(ValidationError, match="There is already an issue 7, part 1"):
        factories.IssueFactory(parent=tree.updates, number=7, slug="again")
    factories.IssueFactory(parent=tree.updates, number=7, part=2, slug="part-2")
    other = factories.IssueFactory(parent=tree.updates, number=8)
    other.number = 7
    with pytest.raises(ValidationError):
        other.save()


def test_each_programme_counts_its_own(tree):
    factories.IssueFactory(parent=tree.updates, number=7)
    energy = below(tree.site, "energy")
    archive = factories.IssueIndexFactory(parent=energy.root_page, slug="updates")
    assert factories.IssueFactory(parent=archive, number=7).number == 7


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one connection write at a time")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_editors_of_one_programme_wait_for_each_other(tree):
    first, second = (factories.IssueFactory(parent=tree.updates, number=number) for number in (1, 2))
    seen: list[Exception] = []

    def save_second() -> None:
        try:
            with transaction.atomic():
                connection.cursor().execute("SET LOCAL lock_timeout = '100ms'")
                issue = IssuePage.objects.get(pk=second.pk)
                issue.number = 9
                issue.save()
        except (OperationalError, ValidationError) as error:
            seen.append(error)
        finally:
            connection.close()

    def in_a_thread() -> None:
        thread = threading.Thread(target=save_second)
        thread.start()
        thread.join()

    with transaction.atomic():
        first.number = 9
        first.save()
        in_a_thread()
    in_a_thread()
    assert [type(error) for error in seen] == [OperationalError, ValidationError]
    assert Site.objects.count() == 1
