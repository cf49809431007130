"""Makes the table of secret rules from a gitleaks configuration.

    python -m tollgate.detectors.build_secrets gitleaks.toml

writes `secret_rules.json` beside this module. What depends on file names is left out: a prompt has
none. The rules' regular expressions are RE2's already.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

TABLE: Final = Path(__file__).parent / "secret_rules.json"
NOTICE: Final = """\
Rules derived from gitleaks (https://github.com/gitleaks/gitleaks), under the MIT License.

Copyright (c) 2019 Zachary Rice

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES
OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def table(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """The rules as `{id, regex, keywords, entropy, group, allow}`, and what no rule may report."""
    return {
        "notice": NOTICE,
        "allow": _allow(configuration["allowlist"]),
        "rules": [_rule(rule) for rule in configuration["rules"] if "regex" in rule],
    }


def _rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    row = {"id": rule["id"], "regex": rule["regex"], "keywords": rule.get("keywords", [])}
    if entropy := rule.get("entropy"):
        row["entropy"] = entropy
    if group := rule.get("secretGroup"):
        row["group"] = group
    if allow := [_allow(each) for each in rule.get("allowlists", ()) if _applies(each)]:
        row["allow"] = allow
    return row


def _applies(allowlist: Mapping[str, Any]) -> bool:
    """Whether it says anything about text: one that wants a path as well never holds."""
    wants_path = allowlist.get("condition") == "AND" and "paths" in allowlist
    return not wants_path and bool(allowlist.get("regexes") or allowlist.get("stopwords"))


def _allow(allowlist: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "target": allowlist.get("regexTarget", "secret"),
        "regexes": allowlist.get("regexes", []),
        "stopwords": [word.lower() for word in allowlist.get("stopwords", ())],
    }


def encoded(made: Mapping[str, Any]) -> str:
    """The table as its file has it: a rule a line, so that a new version reads as a difference."""
    head = {name: value for name, value in made.items() if name != "rules"}
    rules = ",\n".join(json.dumps(rule, sort_keys=True) for rule in made["rules"])
    return f'{json.dumps(head, sort_keys=True)[:-1]}, "rules": [\n{rules}\n]}}\n'


def main(arguments: list[str]) -> None:
    """Writes the table; see the module."""
    if len(arguments) != 1:
        sys.exit("usage: python -m tollgate.detectors.build_secrets gitleaks.toml")
    made = table(tomllib.loads(Path(arguments[0]).read_text(encoding="utf-8")))
    TABLE.write_text(encoded(made), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
