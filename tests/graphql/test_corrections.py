"""A correction and the corrected entry are both public; only the correction counts. Their authors aren't public."""

import datetime

from programme.models import CommitmentPage, ProgressEntry
from tests import factories

LEDGER = """query ($day: Date) {
  commitments { nodes {
    status(asOf: $day) { key }
    progressEntries { status { key } note correctedOn corrects { note } }
  } }
  progress(asOf: $day) { totals { complete } series { date } }
}"""


def corrected(tree, django_user_model) -> CommitmentPage:
    stream = factories.WorkStreamFactory(parent=tree.streams)
    page = factories.CommitmentFactory(parent=stream, number=1)
    author = django_user_model.objects.create_user("secret-author")
    wrong = ProgressEntry(date=datetime.date(2018, 2, 1), status="complete", note="Too early.")
    page.progress_entries.add(wrong)
    page.save_revision(user=author).publish()
    page = CommitmentPage.objects.get(pk=page.pk)
    right = ProgressEntry(
        date=datetime.date(2018, 4, 1), status="complete", note="In time.", corrects=page.progress_entries.get()
    )
    page.progress_entries.add(right)
    page.save_revision(user=author).publish()
    return page


def test_both_are_told_and_the_corrected_one_is_marked(tree, data, django_user_model):
    corrected(tree, django_user_model)
    answer = data(LEDGER, day="2018-03-01")
    [node] = answer["commitments"]["nodes"]
    assert node["status"] is None
    right, wrong = node["progressEntries"]
    assert (right["note"], right["correctedOn"], right["corrects"]) == ("In time.", None, {"note": "Too early."})
    assert (wrong["note"], wrong["corrects"]) == ("Too early.", None)
    assert wrong["correctedOn"]
    assert answer["progress"]["totals"]["complete"] == 0
    assert "secret-author" not in str(answer)


def test_figures_filters_and_status_agree(tree, data, django_user_model):
    corrected(tree, django_user_model)
    answer = data(LEDGER, day="2018-04-01")
    assert answer["progress"] == {"totals": {"complete": 1}, "series": [{"date": "2018-04-01"}]}
    query = "query ($where: CommitmentPageWhere) { commitments(where: $where) { totalCount } }"
    for day, count in (("2018-03-01", 0), ("2018-04-01", 1)):
        assert data(query, where={"status": {"eq": "complete", "asOf": day}})["commitments"]["totalCount"] == count
