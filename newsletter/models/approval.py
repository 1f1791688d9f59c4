"""The step of a workflow in which a second person approves an issue."""

from wagtail.models import AbstractGroupApprovalTask


class SecondPersonTask(AbstractGroupApprovalTask):
    """Approval by a member of a group, but never by the person who saved the page last."""

    labels_as_written = True  # its groups are of users

    class Meta:
        verbose_name = "approval by a second person"
        verbose_name_plural = "approvals by a second person"

    def get_actions(self, obj, user):
        """Leave out approval for the writer; changes may be requested by anybody in the group."""
        actions = super().get_actions(obj, user)
        if obj.latest_revision and obj.latest_revision.user_id == user.pk:
            return [action for action in actions if action[0] != "approve"]
        return actions

    @classmethod
    def get_description(cls):
        return "A member of the chosen groups approves, but not the person who saved the page last"
