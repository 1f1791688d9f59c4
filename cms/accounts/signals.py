"""Connects the audit log, device cookies and erasures to accounts."""

from django.apps import AppConfig
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from wagtail.users.models import UserProfile

from cms.accounts import audit, devices, erasures
from cms.history import erasure


def connect(app: AppConfig) -> None:
    """Connect the room's receivers."""
    user = get_user_model()
    user_logged_in.connect(audit.signed_in, dispatch_uid="cms.audit.in")
    user_logged_in.connect(devices.signed_in, dispatch_uid="cms.devices.in")
    user_logged_out.connect(audit.signed_out, dispatch_uid="cms.audit.out")
    user_login_failed.connect(audit.failed, dispatch_uid="cms.audit.failed")
    pre_save.connect(audit.about_to_be_saved, sender=user, dispatch_uid="cms.audit.before")
    post_save.connect(audit.saved, sender=user, dispatch_uid="cms.audit.saved")
    m2m_changed.connect(audit.roles_changed, sender=user.groups.through, dispatch_uid="cms.audit.roles")
    post_delete.connect(erasures.profile_deleted, sender=UserProfile, dispatch_uid="cms.accounts.picture")
    erasure.people.add("accounts", erasures.erase)
