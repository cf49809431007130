"""What every function of the control plane imports stays free of what only two of them have."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {"webauthn", "pyotp", "segno", "cbor2"}


def test_signing_in_and_authenticating_import_no_library_of_second_factors() -> None:
    modules = "tollgate.auth.service.sign_in, tollgate.auth.service.authentication"
    more = "tollgate.mfa.service.recovery, tollgate.mfa.service.verification"
    code = f"import sys, {modules}, {more}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert HEAVY.isdisjoint(done.stdout.split())
