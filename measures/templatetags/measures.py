"""Numbers as people write them, in the templates of measures."""

from django import template

from measures.models.objectives import number_in_words

register = template.Library()
register.filter("as_number", number_in_words)
