"""A question at the foot of pages, now and then, and how often each answer was chosen: nothing about who chose it."""
