"""`manage.py set_up_newsletter`: creates a hub's first lists and the workflow that approves issues."""

from django.core.management.base import BaseCommand

from home.programmes.services import has_programmes
from newsletter.people.first_lists import set_up_lists
from newsletter.workflow import set_up_approval


class Command(BaseCommand):
    help = (
        "Make the newsletter's first lists and its workflow, if there are none yet. Safe to run again. A hub without a "
        "programme gets them with its first one."
    )

    def handle(self, *args, verbosity, **options):
        if not has_programmes():
            if verbosity > 0:
                self.stdout.write("Newsletter: there is no programme yet.")
            return
        made = [*(f"List “{name}”" for name in set_up_lists()), *set_up_approval()]
        if verbosity > 0:
            self.stdout.write(f"Newsletter: {', '.join(made)}." if made else "Newsletter: nothing to do.")
