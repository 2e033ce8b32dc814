#!/usr/bin/env bash
# build-ui.sh [packages|build]: the interface's packages, and (by default) the built pages in ui/dist.
# Each step is done again only when what it is made from has changed.
. "$(dirname "$0")/lib.sh"

STAMPS=$REPO/ui/node_modules
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1

# stamp_of FILE…: one line that changes when any of the files does (content, not date).
stamp_of() { cat "$@" | cksum; }

ensure_packages() {
  local now stamp=$STAMPS/.clinic-packages
  now=$(stamp_of "$REPO/ui/package.json" "$REPO/ui/package-lock.json")
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$now" ]; then return; fi
  say "Fetching the interface's packages"
  npm ci --prefix "$REPO/ui" --no-audit --no-fund </dev/null
  echo "$now" >"$stamp"
}

sources() {
  find "$REPO/ui/src" "$REPO/ui/public" -type f 2>/dev/null | LC_ALL=C sort
  find "$REPO/ui" -maxdepth 1 -type f ! -name '*.tsbuildinfo' | LC_ALL=C sort
}

ensure_pages() {
  local now stamp=$STAMPS/.clinic-pages
  now=$(sources | while IFS= read -r file; do printf '%s ' "$file"; cksum <"$file"; done | cksum)
  if [ -f "$REPO/ui/dist/index.html" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$now" ]; then return; fi
  say "Building the interface"
  npm run build --prefix "$REPO/ui" --silent </dev/null
  echo "$now" >"$stamp"
}

ensure_packages
if [ "${1:-build}" = build ]; then ensure_pages; fi
