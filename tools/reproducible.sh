#!/bin/sh
# Builds the site with several Pythons, and says whether each makes the same bytes:
#   tools/reproducible.sh python3.11 python3.14
set -eu
cd "$(dirname "$0")/.."
[ $# -ge 2 ] || { echo "Name two Pythons or more, such as: tools/reproducible.sh python3.11 python3.14" >&2; exit 2; }
build="${BUILD:-build}/reproducible"
SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}"
export SOURCE_DATE_EPOCH
rm -rf "$build"
number=0
for python in "$@"; do
  number=$((number + 1))
  make html PYTHON="$python" VENV="$build/venv-$number" BUILD="$build/$number"
  [ "$number" = 1 ] || diff -rq "$build/1/html" "$build/$number/html" \
    || { echo "$1 and $python do not make the same site" >&2; exit 1; }
done
echo "The site is the same with $*"
