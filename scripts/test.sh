#!/usr/bin/env bash
# test.sh: everything that `make test` promises: the interface's checks, the core, every engine, the
# real window. It brings what it needs, starts its own MariaDB, and ends with a plain count.
#
# CLINIC_TEST_MYSQL_URL: more servers to run the engine tests on (URLs, separated by spaces).
# CLINIC_TEST_MYSQL_CA: the certificate of that server's authority, if there is one; the window then checks it.
# The tests are given: CLINIC_TEST_MARIADB_URL and _CA (the private server, its authority's certificate),
# CLINIC_DESK_APP and CLINICCTL (what was built), and tauri-driver on the PATH.
. "$(dirname "$0")/results.sh"

begun=$SECONDS
server=
files=

end() {
  if [ -n "$server" ]; then "$REPO/scripts/mariadb.sh" drop "$server" || true; fi
  if [ -n "$files" ]; then rm -rf "$files"; fi
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

start_server() {
  say "Starting a private MariaDB"
  server=$(memory_folder test-mariadb)
  CLINIC_TEST_MARIADB_URL=$("$REPO/scripts/mariadb.sh" start "$server")
  export CLINIC_TEST_MARIADB_URL CLINIC_TEST_MARIADB_CA=$server/tls/ca.pem
  note "$CLINIC_TEST_MARIADB_URL"
}

build_programs() {
  say "Building the programs under test"
  cd "$REPO" && cargo build --release -p clinic-desk --features custom-protocol && cargo build -p clinicctl
}

"$REPO/scripts/ensure-system.sh" test
"$REPO/scripts/build-ui.sh"
use_valid_language
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
export CLINIC_DESK_APP=$TARGET/release/clinic-desk CLINICCTL=$TARGET/debug/clinicctl

check interface-types npm run --silent check --prefix ui
check interface-licences npm run --silent licences --prefix ui
stage interface npm run --silent test --prefix ui

start_server
stage core cargo test --no-fail-fast -p clinic-core -p clinicctl -p clinic-documents -p clinic-viewer
stage tidy cargo test --no-fail-fast -p clinic-tests --test tidy
if (build_programs); then
  files=$(memory_folder test-files)
  stage engines env TMPDIR="$files" cargo test --no-fail-fast -p clinic-tests --test engines
  ensure_window_driver
  stage window cargo test --no-fail-fast -p clinic-tests --test window
else
  stage_failed "build"
fi

[ -n "${CLINIC_TEST_MYSQL_URL:-}" ] || skip_loudly "MySQL 9.7 (CLINIC_TEST_MYSQL_URL is not set)"
note "
Everything took $(minutes_since "$begun")."
finish "$LOGS/test.total"
