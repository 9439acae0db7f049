#!/usr/bin/env bash
# Builds the C library and installs it with its headers, pkg-config file and CMake package.
#   bindings/c/install.sh [PREFIX]                     /usr/local when none is given
#   DESTDIR=/tmp/package bindings/c/install.sh /usr    for those who make packages
#   PROFILE=dev bindings/c/install.sh PREFIX           unoptimised, for tests
set -euo pipefail
umask 022

prefix=${1:-/usr/local}
[[ $prefix = /* ]] || { echo "give an absolute path" >&2; exit 2; }
profile=${PROFILE:-release}
here=$(cd "$(dirname "$0")" && pwd)
target=${CARGO_TARGET_DIR:-$here/../../target}/${profile/#dev/debug}
abi=$(sed -n 's/^pub const TIKTOK_CAPI_ABI_VERSION: u32 = \([0-9]*\);$/\1/p' "$here/src/abi.rs")
version=$(sed -n 's/^#define TIKTOK_CAPI_VERSION "\(.*\)"$/\1/p' "$here/include/tiktok_capi.h")
# What a program needs besides when it links the static library: `rustc --print native-static-libs`.
case $(uname -s) in
Darwin) built=libtiktok_capi.dylib named=libtiktok_capi.$abi.dylib needed='-liconv -lSystem -lc -lm' ;;
*) built=libtiktok_capi.so named=libtiktok_capi.so.$abi needed='-lgcc_s -lutil -lrt -lpthread -lm -ldl -lc' ;;
esac

(cd "$here" && cargo build --quiet --locked --package tiktok-capi-c --profile "$profile" ${FEATURES:+--features "$FEATURES"})

root=${DESTDIR:-}$prefix
install -d "$root/include" "$root/lib/pkgconfig" "$root/lib/cmake/tiktok_capi"
install -m 644 "$here/include/tiktok_capi.h" "$here/include/tiktok_capi.ffi.h" "$root/include"
install -m 644 "$target/libtiktok_capi.a" "$root/lib"
install -m 755 "$target/$built" "$root/lib/$named"
ln -sf "$named" "$root/lib/$built"

cat >"$root/lib/pkgconfig/tiktok_capi.pc" <<END
prefix=$prefix
includedir=\${prefix}/include
libdir=\${prefix}/lib

Name: tiktok_capi
Description: Server-to-server conversions for TikTok's Events API 2.0
Version: $version
Cflags: -I\${includedir}
Libs: -L\${libdir} -ltiktok_capi
Libs.private: $needed
END

cat >"$root/lib/cmake/tiktok_capi/tiktok_capi-config.cmake" <<END
# tiktok_capi::tiktok_capi is the shared library, tiktok_capi::static the other.
get_filename_component(_prefix "\${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
if(NOT TARGET tiktok_capi::tiktok_capi)
  add_library(tiktok_capi::tiktok_capi SHARED IMPORTED)
  set_target_properties(tiktok_capi::tiktok_capi PROPERTIES
    IMPORTED_LOCATION "\${_prefix}/lib/$named"
    INTERFACE_INCLUDE_DIRECTORIES "\${_prefix}/include")
  add_library(tiktok_capi::static STATIC IMPORTED)
  set_target_properties(tiktok_capi::static PROPERTIES
    IMPORTED_LOCATION "\${_prefix}/lib/libtiktok_capi.a"
    INTERFACE_INCLUDE_DIRECTORIES "\${_prefix}/include"
    INTERFACE_LINK_LIBRARIES "${needed// /;}")
endif()
unset(_prefix)
END

cat >"$root/lib/cmake/tiktok_capi/tiktok_capi-config-version.cmake" <<END
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
if [[ -z ${DESTDIR:-} ]] && ldconfig=$(PATH=$PATH:/sbin:/usr/sbin command -v ldconfig); then
    if [[ $(id -u) = 0 ]]; then "$ldconfig"; fi
    "$ldconfig" -p | grep -F "$prefix/lib/$named" >/dev/null \
        || echo "the loader does not find it by itself: export LD_LIBRARY_PATH=$prefix/lib, or run ldconfig as root when the folder is in /etc/ld.so.conf.d" >&2
fi
echo "installed tiktok_capi $version (binary interface $abi) into $root"
