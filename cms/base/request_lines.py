"""Request lines in logs, without queries: people's searches may say what happened to them."""

from __future__ import annotations

import logging
import re

QUESTION = re.compile(r"\?\S*")


class WithoutQuestions(logging.Filter):
    """Take the query out of request lines, as Django's own server logs them: `"GET /search/?query=… HTTP/1.1" 200`."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.args = tuple(QUESTION.sub("", one) if isinstance(one, str) else one for one in record.args or ())
        return True
