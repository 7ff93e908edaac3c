"""Why an archive made no copy of a page."""

from __future__ import annotations

from enum import StrEnum


class OutcomeClass(StrEnum):
    """Kinds of failure, by what has to follow."""

    TARGET_GONE = "target_gone"
    """The archive did not find the page."""
    TARGET_REFUSED = "target_refused"
    """The page's site refuses the archive: a normal, lasting outcome."""
    TARGET_TRANSIENT = "target_transient"
    SERVICE_TRANSIENT = "service_transient"
    UNARCHIVABLE = "unarchivable"
    QUOTA_NOW = "quota_now"
    """All sessions of the account are in use: wait a minute; no attempt was made."""
    QUOTA_URL_DAY = "quota_url_day"
    QUOTA_HOST_DAY = "quota_host_day"
    QUOTA_ACCOUNT_DAY = "quota_account_day"
    ACCOUNT_STOP = "account_stop"
    """The account or address is not let in: a person has to act."""
    UNKNOWN = "unknown"
    """A code that is in no table."""
