#!/usr/bin/env bash
# All tests of the product and of the dashboard; arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."

.venv/bin/pytest -n 2 --dist loadfile "$@"
if [ -d frontend/node_modules ]; then
  npm --prefix frontend run --silent test
  if [ -x "${CHROMIUM_PATH:-/usr/bin/chromium}" ]; then
    npm --prefix frontend run --silent e2e -- --project=light --project=phone
  else
    echo "test: no Chromium here, so the dashboard's pages were not opened" >&2
  fi
fi
