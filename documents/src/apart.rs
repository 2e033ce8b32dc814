//! What somebody is still writing is laid out in a process of its own: a template is a program, and one that never ends, or asks for all of the
//! memory, must take nobody's window with it. The program starts itself again with `ARGUMENT`, hands the trial in on standard input, and waits
//! for the answer. How long it may work is counted in the processor's time, so that a busy computer refuses nothing.

use crate::{Look, templates};
use clinic_core::error::{Code, Error, Result};
use clinic_core::office::paper_templates::{OwnTemplate, Template};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::io::{Read, Write};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// The program's first argument where it is started for a trial.
pub const ARGUMENT: &str = "--try-template";

/// Seconds of the processor: ten times what all thirteen templates take on all their papers, on a slow computer. Unoptimised it takes longer.
const MOST_WORK: u64 = if cfg!(debug_assertions) { 200 } else { 20 };
/// What the data of a trial may hold in memory, in bytes: ten times what the longest paper takes.
#[cfg(unix)]
const MOST_MEMORY: u64 = 2 << 30;
/// How long is waited in any case: the whole measure where the system does not count a process's work.
const LONGEST: Duration = Duration::from_secs(if cfg!(unix) { 600 } else { MOST_WORK });

/// What is tried.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "trial", rename_all = "snake_case")]
pub enum Trial {
    /// Whether every paper can still be laid out, and says what it must. Without a text: as it comes with the app. Answers nothing.
    Check { template: Template, text: Option<String>, own: Vec<OwnTemplate> },
    /// How an invented paper looks. Answers `{pages: [SVG], uncovered}`.
    Preview { template: Template, text: String, own: Vec<OwnTemplate>, of: Option<Template>, look: Look },
    /// Which papers cannot be laid out as things are. Answers `[{paper, error}]`.
    Faults { own: Vec<OwnTemplate> },
}

impl Trial {
    /// Errors: those of `templates::check` and `templates::preview`, then `template.too_costly` (seconds).
    pub fn run(&self) -> Result<Json> {
        let program = std::env::current_exe().map_err(Error::internal)?;
        let mut command = Command::new(program);
        command.arg(ARGUMENT);
        self.run_by(command, LONGEST)
    }

    fn run_by(&self, mut command: Command, longest: Duration) -> Result<Json> {
        let trial = serde_json::to_vec(self).map_err(Error::internal)?;
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(Error::internal)?;
        let answer = answer_of(&mut child, trial, longest);
        // Of one that ended by itself both only say so.
        let _ = child.kill();
        let _ = child.wait();
        match answer.and_then(|bytes| serde_json::from_slice(&bytes).ok()) {
            Some(Said::Right(answer)) => Ok(answer),
            Some(Said::Wrong(error)) => {
                Err(Error::from_json(&error).unwrap_or_else(|| Error::internal("a trial's error has no code")))
            }
            // No answer, or a part of one: it was stopped, or fell over for want of memory.
            None => Err(Error::field(Code::TemplateTooCostly, "text").with("seconds", MOST_WORK)),
        }
    }

    fn answer(self) -> Result<Json> {
        match self {
            Trial::Check { template, text, own } => {
                templates::check(template, text.as_deref(), &own).map(|()| Json::Null)
            }
            Trial::Preview { template, text, own, of, look } => {
                let made = templates::preview(template, &text, &own, of, look)?;
                Ok(json!({ "pages": made.pages(), "uncovered": made.uncovered }))
            }
            Trial::Faults { own } => {
                let fault = |(paper, error): (Template, Error)| json!({ "paper": paper, "error": error });
                Ok(templates::faults(&own).into_iter().map(fault).collect())
            }
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Said {
    Right(Json),
    Wrong(Json),
}

/// Nothing where it did not come in time. Reading and writing wait, so both are done beside: each ends with the process.
fn answer_of(child: &mut Child, trial: Vec<u8>, longest: Duration) -> Option<Vec<u8>> {
    let (mut input, mut output) = (child.stdin.take()?, child.stdout.take()?);
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || input.write_all(&trial));
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = output.read_to_end(&mut bytes);
        sender.send(read.map(|_| bytes))
    });
    receiver.recv_timeout(longest).ok()?.ok()
}

/// The other side: for a program that was started with `ARGUMENT`, before it does anything else.
pub fn serve() -> ExitCode {
    #[cfg(unix)]
    limit();
    let trial = serde_json::from_reader::<_, Trial>(std::io::stdin().lock());
    let Ok(trial) = trial else { return ExitCode::FAILURE };
    let said = match trial.answer() {
        Ok(answer) => Said::Right(answer),
        Err(error) => Said::Wrong(error.to_json()),
    };
    match serde_json::to_writer(std::io::stdout().lock(), &said) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Beyond it the system ends the process, or refuses it the memory, which ends it too. Where it knows no such limit, the time is what ends it.
#[cfg(unix)]
fn limit() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    for (what, most) in [(Resource::Data, MOST_MEMORY), (Resource::Cpu, MOST_WORK)] {
        let _ = setrlimit(what, Rlimit { current: Some(most), maximum: Some(most) });
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn of(script: &str, longest: Duration) -> Result<Json> {
        let mut shell = Command::new("sh");
        shell.args(["-c", script]);
        Trial::Faults { own: Vec::new() }.run_by(shell, longest)
    }

    #[test]
    fn one_that_never_ends_is_stopped_and_one_that_falls_over_is_told_apart_from_a_fault() {
        let code = |told: Result<Json>| told.expect_err("no answer").code();
        assert_eq!(code(of("sleep 600", Duration::from_millis(50))), Code::TemplateTooCostly);
        assert_eq!(code(of("cat >/dev/null; printf '{\"right\":'; kill -9 $$", LONGEST)), Code::TemplateTooCostly);
        let fault = r#"cat >/dev/null; echo '{"wrong":{"code":"template.broken","details":{"line":3}}}'"#;
        let error = of(fault, LONGEST).expect_err("a fault");
        assert_eq!((error.code(), error.detail("line")), (Code::TemplateBroken, Some(&json!(3))));
        assert_eq!(of(r#"cat >/dev/null; echo '{"right":[]}'"#, LONGEST).expect("an answer"), json!([]));
    }
}
