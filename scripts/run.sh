#!/usr/bin/env bash
# run.sh [ARG…]: builds what has changed and opens the window; ARG goes to the app (--sample).
# Without a screen the app opens on a virtual one and a picture of its first screen is left.
. "$(dirname "$0")/lib.sh"

APP=$TARGET/release/clinic-desk

"$REPO/scripts/ensure-system.sh" run
"$REPO/scripts/build-ui.sh"
say "Building the app (the first time takes several minutes, later ones seconds)"
(cd "$REPO" && cargo build --release -p clinic-desk --features custom-protocol)

use_valid_language
if has_display; then
  say "Opening Clinic Desk"
  exec "$APP" "$@"
fi
say "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set): opening Clinic Desk on a virtual one"
SCREEN_SIZE=1280x800 exec "$REPO/scripts/virtual-screen.sh" "$REPO/scripts/picture.sh" "$APP" "$@"
