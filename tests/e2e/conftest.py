"""The real SDKs, pointed at the running product."""

from __future__ import annotations

from collections.abc import Iterator

import anthropic
import openai
import pytest

from tests.stack import Stack


@pytest.fixture
def gpt(stack: Stack) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(
        base_url=stack.openai_base_url, api_key=stack.api_key, max_retries=0
    ) as client:
        yield client


@pytest.fixture
def claude(stack: Stack) -> Iterator[anthropic.Anthropic]:
    with anthropic.Anthropic(base_url=stack.url, api_key=stack.api_key, max_retries=0) as client:
        yield client
