"""What DynamoDB takes as a key: "Service, account, and table quotas", partition and sort keys."""

from __future__ import annotations

from typing import Final

LONGEST_PARTITION: Final = 2048
"""UTF-8 bytes, as is the next."""

LONGEST_SORT: Final = 1024


def can_be_key(partition: str, sort: str | None = None) -> bool:
    """Whether an item can have this key; one that cannot is not there, whoever asks for it.

    Without `sort` it is the partition of a table or of an index that is asked about.
    """
    limits = {LONGEST_PARTITION: partition} | ({} if sort is None else {LONGEST_SORT: sort})
    try:
        return all(0 < len(text.encode()) <= limit for limit, text in limits.items())
    except UnicodeEncodeError:
        return False
