"""The keys of groups and subjects that the code itself acts on; all others are records of editors.

These four are there on every hub (`cms.signposts.groups`). Recognising who may need help knows a few more, which a hub may
have or not (`search.help.offers`).
"""

# Groups of people.
DANGER, ANYONE = "danger", "anyone"
# Subjects.
ANY, IMMEDIATE_DANGER = "any", "immediate_danger"
