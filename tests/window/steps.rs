//! What every story does: start a clinic, set it up, sign in, turn to a day, book.

use super::drive::Window;
use serde_json::json;

pub const CLINIC: &str = "Alder Street Practice";
/// The first administrator: name, sign-in name, password.
pub const ADMIN: (&str, &str, &str) = ("Maja Novák", "novak", "maple river lantern");
/// A Monday far enough ahead that no story meets its past.
pub const DAY: (&str, &str) = ("7/1/2030", "Mon 7 Jan 2030");
pub const DAY_AFTER: (&str, &str) = ("8/1/2030", "Tue 8 Jan 2030");

impl Window {
    /// The one form that makes a clinic.
    pub async fn start_clinic(&self) {
        self.shows("cd-start-form").await;
        self.fill("Name of the clinic", CLINIC).await;
        self.fill("Your name", ADMIN.0).await;
        self.holds("Sign-in name", ADMIN.1).await;
        self.fill("Password", ADMIN.2).await;
        self.fill("Password again", ADMIN.2).await;
        self.judge("starting a clinic").await;
        self.press("Start").await;
        self.shows(".setup").await;
        self.judge("Today with the setup list").await;
    }

    /// From the setup list to a clinic that can be booked. The focus goes to the next step that is left, so that Enter
    /// opens it; the hours are proposed already. Returns how many forms that took.
    pub async fn set_up(&self) -> usize {
        self.press_at("[data-step=clinic]").await;
        self.fill("Address", "2 Mill Lane").await;
        self.press("Save").await;

        self.next_step("practitioner").await;
        self.fill("Name", "Dr Ada Adeyemi").await;
        self.judge("the form of the first doctor").await;
        self.keys("Enter").await;

        self.next_step("services").await;
        self.fill("Consultation: Price", "45").await;
        self.judge("the form of the services").await;
        self.press("Save").await;

        self.says(".setup", "You can take bookings now.").await;
        3
    }

    async fn next_step(&self, step: &str) {
        self.focus_is_at(&format!("[data-step={step}]")).await;
        self.keys("Enter").await;
        self.shows("dialog[open]").await;
    }

    /// A colleague's account, from the setup list.
    pub async fn add_person(&self, name: &str, login: &str, password: &str) {
        self.press_at("[data-step=people]").await;
        self.fill("Name", name).await;
        self.fill("Sign-in name", login).await;
        self.fill("One-time password", password).await;
        self.judge("the form of a person").await;
        self.press("Save").await;
        self.says(".toast", name).await;
    }

    pub async fn sign_in(&self, login: &str, password: &str) {
        self.shows("cd-sign-in").await;
        self.judge("sign-in").await;
        self.fill("Sign-in name", login).await;
        self.fill("Password", password).await;
        self.keys("Enter").await;
    }

    /// Types the day, by the key that goes there.
    pub async fn go_to(&self, (typed, shown): (&str, &str)) {
        self.keys("d").await;
        self.focus_is_at(".lead-date").await;
        self.type_keys(typed).await;
        let year = shown.rsplit(' ').next().expect("a year");
        self.says("#lead-echo", year).await;
        self.keys("Enter").await;
        self.holds("Day", shown).await;
        self.calm().await;
    }

    /// Nothing is on its way any more.
    pub async fn calm(&self) {
        self.gone("[aria-busy=true], .skeleton").await;
    }

    /// Opens Book and picks somebody who is known, by keys alone.
    pub async fn book_for(&self, typed: &str, found: &str) {
        self.keys("b").await;
        self.focus_is_at("cd-book cd-patient-picker input").await;
        self.type_keys(typed).await;
        self.says("cd-book [role=option]", found).await;
        self.keys("Enter").await;
        self.shows("cd-book cd-patient-card").await;
    }

    pub async fn told_that(&self, words: &str) {
        self.says("cd-undo .toast", words).await;
    }

    /// The first of the times that are offered instead of a taken one.
    pub async fn first_offer(&self) -> String {
        let times = self.ask("texts", vec![json!("cd-clash .slot strong")]).await;
        times[0].as_str().expect("a free time").to_owned()
    }

    /// Every screen of the rail, and every page of those that have pages.
    pub async fn judge_every_screen(&self) {
        for place in self.links(".rail a").await {
            self.press_at(&format!(".rail a[href=\"{place}\"]")).await;
            self.shows(&format!(".rail a[href=\"{place}\"][aria-current]")).await;
            self.shows("#screen > :defined > *").await;
            let pages = self.links(".pages-nav a").await;
            for page in &pages {
                self.press_at(&format!(".pages-nav a[href=\"{page}\"]")).await;
                self.shows(&format!(".pages-nav a[href=\"{page}\"][aria-current]")).await;
                self.shows(".pages-main > *").await;
                self.calm().await;
                self.judge(page).await;
            }
            if pages.is_empty() {
                self.calm().await;
                self.judge(&place).await;
            }
        }
    }

    async fn links(&self, css: &str) -> Vec<String> {
        let links = self.ask("links", vec![json!(css)]).await;
        links.as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect()
    }
}
