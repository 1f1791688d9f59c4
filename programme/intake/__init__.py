"""What comes in from files: tables become drafts, and documents become proposals that people confirm."""
