//! A clinic in which the script is played with other words than its own: what is typed travels as JSON, as from outside, and
//! whoever got another sign-in name or password signs in with it.

use crate::contents::send_for;
use crate::desk::{PASSWORD, at};
use crate::engine_list::{Engine, KEY, Store};
use crate::leaves::{Leaf, leaves};
use crate::script::{ADDED, By, Step};
use clinic_core::fields::Secret;
use clinic_core::ids::{OperationId, WorkstationId};
use clinic_core::operation::{About, Operation};
use clinic_core::staff::me::AskMe;
use clinic_core::store::{Clause, Db, Read, Row, migrate};
use clinic_core::time::{Clock, Instant};
use clinic_core::{Clinic, Error, Performed, Who, Workstation};
use serde_json::Value as Json;
use std::collections::BTreeMap;

pub struct Scene {
    pub engine: String,
    pub store: Store,
    pub db: Db,
    pub clinic: Clinic,
    pub clock: Clock,
    sessions: BTreeMap<&'static str, Who>,
    /// Sign-in name and password of the script's people, as they were last typed.
    doors: BTreeMap<&'static str, (String, String)>,
    /// Who of the script has this id.
    added: BTreeMap<String, &'static str>,
    /// Of each column that holds text: a statement that finds in it what the argument is a part of.
    texts: Vec<&'static str>,
    counts: &'static str,
}

impl Scene {
    pub async fn new(engine: &Engine) -> Scene {
        let store = engine.store().await;
        let db = store.open().await;
        migrate::migrate(&db, &Clock::default(), |_, _| {}).await.expect("a migrated store");
        // The morning of the day for which the script books.
        let clock = Clock::standing_at(Instant(at(7, 30)));
        let workstation = Workstation { id: WorkstationId::new(), name: "Front desk".into() };
        let clinic = Clinic::open(db.clone(), &workstation, clock.clone()).await.expect("an open clinic");
        let (texts, counts) = statements(&db).await;
        let (sessions, doors, added) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Scene { engine: engine.name.clone(), store, db, clinic, clock, sessions, doors, added, texts, counts }
    }

    /// The store opened once more: another desk's, or one that may be broken.
    pub async fn another(&self) -> Db {
        Db::open(&self.store.url, Some(KEY), false).await.expect("the store once more")
    }

    /// As whom a step is performed; signs in anew when a new password has ended the session.
    pub async fn who(&mut self, by: By) -> Who {
        let By::Person(person) = by else { return Who::System };
        if let Some(who) = self.sessions.get(person)
            && self.clinic.ask(who, AskMe {}).await.is_ok()
        {
            return who.clone();
        }
        let (login, password) = self.doors[person].clone();
        let session = self.clinic.sign_in(&login, password.into()).await;
        let session = session.unwrap_or_else(|error| panic!("{login} signs in on {}: {error:?}", self.engine));
        let who = Who::Person(session);
        self.sessions.insert(person, who.clone());
        who
    }

    pub async fn perform(&mut self, by: By, id: OperationId, json: &Json) -> Result<Performed, Error> {
        let who = self.who(by).await;
        let operation: Operation = serde_json::from_value(json.clone()).expect("an operation that can be read");
        send_for(&self.clinic, &who, &operation).await;
        let done = self.clinic.perform(&who, id, operation).await?;
        self.learn(by, json);
        Ok(done)
    }

    /// What is no operation of its own, and is done before.
    pub async fn send(&mut self, by: By, json: &Json) {
        let who = self.who(by).await;
        if let Ok(operation) = serde_json::from_value(json.clone()) {
            send_for(&self.clinic, &who, &operation).await;
        }
    }

    /// The sign-in name of one of the script's people, as it was typed.
    pub fn login(&self, person: &str) -> String {
        self.doors[person].0.clone()
    }

    /// Their password, as it was typed last.
    pub fn password(&self, person: &str) -> String {
        self.doors[person].1.clone()
    }

    fn learn(&mut self, by: By, json: &Json) {
        let text = |field: &str| json[field].as_str().unwrap_or_default().to_owned();
        let by = if let By::Person(person) = by { person } else { "admin" };
        match json["op"].as_str().unwrap_or_default() {
            "start_clinic" => drop(self.doors.insert("admin", (text("login"), text("password")))),
            "add_person" => {
                let person = ADDED[self.added.len()];
                self.added.insert(text("user_id"), person);
                self.doors.insert(person, (text("login"), text("one_time_password")));
            }
            "give_one_time_password" => {
                self.doors.entry(self.added[&text("user_id")]).or_default().1 = text("password");
            }
            "recover_admin" => self.doors.entry("m.novak").or_default().1 = text("password"),
            "change_own_password" => self.doors.entry(by).or_default().1 = text("password"),
            _ => {}
        }
    }

    /// Every cell of the clinic's own tables in which this text stands, with its column.
    pub async fn cells_with(&self, part: &str) -> Vec<(String, String)> {
        self.all_with(part, |table| !table.starts_with("journal")).await
    }

    /// Every cell of every table in which this text stands, with its column.
    pub async fn everywhere(&self, part: &str) -> Vec<(String, String)> {
        self.all_with(part, |_| true).await
    }

    async fn all_with(&self, part: &str, table: impl Fn(&str) -> bool) -> Vec<(String, String)> {
        let wanted = self.texts.iter().filter(|statement| table(statement.trim_start_matches("SELECT '")));
        let mut whole = Clause::new("", vec![]);
        for (position, statement) in wanted.copied().enumerate() {
            whole = whole.and(if position > 0 { " UNION ALL " } else { "" }, vec![]);
            whole = whole.and(statement, vec![part.into()]);
        }
        self.db.clone().all_of(whole).await.expect("the cells")
    }

    /// How many rows each table holds.
    pub async fn counts(&self) -> Vec<(String, i64)> {
        rows(&self.db, self.counts).await
    }

    pub async fn end(self) {
        self.db.close().await;
        self.store.drop().await;
    }
}

pub async fn rows<R: Row>(db: &Db, sql: &'static str) -> Vec<R> {
    db.clone().all(sql, vec![]).await.unwrap_or_else(|error| panic!("{sql}: {error:?}"))
}

/// What finds texts, and what counts rows: put together once for each engine's tables.
async fn statements(db: &Db) -> (Vec<&'static str>, &'static str) {
    let columns: Vec<(String, String)> = if db.is_server() {
        let sql = "SELECT CAST(c.table_name AS CHAR), CAST(c.column_name AS CHAR) FROM information_schema.columns c \
                   WHERE c.table_schema = DATABASE() AND c.character_set_name IS NOT NULL ORDER BY 1, 2";
        rows(db, sql).await
    } else {
        let sql = "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c \
                   WHERE t.type = 'table' AND (c.type LIKE 'VARCHAR%' OR c.type LIKE '%TEXT') ORDER BY 1, 2";
        rows(db, sql).await
    };
    let find = |(table, column): &(String, String)| -> &'static str {
        format!("SELECT '{table}.{column}', {column} FROM {table} WHERE INSTR({column}, ?) > 0").leak()
    };
    let tables: Vec<(String,)> = if db.is_server() {
        let sql = "SELECT CAST(table_name AS CHAR) FROM information_schema.tables WHERE table_schema = DATABASE()";
        rows(db, sql).await
    } else {
        rows(db, "SELECT name FROM sqlite_master WHERE type = 'table'").await
    };
    let count = |(table,): &(String,)| format!("SELECT '{table}', COUNT(*) FROM {table}");
    let counted: Vec<String> = tables.iter().map(count).collect();
    (columns.iter().map(find).collect(), counted.join(" UNION ALL ").leak())
}

/// The field that an error names. Of several measurements it names what was measured, since each stands once on the screen.
pub fn field_of(error: &Error, json: &Json) -> Option<String> {
    let field = error.detail("field").and_then(Json::as_str)?;
    let measured = json["values"].as_array().and_then(|values| values.iter().position(|value| value["kind"] == field));
    Some(measured.map_or_else(|| field.to_owned(), |position| format!("values.{position}.unit")))
}

pub fn about(json: &Json) -> &'static About {
    let name = json["op"].as_str().expect("an operation's name");
    Operation::ALL.iter().find(|about| about.name == name).expect("an operation that is known")
}

/// The leaves of an operation as it would be sent.
pub fn leaves_of(json: &Json) -> Vec<Leaf> {
    leaves(&(about(json).schema)(), json)
}

/// A step as somebody would send it: the one JSON in which passwords stand as they were typed.
pub fn typed(step: &Step) -> Json {
    let mut operation = step.operation.clone();
    let hidden = match &mut operation {
        Operation::StartClinic(start) => Some(&mut start.password),
        Operation::AddPerson(add) => Some(&mut add.one_time_password),
        Operation::GiveOneTimePassword(give) => Some(&mut give.password),
        Operation::ChangeOwnPassword(change) => Some(&mut change.password),
        Operation::RecoverAdmin(recover) => Some(&mut recover.password),
        _ => None,
    };
    if let Some(secret) = hidden {
        *secret = Secret::Hash(PASSWORD.into());
    }
    let mut json = serde_json::to_value(operation).expect("an operation whose secret is known here");
    unmark(&mut json);
    json
}

/// What the app writes as `{"secret": …}` and `{"clinical": …}` is typed as text.
fn unmark(json: &mut Json) {
    match json {
        Json::Object(map) if map.len() == 1 && (map.contains_key("secret") || map.contains_key("clinical")) => {
            *json = map.values_mut().next().map(Json::take).unwrap_or_default();
        }
        Json::Object(map) => map.values_mut().for_each(unmark),
        Json::Array(items) => items.iter_mut().for_each(unmark),
        _ => {}
    }
}
