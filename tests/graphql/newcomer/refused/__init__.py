"""An app written for grapple, all of which `manage.py check` refuses."""
