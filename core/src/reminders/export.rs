//! Reminders that leave the app: a file for the clinic's SMS service, and one e-mail. Whoever wants no reminders gets none.

use super::to_confirm::{AskToConfirm, CallLine, ToConfirm};
use crate::access::Permission;
use crate::clinic::{Clinic, Who, denied, standing};
use crate::error::{Code, Error, Result};
use crate::exchange::csv_file::harmless;
use crate::ids::AppointmentId;
use crate::patients::patient::PhoneLine;
use crate::patients::phone::international;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// A file of reminders, and who is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderFile {
    pub csv: Vec<u8>,
    pub rows: usize,
    pub opted_out: usize,
    /// No phone, or none that can be written with its country's prefix.
    pub without_phone: usize,
}

impl Clinic {
    /// The reminders of a day's unconfirmed appointments as CSV: phone with prefix, the text's language, text. That data left is noted
    /// among the security events, before it does.
    ///
    /// Errors in this order: those of asking, `access.denied` (appointment.status), `message.no_text`.
    pub async fn reminder_file(&self, who: &Who, day: AskToConfirm) -> Result<ReminderFile> {
        let list: ToConfirm = self.ask_as(who, day).await?;
        self.may_remind(who).await?;
        let file = write(&list.rows, &self.settings().details.phone_prefix)?;
        if let Who::Person(session) = who {
            self.note_event("export", Some(session.user_id()), None, Some("reminders")).await;
        }
        Ok(file)
    }

    /// The address a mail program opens to remind a patient by e-mail.
    ///
    /// Errors in this order: those of asking, `access.denied` (appointment.status), `appointment.not_found` (no longer to be
    /// confirmed that day), `message.no_text`, `message.no_email` (none, or no reminders wanted).
    pub async fn reminder_mail(&self, who: &Who, day: AskToConfirm, id: AppointmentId) -> Result<String> {
        let list: ToConfirm = self.ask_as(who, day).await?;
        self.may_remind(who).await?;
        let row = list.rows.into_iter().find(|row| row.appointment_id == id);
        let row = row.ok_or_else(|| Error::new(Code::AppointmentNotFound))?;
        let email = row.email.ok_or_else(|| Error::new(Code::MessageNoEmail))?;
        let text = row.text.ok_or_else(|| Error::new(Code::MessageNoText))?;
        Ok(mailto(&email, &self.settings().details.name, &text))
    }

    async fn may_remind(&self, who: &Who) -> Result<()> {
        let Who::Person(session) = who else { return Ok(()) };
        let standing = standing(&mut self.db().clone(), session).await?;
        let needed = Permission::AppointmentStatus;
        if standing.permissions.contains(&needed) { Ok(()) } else { Err(denied(needed)) }
    }
}

/// Errors: `message.no_text`, when the clinic has no text in use.
fn write(rows: &[CallLine], prefix: &str) -> Result<ReminderFile> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["phone", "language", "text"]).map_err(Error::internal)?;
    let (mut written, mut without_phone) = (0, 0);
    let (allowed, opted_out): (Vec<&CallLine>, Vec<&CallLine>) = rows.iter().partition(|row| row.reminders_allowed);
    for row in allowed {
        let text = row.text.as_deref().ok_or_else(|| Error::new(Code::MessageNoText))?;
        let Some(phone) = best_phone(&row.phones, prefix) else {
            without_phone += 1;
            continue;
        };
        // A phone begins with a plus and holds digits alone, so that no spreadsheet reads more than a number in it.
        let language = row.text_language.as_deref().unwrap_or_default();
        writer.write_record([phone.as_str(), &harmless(language), &harmless(text)]).map_err(Error::internal)?;
        written += 1;
    }
    let csv = writer.into_inner().map_err(|error| Error::internal(error.error()))?;
    Ok(ReminderFile { csv, rows: written, opted_out: opted_out.len(), without_phone })
}

/// Mobiles first: the others cannot receive a message everywhere.
fn best_phone(phones: &[PhoneLine], prefix: &str) -> Option<String> {
    let mobile = phones.iter().filter(|phone| phone.kind == "mobile");
    let others = phones.iter().filter(|phone| phone.kind != "mobile");
    mobile.chain(others).find_map(|phone| international(&phone.number, prefix))
}

/// The address that opens a mail program with this in it; without an e-mail address whoever writes says to whom.
pub fn mailto(email: &str, subject: &str, text: &str) -> String {
    let part = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    // The mail program breaks lines at CR LF.
    let body = text.replace("\r\n", "\n").replace('\n', "\r\n");
    format!("mailto:{}?subject={}&body={}", part(email), part(subject), part(&body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{PatientId, PractitionerId};
    use proptest::prelude::*;

    fn row(number: &str, language: &str, text: &str, reminders_allowed: bool) -> CallLine {
        let at = "2026-11-24T10:45:00".parse().unwrap();
        CallLine {
            appointment_id: AppointmentId::new(),
            version: 1,
            patient_id: PatientId::new(),
            name: "Okafor, Ada".into(),
            birth_date: None,
            practitioner_id: PractitionerId::new(),
            starts_at: at,
            ends_at: at,
            services: String::new(),
            language: Some("Igbo".into()),
            reminders_allowed,
            phones: vec![PhoneLine { kind: "mobile".into(), number: number.into() }],
            email: None,
            text: Some(text.into()),
            text_language: Some(language.into()),
            last_call: None,
        }
    }

    #[test]
    fn who_is_left_out_is_counted() {
        let rows = [
            row("07700 900101", "English", "Hello", true),
            row("07700 900102", "English", "Hello", false),
            row("12", "English", "Hello", true),
        ];
        let file = write(&rows, "+44").unwrap();
        assert_eq!((file.rows, file.opted_out, file.without_phone), (1, 1, 1));
        assert_eq!(String::from_utf8(file.csv).unwrap(), "phone,language,text\n+447700900101,English,Hello\n");
        let silent = CallLine { text: None, ..row("07700 900101", "English", "", true) };
        assert_eq!(write(&[silent], "+44").unwrap_err().code(), Code::MessageNoText);
    }

    #[test]
    fn a_mail_address_cannot_smuggle_fields_in() {
        let url = mailto("a&cc=b@x.example", "N & N", "Hello?\nAda");
        assert_eq!(url, "mailto:a%26cc%3Db%40x%2Eexample?subject=N%20%26%20N&body=Hello%3F%0D%0AAda");
        assert_eq!(mailto("", "A & B", "C"), "mailto:?subject=A%20%26%20B&body=C");
    }

    proptest! {
        /// Whatever a text or its language holds, it comes back as it was, and no cell begins a formula.
        #[test]
        fn the_file_reads_back_and_holds_no_formula(language in "\\PC{0,12}", text in "[\\PC\\n\\r\\t]{0,40}") {
            let file = write(&[row("+44 7700 900101", &language, &text, true)], "").unwrap();
            let mut reader = csv::Reader::from_reader(file.csv.as_slice());
            let cells: Vec<String> = reader.records().next().unwrap().unwrap().iter().map(str::to_owned).collect();
            prop_assert_eq!(&cells[0], "+447700900101");
            for (cell, was) in cells[1..].iter().zip([&language, &text]) {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{cell:?}");
                prop_assert!(cell == was || cell.strip_prefix('\'') == Some(was.as_str()), "{cell:?} {was:?}");
            }
        }
    }
}
