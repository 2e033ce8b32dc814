#!/usr/bin/env bash
# bench.sh: how fast the released program is, with the targets beside each figure. `clinicctl bench` on an encrypted file, on
# a private MariaDB with its usual settings, and on every server in CLINIC_TEST_MYSQL_URL (in its own database
# `clinic_bench`); then the real window. One table each, and at the end everything that is over its target.
#
# The sets take a while to fill, so they are kept in the cache folder: the file, and the private server's data.
# CLINIC_BENCH_LARGE=1: each engine once more with 2,000,000 appointments, on a set of its own (some minutes and some
# gigabytes the first time).
. "$(dirname "$0")/lib.sh"

CLINICCTL=$TARGET/release/clinicctl
MARIADB=$CLINIC_CACHE/bench-mariadb
LARGE=2000000
# Of the file in the cache folder, so that the window can open it too: its patients are invented.
export CLINIC_KEY=${CLINIC_KEY:-$(printf 'b0%.0s' {1..32})}
figures=$(mktemp "${TMPDIR:-/tmp}/clinic-bench.XXXXXX")

# shellcheck disable=SC2317 # called by the trap
end() {
  "$REPO/scripts/mariadb.sh" stop "$MARIADB" || true
  rm -f "$figures"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# bench NAME [OPTION…]
bench() {
  say "$1"
  "$CLINICCTL" "${@:2}" bench </dev/null | tee -a "$figures"
  [ -n "${CLINIC_BENCH_LARGE:-}" ] || return 0
  say "$1, a long history"
  "$CLINICCTL" "${@:2}" bench --appointments $LARGE </dev/null | tee -a "$figures"
}

window() {
  say "The window"
  "$REPO/scripts/virtual-screen.sh" node "$REPO/ui/test/speed.mjs" "$TARGET/release/clinic-desk" \
    "$TARGET/release/examples/empty-window" "$CLINIC_CACHE/bench.clinic" | tee -a "$figures"
}

"$REPO/scripts/ensure-system.sh" test
"$REPO/scripts/build-ui.sh"
ensure_window_driver
say "Building the programs"
(cd "$REPO" && cargo build --release -p clinicctl &&
  cargo build --release -p clinic-desk --features custom-protocol --bins --example empty-window)

bench "SQLite, encrypted file"
mariadb_url=$("$REPO/scripts/mariadb.sh" start "$MARIADB" --innodb-flush-log-at-trx-commit=1) ||
  fail "The private MariaDB of earlier runs does not start. If MariaDB is another version now, delete $MARIADB."
bench "MariaDB" --store "$mariadb_url"
for url in ${CLINIC_TEST_MYSQL_URL:-}; do
  # Without the password.
  bench "Server ${url##*@}" --store "$url"
done
"$REPO/scripts/mariadb.sh" stop "$MARIADB"
window

[ -n "${CLINIC_TEST_MYSQL_URL:-}" ] || note "
SKIPPED: MySQL (CLINIC_TEST_MYSQL_URL is not set)"
[ -n "${CLINIC_BENCH_LARGE:-}" ] || note "
SKIPPED: 2,000,000 appointments (CLINIC_BENCH_LARGE=1 measures them too)"
over=$(grep -c '^OVER TARGET' "$figures" || true)
say "$over over target"
grep '^OVER TARGET' "$figures" || note "Every figure is within its target."
