"""An app written for grapple that `manage.py check` refuses completely."""
