"""Remove the second factor of a user who has lost the phone and the recovery codes."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from cms.accounts.two_factor import turn_off


class Command(BaseCommand):
    help = "Let a user sign in without a code until they set it up again."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *args, username, **options):
        model = get_user_model()
        account = model._default_manager.filter(**{model.USERNAME_FIELD: username}).first()
        if account is None:
            raise CommandError(f"There is no account “{username}”.")
        there = turn_off(account)
        self.stdout.write(f"Two-factor sign-in of {username} is off." if there else f"{username} had not set it up.")
