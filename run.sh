#!/usr/bin/env bash
# One file, the few things one does with a checkout:
#
#   ./run.sh demo    a whole season in a minute on an embedded mail server: nothing to configure, nothing sent out
#   ./run.sh test    lint, types and every test, on a real Dovecot, LibreOffice and Chromium
#   ./run.sh setup   only what both do first: .venv/ and the Debian packages
#   ./run.sh corpus FOLDER…   what the program makes of a folder of documents or messages, as tables
#   ./run.sh fuzz SECONDS     messages nobody would write, made from those of tests/corpus, until one is a crash
#   ./run.sh chaos [ROUNDS]   on Dovecot, Cyrus and Courier: the program killed again and again; anything lost, or done twice?
#   ./run.sh flood [MESSAGES] so many messages of one sender in an hour: is all kept, and nobody else kept waiting?
#   ./run.sh soak [HOURS]     a day of the service at fifty times the usual load: does anything grow that should not?
#   ./run.sh deb [--test]     a Debian package of this tree, in dist/; or that package tried on a systemd of its own
#   ./run.sh docs    the parts of docs/ that are made: pictures of letters, the reference of the configuration
#
# Further words are handed on: ./run.sh test -k outbox
set -euo pipefail
cd "$(dirname "$0")"

venv=.venv
# LibreOffice with its Python bridge, fonts whose Times New Roman stand-in covers Vietnamese, and the sandbox.
render_packages=(libreoffice-writer-nogui python3-uno fontconfig fonts-liberation2 fonts-croscore
  fonts-crosextra-carlito fonts-crosextra-caladea bubblewrap)
test_packages=(dovecot-imapd chromium)

say() { printf '%s\n' "$*" >&2; }
die() { say "run.sh: $*"; exit 2; }

# ---------------------------------------------------------------- Debian packages

installed() { [[ $(dpkg-query -W -f='${Status}' "$1" 2>/dev/null) == *"ok installed" ]]; }

missing_of() {
  local package
  for package in "$@"; do installed "$package" || printf '%s ' "$package"; done
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() { [ "$(id -u)" = 0 ] || { command -v sudo && sudo -n true; } >/dev/null 2>&1; }

# packages WHAT-IS-SKIPPED PACKAGE...: installs what is missing, or says so in one sentence and goes on.
packages() {
  local skipped=$1 missing known=() package
  shift
  command -v dpkg-query >/dev/null || { say "No Debian package manager here: install the counterparts of $* yourself; without them $skipped."; return 0; }
  read -ra missing <<<"$(missing_of "$@")"
  [ "${#missing[@]}" -gt 0 ] || return 0
  if may_install; then
    say "Installing Debian packages: ${missing[*]}"
    as_root apt-get update -qq >/dev/null 2>&1 || true
    # A name may be gone from a later release because another package took it in.
    for package in "${missing[@]}"; do
      [[ $(apt-cache policy "$package" 2>/dev/null) == *"Candidate: "[!\(]* ]] && known+=("$package")
    done
    # RUNLEVEL=1: a mail server that comes along is not started on this machine; tests start their own.
    if [ "${#known[@]}" -gt 0 ] && as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
      apt-get install -y -qq --no-install-recommends "${known[@]}" >"$venv/apt.log" 2>&1; then
      read -ra missing <<<"$(missing_of "${known[@]}")"
    else
      say "apt-get could not install them; its words are in $venv/apt.log."
    fi
  fi
  [ "${#missing[@]}" -eq 0 ] || say "Missing Debian packages: ${missing[*]} (sudo apt-get install ${missing[*]}); without them $skipped."
}

# ---------------------------------------------------------------- Python

find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null || continue
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$candidate"; return; }
  done
  die "no Python 3.11 or later found; install one (sudo apt-get install python3 python3-venv), or name it: PYTHON=/path ./run.sh $command"
}

make_venv() {
  local python
  python=$(find_python)
  if ! "$python" -c 'import ensurepip' 2>/dev/null && may_install; then
    as_root apt-get update -qq >/dev/null 2>&1 || true
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null 2>&1 || true
  fi
  "$python" -m venv "$venv" || die "$python cannot make a virtual environment; install python3-venv (sudo apt-get install python3-venv)."
}

python_packages() {
  local want have=""
  [ -x "$venv/bin/python" ] || make_venv
  want=$(cat pyproject.toml constraints.txt | sha256sum)
  [ -f "$venv/installed" ] && have=$(cat "$venv/installed")
  [ "$want" = "$have" ] && return
  say "Installing Python packages into $venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[demo,dev]' >"$venv/pip.log" 2>&1 ||
    { tail -n 5 "$venv/pip.log" >&2; die "pip could not install the packages; all it said is in $venv/pip.log."; }
  printf '%s' "$want" >"$venv/installed"
}

# ---------------------------------------------------------------- what can be asked

setup() {
  python_packages
  packages "page counts are left to a person (outcome review)" "${render_packages[@]}"
}

setup_tests() {
  setup
  packages "the tests marked 'server' that need them are skipped" "${test_packages[@]}"
}

have_all_servers() {
  [ -z "$(missing_of libreoffice-writer-nogui python3-uno "${test_packages[@]}")" ]
}

run_tests() {
  local failed=0
  "$venv/bin/ruff" check . || failed=1
  "$venv/bin/ruff" format --check . || failed=1
  "$venv/bin/mypy" || failed=1
  "$venv/bin/lint-imports" --no-cache || failed=1
  if have_all_servers; then
    "$venv/bin/pytest" -n 3 --dist loadgroup "$@" || failed=1
  else
    "$venv/bin/pytest" -n 3 --dist loadgroup -m 'not server' "$@" || failed=1
  fi
  return "$failed"
}

# The contract of an inbox on the servers that are not part of every test run, then the kills on all of them.
chaos() {
  local failed=0
  "$venv/bin/pytest" -q -n 2 --beside -m beside tests/edges || failed=1
  "$venv/bin/python" tests/chaos.py "$@" || failed=1
  return "$failed"
}

command=${1:-}
[ $# -gt 0 ] && shift
case "$command" in
  setup) setup_tests; say "Ready: $venv/bin/thamluan --help" ;;
  demo) setup; exec "$venv/bin/thamluan" demo "$@" ;;
  test) setup_tests; run_tests "$@" ;;
  corpus) setup; exec "$venv/bin/python" tests/measure_corpus.py "$@" ;;
  fuzz) python_packages; "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[fuzz]' || die "pip could not install atheris."
    exec "$venv/bin/python" tests/fuzz_mail.py "$@" ;;
  chaos) setup_tests; chaos "$@" ;;
  flood) setup_tests; exec "$venv/bin/python" tests/flood.py "$@" ;;
  soak) setup_tests; exec "$venv/bin/python" tests/soak.py "$@" ;;
  docs) setup_tests; "$venv/bin/thamluan" man --configuration >docs/configuration.md; exec env PYTHONPATH=tests "$venv/bin/python" tests/draw_letters.py ;;
  deb) if [ "${1:-}" = --test ]; then setup_tests; exec "$venv/bin/pytest" -q --box -m box tests/flow; fi
    python_packages; exec deb/build "$venv/bin/python" ;;
  *) sed -n '2,16s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
