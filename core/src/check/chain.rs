//! What is wrong with one workstation's chain, from the little that was kept of each row. No database here.

use std::collections::{BTreeSet, HashMap, HashSet};

/// What is kept of one journal row, in the order of `seq`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link {
    /// Where the row stands.
    pub seq: i64,
    /// Where its hash says that it was written; nothing when the hash fits nowhere.
    pub own: Option<i64>,
    /// Whether its previous hash is the hash of the row before it.
    pub follows: bool,
}

/// The chain's end as `journal_heads` has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    pub seq: i64,
    /// Whether its hash is that of the last row.
    pub is_last: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Flaw {
    /// The row at this place is not what was written.
    Changed {
        seq: i64,
    },
    /// The row at this place was never part of the chain.
    Inserted {
        seq: i64,
    },
    /// The rows written at these places are gone.
    Dropped {
        from: i64,
        to: i64,
    },
    /// The row at this place was written at another.
    Moved {
        seq: i64,
        own: i64,
    },
    /// The row agrees with itself, but not with what its follower remembers of it.
    Replaced {
        seq: i64,
        follower: i64,
    },
    /// Rows stand behind the end that the head names.
    Beyond {
        seq: i64,
    },
    /// The last row is not the one that the head remembers.
    NotTheHead {
        seq: i64,
    },
    NoHead,
}

/// Names what is wrong. An untouched chain takes one pass and no memory.
pub(super) fn flaws(links: &[Link], end: Option<End>) -> Vec<Flaw> {
    let Some(end) = end else {
        let mut found =
            flaws_with(links, End { seq: links.iter().filter_map(|link| link.own).max().unwrap_or(0), is_last: true });
        found.push(Flaw::NoHead);
        return found;
    };
    let whole = links
        .iter()
        .enumerate()
        .all(|(rank, link)| link.seq == rank as i64 + 1 && link.own == Some(link.seq) && link.follows);
    if whole && end.seq == links.len() as i64 && end.is_last {
        return Vec::new();
    }
    flaws_with(links, end)
}

fn flaws_with(links: &[Link], end: End) -> Vec<Flaw> {
    let mut found = Vec::new();
    let strangers = doubles(links, end);
    let mut own: Vec<Option<i64>> =
        links.iter().enumerate().map(|(rank, link)| link.own.filter(|_| !strangers.contains(&rank))).collect();
    found.extend(strangers.iter().map(|rank| Flaw::Inserted { seq: links[*rank].seq }));

    let present: HashSet<i64> = own.iter().flatten().copied().collect();
    let mut missing: BTreeSet<i64> = (1..=end.seq).filter(|seq| !present.contains(seq)).collect();
    let mut changed = HashSet::new();
    let mut cursor = 0;
    for rank in 0..links.len() {
        if links[rank].own.is_none() {
            let place = [links[rank].seq, cursor + 1].into_iter().find(|place| missing.contains(place));
            match place {
                Some(place) => {
                    missing.remove(&place);
                    own[rank] = Some(place);
                    changed.insert(rank);
                    found.push(Flaw::Changed { seq: links[rank].seq });
                }
                None => found.push(Flaw::Inserted { seq: links[rank].seq }),
            }
        }
        cursor = own[rank].unwrap_or(cursor);
    }
    found.extend(ranges(&missing));
    found.extend(out_of_place(links, &own, end, &mut changed));
    found.extend(broken_links(links, &own, &changed, end));
    found.sort();
    found
}

/// Of rows that were written at one and the same place, all but one are strangers: the real one is the one that the next
/// row (or the head) remembers.
fn doubles(links: &[Link], end: End) -> BTreeSet<usize> {
    let mut at: HashMap<i64, Vec<usize>> = HashMap::new();
    for (rank, link) in links.iter().enumerate() {
        if let Some(own) = link.own {
            at.entry(own).or_default().push(rank);
        }
    }
    let remembered = |rank: usize| links.get(rank + 1).map_or(end.is_last, |next| next.follows);
    let mut strangers = BTreeSet::new();
    for ranks in at.values().filter(|ranks| ranks.len() > 1) {
        let real = ranks.iter().rev().copied().find(|rank| remembered(*rank)).unwrap_or(ranks[0]);
        strangers.extend(ranks.iter().copied().filter(|rank| *rank != real));
    }
    strangers
}

fn ranges(missing: &BTreeSet<i64>) -> Vec<Flaw> {
    let mut found: Vec<Flaw> = Vec::new();
    for seq in missing {
        match found.last_mut() {
            Some(Flaw::Dropped { to, .. }) if *to + 1 == *seq => *to = *seq,
            _ => found.push(Flaw::Dropped { from: *seq, to: *seq }),
        }
    }
    found
}

/// Rows whose order differs from the order in which they were written, and rows behind the end.
fn out_of_place(links: &[Link], own: &[Option<i64>], end: End, changed: &mut HashSet<usize>) -> Vec<Flaw> {
    let mut found = Vec::new();
    let real: Vec<(usize, i64)> = own.iter().enumerate().filter_map(|(rank, own)| own.map(|own| (rank, own))).collect();
    let mut sorted: Vec<i64> = real.iter().map(|(_, own)| *own).collect();
    sorted.sort_unstable();
    for ((rank, own), right) in real.into_iter().zip(sorted) {
        if own > end.seq {
            changed.insert(rank);
            found.push(Flaw::Beyond { seq: links[rank].seq });
        } else if own != right {
            changed.insert(rank);
            found.push(Flaw::Moved { seq: links[rank].seq, own });
        }
    }
    found
}

/// Rows that were rewritten together with their own hash: only their follower gives them away.
fn broken_links(links: &[Link], own: &[Option<i64>], changed: &HashSet<usize>, end: End) -> Vec<Flaw> {
    let sound = |rank: usize| own[rank].filter(|_| !changed.contains(&rank));
    let mut found = Vec::new();
    for (rank, link) in links.iter().enumerate() {
        if link.follows || sound(rank).is_none() {
            continue;
        }
        match rank.checked_sub(1) {
            None if own[rank] == Some(1) => found.push(Flaw::Changed { seq: link.seq }),
            None => {}
            Some(before) if sound(before).is_some_and(|place| Some(place + 1) == own[rank]) => {
                found.push(Flaw::Replaced { seq: links[before].seq, follower: link.seq });
            }
            Some(_) => {}
        }
    }
    if let Some(last) = links.len().checked_sub(1)
        && sound(last) == Some(end.seq)
        && !end.is_last
    {
        found.push(Flaw::NotTheHead { seq: links[last].seq });
    }
    if links.is_empty() && end.seq == 0 && !end.is_last {
        found.push(Flaw::NotTheHead { seq: 0 });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(seq: i64, own: i64, follows: bool) -> Link {
        Link { seq, own: (own > 0).then_some(own), follows }
    }

    fn chain(length: i64) -> Vec<Link> {
        (1..=length).map(|seq| link(seq, seq, true)).collect()
    }

    fn end(seq: i64) -> Option<End> {
        Some(End { seq, is_last: true })
    }

    #[test]
    fn an_untouched_chain_has_no_flaw() {
        assert_eq!(flaws(&chain(9), end(9)), []);
        assert_eq!(flaws(&[], end(0)), []);
    }

    #[test]
    fn a_changed_row_is_named_and_its_neighbours_are_not() {
        let mut links = chain(5);
        links[2].own = None;
        assert_eq!(flaws(&links, end(5)), [Flaw::Changed { seq: 3 }]);
        // Its hash was replaced by another wrong one: the follower's link breaks too.
        links[3].follows = false;
        assert_eq!(flaws(&links, end(5)), [Flaw::Changed { seq: 3 }]);
    }

    #[test]
    fn a_row_rewritten_with_its_hash_is_given_away_by_its_follower() {
        let mut links = chain(5);
        links[3].follows = false;
        assert_eq!(flaws(&links, end(5)), [Flaw::Replaced { seq: 3, follower: 4 }]);
        assert_eq!(flaws(&chain(5), Some(End { seq: 5, is_last: false })), [Flaw::NotTheHead { seq: 5 }]);
    }

    #[test]
    fn dropped_rows_are_named_with_and_without_renumbering() {
        let gap = [link(1, 1, true), link(2, 2, true), link(5, 5, false), link(6, 6, true)];
        assert_eq!(flaws(&gap, end(6)), [Flaw::Dropped { from: 3, to: 4 }]);
        let renumbered = [link(1, 1, true), link(2, 2, true), link(3, 4, false), link(4, 5, true)];
        assert_eq!(flaws(&renumbered, end(5)), [Flaw::Dropped { from: 3, to: 3 }]);
        assert_eq!(flaws(&chain(3), Some(End { seq: 5, is_last: false })), [Flaw::Dropped { from: 4, to: 5 }]);
    }

    #[test]
    fn an_inserted_row_is_named_and_those_pushed_up_are_not() {
        // With a hash of its own at place 3, the former rows 3 and 4 pushed up.
        let forged = [link(1, 1, true), link(2, 2, true), link(3, 3, true), link(4, 3, false), link(5, 4, true)];
        assert_eq!(flaws(&forged, end(4)), [Flaw::Inserted { seq: 3 }]);
        let nonsense = [link(1, 1, true), link(2, 2, true), link(3, 0, false), link(4, 3, false), link(5, 4, true)];
        assert_eq!(flaws(&nonsense, end(4)), [Flaw::Inserted { seq: 3 }]);
        assert_eq!(flaws(&chain(4), Some(End { seq: 3, is_last: false })), [Flaw::Beyond { seq: 4 }]);
    }

    #[test]
    fn swapped_rows_are_both_named() {
        let near = [link(1, 1, true), link(2, 3, false), link(3, 2, false), link(4, 4, false)];
        assert_eq!(flaws(&near, end(4)), [Flaw::Moved { seq: 2, own: 3 }, Flaw::Moved { seq: 3, own: 2 }]);
    }

    #[test]
    fn a_missing_head_is_a_flaw_of_its_own() {
        assert_eq!(flaws(&chain(3), None), [Flaw::NoHead]);
    }
}
