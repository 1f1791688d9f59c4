"""The page behind an owner's link."""
