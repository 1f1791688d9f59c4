"""The kinds and statuses that each programme may name, add and order itself, and the colours and patterns of statuses."""
