# Shared by the scripts of this folder: where things are, and how a script speaks.
# shellcheck shell=bash disable=SC2034 # what is set here is for the scripts that read this file
set -euo pipefail

REPO=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CLINIC_CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/clinic-desk
# Cargo reads the same variable, so a relative one must mean the same to both.
TARGET=${CARGO_TARGET_DIR:-$REPO/target}
case $TARGET in /*) ;; *) TARGET=$REPO/$TARGET ;; esac
LOGS=$TARGET/logs
TAURI_DRIVER=2.1.0

say() { printf '\n== %s\n' "$*"; }
note() { printf '%s\n' "$*"; }
fail() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# A Mac always has one, and no DISPLAY.
has_display() { [ "$(uname -s)" = Darwin ] || [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; }

# With no language set the web view calls itself "C", and every date format in the page then fails.
use_valid_language() {
  case ${LANG:-} in
    '' | C | C.* | POSIX) export LANG=en_GB.UTF-8 ;;
  esac
  case ${LC_ALL:-} in
    C | C.* | POSIX) unset LC_ALL ;;
  esac
}

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Below 32768, where the system takes the ports of outgoing connections from.
free_port() {
  local port
  for _ in $(seq 100); do
    port=$((20000 + RANDOM % 12000))
    if port_is_free "$port"; then
      echo "$port"
      return
    fi
  done
  fail "No free port was found between 20000 and 32000."
}

# memory_folder NAME: a new folder for what tests write and nobody keeps. In memory where there is room for it: servers and
# files wait for a disk after each of many thousand transactions.
memory_folder() {
  local base=${TMPDIR:-/tmp} room=6291456
  if [ -w /dev/shm ] && [ "$(df --output=avail /dev/shm | tail -1)" -gt "$room" ] &&
    [ "$(awk '/^MemAvailable/ {print $2}' /proc/meminfo)" -gt $((2 * room)) ]; then
    base=/dev/shm
  fi
  mktemp -d "$base/clinic-$1.XXXXXX"
}

# as_root COMMAND…: directly as root, else by sudo.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif has sudo; then
    sudo -- "$@"
  else
    fail "This needs root once, and there is no sudo here. Run as root:
  $*"
  fi
}

# Puts tauri-driver, which drives the real window, on the PATH.
ensure_window_driver() {
  local tools=$CLINIC_CACHE/tools
  if [ ! -x "$tools/bin/tauri-driver" ]; then
    say "Building tauri-driver $TAURI_DRIVER, which drives the real window"
    cargo install tauri-driver --version "$TAURI_DRIVER" --locked --root "$tools" </dev/null
  fi
  export PATH=$tools/bin:$PATH
}

# minutes_since SECONDS: "3 min 12 s", for a time taken from $SECONDS.
minutes_since() {
  local taken=$((SECONDS - $1))
  printf '%d min %02d s' $((taken / 60)) $((taken % 60))
}
