"""Moving a hub: all of it to another database, its files to another store."""
