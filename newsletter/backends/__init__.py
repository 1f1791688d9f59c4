"""Who takes messages: files, a mail server, or a provider."""
