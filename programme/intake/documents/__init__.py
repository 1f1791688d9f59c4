"""Word and PDF documents: their lines are read in a process of its own, and rules propose records, each with its passage."""
