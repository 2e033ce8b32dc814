//! What a file may be. Its content says it; the name only where a content says nothing (text), and where it would make something run.

use crate::error::{Code, Error, Result};

/// A type of file that is kept.
#[derive(Debug, PartialEq, Eq)]
pub struct Type {
    /// How a file of it is named when it leaves the app.
    pub ending: &'static str,
    pub content_type: &'static str,
}

const fn kept(ending: &'static str, content_type: &'static str) -> Type {
    Type { ending, content_type }
}

/// Everything that is kept. None of them runs: what could hold a script for a browser, or macros, is not among them.
pub const TYPES: &[Type] = &[
    kept("pdf", "application/pdf"),
    kept("jpg", "image/jpeg"),
    kept("png", "image/png"),
    kept("gif", "image/gif"),
    kept("webp", "image/webp"),
    kept("bmp", "image/bmp"),
    kept("tif", "image/tiff"),
    kept("heic", "image/heif"),
    kept("dcm", "application/dicom"),
    kept("doc", "application/msword"),
    kept("xls", "application/vnd.ms-excel"),
    kept("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    kept("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    kept("odt", "application/vnd.oasis.opendocument.text"),
    kept("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    kept("rtf", "application/rtf"),
    kept("txt", "text/plain"),
    kept("csv", "text/csv"),
    kept("mp3", "audio/mpeg"),
    kept("m4a", "audio/m4a"),
    kept("wav", "audio/x-wav"),
    kept("ogg", "audio/ogg"),
    kept("mp4", "video/mp4"),
    kept("mov", "video/quicktime"),
];

/// Endings that some system runs, or opens with something that runs what is in the file.
const RUNS: &[&str] = &[
    "ade",
    "apk",
    "app",
    "appimage",
    "application",
    "appref-ms",
    "bash",
    "bat",
    "chm",
    "cmd",
    "com",
    "command",
    "cpl",
    "deb",
    "desktop",
    "dll",
    "dmg",
    "docm",
    "dotm",
    "exe",
    "gadget",
    "hta",
    "htm",
    "html",
    "inf",
    "iso",
    "jar",
    "js",
    "jse",
    "lnk",
    "mht",
    "mhtml",
    "msc",
    "msi",
    "msp",
    "pif",
    "pkg",
    "pl",
    "potm",
    "ppam",
    "pptm",
    "ps1",
    "py",
    "rb",
    "reg",
    "rpm",
    "run",
    "scf",
    "scr",
    "settingcontent-ms",
    "sh",
    "svg",
    "svgz",
    "swf",
    "url",
    "vb",
    "vbe",
    "vbs",
    "wsf",
    "wsh",
    "xhtml",
    "xlam",
    "xlsm",
    "xltm",
    "xml",
    "xsl",
];

/// Contents in which several of the types come, told apart by the name.
const ZIP: &[u8] = b"PK\x03\x04";
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const IN_ZIP: &[&str] = &["docx", "xlsx", "odt", "ods"];
const IN_OLE: &[&str] = &["doc", "xls"];
const TEXTS: &[&str] = &["txt", "csv"];

/// The type by which a stored file goes.
pub fn of(content_type: &str) -> Option<&'static Type> {
    TYPES.iter().find(|one| one.content_type == content_type)
}

/// Refuses a name that says that the file would run, without its content.
///
/// Errors: `file.runs` (ending).
pub fn check_name(name: &str) -> Result<()> {
    let ending = ending_of(name);
    if RUNS.contains(&ending.as_str()) { Err(runs(&ending)) } else { Ok(()) }
}

/// Which type a file is, by its first bytes.
///
/// Errors in this order: `file.runs` (ending), `file.type_not_taken` (ending).
pub fn recognise(name: &str, head: &[u8]) -> Result<&'static Type> {
    check_name(name)?;
    let ending = ending_of(name);
    let called = |among: &[&str]| TYPES.iter().find(|one| one.ending == ending && among.contains(&one.ending));
    let unknown = || Error::field(Code::FileTypeNotTaken, "name").with("ending", ending.clone());
    let found = infer::get(head);
    if let Some(found) = found {
        let text = [infer::MatcherType::App, infer::MatcherType::Text].contains(&found.matcher_type());
        // A certificate is no program, though it is listed among them.
        if text && found.mime_type() != "application/x-x509-ca-cert" {
            return Err(runs(found.extension()));
        }
        if let Some(one) = TYPES.iter().find(|one| one.content_type == found.mime_type()) {
            return Ok(one);
        }
    }
    if head.starts_with(ZIP) {
        return called(IN_ZIP).ok_or_else(unknown);
    }
    if head.starts_with(OLE) {
        return called(IN_OLE).ok_or_else(unknown);
    }
    if found.is_none() && is_text(head) {
        return called(TEXTS).ok_or_else(unknown);
    }
    Err(unknown())
}

/// The name under which a file leaves the app: of what was typed, without what a system would take for a folder or that turns a name around.
pub fn name_outside(name: &str, one: &Type) -> String {
    let trimmed = name.trim_end_matches(['.', ' ']);
    let is_ending = |ending: &str| ending.chars().all(char::is_alphanumeric);
    let stem = trimmed.rsplit_once('.').filter(|(_, ending)| is_ending(ending)).map_or(trimmed, |(stem, _)| stem);
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let plain: String = stem
        .chars()
        .filter(|c| !c.is_control() && !turns(*c))
        .map(|c| if "/\\:*?\"<>|".contains(c) { '_' } else { c })
        .take(80)
        .collect();
    // Neither hidden nor ended by an ending of its own.
    let plain = plain.replace('.', "_");
    let plain = plain.trim();
    format!("{}.{}", if plain.is_empty() { "file" } else { plain }, one.ending)
}

fn runs(ending: &str) -> Error {
    Error::field(Code::FileRuns, "name").with("ending", ending)
}

/// Windows drops dots and spaces at a name's end: so does this.
fn ending_of(name: &str) -> String {
    let name = name.trim_end_matches(['.', ' ']);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    match ending.as_str() {
        "jpeg" | "jpe" | "jfif" => "jpg".into(),
        "tiff" => "tif".into(),
        _ => ending,
    }
}

/// A piece may end within a character; anything else that is no text is not UTF-8, or has control characters.
fn is_text(head: &[u8]) -> bool {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !text.starts_with("#!") && !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PDF: &[u8] = b"%PDF-1.7\n";
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

    fn code(name: &str, head: &[u8]) -> Code {
        recognise(name, head).expect_err(name).code()
    }

    #[test]
    fn the_content_says_what_a_file_is() {
        for (name, head, ending) in [
            ("letter.pdf", PDF, "pdf"),
            ("LETTER.PDF", PDF, "pdf"),
            ("no ending", PDF, "pdf"),
            ("called otherwise.jpg", PNG, "png"),
            ("photo.jpeg", b"\xff\xd8\xff\xe0 \0\x10JFIF", "jpg"),
            ("list.csv", b"name;value\nHb;13.1\n", "csv"),
            ("Grüße.txt", "Grüße".as_bytes(), "txt"),
            ("cut in a character.txt", &"Grü".as_bytes()[..3], "txt"),
            ("report.docx", b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0", "docx"),
            ("old.doc", OLE, "doc"),
        ] {
            assert_eq!(recognise(name, head).expect(name).ending, ending, "{name}");
        }
    }

    #[test]
    fn what_runs_is_refused_by_its_name_and_by_its_content() {
        let elf = [b"\x7fELF\x02\x01\x01\0".as_slice(), &[0; 64]].concat();
        let exe = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0";
        for (name, head) in [
            ("x.pdf.exe", PDF),
            ("x.exe.", PDF),
            ("x.exe .", PDF),
            ("x.SCR", PDF),
            ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>".as_slice()),
            ("x.html", PDF),
            ("x.docm", b"PK\x03\x04"),
            ("result.pdf", exe),
            ("result.pdf", &elf),
            ("result.txt", b"#!/bin/sh\nrm -r /\n"),
            ("result.txt", b"<!DOCTYPE html><script>1</script>"),
        ] {
            assert_eq!(code(name, head), Code::FileRuns, "{name}");
        }
    }

    #[test]
    fn what_nobody_knows_is_not_taken() {
        for (name, head) in [
            ("all.zip", ZIP),
            ("result.pdf", ZIP),
            ("result.pdf", b"just text".as_slice()),
            ("no ending", b"just text"),
            ("result.txt", b"a\0b"),
            ("result.txt", b"\xff\xfe\0"),
            ("result.pdf", b""),
        ] {
            assert_eq!(code(name, head), Code::FileTypeNotTaken, "{name}");
        }
    }

    #[test]
    fn a_name_outside_can_neither_run_nor_leave_its_folder() {
        let pdf = of("application/pdf").expect("a type");
        for (name, outside) in [
            ("letter.pdf", "letter.pdf"),
            ("letter.pdf.exe", "letter_pdf.pdf"),
            ("../../etc/passwd", "______etc_passwd.pdf"),
            ("C:\\x.pdf", "C__x.pdf"),
            ("gpj.\u{202e}fdp.exe", "gpj_fdp.pdf"),
            (" .pdf", "file.pdf"),
            ("", "file.pdf"),
            ("Results of 12.3.2026", "Results of 12_3.pdf"),
        ] {
            assert_eq!(name_outside(name, pdf), outside);
        }
    }

    #[test]
    fn nothing_that_is_kept_runs() {
        assert!(TYPES.iter().all(|one| !RUNS.contains(&one.ending)));
        assert!(RUNS.is_sorted());
    }
}
