"""Choices of webhooks."""

from django.db import models


class MessageState(models.TextChoices):
    """How far a message is."""

    WAITING = "waiting", "Waiting"
    DELIVERED = "delivered", "Delivered"
    GIVEN_UP = "given_up", "Given up"
