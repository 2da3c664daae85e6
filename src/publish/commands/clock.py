"""The only clock: the date that files bear, and the day on which waivers are heard."""

from __future__ import annotations

import datetime as dt
import os
import time

from publish.errors import Place, PublishError, Rule

BAD_EPOCH = Rule(
    "C151",
    "SOURCE_DATE_EPOCH is a whole number of seconds since 1970.",
    "Files would bear a date that nobody meant (reproducible-builds.org, SOURCE_DATE_EPOCH).",
)
RULES: tuple[Rule, ...] = (BAD_EPOCH,)


def source_date_epoch() -> int | None:
    """Return SOURCE_DATE_EPOCH, None where it is not set.

    Raises:
        PublishError: it is no number of seconds.
    """
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 11:
        message = f"SOURCE_DATE_EPOCH is “{text[:40]}”"
        raise PublishError(BAD_EPOCH.at(Place(), message, "unset it, or give seconds since 1970"))
    return int(text)


def today() -> dt.date:
    """Return the day in UTC: that of SOURCE_DATE_EPOCH, so that a build can be repeated."""
    epoch = source_date_epoch()
    return dt.datetime.fromtimestamp(time.time() if epoch is None else epoch, dt.UTC).date()
