//! A list of codes in memory: a search looks through all of it, which is quicker than asking any database for words in any order.

use crate::args;
use crate::error::{Error, Result};
use crate::patients::terms::fold;
use crate::store::{Db, Read};
use std::collections::HashMap;
use std::sync::{Arc, RwLock};

pub(super) struct Entry {
    pub code: String,
    pub title: String,
    /// Capitals and digits alone: "E119" for E11.9.
    bare: String,
    /// The title's words, folded, each after a space.
    words: String,
}

pub(super) struct List {
    pub entries: Vec<Entry>,
}

/// Typed words, each of which has to begin a word of the title or the code.
pub(super) struct Wanted {
    words: Vec<(String, String)>,
}

impl Wanted {
    pub fn of(typed: &str) -> Wanted {
        // A code is typed with its dot or without.
        let words = typed.split_whitespace().flat_map(|word| {
            let bare = bare(word);
            let is_code =
                bare.starts_with(|c: char| c.is_ascii_alphabetic()) && bare.contains(|c: char| c.is_ascii_digit());
            match is_code {
                true => vec![(format!(" {}", bare.to_lowercase()), bare)],
                false => plain_words(word).map(|word| (format!(" {word}"), word.to_uppercase())).collect(),
            }
        });
        Wanted { words: words.take(8).collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    fn fits(&self, entry: &Entry) -> bool {
        self.words
            .iter()
            .all(|(word, code)| entry.words.contains(word.as_str()) || entry.bare.starts_with(code.as_str()))
    }

    /// Smaller is better: the code itself, then codes that begin so, then titles that do, then short ones.
    pub fn rank(&self, entry: &Entry) -> (u8, usize) {
        let first = self.words.first();
        let by_code = |(_, code): &(String, String)| match entry.bare.starts_with(code.as_str()) {
            true if entry.bare == *code => 0,
            true => 1,
            false => 3,
        };
        let begins = first.is_some_and(|(word, _)| entry.words.starts_with(word.as_str()));
        let kind = first.map_or(3, by_code).min(if begins { 2 } else { 3 });
        (kind, entry.title.len())
    }
}

impl List {
    fn parse(csv_text: &str) -> Result<List> {
        let mut entries = Vec::new();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv_text.as_bytes());
        for row in reader.records() {
            let row = row.map_err(Error::internal)?;
            let (Some(code), Some(title)) = (row.get(0), row.get(1)) else { continue };
            let words: String = plain_words(title).flat_map(|word| [" ".to_owned(), word]).collect();
            entries.push(Entry { code: code.to_owned(), title: title.to_owned(), bare: bare(code), words });
        }
        Ok(List { entries })
    }

    pub fn find<'a>(&'a self, wanted: &'a Wanted) -> impl Iterator<Item = &'a Entry> {
        self.entries.iter().filter(|entry| wanted.fits(entry))
    }
}

/// One entry, as a list keeps it.
pub(super) fn line(code: &str, title: &str) -> Result<String> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record([code, title]).map_err(Error::internal)?;
    let bytes = writer.into_inner().map_err(|error| Error::internal(error.error()))?;
    String::from_utf8(bytes).map(|line| line.trim_end_matches('\n').to_owned()).map_err(Error::internal)
}

fn bare(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

fn plain_words(text: &str) -> impl Iterator<Item = String> {
    let folded = fold(text);
    let words: Vec<String> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    words.into_iter()
}

/// Lists by the hash of their content: every clinic that was open has the same one, or few.
static KNOWN: RwLock<Option<HashMap<Vec<u8>, Arc<List>>>> = RwLock::new(None);

/// The clinic's lists, by the name of their code system; those that are not searched only where they are asked for.
pub(super) async fn lists(db: &mut Db, with_unused: bool) -> Result<Vec<(String, Arc<List>)>> {
    let heads: Vec<(String, Vec<u8>, bool)> =
        db.all("SELECT code_system, sha256, active FROM code_lists ORDER BY code_system", vec![]).await?;
    let mut lists = Vec::new();
    for (code_system, hash, _) in heads.into_iter().filter(|(_, _, active)| *active || with_unused) {
        let list = match known(&hash) {
            Some(list) => list,
            None => read(db, &code_system, hash).await?,
        };
        lists.push((code_system, list));
    }
    Ok(lists)
}

fn known(hash: &[u8]) -> Option<Arc<List>> {
    let known = KNOWN.read().unwrap_or_else(std::sync::PoisonError::into_inner);
    known.as_ref()?.get(hash).cloned()
}

async fn read(db: &mut Db, code_system: &str, hash: Vec<u8>) -> Result<Arc<List>> {
    let pieces: Vec<(String,)> = db
        .all("SELECT csv_lines FROM code_list_parts WHERE code_system = ? ORDER BY position", args![code_system])
        .await?;
    let text: Vec<String> = pieces.into_iter().map(|(lines,)| lines).collect();
    let list = Arc::new(List::parse(&text.join("\n"))?);
    let mut known = KNOWN.write().unwrap_or_else(std::sync::PoisonError::into_inner);
    known.get_or_insert_default().insert(hash, list.clone());
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &str) -> Vec<String> {
        let list = List::parse(
            "E11,Type 2 diabetes mellitus\nE11.9,Type 2 diabetes mellitus without complications\nE10.9,Type 1 diabetes mellitus without complications\nI10,Essential (primary) hypertension\n\
             M30.0,Polyarteritis nodosa\nH81.0,\"Ménière's disease\"",
        )
        .unwrap();
        let wanted = Wanted::of(typed);
        let mut found: Vec<&Entry> = list.find(&wanted).collect();
        found.sort_by_key(|entry| wanted.rank(entry));
        found.into_iter().map(|entry| entry.code.clone()).collect()
    }

    #[test]
    fn words_in_any_order_without_accents_and_begun() {
        assert_eq!(found("diab 2 type"), ["E11", "E11.9"]);
        assert_eq!(found("hyper prim"), ["I10"]);
        assert_eq!(found("meniere"), ["H81.0"]);
        assert_eq!(found("arteritis"), [""; 0], "a word is begun, not looked for inside");
    }

    #[test]
    fn codes_with_their_dot_or_without() {
        assert_eq!(found("e11"), ["E11", "E11.9"]);
        assert_eq!(found("E119"), ["E11.9"]);
        assert_eq!(found("e11.9"), ["E11.9"]);
        assert_eq!(found("e diabetes"), ["E11", "E11.9", "E10.9"]);
    }
}
