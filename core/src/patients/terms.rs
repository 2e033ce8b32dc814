//! Words that find a patient: how names, numbers and dates become the rows of `patient_terms`.
//!
//! Beside one row per word stand rows for pairs of name words, "+smi joanna" and "+joa smith", so that two common words
//! whose meeting is rare ("Smith Nguyen") are one short range of the index instead of a walk through all of either.

use super::phone::{self, digit};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

pub(super) const LONGEST_TERM: usize = 64;
const LONGEST_WORDS: usize = 250;
/// Letters of a pair's first word; a typed word needs as many to look a pair up.
pub(super) const PAIR_LETTERS: usize = 3;
/// People with more words in their names get no pairs but this term, and are looked through one by one.
const MOST_PAIRED: usize = 8;
pub(super) const MANY: &str = "+many";
/// Marks those whose names do not fit into `words`.
pub(super) const LONG: &str = "+long";

/// Lower case, compatible forms folded, accents gone: what is compared. Doing it twice changes nothing.
pub fn fold(text: &str) -> String {
    let mut folded = fold_once(text);
    // Some letters need a second turn: what a fold leaves may compose to something that folds again.
    for _ in 0..3 {
        let again = fold_once(&folded);
        if again == folded {
            break;
        }
        folded = again;
    }
    folded
}

fn fold_once(text: &str) -> String {
    // Typed accents that stand alone are apostrophes, and to Unicode a space with an accent.
    let typed = text
        .chars()
        .map(|c| if matches!(c, '´' | '`' | '’' | '‘' | 'ʼ' | 'ʻ' | 'ʹ' | '′' | '＇') { '\'' } else { c });
    let lower: String = typed.nfkc().flat_map(char::to_lowercase).collect();
    lower.nfkd().filter(|c| !is_accent(*c) && !is_invisible(*c)).flat_map(plain).nfkc().collect()
}

/// Marks that people leave out when they type. Vowel signs of Indic scripts and the voicing of kana are no accents.
fn is_accent(c: char) -> bool {
    matches!(u32::from(c), 0x300..=0x36f | 0x483..=0x489 | 0x591..=0x5bd | 0x5bf..=0x5c7 | 0x610..=0x61a | 0x640 | 0x64b..=0x65f | 0x670
        | 0x6d6..=0x6ed | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff | 0x20d0..=0x20ff | 0xfe00..=0xfe0f | 0xfe20..=0xfe2f)
}

/// Joiners, direction marks and soft hyphens come along with copied text.
fn is_invisible(c: char) -> bool {
    matches!(u32::from(c), 0xad | 0x61c | 0x180e | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0xfeff)
}

/// Letters whose stroke or ligature is no accent to Unicode, but is one to whoever types.
fn plain(c: char) -> impl Iterator<Item = char> {
    let text: &'static str = match c {
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' | 'ɖ' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ŧ' => "t",
        'ŋ' => "n",
        'ə' => "e",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ς' => "σ",
        'ى' | 'ی' => "ي",
        'ک' => "ك",
        'ة' => "ه",
        'ٱ' => "ا",
        _ => "",
    };
    text.chars().chain(text.is_empty().then(|| digit(c).unwrap_or(c)))
}

/// The words of a name: each part, and what is one name with a mark in it also without ("O'Brien": obrien, o, brien).
pub fn name_words(name: &str) -> Vec<String> {
    let folded = fold(name);
    let mut words: Vec<String> = Vec::new();
    let parts: Vec<Vec<&str>> = folded
        .split(|c: char| c.is_whitespace() || ",.;/()\"".contains(c))
        .map(pieces)
        .filter(|pieces| !pieces.is_empty())
        .collect();
    // "van den Berg" and "De la Cruz" are typed in one, too.
    if parts.len() > 1 && parts[0].concat().chars().count() <= 3 {
        words.push(word(&parts.concat().concat()));
    }
    for pieces in parts {
        if pieces.len() > 1 {
            words.push(word(&pieces.concat()));
        }
        words.extend(pieces.into_iter().map(word));
    }
    if words.is_empty() {
        // A name of signs alone is still somebody's name.
        words.extend(
            folded
                .split_whitespace()
                .map(|signs| word(signs.trim_start_matches('+')))
                .filter(|signs| !signs.is_empty()),
        );
    }
    words
}

pub(crate) fn pieces(part: &str) -> Vec<&str> {
    part.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c))
        .filter(|piece| piece.chars().any(char::is_alphanumeric))
        .collect()
}

/// Decomposed, so that half a Korean syllable begins the whole one.
pub(crate) fn word(text: &str) -> String {
    text.nfd().take(LONGEST_TERM).collect()
}

pub(super) fn is_cjk(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30ff | 0x3400..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0x20000..=0x2fa1f)
}

/// What a patient is found by.
#[derive(Debug, Clone, Default)]
pub struct Findable<'a> {
    /// In the order of the sort name: family, second family, given, preferred.
    pub names: Vec<&'a str>,
    pub mrn: &'a str,
    pub birth_date: Option<NaiveDate>,
    pub phones: Vec<&'a str>,
    pub identifiers: Vec<&'a str>,
}

impl Findable<'_> {
    /// Every word of the names once, in their order.
    fn name_words(&self) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        let mut add = |word: String| {
            if !word.is_empty() && !words.contains(&word) {
                words.push(word);
            }
        };
        self.names.iter().flat_map(|name| name_words(name)).for_each(&mut add);
        // No space tells family from given name there: both written as one, and every end of a name finds.
        let folded: Vec<String> = self
            .names
            .iter()
            .map(|name| fold(name))
            .filter(|name| !name.is_empty() && name.chars().all(is_cjk))
            .collect();
        if folded.len() > 1 {
            add(word(&folded[..2].concat()));
        }
        for name in &folded {
            let letters: Vec<char> = name.chars().collect();
            (1..letters.len()).for_each(|at| add(word(&letters[at..].iter().collect::<String>())));
        }
        words
    }
}

/// All terms, and the words that stand beside each of them in the index.
pub fn terms_of(patient: &Findable<'_>, phone_prefix: &str) -> (BTreeSet<String>, String) {
    let names = patient.name_words();
    let mut terms = BTreeSet::new();
    let mrn = plain_code(patient.mrn);
    let birth = patient.birth_date.map(|day| day.format("%Y%m%d").to_string());
    let mut words = String::new();
    let mut length = 0;
    for one in names.iter().chain(&birth).chain(Some(&mrn)) {
        let letters = one.chars().count() + 1;
        if length + letters > LONGEST_WORDS {
            terms.insert(LONG.to_owned());
            continue;
        }
        length += letters;
        words.push(' ');
        words.push_str(one);
    }
    terms.extend(pairs(&names));
    terms.extend(names);
    terms.insert(mrn);
    if let Some(day) = patient.birth_date {
        terms.extend(["%Y%m%d", "%d%m%Y", "%m%d%Y", "%d%m%y", "%m%d%y"].map(|form| day.format(form).to_string()));
    }
    for number in &patient.phones {
        terms.extend(phone_terms(number, phone_prefix));
    }
    terms.extend(patient.identifiers.iter().map(|value| plain_code(value)));
    terms.remove("");
    (terms, words)
}

/// Letters and digits alone: numbers are typed with and without their marks.
pub(super) fn plain_code(text: &str) -> String {
    word(&fold(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>())
}

/// The term under which somebody with both words stands.
pub(super) fn pair(first: &str, second: &str) -> String {
    let head: String = first.chars().take(PAIR_LETTERS).collect();
    format!("+{head} {second}").chars().take(LONGEST_TERM).collect()
}

fn pairs(names: &[String]) -> Vec<String> {
    if names.len() > MOST_PAIRED {
        return vec![MANY.to_owned()];
    }
    let firsts = names.iter().enumerate().filter(|(_, first)| first.chars().count() >= PAIR_LETTERS);
    firsts
        .flat_map(|(at, first)| {
            names.iter().enumerate().filter(move |(other, _)| *other != at).map(move |(_, second)| pair(first, second))
        })
        .collect()
}

/// A number whole, and its last six and four digits: how people read one out.
fn phone_terms(number: &str, prefix: &str) -> Vec<String> {
    let digits = phone::national(number, prefix);
    let tails = [6, 4]
        .into_iter()
        .filter(|length| digits.len() > length + 1)
        .map(|length| digits[digits.len() - length..].to_owned());
    tails.chain(Some(digits.chars().take(LONGEST_TERM).collect())).collect()
}

/// The first text after every text that begins with `prefix`: nothing when there is none.
pub fn after(prefix: &str) -> Option<String> {
    let mut letters: Vec<char> = prefix.chars().collect();
    while let Some(last) = letters.pop() {
        let next = match u32::from(last) {
            0xd7ff => 0xe000,
            code => code + 1,
        };
        if let Some(next) = char::from_u32(next) {
            letters.push(next);
            return Some(letters.into_iter().collect());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,30}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }

        #[test]
        fn composed_and_decomposed_are_the_same(text in "\\PC{0,30}") {
            let (nfc, nfd): (String, String) = (text.nfc().collect(), text.nfd().collect());
            prop_assert_eq!(name_words(&nfc), name_words(&nfd));
        }

        #[test]
        fn every_beginning_lies_below_the_upper_bound(prefix in proptest::collection::vec(any::<char>(), 1..8), rest in proptest::collection::vec(any::<char>(), 0..8)) {
            let prefix: String = prefix.into_iter().collect();
            let whole = format!("{prefix}{}", rest.into_iter().collect::<String>());
            prop_assert!(whole >= prefix);
            match after(&prefix) {
                Some(upper) => prop_assert!(whole < upper),
                None => {
                    let all_last = prefix.chars().all(|c| c == char::MAX);
                    prop_assert!(all_last);
                }
            }
        }

        #[test]
        fn nothing_is_longer_than_its_column(names in proptest::collection::vec("\\PC{0,120}", 1..4)) {
            let (terms, words) = terms_of(&Findable { names: names.iter().map(String::as_str).collect(), mrn: "100001", ..Findable::default() }, "+44");
            prop_assert!(terms.iter().all(|term| (1..=LONGEST_TERM).contains(&term.chars().count()) && term.trim() == term), "{terms:?}");
            prop_assert!(words.chars().count() <= LONGEST_WORDS);
        }
    }

    #[test]
    fn no_char_is_left_out_of_the_order() {
        let all = (0..=0x10ffff_u32).filter_map(char::from_u32);
        let wrong = all
            .filter(|c| after(&c.to_string()).is_some_and(|upper| upper.as_str() <= format!("{c}\u{10ffff}").as_str()));
        assert_eq!(wrong.count(), 0);
    }

    #[test]
    fn folding_every_letter_twice_changes_nothing() {
        let letters = (0..=0x1_ffff_u32)
            .filter_map(char::from_u32)
            .filter(|c| c.is_alphanumeric() && !(is_cjk(*c) && *c > '\u{4000}'));
        let wrong: Vec<char> = letters.filter(|c| fold_once(&fold(&c.to_string())) != fold(&c.to_string())).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn names_lose_their_accents_and_marks() {
        assert_eq!(name_words("Nguyễn Thị"), ["nguyen", "thi"]);
        for brien in ["O'Brien", "O’Brien", "O´Brien"] {
            assert_eq!(name_words(brien), ["obrien", "o", "brien"]);
        }
        assert_eq!(name_words("Łukasiewicz-Žižek"), ["lukasiewiczzizek", "lukasiewicz", "zizek"]);
        assert_eq!(name_words("van den Berg"), ["vandenberg", "van", "den", "berg"]);
        assert_eq!(fold("İSTANBUL ıŞIK Straße Ærø Đặng Ζεύς"), "istanbul isik strasse aero dang ζευσ");
        assert_eq!(name_words("शर्मा").len(), 1, "a sign inside a word does not end it");
        assert_eq!(fold("أحمد"), fold("احمد"));
        assert_eq!(name_words("🙂"), ["🙂"]);
    }

    #[test]
    fn a_name_without_spaces_is_found_by_its_end() {
        let (terms, _) = terms_of(&Findable { names: vec!["山田太郎"], mrn: "1", ..Findable::default() }, "");
        assert!(terms.contains("太郎") && terms.contains("山田太郎"));
        let (terms, _) = terms_of(&Findable { names: vec!["山田", "太郎"], mrn: "1", ..Findable::default() }, "");
        assert!(terms.contains("太郎") && terms.contains("山田太郎"));
    }

    #[test]
    fn everything_people_know_of_somebody_is_a_term() {
        let findable = Findable {
            names: vec!["Smith", "Joanna"],
            mrn: "100001",
            birth_date: NaiveDate::from_ymd_opt(1980, 3, 12),
            phones: vec!["020 7946 0102"],
            identifiers: vec!["AB-12 34 56 C"],
        };
        let (terms, words) = terms_of(&findable, "+44");
        let expected = [
            "smith",
            "joanna",
            "+smi joanna",
            "+joa smith",
            "100001",
            "19800312",
            "12031980",
            "03121980",
            "120380",
            "031280",
            "2079460102",
            "460102",
            "0102",
            "ab123456c",
        ];
        assert_eq!(terms, expected.into_iter().map(str::to_owned).collect());
        assert_eq!(words, " smith joanna 19800312 100001");
    }
}
