//! Every number, date and time of every operation and question at the edges of what there is, and texts far too long: all are
//! refused with a message of their own, or taken; nothing runs over, nothing is unexpected.

use chrono::NaiveDate;
use clinic_core::ids::OperationId;
use clinic_core::office::setup::FinishSetupStep;
use clinic_core::operation::Operation;
use clinic_core::question::Question;
use clinic_core::{Error, Who};
use clinic_tests::corpus_words::{BROKEN_JSON, CLOCK_CHANGES, DATES, TIMES, WORDS, numbers, ten_megabytes};
use clinic_tests::desk::desks;
use clinic_tests::engine_list::{Engine, all};
use clinic_tests::leaves::{Class, leaves, named, put};
use clinic_tests::scene::{Scene, leaves_of, typed};
use clinic_tests::script::script;
use serde_json::{Value as Json, json};

/// What nobody may be told because of what was typed.
fn is_expected(error: &Error) -> bool {
    let code = error.code().text();
    code != "internal" && !code.starts_with("store.")
}

fn edges(class: Class) -> Vec<Json> {
    let moments = || {
        let days = DATES.iter().map(|date| format!("{date}T09:00:00"));
        days.chain(TIMES.iter().map(|time| format!("2030-01-08T{time}"))).chain(CLOCK_CHANGES.map(str::to_owned))
    };
    match class {
        Class::Integer => numbers(),
        Class::Date => DATES.iter().map(|date| json!(date)).collect(),
        Class::Moment => moments().map(|at| json!(at)).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_and_dates_at_every_edge_are_taken_or_refused() {
    let engines: Vec<_> = all().into_iter().map(|engine| tokio::spawn(operations(engine))).collect();
    for engine in engines {
        engine.await.expect("a clinic that no number can harm");
    }
}

async fn operations(engine: Engine) {
    let mut scene = Scene::new(&engine).await;
    let mut harmed = Vec::new();
    for step in script() {
        let json = typed(&step);
        let who = scene.who(step.by).await;
        let counts = scene.counts().await;
        for leaf in leaves_of(&json) {
            for edge in edges(leaf.class) {
                let mut changed = json.clone();
                put(&mut changed, &leaf.pointer, edge);
                harmed.extend(tried(&scene, &who, &changed).await);
            }
        }
        assert_eq!(scene.counts().await, counts, "{} left something behind", step.operation.name());
        scene.perform(step.by, step.id, &json).await.unwrap_or_else(|error| panic!("{json}: {error:?}"));
    }
    assert!(harmed.is_empty(), "on {}:\n{}", scene.engine, harmed.join("\n"));
    scene.end().await;
}

/// In one transaction with a last step that cannot be, so that nothing of it stays. Answers with what should not have happened.
async fn tried(scene: &Scene, who: &Who, json: &Json) -> Option<String> {
    let operation = serde_json::from_value::<Operation>(json.clone()).ok()?;
    let step = |operation| clinic_core::Step { id: OperationId::new(), at: None, operation };
    let last = FinishSetupStep { step: "no such step".into() };
    let steps = vec![step(operation), step(last.into())];
    let error = scene.clinic.perform_all(who, steps, |_| {}).await.expect_err("a last step that cannot be");
    (!is_expected(&error)).then(|| format!("{json}: {error:?}"))
}

#[tokio::test]
async fn ten_megabytes_are_refused_by_field_before_they_reach_a_table() {
    let text = ten_megabytes();
    for engine in all() {
        let mut scene = Scene::new(&engine).await;
        for step in script() {
            let json = typed(&step);
            let who = scene.who(step.by).await;
            let texts: Vec<_> = leaves_of(&json).into_iter().filter(|leaf| leaf.class.is_text()).collect();
            // The gate is one for all: a form of each kind will do, and takes seconds.
            let tried = ["name_workstation", "register_patient", "add_alert", "book_appointment"];
            for leaf in texts.iter().rev().take(usize::from(tried.contains(&step.operation.name()))) {
                let mut changed = json.clone();
                put(&mut changed, &leaf.pointer, json!(text));
                let operation: Operation = serde_json::from_value(changed).expect("an operation that can be read");
                let error = scene.clinic.perform(&who, OperationId::new(), operation).await.expect_err("far too long");
                let field = error.detail("field").and_then(Json::as_str).unwrap_or_default();
                let code = error.code().text();
                assert!(
                    code.starts_with("field.") && named(std::iter::once(leaf), field).is_some(),
                    "{} {}: {error:?}",
                    json["op"],
                    leaf.field()
                );
            }
            scene.perform(step.by, step.id, &json).await.unwrap_or_else(|error| panic!("{json}: {error:?}"));
        }
        scene.end().await;
    }
}

#[tokio::test]
async fn questions_take_or_refuse_every_word_number_and_date() {
    for desk in desks().await {
        for about in Question::ALL {
            let schema = (about.schema)();
            let json = (about.example)();
            for leaf in leaves(&schema, &json) {
                let words = || WORDS.iter().map(|word| json!((word.text)("zqx")));
                let values = if leaf.class.is_text() { words().collect() } else { edges(leaf.class) };
                for value in values {
                    let mut changed = json.clone();
                    put(&mut changed, &leaf.pointer, value);
                    let Ok(question) = serde_json::from_value::<Question>(changed.clone()) else { continue };
                    if let Err(error) = desk.clinic.ask(&desk.admin, question).await {
                        assert!(is_expected(&error), "{changed} on {}: {error:?}", desk.engine);
                    }
                }
            }
        }
        desk.end().await;
    }
}

#[test]
fn what_no_text_can_hold_is_not_read() {
    for json in BROKEN_JSON {
        assert!(serde_json::from_str::<Operation>(json).is_err(), "{json}");
    }
    // Days that never were are no dates, and those that were are.
    let real: Vec<&str> = DATES.into_iter().filter(|date| date.parse::<NaiveDate>().is_ok()).collect();
    assert!(real.contains(&"2024-02-29") && real.contains(&"0000-02-29"), "{real:?}");
    assert!(!real.contains(&"2023-02-29") && !real.contains(&"2100-02-29"), "{real:?}");
}
