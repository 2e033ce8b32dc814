//! Small files that only their owner may read, replaced as a whole: after a power cut the old or the new one stands.

use crate::error::{Code, Error, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

/// Writes a file that only its owner may read (0600), making its folder (0700).
///
/// Errors: `store.full`, `internal`.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    try_write(path, |file| file.write_all(bytes)).map_err(failed)
}

/// Copies a file to where only its owner may read it, as `write` does: what stood there is replaced once the copy is on the disk.
///
/// Errors: `store.full`, `internal`.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    let mut source = File::open(from).map_err(failed)?;
    try_write(to, |file| std::io::copy(&mut source, file).map(drop)).map_err(failed)
}

pub fn write_json(path: &Path, value: &impl Serialize) -> Result<()> {
    write(path, &serde_json::to_vec_pretty(value).map_err(Error::internal)?)
}

/// The file's content; nothing when there is no such file, or when it cannot be understood (it is then set aside).
pub fn read_json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    match serde_json::from_slice(&bytes) {
        Ok(value) => Ok(Some(value)),
        Err(_) => {
            tracing::warn!("a file of this workstation could not be read and was set aside");
            fs::rename(path, path.with_extension("unreadable")).map_err(failed)?;
            Ok(None)
        }
    }
}

/// Makes a folder that only its owner may enter.
pub fn make_folder(path: &Path) -> Result<()> {
    try_make_folder(path).map_err(failed)
}

fn try_make_folder(path: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn try_write(path: &Path, fill: impl FnOnce(&mut File) -> std::io::Result<()>) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    try_make_folder(folder)?;
    let fresh = path.with_extension(format!("{}.new", std::process::id()));
    // Made anew, so that the mode is ours and not that of whoever left one behind.
    match fs::remove_file(&fresh) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&fresh).and_then(|mut file| fill(&mut file).and_then(|()| file.sync_all()));
    if let Err(error) = written.and_then(|()| fs::rename(&fresh, path)) {
        let _ = fs::remove_file(&fresh);
        return Err(error);
    }
    // The new name itself must survive a power cut too; Windows cannot open folders and does without.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

fn failed(error: std::io::Error) -> Error {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Error::new(Code::StoreFull),
        // Only the kind: the text may name folders.
        kind => Error::internal(format!("a file of this workstation: {kind}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_only_its_owner_reads_it() {
        let folder = std::env::temp_dir().join(format!("clinic-files-{}", uuid::Uuid::now_v7()));
        let path = folder.join("inner").join("some.json");
        assert_eq!(read_json::<Vec<i32>>(&path).unwrap(), None);
        write_json(&path, &[1, 2]).unwrap();
        write_json(&path, &[3]).unwrap();
        assert_eq!(read_json::<Vec<i32>>(&path).unwrap(), Some(vec![3]));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
            assert_eq!(fs::metadata(path.parent().unwrap()).unwrap().permissions().mode() & 0o777, 0o700);
        }
        fs::write(&path, b"{ torn").unwrap();
        assert_eq!(read_json::<Vec<i32>>(&path).unwrap(), None);
        assert!(path.with_extension("unreadable").is_file());
        fs::remove_dir_all(&folder).unwrap();
    }
}
