//! The hand-written Rust of the tree, as files and as tokens without comments, texts and tests.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::path::{Path, PathBuf};
use std::str::FromStr;

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

/// A file under its path from the root, with slashes on every system.
pub struct Source {
    pub path: String,
    pub text: String,
}

/// Every file with this ending below a folder, in the order of their paths.
pub fn files(folder: &str, ending: &str) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                let text = std::fs::read_to_string(&path).expect("a text");
                let path = path.strip_prefix(root()).expect("inside").to_string_lossy().replace('\\', "/");
                found.push(Source { path, text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "{folder} holds no .{ending}");
    found
}

pub fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// One token, and the line it stands in.
#[derive(Debug, Clone)]
pub struct Token {
    pub text: String,
    pub line: usize,
    pub is_literal: bool,
}

impl Source {
    /// The tokens that end up in the product: nothing under `#[cfg(test)]` or `#[test]`, and no test file.
    pub fn product_tokens(&self) -> Vec<Token> {
        let stream = TokenStream::from_str(&self.text).unwrap_or_else(|error| panic!("{}: {error}", self.path));
        let mut flat = Vec::new();
        if !self.path.ends_with("/tests.rs") && !self.path.contains("/tests/") {
            flatten(without_tests(stream), &mut flat);
        }
        flat
    }
}

fn flatten(stream: TokenStream, flat: &mut Vec<Token>) {
    for tree in stream {
        let line = tree.span().start().line;
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                flat.push(Token { text: open.into(), line, is_literal: false });
                flatten(group.stream(), flat);
                flat.push(Token { text: close.into(), line: group.span_close().start().line, is_literal: false });
            }
            TokenTree::Literal(literal) => flat.push(Token { text: literal.to_string(), line, is_literal: true }),
            other => flat.push(Token { text: other.to_string(), line, is_literal: false }),
        }
    }
}

/// Leaves out every item that stands behind an attribute of tests.
fn without_tests(stream: TokenStream) -> TokenStream {
    let mut kept = Vec::new();
    let mut trees = stream.into_iter().peekable();
    while let Some(tree) = trees.next() {
        let is_attribute = matches!(&tree, TokenTree::Punct(punct) if punct.as_char() == '#');
        match (is_attribute, trees.peek()) {
            (true, Some(TokenTree::Group(group))) if is_of_tests(&group.stream().to_string()) => {
                // To the end of the item: its braces, or its semicolon.
                for skipped in trees.by_ref() {
                    match skipped {
                        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => break,
                        TokenTree::Punct(punct) if punct.as_char() == ';' => break,
                        _ => {}
                    }
                }
            }
            _ => kept.push(match tree {
                TokenTree::Group(group) => {
                    let mut inner = proc_macro2::Group::new(group.delimiter(), without_tests(group.stream()));
                    inner.set_span(group.span());
                    TokenTree::Group(inner)
                }
                other => other,
            }),
        }
    }
    kept.into_iter().collect()
}

fn is_of_tests(attribute: &str) -> bool {
    let attribute: String = attribute.split_whitespace().collect();
    attribute == "test" || attribute == "tokio::test" || attribute == "cfg(test)"
}

/// The places where these tokens stand one after another, as `path:line`.
pub fn places(source: &Source, tokens: &[Token], wanted: &[&str]) -> Vec<String> {
    let fits =
        |window: &[Token]| window.iter().zip(wanted).all(|(token, text)| !token.is_literal && token.text == *text);
    tokens.windows(wanted.len()).filter(|window| fits(window)).map(|window| at(source, &window[0])).collect()
}

pub fn at(source: &Source, token: &Token) -> String {
    format!("{}:{}", source.path, token.line)
}
