//! Canaries in every secret and in every text that people type: no secret is found anywhere afterwards, and no name, note or alert
//! in a log, an error, a file's name or what a workstation keeps. Every operation is played, and every way in which it can fail.

use clinic_core::access::Role;
use clinic_core::desk::connections::{Connection, Connections, Exported};
use clinic_core::desk::heads;
use clinic_core::ids::{AppointmentId, OperationId, UserId};
use clinic_core::operation::Operation;
use clinic_core::question::Question;
use clinic_core::store::{Db, FaultPoint, StoreUrl, diagnose};
use clinic_core::{Clinic, Error, Who, Workstation};
use clinic_tests::engine_list::{Engine, KEY, all};
use clinic_tests::heard::{Heard, holds};
use clinic_tests::leaves::{Class, LISTED, Leaf, kinds, named, put, put_back};
use clinic_tests::scene::{Scene, field_of, leaves_of, typed};
use clinic_tests::script::{ADMIN, Step, script};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// In every canary; in the secret ones, and in those that are about patients.
const WORD: &str = "kanari";
const SECRET: &str = "kanaris";
const PRIVATE: &str = "kanarip";
const PIN: &str = "731958";

/// What errors may say of patients, because docs/errors.md says so: who has the time, whose identifier it is, what another desk wrote, what speaks
/// against a medicine.
const NAMED: [(&str, &[&str]); 7] = [
    ("appointment.slot_taken", &["by"]),
    ("series.clashes", &["clashes"]),
    ("patient.identifier_taken", &["type", "value"]),
    ("patient.changed_meanwhile", &["theirs"]),
    ("visit.changed_meanwhile", &["theirs"]),
    ("prescription.warned", &["warnings"]),
    ("message.unknown_placeholder", &["placeholder"]),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_canary_is_found_where_it_must_not_be() {
    let heard = Heard::listen(WORD);
    let mut planted = BTreeSet::new();
    for engine in all() {
        let mut nest = Nest::new(&engine).await;
        for (number, step) in script().iter().enumerate() {
            nest.play(step, number).await;
        }
        nest.door().await;
        nest.ask().await;
        nest.connections(&engine).await;
        nest.scan().await;
        planted.append(&mut nest.planted);
        nest.scene.end().await;
    }
    tracing::trace!("{WORD} of the test itself");
    log::trace!("{WORD} of the test itself");
    let lines = heard.stop();
    let own = lines.iter().filter(|line| line.ends_with("of the test itself")).count();
    assert_eq!(own, 2, "nobody listened");
    assert_eq!(lines.len(), own, "said to a log: {lines:#?}");
    let mut bare = Vec::new();
    for about in Operation::ALL {
        for (kind, class) in kinds(&(about.schema)()) {
            let name = |kind: &str| kind.rsplit('.').next().unwrap_or_default().to_owned();
            let strict = matches!(class, Class::Clinical | Class::Secret);
            // A text may have had its canary in another operation of its kind, a clinical one in the same place of another form.
            let covered = |(operation, sat): &(&str, String)| match class {
                Class::Secret => *operation == about.name && *sat == kind,
                Class::Clinical => *sat == kind,
                _ => name(sat) == name(&kind),
            };
            let wordless = class == Class::Text && LISTED.contains(&name(&kind).as_str());
            let needs = strict || (class == Class::Text && !wordless);
            if needs && !planted.iter().any(covered) {
                bare.push(format!("{} {kind}", about.name));
            }
        }
    }
    assert!(bare.is_empty(), "no canary sat in {bare:#?}: give each a step in tests/script.rs that can hold one");
}

struct Nest {
    scene: Scene,
    /// May do nothing but look.
    bystander: Option<Who>,
    planted: BTreeSet<(&'static str, String)>,
    secrets: usize,
}

impl Nest {
    async fn new(engine: &Engine) -> Nest {
        Nest { scene: Scene::new(engine).await, bystander: None, planted: BTreeSet::new(), secrets: 0 }
    }

    /// A step with a canary in every leaf that takes one: first in every way in which it fails, then over a broken COMMIT.
    async fn play(&mut self, step: &Step, number: usize) {
        let before = typed(step);
        let mut json = before.clone();
        let mut open = Vec::new();
        for leaf in leaves_of(&json) {
            let canary = match leaf.class {
                Class::Secret => format!("{SECRET}{number}-long enough"),
                // Whose door is opened again was written into an earlier canary.
                Class::Text if json["op"] == "recover_admin" => self.scene.login("m.novak"),
                Class::Text | Class::Clinical => canary(&before, number, open.len()),
                _ => continue,
            };
            put(&mut json, &leaf.pointer, json!(canary));
            open.push(leaf);
        }
        self.fail(step, &json, &open).await;
        // A broken COMMIT is tried again by the gate, under the same id.
        self.scene.db.fault().arm([FaultPoint::AfterCommit, FaultPoint::BeforeCommit][number % 2]);
        while let Err(error) = self.scene.perform(step.by, step.id, &json).await {
            self.look(&error);
            let at = named(open.iter(), &field_of(&error, &json).unwrap_or_default());
            let at = at.unwrap_or_else(|| panic!("{}: {error:?}", step.operation.name()));
            put_back(&mut json, &before, &open.remove(at).pointer);
        }
        self.secrets += open.iter().filter(|leaf| leaf.class == Class::Secret).count();
        self.planted.extend(open.iter().map(|leaf| (step.operation.name(), leaf.kind())));
        self.again(step, &json).await;
        if step.operation.name() == "start_clinic" {
            self.bystander = Some(self.hire().await);
        }
    }

    /// Somebody who may do nothing, for denials.
    async fn hire(&mut self) -> Who {
        let password = format!("{SECRET}-of a bystander");
        let add = json!({
            "op": "add_person", "user_id": UserId::new(), "login": "a.bystander", "name": "A. Bystander",
            "roles": [Role::Accountant], "one_time_password": password,
        });
        let admin = self.scene.who(ADMIN).await;
        let operation: Operation = serde_json::from_value(add).expect("an operation");
        self.scene.clinic.perform(&admin, OperationId::new(), operation).await.expect("a bystander");
        let session = self.scene.clinic.sign_in("a.bystander", password.clone().into()).await.expect("a sign-in");
        let new = format!("{SECRET}-new, of a bystander");
        let wrong = self.scene.clinic.change_password(&session, new.clone().into(), new.clone().into()).await;
        self.look(&wrong.expect_err("not the old password"));
        Who::Person(self.scene.clinic.change_password(&session, password.into(), new.into()).await.expect("changed"))
    }

    /// Denied, stale, with every field too long or unreadable, with ids of nothing, and over a broken statement.
    async fn fail(&mut self, step: &Step, json: &Json, open: &[Leaf]) {
        let mut wrong: Vec<Json> = Vec::new();
        let mut with = |pointer: &str, value: Json| {
            let mut changed = json.clone();
            put(&mut changed, pointer, value);
            wrong.push(changed);
        };
        if json["version"].is_i64() {
            with("/version", json!(4096));
        }
        for leaf in open {
            let text = json.pointer(&leaf.pointer).and_then(Json::as_str).unwrap_or_default();
            with(&leaf.pointer, json!(format!("{text}{}", text.repeat(60))));
        }
        for leaf in leaves_of(json).iter().filter(|leaf| leaf.class == Class::Other && leaf.given) {
            let id =
                json.pointer(&leaf.pointer).and_then(Json::as_str).filter(|text| text.parse::<uuid::Uuid>().is_ok());
            if id.is_some() {
                with(&leaf.pointer, json!(UserId::new()));
            }
        }
        let who = self.scene.who(step.by).await;
        for wrong in wrong {
            self.refused(&who, &wrong).await;
        }
        if let Some(bystander) = self.bystander.clone() {
            self.refused(&bystander, json).await;
        }
        self.unreadable(json);
    }

    /// Whatever comes of it, its error says nothing; a step that succeeds after all would be in the next one's way.
    async fn refused(&mut self, who: &Who, json: &Json) {
        let Ok(operation) = serde_json::from_value::<Operation>(json.clone()) else { return };
        // One transaction with a last step that cannot be: nothing of it stays.
        let step = |operation| clinic_core::Step { id: OperationId::new(), at: None, operation };
        let last = clinic_core::office::setup::FinishSetupStep { step: "no such step".into() };
        let steps = vec![step(operation), step(last.into())];
        let error = self.scene.clinic.perform_all(who, steps, |_| {}).await.expect_err("a last step that cannot be");
        self.look(&error);
    }

    /// The reader of JSON quotes what it cannot read; nobody passes that on.
    fn unreadable(&self, json: &Json) {
        let debug = serde_json::from_value::<Operation>(json.clone()).map(|operation| format!("{operation:?}"));
        assert!(!holds(&debug.unwrap_or_default(), SECRET), "a secret in the Debug of {}", json["op"]);
    }

    /// What is done is done again: under its own id, and as something new.
    async fn again(&mut self, step: &Step, json: &Json) {
        let who = self.scene.who(step.by).await;
        let mut other = json.clone();
        if json["op"] == "book_appointment" {
            put(&mut other, "/appointment_id", json!(AppointmentId::new()));
            put(&mut other, "/overbook", Json::Null);
        }
        self.refused(&who, &other).await;
        let operation: Operation = serde_json::from_value(other).expect("an operation");
        if json["op"] == "register_patient" || json["op"] == "add_alert" {
            let taken = self.scene.clinic.perform(&who, OperationId::new(), operation.clone()).await;
            self.look(&taken.expect_err("its ids are taken"));
        }
        if let Err(reused) = self.scene.clinic.perform(&who, step.id, operation).await {
            self.look(&reused);
        }
    }

    /// Signing in, PINs, and what fails there.
    async fn door(&mut self) {
        let Who::Person(session) = self.scene.who(ADMIN).await else { return };
        let clinic = &self.scene.clinic;
        let password = self.scene.password("admin");
        let secret = || format!("{SECRET}-wrong, and long enough").into();
        self.look(&clinic.set_pin(&session, secret(), PIN.to_owned().into()).await.expect_err("a wrong password"));
        clinic.set_pin(&session, password.clone().into(), PIN.to_owned().into()).await.expect("a PIN");
        clinic.switch_person(session.user_id(), PIN.to_owned().into()).await.expect("switched");
        let login = self.scene.login("admin");
        self.look(&clinic.sign_in(&login, secret()).await.expect_err("a wrong password"));
        self.look(&clinic.sign_in("nobody", secret()).await.expect_err("nobody"));
        self.look(&clinic.switch_person(session.user_id(), secret()).await.expect_err("no PIN"));
        self.look(&clinic.set_pin(&session, password.into(), secret()).await.expect_err("no PIN"));
    }

    /// Every question, of which most are about ids of nothing here, and a bystander's.
    async fn ask(&mut self) {
        let admin = self.scene.who(ADMIN).await;
        for about in Question::ALL {
            for who in [Some(&admin), self.bystander.as_ref()].into_iter().flatten() {
                let question: Question = serde_json::from_value((about.example)()).expect("a question");
                if let Err(error) = self.scene.clinic.ask(who, question).await {
                    self.look(&error);
                }
            }
        }
    }

    /// What a workstation keeps: its connections, one of them exported, and the heads; and stores that cannot be opened.
    async fn connections(&mut self, engine: &Engine) {
        let folder = std::env::temp_dir().join(format!("clinic-canaries-{}", uuid::Uuid::now_v7()));
        let list = Connections::new(folder.join("connections.json"));
        let json = json!({
            "id": uuid::Uuid::now_v7(), "name": "Main", "kind": "server", "hosts": ["127.0.0.1"], "port": 1,
            "database": "clinic", "user": "desk", "tls": "identity", "password": format!("{SECRET}-of the server"),
        });
        let connection: Connection = serde_json::from_value(json).expect("a connection");
        list.save(&connection).expect("a saved connection");
        let exported = serde_json::to_string(&Exported::of(&connection)).expect("an exported connection");
        std::fs::write(folder.join("exported.json"), exported).expect("a file");
        heads::keep(&self.scene.clinic, &folder.join("heads.json")).await.expect("kept heads");
        let password = format!("{SECRET}-of the server");
        let address = connection.server(password.clone().into()).expect("an address");
        let report = diagnose::diagnose(&address, &self.scene.clock).await;
        let report = serde_json::to_string(&report).expect("a report");
        assert!(!holds(&report, SECRET), "{report}");
        let closed = Db::open(&StoreUrl::Server(address), None, false).await;
        self.look(&closed.err().expect("nothing listens there"));
        if let Some(server) = self.scene.store.server() {
            let mut wrong = server.clone();
            wrong.password = password.into();
            self.look(&Db::open(&StoreUrl::Server(wrong), None, false).await.err().expect("a wrong password"));
        } else {
            let wrong = KEY.replace("00", "ff");
            self.look(&Db::open(&self.scene.store.url, Some(&wrong), false).await.err().expect("a wrong key"));
        }
        self.broken().await;
        self.files(&folder);
        std::fs::remove_dir_all(&folder).unwrap_or_else(|error| panic!("{} {error}", engine.name));
    }

    /// A desk whose way to the data is gone.
    async fn broken(&mut self) {
        let db = self.scene.another().await;
        let workstation = Workstation { id: clinic_core::ids::WorkstationId::new(), name: "Back desk".into() };
        let clinic = Clinic::open(db.clone(), &workstation, self.scene.clock.clone()).await.expect("a second desk");
        let who = self.scene.who(ADMIN).await;
        let step = script().into_iter().find(|step| step.operation.name() == "add_room").expect("a step");
        for point in [FaultPoint::BeforeStatement(2), FaultPoint::AfterStatement(3), FaultPoint::BeforeCommit] {
            db.fault().arm(point);
            let _ = clinic.perform(&who, OperationId::new(), step.operation.clone()).await.map_err(|e| self.look(&e));
        }
        db.close().await;
        if let Err(error) = clinic.perform(&who, step.id, step.operation).await {
            self.look(&error);
        }
    }

    /// No table holds a secret; a file on this computer holds nothing that can be read at all.
    async fn scan(&mut self) {
        assert!(self.secrets > 4, "only {} secrets were played", self.secrets);
        for word in [SECRET, PIN, &KEY[..32]] {
            let cells = self.scene.everywhere(word).await;
            assert!(cells.is_empty(), "{word} on {}: {cells:?}", self.scene.engine);
        }
        let names = self.scene.everywhere(PRIVATE).await;
        assert!(names.len() > 20, "the canaries about patients are not where they belong: {names:?}");
        if let StoreUrl::File(path) = &self.scene.store.url {
            self.files(path.parent().expect("a folder"));
        }
    }

    fn files(&self, folder: &std::path::Path) {
        let mut count = 0;
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let bytes = std::fs::read(&path).expect("a file");
            let text = String::from_utf8_lossy(&bytes);
            for word in [WORD, &KEY[..32]] {
                assert!(!holds(&text, word), "{word} in {}", path.display());
                assert!(!holds(&path.to_string_lossy(), word), "{word} in a file's name");
            }
            count += 1;
        }
        assert!(count > 0, "no file in {}", folder.display());
    }

    fn look(&self, error: &Error) {
        let mut json = error.to_json();
        let whole = format!("{error} {error:?} {json}");
        assert!(!holds(&whole, SECRET), "a secret in {whole}");
        for (_, keys) in NAMED.iter().filter(|(code, _)| *code == error.code().text()) {
            if let Some(details) = json["details"].as_object_mut() {
                details.retain(|key, _| !keys.contains(&key.as_str()));
            }
        }
        assert!(!holds(&json.to_string(), PRIVATE), "somebody's words in {}: {json}", error.code().text());
    }
}

/// Takes part in what is typed everywhere: a name, a note, an address of e-mail, a phone's digits, a postcode.
fn canary(json: &Json, number: usize, position: usize) -> String {
    let about_people = ["patient_id", "appointment_id", "waitlist_id", "visits", "booking", "alert_id"];
    let private = about_people.iter().any(|key| !json[*key].is_null());
    format!("{}{number:02}{position:02}@x.yz", if private { PRIVATE } else { "kanario" })
}
