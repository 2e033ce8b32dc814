#!/usr/bin/env bash
# test-cluster.sh: the tests of a 3-node group: a node's death in the middle of work, a new primary.
#
# CLINIC_TEST_CLUSTER_URL: a group that is running (one URL with its three hosts); with CLINIC_MYSQL_TOOL
# the tests can also stop and start its nodes. Without the URL, a group is started with that tool.
. "$(dirname "$0")/results.sh"

started=

end() {
  if [ -n "$started" ]; then "$CLINIC_MYSQL_TOOL" cluster drop || true; fi
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

start_group() {
  [ -n "${CLINIC_MYSQL_TOOL:-}" ] ||
    fail "No group to test on: set CLINIC_TEST_CLUSTER_URL, or CLINIC_MYSQL_TOOL to the tool that starts one."
  [ -x "$CLINIC_MYSQL_TOOL" ] || fail "CLINIC_MYSQL_TOOL is set, but this is not a program: $CLINIC_MYSQL_TOOL"
  say "Starting a group of three MySQL servers"
  started=yes
  CLINIC_TEST_CLUSTER_URL=$("$CLINIC_MYSQL_TOOL" cluster start </dev/null | tail -1)
  export CLINIC_TEST_CLUSTER_URL
}

"$REPO/scripts/ensure-system.sh" test
[ -n "${CLINIC_TEST_CLUSTER_URL:-}" ] || start_group
note "$CLINIC_TEST_CLUSTER_URL"
(cd "$REPO" && cargo build -p clinicctl) || stage_failed "build"
export CLINICCTL=$TARGET/debug/clinicctl
stage cluster cargo test --no-fail-fast -p clinic-tests --test cluster
finish "$LOGS/test-cluster.total"
