"""Log lines that stay one line, whatever a user put into a name."""

import json
import logging


class OneLine(logging.Formatter):
    """Writes each event as one JSON object on one line; control characters arrive escaped."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for `record`, its traceback inside it."""
        event = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            event["traceback"] = self.formatException(record.exc_info)
        return json.dumps(event, ensure_ascii=True)
