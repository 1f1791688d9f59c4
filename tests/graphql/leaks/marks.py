"""Words by which whatever is hidden in the site of secrets is found in an answer."""

MARK = "zqhidden"
# A phrase of somebody in trouble, which kinds of trouble recognise, including hidden ones.
DISTRESS = "want to die"
