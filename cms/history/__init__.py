"""What the public could read at any past moment: each table's rows with the time for which they were in it."""
