#!/usr/bin/env bash
# guide.sh [NAME…]: builds the app and takes the pictures of docs/guide anew from its real window, in light and in dark,
# on a screen of its own. With CLINIC_TEST_MARIADB_URL it also shows what *Test* says of that server.
. "$(dirname "$0")/lib.sh"

GUIDE=$REPO/docs/guide
"$REPO/scripts/build-ui.sh"
say "Building the app"
(cd "$REPO" && cargo build --release -p clinic-desk --features custom-protocol)
has tauri-driver || PATH=$CLINIC_CACHE/tools/bin:$PATH
has tauri-driver || fail "tauri-driver is missing: run make test once, it installs it."

# Where libfaketime is installed the day on the pictures is a busy morning, whenever they are taken.
GUIDE_CLOCK=${GUIDE_CLOCK:-$(find /usr/lib -name libfaketimeMT.so.1 2>/dev/null | head -n 1)}
export GUIDE_CLOCK

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
say "Taking the pictures"
# So large that the pointer, which rests in the middle, is beside the window.
SCREEN_SIZE=2900x1900 "$REPO/scripts/virtual-screen.sh" node "$REPO/ui/test/guide.mjs" "$TARGET/release/clinic-desk" "$folder" "$@"
# 256 colours look the same here, at a third of the size.
for picture in "$folder"/*.png; do
  convert "$picture" -dither None -colors 256 -define png:compression-level=9 -strip "PNG8:$GUIDE/$(basename "$picture")"
done
note "docs/guide: $(find "$GUIDE" -name '*.png' | wc -l) pictures, $(du -sh "$GUIDE" | cut -f1)"
