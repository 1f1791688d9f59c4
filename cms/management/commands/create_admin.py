"""Create the user `admin` of a new hub."""

import os
import secrets

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = (
        "Create the user `admin` if there is none, with HUB_ADMIN_PASSWORD or a generated password, which is printed."
    )

    def handle(self, *args, **options):
        users = get_user_model()
        given = os.environ.get("HUB_ADMIN_PASSWORD", "")
        admin = users.objects.filter(username="admin").first()
        if admin is None:
            password = given or secrets.token_urlsafe(12)
            users.objects.create_superuser("admin", email="", password=password)
            shown = "the password in HUB_ADMIN_PASSWORD" if given else f"the password {password}"
            self.stdout.write(f"Created the user admin with {shown}")
        elif given and not admin.check_password(given):
            admin.set_password(given)
            admin.save(update_fields=["password"])
            self.stdout.write("Set the password of admin to the one in HUB_ADMIN_PASSWORD")
        else:
            self.stdout.write("The user admin exists; its password is unchanged.")
