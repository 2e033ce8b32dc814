//! Pages become pictures; what is no PDF is refused, and what is in one is not run.

use clinic_core::Code;

/// A PDF with these pages, each filled with black or left white, and whatever else stands in its catalogue.
fn pdf(filled: &[bool], more: &str) -> Vec<u8> {
    let kids: Vec<String> = (0..filled.len()).map(|n| format!("{} 0 R", 3 + 2 * n)).collect();
    let mut objects = vec![
        format!("<< /Type /Catalog /Pages 2 0 R {more} >>"),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), filled.len()),
    ];
    for (n, filled) in filled.iter().enumerate() {
        let draw = if *filled { "0 g 0 0 200 100 re f" } else { "" };
        objects.push(format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents {} 0 R >>", 4 + 2 * n));
        objects.push(format!("<< /Length {} >>\nstream\n{draw}\nendstream", draw.len()));
    }
    let mut text = String::from("%PDF-1.7\n");
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(text.len());
        text += &format!("{} 0 obj\n{object}\nendobj\n", n + 1);
    }
    let table = text.len();
    text += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        text += &format!("{place:010} 00000 n \n");
    }
    text += &format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF", objects.len() + 1);
    text.into_bytes()
}

fn width_of(png: &[u8]) -> u32 {
    assert!(png.starts_with(b"\x89PNG"));
    u32::from_be_bytes(png[16..20].try_into().expect("four bytes"))
}

#[test]
fn each_page_is_a_picture_of_its_own() {
    let file = pdf(&[true, false], "");
    assert_eq!(clinic_viewer::count(file.clone()).expect("pages"), 2);
    let [black, white] = [0, 1].map(|n| clinic_viewer::page(file.clone(), n).expect("a page"));
    assert_eq!([width_of(&black), width_of(&white)], [1400, 1400]);
    assert_ne!(black, white);
}

#[test]
fn a_script_in_a_pdf_changes_nothing() {
    let script = "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>";
    let [with, without] = [script, ""].map(|more| clinic_viewer::page(pdf(&[true], more), 0).expect("a page"));
    assert_eq!(with, without);
}

#[test]
fn what_is_no_pdf_or_has_no_such_page_is_refused() {
    for file in [Vec::new(), b"%PDF-1.7\n".to_vec(), b"plain text".to_vec(), pdf(&[], "")] {
        assert_eq!(clinic_viewer::count(file.clone()).expect_err("no page").code(), Code::FileNotShown);
        assert_eq!(clinic_viewer::page(file, 0).expect_err("no page").code(), Code::FileNotShown);
    }
    assert_eq!(clinic_viewer::page(pdf(&[true], ""), 1).expect_err("no page").code(), Code::FileNotShown);
}

/// Cut off or overwritten anywhere, a file is shown or refused; it stops nothing.
#[test]
fn a_broken_file_is_shown_or_refused() {
    let file = pdf(&[true, false], "");
    for at in (0..file.len()).step_by(47) {
        let mut overwritten = file.clone();
        overwritten[at] = b'9';
        for broken in [file[..at].to_vec(), overwritten] {
            let _ = clinic_viewer::count(broken.clone());
            let _ = clinic_viewer::page(broken, 0);
        }
    }
}

#[test]
fn a_deeply_nested_file_is_shown_or_refused() {
    let deep = format!("/Deep {}{}", "[".repeat(20_000), "]".repeat(20_000));
    let _ = clinic_viewer::count(pdf(&[true], &deep));
    let _ = clinic_viewer::page(pdf(&[true], &deep), 0);
}
