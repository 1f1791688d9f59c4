"""The languages that pages can be in: those that Django knows, and Scots.

They are the values of `LocaleCode` in the API, whose schema is the same for every hub.
"""

from django.conf.locale import LANG_INFO

# English names by code. Django also has codes that only point to another, such as zh-cn to zh-hans.
KNOWN = {code: info["name"] for code, info in LANG_INFO.items() if "name" in info} | {"sco": "Scots"}
