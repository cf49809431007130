#!/usr/bin/env bash
# Prints the figures of every benchmark; asserts nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

exec .venv/bin/python -m benchmarks
