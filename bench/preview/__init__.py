"""How soon a separate frontend shows in the preview panel what an editor types."""
