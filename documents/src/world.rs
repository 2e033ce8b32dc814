//! All that a template can see: the templates beside it, its data, and the fonts. No file of the computer, no network, no package, no clock. A clinic's
//! own template stands in the place of the one that comes with the app, and sees no more than that one does.

use crate::failed;
use crate::fonts::fonts;
use clinic_core::error::Result;
use clinic_core::office::paper_templates::{OwnTemplate, Template};
use std::sync::OnceLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};

const TEMPLATES: &[(&str, &str)] = &[
    ("page.typ", include_str!("../templates/page.typ")),
    ("words.typ", include_str!("../templates/words.typ")),
    ("invoice.typ", include_str!("../templates/invoice.typ")),
    ("credit-note.typ", include_str!("../templates/credit-note.typ")),
    ("receipt.typ", include_str!("../templates/receipt.typ")),
    ("statement.typ", include_str!("../templates/statement.typ")),
    ("payer-statement.typ", include_str!("../templates/payer-statement.typ")),
    ("prescription.typ", include_str!("../templates/prescription.typ")),
    ("visit.typ", include_str!("../templates/visit.typ")),
    ("vaccinations.typ", include_str!("../templates/vaccinations.typ")),
    ("letter.typ", include_str!("../templates/letter.typ")),
    ("till.typ", include_str!("../templates/till.typ")),
    ("aged.typ", include_str!("../templates/aged.typ")),
    ("report.typ", include_str!("../templates/report.typ")),
    // Not in the page: a clinic's own page from before goes on laying reports out.
    ("bars.typ", include_str!("../templates/bars.typ")),
];

/// The clinic's own words stand over those of the app: what it does not say is said as the app says it.
const WORDS_OVER: &str = include_str!("../templates/words-over.typ");
const SHIPPED_WORDS: &str = "shipped-words.typ";
const OWN_WORDS: &str = "own-words.typ";

/// What a template reads with `json("data.json")`. Values are never pasted into its text.
const DATA: &str = "data.json";

pub struct Desk {
    main: FileId,
    data: (FileId, Bytes),
    /// The clinic's own, before those of the app.
    own: Vec<(Template, Source)>,
    /// What stands in the place of the app's words where the clinic has its own.
    words: Vec<Source>,
}

/// Where a template cannot be laid out, and why.
pub struct Fault {
    /// None: it is the app's own.
    pub template: Option<Template>,
    /// Counted from 1.
    pub line: Option<usize>,
    pub problem: String,
}

impl Desk {
    pub fn new(template: Template, own: &[OwnTemplate], data: Vec<u8>) -> Result<Desk> {
        let mut desk =
            Desk { main: id(file_of(template))?, data: (id(DATA)?, Bytes::new(data)), own: vec![], words: vec![] };
        for one in own {
            let name = if one.template == Template::Words { OWN_WORDS } else { file_of(one.template) };
            desk.own.push((one.template, Source::new(id(name)?, one.text.clone())));
        }
        if own.iter().any(|one| one.template == Template::Words) {
            let shipped = shipped(Template::Words).to_owned();
            let over = Source::new(id(file_of(Template::Words))?, WORDS_OVER.to_owned());
            desk.words = vec![Source::new(id(SHIPPED_WORDS)?, shipped), over];
        }
        Ok(desk)
    }

    /// What the clinic wrote is told by its line; of what the app brought, the place where the clinic's own calls it.
    pub fn fault(&self, problem: &SourceDiagnostic) -> Fault {
        let traced = problem.trace.iter().map(|point| point.span);
        let place = std::iter::once(problem.span).chain(traced.map(Into::into)).find_map(|span| {
            let (template, source) = self.own.iter().find(|(_, source)| Some(source.id()) == span.id())?;
            let line = self.range(span).and_then(|range| source.lines().byte_to_line(range.start));
            Some((*template, line.map(|line| line + 1)))
        });
        let mut words = problem.message.to_string();
        for hint in &problem.hints {
            words = format!("{words} ({})", hint.v);
        }
        let (template, line) = place.map_or((None, None), |(template, line)| (Some(template), line));
        Fault { template, line, problem: words }
    }
}

/// How the file of a template is called, among the templates and when it is saved.
pub fn file_of(template: Template) -> &'static str {
    match template {
        Template::Invoice => "invoice.typ",
        Template::CreditNote => "credit-note.typ",
        Template::Receipt => "receipt.typ",
        Template::Statement => "statement.typ",
        Template::PayerStatement => "payer-statement.typ",
        Template::Prescription => "prescription.typ",
        Template::Visit => "visit.typ",
        Template::Vaccinations => "vaccinations.typ",
        Template::Letter => "letter.typ",
        Template::Till => "till.typ",
        Template::Aged => "aged.typ",
        Template::Report => "report.typ",
        Template::Page => "page.typ",
        Template::Words => "words.typ",
    }
}

/// The text that comes with the app.
pub fn shipped(template: Template) -> &'static str {
    let name = file_of(template);
    TEMPLATES.iter().find(|(one, _)| *one == name).map_or("", |(_, text)| text)
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
        let own = self.own.iter().map(|(_, source)| source).chain(&self.words);
        own.chain(sources()).find(|source| source.id() == id).cloned().ok_or_else(|| not_here(id))
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
