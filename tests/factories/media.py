"""Images and documents with small real files."""

import factory
import wagtail_factories
from django.core.files.base import ContentFile
from wagtail.models import Collection

from cms.models import HubDocument, HubImage


class ImageFactory(wagtail_factories.ImageFactory):
    """A picture of 640 × 400 pixels."""

    title = factory.Sequence(lambda n: f"Picture {n}")
    description = factory.Sequence(lambda n: f"What picture {n} shows")
    collection = factory.LazyFunction(Collection.get_first_root_node)
    file = factory.django.ImageField(width=640, height=400, color="teal")

    class Meta:
        model = HubImage


class DocumentFactory(wagtail_factories.DocumentFactory):
    """A plain text file."""

    title = factory.Sequence(lambda n: f"Document {n}")
    collection = factory.LazyFunction(Collection.get_first_root_node)
    file = factory.LazyAttributeSequence(lambda o, n: ContentFile(b"A short text.", name=f"document-{n}.txt"))

    class Meta:
        model = HubDocument
