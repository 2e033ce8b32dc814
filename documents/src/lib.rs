//! What the clinic prints: an answer of the core becomes a PDF, and pictures of its pages that look exactly like it.
//!
//! `templates` are a clinic's own, tried out before they are kept (with `samples`, in a process of its own: `apart`). `data` (with `clinical` for the record and `money` for the books) turns the answer into what a template reads, with amounts and dates as they are written; `world` is all that a template can see;
//! `fonts` are those of the program and those of the computer. The templates themselves are in `documents/templates`.

pub mod apart;
mod clinical;
mod data;
mod fonts;
mod format;
mod money;
mod samples;
pub mod templates;
mod world;

use chrono::NaiveDateTime;
pub use clinic_core::documents::Document;
use clinic_core::error::{Code, Error, Result};
use clinic_core::office::paper_templates::{OwnTemplate, Template};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use typst::layout::{Frame, FrameItem};
use typst::text::TextItem;
use typst_layout::PagedDocument;
use world::{Desk, Fault};

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
    /// The paper that it was made for.
    pub paper: Paper,
    /// Under which name it is saved, without a folder. It holds the document's number and never a person's name.
    pub file_name: String,
    /// Characters that no font of this computer has: they stand as empty boxes on the paper.
    pub uncovered: String,
}

/// Lays a document out, with the clinic's own templates where it has some. One that cannot be laid out is never passed over: the paper would lack what
/// the clinic wrote there. What was issued with one takes the clinic's of today instead, once that one can.
///
/// Errors: `document.template_broken` (template, line), `document.failed`.
pub fn make(document: &Document, look: Look) -> Result<Made> {
    let paper = look.paper.unwrap_or_else(|| usual_paper(document));
    let printed_at = document.printed_at();
    let copy = look.copy || printed_at.is_some();
    let data = data::of(document, paper, copy);
    let mut laid_out = lay_out(template(document), &document.format().own, &data)?;
    if let (Err(Fault { template: Some(_), .. }), Some(now)) = (&laid_out, &document.format().own_now) {
        laid_out = lay_out(template(document), now, &data)?;
    }
    let paged = laid_out.map_err(|fault| match fault.template {
        // What the clinic wrote may quote what stands on the paper: the problem's own words stay here.
        Some(template) => Error::new(Code::DocumentTemplateBroken).with("template", template).with("line", fault.line),
        None => failed(Some(&fault.problem)),
    })?;
    let uncovered = uncovered(&paged);
    Ok(Made { paged, copy, printed_at, paper, file_name: file_name(document.number(), copy), uncovered })
}

type LaidOut = std::result::Result<PagedDocument, Fault>;

fn lay_out(template: Template, own: &[OwnTemplate], data: &Json) -> Result<LaidOut> {
    let desk = Desk::new(template, own, serde_json::to_vec(data).map_err(Error::internal)?)?;
    let compiled = typst::compile::<PagedDocument>(&desk);
    // What was worked out is kept for the next document, but not for ever.
    typst::comemo::evict(20);
    Ok(match compiled.output {
        Ok(paged) => Ok(paged),
        // Of several the first that stands in what the clinic wrote.
        Err(problems) => {
            let mut faults = problems.iter().map(|problem| desk.fault(problem));
            let first = faults.next().ok_or_else(|| failed(None))?;
            Err(if first.template.is_some() {
                first
            } else {
                faults.find(|one| one.template.is_some()).unwrap_or(first)
            })
        }
    })
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

    /// How CUPS calls its paper: a printer with several would take the usual one. A roll is as long as what stands on it.
    pub fn media(&self) -> String {
        match self.paper {
            Paper::A4 => "A4".to_owned(),
            Paper::Letter => "Letter".to_owned(),
            Paper::A5 => "A5".to_owned(),
            Paper::Roll80 => {
                let heights = self.paged.pages().iter().map(|page| page.frame.height().to_mm().ceil());
                format!("Custom.80x{}mm", heights.fold(1.0, f64::max))
            }
        }
    }

    /// One SVG for each page, in their order. Text is drawn as shapes: no font is needed to show it.
    pub fn pages(&self) -> Vec<String> {
        self.paged.pages().iter().map(|page| typst_svg::svg(page, &typst_svg::SvgOptions::default())).collect()
    }
}

fn template(document: &Document) -> Template {
    match document {
        Document::Invoice(_) => Template::Invoice,
        Document::CreditNote(_) => Template::CreditNote,
        Document::Receipt(_) => Template::Receipt,
        Document::Statement(_) => Template::Statement,
        Document::PayerStatement(_) => Template::PayerStatement,
        Document::Prescription(_) => Template::Prescription,
        Document::Visit(_) => Template::Visit,
        Document::Vaccinations(_) => Template::Vaccinations,
        Document::Letter(_) => Template::Letter,
        Document::Till(_) => Template::Till,
        Document::Aged(_) => Template::Aged,
        Document::Report(_) => Template::Report,
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

/// What the numbers of papers of the record begin or go on with: it says what the paper is.
const KINDS: [&str; 5] = ["RX", "VISIT", "VAC", "REF", "SICK"];

/// The name of a file that is mailed, from the one under which it is saved: its numbers, without what it is. A file's name is read on its way, as a subject is.
pub fn neutral(file_name: &str) -> String {
    let numbers: Vec<&str> =
        file_name.split('-').filter(|part| !KINDS.contains(&part.trim_end_matches(".pdf"))).collect();
    let numbers = numbers.join("-");
    let numbers = numbers.strip_suffix(".pdf").unwrap_or(&numbers);
    format!("document-{numbers}.pdf")
}

/// The text of each page, as it is drawn, without what only parts it.
fn texts(paged: &PagedDocument) -> Vec<String> {
    let text_of = |page: &typst_layout::Page| {
        let mut text = String::new();
        each_text(&page.frame, &mut |item| text.extend(item.text.chars().filter(|c| is_shape(*c))));
        text
    };
    paged.pages().iter().map(text_of).collect()
}

fn is_shape(c: char) -> bool {
    !c.is_whitespace() && c != '\u{200b}'
}

/// The characters that were drawn with no font's shape, each once.
fn uncovered(paged: &PagedDocument) -> String {
    let mut found = BTreeSet::new();
    for page in paged.pages() {
        each_text(&page.frame, &mut |text| {
            for glyph in text.glyphs.iter().filter(|glyph| glyph.id == 0) {
                let drawn = text.text.get(glyph.range()).unwrap_or_default();
                found.extend(drawn.chars().filter(|c| !c.is_whitespace() && !c.is_control()));
            }
        });
    }
    found.into_iter().collect()
}

fn each_text(frame: &Frame, look: &mut impl FnMut(&TextItem)) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => each_text(&group.frame, look),
            FrameItem::Text(text) => look(text),
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
        let names = ["MRN7-RX-2026-11-30-00A1.pdf", "SICK-2026-0007-copy.pdf", "MRN7-VISIT-2026-11-30-FACE-DRAFT.pdf"];
        assert_eq!(
            names.map(neutral),
            [
                "document-MRN7-2026-11-30-00A1.pdf",
                "document-2026-0007-copy.pdf",
                "document-MRN7-2026-11-30-FACE-DRAFT.pdf"
            ]
        );
    }
}
