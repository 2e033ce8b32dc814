//! A list to begin with: common medicines by their generic names, without doses, which the clinic writes itself.

use super::formulary::{Medicine, MedicineDetails};
use crate::access::Permission;
use crate::clinic::Context;
use crate::error::Result;
use crate::ids::{MedicineId, derived};
use crate::operation::Operate;
use crate::store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Name, strength, form, and the family under which an allergy may be written.
const STARTER: &[(&str, &str, &str, &str)] = &[
    ("Aciclovir", "400 mg", "tablet", ""),
    ("Acetylsalicylic acid", "75 mg", "tablet", "aspirin, salicylate, NSAID"),
    ("Allopurinol", "100 mg", "tablet", ""),
    ("Amitriptyline", "10 mg", "tablet", ""),
    ("Amlodipine", "5 mg", "tablet", ""),
    ("Amoxicillin", "250 mg/5 ml", "oral suspension", "penicillin"),
    ("Amoxicillin", "500 mg", "capsule", "penicillin"),
    ("Amoxicillin + clavulanic acid", "500 mg/125 mg", "tablet", "penicillin"),
    ("Atorvastatin", "20 mg", "tablet", "statin"),
    ("Azithromycin", "250 mg", "tablet", "macrolide"),
    ("Beclometasone", "100 micrograms", "inhaler", ""),
    ("Bisoprolol", "2.5 mg", "tablet", "beta blocker"),
    ("Cefalexin", "500 mg", "capsule", "cephalosporin"),
    ("Cetirizine", "10 mg", "tablet", ""),
    ("Chlorphenamine", "4 mg", "tablet", ""),
    ("Ciprofloxacin", "500 mg", "tablet", "quinolone"),
    ("Citalopram", "20 mg", "tablet", ""),
    ("Clarithromycin", "500 mg", "tablet", "macrolide"),
    ("Clopidogrel", "75 mg", "tablet", ""),
    ("Clotrimazole", "1 %", "cream", ""),
    ("Codeine", "30 mg", "tablet", "opioid"),
    ("Colecalciferol", "1000 units", "capsule", "vitamin D"),
    ("Diazepam", "2 mg", "tablet", "benzodiazepine"),
    ("Diclofenac", "50 mg", "tablet", "NSAID"),
    ("Doxycycline", "100 mg", "capsule", "tetracycline"),
    ("Enalapril", "5 mg", "tablet", "ACE inhibitor"),
    ("Ferrous sulfate", "200 mg", "tablet", "iron"),
    ("Flucloxacillin", "500 mg", "capsule", "penicillin"),
    ("Fluconazole", "150 mg", "capsule", ""),
    ("Folic acid", "5 mg", "tablet", ""),
    ("Furosemide", "40 mg", "tablet", "sulfonamide"),
    ("Fusidic acid", "2 %", "cream", ""),
    ("Gliclazide", "80 mg", "tablet", "sulfonylurea"),
    ("Hydrochlorothiazide", "25 mg", "tablet", "sulfonamide, thiazide"),
    ("Hydrocortisone", "1 %", "cream", "steroid"),
    ("Ibuprofen", "200 mg", "tablet", "NSAID"),
    ("Ibuprofen", "400 mg", "tablet", "NSAID"),
    ("Lactulose", "3.35 g/5 ml", "oral solution", ""),
    ("Lansoprazole", "30 mg", "capsule", ""),
    ("Levothyroxine", "50 micrograms", "tablet", ""),
    ("Lisinopril", "10 mg", "tablet", "ACE inhibitor"),
    ("Loperamide", "2 mg", "capsule", ""),
    ("Loratadine", "10 mg", "tablet", ""),
    ("Losartan", "50 mg", "tablet", ""),
    ("Metformin", "500 mg", "tablet", ""),
    ("Metoclopramide", "10 mg", "tablet", ""),
    ("Metoprolol", "50 mg", "tablet", "beta blocker"),
    ("Metronidazole", "400 mg", "tablet", ""),
    ("Naproxen", "250 mg", "tablet", "NSAID"),
    ("Nitrofurantoin", "100 mg", "capsule", ""),
    ("Omeprazole", "20 mg", "capsule", ""),
    ("Ondansetron", "4 mg", "tablet", ""),
    ("Paracetamol", "120 mg/5 ml", "oral suspension", "acetaminophen"),
    ("Paracetamol", "500 mg", "tablet", "acetaminophen"),
    ("Phenoxymethylpenicillin", "250 mg", "tablet", "penicillin"),
    ("Prednisolone", "5 mg", "tablet", "steroid"),
    ("Propranolol", "40 mg", "tablet", "beta blocker"),
    ("Ramipril", "5 mg", "capsule", "ACE inhibitor"),
    ("Salbutamol", "100 micrograms", "inhaler", ""),
    ("Sertraline", "50 mg", "tablet", ""),
    ("Simvastatin", "20 mg", "tablet", "statin"),
    ("Sulfamethoxazole + trimethoprim", "400 mg/80 mg", "tablet", "sulfonamide, sulfa"),
    ("Tramadol", "50 mg", "capsule", "opioid"),
    ("Trimethoprim", "200 mg", "tablet", ""),
    ("Warfarin", "1 mg", "tablet", ""),
];

/// Adds what is missing of a list of common medicines to the clinic's own.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AddStarterMedicines {}

/// How many were added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct StarterAdded {
    #[ts(type = "number")]
    pub added: i64,
}

impl Operate for AddStarterMedicines {
    const PERMISSION: Permission = Permission::MedicineEdit;
    type Outcome = StarterAdded;

    fn example() -> Self {
        AddStarterMedicines {}
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<StarterAdded> {
        let mut added = 0;
        for (number, (name, strength, form, family)) in STARTER.iter().enumerate() {
            let details = MedicineDetails {
                name: (*name).to_owned(),
                ingredient: name.to_lowercase(),
                strength: Some((*strength).to_owned()),
                form: Some((*form).to_owned()),
                dose: None,
                family: Some((*family).to_owned()),
            };
            let row: Medicine = details.checked(MedicineId(derived(cx.operation, &format!("medicine {number}"))))?;
            if !row.is_there(tx).await? {
                tx.insert(&row).await?;
                row.write_terms(tx).await?;
                added += 1;
            }
        }
        Ok(StarterAdded { added })
    }
}
