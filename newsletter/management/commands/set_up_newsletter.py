"""`manage.py set_up_newsletter`: the lists that a hub begins with."""

from django.core.management.base import BaseCommand

from newsletter.people.setting_up import set_up_lists


class Command(BaseCommand):
    help = "Make the newsletter's first lists, if there is none yet. Safe to run again."

    def handle(self, *args, verbosity, **options):
        names = set_up_lists()
        if verbosity > 0:
            self.stdout.write(f"Lists: {', '.join(names)}." if names else "Lists: nothing to do.")
