#!/bin/sh
# Chromium on the kiosk's page, inside cage. Waits for the page, turns the picture, never shows a bubble.
set -eu
here=$(dirname "$0")
page="http://127.0.0.1:${LUOT_KIOSK_PORT:-8090}/"

until curl --silent --fail --max-time 2 --output /dev/null "${page}local/health"; do sleep 1; done

# The panel stands upright, its electronics do not: 90, 180 or 270 degrees. Touch turns with the output.
if [ "${SCREEN_ROTATION:-0}" != 0 ]; then
    output=$(wlr-randr | awk 'NR == 1 { print $1 }')
    wlr-randr --output "$output" --transform "$SCREEN_ROTATION"
fi

flags=$(grep -v '^#' "$here/chromium-flags.conf")
# shellcheck disable=SC2086 # one flag a word
exec chromium $flags --user-data-dir="${RUNTIME_DIRECTORY:-/tmp}/chromium" "$page"
