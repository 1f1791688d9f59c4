"""What programs propose for things without drafts of their own: a person reads it, changes it, and accepts or declines it."""
