//! What the clinic prints: an answer of the core becomes a PDF, and pictures of its pages that look exactly like it.
//!
//! `data` (with `clinical` for the record and `money` for the books) turns the answer into what a template reads, with amounts and dates as they are written; `world` is all that a template can see;
//! `fonts` are those of the program and those of the computer. The templates themselves are in `documents/templates`.

mod clinical;
mod data;
mod fonts;
mod format;
mod money;
mod world;

use chrono::NaiveDateTime;
pub use clinic_core::documents::Document;
use clinic_core::error::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use typst::layout::{Frame, FrameItem};
use typst_layout::PagedDocument;
use world::Desk;

/// The sizes of paper that a document can be made for: what stands on them is laid out anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    A4,
    Letter,
    A5,
    /// A roll of 80 mm: as long as what stands on it.
    #[serde(rename = "roll_80")]
    Roll80,
}

/// How a document is to look this time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Nothing: the clinic's paper, and A5 for a receipt.
    #[serde(default)]
    pub paper: Option<Paper>,
    /// Each page says that this is a copy, as it does by itself once the original was printed here.
    #[serde(default)]
    pub copy: bool,
}

/// A document as it was laid out.
pub struct Made {
    paged: PagedDocument,
    /// Whether each page says so.
    pub copy: bool,
    /// When the original was printed, in the clinic's wall time.
    pub printed_at: Option<NaiveDateTime>,
    /// Under which name it is saved, without a folder. It holds the document's number and never a person's name.
    pub file_name: String,
    /// Characters that no font of this computer has: they stand as empty boxes on the paper.
    pub uncovered: String,
}

/// Lays a document out.
///
/// Errors: `document.failed`.
pub fn make(document: &Document, look: Look) -> Result<Made> {
    let paper = look.paper.unwrap_or_else(|| usual_paper(document));
    let printed_at = document.printed_at();
    let copy = look.copy || printed_at.is_some();
    let desk = Desk::new(template(document), data::of(document, paper, copy)?)?;
    let compiled = typst::compile::<PagedDocument>(&desk);
    // What was worked out is kept for the next document, but not for ever.
    typst::comemo::evict(20);
    let paged = compiled.output.map_err(|problems| failed(problems.first().map(|one| one.message.as_str())))?;
    let uncovered = uncovered(&paged);
    Ok(Made { paged, copy, printed_at, file_name: file_name(document.number(), copy), uncovered })
}

impl Made {
    /// Errors: `document.failed`.
    pub fn pdf(&self) -> Result<Vec<u8>> {
        let options = typst_pdf::PdfOptions {
            creator: typst::foundations::Smart::Custom(Some("Clinic Desk".to_owned())),
            ..typst_pdf::PdfOptions::default()
        };
        typst_pdf::pdf(&self.paged, &options)
            .map_err(|problems| failed(problems.first().map(|one| one.message.as_str())))
    }

    pub fn page_count(&self) -> usize {
        self.paged.pages().len()
    }

    /// One SVG for each page, in their order. Text is drawn as shapes: no font is needed to show it.
    pub fn pages(&self) -> Vec<String> {
        self.paged.pages().iter().map(|page| typst_svg::svg(page, &typst_svg::SvgOptions::default())).collect()
    }
}

fn template(document: &Document) -> &'static str {
    match document {
        Document::Invoice(_) => "invoice.typ",
        Document::CreditNote(_) => "credit-note.typ",
        Document::Receipt(_) => "receipt.typ",
        Document::Statement(_) => "statement.typ",
        Document::Prescription(_) => "prescription.typ",
        Document::Visit(_) => "visit.typ",
        Document::Vaccinations(_) => "vaccinations.typ",
        Document::Letter(_) => "letter.typ",
        Document::Till(_) => "till.typ",
        Document::Aged(_) => "aged.typ",
        Document::Report(_) => "report.typ",
    }
}

fn usual_paper(document: &Document) -> Paper {
    match document {
        Document::Receipt(_) => Paper::A5,
        _ if document.format().paper == "Letter" => Paper::Letter,
        _ => Paper::A4,
    }
}

/// A number may hold what no file system takes: a clinic chooses its own prefix.
fn file_name(number: &str, copy: bool) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    let number: String = number.chars().map(plain).collect();
    let number = number.trim_matches(['.', '-']);
    let number = if number.is_empty() { "document" } else { number };
    format!("{number}{}.pdf", if copy { "-copy" } else { "" })
}

/// The characters that were drawn with no font's shape, each once.
fn uncovered(paged: &PagedDocument) -> String {
    let mut found = BTreeSet::new();
    for page in paged.pages() {
        look_through(&page.frame, &mut found);
    }
    found.into_iter().collect()
}

fn look_through(frame: &Frame, found: &mut BTreeSet<char>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => look_through(&group.frame, found),
            FrameItem::Text(text) => {
                for glyph in text.glyphs.iter().filter(|glyph| glyph.id == 0) {
                    let drawn = text.text.get(glyph.range()).unwrap_or_default();
                    found.extend(drawn.chars().filter(|c| !c.is_whitespace() && !c.is_control()));
                }
            }
            _ => {}
        }
    }
}

/// The problem goes to the log: it names a place in a template, and never what stands on the paper.
fn failed(problem: Option<&str>) -> Error {
    tracing::error!(problem = problem.unwrap_or_default(), "a document could not be made");
    Error::new(Code::DocumentFailed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_have_the_names_that_the_window_the_terminal_and_the_templates_use() {
        let named = [Paper::A4, Paper::Letter, Paper::A5, Paper::Roll80].map(|paper| serde_json::json!(paper));
        assert_eq!(named, ["a4", "letter", "a5", "roll_80"]);
    }

    #[test]
    fn file_names_hold_the_number_and_nothing_that_a_file_system_refuses() {
        assert_eq!(file_name("INV-2026-00001", false), "INV-2026-00001.pdf");
        assert_eq!(file_name("R/2026:7", true), "R-2026-7-copy.pdf");
        assert_eq!(file_name("..", false), "document.pdf");
    }
}
