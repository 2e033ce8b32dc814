#!/usr/bin/env bash
# picture.sh APP [ARG…]: starts the app on the screen of $DISPLAY, waits until its first screen is
# painted, leaves target/clinic-desk.png, and ends the app.
. "$(dirname "$0")/lib.sh"

PICTURE=$REPO/target/clinic-desk.png
WINDOW=${CLINIC_WINDOW_TITLE:-Clinic Desk}
LOG=$LOGS/clinic-desk.log
PATIENCE_SECONDS=${CLINIC_PICTURE_SECONDS:-60}
# A page that is still empty, or only its skeleton, has a handful of colours; one with text has hundreds.
COLOURS_WANTED=150
# A blinking caret may differ between two pictures of a page at rest.
PIXELS_ALLOWED=300

folder=$(mktemp -d)
app_pid=

end() {
  if [ -n "$app_pid" ]; then
    kill "$app_pid" 2>/dev/null || true
    wait "$app_pid" 2>/dev/null || true
  fi
  rm -rf "$folder"
}
trap end EXIT

# The toolkit makes small helper windows of the same name: ours is the largest.
window_id() {
  xwininfo -root -tree 2>/dev/null | awk -v title="\"$WINDOW" '
    index($0, title) && match($0, /[0-9]+x[0-9]+\+/) {
      split(substr($0, RSTART, RLENGTH - 1), size, "x")
      if (size[1] * size[2] > largest) { largest = size[1] * size[2]; id = $1 }
    }
    END { if (largest > 10000) print id }'
}

# take FILE. Without a window, import would wait for a click; so it is always told which, and for how long.
take() {
  local id
  id=$(window_id)
  [ -n "$id" ] && timeout 10 import -silent -window "$id" "$1" 2>/dev/null && [ -s "$1" ]
}

colours() { identify -format '%k' "$1" 2>/dev/null || echo 0; }

# same A B: both of one size, and nearly every pixel alike.
same() {
  local differing
  differing=$(compare -metric AE "$1" "$2" null: 2>&1 || true)
  differing=${differing%%[!0-9]*}
  [ -n "$differing" ] && [ "$differing" -le "$PIXELS_ALLOWED" ]
}

# painted: waits for three pictures in a row that are not blank and alike.
painted() {
  local alike=0 until=$((SECONDS + PATIENCE_SECONDS))
  while [ "$SECONDS" -lt "$until" ]; do
    kill -0 "$app_pid" 2>/dev/null || return 1
    if take "$folder/now.png" && [ "$(colours "$folder/now.png")" -ge "$COLOURS_WANTED" ]; then
      if [ -f "$folder/before.png" ] && same "$folder/before.png" "$folder/now.png"; then
        alike=$((alike + 1))
      else
        alike=0
      fi
      [ "$alike" -lt 2 ] || return 0
      mv "$folder/now.png" "$folder/before.png"
    fi
    sleep 0.4
  done
  return 1
}

mkdir -p "$(dirname "$PICTURE")" "$LOGS"
rm -f "$PICTURE"
"$@" >"$LOG" 2>&1 </dev/null &
app_pid=$!
if ! painted; then
  ! take "$PICTURE" || note "What was on the screen by then: $PICTURE"
  tail -15 "$LOG" >&2
  kill -0 "$app_pid" 2>/dev/null || fail "The app ended before its first screen was painted. What it said: $LOG"
  fail "The first screen was not painted within $PATIENCE_SECONDS seconds. What the app said: $LOG"
fi
cp "$folder/before.png" "$PICTURE"
note "A picture of the first screen: ${PICTURE#"$REPO"/}"
