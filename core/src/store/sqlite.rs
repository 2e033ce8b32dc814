//! A clinic in one encrypted file on this computer.

use super::fault::from_sqlx;
use crate::error::{Code, Error, Result};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, SqlitePool};
use std::path::{Path, PathBuf};
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
    // As text first, because a path of its own takes // for the root.
    let lies = where_it_lies(path);
    let is_share = is_share(&path.to_string_lossy()) || is_share(&lies.to_string_lossy());
    if is_share || mounts().is_some_and(|mounts| mounts.kind_of(&lies).is_some_and(is_network_kind)) {
        return Err(Error::new(Code::ConnectionNetworkShare));
    }
    Ok(())
}

/// The file itself, or the nearest folder above it that is there, with every link followed. On Windows a drive letter that stands for a share
/// becomes the share's name by this.
fn where_it_lies(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    whole.ancestors().find_map(|one| one.canonicalize().ok()).unwrap_or(whole)
}

/// `\\server\share`, `//server/share` and what Windows makes of it, `\\?\UNC\server\share`; not a disk of this computer, `\\?\C:\`.
fn is_share(text: &str) -> bool {
    let text = text.replace('/', "\\");
    match text.strip_prefix("\\\\?\\").or_else(|| text.strip_prefix("\\\\.\\")) {
        Some(rest) => rest.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("UNC\\")),
        None => text.starts_with("\\\\"),
    }
}

/// What is mounted where, and of which kind.
struct Mounts(Vec<(String, String)>);

/// Of a system that says so.
fn mounts() -> Option<Mounts> {
    if cfg!(target_os = "linux") {
        return std::fs::read_to_string("/proc/self/mounts").ok().map(|text| Mounts::of_linux(&text));
    }
    if cfg!(target_os = "macos") {
        let told = std::process::Command::new("/sbin/mount").output().ok()?;
        return Some(Mounts::of_macos(&String::from_utf8_lossy(&told.stdout)));
    }
    None
}

impl Mounts {
    /// Lines such as `server:/share /mnt/with\040space nfs4 rw 0 0`.
    fn of_linux(text: &str) -> Mounts {
        let line = |line: &str| {
            let mut parts = line.split(' ');
            let (_, point, kind) = (parts.next()?, parts.next()?, parts.next()?);
            let signs = [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")];
            let point = signs.iter().fold(point.to_owned(), |point, (code, sign)| point.replace(code, sign));
            Some((point, kind.to_owned()))
        };
        Mounts(text.lines().filter_map(line).collect())
    }

    /// Lines such as `//anna@server/share on /Volumes/share (smbfs, nodev, nosuid)`.
    fn of_macos(text: &str) -> Mounts {
        let line = |line: &str| {
            let (rest, kinds) = line.rsplit_once(" (")?;
            let (_, point) = rest.split_once(" on /")?;
            let kind = kinds.split([',', ')']).next()?;
            Some((format!("/{point}"), kind.to_owned()))
        };
        Mounts(text.lines().filter_map(line).collect())
    }

    /// The kind of the longest mount point above this place; of two at one point the later one, which covers the other.
    fn kind_of(&self, place: &Path) -> Option<&str> {
        let above = self.0.iter().filter(|(point, _)| place.starts_with(point));
        above.max_by_key(|(point, _)| point.len()).map(|(_, kind)| kind.as_str())
    }
}

/// File systems of other computers, of what a virtual machine shares with its host, and of folders that are kept elsewhere. The same kinds
/// come from the kernel and from FUSE programs, whose names often end so.
const NETWORK_KINDS: &[&str] = &[
    // Windows' and Unix' shares.
    "nfs",
    "nfs3",
    "nfs4",
    "cifs",
    "smb2",
    "smb3",
    "smbfs",
    "smbnetfs",
    "afs",
    "afpfs",
    "ncpfs",
    "ncp",
    "coda",
    "webdav",
    "davfs",
    "davfs2",
    // What file managers mount, and servers by other ways in.
    "gvfsd-fuse",
    "gvfs-fuse-daemon",
    "kio-fuse",
    "sshfs",
    "curlftpfs",
    "ftpfs",
    "rclone",
    "s3fs",
    "goofys",
    "gcsfuse",
    "blobfuse",
    "blobfuse2",
    "google-drive-ocamlfuse",
    "onedriver",
    "seadrive",
    "juicefs",
    "macfuse",
    "osxfuse",
    "fusefs",
    // Between a virtual machine and its host.
    "vmhgfs",
    "vmhgfs-fuse",
    "vboxsf",
    "prl_fs",
    "9p",
    "virtiofs",
    "drvfs",
    // Of many servers together.
    "lustre",
    "ceph",
    "ceph-fuse",
    "glusterfs",
    "beegfs",
    "gpfs",
    "orangefs",
    "pvfs2",
    "ocfs2",
    "gfs2",
    "mfs",
    "lizardfs",
    "moosefs",
    "cvfs",
];

fn is_network_kind(kind: &str) -> bool {
    let kind = kind.to_ascii_lowercase();
    NETWORK_KINDS.contains(&kind.strip_prefix("fuse.").unwrap_or(&kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_mount_point_decides() {
        let mounts = Mounts::of_linux(
            "/dev/sda1 / ext4 rw 0 0\nauto /mnt/share autofs rw 0 0\nserver:/share /mnt/share nfs4 rw 0 0\n//pc/x /mnt/with\\040space cifs rw 0 0\n",
        );
        assert_eq!(mounts.kind_of(Path::new("/home/anna/a.clinic")), Some("ext4"));
        assert_eq!(mounts.kind_of(Path::new("/mnt/share/clinic/a.clinic")), Some("nfs4"));
        assert_eq!(mounts.kind_of(Path::new("/mnt/with space")), Some("cifs"));
        let mounts = Mounts::of_macos(
            "/dev/disk3s1s1 on / (apfs, sealed, local, read-only)\n//anna@server/share on /Volumes/my share (smbfs, nodev, nosuid, mounted by anna)\n",
        );
        assert_eq!(mounts.kind_of(Path::new("/Users/anna/a.clinic")), Some("apfs"));
        assert_eq!(mounts.kind_of(Path::new("/Volumes/my share/a.clinic")), Some("smbfs"));
    }

    #[test]
    fn network_kinds_are_known_from_the_disks_of_this_computer() {
        for kind in [
            "nfs4",
            "cifs",
            "smbfs",
            "fuse.sshfs",
            "fuse.gvfsd-fuse",
            "fuse.kio-fuse",
            "kio-fuse",
            "fuse.rclone",
            "smbnetfs",
            "fuse.smbnetfs",
            "fuse.vmhgfs-fuse",
            "vmhgfs",
            "vboxsf",
            "lustre",
            "ceph",
            "fuse.ceph-fuse",
            "9p",
            "virtiofs",
            "fuse.glusterfs",
            "afpfs",
            "webdav",
            "prl_fs",
        ] {
            assert!(is_network_kind(kind), "{kind}");
        }
        for kind in [
            "ext4",
            "btrfs",
            "xfs",
            "zfs",
            "tmpfs",
            "overlay",
            "apfs",
            "hfs",
            "vfat",
            "exfat",
            "ntfs3",
            "fuseblk",
            "ecryptfs",
            "fuse.gocryptfs",
            "fuse.encfs",
        ] {
            assert!(!is_network_kind(kind), "{kind}");
        }
    }

    #[test]
    fn a_share_is_known_by_its_name() {
        for share in [
            "\\\\server\\share\\a.clinic",
            "//server/share",
            "\\\\?\\UNC\\server\\share\\a.clinic",
            "\\\\?\\unc\\server\\share",
        ] {
            assert!(is_share(share), "{share}");
        }
        for own in [
            "C:\\clinic\\a.clinic",
            "\\\\?\\C:\\clinic\\a.clinic",
            "/home/anna/a.clinic",
            "\\\\?\\Volume{b75e2c83}\\a.clinic",
            "a.clinic",
        ] {
            assert!(!is_share(own), "{own}");
        }
    }

    /// A link into a share is the share; what is not there yet lies where its folder does.
    #[cfg(unix)]
    #[test]
    fn links_are_followed() {
        let folder = std::env::temp_dir().join(format!("clinic-links-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir_all(folder.join("there")).unwrap();
        std::os::unix::fs::symlink(folder.join("there"), folder.join("link")).unwrap();
        let there = folder.join("there").canonicalize().unwrap();
        assert_eq!(where_it_lies(&folder.join("link/new/a.clinic")), there);
        std::fs::write(folder.join("there/a.clinic"), "").unwrap();
        std::os::unix::fs::symlink(folder.join("there/a.clinic"), folder.join("b.clinic")).unwrap();
        assert_eq!(where_it_lies(&folder.join("b.clinic")), there.join("a.clinic"));
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[tokio::test]
    async fn a_windows_share_is_refused() {
        let error = open(Path::new("\\\\server\\share\\clinic.db"), &"0".repeat(64), true).await.unwrap_err();
        assert_eq!(error.code(), Code::ConnectionNetworkShare);
    }
}
