"""The search engine: `asking` says what can be asked, `answering` answers it. It knows no request and no template."""
