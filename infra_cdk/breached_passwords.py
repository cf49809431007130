"""Makes the filter of leaked passwords that is deployed with the package.

    python -m infra_cdk.breached_passwords LIST [--at-least COUNT] [--to FILE]

LIST is a text file with a password on each line, or with the lines of the list of Have I Been
Pwned, `<SHA-1>:<count>`, of which those with a smaller count are left out. Three bytes are written
for each password. The file is not part of the sources: whoever deploys chooses the list, and
answers for its licence.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha1
from pathlib import Path
from typing import Final

from tollgate.auth.breached import FILTER, BreachedFilter

_HASHED: Final = re.compile(rb"([0-9A-Fa-f]{40})(?::([0-9]+))?")


def digests(lines: Iterable[bytes], *, at_least: int) -> Iterator[bytes]:
    """The SHA-1 digest of each line that is a password, or the one that it holds."""
    for line in lines:
        text = line.rstrip(b"\r\n")
        hashed = _HASHED.fullmatch(text)
        if hashed is None:
            if text:
                yield sha1(text, usedforsecurity=False).digest()
        elif int(hashed[2] or at_least) >= at_least:
            yield bytes.fromhex(hashed[1].decode())


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the filter; 1 when the list holds nothing."""
    parser = argparse.ArgumentParser(prog="python -m infra_cdk.breached_passwords")
    parser.add_argument("list", type=Path, help="passwords, or lines of SHA-1 and count")
    parser.add_argument("--at-least", type=int, default=1, help="leave out rarer ones")
    parser.add_argument("--to", type=Path, default=FILTER, help="the file to write")
    given = parser.parse_args(arguments)
    with given.list.open("rb") as lines:
        found = set(digests(lines, at_least=given.at_least))
    if not found:
        print(f"{given.list} holds no password", file=sys.stderr)
        return 1
    BreachedFilter.of(found).write(given.to)
    print(f"{len(found)} passwords, {given.to.stat().st_size:,} bytes: {given.to}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
