//! Everything that any library says to a log, at the finest level: of `tracing` and of `log`. Only what holds a forbidden word is
//! kept, so that a whole run can be listened to.

use std::fmt::{Debug, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Subscriber};

/// Listens for one word from now on, in this whole process; one at a time.
pub struct Heard(());

static WORD: OnceLock<String> = OnceLock::new();
static ON: AtomicBool = AtomicBool::new(false);
static FOUND: Mutex<Vec<String>> = Mutex::new(Vec::new());

impl Heard {
    /// `word` in small letters: it is heard in capitals and as a list of bytes too.
    pub fn listen(word: &str) -> Heard {
        WORD.set(word.to_owned()).expect("one listener in a process");
        tracing::subscriber::set_global_default(Listener).expect("no other subscriber");
        log::set_logger(&Listener).expect("no other logger");
        log::set_max_level(log::LevelFilter::Trace);
        ON.store(true, Ordering::SeqCst);
        Heard(())
    }

    /// What was said with the word in it.
    pub fn stop(self) -> Vec<String> {
        ON.store(false, Ordering::SeqCst);
        log::set_max_level(log::LevelFilter::Off);
        std::mem::take(&mut *FOUND.lock().expect("the lines"))
    }
}

/// Whether a text holds the word, in whatever case, or its bytes as numbers or in hex.
pub fn holds(text: &str, word: &str) -> bool {
    let text = text.to_lowercase();
    let numbers: Vec<String> = word.bytes().map(|byte| byte.to_string()).collect();
    let hex: String = word.bytes().map(|byte| format!("{byte:02x}")).collect();
    [word, &numbers.join(", "), &hex].iter().any(|form| text.contains(*form))
}

fn note(line: String) {
    if holds(&line, WORD.get().map_or("", String::as_str)) {
        FOUND.lock().expect("the lines").push(line);
    }
}

struct Listener;

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {}={value:?}", field.name());
    }
}

impl Subscriber for Listener {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::sometimes()
    }

    fn enabled(&self, _: &Metadata<'_>) -> bool {
        ON.load(Ordering::Relaxed)
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut line = Line(span.metadata().name().to_owned());
        span.record(&mut line);
        note(line.0);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut line = Line(String::new());
        values.record(&mut line);
        note(line.0);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().target().to_owned());
        event.record(&mut line);
        note(line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl log::Log for Listener {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        ON.load(Ordering::Relaxed)
    }

    fn log(&self, record: &log::Record<'_>) {
        if ON.load(Ordering::Relaxed) {
            note(format!("{} {}", record.target(), record.args()));
        }
    }

    fn flush(&self) {}
}
