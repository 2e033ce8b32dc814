//! A clinic's own templates: what they may see, what is said when they cannot be laid out, and what they may not leave out.

use super::given::{invoice, line, receipt};
use super::read::{has, pages, printed, text};
use clinic_core::error::{Code, Error};
use clinic_core::office::paper_templates::{OwnTemplate, Template};
use clinic_documents::{Document, Look, Paper, make, templates};
use serde_json::json;

fn own(template: Template, text: &str) -> OwnTemplate {
    OwnTemplate { template, text: text.into() }
}

fn refused(template: Template, text: &str) -> Error {
    templates::check(template, Some(text), &[]).expect_err("refused")
}

fn detail(error: &Error, name: &str) -> serde_json::Value {
    error.detail(name).cloned().unwrap_or_default()
}

/// An invoice that carries these.
fn with(own: &[OwnTemplate]) -> Document {
    invoice(vec![line("Consultation", 4500, 900)], |json| json["format"]["own"] = json!(own))
}

#[test]
fn every_template_that_comes_with_the_app_passes_as_a_clinics_own() {
    for template in Template::ALL.iter().copied() {
        let text = templates::shipped(template);
        assert!(!text.is_empty(), "{template:?}");
        templates::check(template, Some(text), &[]).unwrap_or_else(|error| panic!("{template:?}: {error:?}"));
        templates::preview(template, text, &[], Some(Template::Receipt), Look::default()).expect("a preview");
    }
    let all: Vec<_> = Template::ALL.iter().map(|one| own(*one, templates::shipped(*one))).collect();
    assert!(templates::faults(&all).is_empty());
}

#[test]
fn a_paper_is_laid_out_with_what_the_clinic_wrote() {
    let ours =
        templates::shipped(Template::Invoice).replace("#pay-to(data.clinic)", "Ours at the end: #pay-to(data.clinic)");
    let found = text(&with(&[own(Template::Invoice, &ours)]));
    has(&found, &["Ours at the end:", "Ada Okafor", "INV-2026-00042"]);
    assert!(!text(&with(&[])).contains("Ours at the end"), "the app's own is as it was");
    // A letterhead stands on each paper; a paper that is not its own takes no notice of another's.
    let head = templates::shipped(Template::Page)
        .replace("#let letterhead(data, title) = {", "#let letterhead(data, title) = {\n  [Our letterhead]");
    let both = [own(Template::Page, &head), own(Template::Visit, "#panic()")];
    has(&text(&with(&both)), &["Our letterhead"]);
    let slip = receipt(|json| json["format"]["own"] = json!(both));
    has(&printed(&slip, Look::default())[0].text(), &["Our letterhead"]);
}

#[test]
fn own_words_lie_over_those_of_the_app() {
    let words = "#let words = (invoice: \"Rechnung\", methods: (card: \"Karte\"))";
    templates::check(Template::Words, Some(words), &[]).expect("fits");
    let found = text(&with(&[own(Template::Words, words)]));
    has(&found, &["Rechnung", "Bill to"]);
    assert!(!found.contains("Invoice"), "{found}");
    let slip = text(&receipt(|json| json["format"]["own"] = json!([own(Template::Words, words)])));
    has(&slip, &["Karte", "Receipt"]);
    let cash = receipt(|json| {
        json["method"] = json!("cash");
        json["format"]["own"] = json!([own(Template::Words, words)]);
    });
    has(&text(&cash), &["Cash"]);
}

#[test]
fn what_cannot_be_laid_out_is_said_with_its_line() {
    let broken = "#let data = json(\"data.json\")\n\n#let rest = nothing-of-that-name\n";
    let error = refused(Template::Invoice, broken);
    assert_eq!(error.code(), Code::TemplateBroken);
    assert_eq!((detail(&error, "template"), detail(&error, "line")), (json!("invoice"), json!(3)));
    assert!(detail(&error, "problem").as_str().is_some_and(|words| words.contains("unknown variable")), "{error:?}");
    assert_eq!((detail(&error, "field"), detail(&error, "paper")), (json!("text"), json!("invoice")));
    // A mark that is not closed.
    assert_eq!(detail(&refused(Template::Letter, "Text\n#strong[open\n"), "line"), json!(2));
    // What fails inside the app's text is told at the line that called it.
    let called = templates::shipped(Template::Invoice).replace("#parties(\n", "#parties(\n  (:),\n");
    let error = refused(Template::Invoice, &called);
    assert_eq!(detail(&error, "template"), json!("invoice"), "{error:?}");
    assert!(detail(&error, "line").is_number());
    // A letterhead that fails names itself, and the paper it failed on.
    let error = refused(Template::Page, "#let x = 1");
    assert_eq!((error.code(), detail(&error, "paper")), (Code::TemplateBroken, json!("invoice")));
    let preview = templates::preview(Template::Invoice, broken, &[], None, Look::default()).map(|_| ());
    assert_eq!(preview.expect_err("broken").code(), Code::TemplateBroken);
}

#[test]
fn a_paper_that_failed_before_is_not_held_against_the_change_of_another() {
    let failing = [own(Template::Visit, "#nothing-of-that-name")];
    templates::check(Template::Page, Some(templates::shipped(Template::Page)), &failing).expect("not its fault");
    templates::check(Template::Visit, None, &failing).expect("back to the standard one");
    let still = templates::check(Template::Visit, Some("#neither"), &failing).expect_err("still fails");
    assert_eq!(still.code(), Code::TemplateBroken);
    // A change that makes another paper fail is refused, going back to the standard as well.
    let word = "#let words = (ours: \"Ours\")";
    let invoice = format!("{}\n#words.ours", templates::shipped(Template::Invoice));
    let invoice = invoice.replace("#let data", "#import \"words.typ\": words\n#let data");
    let both = [own(Template::Words, word), own(Template::Invoice, &invoice)];
    assert!(templates::faults(&both).is_empty(), "{:?}", templates::faults(&both));
    let error = templates::check(Template::Words, None, &both).expect_err("the invoice needs it");
    assert_eq!((error.code(), detail(&error, "paper")), (Code::TemplateBroken, json!("invoice")));
}

#[test]
fn what_was_issued_with_one_that_fails_takes_that_of_today() {
    let ours =
        templates::shipped(Template::Invoice).replace("#pay-to(data.clinic)", "Ours of then #pay-to(data.clinic)");
    let later = ours.replace("of then", "of today");
    let given = |then: &str, now: &[OwnTemplate]| {
        invoice(vec![line("Consultation", 4500, 900)], |json| {
            json["format"]["own"] = json!([own(Template::Invoice, then)]);
            json["format"]["own_now"] = json!(now);
        })
    };
    let now = [own(Template::Invoice, &later)];
    has(&text(&given(&ours, &now)), &["Ours of then"]);
    has(&text(&given("#panic()", &now)), &["Ours of today"]);
    // The clinic went back to the app's.
    has(&text(&given("#panic()", &[])), &["Ada Okafor"]);
    let both = make(&given("#panic()", &[own(Template::Invoice, "#panic()")]), Look::default()).map(|_| ());
    assert_eq!(both.expect_err("broken").code(), Code::DocumentTemplateBroken);
}

#[test]
fn at_print_time_a_broken_one_prints_nothing_and_quotes_nobody() {
    let document = with(&[own(Template::Invoice, "#let data = json(\"data.json\")\n#panic(data.patient.name)")]);
    let error = make(&document, Look::default()).map(|_| ()).expect_err("broken");
    assert_eq!(error.code(), Code::DocumentTemplateBroken);
    assert_eq!((detail(&error, "template"), detail(&error, "line")), (json!("invoice"), json!(2)));
    assert!(!error.to_json().to_string().contains("Okafor"), "{error:?}");
}

#[test]
fn a_template_sees_no_file_no_package_no_network_and_no_clock() {
    let told = format!("#read({:?})", file!());
    for outside in [
        "#read(\"/etc/hostname\")",
        "#read(\"../Cargo.toml\")",
        &told,
        "#import \"@preview/example:0.1.0\": *",
        "#image(\"https://example.org/logo.png\")",
        "#plugin(\"evil.wasm\")",
        "#include \"/etc/hostname\"",
        "#datetime.today().display()",
        "#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='9' height='9'><image width='9' height='9' xlink:href='/etc/hostname'/></svg>\"), format: \"svg\")",
    ] {
        let text = format!("{}\n{outside}", templates::shipped(Template::Invoice));
        assert_eq!(refused(Template::Invoice, &text).code(), Code::TemplateBroken, "{outside}");
    }
    // A logo is drawn from its text.
    let logo = "#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>\"), format: \"svg\")";
    let text = format!("{}\n{logo}", templates::shipped(Template::Invoice));
    templates::check(Template::Invoice, Some(&text), &[]).expect("a logo");
}

#[test]
fn what_makes_a_paper_the_right_one_may_not_be_left_out() {
    let invoice = templates::shipped(Template::Invoice);
    let prescription = templates::shipped(Template::Prescription);
    let page = templates::shipped(Template::Page);
    let visit = templates::shipped(Template::Visit);
    for (template, text, what) in [
        (Template::Invoice, invoice.replace("#sums(data, words.total)", ""), "total"),
        (
            Template::Invoice,
            invoice.replace("own(if one.kind == \"rounding\" { words.rounding } else { one.description })", "[Care]"),
            "lines.description",
        ),
        (Template::Prescription, prescription.replace("one.strength, ", ""), "items.strength"),
        (Template::Prescription, prescription.replace("(one.dose, one.frequency)", "(one.frequency,)"), "items.dose"),
        (Template::Page, page.replace("    header: marks(data),\n", ""), "copy"),
        (Template::Page, page.replace("if is-draft {", "if false {"), "draft"),
        // Said on the first page alone.
        (
            Template::Page,
            page.replace(
                "header: marks(data),",
                "header: context if counter(page).get().first() == 1 { marks(data) },",
            ),
            "copy",
        ),
        (Template::Visit, visit.replace("#written(\"plan\")", ""), "plan"),
    ] {
        let error = refused(template, &text);
        assert_eq!((error.code(), detail(&error, "what")), (Code::TemplateLeavesOut, json!(what)), "{template:?}");
    }
}

#[test]
fn the_preview_is_the_printed_page() {
    let text = templates::shipped(Template::Prescription).replace("#closing(words.note, data.note)", "Ours");
    let look = Look { paper: Some(Paper::A5), copy: true };
    let shown = templates::preview(Template::Prescription, &text, &[], None, look).expect("a preview");
    let page = &pages(&shown.pdf().expect("a PDF"))[0];
    has(&page.text(), &["Ours", "COPY", "Augmentin 500 mg tablet"]);
    assert_eq!((page.width.round(), page.height.round()), (420.0, 595.0));
}

#[test]
fn what_a_later_version_would_break_is_listed() {
    let own = [own(Template::Letter, "#import \"page.typ\": gone"), own(Template::Words, "#let words = (:)")];
    let faults = templates::faults(&own);
    assert_eq!(faults.iter().map(|(paper, _)| *paper).collect::<Vec<_>>(), [Template::Letter]);
    assert_eq!(detail(&faults[0].1, "line"), json!(1));
}

#[test]
fn every_paper_fits_on_each_size_and_tells_it_to_the_printer() {
    for template in Template::ALL.iter().copied() {
        let text = templates::shipped(template);
        for (paper, media, sizes) in [
            (Paper::A4, "A4", [595.0, 842.0]),
            (Paper::Letter, "Letter", [612.0, 792.0]),
            (Paper::A5, "A5", [420.0, 595.0]),
        ] {
            let look = Look { paper: Some(paper), copy: false };
            let made = templates::preview(template, text, &[], None, look).expect("a preview");
            assert_eq!(made.media(), media);
            for page in pages(&made.pdf().expect("a PDF")) {
                let mut size = [page.width.round(), page.height.round()];
                size.sort_by(f32::total_cmp);
                assert_eq!(size, sizes, "{template:?} on {media}");
                let right = f64::from(page.width) - 20.0;
                let inside = page.pieces.iter().all(|piece| piece.x > 20.0 && piece.x < right && piece.y > 10.0);
                assert!(inside, "{template:?} leaves {media}:\n{}", page.text());
            }
        }
    }
    let roll = Look { paper: Some(Paper::Roll80), copy: false };
    let slip = make(&receipt(|_| {}), roll).expect("a receipt");
    let height = f64::from(printed(&receipt(|_| {}), roll)[0].height) / 72.0 * 25.4;
    assert_eq!(slip.media(), format!("Custom.80x{}mm", height.ceil()));
}
