"""`manage.py set_up_newsletter`: creates a hub's first lists and the workflow that approves issues."""

from django.core.management.base import BaseCommand

from newsletter.people.first_lists import set_up_lists
from newsletter.workflow import set_up_approval


class Command(BaseCommand):
    help = "Make the newsletter's first lists and its workflow, if there are none yet. Safe to run again."

    def handle(self, *args, verbosity, **options):
        made = [*(f"List “{name}”" for name in set_up_lists()), *set_up_approval()]
        if verbosity > 0:
            self.stdout.write(f"Newsletter: {', '.join(made)}." if made else "Newsletter: nothing to do.")
