"""Audiences and topics of signposts as enums of the API. They were released, are deprecated, and go with 2.0.0.

Editors choose from records (`cms.signposts.groups`), whose keys the API has beside them. A record without a value here is
`other`.
"""

from collections.abc import Iterable

from django.db import models


class HelpAudience(models.TextChoices):
    """The audience of a signpost."""

    DANGER = "danger", "Somebody in danger now"
    CHILD = "child", "A child"
    YOUNG_PERSON = "young_person", "A young person"
    PARENT = "parent", "A parent or carer"
    WORRIED_ADULT = "worried_adult", "An adult who is worried about a child"
    PROFESSIONAL = "professional", "Somebody who works with children"
    ANYONE = "anyone", "Anybody"
    OTHER = "other", "A group of the hub’s own: `audienceKeys` has its key"


class HelpTopic(models.TextChoices):
    """A problem that a service helps with."""

    ANY = "any", "Anything at all"
    IMMEDIATE_DANGER = "immediate_danger", "Danger now"
    WORRIED_ABOUT_CHILD = "worried_about_child", "A worry about a child"
    PHYSICAL_ABUSE = "physical_abuse", "Physical abuse"
    SEXUAL_ABUSE = "sexual_abuse", "Sexual abuse and rape"
    EMOTIONAL_ABUSE = "emotional_abuse", "Emotional abuse"
    NEGLECT = "neglect", "Neglect"
    SUICIDE = "suicide", "Thoughts of suicide"
    SELF_HARM = "self_harm", "Self-harm"
    MENTAL_HEALTH = "mental_health", "Mental health"
    DOMESTIC_ABUSE = "domestic_abuse", "Domestic abuse"
    ONLINE_ABUSE = "online_abuse", "Abuse online"
    SHARED_PICTURES = "shared_pictures", "Pictures that were shared"
    BULLYING = "bullying", "Bullying"
    TRAFFICKING = "trafficking", "Trafficking and exploitation"
    RUNAWAY = "runaway", "Running away"
    FORCED_MARRIAGE_FGM = "forced_marriage_fgm", "Forced marriage and female genital mutilation"
    DRINK_DRUGS = "drink_drugs", "Drink and drugs"
    PARENT_STRAIN = "parent_strain", "Parents under strain"
    SOCIAL_WORK = "social_work", "Social work"
    OTHER = "other", "A subject of the hub’s own: `topicKeys` has its key"


def replaced_by(field: str) -> str:
    """Return why a field or argument with such an enum is deprecated; `field` is what has the keys instead."""
    return f"Use `{field}` instead: keys are a hub’s own. This one goes with 2.0.0."


def released(choices: type[models.TextChoices], keys: Iterable[str]) -> list[str]:
    """Return the keys as values of the API, in its order: those without a released name are one `other`."""
    found = {key if key in choices.values else "other" for key in keys}
    return [value for value in choices.values if value in found]
