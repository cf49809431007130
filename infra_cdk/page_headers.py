"""What every page of the dashboard is served with, by CloudFront as by the local run."""

from __future__ import annotations

from typing import Final

CONTENT_SECURITY_POLICY: Final = (
    "frame-ancestors 'none'; base-uri 'none'; object-src 'none'; form-action 'self'; "
    "require-trusted-types-for 'script'; trusted-types svelte-trusted-html"
)
"""What a page's own meta element cannot say; script and style hashes are in each page."""
OTHERS: Final = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
PAGE_HEADERS: Final = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    **OTHERS,
}
