#!/usr/bin/env bash
# Does what the Dockerfile says, by debootstrap and chroot where Docker is not at hand, and has the sandbox of the image accept an event
# that the program of the image sends. An instruction that is not known here fails.
set -euo pipefail
cd "$(dirname "$0")/../../.."

if [ "$(id -u)" != 0 ]; then
    exec tests/packages/skip container "its roots are made by chroot, which takes root"
fi
if ! compgen -G "$DIST/tiktok-capi-[0-9]*-linux-x64-musl.tar.gz" >/dev/null; then
    exec tests/packages/skip container "target/dist has no static program"
fi
tests/setup/need debootstrap debootstrap
work=$(mktemp -d) sandbox=
trap '[ -z "$sandbox" ] || kill "$sandbox" 2>/dev/null || true; rm -rf "$work"' EXIT
declare -A roots

# from IMAGE [AS NAME]: an empty root, or Debian's own packages
from() {
    root=$work/${3:-image}
    roots[${3:-image}]=$root
    case $1 in
    scratch) mkdir "$root" ;;
    debian:12-slim)
        local mirror
        mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Component: main' | head -n 1)
        debootstrap --variant=minbase bookworm "$root" "$mirror" >"$work/said" || { tail -n 20 "$work/said" >&2 && exit 1; }
        cp /etc/apt/apt.conf.d/*proxy* "$root/etc/apt/apt.conf.d" 2>/dev/null || true
        ;;
    *) echo "no such image here: $1" >&2 && exit 1 ;;
    esac
}

# added ARCHIVE FOLDER: unpacked, as ADD does
added() {
    mkdir -p "$root$2"
    # shellcheck disable=SC2086
    tar -xf $1 -C "$root$2" --no-same-owner
}

# copied --from=NAME WHAT TO: of a folder what is in it, as COPY does
copied() {
    local source=${roots[${1#--from=}]}$2
    mkdir -p "$root$(dirname "$3")"
    if [ -d "$source" ]; then source=$source/.; fi
    cp -RL "$source" "$root$3"
}

# list JSON: its words, one a line
list() { python3 -c 'import json, sys; print(*json.loads(sys.argv[1]), sep="\n")' "$1"; }

while read -r instruction arguments; do
    # shellcheck disable=SC2086
    case $instruction in
    '#'* | '') ;;
    FROM) from $arguments ;;
    RUN) chroot "$root" /bin/sh -c "$arguments" >"$work/said" 2>&1 || { cat "$work/said" >&2 && exit 1; } ;;
    ADD) added $arguments ;;
    COPY) copied $arguments ;;
    USER) user=$arguments ;;
    EXPOSE) port=$arguments ;;
    ENTRYPOINT) mapfile -t entry < <(list "$arguments") ;;
    CMD) mapfile -t command < <(list "$arguments") ;;
    *) echo "not known here: $instruction" >&2 && exit 1 ;;
    esac
done <Dockerfile

# image ARGUMENT...: as `docker run` would, in an environment of its own
image() {
    exec env -i PATH=/ TIKTOK_ACCESS_TOKEN=any TIKTOK_CAPI_ENDPOINT="${endpoint:-}" /usr/sbin/chroot --userspec="$user" "$root" "${entry[@]}" "$@"
}

mkfifo "$work/told"
(image "${command[@]}" --port 0 --lifetime 60) >"$work/told" 2>"$work/said" &
sandbox=$!
read -r address <"$work/told" && [ -n "$address" ] || { cat "$work/said" >&2 && exit 1; }
endpoint=http://127.0.0.1:$(sed -E 's#.*:([0-9]+)/?.*#\1#' <<<"$address")
event='{"event": "Contact", "user": {"email": "ada@example.com"}, "page": {"url": "https://shop.example/"}}'
said=$( (image send - --pixel-code C4A) 2>&1 <<<"$event") || { echo "$said" >&2 && exit 1; }
grep --quiet 'accepted' <<<"$said" || { echo "no event was accepted: $said" >&2 && exit 1; }
[ "$port" = 8787 ]
echo "container: the first event was accepted; $(du -sh "$root" | cut -f1) in all"
