#!/usr/bin/env bash
# Prints the figures of every benchmark; asserts nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

for path in benchmarks/[a-z]*.py; do
  name=$(basename "$path" .py)
  echo "== $name"
  .venv/bin/python -m "benchmarks.$name"
done
