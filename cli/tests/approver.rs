//! A second person agrees at the command line: by name and CLINIC_APPROVER_PASSWORD, for what one may not do alone.

use serde_json::{Value as Json, json};
use std::path::PathBuf;
use std::process::{Command, Output};
use uuid::Uuid;

const PASSWORD: &str = "a long enough password";

/// A clinic's file in a folder of its own, which goes with it.
struct Here(PathBuf);

impl Drop for Here {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Here {
    fn run(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clinicctl"));
        command.args(["--store", &format!("sqlite:{}", self.0.join("clinic.db").display())]).args(arguments);
        command.env("CLINIC_DESK_HOME", &self.0).env("CLINIC_KEY", "b0".repeat(32)).env("CLINIC_PASSWORD", PASSWORD);
        command.env_remove("CLINIC_APPROVER_PASSWORD").envs(variables.iter().copied());
        command.output().expect("clinicctl runs")
    }

    fn done(&self, login: &str, operation: &Json) -> Json {
        let done = self.run(&["--as", login, "perform", &operation.to_string()], &[]);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        serde_json::from_slice(&done.stdout).expect("JSON")
    }
}

fn id() -> String {
    Uuid::now_v7().to_string()
}

fn refusal(done: &Output) -> Json {
    assert!(!done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
    serde_json::from_slice(&done.stderr).expect("JSON")
}

/// A clinic with a receptionist, and a draft invoice of hers over 100.00.
fn clinic() -> (Here, String) {
    let here = Here(std::env::temp_dir().join(format!("clinicctl-{}", Uuid::now_v7())));
    std::fs::create_dir_all(&here.0).expect("a folder");
    let init = here.run(&["init", "--admin", "admin", "--name", "Ada Admin"], &[]);
    assert!(init.status.success(), "{}", String::from_utf8_lossy(&init.stderr));
    let one_time = "one time password";
    here.done(
        "admin",
        &json!({ "op": "add_person", "user_id": id(), "login": "m.novak", "name": "M. Novak", "roles": ["receptionist"], "one_time_password": one_time }),
    );
    let own = json!({ "op": "change_own_password", "password": PASSWORD });
    let changed = here.run(&["--as", "m.novak", "perform", &own.to_string()], &[("CLINIC_PASSWORD", one_time)]);
    assert!(changed.status.success(), "{}", String::from_utf8_lossy(&changed.stderr));
    let (patient_id, invoice_id) = (id(), id());
    here.done("m.novak", &json!({ "op": "register_patient", "patient_id": patient_id, "details": { "names": { "given": "Ada", "family": "Okafor" } } }));
    here.done("m.novak", &json!({ "op": "draft_invoice", "invoice_id": invoice_id, "patient_id": patient_id }));
    (here, invoice_id)
}

#[test]
fn somebody_else_agrees_to_what_is_above_ones_limit() {
    let (here, invoice_id) = clinic();
    let discount = json!({ "kind": "percent", "value": 5000, "reason": "Long wait" });
    let lines = json!([{ "description": "Check-up", "quantity": 1, "unit_minor": 10_000 }]);
    let edit = json!({ "id": id(), "op": "edit_invoice", "invoice_id": invoice_id, "version": 1, "lines": lines, "discount": discount }).to_string();
    let perform = |more: &[&str], variables: &[(&str, &str)]| {
        here.run(&[&["--as", "m.novak", "perform", edit.as_str()], more].concat(), variables)
    };
    assert_eq!(refusal(&perform(&[], &[]))["code"], "invoice.discount_above_limit");
    let nameless = refusal(&perform(&["--approver", "admin"], &[]));
    assert_eq!(nameless["details"]["field"], "CLINIC_APPROVER_PASSWORD");
    let wrong = refusal(&perform(&["--approver", "admin"], &[("CLINIC_APPROVER_PASSWORD", "not the password")]));
    assert_eq!(wrong["code"], "session.wrong_password");
    let own = refusal(&perform(&["--approver", "m.novak"], &[("CLINIC_APPROVER_PASSWORD", PASSWORD)]));
    assert_eq!(own["code"], "approval.own");
    let done = perform(&["--approver", "admin"], &[("CLINIC_APPROVER_PASSWORD", PASSWORD)]);
    let told: Json = serde_json::from_slice(&done.stdout).expect("JSON");
    assert_eq!((&told["approved_by"], &told["replayed"]), (&json!("Ada Admin"), &json!(false)), "{told}");
    assert_eq!(told["outcome"]["total_minor"], 5000);
    // The same line again, in another process: its first outcome, and nobody has to agree again.
    let again: Json = serde_json::from_slice(&perform(&[], &[]).stdout).expect("JSON");
    assert_eq!((&again["replayed"], &again["outcome"]), (&json!(true), &told["outcome"]), "{again}");
    let history = json!({ "ask": "record_history", "kind": "invoice", "id": invoice_id }).to_string();
    let history = here.run(&["--as", "admin", "ask", &history], &[]);
    assert!(String::from_utf8_lossy(&history.stdout).contains(r#""approver":"Ada Admin""#));
}
