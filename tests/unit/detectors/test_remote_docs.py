"""The page about remote detectors names every setting, and its examples can be opened."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tollgate.detectors.remote import bedrock, comprehend, webhook
from tollgate.detectors.remote.asking import RemoteConfig

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "guardrails.md").read_text(encoding="utf-8")
OPENERS = {"webhook": webhook.open, "bedrock": bedrock.open, "comprehend": comprehend.open}
FORMS = (webhook.WebhookConfig, bedrock.BedrockConfig, comprehend.ComprehendConfig)


def _examples() -> list[dict[str, Any]]:
    found = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]
    remote = [each for policy in found for each in policy.get("rules", {}).get("remote", ())]
    return remote + [each for each in found if "kind" in each and "flagged" not in each]


@pytest.mark.parametrize("form", FORMS)
def test_every_setting_is_documented(form: type[RemoteConfig]) -> None:
    assert [name for name in form.__struct_fields__ if f"| `{name}` |" not in PAGE] == []


def test_the_examples_can_be_opened() -> None:
    examples = _examples()
    assert {example["kind"] for example in examples} == set(OPENERS)
    for example in examples:
        OPENERS[example.pop("kind")](example)
