"""The programme in the admin: its lists in the menu, its panels on the dashboard."""

from wagtail import hooks

from programme.admin.dashboard import NextStepsPanel, ProgrammePanel
from programme.admin.listings import ProgrammeGroup
from programme.content_loader import memory


@hooks.register("register_admin_viewset")
def register_lists():
    return ProgrammeGroup()


@hooks.register("construct_homepage_panels")
def add_panels(request, panels):
    panels += [NextStepsPanel(), ProgrammePanel()]


@hooks.register("register_log_actions")
def name_loading_in_histories(actions):
    actions.register_action(memory.ACTION, "Load from files", "Loaded from the content files")
