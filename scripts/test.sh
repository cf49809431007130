#!/usr/bin/env bash
# All tests of the product and of the dashboard; arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."

status=0
.venv/bin/pytest -n 2 --dist loadfile "$@" || status=$?
if [ "$status" -eq 1 ]; then
  echo "test: what failed is tried once more, alone: what passes only now is a race, to be mended" >&2
  .venv/bin/pytest --last-failed --last-failed-no-failures none -x "$@"
elif [ "$status" -ne 0 ]; then
  exit "$status"
fi
if [ -d frontend/node_modules ]; then
  npm --prefix frontend run --silent test
  if [ -x "${CHROMIUM_PATH:-/usr/bin/chromium}" ]; then
    npm --prefix frontend run --silent e2e -- --project=light --project=phone
  else
    echo "test: no Chromium here, so the dashboard's pages were not opened" >&2
  fi
fi
