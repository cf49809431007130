#!/usr/bin/env bash
# Every static check; stops at the first that fails.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"

ruff check
ruff format --check
mypy
lint-imports
codespell
if [ -d frontend/node_modules ]; then
  npm --prefix frontend run --silent check
fi
