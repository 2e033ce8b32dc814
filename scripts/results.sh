# What the scripts that run tests share: stages, and the plain count at the end.
# shellcheck shell=bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# Every stage adds to these; a skipped engine counts as one skipped.
PASSED=0
FAILED=0
SKIPPED=0
FAILED_STAGES=()
LOUD=()
# A stage that hangs must not take the count with it.
STAGE_MINUTES=${CLINIC_STAGE_MINUTES:-40}

# What failed and why, a few lines each, said again at the very end: a long log keeps only its tail in some places.
if [ -z "${CLINIC_FAILURES:-}" ]; then
  mkdir -p "$LOGS"
  CLINIC_FAILURES=$LOGS/failures.$$
  FAILURES_ARE_OURS=yes
  : >"$CLINIC_FAILURES"
  export CLINIC_FAILURES
fi

# failures_of LOG: the names of what failed, each with the first line of why.
failures_of() {
  sed -E 's/\x1b\[[0-9;]*[A-Za-z]//g' "$1" | awk '
    /^ +[0-9]+\) / && !seen[$0]++ { print; why = 3; next }
    why > 0 && /(Error|Expected|Received|Locator):? / { print; why-- ; next }
    /^test .* FAILED$/ { print }
    /panicked at/ { print; getline; print }
    /^error(\[|:)/ { print }
  ' | cut -c1-300 | head -60
}

note_failures() {
  local log=$LOGS/$1.log
  [ -f "$log" ] || return 0
  { echo "-- $1"; failures_of "$log"; } >>"$CLINIC_FAILURES"
}

say_failures() {
  [ -n "${FAILURES_ARE_OURS:-}" ] || return 0
  if [ -s "$CLINIC_FAILURES" ]; then
    say "What failed"
    cat "$CLINIC_FAILURES"
  fi
  rm -f "$CLINIC_FAILURES"
}

# sum_of PATTERN FILE: the sum of the numbers that PATTERN's first group finds.
sum_of() { sed -nE "s/$1/\\1/p" "$2" | awk '{sum += $1} END {print sum + 0}'; }

# count_stage LOG: "passed failed skipped" of everything in the log, whichever runner wrote it:
# cargo ("test result: …"), Playwright ("  12 passed (3.4s)") or node ("# pass 12").
count_stage() {
  local log=$1 plain passed failed skipped
  plain=$(mktemp)
  sed -E 's/\x1b\[[0-9;]*[A-Za-z]//g' "$log" >"$plain"
  passed=$(($(sum_of '^test result: .* ([0-9]+) passed;.*' "$plain") +
    $(sum_of '^ +([0-9]+) passed( \(.*\))?$' "$plain") + $(sum_of '^[^ ]+ pass ([0-9]+)$' "$plain")))
  failed=$(($(sum_of '^test result: .*; ([0-9]+) failed;.*' "$plain") +
    $(sum_of '^ +([0-9]+) (failed|flaky|did not run|interrupted)$' "$plain") + $(sum_of '^[^ ]+ fail ([0-9]+)$' "$plain")))
  skipped=$(($(sum_of '^test result: .*; ([0-9]+) ignored;.*' "$plain") +
    $(sum_of '^ +([0-9]+) skipped$' "$plain") + $(sum_of '^[^ ]+ skipped ([0-9]+)$' "$plain")))
  rm -f "$plain"
  echo "$passed $failed $skipped"
}

# run_logged NAME COMMAND…: runs it in the repository, shown and kept in a log, within its time.
run_logged() {
  local name=$1 limit=(timeout -k 20 "${STAGE_MINUTES}m")
  shift
  # On a terminal Ctrl+C must reach the tests themselves.
  if [ -t 1 ]; then limit=(timeout --foreground -k 20 "${STAGE_MINUTES}m"); fi
  (cd "$REPO" && "${limit[@]}" "$@" </dev/null 2>&1) | tee "$LOGS/$name.log"
}

stage_failed() {
  FAILED=$((FAILED + 1))
  FAILED_STAGES+=("$1")
  note "FAILED: $1"
}

# check NAME COMMAND…: something that is right or wrong as a whole; counts as one.
check() {
  local name=$1 begun=$SECONDS
  shift
  say "$name"
  if run_logged "$name" "$@"; then
    PASSED=$((PASSED + 1))
    note "$name: right ($(minutes_since "$begun"))"
  else
    stage_failed "$name"
    note_failures "$name"
  fi
}

# stage NAME COMMAND…: a test run. It fails when a test fails, when it ends badly without saying
# which test, and when no test ran at all.
stage() {
  local name=$1 begun=$SECONDS status=0 passed failed skipped
  shift
  say "$name"
  run_logged "$name" "$@" || status=$?
  read -r passed failed skipped < <(count_stage "$LOGS/$name.log")
  PASSED=$((PASSED + passed)) FAILED=$((FAILED + failed)) SKIPPED=$((SKIPPED + skipped))
  if [ "$failed" -gt 0 ]; then
    FAILED_STAGES+=("$name")
  elif [ "$status" = 124 ]; then
    stage_failed "$name (still running after $STAGE_MINUTES minutes)"
  elif [ "$status" != 0 ]; then
    stage_failed "$name (ended with status $status)"
  elif [ $((passed + skipped)) = 0 ]; then
    stage_failed "$name (no test ran)"
  fi
  if [ "$failed" -gt 0 ] || [ "$status" != 0 ]; then note_failures "$name"; fi
  note "$name: $passed passed, $failed failed, $skipped skipped ($(minutes_since "$begun"))"
}

# skip_loudly WORDS: something that was not tested, said again at the very end.
skip_loudly() {
  SKIPPED=$((SKIPPED + 1))
  LOUD+=("SKIPPED: $*")
}

say_loudly() {
  [ "${#LOUD[@]}" -gt 0 ] || return 0
  printf '\n%s\n' '**********************************************************************'
  printf '** %s\n' "${LOUD[@]}"
  printf '%s\n' '**********************************************************************'
}

# finish [FILE]: the last line is the count; the status says whether everything passed.
finish() {
  say_loudly
  say_failures
  if [ "${#FAILED_STAGES[@]}" -gt 0 ]; then printf '\nFailed: %s' "${FAILED_STAGES[@]}"; echo; fi
  if [ -n "${1:-}" ]; then printf '%s\n' "$PASSED $FAILED $SKIPPED" >"$1"; fi
  printf '\n%d passed, %d failed, %d skipped\n' "$PASSED" "$FAILED" "$SKIPPED"
  [ "$FAILED" = 0 ]
}
