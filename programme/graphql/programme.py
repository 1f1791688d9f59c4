"""The programme as a whole in the API. The home app adds the vision."""

from __future__ import annotations

import graphene

from cms.base.choices import DatePrecision
from cms.base.own_words import things, words_of
from cms.graphql import relations
from cms.graphql.context import Context
from cms.graphql.fields import enum_of, model_type
from cms.graphql.plans import reads
from cms.graphql.roots import visible
from programme.choices import CommitmentKind, CountedThing, Origin
from programme.models import Phase, StatedCount
from programme.site.record import EndedRecord

from .progress import Progress, progress_in
from .vocabularies import vocabularies_field


class CountComparison(graphene.ObjectType):
    """A number stated in a document, beside the number counted here. They may differ."""

    thing = graphene.Field(enum_of(CountedThing), required=True, description="The thing counted.")
    counted = graphene.Int(required=True, description="The number counted on this site.")
    stated = graphene.Field(
        lambda: model_type("programme.StatedCount"),
        description="The number stated in a document; null if there is none.",
    )


class ProgrammeRecord(graphene.ObjectType):
    """Whether this site's record of the programme is up to date."""

    current = graphene.Boolean(required=True, description="Whether it is kept up to date; false for an archive.")
    until = graphene.Date(
        description="The last day that an archive covers, or the last day of that month or year. Null while the "
        "record is kept up to date."
    )
    until_precision = graphene.Field(enum_of(DatePrecision), description="The precision of that day.")
    sentence = graphene.String(
        required=True,
        description="The same in a sentence for readers, to show before any figure; empty while the record is kept up to date.",
    )

    def resolve_current(root, info):
        return EndedRecord.of(root) is None

    def resolve_until(root, info):
        found = EndedRecord.of(root)
        return found.last_day if found else None

    def resolve_until_precision(root, info):
        found = EndedRecord.of(root)
        return found.until.precision if found else None

    def resolve_sentence(root, info):
        found = EndedRecord.of(root)
        return found.sentence if found else ""


class ProgrammeWord(graphene.ObjectType):
    """What this programme calls a thing that every programme has, for a frontend's own labels."""

    key = graphene.String(
        required=True, description="The key of the thing, the same in every programme: `work_stream`."
    )
    singular = graphene.String(required=True, description="One of them, as within a sentence: “work stream”, “aim”.")
    plural = graphene.String(required=True, description="Several of them: “work streams”, “aims”.")


class ProgrammeFacts:
    """Fields of the type `Programme`, whose objects have the settings as `settings`, the counts as `counted`, and as
    `context` the one in which what belongs to the programme is read."""

    name = graphene.String(required=True, description="The programme's full name.")
    short_name = graphene.String(required=True, description="Its short form.")
    started_on = graphene.Date(description="When it began: the day, or the first day of the month or year.")
    started_on_precision = graphene.Field(
        enum_of(DatePrecision),
        required=True,
        description="The precision of `startedOn`; without meaning if that is null.",
    )
    purpose = graphene.String(required=True, description="Its purpose.")
    accepted_by = graphene.String(
        required=True, description="Who accepts what is promised, such as “the council”; may be empty."
    )
    team_contact = graphene.Field(
        lambda: model_type("programme.ContactPoint"),
        description="Whom to ask where nobody in particular is named; null if that is the contact of `site`.",
    )
    press_contact = graphene.Field(
        lambda: model_type("programme.ContactPoint"), description="Whom the press may ask; null if nobody is named."
    )
    phases = graphene.List(
        graphene.NonNull(lambda: model_type("programme.Phase")), required=True, description="Its phases, in order."
    )
    counts = graphene.List(
        graphene.NonNull(CountComparison),
        required=True,
        description="Counts stated in documents, beside those counted here.",
    )

    record = graphene.Field(ProgrammeRecord, required=True, description="Whether the record of it is up to date.")
    vocabularies = vocabularies_field()

    words = graphene.List(
        graphene.NonNull(ProgrammeWord),
        required=True,
        description="What this programme calls the things that every programme has: its own word, or else the usual one.",
    )

    def resolve_words(root, info):
        own = words_of(root.context.visibility.site)
        return [
            ProgrammeWord(key=name, singular=singular, plural=plural)
            for name, thing in things.items()
            for singular, plural in [own.word_for(thing)]
        ]

    progress = graphene.Field(Progress, required=True, description="The number of its commitments by status, today.")

    def resolve_record(root, info):
        return root.settings

    def resolve_progress(root, info):
        return progress_in(root.context)

    def resolve_name(root, info):
        return root.settings.name

    def resolve_short_name(root, info):
        return root.settings.short_name

    def resolve_started_on(root, info):
        return root.settings.started_on

    def resolve_started_on_precision(root, info):
        return root.settings.started_on_precision

    def resolve_purpose(root, info):
        return root.settings.purpose

    def resolve_accepted_by(root, info):
        return root.settings.accepted_by

    def resolve_team_contact(root, info):
        return relations.one(root.settings, "team_contact", root.context)

    def resolve_press_contact(root, info):
        return relations.one(root.settings, "press_contact", root.context)

    def resolve_phases(root, info):
        return relations.rows(root.settings, Phase, "programme", None, root.context)

    @reads(of={"programme.StatedCount": ["thing"]})
    def resolve_counts(root, info):
        stated = {
            count.thing: count for count in relations.rows(root.settings, StatedCount, "programme", None, root.context)
        }
        return [
            {"thing": thing, "counted": number, "stated": stated.get(thing)} for thing, number in root.counted.items()
        ]


def counted(context: Context) -> dict[CountedThing, int]:
    """Return the numbers that documents state, as counted on this site. Three statements."""
    commitments = visible("programme.CommitmentPage", context)
    streams = visible("programme.WorkStreamPage", context)
    return {
        CountedThing.RECOMMENDATIONS: commitments.filter(kind=CommitmentKind.RECOMMENDATION).count(),
        CountedThing.ACTIONS: commitments.filter(kind=CommitmentKind.ACTION).count(),
        CountedThing.OTHER_STREAMS: streams.exclude(origin=Origin.REVIEW).count(),
    }
