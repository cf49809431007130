"""What governance reads from a request body: model, limits, and everything that counts as input.

Only that is validated; whatever else a body holds is the provider's business and passes through.
Refused by name is what no count could bound before the call: tools that the provider itself runs,
files that it would fetch, and switches to another price list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tollgate.errors import BadRequest
from tollgate.providers.images import size_of_base64, size_of_data_url
from tollgate.providers.models import Dialect, ImagePart, ModelCall, Operation
from tollgate.providers.translation import items_of, member, text_of
from tollgate.providers.wire import encode_text

if TYPE_CHECKING:
    from collections.abc import Callable

_LARGEST_LIMIT: Final = 2**31 - 1
_MODEL_LENGTH: Final = 256
_MESSAGE_OVERHEAD: Final = 8
_TOOL_OVERHEAD: Final = 16
_CALL_OVERHEAD: Final = 32
_ANTHROPIC_TOOL_PROMPT: Final = 1_000
"""Above the tool-use system prompts (up to some 700 tokens) that Anthropic documents per model."""

_UNBOUNDED: Final = {
    "web_search_options": "searches of the provider's own cannot be bounded",
    "search_parameters": "searches of the provider's own cannot be bounded",
    "enable_search": "searches of the provider's own cannot be bounded",
    "plugins": "work of the provider's own cannot be bounded",
    "data_sources": "work of the provider's own cannot be bounded",
    "models": "another model than the one that was asked for could answer",
    "fallbacks": "another model than the one that was asked for could answer",
    "preset": "another model than the one that was asked for could answer",
    "provider": "another host could answer, at another price",
    "mcp_servers": "tools run by the provider cannot be bounded",
    "container": "tools run by the provider cannot be bounded",
    "deferred": "what an answer costs cannot be known where it comes later",
    "compaction": "a summary that the provider writes cannot be bounded",
}
"""Fields of providers (Anthropic, xAI, Qwen, OpenRouter, Azure) whose work no count bounds, or that
choose what answers behind the check of `model`."""

_GOVERNED: Final = frozenset(
    {
        "model",
        "stream",
        "stream_options",
        "max_tokens",
        "max_completion_tokens",
        "n",
        "messages",
        "system",
        "tools",
        "functions",
        "response_format",
        "input",
        "service_tier",
        "speed",
        "inference_geo",
        "thread",
        "context_management",
        "modalities",
        "audio",
        "prediction",
        "function_call",
        "output_config",
        "output_format",
        *_UNBOUNDED,
    }
)
_REMEMBERED: Final = (("extra_body", "google", "cached_content"), ("google", "cached_content"))
"""Where Gemini is told to go on from what it keeps, which no count sees."""

_LIST_PRICE: Final = {
    "service_tier": ("auto", "default", "flex", "standard_only"),
    "speed": ("standard",),
    "inference_geo": ("global",),
}
"""Fields that move a call to another price list, with the values that do not."""

_FETCHED: Final = ("video", "input_video", "input_file", "media")
"""Parts of compatible servers that, like any `…_url`, only refer to what will be counted."""

_CLIENT_TOOLS: Final = ("bash_", "text_editor_", "computer_", "memory_")


def read_call(operation: Operation, body: dict[str, Any]) -> ModelCall:
    """The call that `body` (from `parse_object`) describes.

    Raises `BadRequest` with `param` on a missing, mistyped or out-of-range field that governance
    reads.
    """
    _refuse_look_alikes(body)
    for name, reason in _UNBOUNDED.items():
        _refuse_present(body, name, reason)
    for path in _REMEMBERED:
        if member(body, *path):
            name = ".".join(path)
            raise BadRequest(f"{name} is not supported: send the whole prompt", param=name)
    model = body.get("model")
    if not isinstance(model, str) or not 0 < len(model) <= _MODEL_LENGTH:
        raise BadRequest("model must be the name of a model", param="model")
    if not model.isascii() or not model.isprintable() or " " in model:
        # A look-alike of a name would be another model to a policy and the same to a provider.
        raise BadRequest("model must be a name in plain characters", param="model")
    return _READERS[operation](operation, model, body)


def _read_embeddings(operation: Operation, model: str, body: dict[str, Any]) -> ModelCall:
    given = body.get("input")
    inputs = given if isinstance(given, list) else [given]
    if not inputs:
        raise BadRequest("input must not be empty", param="input")
    if isinstance(given, list) and _all_are(inputs, int):
        return ModelCall(operation, model, token_ids=len(inputs), body=body)
    token_ids = 0
    texts: list[str] = []
    for item in inputs:
        if isinstance(item, str) and item:
            texts.append(item)
        elif isinstance(item, list) and item and _all_are(item, int):
            token_ids += len(item)
        else:
            raise BadRequest(
                "input must be text or token ids, none of them empty, or a list of them",
                param="input",
            )
    return ModelCall(operation, model, texts=tuple(texts), token_ids=token_ids, body=body)


def _read_chat(operation: Operation, model: str, body: dict[str, Any]) -> ModelCall:
    _check_price_list(body)
    options = _optional(body, "stream_options", dict) or {}
    wants_usage = _optional(options, "include_usage", bool, "stream_options.include_usage")
    limits = [_limit(body, name) for name in ("max_completion_tokens", "max_tokens")]
    given = [limit for limit in limits if limit is not None]
    prompt = _Prompt(Dialect.OPENAI)
    prompt.add_messages(body)
    prompt.add_tools(body)
    prompt.add_definitions(body, "functions", "response_format", "prediction", "function_call")
    return ModelCall(
        operation,
        model,
        stream=bool(_optional(body, "stream", bool)),
        max_output_tokens=min(given) if given else None,
        choices=_choices(body),
        texts=tuple(prompt.texts),
        images=tuple(prompt.images),
        overhead_tokens=prompt.overhead,
        wants_stream_usage=bool(wants_usage),
        body=body,
    )


def _read_messages(operation: Operation, model: str, body: dict[str, Any]) -> ModelCall:
    _refuse_compaction(body)
    _refuse_thread(body)
    _check_price_list(body)
    prompt = _Prompt(Dialect.ANTHROPIC)
    if body.get("system") is not None:
        prompt.add_content(body["system"], "system")
    prompt.add_messages(body)
    prompt.add_tools(body)
    prompt.add_definitions(body, "output_config", "output_format")
    return ModelCall(
        operation,
        model,
        stream=bool(_optional(body, "stream", bool)) and operation is Operation.MESSAGES,
        max_output_tokens=_limit(body, "max_tokens"),
        texts=tuple(prompt.texts),
        images=tuple(prompt.images),
        overhead_tokens=prompt.overhead,
        wants_stream_usage=True,
        body=body,
    )


_READERS: Final[dict[Operation, Callable[[Operation, str, dict[str, Any]], ModelCall]]] = {
    Operation.CHAT: _read_chat,
    Operation.EMBEDDINGS: _read_embeddings,
    Operation.MESSAGES: _read_messages,
    Operation.COUNT_TOKENS: _read_messages,
}


class _Prompt:
    """Collects what a provider counts as input."""

    def __init__(self, dialect: Dialect) -> None:
        self.texts: list[str] = []
        self.images: list[ImagePart] = []
        self.overhead = _CALL_OVERHEAD
        self._dialect = dialect

    def add_messages(self, body: dict[str, Any]) -> None:
        messages = body.get("messages")
        if not isinstance(messages, list) or not messages:
            raise BadRequest("messages must be a list with at least one message", param="messages")
        self.overhead += _MESSAGE_OVERHEAD * len(messages)
        for index, message in enumerate(messages):
            where = f"messages[{index}]"
            if not isinstance(message, dict) or not isinstance(message.get("role"), str):
                raise BadRequest(f"{where} must be an object with a role", param=where)
            for name, value in message.items():
                if name == "content":
                    self.add_content(value, f"{where}.content")
                elif name == "audio" and value is not None:
                    raise BadRequest(f"{where}.audio cannot be counted", param=f"{where}.audio")
                elif name != "role" and value is not None:
                    self.texts.append(value if isinstance(value, str) else encode_text(value))

    def add_content(self, content: Any, where: str) -> None:
        """`content` is text, a list of parts, or absent (None)."""
        if isinstance(content, str):
            self.texts.append(content)
        elif isinstance(content, list):
            for index, part in enumerate(content):
                self._add_part(part, f"{where}[{index}]")
        elif content is not None:
            raise BadRequest(f"{where} must be text or a list of parts", param=where)

    def add_tools(self, body: dict[str, Any]) -> None:
        tools = _optional(body, "tools", list) or []
        for index, tool in enumerate(tools):
            where = f"tools[{index}]"
            if not isinstance(tool, dict):
                raise BadRequest(f"{where} must be an object", param=where)
            self._refuse_server_tool(tool, where)
            self.texts.append(encode_text(tool))
        if tools and self._dialect is Dialect.ANTHROPIC:
            self.overhead += _ANTHROPIC_TOOL_PROMPT
        self.overhead += _TOOL_OVERHEAD * len(tools)

    def add_definitions(self, body: dict[str, Any], *names: str) -> None:
        self.texts += [encode_text(body[name]) for name in names if body.get(name) is not None]

    def _add_part(self, part: Any, where: str) -> None:
        if not isinstance(part, dict) or not isinstance(part.get("type"), str):
            raise BadRequest(f"{where} must be an object with a type", param=where)
        kind = part["type"]
        if kind == "text" and isinstance(part.get("text"), str):
            self.texts.append(part["text"])
        elif kind == "image_url":
            self.images.append(_openai_image(part, where))
        elif kind == "image":
            self.images.append(_anthropic_image(part, where))
        elif kind == "tool_result":
            self.texts.append(str(part.get("tool_use_id", "")))
            self.add_content(part.get("content"), f"{where}.content")
        elif kind in ("file", "document", "container_upload"):
            self._add_document(part, where)
        elif kind in ("tool_addition", "compaction"):
            self._add_tool_change(part, where)
        elif kind in _FETCHED or kind.endswith("_url"):
            raise BadRequest(
                f"{where}: what a {kind} part holds cannot be counted before the call", param=where
            )
        else:
            # Counting its JSON is an upper bound for text and for inline audio alike.
            self.texts.append(encode_text(part))

    def _add_document(self, part: dict[str, Any], where: str) -> None:
        source = part.get("source")
        if not isinstance(source, dict) or source.get("type") not in ("text", "content"):
            raise BadRequest(
                f"{where}: only documents of plain text can be counted before the call", param=where
            )
        if source["type"] == "content":
            self.add_content(source.get("content"), f"{where}.source.content")
            part = {**part, "source": None}
        self.texts.append(encode_text(part))

    def _add_tool_change(self, part: dict[str, Any], where: str) -> None:
        """Only tools of `tools` are looked at, by policies too: none may come in by a message."""
        for change in (part, *items_of(part.get("tool_changes"))):
            if member(change, "tool", "type") not in (None, "tool_reference"):
                raise BadRequest(f"{where}: a tool must be one of `tools`", param=where)
        self.texts.append(encode_text(part))

    def _refuse_server_tool(self, tool: dict[str, Any], where: str) -> None:
        kind = tool.get("type")
        if self._dialect is Dialect.OPENAI:
            is_clients = kind in ("function", "custom") or (kind is None and "function" in tool)
        elif kind is None or kind == "custom":
            is_clients = True
        else:
            is_clients = isinstance(kind, str) and kind.startswith(_CLIENT_TOOLS)
            self.overhead += _ANTHROPIC_TOOL_PROMPT
        if not is_clients:
            raise BadRequest(
                f"{where}: a tool that the provider runs cannot be bounded", param=where
            )


def _openai_image(part: dict[str, Any], where: str) -> ImagePart:
    image = part.get("image_url")
    if not isinstance(image, dict) or not isinstance(image.get("url"), str):
        raise BadRequest(f"{where}.image_url must hold a url", param=f"{where}.image_url")
    detail = image.get("detail")
    width, height = size_of_data_url(image["url"]) or (None, None)
    return ImagePart(detail if isinstance(detail, str) else "auto", width, height)


def _anthropic_image(part: dict[str, Any], where: str) -> ImagePart:
    source = part.get("source")
    if not isinstance(source, dict):
        raise BadRequest(f"{where}.source must be an object", param=f"{where}.source")
    data = source.get("data")
    width, height = (size_of_base64(data) if isinstance(data, str) else None) or (None, None)
    return ImagePart("auto", width, height)


def _refuse_look_alikes(body: dict[str, Any]) -> None:
    # Some parsers match names without regard to case: "Max_Tokens" must not reach one unseen.
    for name in body:
        if name not in _GOVERNED and name.casefold() in _GOVERNED:
            raise BadRequest(f"{name!r} must be written in lower case", param=name)


def _check_price_list(body: dict[str, Any]) -> None:
    for name, values in _LIST_PRICE.items():
        value = body.get(name)
        if value is not None and value not in values:
            raise BadRequest(f"{name}: {str(value)[:32]!r} has no price here", param=name)


def _refuse_present(body: dict[str, Any], name: str, reason: str) -> None:
    if body.get(name):
        raise BadRequest(f"{name} is not supported: {reason}", param=name)


def _refuse_compaction(body: dict[str, Any]) -> None:
    # Its summary is billed beside the answer: https://platform.claude.com/docs/en/build-with-claude
    for edit in items_of(member(body.get("context_management"), "edits")):
        if text_of(member(edit, "type")).startswith("compact"):
            raise BadRequest(
                "context_management: a summary that the provider writes cannot be bounded",
                param="context_management",
            )


def _refuse_thread(body: dict[str, Any]) -> None:
    # What a provider remembers was neither counted nor looked into, and may be another tenant's.
    # The details are Anthropic's: its SDK goes on without a thread where they say so.
    if body.get("thread"):
        raise BadRequest(
            "thread is not supported: send the whole conversation",
            param="thread",
            fields={"details": {"error_code": "thread_unsupported_request"}},
        )


def _optional(body: dict[str, Any], name: str, kind: type, param: str | None = None) -> Any:
    value = body.get(name)
    if value is not None and not isinstance(value, kind):
        article = {bool: "true or false", dict: "an object", list: "a list"}[kind]
        raise BadRequest(f"{param or name} must be {article}", param=param or name)
    return value


def _limit(body: dict[str, Any], name: str) -> int | None:
    value = body.get(name)
    if value is None:
        return None
    if type(value) is not int or not 1 <= value <= _LARGEST_LIMIT:
        raise BadRequest(f"{name} must be a whole number from 1 to {_LARGEST_LIMIT}", param=name)
    return value


def _choices(body: dict[str, Any]) -> int:
    value = body.get("n")
    if value is None:
        return 1
    if type(value) is not int or not 1 <= value <= 128:
        raise BadRequest("n must be a whole number from 1 to 128", param="n")
    return value


def _all_are(values: list[Any], kind: type) -> bool:
    return set(map(type, values)) == {kind}
