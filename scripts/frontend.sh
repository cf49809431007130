#!/usr/bin/env bash
# Builds the dashboard into frontend/build. Without Node 20 it says so and leaves the rest working.
set -euo pipefail
cd "$(dirname "$0")/../frontend"

if ! command -v npm >/dev/null || ! node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'; then
  echo "setup: Node 20 or newer (with npm) is needed to build the dashboard; the API works without it" >&2
  exit 0
fi

if [ ! -f node_modules/.current ] || ! cksum package-lock.json | cmp -s - node_modules/.current; then
  echo "Installing the dashboard's packages"
  npm ci --loglevel error --no-update-notifier --no-progress --no-audit --no-fund >/dev/null \
    || { echo "setup: that failed; is the npm registry reachable?" >&2; exit 1; }
  cksum package-lock.json > node_modules/.current
fi

if [ -f build/200.html ] && [ -z "$(find src static ./*.json ./*.ts -newer build/200.html -print -quit)" ]; then
  exit 0
fi
echo "Building the dashboard"
# Named by its sources, not by the clock: the same commit is the same build, and so the same asset.
TOLLGATE_DASHBOARD_VERSION=$(find src static ./*.json ./*.ts -type f -print0 | LC_ALL=C sort -z \
  | xargs -0 cksum | cksum | tr -d ' ')
export TOLLGATE_DASHBOARD_VERSION
log=$(mktemp)
trap 'rm -f "$log"' EXIT
npm run --silent build > "$log" 2>&1 \
  || { cat "$log" >&2; echo "setup: the dashboard could not be built" >&2; exit 1; }
