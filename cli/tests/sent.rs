//! The program itself, on a clinic's file of its own: what is sent from the terminal, and how papers look.

use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Clinic(PathBuf);

impl Drop for Clinic {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Clinic {
    fn new() -> Clinic {
        let home = std::env::temp_dir().join(format!("clinicctl-{}", uuid::Uuid::now_v7().simple()));
        std::fs::create_dir_all(&home).expect("a folder");
        let clinic = Clinic(home);
        clinic.done(&["init", "--admin", "admin", "--name", "Ada Admin"]);
        clinic
    }

    fn run(&self, args: &[&str]) -> Output {
        let store = format!("sqlite:{}", self.path("clinic.db").display());
        Command::new(env!("CARGO_BIN_EXE_clinicctl"))
            .args(["--store", &store, "--as", "admin"])
            .args(args)
            .env("CLINIC_DESK_HOME", &self.0)
            .env("CLINIC_KEY", "b0".repeat(32))
            .env("CLINIC_PASSWORD", "correct horse battery")
            .output()
            .expect("the program runs")
    }

    /// What it prints, line by line.
    fn done(&self, args: &[&str]) -> Vec<Json> {
        let output = self.run(args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        let said = String::from_utf8(output.stdout).expect("text");
        said.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| json!(line))).collect()
    }

    /// The error that it ends with.
    fn refused(&self, args: &[&str]) -> Json {
        let output = self.run(args);
        assert!(!output.status.success(), "{args:?} was done");
        let said = String::from_utf8(output.stderr).expect("text");
        serde_json::from_str(said.lines().last().unwrap_or_default()).unwrap_or_else(|_| panic!("no error: {said}"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn file(&self, name: &str, content: &[u8]) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).expect("a file");
        text(&path)
    }
}

fn text(path: &Path) -> String {
    path.to_str().expect("a path").to_owned()
}

#[test]
fn a_file_is_sent_to_a_record_in_pieces() {
    let clinic = Clinic::new();
    let id = uuid::Uuid::now_v7().to_string();
    let register = json!({ "op": "register_patient", "patient_id": id, "details": { "names": { "given": "Ada", "family": "Okafor" } } });
    let mrn =
        clinic.done(&["perform", &register.to_string()])[0]["outcome"]["mrn"].as_str().expect("a number").to_owned();
    // More than two pieces.
    let long: String = (0..90_000).map(|n| format!("{n} mg\n")).collect();
    let path = clinic.file("values.txt", long.as_bytes());
    let sent =
        clinic.done(&["send-file", &mrn, &path, "--kind", "letter", "--dated", "2026-01-15", "--note", "By post"]);
    let files = clinic.done(&["ask", &json!({ "ask": "own_files", "patient_id": id }).to_string()]);
    assert!(files[0].to_string().contains(sent[0]["file_id"].as_str().expect("an id")), "{files:?}");
    assert_eq!(clinic.refused(&["send-file", &mrn, &path, "--kind", "letter"])["code"], "file.again");
    clinic.done(&["send-file", &id, &path, "--kind", "other", "--again"]);
    assert_eq!(clinic.refused(&["send-file", &mrn, &path, "--kind", "result"])["code"], "field.required");
    assert_eq!(clinic.refused(&["send-file", "P-999999", &path, "--kind", "letter"])["code"], "patient.not_found");
    let program = clinic.file("harmless.exe", b"MZ");
    assert_eq!(clinic.refused(&["send-file", &mrn, &program, "--kind", "other"])["code"], "file.runs");
    assert_eq!(
        clinic.refused(&["send-file", &mrn, &text(&clinic.path("none.pdf")), "--kind", "other"])["code"],
        "operation.invalid"
    );
}

#[test]
fn tables_of_more_than_a_megabyte_are_taken() {
    let clinic = Clinic::new();
    let note = "x".repeat(200);
    let lines: String = (0..5600).map(|n| format!("Medicine {n},thing {n},5 mg,tablet,{note}\n")).collect();
    let table = format!("name,ingredient,strength,form,note\n{lines}Nothing in it,,,,\n");
    assert!(table.len() > 1 << 20);
    let path = clinic.file("medicines.csv", table.as_bytes());
    let looked = clinic.done(&["import", "medicines", &path, "--look"]);
    assert_eq!((looked.len(), &looked[5600]["standing"]), (5601, &json!("wrong")));
    let said = clinic.done(&["import", "medicines", &path]);
    assert_eq!(said, [json!({ "added": 5000, "of": 5600 }), json!({ "added": 5600, "of": 5600 })]);
    assert_eq!(clinic.refused(&["import", "medicines", &path])["code"], "import.nothing_new");
    let codes: String = (0..40_000).map(|n| format!("Z{n},What is called number {n} of this list\n")).collect();
    let path = clinic.file("codes.csv", format!("code,title\n{codes}").as_bytes());
    let said = clinic.done(&["import", "codes", &path, "--name", "Own", "--edition", "1"]);
    assert_eq!(said, [json!({ "codes": 40_000, "left_out": 0 })]);
}

#[test]
fn a_template_is_written_out_tried_taken_and_given_up() {
    let clinic = Clinic::new();
    let (path, pdf) = (text(&clinic.path("invoice.typ")), text(&clinic.path("invoice.pdf")));
    clinic.done(&["template", "export", "invoice", "--to", &path]);
    let shipped = std::fs::read_to_string(&path).expect("a template");
    let ours = clinic.file("ours.typ", format!("{shipped}\nOurs").as_bytes());
    assert_eq!(clinic.done(&["template", "try", "invoice", &ours, "--to", &pdf])[0]["pages"], 1);
    assert!(std::fs::read(&pdf).expect("a PDF").starts_with(b"%PDF"));
    assert_eq!(clinic.done(&["template", "use", "invoice", &ours]), [json!({ "version": 1 })]);
    let broken = clinic.file("broken.typ", b"#let data = json(\"data.json\")\n#nothing-of-that-name");
    let error = clinic.refused(&["template", "use", "invoice", &broken]);
    assert_eq!((&error["code"], &error["details"]["line"]), (&json!("template.broken"), &json!(2)));
    // The same by the operation itself.
    let direct = json!({ "op": "write_template", "template": "invoice", "version": 1, "text": "Nothing of it" });
    assert_eq!(clinic.refused(&["perform", &direct.to_string()])["code"], "template.leaves_out");
    // One that would hold this computer's memory takes only its own process with it.
    let endless = clinic.file("endless.typ", format!("{shipped}\n#range(1000000000).map(str).join()").as_bytes());
    let error = clinic.refused(&["template", "use", "invoice", &endless]);
    assert_eq!(error["code"], "template.too_costly");
    let list = clinic.done(&["template", "list"]);
    assert_eq!(
        (&list[0]["template"], &list[0]["own"], &list[0]["changed_by"]),
        (&json!("invoice"), &json!(true), &json!("Ada Admin"))
    );
    clinic.done(&["template", "export", "invoice", "--to", &path]);
    assert!(std::fs::read_to_string(&path).expect("a template").ends_with("Ours"));
    assert_eq!(clinic.done(&["template", "shipped", "invoice"]), [json!({ "version": 2 })]);
    clinic.done(&["template", "export", "invoice", "--to", &path]);
    assert_eq!(std::fs::read_to_string(&path).expect("a template"), shipped);
}
