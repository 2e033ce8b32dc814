//! The search itself: typed words against `patient_terms`, one short walk through an index.
//!
//! One word, or a pair of them, drives: its range of the index is walked in order, and the other words are tested in the
//! `words` beside each term, without reading anything else. Which one drives is found by counting, but never far.

use super::terms::{LONG, MANY, PAIR_LETTERS, after, pair};
use super::typed::Wanted;
use crate::args;
use crate::error::Result;
use crate::ids::PatientId;
use crate::store::{Clause, Db, Read, Value};
use std::collections::HashSet;

/// A range's rows are counted only so far: enough to tell rare from common.
const COUNTED: i64 = 1000;

/// One way to walk the index: these ranges, tested for these words.
struct Walk {
    starts: Vec<String>,
    /// Positions of the words that the ranges leave open.
    open: Vec<usize>,
}

/// The ids of at most `limit` patients whom every word finds, by name; nothing for no words.
pub(super) async fn matching(db: &mut Db, words: &[Wanted], limit: usize) -> Result<Vec<PatientId>> {
    let mut walks = walks(words);
    if walks.is_empty() || limit == 0 {
        return Ok(Vec::new());
    }
    let best = if walks.len() == 1 { 0 } else { shortest(db, &walks).await? };
    let walk = walks.swap_remove(best);
    // One patient may stand there under several terms: when they crowd out others, more rows are read.
    let mut rows_each = limit * 2 + 8;
    loop {
        let rows: Vec<(PatientId, String)> = db.all_of(statement(words, &walk, rows_each)).await?;
        let complete = rows.len() < rows_each;
        let mut seen = HashSet::new();
        let mut found: Vec<(PatientId, String)> = rows.into_iter().filter(|(id, _)| seen.insert(*id)).collect();
        if complete || found.len() >= limit {
            found.truncate(limit);
            found.sort_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
            return Ok(found.into_iter().map(|(id, _)| id).collect());
        }
        rows_each *= 4;
    }
}

/// What may drive: the pairs of the longest names, or else each name; and each number.
fn walks(words: &[Wanted]) -> Vec<Walk> {
    let all: Vec<usize> = (0..words.len()).collect();
    let but = |without: &[usize]| all.iter().copied().filter(|at| !without.contains(at)).collect::<Vec<_>>();
    let mut names: Vec<usize> = all.iter().copied().filter(|at| words[*at].is_name).collect();
    let length = |at: usize| words[at].starts[0].chars().count();
    names.sort_by_key(|at| std::cmp::Reverse(length(*at)));
    let mut walks: Vec<Walk> = words
        .iter()
        .enumerate()
        .filter(|(_, word)| !word.is_name)
        .map(|(at, word)| Walk { starts: word.starts.clone(), open: but(&[at]) })
        .collect();
    let longest = &names[..names.len().min(3)];
    for (position, a) in longest.iter().enumerate() {
        for b in &longest[position + 1..] {
            // The longer comes first; the shorter stands first in the pair where it has enough letters, so that more of both counts.
            let (first, second) = if length(*b) >= PAIR_LETTERS { (*b, *a) } else { (*a, *b) };
            if length(first) >= PAIR_LETTERS {
                let mut open = but(&[first, second]);
                if length(first) > PAIR_LETTERS {
                    open.push(first);
                }
                walks.push(Walk { starts: vec![pair(&words[first].starts[0], &words[second].starts[0])], open });
            }
        }
    }
    if walks.iter().all(|walk| !walk.starts[0].starts_with('+')) {
        walks.extend(names.iter().map(|at| Walk { starts: words[*at].starts.clone(), open: but(&[*at]) }));
    }
    walks
}

/// Which walk has the fewest rows, counted in one round trip.
async fn shortest(db: &mut Db, walks: &[Walk]) -> Result<usize> {
    let count = |(position, start): (usize, &String)| {
        let [from, to] = range(start);
        vec![(position as i64).into(), from, to, COUNTED.into()]
    };
    let ranges =
        walks.iter().enumerate().flat_map(|(position, walk)| walk.starts.iter().map(move |start| (position, start)));
    let one = "SELECT CAST(? AS SIGNED) AS walk, COUNT(*) AS found FROM (SELECT 1 FROM patient_terms WHERE term >= ? AND term < ? LIMIT ?) counted";
    let counts: Vec<(i64, i64)> =
        db.all_of(Clause::repeat("", one, " UNION ALL ", "", ranges.map(count).collect())).await?;
    // Among the common ones those come first that leave only names to test: numbers, then pairs.
    let rows = |walk: usize| {
        counts.iter().filter(|(of, _)| *of == walk as i64).map(|(_, found)| *found).sum::<i64>().min(COUNTED)
    };
    Ok((0..walks.len()).min_by_key(|walk| (rows(*walk), *walk)).unwrap_or(0))
}

fn statement(words: &[Wanted], walk: &Walk, rows: usize) -> Clause {
    let mut branches: Vec<Clause> =
        walk.starts.iter().map(|start| branch(words, start, &walk.open, false, rows)).collect();
    if words.len() > 1 {
        let all: Vec<usize> = (0..words.len()).collect();
        branches.push(branch(words, LONG, &all, true, rows));
        if walk.starts[0].starts_with('+') {
            branches.push(branch(words, MANY, &all, false, rows));
        }
    }
    let first = branches.remove(0);
    branches.into_iter().fold(first, |clause, branch| clause.and(" UNION ALL ", vec![]).then(branch))
}

/// A range in the index's own order, cut off after `rows`.
fn branch(words: &[Wanted], start: &str, open: &[usize], beyond_words: bool, rows: usize) -> Clause {
    let mut clause = Clause::new(
        "SELECT patient_id, words FROM (SELECT t.patient_id, t.words FROM patient_terms t WHERE t.term >= ? AND t.term < ?",
        range(start).into(),
    );
    for at in open {
        let word = &words[*at];
        clause = if word.is_name && !beyond_words {
            clause.and(" AND INSTR(t.words, ?) > 0", args![format!(" {}", word.starts[0])])
        } else {
            // Counted, not EXISTS: some servers turn that round and walk through the other word's range first.
            let ranges = word.starts.iter().map(|start| range(start).into()).collect();
            clause
                .and(" AND (SELECT COUNT(*) FROM patient_terms o WHERE o.patient_id = t.patient_id AND ", vec![])
                .then(Clause::repeat("(", "o.term >= ? AND o.term < ?", " OR ", ")) > 0", ranges))
        };
    }
    clause.and(" ORDER BY t.term, t.words, t.patient_id LIMIT ?) found", args![rows as i64])
}

fn range(start: &str) -> [Value; 2] {
    [start.into(), after(start).unwrap_or_else(|| "\u{10ffff}".repeat(64)).into()]
}
