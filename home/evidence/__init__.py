"""What the public could read at a past moment, as one file that somebody else can check later."""
