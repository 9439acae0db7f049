#!/usr/bin/env bash
# Builds the C library and installs it with its headers, pkg-config file, CMake package and licences.
#   bindings/c/install.sh [PREFIX]                     /usr/local when none is given
#   LIBDIR=lib/x86_64-linux-gnu bindings/c/install.sh  where libraries are below the prefix; "lib" when it is not set
#   DESTDIR=/tmp/package bindings/c/install.sh /usr    for those who make packages
#   PROFILE=dev bindings/c/install.sh PREFIX           unoptimised, for tests
#   CARGO_BUILD_TARGET=TRIPLE ...                      for another platform
#   BUILT=FOLDER NEEDED='-lm' ...                      what is there already is installed, with what it needs besides
set -euo pipefail
umask 022

prefix=${1:-/usr/local} libdir=${LIBDIR:-lib}
[[ $prefix = /* || $prefix = ?:[/\\]* ]] || { echo "give an absolute path" >&2; exit 2; }
[[ $libdir != /* ]] || { echo "LIBDIR is a path below the prefix" >&2; exit 2; }
profile=${PROFILE:-release}
here=$(cd "$(dirname "$0")" && pwd)
triple=${CARGO_BUILD_TARGET:-$(rustc -vV | sed -n 's/^host: //p')}
built=${BUILT:-${CARGO_TARGET_DIR:-$here/../../target}/${CARGO_BUILD_TARGET:+$CARGO_BUILD_TARGET/}${profile/#dev/debug}}
abi=$(sed -n 's/^pub const TIKTOK_CAPI_ABI_VERSION: u32 = \([0-9]*\);$/\1/p' "$here/src/abi.rs")
version=$(sed -n 's/^#define TIKTOK_CAPI_VERSION "\(.*\)"$/\1/p' "$here/include/tiktok_capi.h")
archive=libtiktok_capi.a import=
case $triple in
*-apple-*) shared=libtiktok_capi.dylib named=$libdir/libtiktok_capi.$abi.dylib ;;
*-windows-msvc) shared=tiktok_capi.dll named=bin/tiktok_capi.dll archive=tiktok_capi.lib import=tiktok_capi.dll.lib ;;
*-windows-*) shared=tiktok_capi.dll named=bin/tiktok_capi.dll import=libtiktok_capi.dll.a ;;
*) shared=libtiktok_capi.so named=$libdir/libtiktok_capi.so.$abi ;;
esac

# build: the libraries, and what rustc says that a program needs besides when it links the static one
build() {
    local said
    said=$(mktemp)
    (cd "$here" && CARGO_TERM_COLOR=never cargo rustc --quiet --locked --package tiktok-capi-c --lib --profile "$profile" \
        ${FEATURES:+--features "$FEATURES"} -- --print native-static-libs) 2>"$said" || { cat "$said" >&2 && exit 1; }
    NEEDED=$(sed -n 's/^note: native-static-libs: //p' "$said" | tail -n 1)
    rm "$said"
    [[ -n $NEEDED ]] || { echo "rustc does not say what the static library needs" >&2; exit 1; }
}

# The C compiler brings its own libraries, in the form that fits: with -static there is no libgcc_s.
needed() {
    local libraries=" $NEEDED "
    for own in -lgcc_s -lc; do libraries=${libraries// $own / }; done
    xargs <<<"$libraries"
}

[[ -n ${BUILT:-} ]] || build
needed=$(needed)
# A list of CMake; a framework's name stays beside its option.
listed=$(sed 's/-framework \([^ ]*\)/-framework%\1/g; s/ /;/g; s/%/ /g' <<<"$needed")
linked=
[[ -z $import ]] || printf -v linked '\n    IMPORTED_IMPLIB "${_prefix}/%s"' "$libdir/$import"
# From a folder of the pkg-config file, or of the CMake package, up to the prefix.
up=$(sed 's#[^/][^/]*#..#g' <<<"$libdir")

root=${DESTDIR:-}$prefix
lib=$root/$libdir
install -d "$root/include" "$lib/pkgconfig" "$lib/cmake/tiktok_capi" "$root/$(dirname "$named")" "$root/share/doc/tiktok_capi"
install -m 644 "$here/include/tiktok_capi.h" "$here/include/tiktok_capi.ffi.h" "$root/include"
install -m 644 "$built/$archive" "$lib"
install -m 755 "$built/$shared" "$root/$named"
install -m 644 "$here/../../LICENSE-APACHE" "$here/../../LICENSE-MIT" "$root/share/doc/tiktok_capi"
if [[ -n $import ]]; then
    install -m 644 "$built/$import" "$lib"
else
    ln -sf "${named##*/}" "$lib/$shared"
fi

cat >"$lib/pkgconfig/tiktok_capi.pc" <<END
prefix=\${pcfiledir}/../$up
includedir=\${prefix}/include
libdir=\${prefix}/$libdir

Name: tiktok_capi
Description: Server-to-server conversions for TikTok's Events API 2.0
Version: $version
Cflags: -I\${includedir}
Libs: -L\${libdir} -ltiktok_capi
Libs.private: $needed
END

cat >"$lib/cmake/tiktok_capi/tiktok_capi-config.cmake" <<END
# tiktok_capi::tiktok_capi is the shared library, tiktok_capi::static the other.
get_filename_component(_prefix "\${CMAKE_CURRENT_LIST_DIR}/../../$up" ABSOLUTE)
if(NOT TARGET tiktok_capi::tiktok_capi)
  add_library(tiktok_capi::tiktok_capi SHARED IMPORTED)
  set_target_properties(tiktok_capi::tiktok_capi PROPERTIES
    IMPORTED_LOCATION "\${_prefix}/$named"$linked
    INTERFACE_INCLUDE_DIRECTORIES "\${_prefix}/include")
  add_library(tiktok_capi::static STATIC IMPORTED)
  set_target_properties(tiktok_capi::static PROPERTIES
    IMPORTED_LOCATION "\${_prefix}/$libdir/$archive"
    INTERFACE_INCLUDE_DIRECTORIES "\${_prefix}/include"
    INTERFACE_LINK_LIBRARIES "$listed")
endif()
unset(_prefix)
END

cat >"$lib/cmake/tiktok_capi/tiktok_capi-config-version.cmake" <<END
set(PACKAGE_VERSION "$version")
if(PACKAGE_FIND_VERSION VERSION_GREATER PACKAGE_VERSION)
  set(PACKAGE_VERSION_COMPATIBLE FALSE)
elseif(PACKAGE_FIND_VERSION_MAJOR STREQUAL "${version%%.*}")
  set(PACKAGE_VERSION_COMPATIBLE TRUE)
  if(PACKAGE_FIND_VERSION STREQUAL PACKAGE_VERSION)
    set(PACKAGE_VERSION_EXACT TRUE)
  endif()
endif()
END
# The loader finds a library by its cache, where the folder is one of its own. Who makes a package leaves that to whoever
# installs it.
if [[ -z ${DESTDIR:-}${BUILT:-} ]] && ldconfig=$(PATH=$PATH:/sbin:/usr/sbin command -v ldconfig); then
    if [[ $(id -u) = 0 ]]; then "$ldconfig"; fi
    "$ldconfig" -p | grep -F "$root/$named" >/dev/null \
        || echo "the loader does not find it by itself: export LD_LIBRARY_PATH=$lib, or run ldconfig as root when the folder is in /etc/ld.so.conf.d" >&2
fi
echo "installed tiktok_capi $version (binary interface $abi) into $root"
