//! More of what hands do in the schedule: choosing from a list, dragging into another column, opening a page of the calendar.

use super::drive::{Window, pause, place, press, release, to};
use super::ready::{shown, typed};
use chrono::NaiveDate;
use serde_json::{Value as Json, json};

impl Window {
    /// Picks from the list of this label; a beginning is enough.
    pub async fn choose(&self, label: &str, option: &str) {
        self.choose_in("", label, option).await;
    }

    /// The same where another list has the same label.
    pub async fn choose_in(&self, within: &str, label: &str, option: &str) {
        let about = vec![json!(label), json!(option), json!(within)];
        let element = self.element("option", about).await;
        if let Err(error) = element.click().await {
            self.lost(&format!("{option} of {label} cannot be chosen: {error}")).await;
        }
    }

    /// Waits until the list of this label has this choice.
    pub async fn offers(&self, label: &str, option: &str) {
        self.until("option", vec![json!(label), json!(option)]).await;
    }

    /// Waits until the field of this label is marked as wrong, with these words beside it.
    pub async fn wrong_at(&self, label: &str, words: &str) {
        let told = self.until("wrongAt", vec![json!(label)]).await;
        if !told.as_str().is_some_and(|told| told.contains(words)) {
            self.lost(&format!("{label} says {told}, not {words:?}")).await;
        }
    }

    /// A page of the calendar, by mouse.
    pub async fn calendar(&self, page: &str) {
        self.press_at(".rail a[href=\"/calendar\"]").await;
        self.press_at(&format!(".pages-nav a[href=\"/calendar/{page}\"]")).await;
        self.shows(&format!(".pages-nav a[href=\"/calendar/{page}\"][aria-current]")).await;
        self.shows(".pages-main h1").await;
        self.calm().await;
    }

    /// Today's screen with this day.
    pub async fn open_day(&self, day: NaiveDate) {
        self.press_at(".rail a[href=\"/today\"]").await;
        self.shows(".lead-date").await;
        self.calm().await;
        self.go_to((&typed(day), &shown(day))).await;
    }

    /// A click where this hour stands, in the column of this name.
    pub async fn click_slot_of(&self, column: &str, hour: u32, minute: u32) {
        let (x, y) = self.slot_of(column, hour, minute).await;
        self.mouse(vec![to(x, y, 0), press(), pause(60), release()]).await;
    }

    /// Where this time is, in the column of this name.
    pub async fn slot_of(&self, column: &str, hour: u32, minute: u32) -> (f64, f64) {
        place(&self.until("slot", vec![json!(hour), json!(minute), json!(column)]).await)
    }

    /// Gives what is there the focus, as Tab would after many presses.
    pub async fn focus_on(&self, css: &str) {
        self.until("focusOn", vec![json!(css)]).await;
    }

    /// Takes the card by its middle into the column of this name, and lets it go so that it begins at this time.
    pub async fn drag_card_to(&self, (who, time): (&str, &str), column: &str, (hour, minute): (u32, u32)) {
        let target = self.until("slot", vec![json!(hour), json!(minute), json!(column)]).await;
        let card = self.element("card", vec![json!(who), json!(time)]).await;
        let (x, y) = place(&self.ask("middle", vec![card.to_json().expect("an element")]).await);
        // Its middle is below its beginning by as much as the time that it begins at is above it.
        let (from, begins) = (minutes(time), f64::from(hour * 60 + minute));
        let down = target["hour"].as_f64().expect("the height of an hour") * (begins - from) / 60.0;
        self.drag((x, y), (place(&target).0, y + down)).await;
    }

    pub async fn drag(&self, (x, y): (f64, f64), (to_x, to_y): (f64, f64)) {
        let mut actions = vec![to(x, y, 0), press(), pause(80)];
        let part = |step: i32| f64::from(step) / 10.0;
        actions.extend((1..=10).map(|step| to(x + (to_x - x) * part(step), y + (to_y - y) * part(step), 40)));
        actions.extend([pause(150), release()]);
        self.mouse(actions).await;
    }

    pub async fn middle_of(&self, css: &str) -> (f64, f64) {
        let rect = self.rect(css).await;
        (rect[0] + rect[2] / 2.0, rect[1] + rect[3] / 2.0)
    }

    /// Left, top, width, height of what is there and still.
    pub async fn rect(&self, css: &str) -> [f64; 4] {
        let found = self.until("box", vec![json!(css)]).await;
        ["x", "y", "width", "height"].map(|side| found[side].as_f64().expect("a side"))
    }

    /// Waits until nothing that is seen there holds these words any more.
    pub async fn until_not_says(&self, css: &str, words: &str) {
        self.until_not("says", vec![json!(css), json!(words)]).await;
    }

    pub async fn texts(&self, css: &str) -> Vec<String> {
        let texts = self.ask("texts", vec![json!(css)]).await;
        texts.as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect()
    }

    /// Left, top, width, height of this person's card.
    pub async fn card_rect(&self, who: &str, time: &str) -> [f64; 4] {
        let card = self.element("card", vec![json!(who), json!(time)]).await;
        let found = self.ask("rect", vec![card.to_json().expect("an element")]).await;
        ["x", "y", "width", "height"].map(|side| found[side].as_f64().expect("a side"))
    }

    pub async fn sign_out(&self) {
        self.press_at(".me").await;
        self.press("Sign out").await;
        self.shows("cd-sign-in").await;
    }

    /// Undone and done again by keys, each time with what it was.
    pub async fn undo(&self, what: &str) {
        self.keys("Ctrl+z").await;
        self.told_that(&format!("Undone: {what}")).await;
    }

    pub async fn redo(&self, what: &str) {
        self.keys("Ctrl+Shift+z").await;
        self.told_that(&format!("Done again: {what}")).await;
    }
}

/// Since midnight. "09:30"
fn minutes(time: &str) -> f64 {
    let (hours, minutes) = time.split_once(':').expect("a time");
    hours.parse::<f64>().expect("hours") * 60.0 + minutes.parse::<f64>().expect("minutes")
}
