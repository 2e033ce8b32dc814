//! `clinicctl bench`: how long everyday questions and operations take, each beside plain statements on the same server in the
//! same run, because only the ratio can be compared between machines.

mod ahead;
mod booking;
mod day;
mod documents;
mod fill;
mod invoices;
mod records;
mod search;
mod set;
mod table;

use crate::commands::{Store, line};
use clinic_core::Result;
use set::Size;
use std::process::ExitCode;
use std::time::Duration;

/// One thing that was measured.
struct Figure {
    name: String,
    ours: Times,
    by_hand: Times,
    what_by_hand: &'static str,
    target: Target,
}

/// What a figure has to stay under. A ratio is of the medians of one run; milliseconds are those of a calm machine.
enum Target {
    MedianRatio(f64),
    MedianMs(f64),
    P95Ms(f64),
}

/// Durations, sorted.
struct Times(Vec<Duration>);

impl Times {
    fn new(mut times: Vec<Duration>) -> Times {
        times.sort_unstable();
        Times(times)
    }

    fn at(&self, percent: usize) -> f64 {
        let position = (self.0.len() * percent / 100).min(self.0.len().saturating_sub(1));
        self.0.get(position).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    }
}

impl Figure {
    fn ratio(&self, percent: usize) -> f64 {
        self.ours.at(percent) / self.by_hand.at(percent).max(0.001)
    }

    /// What the target is about, as it was measured.
    fn measured(&self) -> f64 {
        match self.target {
            Target::MedianRatio(_) => self.ratio(50),
            Target::MedianMs(_) => self.ours.at(50),
            Target::P95Ms(_) => self.ours.at(95),
        }
    }

    fn is_over(&self) -> bool {
        let (Target::MedianRatio(most) | Target::MedianMs(most) | Target::P95Ms(most)) = self.target;
        self.measured() > most
    }
}

pub async fn run(store: &Store, appointments: Option<u64>, as_json: bool) -> Result<ExitCode> {
    let set = set::open(store, Size::new(appointments.unwrap_or(Size::USUAL))?).await?;
    let mut figures = vec![
        search::measure(&set).await?,
        day::doctor(&set).await?,
        day::clinic(&set).await?,
        ahead::week(&set).await?,
        ahead::month(&set).await?,
        ahead::free_slots(&set).await?,
        booking::measure(&set).await?,
        records::chart(&set).await?,
        records::codes(&set).await?,
        invoices::issue(&set).await?,
        invoices::aged(&set).await?,
    ];
    figures.extend(documents::measure()?);
    if as_json {
        line(&table::json(set.size, &figures).to_string());
    } else {
        table::lines(set.size, &figures).iter().for_each(|text| line(text));
    }
    Ok(ExitCode::SUCCESS)
}
