//! Who signs and reviews what stands in a practitioner's name: they themselves, while their account is open and may sign; else any doctor. So nothing that a nurse, somebody
//! without an account or somebody who left has begun stays with nobody.

use crate::access::Permission;
use crate::args;
use crate::error::Result;
use crate::ids::{PractitionerId, UserId};
use crate::staff::permissions::holders;
use crate::store::Read;
use std::collections::BTreeSet;

/// Whether somebody else may sign for the practitioner with this account.
pub(super) async fn anybody_may(read: &mut impl Read, account: Option<UserId>) -> Result<bool> {
    let Some(account) = account else { return Ok(true) };
    Ok(!holders(read, Permission::RecordSign).await?.contains(&account))
}

/// The practitioners whose work waits for this person: themselves, and those who do not sign for themselves.
pub(super) async fn those_of(read: &mut impl Read, user: Option<UserId>) -> Result<Vec<PractitionerId>> {
    let signing: BTreeSet<UserId> = holders(read, Permission::RecordSign).await?;
    let all: Vec<(PractitionerId, Option<UserId>)> =
        read.all("SELECT id, user_id FROM doctors ORDER BY id", args![]).await?;
    let waits =
        |account: Option<UserId>| account.is_none_or(|account| Some(account) == user || !signing.contains(&account));
    Ok(all.into_iter().filter(|(_, account)| waits(*account)).map(|(id, _)| id).collect())
}
