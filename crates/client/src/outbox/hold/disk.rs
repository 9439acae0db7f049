//! Which disks an outbox can be on.
//!
//! The index of `SQLite`'s log is memory that processes share, so all of them have to be on the machine of the disk. On a share
//! several machines would write at once, and nobody would notice.

use std::path::Path;

use nix::sys::statfs::{Statfs, statfs};

/// Whether the disk of a file that is there, or is to be made, is another machine's.
pub(in crate::outbox) fn is_remote(path: &Path) -> bool {
    let of = |path: &Path| statfs(path).ok();
    of(path).or_else(|| of(path.parent()?)).is_some_and(|disk| is_share(&disk))
}

/// By the numbers of statfs(2). A 9P or FUSE file system may be another machine's or not, and is taken.
#[cfg(target_os = "linux")]
#[allow(
    clippy::useless_conversion,
    clippy::unnecessary_fallible_conversions,
    reason = "the field is of 32 bits on some machines, and of musl without a sign"
)]
fn is_share(disk: &Statfs) -> bool {
    i64::try_from(disk.filesystem_type().0).is_ok_and(is_known_share)
}

#[cfg(target_os = "linux")]
fn is_known_share(kind: i64) -> bool {
    const NFS: i64 = 0x6969;
    const SMB: i64 = 0x517B;
    const SMB2: i64 = 0xFE53_4D42;
    const CIFS: i64 = 0xFF53_4D42;
    const AFS: i64 = 0x5346_414F;
    const KAFS: i64 = 0x6B41_4653;
    const CODA: i64 = 0x7375_7245;
    const CEPH: i64 = 0x00C3_6400;
    const LUSTRE: i64 = 0x0BD0_0BD0;
    const GPFS: i64 = 0x4750_4653;
    const BEEGFS: i64 = 0x1983_0326;
    // Of 32 bits, two of them are negative.
    let kind = kind & 0xFFFF_FFFF;
    [NFS, SMB, SMB2, CIFS, AFS, KAFS, CODA, CEPH, LUSTRE, GPFS, BEEGFS].contains(&kind)
}

#[cfg(target_os = "macos")]
fn is_share(disk: &Statfs) -> bool {
    ["nfs", "smbfs", "afpfs", "webdav"].contains(&disk.filesystem_type_name())
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn is_share(_: &Statfs) -> bool {
    false
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn shares_are_told_by_their_numbers() {
        const EXT4: i64 = 0xEF53;
        const TMPFS: i64 = 0x0102_1994;
        const OVERLAY: i64 = 0x794C_7630;
        const FUSE: i64 = 0x6573_5546;
        assert!([0x6969, 0xFE53_4D42, -0x00AC_B2BE].into_iter().all(is_known_share));
        assert!(![EXT4, TMPFS, OVERLAY, FUSE].into_iter().any(is_known_share));
        assert!(!is_remote(&std::env::temp_dir().join("there is none")));
    }
}
