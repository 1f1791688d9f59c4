"""The search engine: `questions` has its input, `retrieval` answers it. It is independent of requests and templates."""
