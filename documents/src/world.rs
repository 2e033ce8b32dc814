//! All that a template can see: the templates beside it, its data, and the fonts. No file of the computer, no network, no clock.

use crate::failed;
use crate::fonts::fonts;
use clinic_core::error::Result;
use std::sync::OnceLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

const TEMPLATES: &[(&str, &str)] = &[
    ("page.typ", include_str!("../templates/page.typ")),
    ("words.typ", include_str!("../templates/words.typ")),
    ("invoice.typ", include_str!("../templates/invoice.typ")),
    ("credit-note.typ", include_str!("../templates/credit-note.typ")),
    ("receipt.typ", include_str!("../templates/receipt.typ")),
    ("statement.typ", include_str!("../templates/statement.typ")),
    ("prescription.typ", include_str!("../templates/prescription.typ")),
    ("visit.typ", include_str!("../templates/visit.typ")),
    ("vaccinations.typ", include_str!("../templates/vaccinations.typ")),
    ("letter.typ", include_str!("../templates/letter.typ")),
    ("till.typ", include_str!("../templates/till.typ")),
    ("aged.typ", include_str!("../templates/aged.typ")),
    ("report.typ", include_str!("../templates/report.typ")),
];

/// What a template reads with `json("data.json")`. Values are never pasted into its text.
const DATA: &str = "data.json";

pub struct Desk {
    main: FileId,
    data: (FileId, Bytes),
}

impl Desk {
    pub fn new(template: &str, data: Vec<u8>) -> Result<Desk> {
        Ok(Desk { main: id(template)?, data: (id(DATA)?, Bytes::new(data)) })
    }
}

fn id(name: &str) -> Result<FileId> {
    let path = VirtualPath::new(name).map_err(|_| failed(Some(name)))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// Read once: the same text is then the same source, and what was worked out for it is kept.
fn sources() -> &'static [Source] {
    static SOURCES: OnceLock<Vec<Source>> = OnceLock::new();
    SOURCES.get_or_init(|| {
        let source = |(name, text): &(&str, &str)| Some(Source::new(id(name).ok()?, (*text).to_owned()));
        TEMPLATES.iter().filter_map(source).collect()
    })
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        static LIBRARY: OnceLock<LazyHash<Library>> = OnceLock::new();
        LIBRARY.get_or_init(|| LazyHash::new(Library::default()))
    }

    fn book(&self) -> &LazyHash<FontBook> {
        fonts().book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        sources().iter().find(|source| source.id() == id).cloned().ok_or_else(|| not_here(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 { Ok(self.data.1.clone()) } else { Err(not_here(id)) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts().font(index)
    }

    /// A document bears its own dates; the day it is printed changes nothing.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_here(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}
