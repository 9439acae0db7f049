#!/usr/bin/env bash
# Makes the commit that the package's own repository has for a release, and prints it. Composer reads `composer.json` at the root of a
# repository only; so there, this folder is the root, with the digests of the release's files and its version added.
#   php/split.sh DIGESTS                 digests.json, as tests/packages/digests writes it
#   php/split.sh DIGESTS REPOSITORY      pushes it, too: onto the repository's `main`, and as the tag that Composer takes
# Each release is one commit after the last. What is changed here and not committed is in it, for those who try it out.
set -euo pipefail

digests=$(realpath "$1") repository=${2:-}
cd "$(git -C "$(dirname "$0")" rev-parse --show-toplevel)"
revision=$(git stash create)
revision=${revision:-$(git rev-parse HEAD)}
version=$(sed -n 's/^    "version": "\(.*\)",$/\1/p' "$digests")
[ -n "$version" ] || { echo "$digests: no version" >&2; exit 1; }
index=$(mktemp -d)
trap 'rm -rf "$index"' EXIT
export GIT_INDEX_FILE=$index/index

git read-tree "$revision:php"
described=$(git cat-file blob "$revision:php/composer.json" | sed "s/^    \"name\": .*/&\n    \"version\": \"$version\",/" | git hash-object -w --stdin)
git update-index --add --cacheinfo "100644,$described,composer.json" --cacheinfo "100644,$(git hash-object -w "$digests"),digests.json"
tree=$(git write-tree)

# Of the moment and by the hand of what it is made from, so that it is the same commit whenever it is made.
for who in AUTHOR COMMITTER; do
    export "GIT_${who}_NAME=$(git show -s --format=%cn HEAD)" "GIT_${who}_EMAIL=$(git show -s --format=%ce HEAD)" "GIT_${who}_DATE=$(git show -s --format=%cI HEAD)"
done
parent=
if [ -n "$repository" ] && git fetch --quiet --no-tags "$repository" main 2>/dev/null; then
    parent=$(git rev-parse FETCH_HEAD)
fi
commit=$(git commit-tree "$tree" ${parent:+-p "$parent"} -m "Release $version")
if [ -n "$repository" ]; then
    git push --quiet --atomic "$repository" "$commit:refs/heads/main" "$commit:refs/tags/v$version"
fi
echo "$commit"
