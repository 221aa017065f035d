#!/usr/bin/env bash
# Look at links and facts, and write what is found to a file; the file stays empty if all is well.
# Usage: tools/weekly.sh FILE
set -euo pipefail
report=$1
clausebook=${CLAUSEBOOK:-.venv/bin/clausebook}
: > "$report"

# Take the exit code of a command: 0 is clean, 1 has findings, and all else is no answer.
look() {
  local title=$1 code=0 text
  shift
  text=$("$@" 2>&1) || code=$?
  if [ "$code" -gt 1 ]; then
    printf '%s\n' "$text" >&2
    exit "$code"
  fi
  if [ "$code" -eq 1 ]; then
    # Four blanks make code of it, whatever is in it.
    { printf '## %s\n\n' "$title"; printf '%s\n' "$text" | sed 's/^/    /'; printf '\n'; } >> "$report"
  fi
}

look "Links" "$clausebook" links --built build/html --cache build/.links.json
look "Facts and clauses" "$clausebook" check --ignore CB405
