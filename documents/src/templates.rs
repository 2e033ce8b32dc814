//! A clinic's own templates, before they are kept: laid out with invented papers, on each size of paper, and looked through for what must stand there.

use crate::samples::{self, papers};
use crate::world::Fault;
use crate::{Look, Made, Paper, data, file_name, is_shape, lay_out, texts, uncovered, usual_paper};
use clinic_core::documents::Document;
use clinic_core::error::{Code, Error, Result};
use clinic_core::office::paper_templates::{OwnTemplate, PaperTemplateLine, Template};
use serde_json::{Value as Json, json};

pub use crate::world::{file_of, shipped};

/// The clinic's own, as the core lists them.
pub fn own_of(lines: Vec<PaperTemplateLine>) -> Vec<OwnTemplate> {
    let own = |line: PaperTemplateLine| Some(OwnTemplate { template: line.template, text: line.text? });
    lines.into_iter().filter_map(own).collect()
}

/// Whether every paper that is laid out with this template still can be, and still says what it has to. Without a text it is as it comes with the
/// app. `own` are the clinic's, as they are now. A paper that could not be laid out before is not held against the change, save its own template's:
/// somebody mends one after the other.
///
/// Errors: `template.broken` (field, template, line, problem, paper), `template.leaves_out` (field, template, paper, what).
pub fn check(template: Template, text: Option<&str>, own: &[OwnTemplate]) -> Result<()> {
    let then = with(template, text, own);
    for paper in papers().iter().copied().filter(|paper| concerns(template, *paper)) {
        let Err(error) = check_paper(paper, &then) else { continue };
        if paper == template && text.is_some() || check_paper(paper, own).is_ok() {
            return Err(error.with("field", "text"));
        }
    }
    Ok(())
}

/// Which papers cannot be laid out as things are, and why: a later version of the app may ask more of a clinic's own template than it says.
pub fn faults(own: &[OwnTemplate]) -> Vec<(Template, Error)> {
    if own.is_empty() {
        return Vec::new();
    }
    papers().iter().filter_map(|paper| Some((*paper, check_paper(*paper, own).err()?))).collect()
}

/// How a paper looks with this text: an invented one, exactly as it would be printed. What all papers share is shown on `of`.
///
/// Errors: `template.broken` (field, template, line, problem, paper).
pub fn preview(template: Template, text: &str, own: &[OwnTemplate], of: Option<Template>, look: Look) -> Result<Made> {
    let paper = if is_shared(template) { of.unwrap_or(Template::Invoice) } else { template };
    let document = samples::of(paper, false)?;
    let size = look.paper.unwrap_or_else(|| usual_paper(&document));
    let data = data::of(&document, size, look.copy);
    let laid_out = lay_out(paper, &with(template, Some(text), own), &data)?;
    let paged = laid_out.map_err(|fault| broken(fault, paper).with("field", "text"))?;
    let uncovered = uncovered(&paged);
    let file_name = file_name(document.number(), look.copy);
    Ok(Made { paged, copy: look.copy, printed_at: None, paper: size, file_name, uncovered })
}

fn is_shared(template: Template) -> bool {
    matches!(template, Template::Page | Template::Words)
}

fn concerns(template: Template, paper: Template) -> bool {
    template == paper || is_shared(template)
}

fn with(template: Template, text: Option<&str>, own: &[OwnTemplate]) -> Vec<OwnTemplate> {
    let mut all: Vec<OwnTemplate> = own.iter().filter(|one| one.template != template).cloned().collect();
    all.extend(text.map(|text| OwnTemplate { template, text: text.to_owned() }));
    all
}

fn sizes(paper: Template) -> &'static [Paper] {
    match paper {
        Template::Receipt => &[Paper::A5, Paper::Roll80],
        _ => &[Paper::A4, Paper::Letter, Paper::A5],
    }
}

/// A long one: what stands on the first page alone is found missing on the second.
fn check_paper(paper: Template, own: &[OwnTemplate]) -> Result<()> {
    let (long, short) = (samples::of(paper, true)?, samples::of(paper, false)?);
    for (n, size) in sizes(paper).iter().copied().enumerate() {
        let document = if n == 0 { &long } else { &short };
        let plain = said(paper, own, &data::of(document, size, false))?;
        // A text that goes over two pages is parted by what stands between them.
        let whole = said(paper, own, &data::of(&short, size, false))?.concat();
        for what in musts(paper) {
            let values = values(&data::of(&short, size, false), what);
            if values.iter().any(|value| !whole.contains(value)) {
                return Err(leaves_out(paper, what));
            }
        }
        // What marks a page does so on every size.
        if n == 0 || matches!(document, Document::Receipt(_)) {
            let marked = said(paper, own, &marked(document, size, "copy"))?;
            if marked.iter().enumerate().any(|(n, page)| plain.get(n) == Some(page)) {
                return Err(leaves_out(paper, "copy"));
            }
        }
        if n == 0 && matches!(document, Document::Visit(_)) && !says_draft(own, [&long, &short], size)? {
            return Err(leaves_out(paper, "draft"));
        }
    }
    Ok(())
}

fn marked(document: &Document, size: Paper, mark: &str) -> Json {
    let mut data = data::of(document, size, false);
    data[mark] = json!(true);
    data
}

/// Whether a visit that is a draft says so on each page. It says so in its text too, once, which moves the rest: so what is told is whether the
/// long one, with more pages than the short one, has more to say for being a draft.
fn says_draft(own: &[OwnTemplate], [long, short]: [&Document; 2], size: Paper) -> Result<bool> {
    let more = |document: &Document| -> Result<(usize, usize)> {
        let letters = |pages: &[String]| pages.iter().map(|page| page.chars().count()).sum::<usize>();
        let plain = said(Template::Visit, own, &data::of(document, size, false))?;
        let draft = said(Template::Visit, own, &marked(document, size, "draft"))?;
        Ok((letters(&draft).saturating_sub(letters(&plain)), draft.len()))
    };
    let ((of_long, pages), (of_short, few)) = (more(long)?, more(short)?);
    Ok(of_long >= of_short + pages.saturating_sub(few))
}

fn said(paper: Template, own: &[OwnTemplate], data: &Json) -> Result<Vec<String>> {
    lay_out(paper, own, data)?.map(|paged| texts(&paged)).map_err(|fault| broken(fault, paper))
}

fn broken(fault: Fault, paper: Template) -> Error {
    Error::new(Code::TemplateBroken)
        .with("template", fault.template)
        .with("line", fault.line)
        .with("problem", fault.problem)
        .with("paper", paper)
}

fn leaves_out(paper: Template, what: &str) -> Error {
    Error::new(Code::TemplateLeavesOut).with("paper", paper).with("what", what)
}

/// Without which a paper is the wrong one. A name of a list means each of its lines.
fn musts(paper: Template) -> &'static [&'static str] {
    match paper {
        Template::Invoice => &["number", "patient.name", "issued_on", "lines.description", "lines.total", "total"],
        Template::CreditNote => &["number", "patient.name", "invoice_number", "lines.description", "total"],
        Template::Receipt => &["number", "patient.name", "amount"],
        Template::Statement => &["patient.name", "from", "to", "closing"],
        Template::PayerStatement => &["payer.name", "on", "patients.name", "patients.invoices.number", "total"],
        Template::Prescription => &[
            "number",
            "patient.name",
            "date",
            "practitioner",
            "items.medicine",
            "items.strength",
            "items.dose",
            "items.frequency",
        ],
        Template::Visit => {
            &["number", "patient.name", "visited_at", "practitioner", "findings", "plan", "medicines.medicine"]
        }
        Template::Vaccinations => &["patient.name", "lines.vaccine", "lines.day"],
        Template::Letter => &["number", "patient.name", "date", "practitioner", "text"],
        Template::Till => &["day", "cashier", "difference", "seal"],
        Template::Aged => &["on", "total"],
        Template::Report => &["from", "to", "total"],
        Template::Page | Template::Words => &[],
    }
}

/// What stands at this place of the data, as it must be drawn.
fn values(data: &Json, place: &str) -> Vec<String> {
    let mut found = vec![data];
    for name in place.split('.') {
        found =
            found.into_iter().flat_map(|one| one.as_array().map_or(vec![one], |all| all.iter().collect())).collect();
        found = found.into_iter().filter_map(|one| one.get(name)).collect();
    }
    let found = found.into_iter().flat_map(|one| one.as_array().map_or(vec![one], |all| all.iter().collect()));
    found.filter_map(Json::as_str).map(|text| text.chars().filter(|c| is_shape(*c)).collect()).collect()
}
