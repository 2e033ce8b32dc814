#!/usr/bin/env bash
# virtual-screen.sh COMMAND…: runs a command on a screen of its own that nobody sees, with its own
# session bus, and ends with the command's status. Nothing of the person's own desktop is touched.
. "$(dirname "$0")/lib.sh"

screen_pid=
number_file=$(mktemp)

# shellcheck disable=SC2317 # called by the trap
end() {
  [ -z "$screen_pid" ] || kill "$screen_pid" 2>/dev/null || true
  rm -f "$number_file"
}
trap end EXIT

start_screen() {
  Xvfb -displayfd 3 -screen 0 "${SCREEN_SIZE:-1440x900}x24" -nolisten tcp 3>"$number_file" >/dev/null 2>&1 &
  screen_pid=$!
  for _ in $(seq 100); do
    [ ! -s "$number_file" ] || return 0
    kill -0 "$screen_pid" 2>/dev/null || fail "The virtual screen (Xvfb) did not start."
    sleep 0.1
  done
  fail "The virtual screen (Xvfb) did not answer within 10 seconds."
}

start_screen
unset WAYLAND_DISPLAY
DISPLAY=:$(tr -d '[:space:]' <"$number_file")
export DISPLAY
rm -f "$number_file"
# A virtual screen has no graphics card for the web view to compose on.
export GDK_BACKEND=x11 WEBKIT_DISABLE_COMPOSITING_MODE=1 WEBKIT_DISABLE_DMABUF_RENDERER=1 NO_AT_BRIDGE=1
use_valid_language
status=0
dbus-run-session -- "$@" || status=$?
exit $status
