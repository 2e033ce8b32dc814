//! Who may do what: one table, role × permission, that an administrator can adjust.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Role {
    Admin,
    Receptionist,
    Doctor,
    Nurse,
    Accountant,
}

impl Role {
    pub const ALL: [Role; 5] = [Role::Admin, Role::Receptionist, Role::Doctor, Role::Nurse, Role::Accountant];

    pub fn text(self) -> &'static str {
        match self {
            Role::Admin => "admin",
            Role::Receptionist => "receptionist",
            Role::Doctor => "doctor",
            Role::Nurse => "nurse",
            Role::Accountant => "accountant",
        }
    }

    pub fn parse(text: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.text() == text)
    }
}

macro_rules! permissions {
    ($($(#[doc = $doc:literal])+ $variant:ident = $text:literal for [$($role:ident),*],)+) => {
        /// What an operation or question needs.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Permission { $($(#[doc = $doc])+ $variant,)+ }

        impl Permission {
            pub const ALL: &[Permission] = &[$(Permission::$variant,)+];

            pub fn text(self) -> &'static str {
                match self { $(Permission::$variant => $text,)+ }
            }

            /// The roles that have it unless an administrator changed that.
            pub fn by_default(self) -> &'static [Role] {
                match self { $(Permission::$variant => &[$(Role::$role),*],)+ }
            }
        }
    };
}

permissions! {
    /// Everyone who is signed in.
    SignedIn = "signed_in" for [Admin, Receptionist, Doctor, Nurse, Accountant],
    /// See the day and appointments.
    AppointmentView = "appointment.view" for [Admin, Receptionist, Doctor, Nurse, Accountant],
    /// Book, move and change appointments.
    AppointmentBook = "appointment.book" for [Admin, Receptionist, Doctor, Nurse],
    /// Book over another appointment, with a reason.
    AppointmentOverbook = "appointment.overbook" for [Admin, Receptionist, Doctor],
    /// Save appointments as a file for calendar programs.
    AppointmentExport = "appointment.export" for [Admin, Receptionist, Doctor, Nurse],
    /// Change an appointment's status.
    AppointmentStatus = "appointment.status" for [Admin, Receptionist, Doctor, Nurse],
    /// Find patients and see their page.
    PatientView = "patient.view" for [Admin, Receptionist, Doctor, Nurse, Accountant],
    /// Register and edit patients.
    PatientEdit = "patient.edit" for [Admin, Receptionist, Doctor, Nurse],
    /// Read and write clinical alerts and allergies.
    AlertClinical = "alert.clinical" for [Doctor, Nurse],
    /// Write alerts for the desk.
    AlertDesk = "alert.desk" for [Admin, Receptionist, Doctor, Nurse],
    /// Record an allergy, or that none is known.
    AllergyRecord = "allergy.record" for [Admin, Receptionist, Doctor, Nurse],
    /// Look at what a patient is allergic to, which is recorded.
    AllergyLook = "allergy.look" for [Admin, Receptionist, Doctor, Nurse],
    /// Open charts: problems, notes and values.
    RecordView = "record.view" for [Doctor, Nurse],
    /// Write problems and drafts of visits, and add to one's own and to nurses' signed ones.
    RecordWrite = "record.write" for [Doctor, Nurse],
    /// Sign visits, add to any signed one, mark them as entered in error, and review results.
    RecordSign = "record.sign" for [Doctor],
    /// Enter vitals and vaccinations.
    VitalsWrite = "record.vitals" for [Doctor, Nurse],
    /// Prescribe medicines, stop them, and mark them as entered in error.
    PrescriptionWrite = "prescription.write" for [Doctor],
    /// Look at what a patient takes, by name alone, to note what they ask for more of, which is recorded.
    RepeatLook = "repeat.look" for [Receptionist, Doctor, Nurse],
    /// Note what patients ask for more of, see what became of it, hand it over.
    RepeatRequest = "repeat.request" for [Receptionist, Doctor, Nurse],
    /// Write referrals and sick notes, and mark them as entered in error.
    LetterWrite = "letter.write" for [Doctor],
    /// Change the clinic's list of medicines.
    MedicineEdit = "medicine.edit" for [Admin, Doctor],
    /// Use note templates and snippets, and keep snippets of one's own.
    NoteTemplateUse = "note_template.use" for [Admin, Doctor, Nurse],
    /// Change the clinic's note templates and snippets.
    NoteTemplateEdit = "note_template.edit" for [Admin],
    /// Attach files to patients, and mark one's own as attached in error.
    FileAttach = "file.attach" for [Admin, Receptionist, Doctor, Nurse],
    /// See who opened a patient's chart.
    RecordSeen = "record.seen" for [Admin, Doctor, Nurse],
    /// Restrict a patient's record, so that opening it takes a reason.
    PatientRestrict = "patient.restrict" for [Admin, Doctor],
    /// See the lists of practitioners, rooms and services.
    CatalogueView = "catalogue.view" for [Admin, Receptionist, Doctor, Nurse, Accountant],
    /// Change practitioners, specialties, rooms and services.
    CatalogueEdit = "catalogue.edit" for [Admin],
    /// Change working hours, leave, holidays and blocks. The desk hears first who is ill and keeps the calendar, so it is theirs too.
    ScheduleEdit = "schedule.edit" for [Admin, Receptionist],
    /// See invoices, payments and what patients owe.
    BillingView = "billing.view" for [Admin, Receptionist, Accountant],
    /// Write and issue invoices.
    BillingInvoice = "billing.invoice" for [Admin, Receptionist, Accountant],
    /// Take payments.
    BillingPay = "billing.pay" for [Admin, Receptionist, Accountant],
    /// Write credit notes, refund and correct payments.
    BillingCorrect = "billing.correct" for [Admin, Accountant],
    /// Write off what will not be paid.
    BillingWriteOff = "billing.write_off" for [Admin, Accountant],
    /// See revenue, what is owed and the ledger, and save them as files.
    BillingReports = "billing.reports" for [Admin, Accountant],
    /// Lock the books up to a day, for good.
    BillingLock = "billing.lock" for [Admin, Accountant],
    /// See no-shows, new patients and how full the calendar was, and save them as files.
    WorkReports = "work.reports" for [Admin, Accountant],
    /// See the clinic's day at a glance.
    Glance = "work.glance" for [Admin],
    /// Change tax rates, terms, numbers and discount limits.
    BillingRules = "billing.rules" for [Admin, Accountant],
    /// Change the clinic's details.
    ClinicEdit = "clinic.edit" for [Admin],
    /// See and change people and their roles.
    PeopleEdit = "people.edit" for [Admin],
    /// See and change the permission table.
    PermissionEdit = "permission.edit" for [Admin],
    /// See the history of changes.
    HistoryView = "history.view" for [Admin],
    /// See a record's own history.
    RecordHistory = "history.record" for [Admin, Receptionist, Doctor, Nurse, Accountant],
    /// See sign-ins, denials and locks.
    SecurityView = "security.view" for [Admin],
    /// Done by the app itself: the first start, and recovery by the database's owner.
    System = "system" for [],
}

impl Permission {
    pub fn parse(text: &str) -> Option<Permission> {
        Permission::ALL.iter().copied().find(|permission| permission.text() == text)
    }

    /// Whether what is done with it tells of somebody's health. Of such an operation the history shows nothing that was entered but to those who opened the
    /// chart, whatever the type of a field.
    pub fn is_clinical(self) -> bool {
        matches!(
            self,
            Permission::AlertClinical
                | Permission::AllergyRecord
                | Permission::AllergyLook
                | Permission::RecordView
                | Permission::RecordWrite
                | Permission::RecordSign
                | Permission::VitalsWrite
                | Permission::PrescriptionWrite
                | Permission::RepeatLook
                | Permission::RepeatRequest
                | Permission::LetterWrite
                | Permission::FileAttach
                | Permission::RecordSeen
        )
    }

    /// Whether an administrator may change who has it. People, permissions and the app's own stay as they are, so that
    /// nobody can lock the last door behind everybody.
    pub fn adjustable(self) -> bool {
        !matches!(self, Permission::System | Permission::SignedIn | Permission::PeopleEdit | Permission::PermissionEdit)
    }
}

/// What an administrator changed: role, permission, allowed.
pub type Changes = Vec<(Role, Permission, bool)>;

/// The permissions of somebody with these roles.
pub fn permissions_of(roles: &[Role], changes: &Changes) -> BTreeSet<Permission> {
    Permission::ALL
        .iter()
        .copied()
        .filter(|permission| roles.iter().any(|role| role_may(*role, *permission, changes)))
        .collect()
}

pub fn role_may(role: Role, permission: Permission, changes: &Changes) -> bool {
    let changed = changes.iter().find(|(r, p, _)| *r == role && *p == permission && p.adjustable());
    changed.map_or_else(|| permission.by_default().contains(&role), |(_, _, allowed)| *allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_adds_and_takes_away() {
        let changes =
            vec![(Role::Nurse, Permission::AppointmentBook, false), (Role::Accountant, Permission::HistoryView, true)];
        assert!(!permissions_of(&[Role::Nurse], &changes).contains(&Permission::AppointmentBook));
        assert!(permissions_of(&[Role::Accountant], &changes).contains(&Permission::HistoryView));
        assert!(
            permissions_of(&[Role::Nurse, Role::Doctor], &changes).contains(&Permission::AppointmentBook),
            "one role is enough"
        );
    }

    #[test]
    fn what_is_done_in_a_record_is_clinical() {
        let areas = ["alert.clinical", "allergy.", "record.", "prescription.", "repeat.", "letter.", "file."];
        for permission in Permission::ALL {
            let of_a_record = areas.iter().any(|area| permission.text().starts_with(area));
            assert_eq!(permission.is_clinical(), of_a_record, "{}", permission.text());
        }
    }

    #[test]
    fn the_doors_of_administration_cannot_be_moved() {
        let changes = vec![(Role::Admin, Permission::PeopleEdit, false), (Role::Nurse, Permission::System, true)];
        assert!(permissions_of(&[Role::Admin], &changes).contains(&Permission::PeopleEdit));
        assert!(!permissions_of(&[Role::Nurse], &changes).contains(&Permission::System));
    }
}
