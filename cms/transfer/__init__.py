"""Moving a hub: all of it to another database, its content alone to another hub, its files to another store."""
