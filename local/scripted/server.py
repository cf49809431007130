"""The scripted provider over HTTP: an ASGI application that needs no credential."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from typing import Any, Final

import msgspec

from local.scripted import anthropic, openai
from local.scripted.replies import input_tokens, reply_to
from local.scripted.scripts import Script, script_of

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_GROUP_BYTES: Final = 16 << 10
"""Chunks without a pause between them are sent together, up to about this size."""

_decode = msgspec.json.Decoder(dict[str, Any]).decode
_encode = msgspec.json.Encoder().encode
_JSON: Final = (b"content-type", b"application/json")
_EVENTS: Final = (b"content-type", b"text/event-stream; charset=utf-8")
_REQUEST_ID: Final = ((b"x-request-id", b"req_scripted"), (b"request-id", b"req_scripted"))


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Answers one request."""
    path = scope["path"]
    if scope["method"] == "GET":
        await _models(path, send)
        return
    dialect = anthropic if path.startswith("/v1/messages") else openai
    try:
        await _call(path, _decode(await _read(receive)), receive, send)
    except (msgspec.MsgspecError, openai.InvalidRequest) as error:
        await _send(send, 400, dialect.error_object(400, str(error)))


async def _models(path: str, send: Send) -> None:
    if path == "/v1/models":
        await _send(send, 200, openai.model_list())
    elif path.startswith("/v1/models/"):
        await _send(send, 200, openai.model_object(path.removeprefix("/v1/models/")))
    else:
        await _send(send, 404, openai.error_object(404, "not found"))


async def _call(path: str, body: dict[str, Any], receive: Receive, send: Send) -> None:
    script = script_of(str(body.get("model", "")))
    if script.delay:
        await asyncio.sleep(script.delay)
    if script.error is not None:
        dialect = anthropic if path.startswith("/v1/messages") else openai
        error = dialect.error_object(script.error, f"scripted error {script.error}")
        await _send(send, script.error, error)
    elif script.hangs and script.stops_after is None:
        await _until_gone(receive)
    elif path == "/v1/chat/completions":
        await _chat(body, script, receive, send)
    elif path == "/v1/messages":
        await _messages(body, script, receive, send)
    elif path == "/v1/messages/count_tokens":
        await _send(send, 200, {"input_tokens": input_tokens(anthropic.read_messages(body))})
    elif path == "/v1/embeddings":
        await _send(send, 200, openai.embeddings(body))
    else:
        await _send(send, 404, openai.error_object(404, "not found"))


async def _chat(body: dict[str, Any], script: Script, receive: Receive, send: Send) -> None:
    prompt = openai.read_chat(body)
    reply = reply_to(prompt, script)
    choices = int(body.get("n") or 1)
    if body.get("stream"):
        with_usage = bool((body.get("stream_options") or {}).get("include_usage"))
        events = openai.stream(prompt, reply, choices, with_usage=with_usage)
        await _stream(events, script, receive, send)
    else:
        await _plain(openai.completion(prompt, reply, choices), script, send)


async def _messages(body: dict[str, Any], script: Script, receive: Receive, send: Send) -> None:
    prompt = anthropic.read_messages(body)
    reply = reply_to(prompt, script)
    if body.get("stream"):
        await _stream(anthropic.stream(prompt, reply), script, receive, send)
    else:
        await _plain(anthropic.message(prompt, reply), script, send)


async def _plain(answer: dict[str, Any], script: Script, send: Send) -> None:
    if script.stops_after is None:
        await _send(send, 200, answer)
        return
    content = _encode(answer)
    await _start(send, 200, [_JSON, (b"content-length", str(len(content)).encode())])
    await send({"type": "http.response.body", "body": content[: len(content) // 2]})


async def _stream(events: Iterator[bytes], script: Script, receive: Receive, send: Send) -> None:
    """Leaving without the last message makes the server cut the connection."""
    await _start(send, 200, [_EVENTS, (b"cache-control", b"no-cache")])
    waiting = b""
    for number, event in enumerate(events):
        if number == script.stops_after:
            await _more(send, waiting)
            if script.hangs:
                await _until_gone(receive)
            return
        waiting += event
        if script.pace or len(waiting) > _GROUP_BYTES:
            await _more(send, waiting)
            waiting = b""
            await asyncio.sleep(script.pace)
    await send({"type": "http.response.body", "body": waiting})


async def _more(send: Send, data: bytes) -> None:
    await send({"type": "http.response.body", "body": data, "more_body": True})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _read(receive: Receive) -> bytes:
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body"):
        message = await receive()
        body += message.get("body", b"")
    return body


async def _start(send: Send, status: int, headers: list[tuple[bytes, bytes]]) -> None:
    if status == 429:
        headers = [*headers, (b"retry-after", b"1")]
    await send(
        {"type": "http.response.start", "status": status, "headers": [*headers, *_REQUEST_ID]}
    )


async def _send(send: Send, status: int, answer: dict[str, Any]) -> None:
    content = _encode(answer)
    await _start(send, status, [_JSON, (b"content-length", str(len(content)).encode())])
    await send({"type": "http.response.body", "body": content})
