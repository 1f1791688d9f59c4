"""What the history of the content costs: answers as of past moments, publications, and the size of what is kept."""
