//! Patients who may be the same person as the one being registered: shown, never in the way.

use super::find::{PatientLine, lines};
use super::matching::matching;
use super::patient::PatientNames;
use super::phone;
use super::terms::name_words;
use super::typed::Wanted;
use crate::access::Permission;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::PatientId;
use crate::question::Ask;
use crate::store::Db;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

const MOST: usize = 6;
/// A birthday is shared by about this many patients of a very large clinic.
const MOST_BORN: usize = 100;
const MOST_NAMED: usize = 40;
/// A shorter number is an extension, or half typed.
const PHONE_DIGITS: usize = 5;

/// At most six patients, the likeliest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskLookAlikes {
    pub names: PatientNames,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The patient being edited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub but_not: Option<PatientId>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct LookAlike {
    #[serde(flatten)]
    #[ts(flatten)]
    pub patient: PatientLine,
    /// name, birth_date, phone.
    pub why: Vec<String>,
}

impl Ask for AskLookAlikes {
    const PERMISSION: Permission = Permission::PatientView;
    type Answer = Vec<LookAlike>;

    fn example() -> Self {
        let names =
            PatientNames { given: Some("Ada".into()), family: Some("Okafor".into()), ..PatientNames::default() };
        AskLookAlikes { names, birth_date: None, phone: None, but_not: None }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<LookAlike>> {
        let own = words_of(&[&self.names.family, &self.names.second_family, &self.names.given, &self.names.preferred]);
        let digits = self
            .phone
            .as_deref()
            .map(|number| phone::national(number, &asker.settings.details.phone_prefix))
            .filter(|digits| digits.len() >= PHONE_DIGITS);
        let mut ids: Vec<PatientId> = Vec::new();
        let mut same_phone = HashSet::new();
        if let Some(digits) = digits {
            same_phone.extend(matching(db, &[Wanted::code(vec![digits])], MOST_NAMED).await?);
            ids.extend(&same_phone);
        }
        if let Some(day) = self.birth_date {
            ids.extend(matching(db, &[Wanted::code(vec![day.format("%Y%m%d").to_string()])], MOST_BORN).await?);
        }
        for words in nearby(&own) {
            ids.extend(matching(db, &words, MOST_NAMED).await?);
        }
        ids.sort();
        ids.dedup();
        ids.retain(|id| Some(*id) != self.but_not);
        let found = lines(db, &ids, asker.wall_now()).await?;
        let why = |patient: PatientLine| self.why(&own, same_phone.contains(&patient.patient_id), patient);
        let mut alike: Vec<LookAlike> =
            found.into_iter().map(why).filter(|one| one.why.iter().any(|why| why != "birth_date")).collect();
        alike.sort_by_key(|one| {
            (
                std::cmp::Reverse(one.why.len()),
                self.is_another_birthday(&one.patient),
                one.patient.name.clone(),
                one.patient.mrn.clone(),
            )
        });
        alike.truncate(MOST);
        Ok(alike)
    }
}

/// What to look up by name: all words; and of two words each as it stands with the beginning of the other, where a slip
/// of the pen comes later.
fn nearby(own: &[String]) -> Vec<Vec<Wanted>> {
    let two: Vec<&String> = own.iter().filter(|word| word.chars().count() >= 3).take(2).collect();
    match (own, &two[..]) {
        ([], _) => Vec::new(),
        (_, [a, b]) => {
            let head = |word: &str| Wanted::name(word.chars().take(3).collect());
            let whole = |word: &String| Wanted::name(word.clone());
            let all = own.iter().take(4).map(whole).collect();
            vec![all, vec![whole(a), whole(b)], vec![head(a), whole(b)], vec![whole(a), head(b)]]
        }
        _ => vec![own.iter().take(4).cloned().map(Wanted::name).collect()],
    }
}

fn words_of(names: &[&Option<String>]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in names.iter().copied().flatten().flat_map(|name| name_words(name)) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

impl AskLookAlikes {
    fn why(&self, own: &[String], same_phone: bool, patient: PatientLine) -> LookAlike {
        let theirs = words_of(&[&patient.family, &patient.given, &patient.preferred]);
        let near = own.iter().filter(|word| theirs.iter().any(|other| alike(word, other))).count();
        let is_one_word = own.len() == 1 || theirs.len() == 1;
        let reasons = [
            ("name", near >= 2 || (near == 1 && is_one_word)),
            ("birth_date", self.birth_date.is_some() && self.birth_date == patient.birth_date),
            ("phone", same_phone),
        ];
        LookAlike {
            patient,
            why: reasons.into_iter().filter(|(_, holds)| *holds).map(|(why, _)| why.to_owned()).collect(),
        }
    }

    /// A namesake, rather than the same person.
    fn is_another_birthday(&self, patient: &PatientLine) -> bool {
        self.birth_date.is_some_and(|day| patient.birth_date.is_some_and(|theirs| theirs != day))
    }
}

/// The same word, but for one letter in a short one and two in a long one.
fn alike(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let allowed = match a.len().min(b.len()) {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    if a.len().abs_diff(b.len()) > allowed {
        return false;
    }
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, right) in b.iter().enumerate() {
            let change = previous[j] + usize::from(left != right);
            row.push(change.min(previous[j + 1] + 1).min(row[j] + 1));
        }
        previous = row;
    }
    previous.last().is_some_and(|distance| *distance <= allowed)
}

#[cfg(test)]
mod tests {
    use super::alike;

    #[test]
    fn one_slip_of_the_pen_is_forgiven() {
        assert!(alike("meier", "meyer") && alike("katharina", "catarina"));
        assert!(!alike("ada", "eda") && !alike("smith", "jones"));
    }
}
