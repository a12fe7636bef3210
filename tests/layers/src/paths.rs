use crate::SourceFile;

/// A path in one module that leads into another.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Edge {
    /// The line, from 1.
    pub line: usize,
    /// What is used, from the crate's root: `["secret", "Secret"]`.
    pub to: Vec<String>,
}

/// Every path of `file` that starts at `root` (`crate`, or the name of another crate), at `self`
/// or at `super`. A braced group yields one edge a member.
pub fn edges(file: &SourceFile, root: &str) -> Vec<Edge> {
    let tokens = tokens(&file.code());
    let mut edges = Vec::new();
    let mut rest = tokens.as_slice();
    let mut before = None;
    while let [token, after @ ..] = rest {
        let starts_path = before != Some("::") && matches!(after, [next, ..] if next.text == "::");
        let base = match token.text.as_str() {
            _ if !starts_path => None,
            text if text == root => Some(Vec::new()),
            "self" => Some(file.module()),
            "super" => Some(parent(file.module())),
            _ => None,
        };
        if let Some(base) = base {
            follow(after, base, &mut edges);
        }
        before = Some(&token.text);
        rest = after;
    }
    edges
}

struct Token {
    line: usize,
    text: String,
}

/// Identifiers, `::`, and each other character by itself.
fn tokens(code: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for (line, text) in (1..).zip(code.lines()) {
        let mut rest = text.trim_start();
        while let Some(first) = rest.chars().next() {
            let length = match first {
                _ if is_word(first) => rest.find(|character| !is_word(character)).unwrap_or(rest.len()),
                ':' if rest.starts_with("::") => 2,
                _ => first.len_utf8(),
            };
            let (token, after) = rest.split_at(length);
            tokens.push(Token { line, text: token.to_owned() });
            rest = after.trim_start();
        }
    }
    tokens
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Follows a path from its first `::` to its end, into each member of a group. Returns what comes
/// after it.
fn follow<'a>(tokens: &'a [Token], base: Vec<String>, edges: &mut Vec<Edge>) -> &'a [Token] {
    let mut path = base;
    let mut rest = tokens;
    let mut last_line = rest.first().map_or(0, |token| token.line);
    while let [separator, next, after @ ..] = rest {
        if separator.text != "::" {
            break;
        }
        last_line = next.line;
        match next.text.as_str() {
            "{" => return follow_group(after, &path, edges),
            "super" => path = parent(path),
            "self" => {}
            word if word.starts_with(is_word) => path.push(word.to_owned()),
            // A glob, or the generics of a turbofish.
            _ => break,
        }
        rest = after;
    }
    edges.push(Edge { line: last_line, to: path });
    rest
}

fn follow_group<'a>(tokens: &'a [Token], base: &[String], edges: &mut Vec<Edge>) -> &'a [Token] {
    let mut rest = tokens;
    while let [token, after @ ..] = rest {
        rest = match token.text.as_str() {
            "}" => return after,
            word if word.starts_with(is_word) && word != "as" => {
                let mut member = base.to_vec();
                if word != "self" {
                    member.push(word.to_owned());
                }
                match after {
                    [next, ..] if next.text == "::" => follow(after, member, edges),
                    _ => {
                        edges.push(Edge { line: token.line, to: member });
                        after
                    }
                }
            }
            _ => after,
        };
    }
    rest
}

fn parent(mut module: Vec<String>) -> Vec<String> {
    module.pop();
    module
}
