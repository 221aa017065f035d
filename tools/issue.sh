#!/usr/bin/env bash
# Keep one issue with what a report says: open it, bring it up to date, or close it if the report is empty.
# Usage: tools/issue.sh TITLE FILE    with GH_TOKEN and GH_REPO for gh (cli.github.com)
set -euo pipefail
title=$1
report=$2
# GitHub takes texts of 65,536 characters; the run has all of it.
if [ "$(wc -c < "$report")" -gt 60000 ]; then
  head -c 60000 "$report" | iconv -c -f utf-8 -t utf-8 > "$report.short"
  printf '\n\n…and more, which is too much for an issue: the log of the run has it all.\n' >> "$report.short"
  cat "$report"
  report=$report.short
fi
number=$(gh issue list --state open --search "in:title \"$title\"" --json number,title \
  --jq "map(select(.title == \"$title\"))[0].number // empty")
if [ ! -s "$report" ]; then
  if [ -n "$number" ]; then
    gh issue close "$number" --comment "All is well again."
  fi
elif [ -n "$number" ]; then
  gh issue edit "$number" --body-file "$report"
else
  gh issue create --title "$title" --body-file "$report"
fi
