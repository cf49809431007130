from __future__ import annotations

import json
from pathlib import Path

import pytest

from tollgate.errors import Unavailable
from tollgate.secrets import KEPT_S, RuntimeSecrets, open_secrets, parse_secret
from tollgate.settings import AwsSettings, SecretSettings

AWS = AwsSettings("eu-west-1", "test", "test", None, None)


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "secret.json"
    providers = {"openai": {"api_key": "sk-x", "base_url": "https://api.example"}}
    values = {"pepper": "p", "setup_token": "", "providers": providers, "webhooks": {"a": "wh-x"}}
    file.write_text(json.dumps(values))
    secret = open_secrets(SecretSettings(arn=None, file=str(file)), AWS)()
    assert (secret.pepper, secret.setup_token) == (b"p", None)
    assert secret.providers == providers
    assert secret.webhooks == {"a": "wh-x"}
    assert "sk-x" not in repr(secret)
    assert "wh-x" not in repr(secret)


def test_it_is_read_anew_after_five_minutes() -> None:
    now, texts = [0.0], ['{"pepper": "a"}', '{"pepper": "b"}']
    secrets = RuntimeSecrets(lambda: texts.pop(0), lambda: now[0])
    assert secrets().pepper == secrets().pepper == b"a"
    now[0] = KEPT_S
    assert secrets().pepper == b"b"


def test_an_outage_does_not_forget_it() -> None:
    now, texts = [0.0], ['{"pepper": "a"}']

    def read() -> str:
        if not texts:
            raise Unavailable("down")
        return texts.pop()

    secrets = RuntimeSecrets(read, lambda: now[0])
    secrets()
    now[0] = KEPT_S
    assert secrets().pepper == b"a"


def test_without_one_nothing_works() -> None:
    missing = open_secrets(SecretSettings(arn=None, file="/nonexistent"), AWS)
    with pytest.raises(Unavailable):
        missing()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"pepper": ""}'])
def test_a_secret_without_a_pepper_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_secret(text)
