//! Code is told apart by kinds: keywords, strings, comments.
//!
//! In: the text of a code block, and the language that the manuscript names. Out: the kinds, each
//! with its place in the text. Refuses to know: how a kind looks (`render/style/code.css`), and
//! where the code stands. The only file that knows syntect.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

/// Bytes of code beyond which a block is not looked into: half a second's work.
const LIMIT: usize = 256 << 10;

/// Bytes of a line beyond which the rest of its block is not looked into: such a line was written
/// by a program.
const LINE_LIMIT: usize = 4 << 10;

/// Compiled once; each grammar is unpacked where it is first used.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Which scopes are of which kind; the longest that fits decides. `None`: no kind, whatever is
/// around it. Source: the scope names of Sublime Text, which TextMate's grammars share.
const KINDS: &[(&str, Option<&str>)] = &[
    ("comment", Some("comment")),
    ("string", Some("string")),
    ("constant.character", Some("string")),
    ("constant.numeric", Some("number")),
    ("constant", Some("constant")),
    ("support.constant", Some("constant")),
    ("keyword", Some("keyword")),
    ("keyword.operator", None),
    ("keyword.operator.word", Some("keyword")),
    ("storage", Some("keyword")),
    ("entity.name.function", Some("function")),
    ("entity.name.macro", Some("function")),
    ("support.function", Some("function")),
    ("support.macro", Some("function")),
    ("entity.name.type", Some("type")),
    ("entity.name.class", Some("type")),
    ("entity.name.struct", Some("type")),
    ("entity.name.enum", Some("type")),
    ("entity.name.trait", Some("type")),
    ("entity.name.interface", Some("type")),
    ("entity.name.namespace", Some("type")),
    ("entity.name.section", Some("type")),
    ("entity.name.table", Some("type")),
    ("support.type", Some("type")),
    ("support.class", Some("type")),
    ("entity.name.tag", Some("tag")),
    ("entity.other.attribute-name", Some("attribute")),
    ("meta.annotation", Some("attribute")),
    ("variable.annotation", Some("attribute")),
    ("markup.inserted", Some("inserted")),
    ("markup.deleted", Some("deleted")),
    ("markup.heading", Some("keyword")),
    ("markup.raw", Some("string")),
    ("punctuation.section.interpolation", None),
    ("meta.interpolation", None),
];

static SCOPES: LazyLock<Vec<(Scope, Option<&str>)>> = LazyLock::new(|| {
    let mut scopes: Vec<_> =
        KINDS.iter().filter_map(|(name, kind)| Some((Scope::new(name).ok()?, *kind))).collect();
    // The longest first: it is the first that fits.
    scopes.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
    scopes
});

/// Names that authors use, and those that the grammars have.
const ALIASES: &[(&str, &str)] = &[
    ("golang", "go"),
    ("jsonc", "json"),
    ("node", "js"),
    ("objective-c", "m"),
    ("objc", "m"),
    ("pwsh", "ps1"),
    ("python3", "py"),
    ("shell", "sh"),
    ("vue.js", "vue"),
    ("zsh", "sh"),
];

/// The kinds in a code block of a language, in order, none over another. Empty where the language
/// is not known or the block is too large.
pub(super) fn kinds(code: &str, language: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut found: Vec<(Range<usize>, &'static str)> = Vec::new();
    if code.len() > LIMIT || language.is_empty() {
        return found;
    }
    let Some(syntax) = syntax(language) else { return found };
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut known: HashMap<Scope, Option<Option<&'static str>>> = HashMap::new();
    let mut start = 0;
    let mut add = |range: Range<usize>, kind: Option<&'static str>| {
        let (Some(kind), Some(text)) = (kind, code.get(range.clone())) else { return };
        // White space has no kind: two pieces that it parts may still be one.
        if text.trim().is_empty() {
            return;
        }
        match found.last_mut() {
            Some((last, same))
                if *same == kind
                    && code.get(last.end..range.start).is_some_and(|gap| gap.trim().is_empty()) =>
            {
                last.end = range.end;
            }
            _ => found.push((range, kind)),
        }
    };
    for line in code.split_inclusive('\n') {
        if line.len() > LINE_LIMIT {
            break;
        }
        // The grammars want a line end. A pattern that gives up ends the matter here.
        let ended = line.ends_with('\n');
        let owned;
        let text = if ended {
            line
        } else {
            owned = format!("{line}\n");
            owned.as_str()
        };
        let Ok(changes) = state.parse_line(text, &SYNTAXES) else { break };
        let mut from = 0;
        for (at, change) in changes {
            let at = at.min(line.len());
            if at > from {
                add(start + from..start + at, kind_of(&stack, &mut known));
                from = at;
            }
            if stack.apply(&change).is_err() {
                return found;
            }
        }
        if line.len() > from {
            add(start + from..start + line.len(), kind_of(&stack, &mut known));
        }
        start += line.len();
    }
    // A line end at the end of a piece is none of it.
    for (range, _) in &mut found {
        let text = code.get(range.clone()).unwrap_or_default();
        range.end = range.start + text.trim_end_matches(['\n', '\r']).len();
    }
    found
}

/// The kind of what stands in these scopes: that of the innermost that has a say.
fn kind_of(
    stack: &ScopeStack,
    known: &mut HashMap<Scope, Option<Option<&'static str>>>,
) -> Option<&'static str> {
    stack.as_slice().iter().rev().find_map(|scope| {
        *known.entry(*scope).or_insert_with(|| {
            SCOPES.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, kind)| *kind)
        })
    })?
}

fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let name = language.to_ascii_lowercase();
    let alias = ALIASES.iter().find(|(alias, _)| *alias == name).map(|(_, known)| *known);
    SYNTAXES
        .find_syntax_by_token(alias.unwrap_or(&name))
        .filter(|syntax| syntax.name != "Plain Text")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

    use super::{KINDS, LIMIT, LINE_LIMIT, SYNTAXES, kinds};

    fn marked(code: &str, language: &str) -> String {
        let mut out = String::new();
        let mut from = 0;
        for (range, kind) in kinds(code, language) {
            out.push_str(code.get(from..range.start).unwrap());
            out.push_str(&format!("[{kind} {}]", code.get(range.clone()).unwrap()));
            from = range.end;
        }
        out.push_str(code.get(from..).unwrap());
        out
    }

    #[test]
    fn kinds_are_told_apart() {
        assert_eq!(
            marked("let n: u32 = 7; // seven\nfn f() -> bool { true }\n", "rust"),
            "[keyword let] n: [keyword u32] = [number 7]; [comment // seven]\n\
             [keyword fn] [function f]() -> [keyword bool] { [constant true] }\n"
        );
        assert_eq!(
            marked("/* one\n   two */ \"a\\n\"", "Rust"),
            "[comment /* one\n   two */] [string \"a\\n\"]"
        );
        assert_eq!(marked("a = \"b\" # c\n", "toml"), "[tag a] = [string \"b\"] [comment # c]\n");
        assert_eq!(marked("-old\n+new\n", "diff"), "[deleted -old]\n[inserted +new]\n");
    }

    #[test]
    fn what_is_not_known_has_no_kinds() {
        for language in ["", "text", "no-such-language", "\u{0}", "rust,ignore"] {
            assert_eq!(kinds("fn main() {}", language), []);
        }
        assert_eq!(kinds(&"x".repeat(LIMIT + 1), "rust"), []);
        let long = format!("fn f() {{}}\n{}\n", "x ".repeat(LINE_LIMIT));
        assert_eq!(marked(&long, "rust"), long.replace("fn f", "[keyword fn] [function f]"));
    }

    /// Every grammar, on text that is none of its own: it must neither fail nor lose a character.
    #[test]
    fn every_grammar_bears_any_text() {
        let text =
            "# a <b c=\"d\">{{e}}</b> /* f */ // g\n'h' \\i ${j} `k` @l %m\n\u{1f980}\r\n\t(((";
        for syntax in SYNTAXES.syntaxes() {
            let mut end = 0;
            for (range, kind) in kinds(text, &syntax.name) {
                assert!(end <= range.start && range.start < range.end, "{}", syntax.name);
                assert!(text.get(range.clone()).is_some(), "{}", syntax.name);
                assert!(KINDS.iter().any(|(_, known)| *known == Some(kind)), "{kind}");
                end = range.end;
            }
        }
    }

    /// Every kind has its look.
    #[test]
    fn every_kind_has_a_rule() {
        let css = include_str!("../render/style/code.css");
        for kind in KINDS.iter().filter_map(|(_, kind)| *kind) {
            assert!(css.contains(&format!("pre .{kind}")), "{kind}");
        }
    }
}
