#!/usr/bin/env bash
# Makes everything that `make run` and `make test` need under this checkout: Python packages in .venv, the
# emulator in .tools, the built dashboard in frontend/build. What is current already is left alone.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() { echo "setup: $*" >&2; exit 1; }

fingerprint() { cat "$@" | cksum | tr -d ' '; }

current() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

# Where the home directory cannot be written to, what the tools keep for later is kept here.
caches() {
  if [ -w "${HOME:-/nonexistent}" ]; then return; fi
  export PIP_CACHE_DIR="$PWD/.tools/cache/pip" UV_CACHE_DIR="$PWD/.tools/cache/uv"
  export npm_config_cache="$PWD/.tools/cache/npm"
}

python_environment() {
  local python="${PYTHON:-python3}" stamp=.venv/.current wanted
  wanted="$(fingerprint uv.lock pyproject.toml) $PWD"
  if current "$stamp" "$wanted"; then return; fi
  # An environment knows where it lies: one of a checkout that was moved is made anew.
  case "$(cat "$stamp" 2>/dev/null)" in *" $PWD") ;; *" "*) rm -rf .venv ;; esac
  if [ ! -x .venv/bin/python ]; then
    command -v "$python" >/dev/null || fail "Python 3.11 or newer is needed, and there is no $python"
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
      || fail "Python 3.11 or newer is needed; $python is $("$python" --version). Set PYTHON to another."
    "$python" -c 'import ensurepip, venv' 2>/dev/null \
      || fail "Python's venv module is missing; on Debian: apt install python3-venv"
    "$python" -m venv .venv
  fi
  echo "Installing Python packages"
  [ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet uv || fail "that failed; is PyPI reachable?"
  .venv/bin/uv sync --quiet --frozen --inexact || fail "that failed; is PyPI reachable?"
  echo "$wanted" > "$stamp"
}

emulator() {
  local home stamp wanted
  home=.tools/$(grep '^ministack==' local/emulator-requirements.txt | sed 's/==/-/')
  stamp=$home/.current
  wanted=$(fingerprint local/emulator-requirements.txt)
  if current "$stamp" "$wanted"; then return; fi
  echo "Installing the DynamoDB emulator"
  [ -x "$home/bin/python" ] || .venv/bin/uv venv --quiet --python .venv/bin/python "$home"
  .venv/bin/uv pip install --quiet --python "$home/bin/python" -r local/emulator-requirements.txt \
    || fail "that failed; is PyPI reachable?"
  echo "$wanted" > "$stamp"
}

dashboard() {
  if [ -f frontend/package.json ]; then scripts/frontend.sh; fi
}

# The OpenID provider that the sign-in tests run against; without Node.js these tests say why they skip.
identity_provider() {
  local home=tests/idp stamp=tests/idp/node_modules/.current wanted
  if ! command -v npm >/dev/null; then return; fi
  wanted=$(fingerprint $home/package-lock.json)
  if current "$stamp" "$wanted"; then return; fi
  echo "Installing the identity provider of the tests"
  npm --prefix $home ci --loglevel error --ignore-scripts --no-update-notifier --no-progress --no-audit --no-fund >/dev/null \
    || fail "that failed; is the npm registry reachable?"
  echo "$wanted" > "$stamp"
}

[ -w . ] || fail "$PWD cannot be written to: make a clone of your own"
caches
python_environment
emulator
identity_provider
dashboard
