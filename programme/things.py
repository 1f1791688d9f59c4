"""The things that programmes call by words of their own."""

from __future__ import annotations

from cms.base.own_words import Thing, things

WORK_STREAM, RECOMMENDATION, ACTION, COMMITMENT = "work_stream", "recommendation", "action", "commitment"
GROUP, KEY_MESSAGE, UPDATE = "group", "key_message", "update"

for thing in (
    Thing(WORK_STREAM, "work stream", "work streams", also=(("stream", "streams"),)),
    Thing(RECOMMENDATION, "recommendation", "recommendations"),
    Thing(ACTION, "action", "actions", besides=("action plan",)),
    Thing(
        COMMITMENT,
        "commitment",
        "commitments",
        also=(
            ("recommendation or action", "recommendations and actions"),
            ("recommendation or an action", "recommendations or actions"),
        ),
    ),
    Thing(GROUP, "group", "groups"),
    Thing(KEY_MESSAGE, "key message", "key messages"),
    # A status isn't called after what is sent to readers.
    Thing(UPDATE, "update", "updates", besides=("no update recorded",)),
):
    things.add(thing.name, thing)
