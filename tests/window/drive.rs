//! One window of the real program: what a person finds in it, and does with keyboard and mouse.
//!
//! Everything waits until it is so, at most [`PATIENCE`]; nothing is tried twice.

use serde_json::{Value as Json, json};
use std::cell::RefCell;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Program, Stdio};
use std::time::{Duration, Instant};
use thirtyfour::common::command::{Actions, Command};
use thirtyfour::prelude::*;
use thirtyfour::{Capabilities, TimeoutConfiguration, WebDriver};

const PAGE: &str = include_str!("page.js");
/// A loaded machine is slow; only what never comes is a failure.
const PATIENCE: Duration = Duration::from_secs(90);
const LOOK_AGAIN: Duration = Duration::from_millis(60);
/// Between two keys of one person: a scanner is faster.
const BETWEEN_KEYS: u64 = 45;

pub struct Window {
    driver: Option<WebDriver>,
    server: Child,
    home: PathBuf,
    /// What is wrong with the screens that were looked at: told at the end, all of it.
    pub found: RefCell<Vec<String>>,
}

impl Window {
    /// A workstation of its own, started for the first time.
    pub async fn open() -> Window {
        let home = std::env::temp_dir().join(format!("clinic-window-{}", uuid::Uuid::now_v7().simple()));
        std::fs::create_dir_all(&home).expect("a folder of its own");
        Window::open_at(&home).await
    }

    pub async fn open_at(home: &Path) -> Window {
        let app = std::env::var("CLINIC_DESK_APP").expect("CLINIC_DESK_APP names the program under test");
        let (port, native) = (free_port(), free_port());
        // A screen of its own: two windows on one screen take the focus from each other.
        let server = Program::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/virtual-screen.sh"))
            .arg("tauri-driver")
            .args(["--port", &port.to_string(), "--native-port", &native.to_string()])
            .env("CLINIC_DESK_HOME", home)
            .env("PATH", programs(home))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("tauri-driver starts");
        let mut window = Window { driver: None, server, home: home.to_owned(), found: RefCell::default() };
        let mut capabilities = Capabilities::new();
        capabilities.set("browserName", "wry").expect("a capability");
        capabilities.set("tauri:options", json!({ "application": app, "args": [] })).expect("a capability");
        answers(port).await;
        answers(native).await;
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities).await.expect("a session");
        let patience = Some(PATIENCE);
        driver.update_timeouts(TimeoutConfiguration::new(patience, patience, None)).await.expect("patience");
        window.driver = Some(driver);
        window.told("settled", vec![]).await;
        window
    }

    fn driver(&self) -> &WebDriver {
        self.driver.as_ref().expect("an open window")
    }

    /// Asks the page (`page.js`).
    pub async fn ask(&self, question: &str, about: Vec<Json>) -> Json {
        let script = format!("{PAGE}\nreturn story.{question}(...arguments);");
        match self.driver().execute(script, about).await {
            Ok(answer) => answer.json().clone(),
            Err(error) => panic!("the page does not answer {question}: {error}"),
        }
    }

    /// Asks the page for something that takes a moment.
    pub async fn told(&self, question: &str, about: Vec<Json>) -> Json {
        let script = format!("{PAGE}\nstory.{question}(...arguments);");
        match self.driver().execute_async(script, about).await {
            Ok(answer) => answer.json().clone(),
            Err(error) => panic!("the page does not answer {question}: {error}"),
        }
    }

    /// Runs a script of somebody else's in the page.
    pub async fn run(&self, script: &str) {
        self.driver().execute(script, vec![]).await.expect("the script runs");
    }

    /// Waits until the page answers with something: not null, not false.
    pub(super) async fn until(&self, question: &str, about: Vec<Json>) -> Json {
        let begun = Instant::now();
        loop {
            let answer = self.ask(question, about.clone()).await;
            if !answer.is_null() && answer != json!(false) {
                return answer;
            }
            if begun.elapsed() > PATIENCE {
                self.lost(&format!("{question}{about:?} never came")).await;
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Waits until it is no longer so.
    pub(super) async fn until_not(&self, question: &str, about: Vec<Json>) {
        let begun = Instant::now();
        while !matches!(self.ask(question, about.clone()).await, Json::Null | Json::Bool(false)) {
            if begun.elapsed() > PATIENCE {
                self.lost(&format!("{question}{about:?} stays")).await;
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    pub(super) async fn lost(&self, why: &str) -> ! {
        let text = self.ask("texts", vec![json!("body")]).await;
        let focus = self.ask("focus", vec![]).await;
        let failed = self.ask("wrong", vec![]).await;
        panic!("{why}\nfocus: {focus}\nerrors: {failed}\non screen: {text}");
    }

    pub(super) async fn element(&self, question: &str, about: Vec<Json>) -> WebElement {
        let found = self.until(question, about).await;
        WebElement::from_json(found, self.driver().handle().clone()).expect("an element")
    }

    /// A click of the mouse on what says this; a beginning of it is enough.
    pub async fn press(&self, name: &str) {
        self.click("pressable", vec![json!(name)]).await;
    }

    pub async fn press_at(&self, css: &str) {
        self.click("ready", vec![json!(css)]).await;
    }

    pub(super) async fn click(&self, question: &str, about: Vec<Json>) {
        let element = self.element(question, about.clone()).await;
        if let Err(error) = element.click().await {
            self.lost(&format!("{question}{about:?} cannot be pressed: {error}")).await;
        }
    }

    /// Types into the field of this label, in place of what is there.
    pub async fn fill(&self, label: &str, text: &str) {
        let field = self.element("field", vec![json!(label)]).await;
        if let Err(error) = field.click().await {
            self.lost(&format!("{label} cannot be clicked: {error}")).await;
        }
        self.keys("Ctrl+a").await;
        self.until("isWhole", vec![json!(label)]).await;
        self.type_keys(text).await;
        self.holds(label, text).await;
    }

    pub async fn value(&self, label: &str) -> String {
        self.ask("value", vec![json!(label)]).await.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the field of this label holds this.
    pub async fn holds(&self, label: &str, text: &str) {
        let begun = Instant::now();
        while self.value(label).await != text {
            if begun.elapsed() > PATIENCE {
                let value = self.value(label).await;
                self.lost(&format!("{label} holds {value:?}, not {text:?}")).await;
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Waits until something that is seen there holds these words.
    pub async fn says(&self, css: &str, words: &str) {
        self.until("says", vec![json!(css), json!(words)]).await;
    }

    pub async fn shows(&self, css: &str) {
        self.until("seen", vec![json!(css)]).await;
    }

    pub async fn gone(&self, css: &str) {
        self.until_not("seen", vec![json!(css)]).await;
    }

    pub async fn count(&self, css: &str) -> u64 {
        self.ask("count", vec![json!(css)]).await.as_u64().unwrap_or_default()
    }

    /// Waits until the focus is on what these words name.
    pub async fn focus_is_at(&self, css: &str) {
        self.until("focused", vec![json!(css)]).await;
    }

    /// Keys one after the other: "b", "Enter", "Ctrl+z", "Alt+ArrowDown".
    pub async fn keys(&self, presses: &str) {
        let mut actions = vec![pause(150)];
        for press in presses.split(' ') {
            let (modifiers, key) = press.rsplit_once('+').unwrap_or(("", press));
            let modifiers: Vec<&str> = modifiers.split('+').filter(|one| !one.is_empty()).collect();
            actions.extend(modifiers.iter().map(|one| json!({ "type": "keyDown", "value": value_of(one) })));
            actions.push(json!({ "type": "keyDown", "value": value_of(key) }));
            actions.push(json!({ "type": "keyUp", "value": value_of(key) }));
            actions.extend(modifiers.iter().rev().map(|one| json!({ "type": "keyUp", "value": value_of(one) })));
            actions.push(pause(BETWEEN_KEYS));
        }
        self.act(json!([{ "type": "key", "id": "keyboard", "actions": actions }])).await;
    }

    /// Letter by letter into whatever has the focus.
    pub async fn type_keys(&self, text: &str) {
        let actions: Vec<Json> = text
            .chars()
            .flat_map(|key| {
                let value = if key == '\n' { value_of("Enter") } else { key.to_string() };
                [
                    json!({ "type": "keyDown", "value": value }),
                    json!({ "type": "keyUp", "value": value }),
                    pause(BETWEEN_KEYS),
                ]
            })
            .collect();
        self.act(json!([{ "type": "key", "id": "keyboard", "actions": actions }])).await;
    }

    async fn act(&self, sources: Json) {
        if let Err(error) = self.driver().cmd(Command::PerformActions(Actions::from(sources))).await {
            self.lost(&format!("keys and mouse do nothing: {error}")).await;
        }
    }

    pub(super) async fn mouse(&self, actions: Vec<Json>) {
        let parameters = json!({ "pointerType": "mouse" });
        self.act(json!([{ "type": "pointer", "id": "mouse", "parameters": parameters, "actions": actions }])).await;
    }

    /// A click in the first column, where this hour stands at the side.
    pub async fn click_slot(&self, hour: u32, minute: u32) {
        let (x, y) = place(&self.until("slot", vec![json!(hour), json!(minute)]).await);
        self.mouse(vec![to(x, y, 0), press(), pause(60), release()]).await;
    }

    /// Takes the card by its middle and lets it go so many hours below.
    pub async fn drag_card(&self, who: &str, time: &str, hours: f64) {
        let hour = self.until("slot", vec![json!(9), json!(0)]).await["hour"].as_f64().expect("its height");
        let card = self.element("card", vec![json!(who), json!(time)]).await;
        let (x, y) = place(&self.ask("middle", vec![card.to_json().expect("an element")]).await);
        let down = hour * hours;
        let mut actions = vec![to(x, y, 0), press(), pause(80)];
        actions.extend((1..=8).map(|step| to(x, y + down * f64::from(step) / 8.0, 40)));
        actions.extend([pause(120), release()]);
        self.mouse(actions).await;
    }

    pub async fn click_card(&self, who: &str, time: &str) {
        self.click("card", vec![json!(who), json!(time)]).await;
    }

    /// Waits for this person's card at that time.
    pub async fn card(&self, who: &str, time: &str) {
        self.until("card", vec![json!(who), json!(time)]).await;
    }

    pub async fn card_says(&self, who: &str, words: &str) {
        self.until("cardSays", vec![json!(who), json!(words)]).await;
    }

    pub async fn card_gone(&self, who: &str) {
        self.until_not("cardSays", vec![json!(who), json!("")]).await;
    }

    /// Where the program keeps its things.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// Ends the program, and gives back where it keeps its things.
    pub async fn close(mut self) -> PathBuf {
        self.look("the last screen").await;
        assert_eq!(*self.found.borrow(), Vec::<String>::new(), "what is wrong with the screens");
        if let Some(driver) = self.driver.take() {
            let _ = driver.quit().await;
        }
        self.stop();
        self.home.clone()
    }

    /// Kills the program as a power cut would, and gives back where it keeps its things.
    pub fn kill(mut self) -> PathBuf {
        assert_eq!(*self.found.borrow(), Vec::<String>::new(), "what is wrong with the screens");
        self.stop();
        self.home.clone()
    }

    /// Ends the program and forgets what it kept.
    pub async fn end(self) {
        let home = self.close().await;
        let _ = std::fs::remove_dir_all(home);
    }

    /// The driver, the driver's driver and the program: an orphan would refuse the next session.
    fn stop(&mut self) {
        let group = format!("-{}", self.server.id());
        let _ = Program::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.server.wait();
        // There is nobody left to say goodbye to.
        std::mem::forget(self.driver.take());
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        self.stop();
    }
}

pub(super) fn place(answer: &Json) -> (f64, f64) {
    (answer["x"].as_f64().expect("x"), answer["y"].as_f64().expect("y"))
}

pub(super) fn pause(ms: u64) -> Json {
    json!({ "type": "pause", "duration": ms })
}

pub(super) fn to(x: f64, y: f64, ms: u64) -> Json {
    json!({ "type": "pointerMove", "duration": ms, "x": x.round(), "y": y.round(), "origin": "viewport" })
}

pub(super) fn press() -> Json {
    json!({ "type": "pointerDown", "button": 0 })
}

pub(super) fn release() -> Json {
    json!({ "type": "pointerUp", "button": 0 })
}

/// A key as the protocol writes it.
fn value_of(key: &str) -> String {
    let code = match key {
        "Ctrl" => '\u{E009}',
        "Alt" => '\u{E00A}',
        "Shift" => '\u{E008}',
        "Enter" => '\u{E007}',
        "Tab" => '\u{E004}',
        "Escape" => '\u{E00C}',
        "ArrowLeft" => '\u{E012}',
        "ArrowUp" => '\u{E013}',
        "ArrowRight" => '\u{E014}',
        "ArrowDown" => '\u{E015}',
        "F1" => '\u{E031}',
        letter => return letter.to_owned(),
    };
    code.to_string()
}

/// A story's own programs stand before the desktop's.
fn programs(home: &Path) -> std::ffi::OsString {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let all = std::iter::once(home.join("bin")).chain(std::env::split_paths(&path));
    std::env::join_paths(all).expect("a path")
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}

async fn answers(port: u16) {
    let begun = Instant::now();
    while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
        assert!(begun.elapsed() < PATIENCE, "the driver does not answer");
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}
