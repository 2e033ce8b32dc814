//! What every screen is held to: nothing axe finds, in light and in dark, nothing the content policy refuses, no error.

use super::drive::Window;
use serde_json::{Value as Json, json};
use std::path::Path;
use std::sync::OnceLock;

/// Axe as the interface's own tests use it.
fn axe() -> &'static str {
    static AXE: OnceLock<String> = OnceLock::new();
    AXE.get_or_init(|| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js");
        std::fs::read_to_string(file).expect("axe-core: npm ci --prefix ui")
    })
}

impl Window {
    /// Axe on what is on screen now, in both themes; the screen keeps the theme it had.
    pub async fn judge(&self, screen: &str) {
        self.run(&format!("if (!window.axe) {{ {} }}", axe())).await;
        let had = self.ask("theme", vec![]).await;
        let other = if had == json!("dark") { json!("light") } else { json!("dark") };
        for theme in [other, had] {
            let found = self.told("axe", vec![theme]).await;
            self.note(screen, &found);
        }
        self.look(screen).await;
    }

    /// What the content policy refused since the page began, and errors that nobody caught.
    pub async fn look(&self, screen: &str) {
        self.note(screen, &self.ask("wrong", vec![]).await);
    }

    fn note(&self, screen: &str, found: &Json) {
        let lines = found.as_array().into_iter().flatten().filter_map(Json::as_str);
        self.found.borrow_mut().extend(lines.map(|line| format!("{screen}: {line}")));
    }
}
