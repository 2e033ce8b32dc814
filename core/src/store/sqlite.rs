//! A clinic in one encrypted file on this computer.

use super::fault::from_sqlx;
use crate::error::{Code, Error, Result};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, SqlitePool};
use std::path::Path;
use std::time::Duration;

/// Opens the file with its 256-bit key (64 hex digits); makes it when `create`.
///
/// Errors in this order: `connection.network_share`, `connection.file_not_found`, `connection.wrong_key`.
pub(super) async fn open(path: &Path, key: &str, create: bool) -> Result<SqlitePool> {
    if key.len() != 64 || !key.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(Error::new(Code::ConnectionWrongKey));
    }
    refuse_network_share(path)?;
    if !create && !path.is_file() {
        return Err(Error::new(Code::ConnectionFileNotFound));
    }
    let options = SqliteConnectOptions::new()
        .filename(path)
        // First of all pragmas: the raw key, so that SQLCipher derives nothing from it.
        .pragma("key", format!("\"x'{key}'\""))
        .create_if_missing(create)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .statement_cache_capacity(200)
        .pragma("cache_size", "-32000")
        .disable_statement_logging();
    let pool = SqlitePoolOptions::new().max_connections(6).connect_with(options).await.map_err(from_sqlx)?;
    // The key is tried only when a page is read.
    sqlx::query("SELECT COUNT(*) FROM sqlite_master").execute(&pool).await.map_err(from_sqlx)?;
    Ok(pool)
}

/// SQLite's locks do not hold on network file systems, and two computers would destroy the file.
fn refuse_network_share(path: &Path) -> Result<()> {
    // \\server\share and //server/share: as text, because a path of its own takes // for the root.
    let text = path.to_string_lossy();
    if text.starts_with("\\\\") || text.starts_with("//") {
        return Err(Error::new(Code::ConnectionNetworkShare));
    }
    #[cfg(target_os = "linux")]
    {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
        let mounts = std::fs::read_to_string("/proc/self/mounts").unwrap_or_default();
        if mount_kind(&mounts, &folder).is_some_and(is_network_kind) {
            return Err(Error::new(Code::ConnectionNetworkShare));
        }
    }
    Ok(())
}

/// The file system kind of the longest mount point above `folder`, of lines as in /proc/self/mounts.
fn mount_kind<'a>(mounts: &'a str, folder: &Path) -> Option<&'a str> {
    mounts
        .lines()
        .filter_map(|line| {
            let mut parts = line.split(' ');
            let (_, point, kind) = (parts.next()?, parts.next()?, parts.next()?);
            let point = point.replace("\\040", " ");
            folder.starts_with(&point).then_some((point.len(), kind))
        })
        .max_by_key(|(length, _)| *length)
        .map(|(_, kind)| kind)
}

fn is_network_kind(kind: &str) -> bool {
    matches!(
        kind,
        "nfs"
            | "nfs4"
            | "cifs"
            | "smb3"
            | "smbfs"
            | "fuse.sshfs"
            | "9p"
            | "afs"
            | "ncpfs"
            | "davfs"
            | "fuse.davfs2"
            | "ceph"
            | "glusterfs"
            | "fuse.glusterfs"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_mount_point_decides() {
        let mounts =
            "/dev/sda1 / ext4 rw 0 0\nserver:/share /mnt/share nfs4 rw 0 0\n//pc/x /mnt/with\\040space cifs rw 0 0\n";
        assert_eq!(mount_kind(mounts, Path::new("/home/anna")), Some("ext4"));
        assert_eq!(mount_kind(mounts, Path::new("/mnt/share/clinic")), Some("nfs4"));
        assert_eq!(mount_kind(mounts, Path::new("/mnt/with space")), Some("cifs"));
        assert!(is_network_kind("cifs") && !is_network_kind("ext4"));
    }

    #[tokio::test]
    async fn a_windows_share_is_refused() {
        let error = open(Path::new("\\\\server\\share\\clinic.db"), &"0".repeat(64), true).await.unwrap_err();
        assert_eq!(error.code(), Code::ConnectionNetworkShare);
    }
}
