"""The answer that CloudFormation waits for, put to the address that it gave.

Format: AWS CloudFormation User Guide, "Custom resource request and response objects".
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final
from urllib.request import Request, urlopen

Work = Callable[[dict[str, Any]], None]

_LONGEST_REASON: Final = 500
"""Characters. CloudFormation takes 4,096 bytes in all; a longer answer counts as none."""


def answer(event: dict[str, Any], work: Work) -> None:
    """Does the work unless the resource is being deleted, and says how it went.

    A failure is answered, not raised: an unanswered request holds a deployment up for its whole
    time-out.
    """
    reason = ""
    try:
        if event["RequestType"] != "Delete":
            work(event["ResourceProperties"])
    except Exception as error:  # noqa: BLE001 - whatever it is, CloudFormation must hear of it
        reason = f"{type(error).__name__}: {error}"
    _put(event, reason)


def _put(event: dict[str, Any], reason: str) -> None:
    document = {
        "Status": "FAILED" if reason else "SUCCESS",
        "Reason": reason[:_LONGEST_REASON] or "done",
        "PhysicalResourceId": event.get("PhysicalResourceId") or event["LogicalResourceId"],
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "Data": {},
    }
    body = json.dumps(document).encode()
    # The address comes from CloudFormation; its signature covers an empty content type.
    request = Request(  # noqa: S310
        event["ResponseURL"], data=body, method="PUT", headers={"content-type": ""}
    )
    with urlopen(request, timeout=30) as response:  # noqa: S310
        response.read()
