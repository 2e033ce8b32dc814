#!/usr/bin/env bash
# lint.sh: everything that can be said about the code without running the app.
. "$(dirname "$0")/results.sh"

"$REPO/scripts/ensure-system.sh" lint
# The shell's `generate_context!` reads the built pages, even for clippy.
"$REPO/scripts/build-ui.sh"

# The interface's types are written by a test of the core: they must be what the code says today.
bindings_are_current() {
  local before
  before=$(mktemp -d)
  cp -r ui/src/bindings "$before/"
  rm -f ui/src/bindings/*.ts
  if ! cargo test -p clinic-core export_bindings; then
    cp "$before"/bindings/*.ts ui/src/bindings/
    return 1
  fi
  diff -r "$before/bindings" ui/src/bindings ||
    fail "ui/src/bindings was not what the Rust types say. It has been written anew: look at it and commit it."
}

lock_files_are_whole() {
  cargo metadata --locked --format-version 1 >/dev/null
  # An address in there would tie everybody to one registry.
  if grep -n '"resolved"' ui/package-lock.json | head -3 | grep .; then
    fail "ui/package-lock.json names addresses: ui/.npmrc has to say omit-lockfile-registry-resolved=true."
  fi
}

export -f bindings_are_current lock_files_are_whole fail
check format cargo fmt --all --check
check clippy cargo clippy --workspace --all-targets -- -D warnings
check interface-types npm run --silent check --prefix ui
check bindings bash -euo pipefail -c bindings_are_current
check lock-files bash -euo pipefail -c lock_files_are_whole
check scripts shellcheck -x -P scripts scripts/*.sh .ci/run
finish "$LOGS/lint.total"
