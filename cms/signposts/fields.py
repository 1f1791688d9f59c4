"""Fields of a signpost: several keys in one column, and a telephone number."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from cms.signposts.groups import KeyedTerm

# Ofcom's National Telephone Numbering Plan: national numbers begin with 0 and have ten or eleven digits, but for a few of
# nine such as 0800 1111 (and 0845 46 4x); 116xxx are numbers of social value.
NATIONAL = re.compile(r"0(?:[1-3578]\d{8,9}|800\d{4})")
SHORT = re.compile(r"999|112|1[01]1|101|105|119|159|18000|116\d{3}")
# Numbers of other countries, with the country's code (ITU-T E.164).
INTERNATIONAL = re.compile(r"\+[1-9]\d{6,14}")
# People who can't hear or speak reach the relay service by a prefix to the number.
RELAY = re.compile(r"1800[12]")
# Numbers for text messages may be short codes of five digits.
CODE = re.compile(r"[6-8]\d{4}")
KEY = re.compile(r"[\w-]{1,30}", re.ASCII)
BETWEEN = re.compile(r"[ \u00a0-]+")


def digits(number: str) -> str:
    """Return a number without spaces and hyphens; `+44` becomes 0."""
    bare = BETWEEN.sub("", number.strip())
    return "0" + bare.removeprefix("+44").removeprefix("(0)").removeprefix("0") if bare.startswith("+44") else bare


def check_telephone(number: str) -> None:
    """Raise ValidationError unless the text is a single telephone number that can be dialled: in the United
    Kingdom, or anywhere with the code of its country."""
    bare = RELAY.sub("", digits(number), count=1) if RELAY.match(digits(number)) else digits(number)
    if not any(form.fullmatch(bare) for form in (NATIONAL, SHORT, INTERNATIONAL)):
        raise ValidationError(
            "Write one telephone number in digits, such as 01632 960001, or with the code of its country, such as "
            "+353 1 496 0000, and nothing else. Words such as “free” belong in the description."
        )


def check_text_number(number: str) -> None:
    """Raise ValidationError unless text messages can be sent to the number: a telephone number or a five-digit code."""
    if not CODE.fullmatch(digits(number)):
        check_telephone(number)


class SeveralKeysField(models.JSONField):
    """The keys of several groups or subjects, stored as a list in one column, on any database."""

    def __init__(self, kind: type[KeyedTerm] | None = None, **options):
        self.kind = kind
        super().__init__(**options)

    def deconstruct(self):
        # Without the kind: a migration only needs the column.
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.JSONField", args, options

    def formfield(self, **options):
        return forms.MultipleChoiceField(
            choices=self.kind.choices,
            required=not self.blank,
            label=self.verbose_name[:1].upper() + self.verbose_name[1:],
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )

    def validate(self, value, instance):
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise ValidationError("Write a list of words.")
        if wrong := [one for one in value if not KEY.fullmatch(one)]:
            raise ValidationError(f"“{'”, “'.join(wrong)}” can't be a key: it has letters, digits, - and _ only.")
        super().validate(value, instance)
