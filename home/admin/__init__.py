"""The programmes of the hub in the admin: their list, their forms, and the page across all of them."""
