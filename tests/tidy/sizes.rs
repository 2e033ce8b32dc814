//! Small files with one subject, functions that can be read in one look.

use super::source::{Source, files};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// "About 400": a few more are no second subject yet.
const FILE_LINES: usize = 430;
const FUNCTION_LINES: usize = 70;

/// Lists, not code: they grow with what they list.
const LISTS: &[&str] = &["core/src/operation.rs", "core/src/question.rs", "core/src/error.rs"];

fn hand_written() -> Vec<Source> {
    ["core/src", "documents/src", "documents/tests", "viewer/src", "viewer/tests", "cli/src", "src-tauri", "tests"]
        .into_iter()
        .flat_map(|folder| files(folder, "rs"))
        .collect()
}

#[test]
fn files_have_one_subject() {
    let long: Vec<_> = hand_written()
        .into_iter()
        .filter(|source| !LISTS.contains(&source.path.as_str()))
        .map(|source| (source.text.lines().count(), source.path))
        .filter(|(lines, _)| *lines > FILE_LINES)
        .collect();
    assert!(long.is_empty(), "more than {FILE_LINES} lines, so two subjects: {long:#?}");
}

#[derive(Default)]
struct Functions(Vec<(String, usize, usize)>);

impl Functions {
    fn note(&mut self, name: &syn::Ident, whole: proc_macro2::Span) {
        self.0.push((name.to_string(), whole.start().line, whole.end().line + 1 - whole.start().line));
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.note(
            &function.sig.ident,
            function.sig.span().join(function.block.span()).unwrap_or(function.block.span()),
        );
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.note(
            &function.sig.ident,
            function.sig.span().join(function.block.span()).unwrap_or(function.block.span()),
        );
        visit::visit_impl_item_fn(self, function);
    }
}

#[test]
fn functions_can_be_read_in_one_look() {
    let mut long = Vec::new();
    for source in hand_written() {
        let file = syn::parse_file(&source.text).unwrap_or_else(|error| panic!("{}: {error}", source.path));
        let mut functions = Functions::default();
        functions.visit_file(&file);
        let found = functions.0.into_iter().filter(|(_, _, lines)| *lines > FUNCTION_LINES);
        long.extend(found.map(|(name, line, lines)| format!("{}:{line} {name}: {lines} lines", source.path)));
    }
    assert!(long.is_empty(), "more than {FUNCTION_LINES} lines: {long:#?}");
}
