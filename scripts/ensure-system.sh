#!/usr/bin/env bash
# ensure-system.sh [run|lint|test]: what the system must have before anything is built.
# On Debian the missing packages are installed; with nothing missing it only looks, in well under a
# second and without a network. Rust and Node are never installed here, only checked.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

NODE_WANTED=20.19
RUST_WANTED=$(sed -n 's/^rust-version *= *"\(.*\)"/\1/p' "$REPO/Cargo.toml" | head -1)
RUST_WANTED=${RUST_WANTED:-1.92}

# To build the app: a C compiler, OpenSSL for the encrypted file, the keychain's and the web view's headers.
BUILD_PACKAGES=(build-essential pkg-config ca-certificates libssl-dev libdbus-1-dev libwebkit2gtk-4.1-dev)
# To show it where there is no screen, and to take a picture of that.
SCREEN_PACKAGES=(xvfb dbus imagemagick x11-utils)
# What shows names in Arabic, Hindi, Chinese and Japanese letters, on the screen and on paper: Inter, which comes with the app, has none of them.
# Hebrew, Greek and Cyrillic are in the first one too.
FONT_PACKAGES=(fonts-dejavu-core fonts-lohit-deva fonts-wqy-microhei)
LINT_PACKAGES=(shellcheck git)
# The test server comes as its core only, so that no database service is left running on this computer.
TEST_PACKAGES=(webkit2gtk-driver mariadb-server-core mariadb-client-core openssl chromium xz-utils procps)

# at_least WANTED FOUND
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -1)" = "$1" ]; }

check_rust() {
  if ! has cargo || ! has rustc; then fail "Rust is missing: 'cargo' and 'rustc' were not found.
Install Rust $RUST_WANTED or newer with rustup (see https://www.rust-lang.org/tools/install),
open a new terminal, and run this again."; fi
  local found
  found=$(rustc --version | awk '{print $2}')
  at_least "$RUST_WANTED" "$found" || fail "Rust is too old: $found is installed, $RUST_WANTED or newer is needed.
Update it with 'rustup update stable', and run this again.
(Debian's own 'rustc' package is too old; install Rust with rustup beside it.)"
}

check_node() {
  if ! has node || ! has npm; then fail "Node.js is missing: 'node' and 'npm' were not found.
Install Node.js $NODE_WANTED or newer (see https://nodejs.org), open a new terminal, and run this again."; fi
  local found
  found=$(node --version | tr -d v)
  at_least "$NODE_WANTED" "$found" || fail "Node.js is too old: $found is installed, $NODE_WANTED or newer is needed.
Install a newer one (see https://nodejs.org), open a new terminal, and run this again.
(Debian 12's own 'nodejs' package is 18.)"
}

wanted_packages() {
  printf '%s\n' "${BUILD_PACKAGES[@]}"
  case $1 in
    run)
      printf '%s\n' "${FONT_PACKAGES[@]}"
      has_display || printf '%s\n' "${SCREEN_PACKAGES[@]}"
      ;;
    lint) printf '%s\n' "${LINT_PACKAGES[@]}" ;;
    test) printf '%s\n' "${SCREEN_PACKAGES[@]}" "${FONT_PACKAGES[@]}" "${TEST_PACKAGES[@]}" ;;
  esac
}

# missing_packages PACKAGE…: those of them that are not installed.
missing_packages() {
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "$@" 2>/dev/null | awk '$1 == "ii" {print $2}')
  printf '%s\n' "$@" | grep -vxF -f <(printf '%s\n' "${installed:-none}") || true
}

install_missing() {
  local missing
  # shellcheck disable=SC2046 # package names hold no spaces
  missing=$(missing_packages $(wanted_packages "$1"))
  [ -n "$missing" ] || return 0
  say "Installing what is missing on this system: $(echo "$missing" | tr '\n' ' ')"
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300)
  as_root "${apt[@]}" update </dev/null || fail "The list of packages could not be fetched. Is this computer online?"
  # shellcheck disable=SC2086
  as_root "${apt[@]}" install -y --no-install-recommends $missing </dev/null >"$LOGS/apt.log" 2>&1 || {
    tail -20 "$LOGS/apt.log" >&2
    fail "The packages above could not be installed. The whole log: $LOGS/apt.log"
  }
}

main() {
  local purpose=${1:-run}
  case $purpose in run | lint | test) ;; *) fail "ensure-system.sh [run|lint|test]" ;; esac
  mkdir -p "$LOGS"
  check_rust
  check_node
  case $(uname -s) in
    Darwin) [ "$purpose" = run ] || fail "The tests run on Debian 12 only." ;;
    *)
      if has apt-get && has dpkg-query; then
        install_missing "$purpose"
      else
        note "This is not Debian: please see to these packages, or what they are called here:
  $(wanted_packages "$purpose" | tr '\n' ' ')"
      fi
      ;;
  esac
}

# Read by a test, it only says what it would do.
if [ "${BASH_SOURCE[0]}" = "$0" ]; then main "$@"; fi
