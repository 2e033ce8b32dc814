//! What somebody types into a search, as the beginnings of terms to look for.

use super::phone::{self, digit};
use super::terms::{fold, name_words, pieces, plain_code, word};
use chrono::NaiveDate;
use unicode_normalization::char::is_combining_mark;

/// More words than this add nothing.
const MOST_WORDS: usize = 8;

/// One typed word as it is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Any of these begins a term.
    pub starts: Vec<String>,
    /// A word of a name: it may be tested in the words beside a term. Phone numbers cannot.
    pub is_name: bool,
}

impl Wanted {
    pub fn name(start: String) -> Wanted {
        Wanted { starts: vec![start], is_name: true }
    }

    pub fn code(starts: Vec<String>) -> Wanted {
        Wanted { starts, is_name: false }
    }
}

/// A typed text as words to look for, in any order.
pub fn wanted(text: &str, date_order: &str, phone_prefix: &str) -> Vec<Wanted> {
    let mut wanted: Vec<Wanted> = Vec::new();
    let mut number = String::new();
    let mut signs: Vec<Wanted> = Vec::new();
    for piece in text.split_whitespace().chain(Some("")) {
        if is_number(piece) {
            // "020 7946 0102" is one number.
            number.push_str(piece);
            number.push(' ');
            continue;
        }
        if !number.is_empty() {
            wanted.push(Wanted::code(number_starts(std::mem::take(&mut number).trim(), date_order, phone_prefix)));
        }
        if piece.chars().any(|c| digit(c).is_some()) {
            wanted.push(Wanted::code(vec![plain_code(piece)]));
        } else {
            let words = typed_name(piece);
            if words.is_empty() && !piece.is_ascii() {
                signs.extend(name_words(piece).into_iter().map(Wanted::name));
            }
            wanted.extend(words.into_iter().map(Wanted::name));
        }
    }
    // Signs alone are a slip, unless they are no signs of a keyboard: then they may be a name of signs alone. Among words they
    // find nothing more, because no name that has letters is found by its signs.
    if wanted.is_empty() {
        wanted = signs;
    }
    wanted.retain(|word| !word.starts.is_empty() && word.starts.iter().all(|start| !start.is_empty()));
    let mut distinct: Vec<Wanted> = Vec::new();
    for word in wanted {
        if !distinct.contains(&word) {
            distinct.push(word);
        }
    }
    distinct.truncate(MOST_WORDS);
    distinct
}

/// A number that holds letters and was typed in groups ("AB 12 34 56 C"), as one.
pub fn as_one_code(text: &str) -> Option<Vec<Wanted>> {
    let in_groups = text.split_whitespace().count() > 1
        && text.chars().any(|c| digit(c).is_some())
        && text.chars().any(char::is_alphabetic);
    in_groups.then(|| vec![Wanted::code(vec![plain_code(text)])])
}

fn is_number(piece: &str) -> bool {
    piece.chars().any(|c| digit(c).is_some()) && piece.chars().all(|c| digit(c).is_some() || "+＋-()./".contains(c))
}

/// With an apostrophe it is one word ("O'Br"); other marks stand between two, which may be kept as two names.
fn typed_name(piece: &str) -> Vec<String> {
    let folded = fold(piece);
    let inside = |c: char| c == '\'' || c.is_alphanumeric() || is_combining_mark(c);
    let words = folded.split(|c: char| !inside(c)).map(|part| word(&pieces(part).concat()));
    words.filter(|word| !word.is_empty()).collect()
}

fn number_starts(text: &str, date_order: &str, phone_prefix: &str) -> Vec<String> {
    let mut starts = date_starts(text, date_order);
    // "01 02 03" may become a date or a phone number.
    if starts.is_empty() || text.contains(' ') {
        starts.extend(phone::typed(text, phone_prefix).into_iter().map(|digits| word(&digits)));
    }
    starts
}

/// "12/3/1980", "12.03.80", "1980-3-12", or as much of a date as was typed, in the clinic's order.
fn date_starts(text: &str, date_order: &str) -> Vec<String> {
    let plain: String = text.chars().map(|c| digit(c).unwrap_or(if c == ' ' { '/' } else { c })).collect();
    let parts: Vec<&str> = plain.split(['/', '.', '-']).filter(|part| !part.is_empty()).collect();
    let open = !plain.ends_with(|c: char| c.is_ascii_digit());
    if parts.len() > 3
        || plain.contains(['+', '(', ')'])
        || (parts.len() == 1 && !open)
        || (parts.len() == 2 && text.contains(' '))
    {
        return Vec::new();
    }
    let order = if parts[0].len() == 4 { "ymd" } else { date_order };
    let fits = |(part, kind): (&&str, char)| {
        let value = part.parse::<u32>().unwrap_or(0);
        match kind {
            'y' => part.len() <= 4,
            'm' => part.len() <= 2 && value <= 12,
            _ => part.len() <= 2 && value <= 31,
        }
    };
    if !parts.iter().zip(order.chars()).all(fits) {
        return Vec::new();
    }
    whole_dates(&parts, order).unwrap_or_else(|| half_date(&parts, order, open))
}

/// The day as year, month and day digits; two digits of a year may mean two centuries.
fn whole_dates(parts: &[&str], order: &str) -> Option<Vec<String>> {
    let [_, _, _] = parts else { return None };
    let part = |kind: char| order.find(kind).and_then(|at| parts.get(at)).copied();
    let (year, month, day): (&str, u32, u32) = (part('y')?, part('m')?.parse().ok()?, part('d')?.parse().ok()?);
    let years: Vec<i32> = match year.len() {
        4 => vec![year.parse().ok()?],
        2 => vec![1900 + year.parse::<i32>().ok()?, 2000 + year.parse::<i32>().ok()?],
        _ => return None,
    };
    let mut dates: Vec<String> = years
        .into_iter()
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .map(|day| day.format("%Y%m%d").to_string())
        .collect();
    // It may be the first half of a year with four digits, or of a day with two.
    let is_half = if order == "ymd" { day < 4 && parts[2].len() == 1 } else { matches!(year, "18" | "19" | "20") };
    if is_half {
        dates.push(half_date(parts, order, false).pop()?);
    }
    (!dates.is_empty()).then_some(dates)
}

fn half_date(parts: &[&str], order: &str, open: bool) -> Vec<String> {
    let last = parts.len() - 1;
    let mut text = String::new();
    for (part, kind) in parts[..last].iter().zip(order.chars()) {
        text.push_str(&padded(part, kind));
    }
    let (part, kind) = (parts[last], order.chars().nth(last).unwrap_or('y'));
    let mut starts = vec![format!("{text}{}", padded(part, kind))];
    // A single digit may be the first of two.
    if !open && part.len() == 1 && kind != 'y' {
        starts.push(format!("{text}{part}"));
    }
    starts
}

fn padded(part: &str, kind: char) -> String {
    if kind == 'y' { part.to_owned() } else { format!("{part:0>2}") }
}

#[cfg(test)]
mod tests {
    use super::super::terms::{Findable, pair, terms_of};
    use super::*;
    use proptest::prelude::*;

    fn starts(text: &str, order: &str) -> Vec<String> {
        wanted(text, order, "+44").into_iter().flat_map(|word| word.starts).collect()
    }

    const LETTERS: &str = "[a-zA-ZÀ-ÖØ-öø-žΑ-ΡΣ-ωА-я가-힣一-鿿]{1,12}";

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn every_beginning_of_every_word_finds(family in LETTERS, given in LETTERS, cut_at in 1usize..12) {
            let (terms, words) = terms_of(&Findable { names: vec![&family, &given], mrn: "100001", ..Findable::default() }, "+44");
            for name in [&family, &given] {
                let typed: String = name.chars().take(cut_at).collect();
                for want in wanted(&typed, "dmy", "+44") {
                    prop_assert!(terms.iter().any(|term| term.starts_with(&want.starts[0])), "{typed} in {terms:?}");
                    let beside = format!(" {}", want.starts[0]);
                    prop_assert!(words.contains(&beside), "{typed} in {words}");
                }
            }
        }

        #[test]
        fn a_pair_is_found_in_either_order(family in "[a-z]{3,10}", given in "[a-z]{3,10}", cut_at in 1usize..10) {
            prop_assume!(family != given);
            let (terms, _) = terms_of(&Findable { names: vec![&family, &given], mrn: "100001", ..Findable::default() }, "+44");
            for (first, second) in [(&family, &given), (&given, &family)] {
                let typed = pair(first, &second.chars().take(cut_at).collect::<String>());
                prop_assert!(terms.iter().any(|term| term.starts_with(&typed)), "{typed} in {terms:?}");
            }
        }

        #[test]
        fn any_text_can_be_typed(text in "\\PC{0,60}", order in "dmy|mdy|ymd") {
            for word in wanted(&text, &order, "+44") {
                prop_assert!(word.starts.iter().all(|start| !start.is_empty() && start.chars().count() <= 64));
            }
        }

        #[test]
        fn every_birth_date_is_found_as_typed(days in 0u64..60_000, order in "dmy|mdy|ymd", pad in any::<bool>(), mark in "[/.-]") {
            let day = NaiveDate::from_ymd_opt(1870, 1, 1).unwrap() + chrono::Days::new(days);
            let (terms, _) = terms_of(&Findable { names: vec!["Ada"], mrn: "x", birth_date: Some(day), ..Findable::default() }, "+44");
            let form = order.chars().map(|kind| match (kind, pad) { ('y', _) => "%Y", ('m', true) => "%m", ('m', _) => "%-m", (_, true) => "%d", _ => "%-d" }).collect::<Vec<_>>().join(&mark);
            let typed = day.format(&form).to_string();
            prop_assert_eq!(&starts(&typed, &order)[0], &day.format("%Y%m%d").to_string());
            if pad {
                for length in 1..typed.len() {
                    let half = &typed[..length];
                    prop_assert!(starts(half, &order).iter().any(|start| terms.iter().any(|term| term.starts_with(start))), "{} gives {:?}", half, starts(half, &order));
                }
            }
        }
    }

    #[test]
    fn dates_follow_the_clinics_order() {
        assert_eq!(starts("12/3/1980", "dmy"), ["19800312"]);
        assert_eq!(starts("12/3/1980", "mdy"), ["19801203"]);
        assert_eq!(starts("1980-3-12", "dmy"), ["19800312"]);
        assert_eq!(starts("12.03.80", "dmy"), ["19800312", "20800312"]);
        assert_eq!(starts("12 3 1980", "dmy"), ["19800312", "1231980"]);
        assert_eq!(starts("12/3", "dmy"), ["1203", "123"]);
        assert_eq!(starts("31.02.1980", "dmy"), ["31021980"], "no such day: then as digits");
    }

    #[test]
    fn words_and_numbers_are_told_apart() {
        assert_eq!(starts("  smith 020 7946 0102 jo ", "dmy"), ["smith", "02079460102", "2079460102", "jo"]);
        assert_eq!(starts("O'Br", "dmy"), ["obr"]);
        assert_eq!(starts("Smith-J", "dmy"), ["smith", "j"]);
        assert_eq!(starts("smith Smith", "dmy"), ["smith"]);
        assert_eq!(starts("ab123456c", "dmy"), ["ab123456c"]);
        assert_eq!(as_one_code("AB 12 34 56 C").unwrap()[0].starts, ["ab123456c"]);
        assert_eq!(starts("%_' OR 1=1 --", "dmy"), ["or", "11"]);
        assert!(wanted(" - ' ", "dmy", "+44").is_empty());
    }
}
