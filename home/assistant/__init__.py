"""The assistant with which a programme begins: what was answered so far, and what is made of it in the end."""
