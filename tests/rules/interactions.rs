//! What does not go together by the clinic's own rules.

use super::prescribing::{all_the_same, item, rooms};
use clinic_core::Code;
use clinic_core::fields::Clinical;
use clinic_core::ids::*;
use clinic_core::records::medicines::find::{FindMedicines, MedicineRow};
use clinic_core::records::medicines::interactions::{AddInteraction, EditInteraction, InteractionDetails};
use clinic_core::records::medicines::starter::AddStarterMedicines;
use clinic_core::records::medicines::stop::StopMedicine;
use clinic_core::records::medicines::warnings::WarningKind;
use clinic_core::records::medicines::write::PrescribedItem;

/// The clinic's own rules: by ingredient or family, either way round, and only while they are applied.
#[tokio::test]
async fn what_does_not_go_together_takes_a_reason_for_each_rule() {
    for room in rooms().await {
        let desk = &room.desk;
        let rule = |one: &str, other: &str| InteractionDetails {
            one: one.into(),
            other: other.into(),
            advice: format!("{one} and {other}: bleeding"),
        };
        let interaction_id = InteractionId::new();
        desk.done(AddInteraction { interaction_id, details: rule("NSAID", "Warfarin") }).await;
        for (details, code) in [
            (rule("warfarin", "nsaid"), Code::NameTaken),
            (rule("Iron", "iron "), Code::InteractionSame),
            (rule("+", "iron"), Code::FieldRequired),
            (InteractionDetails { advice: " ".into(), ..rule("iron", "zinc") }, Code::FieldRequired),
        ] {
            let refused = desk.refused(AddInteraction { interaction_id: InteractionId::new(), details }).await;
            assert_eq!(refused.code(), code, "{}", desk.engine);
        }
        let warfarin = room.prescribed(PrescribedItem { days: None, ..item("Warfarin") }).await;
        desk.done(AddStarterMedicines {}).await;
        let ibuprofen =
            desk.clinic.ask_as(&room.doctor, FindMedicines { text: "ibuprofen 400".into(), limit: 1 }).await;
        let ibuprofen: Vec<MedicineRow> = ibuprofen.expect("medicines");
        let line = PrescribedItem { medicine_id: Some(ibuprofen[0].medicine_id), ..item("Ibuprofen") };
        let found = room.warned(vec![line.clone()]).await;
        assert_eq!((found.len(), found[0].kind, found[0].what.as_str()), (1, WarningKind::Interaction, "Warfarin"));
        assert_eq!(found[0].advice.as_deref(), Some("NSAID and Warfarin: bleeding"), "{}", desk.engine);
        // A second rule about the same two was not seen with the first.
        desk.done(AddInteraction { interaction_id: InteractionId::new(), details: rule("warfarin", "ibuprofen") })
            .await;
        let seen = PrescribedItem { all_the_same: all_the_same("Three days only", &found), ..line.clone() };
        assert_eq!(room.warned(vec![seen]).await.len(), 2, "{}", desk.engine);
        let version = 1;
        let rests = EditInteraction { interaction_id, version, details: rule("NSAID", "Warfarin"), active: false };
        desk.done(rests.clone()).await;
        assert_eq!(desk.refused(rests).await.code(), Code::ChangedMeanwhile);
        let found = room.warned(vec![line.clone()]).await;
        assert_eq!(found.len(), 1, "one of them rests: {found:?}");
        let same = PrescribedItem { all_the_same: all_the_same("Three days only", &found), ..line.clone() };
        room.prescribed(same).await;
        // What is no longer taken does not count; two lines of one prescription do.
        room.act(StopMedicine { item_id: warfarin, stopped_on: room.today(), reason: Clinical("Over".into()) })
            .await
            .expect("stopped");
        let (one, two) = (item("Warfarin 3 mg"), item("Ibuprofen gel"));
        let found = room.warned(vec![one, two.clone()]).await;
        let between = found.iter().filter(|one| one.kind == WarningKind::Interaction && one.item_id == two.item_id);
        assert_eq!(between.count(), 1, "{}: {found:?}", desk.engine);
        room.desk.end().await;
    }
}

/// Two that do not go together and both go on: once, against the one that stands above, and not against its own earlier line as well.
#[tokio::test]
async fn what_goes_on_together_is_held_against_each_other_once() {
    for room in rooms().await {
        let one = room.prescribed(PrescribedItem { days: None, ..item("Warfarin") }).await;
        let two = room.prescribed(PrescribedItem { days: None, ..item("Fluconazole") }).await;
        let details = InteractionDetails {
            one: "warfarin".into(),
            other: "fluconazole".into(),
            advice: "INR after a week".into(),
        };
        room.desk.done(AddInteraction { interaction_id: InteractionId::new(), details }).await;
        let again = |name: &str, id| PrescribedItem { days: None, repeats_id: Some(id), ..item(name) };
        let (first, second) = (again("Warfarin", one), again("Fluconazole", two));
        let found = room.warned(vec![first.clone(), second.clone()]).await;
        let told: Vec<_> = found.iter().map(|one| (one.item_id, one.what.as_str())).collect();
        assert_eq!(told, [(second.item_id, "Warfarin")], "{}", room.desk.engine);
        // Alone, it meets the other one that is taken.
        assert_eq!(room.warned(vec![first]).await[0].what, "Fluconazole");
        let reason = all_the_same("Low dose", &found);
        let second = PrescribedItem { all_the_same: reason, ..second };
        room.act(room.write(vec![again("Warfarin", one), second.clone()])).await.expect_err("another line was seen");
        room.desk.end().await;
    }
}
