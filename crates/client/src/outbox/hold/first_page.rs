//! The first page of a new file, which makes it a database without tables that has a log:
//! <https://www.sqlite.org/fileformat2.html#the_database_header>.
//!
//! `SQLite` would write it under locks of POSIX, with a journal that another copy in the process takes for one that was left
//! behind: it would undo what is just being made. All that comes after this page goes through the log.

use std::fs::File;
use std::io::Result;
use std::os::unix::fs::FileExt;

/// Bytes of a page.
const SIZE: usize = 4_096;

/// Bytes by which a database says that it has a log: the versions of whoever writes and reads it.
const WITH_LOG: [u8; 2] = [2, 2];
const WITH_LOG_AT: u64 = 18;

/// In one piece, so that it is there or not, whenever the process ends.
pub(super) fn write(file: &File) -> Result<()> {
    file.write_all_at(&page(), 0)?;
    file.sync_all()
}

/// Whether a file is a database that has a log, or may be one.
pub(super) fn has_log(file: &File) -> bool {
    let mut versions = [0; 2];
    file.read_exact_at(&mut versions, WITH_LOG_AT).is_ok() && versions == WITH_LOG
}

fn page() -> Vec<u8> {
    let mut page = b"SQLite format 3\0".to_vec();
    page.extend([0x10, 0]); // 4,096
    page.extend(WITH_LOG);
    page.extend([0, 64, 32, 32]); // fixed
    page.resize(28, 0);
    page.extend([0, 0, 0, 1]); // pages
    page.resize(100, 0);
    page.extend([0x0D, 0, 0, 0, 0, 0x10, 0, 0]); // a table of tables that holds none
    page.resize(SIZE, 0);
    page
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_database_without_tables_that_has_a_log() {
        let path = std::env::temp_dir().join(format!("first-page-{}", std::process::id()));
        let file = File::options().read(true).write(true).create_new(true).open(&path).unwrap();
        assert!(!has_log(&file));
        write(&file).unwrap();
        assert!(has_log(&file));
        let connection = rusqlite::Connection::open(&path).unwrap();
        let answer = |sql: &str| -> String { connection.query_row(sql, [], |row| row.get(0)).unwrap() };
        assert_eq!(answer("PRAGMA integrity_check"), "ok");
        assert_eq!(answer("PRAGMA journal_mode"), "wal");
        assert_eq!(answer("SELECT count(*) || '' FROM sqlite_schema"), "0");
        drop(connection);
        std::fs::remove_file(&path).unwrap();
    }
}
