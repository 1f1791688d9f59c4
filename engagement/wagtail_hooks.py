"""Engagement in the admin: its lists in the menu, its buttons at pages."""

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.widgets import Button

from engagement.admin import actions  # noqa: F401  importing it registers the bulk action
from engagement.admin.menu import EngagementGroup
from engagement.feedback import answers
from engagement.owners import hooks as owners  # noqa: F401  importing it registers its hooks
from engagement.plan import hooks as plan  # noqa: F401  likewise
from engagement.registrations import hooks as registrations  # noqa: F401  the same


@hooks.register("register_admin_viewset")
def register_lists():
    return EngagementGroup()


@hooks.register("register_log_actions")
def name_answers(log_actions):
    log_actions.register_action(answers.ACTION, "Answer by e-mail", "Answered by e-mail")


@hooks.register("register_page_header_buttons")
def write_post_from_page(page, user, view_name, next_url=None):
    """Offer a social post in the menu of a page that has an address."""
    if page.depth > 1 and user.has_perm("engagement.add_socialpost"):
        yield Button(
            "Write a social post", f"{reverse('social-posts:add')}?page={page.pk}", icon_name="comment", priority=70
        )


@hooks.register("register_page_listing_more_buttons")
def write_post_from_list(page, user, next_url=None):
    """Offer a social post in the menu of a page in a list."""
    yield from write_post_from_page(page, user, "index", next_url)
