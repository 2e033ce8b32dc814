//! Medicines from a table: what would come of it, and what did.

use clinic_core::access::Role;
use clinic_core::ids::*;
use clinic_core::records::medicines::find::{FindMedicines, MedicineRow};
use clinic_core::records::medicines::formulary::{AddMedicine, EditMedicine, MedicineDetails};
use clinic_core::records::medicines::import::{AskMedicineImport, ImportMedicines, ImportedMedicine, Standing};
use clinic_core::{Code, Error};
use clinic_tests::desk::{Desk, desks};
use std::fmt::Write;

async fn looked_at(desk: &Desk, table: &str) -> Result<Vec<ImportedMedicine>, Error> {
    desk.clinic.ask_as(&desk.admin, AskMedicineImport { table: table.into() }).await
}

async fn found(desk: &Desk, text: &str) -> Vec<MedicineRow> {
    desk.clinic.ask_as(&desk.admin, FindMedicines { text: text.into(), limit: 5 }).await.expect("medicines")
}

#[tokio::test]
async fn a_table_is_looked_at_and_what_is_new_is_taken() {
    for desk in desks().await {
        desk.done(AddMedicine { medicine_id: MedicineId::new(), details: MedicineDetails::example() }).await;
        let table = "Form;Name;Ingredient;Note;Strength;Dose\n\
                     capsule;Amoxicillin;amoxicillin;;500 mg;\n\
                     drops;Zinc drops;zinc;x;1 %;2 drops\n\
                     ;No ingredient;;;;\n\
                     drops;Zinc drops;zinc;again;1 %;\n\
                     ;;;;;\n\
                     tablet;Łagodny lek;siarczan;;10 mg;\n";
        let lines = looked_at(&desk, table).await.expect("lines");
        let told: Vec<(u64, Standing)> = lines.iter().map(|line| (line.line, line.standing)).collect();
        let wanted =
            [(2, Standing::There), (3, Standing::New), (4, Standing::Wrong), (5, Standing::Twice), (7, Standing::New)];
        assert_eq!(told, wanted, "{}", desk.engine);
        let problem = lines[2].problem.as_ref().expect("a reason");
        assert_eq!((&problem["code"], &problem["details"]["field"]), (&"field.required".into(), &"ingredient".into()));
        assert!(found(&desk, "zinc").await.is_empty(), "{}: looking changes nothing", desk.engine);
        let done = desk.done(ImportMedicines { table: table.into(), packed: None }).await;
        assert_eq!((&done.outcome["added"], &done.outcome["left_out"]), (&2.into(), &3.into()), "{}", desk.engine);
        let zinc = found(&desk, "drops 1%").await;
        assert_eq!((zinc.len(), zinc[0].dose.as_deref()), (1, Some("2 drops")), "{}", desk.engine);
        assert_eq!(found(&desk, "lagodny siarczan").await.len(), 1, "{}: found by its words", desk.engine);
        // What was added can be changed as any other.
        let row = zinc[0].clone();
        let details = MedicineDetails {
            name: "Zinc drops".into(),
            ingredient: "zinc oxide".into(),
            ..MedicineDetails::example()
        };
        desk.done(EditMedicine { medicine_id: row.medicine_id, version: 1, details, active: true }).await;
        let again = desk
            .refused(ImportMedicines {
                table: "name,ingredient,strength,form\nŁagodny lek,x,10 mg,tablet\n".into(),
                packed: None,
            })
            .await;
        assert_eq!(again.code(), Code::ImportNothingNew, "{}: {again:?}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn what_is_no_such_table_is_refused() {
    for desk in desks().await {
        let mut long = "name,ingredient\n".to_owned();
        for n in 0..5001 {
            writeln!(long, "Medicine {n},thing {n}").expect("a line");
        }
        let refused = [
            ("name,form\nA,b\n", Code::ImportColumnMissing),
            ("", Code::ImportColumnMissing),
            (&long, Code::ImportTooMuch),
        ];
        for (table, code) in refused {
            // More lines than one operation takes are looked at, and parted.
            let looked = looked_at(&desk, table).await.map_err(|error| error.code()).map(|lines| lines.len());
            let expected = if code == Code::ImportTooMuch { Ok(5001) } else { Err(code) };
            assert_eq!(looked, expected, "{}", desk.engine);
            assert_eq!(
                desk.refused(ImportMedicines { table: table.into(), packed: None }).await.code(),
                code,
                "{}",
                desk.engine
            );
        }
        // As many as are taken at once: in one go.
        let most = long.lines().take(5001).collect::<Vec<_>>().join("\n");
        let done = desk.done(ImportMedicines { table: most, packed: None }).await;
        assert_eq!(done.outcome["added"], 5000, "{}", desk.engine);
        assert_eq!(found(&desk, "medicine 4999").await.len(), 1);
        let reception = desk.person("reception", Role::Receptionist).await;
        let import = ImportMedicines { table: "name,ingredient\nA,b\n".into(), packed: None };
        let denied = desk.clinic.perform(&reception, OperationId::new(), import).await.expect_err("not for the desk");
        assert_eq!(denied.code(), Code::AccessDenied, "{}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn a_countrys_list_is_taken_in_several_operations_each_larger_than_others_may_be() {
    for desk in desks().await {
        // Cells over several lines, as spreadsheets write them, and a column that nobody asked for.
        let note: String = (0..250).map(|n| format!("{:x}", n * 7919 % 4093)).collect();
        let mut table = "name,ingredient,strength,form,note\n".to_owned();
        for n in 0..5200 {
            let line = if n % 100 == 7 { "\"two\nlines\"".to_owned() } else { format!("{note}{n}") };
            writeln!(table, "Medicine {n},thing {n},5 mg,tablet,{line}").expect("a line");
        }
        assert!(table.len() > 1 << 20);
        let found = looked_at(&desk, &table).await.expect("lines");
        assert_eq!(found.len(), 5200, "{}", desk.engine);
        let parts = ImportMedicines::parts(&table, &found).expect("parts");
        assert_eq!(parts.len(), 2);
        let mut added = 0;
        for part in parts {
            added += desk.done(part).await.outcome["added"].as_u64().expect("a number");
        }
        assert_eq!(added, 5200, "{}", desk.engine);
        assert_eq!(found_one(&desk, "medicine 4999").await, 1, "{}", desk.engine);
        assert_eq!(found_one(&desk, "medicine 5199").await, 1, "{}", desk.engine);
        // Again there is nothing to send.
        let again = looked_at(&desk, &table).await.expect("lines");
        assert!(ImportMedicines::parts(&table, &again).expect("parts").is_empty(), "{}", desk.engine);
        desk.end().await;
    }
}

async fn found_one(desk: &Desk, text: &str) -> usize {
    found(desk, text).await.len()
}

#[tokio::test]
async fn a_table_as_it_is_may_be_no_larger_than_any_operation_packed_four_times_that() {
    for desk in desks().await {
        let import = |bytes: usize| {
            // What cannot be packed any smaller.
            let noise: String =
                (0..bytes).map(|n| char::from(b'a' + (n.wrapping_mul(2_654_435_761) >> 13) as u8 % 26)).collect();
            ImportMedicines { table: String::new(), packed: Some(noise) }
        };
        let fits = desk.refused(import(3 << 20)).await;
        assert_eq!(fits.code(), Code::FieldInvalid, "{}: it is looked at, and is no gzip", desk.engine);
        let large = desk.refused(import((4 << 20) + 1)).await;
        assert_eq!(large.code(), Code::FieldTooLong, "{}", desk.engine);
        desk.end().await;
    }
}
