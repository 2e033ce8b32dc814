//! What does not go together, as this clinic has written it down. No list from outside comes with the program: it would have to be kept up to
//! date by somebody who answers for it.

use super::formulary::words;
use crate::access::Permission;
use crate::args;
use crate::catalogue::specialties::RowSaved;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::history::refuse_stale;
use crate::ids::InteractionId;
use crate::operation::Operate;
use crate::question::Ask;
use crate::store::{Db, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

crate::record! {
    /// A row of `interaction_rules`; `pair_key` is both names as they are compared.
    pub struct Interaction in "interaction_rules" as Interaction {
        pub id: InteractionId,
        pub one: String,
        pub other: String,
        pub pair_key: String,
        pub advice: String,
        pub active: bool,
    }
}

const LONGEST_NAME: usize = 120;
/// As it is compared: two of them fit into `pair_key`.
const LONGEST_KEY: usize = 149;

/// Two names of ingredients or families (warfarin; NSAID), and what to say to whoever prescribes both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct InteractionDetails {
    pub one: String,
    pub other: String,
    pub advice: String,
}

impl InteractionDetails {
    fn example() -> InteractionDetails {
        InteractionDetails {
            one: "warfarin".into(),
            other: "NSAID".into(),
            advice: "Bleeding: choose paracetamol, or check the INR in three days.".into(),
        }
    }

    /// Errors: field errors (one, other, advice), `interaction.same` (field).
    fn checked(&self, id: InteractionId) -> Result<Interaction> {
        let name = |field, value: &str| {
            let text = fields::text(field, value, LONGEST_NAME)?;
            let key = words(&text).join(" ");
            // Signs alone name nothing, and a sign that stands for many letters is compared as those.
            match key.chars().count() {
                0 => Err(Error::field(Code::FieldRequired, field)),
                1..=LONGEST_KEY => Ok((text, key)),
                _ => Err(Error::field(Code::FieldTooLong, field).with("max", LONGEST_NAME)),
            }
        };
        let (one, first) = name("one", &self.one)?;
        let (other, second) = name("other", &self.other)?;
        let advice = fields::text("advice", &self.advice, 300)?;
        if first == second {
            return Err(Error::field(Code::InteractionSame, "other"));
        }
        let pair_key = if first < second { format!("{first}\n{second}") } else { format!("{second}\n{first}") };
        Ok(Interaction { id, version: 1, one, other, pair_key, advice, active: true })
    }
}

impl Interaction {
    /// Errors: `name.taken` (field, name).
    async fn must_be_new(&self, tx: &mut Tx) -> Result<()> {
        let sql = "SELECT 1 FROM interaction_rules WHERE pair_key = ? AND id <> ?";
        let same: Option<(i64,)> = tx.maybe(sql, args![&self.pair_key, self.id]).await?;
        let name = || format!("{} + {}", self.one, self.other);
        same.map_or(Ok(()), |_| Err(Error::field(Code::NameTaken, "other").with("name", name())))
    }
}

/// Writes down what does not go together.
///
/// Errors in this order: field errors (one, other, advice), `interaction.same` (field), `name.taken` when the pair has a rule.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AddInteraction {
    pub interaction_id: InteractionId,
    pub details: InteractionDetails,
}

impl Operate for AddInteraction {
    const PERMISSION: Permission = Permission::MedicineEdit;
    type Outcome = RowSaved;

    fn example() -> Self {
        AddInteraction { interaction_id: InteractionId::new(), details: InteractionDetails::example() }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let row = self.details.checked(self.interaction_id)?;
        row.must_be_new(tx).await?;
        tx.insert(&row).await?;
        Ok(RowSaved { version: 1 })
    }
}

/// Changes such a rule, or lets it rest.
///
/// Errors in this order: field errors (one, other, advice), `interaction.same` (field), `record.not_found` (interaction),
/// `record.changed_meanwhile`, `name.taken`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditInteraction {
    pub interaction_id: InteractionId,
    #[ts(type = "number")]
    pub version: i64,
    pub details: InteractionDetails,
    pub active: bool,
}

impl Operate for EditInteraction {
    const PERMISSION: Permission = Permission::MedicineEdit;
    type Outcome = RowSaved;

    fn example() -> Self {
        let details = InteractionDetails::example();
        EditInteraction { interaction_id: InteractionId::new(), version: 1, details, active: true }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let details = self.details.checked(self.interaction_id)?;
        let before: Interaction = tx.record(self.interaction_id.0).await?;
        refuse_stale(tx, &before, self.version).await?;
        details.must_be_new(tx).await?;
        let mut after = Interaction { version: before.version, active: self.active, ..details };
        tx.update(&before, &mut after).await?;
        Ok(RowSaved { version: after.version })
    }
}

/// All rules, with those that rest, in the order of their names.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskInteractions {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct InteractionRow {
    pub interaction_id: InteractionId,
    #[ts(type = "number")]
    pub version: i64,
    pub one: String,
    pub other: String,
    pub advice: String,
    pub active: bool,
}

impl Ask for AskInteractions {
    const PERMISSION: Permission = Permission::CatalogueView;
    type Answer = Vec<InteractionRow>;

    fn example() -> Self {
        AskInteractions {}
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<Vec<InteractionRow>> {
        let rows: Vec<Interaction> = db.records("ORDER BY pair_key", vec![]).await?;
        let row = |Interaction { id, version, one, other, advice, active, .. }| InteractionRow {
            interaction_id: id,
            version,
            one,
            other,
            advice,
            active,
        };
        Ok(rows.into_iter().map(row).collect())
    }
}

/// Those that are applied.
pub(super) async fn active(read: &mut impl Read) -> Result<Vec<Interaction>> {
    read.records("WHERE active = TRUE ORDER BY pair_key", vec![]).await
}
