"""What people said."""

import factory

from engagement.choices import FeedbackWay
from engagement.feedback import numbers
from engagement.models import Feedback


class FeedbackFactory(factory.django.DjangoModelFactory):
    """A message without a name."""

    number = factory.LazyFunction(numbers.new)
    way = FeedbackWay.FORM
    message = factory.Sequence(lambda n: f"Message {n}")

    class Meta:
        model = Feedback
