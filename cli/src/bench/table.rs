//! The figures for people and for programs.

use super::set::{PATIENTS, Size};
use super::{Figure, Target};
use serde_json::{Value as Json, json};

pub fn json(size: Size, figures: &[Figure]) -> Json {
    let one = |figure: &Figure| {
        json!({
            "name": figure.name, "runs": figure.ours.0.len(), "median_ms": figure.ours.at(50), "p95_ms": figure.ours.at(95),
            "by_hand": figure.what_by_hand, "by_hand_median_ms": figure.by_hand.at(50), "by_hand_p95_ms": figure.by_hand.at(95),
            "ratio_median": figure.ratio(50), "ratio_p95": figure.ratio(95), "target": target(figure), "over_target": figure.is_over(),
        })
    };
    let figures: Vec<Json> = figures.iter().map(one).collect();
    json!({ "patients": PATIENTS, "appointments": size.appointments, "figures": figures })
}

pub fn lines(size: Size, figures: &[Figure]) -> Vec<String> {
    let mut lines = vec![
        format!("{PATIENTS} patients, {} appointments; milliseconds", size.appointments),
        format!(
            "{:<52} {:>8} {:>8} {:>10} {:>8} {:>7} {:>7}  {:<16}",
            "", "median", "p95", "by hand", "p95", "ratio", "p95", "target"
        ),
    ];
    for figure in figures {
        lines.push(format!(
            "{:<52} {:>8.2} {:>8.2} {:>10.2} {:>8.2} {:>6.1}x {:>6.1}x  {:<16}{}",
            figure.name,
            figure.ours.at(50),
            figure.ours.at(95),
            figure.by_hand.at(50),
            figure.by_hand.at(95),
            figure.ratio(50),
            figure.ratio(95),
            target(figure),
            if figure.is_over() { "  OVER" } else { "" },
        ));
        lines.push(format!("    by hand: {}", figure.what_by_hand));
    }
    let over = |figure: &Figure| {
        format!("OVER TARGET: {}: {:.2} instead of {}", figure.name, figure.measured(), target(figure))
    };
    lines.extend(figures.iter().filter(|figure| figure.is_over()).map(over));
    lines
}

fn target(figure: &Figure) -> String {
    match figure.target {
        Target::MedianRatio(most) => format!("ratio <= {most}x"),
        Target::MedianMs(most) => format!("median <= {most} ms"),
        Target::P95Ms(most) => format!("p95 <= {most} ms"),
    }
}
