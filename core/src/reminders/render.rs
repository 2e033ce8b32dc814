//! Reminder texts with their placeholders filled in, the clinic's way of dates and times.

use super::templates::MessageTemplate;
use crate::error::{Code, Error, Result};
use crate::office::details::ClinicDetails;
use crate::patients::terms::fold;
use chrono::{NaiveDateTime, Timelike};

/// What may stand in braces.
pub(super) const PLACEHOLDERS: [&str; 6] = ["patient", "date", "time", "practitioner", "clinic", "phone"];

/// What the placeholders stand for.
pub(super) struct Values {
    patient: String,
    date: String,
    time: String,
    practitioner: String,
    clinic: String,
    phone: String,
}

impl Values {
    pub fn of(details: &ClinicDetails, patient: String, practitioner: String, starts_at: NaiveDateTime) -> Values {
        Values {
            patient,
            date: date(details, starts_at),
            time: time(details, starts_at),
            practitioner,
            clinic: details.name.clone(),
            phone: details.phone.clone().unwrap_or_default(),
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        Some(match name {
            "patient" => &self.patient,
            "date" => &self.date,
            "time" => &self.time,
            "practitioner" => &self.practitioner,
            "clinic" => &self.clinic,
            "phone" => &self.phone,
            _ => return None,
        })
    }
}

/// In figures: a month's name would be in the wrong language.
fn date(details: &ClinicDetails, at: NaiveDateTime) -> String {
    let shape = match details.date_order.as_str() {
        "mdy" => "%m/%d/%Y",
        "ymd" => "%Y-%m-%d",
        _ => "%d/%m/%Y",
    };
    at.format(shape).to_string()
}

fn time(details: &ClinicDetails, at: NaiveDateTime) -> String {
    if details.hour_cycle == "24" {
        return at.format("%H:%M").to_string();
    }
    let (afternoon, hour) = at.hour12();
    format!("{hour}:{:02} {}", at.minute(), if afternoon { "pm" } else { "am" })
}

pub(super) fn full_name(details: &ClinicDetails, given: Option<&str>, family: Option<&str>) -> String {
    let parts = if details.name_order == "family_first" { [family, given] } else { [given, family] };
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The text cut at its braces: plain pieces, and names that stood in braces.
fn pieces(text: &str) -> Vec<(&str, Option<&str>)> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (plain, inside) = (&rest[..open], &rest[open + 1..]);
        let end = inside.find('}').unwrap_or(inside.len());
        pieces.push((plain, Some(&inside[..end])));
        rest = inside.get(end + 1..).unwrap_or("");
    }
    pieces.push((rest, None));
    pieces
}

/// Errors: `message.unknown_placeholder` (field, placeholder, known), also for a brace that is never closed.
pub(super) fn check(field: &str, text: &str) -> Result<()> {
    let unknown = pieces(text).into_iter().filter_map(|(_, name)| name).find(|name| !PLACEHOLDERS.contains(name));
    let unclosed = text.rfind('{').is_some_and(|open| !text[open..].contains('}')).then_some("");
    match unknown.or(unclosed) {
        Some(name) => Err(Error::field(Code::MessageUnknownPlaceholder, field)
            .with("placeholder", name.chars().take(40).collect::<String>())
            .with("known", PLACEHOLDERS)),
        None => Ok(()),
    }
}

/// The text with every placeholder filled in. What a patient's name holds is never read as a placeholder.
pub(super) fn render(text: &str, values: &Values) -> String {
    let piece = |(plain, name): (&str, Option<&str>)| {
        let filled =
            name.map_or(String::new(), |name| values.get(name).map_or_else(|| format!("{{{name}}}"), str::to_owned));
        format!("{plain}{filled}")
    };
    pieces(text).into_iter().map(piece).collect()
}

/// The text in the first language the patient speaks that the clinic has, else the clinic's first.
pub(super) fn fitting<'a>(templates: &'a [MessageTemplate], spoken: Option<&str>) -> Option<&'a MessageTemplate> {
    let spoken = spoken.unwrap_or_default().split([',', ';', '/']).map(|one| fold(one.trim()));
    let known = |language: String| templates.iter().find(|template| fold(&template.language) == language);
    spoken.filter(|one| !one.is_empty()).find_map(known).or(templates.first())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::MessageTemplateId;
    use crate::office::countries::proposal;
    use proptest::prelude::*;

    fn values(patient: &str) -> Values {
        let details = ClinicDetails { name: "Northside".into(), phone: Some("020 7946 0100".into()), ..proposal("GB") };
        let at = "2026-11-24T14:05:00".parse().unwrap();
        Values::of(&details, patient.into(), "Dr Chen".into(), at)
    }

    fn template(language: &str) -> MessageTemplate {
        MessageTemplate {
            id: MessageTemplateId::new(),
            version: 1,
            position: 1,
            language: language.into(),
            text: String::new(),
            active: true,
        }
    }

    #[test]
    fn placeholders_are_filled_in_the_clinics_way() {
        let text = "Dear {patient}, {date} at {time} with {practitioner}. {clinic}, {phone}";
        let expected = "Dear Ada Okafor, 24/11/2026 at 14:05 with Dr Chen. Northside, 020 7946 0100";
        assert_eq!(render(text, &values("Ada Okafor")), expected);
        let american = ClinicDetails { date_order: "mdy".into(), hour_cycle: "12".into(), ..proposal("US") };
        let noon = "2026-11-24T12:05:00".parse().unwrap();
        assert_eq!((date(&american, noon), time(&american, noon)), ("11/24/2026".into(), "12:05 pm".into()));
    }

    #[test]
    fn an_unknown_or_open_placeholder_is_refused_by_name() {
        for (text, name) in [("Dear {name}", "name"), ("at {Time}", "Time"), ("Dear {patient", ""), ("{}", "")] {
            let error = check("text", text).unwrap_err();
            assert_eq!(error.code(), Code::MessageUnknownPlaceholder, "{text}");
            assert_eq!(error.detail("placeholder").unwrap(), name, "{text}");
        }
        check("text", "Dear {patient}, a } alone is text").unwrap();
    }

    #[test]
    fn the_first_language_that_the_clinic_has_is_taken() {
        let templates = [template("English"), template("Français")];
        let chosen = |spoken| fitting(&templates, spoken).unwrap().language.clone();
        assert_eq!(chosen(Some("Igbo, francais")), "Français");
        assert_eq!((chosen(Some("Igbo")), chosen(None)), ("English".into(), "English".into()));
        assert!(fitting(&[], None).is_none());
    }

    proptest! {
        /// A name cannot smuggle a placeholder in, and nothing of the text is lost.
        #[test]
        fn names_are_taken_as_they_are(name in "\\PC{0,20}", before in "[^{}]{0,20}", after in "[^{}]{0,20}") {
            let text = format!("{before}{{patient}}{after}");
            prop_assert_eq!(render(&text, &values(&name)), format!("{before}{name}{after}"));
        }
    }
}
