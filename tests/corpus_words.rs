//! What people paste, what systems mangle and what attackers try: texts, numbers and dates that no field may choke on.
//!
//! A text ends in letters that are its own, so that it is found again among all the others; only the shortest have no room.

use serde_json::{Value as Json, json};

pub struct Word {
    pub name: &'static str,
    /// The text with these letters in it, or without where it would be another one with them.
    pub text: fn(&str) -> String,
}

const fn word(name: &'static str, text: fn(&str) -> String) -> Word {
    Word { name, text }
}

/// As many letters as make the whole this long.
fn long(of: &str, length: usize, mark: &str) -> String {
    of.repeat((length - mark.chars().count()) / of.chars().count()) + mark
}

pub const WORDS: &[Word] = &[
    // Statements in statements.
    word("quote and comment", |m| format!("' OR 1=1 -- {m}")),
    word("second statement", |m| format!("\"; DROP TABLE patients; -- {m}")),
    word("hinted comment", |m| format!("/*!50000 */ `{m}`")),
    word("backslash before a quote", |m| format!("\\' {m}\\")),
    word("percent and underscore", |m| format!("%_ {m} %")),
    word("pipes and placeholder", |m| format!("|| ? :1 $1 {m} ||")),
    word("placeholder of a text", |m| format!("{{patient}} {{nothing}} {m}")),
    word("markup", |m| format!("<img src=x onerror=alert(1)>&amp; {m}")),
    // Names as they are.
    word("an apostrophe", |m| format!("O'Brien-{m}")),
    word("composed", |m| format!("M\u{fc}ller {m}")),
    word("decomposed", |m| format!("Mu\u{308}ller {m}")),
    word("Turkish letters", |m| format!("\u{130}\u{131}Ii {m}")),
    word("letters that grow when folded", |m| format!("\u{fdfa}\u{df}\u{130} {m}")),
    word("letters that grow when folded, many", |m| long("\u{fdfa}", 60, m)),
    word("right to left", |m| format!("\u{645}\u{62d}\u{645}\u{62f} \u{5d3}\u{5d5}\u{5d3} {m}")),
    word("direction marks", |m| format!("\u{202e}ava\u{202c}\u{2066}x\u{2069}\u{200f} {m}")),
    word("families of emoji", |m| format!("\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} \u{1f1ec}\u{1f1e7} {m}")),
    word("zero width", |m| format!("a\u{200b}b\u{feff}c\u{2060}{m}")),
    word("a flood of accents", |m| format!("Z{} {m}", "\u{300}\u{323}".repeat(12))),
    word("hardly a character", |m| format!("\u{10fffd}\u{e000}\u{fffd} {m}")),
    word("no character", |m| format!("a\u{fdd0}\u{ffff} {m}")),
    word("spaces of all kinds", |m| format!("\u{a0}\u{3000} {m}\u{2003}  {m}\u{2028}")),
    // Lengths.
    word("one character", |_| "x".to_owned()),
    word("one sign", |_| "_".to_owned()),
    word("two hundred", |m| long("n", 200, m)),
    word("two hundred of four bytes", |m| long("\u{1f600}", 200, m)),
    word("ten thousand", |m| long("long ", 10_000, m)),
    word("nothing but spaces", |_| " \u{a0}\t ".to_owned()),
    // Control.
    word("a zero", |m| format!("a\0b {m}")),
    word("control characters", |m| format!("\u{1}\u{1b}[2J\u{7f}\u{85} {m}")),
    word("line breaks", |m| format!("one\r\ntwo\nthree\tfour {m}")),
    // Formulas, numbers and words that programs take for their own.
    word("a formula", |m| format!("=cmd|' /C calc'!A0 {m}")),
    word("a plus", |m| format!("+1 {m}")),
    word("minus zero", |m| format!("-0 {m}")),
    word("an at sign", |m| format!("@SUM(1) {m}")),
    word("a tab and a formula", |m| format!("\t=1+1 {m}")),
    word("nothing", |_| "null".to_owned()),
    word("numbers that are none", |m| format!("0,1+0,2 NaN 1e309 {m}")),
];

/// Far more than anybody types: the whole must be refused before it reaches a table.
pub fn ten_megabytes() -> String {
    "far more than anybody types ".repeat(10 * 1024 * 1024 / 28)
}

/// Whole numbers at every edge.
pub fn numbers() -> Vec<Json> {
    let mut numbers = vec![json!(i64::MIN), json!(i64::MAX), json!(u64::MAX), json!(-1), json!(-0.0), json!(0.5)];
    numbers.extend([0, 1, 7, 4095, 1 << 31, 1 << 53, i64::MAX - 4, i64::MIN + 4, -5, 1440].map(|n| json!(n)));
    numbers
}

/// Days at every edge of calendars, and some that never were.
pub const DATES: [&str; 17] = [
    "2024-02-29",
    "2023-02-29",
    "2100-02-28",
    "2100-02-29",
    "1900-01-01",
    "1899-12-31",
    "1850-01-01",
    "2200-01-01",
    "2199-12-31",
    "0000-01-01",
    "0000-02-29",
    "0001-01-01",
    "-0001-12-31",
    "9999-12-31",
    "+10000-01-01",
    "-262143-01-01",
    "+262142-12-31",
];

/// Times of a day at its edges, some of them in the hour that a clock change skips or repeats in London.
pub const TIMES: [&str; 6] = ["00:00:00", "23:55:00", "23:59:60", "12:00:00.000000001", "24:00:00", "12:03:00"];
pub const CLOCK_CHANGES: [&str; 2] = ["2030-03-31T01:30:00", "2030-10-27T01:30:00"];

/// What no text can hold, in JSON as it is sent.
pub const BROKEN_JSON: [&str; 6] = [
    r#"{"op":"name_workstation","name":"\ud800"}"#,
    r#"{"op":"name_workstation","name":"\udc00\ud800"}"#,
    r#"{"op":"name_workstation","name":"\u12"}"#,
    "{\"op\":\"name_workstation\",\"name\":\"a\nb\"}",
    r#"{"op":"name_workstation","name":"a"#,
    r#"{"op":"name_workstation","name":["a"]}"#,
];
