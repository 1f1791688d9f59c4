"""Root fields that assistants need beside those of frontends, and the way in which tools ask the API."""
