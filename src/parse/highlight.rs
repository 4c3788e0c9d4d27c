//! Code is told apart by kinds: keywords, strings, comments.
//!
//! In: the text of a code block, and the language that the manuscript names. Out: the kinds, each
//! with its place in the text; for the code of raw HTML, elements in the tree. Refuses to know: how
//! a kind looks (`render/style/code.css`), and what Markdown is. Only this room knows syntect.

mod walk;

use super::NESTING_LIMIT;
use crate::tree::{Attr, Data, Element, NodeId, Tag, Tree};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;
use syntect::parsing::{Scope, SyntaxReference};
use walk::{GRAMMARS, Walk};

/// Bytes of code beyond which a block is not looked into: half a second's work.
const LIMIT: usize = 256 << 10;

/// Bytes of a line beyond which the rest of its block is not looked into: such a line was written
/// by a program.
const LINE_LIMIT: usize = 1 << 10;

/// The work on a block beyond which its rest is not looked into, in squares of bytes of its lines:
/// there are patterns that look at the rest of a line from each of its places. Ordinary code comes
/// to the limit of bytes first; in the worst case found this is two seconds.
const WORK_LIMIT: usize = 16 << 20;

/// Steps of the grammar for each byte of a block, beyond which its rest is not looked into: ordinary
/// code takes less than one.
const STEPS: usize = 8;

/// Which scopes are of which kind; the longest that fits decides. `None`: no kind, whatever is
/// around it. Source: the scope names of Sublime Text, which `TextMate`'s grammars share.
const KINDS: &[(&str, Option<&str>)] = &[
    ("comment", Some("comment")),
    ("string", Some("string")),
    ("constant.character", Some("string")),
    ("constant.other.placeholder", Some("string")),
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
    ("batch", "bat"),
    ("cjs", "js"),
    ("csharp", "cs"),
    ("delphi", "pascal"),
    ("django", "jinja2"),
    ("docker", "dockerfile"),
    ("elisp", "lisp"),
    ("fortran", "f90"),
    ("fsharp", "f#"),
    ("golang", "go"),
    ("graphviz", "dot"),
    ("json5", "json"),
    ("jsonc", "json"),
    ("jsx", "js"),
    ("mjs", "js"),
    ("node", "js"),
    ("objc", "objective-c"),
    ("objectivec", "objective-c"),
    ("python3", "py"),
    ("scheme", "lisp"),
    ("shell", "sh"),
    ("systemd", "ini"),
];

/// The kinds in a code block of a language, in order, none over another. Empty where the language
/// is not known or the block is too large.
pub(super) fn kinds(code: &str, language: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut found: Vec<(Range<usize>, &'static str)> = Vec::new();
    if code.len() > LIMIT || language.is_empty() {
        return found;
    }
    let Some(syntax) = syntax(language) else { return found };
    let Some(mut walk) = Walk::new(syntax, STEPS * (code.len() + 100)) else { return found };
    let mut known: HashMap<Scope, Option<Said>> = HashMap::new();
    let (mut start, mut work) = (0, 0);
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
        work += line.len() * line.len();
        if line.len() > LINE_LIMIT || work > WORK_LIMIT {
            break;
        }
        // The grammars want a line end.
        let owned;
        let text = if line.ends_with('\n') {
            line
        } else {
            owned = format!("{line}\n");
            owned.as_str()
        };
        let goes_on = walk.line(text, &mut |range, scopes| {
            let end = range.end.min(line.len());
            add(start + range.start..start + end, kind_of(scopes, &mut known));
        });
        if !goes_on {
            break;
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

/// Tells the kinds apart in code that stands in raw HTML: `<pre><code class="language-x">` with
/// nothing but text in it. Source: the HTML standard, section 4.5.15, on the class.
pub(super) fn set(tree: &mut Tree<'_>, root: NodeId) {
    let blocks: Vec<NodeId> =
        tree.descendants(root).filter(|id| tree.tag(*id) == Some(Tag::Code)).collect();
    for code in blocks {
        let pre = tree.parent(code).filter(|parent| tree.tag(*parent) == Some(Tag::Pre));
        let class = tree.element(code).and_then(|element| element.attr("class"));
        let mut classes = class.into_iter().flat_map(str::split_whitespace);
        let language = classes.find_map(|word| word.strip_prefix("language-"));
        let (Some(_), Some(language)) = (pre, language) else { continue };
        let texts: Vec<NodeId> = tree.children(code).collect();
        // What has elements was told apart by the author, or is Markdown's and was seen to.
        if !texts.iter().all(|id| matches!(tree.data(*id), Data::Text(_))) {
            continue;
        }
        let text = tree.plain_text(code);
        let kinds = kinds(&text, language);
        let depth = std::iter::successors(Some(code), |id| tree.parent(*id)).count();
        // The root counts too.
        if kinds.is_empty() || depth > NESTING_LIMIT {
            continue;
        }
        let at = tree.at(code);
        for id in texts {
            tree.detach(id);
        }
        let mut from = 0;
        for (range, kind) in kinds {
            append_text(tree, code, &text, from..range.start, at);
            let attrs = vec![Attr::new("class", kind)];
            let span =
                tree.create(Data::Element(Element { attrs, ..Element::html(Tag::Span) }), at);
            tree.append(code, span);
            append_text(tree, span, &text, range.clone(), at);
            from = range.end;
        }
        append_text(tree, code, &text, from..text.len(), at);
    }
}

fn append_text(tree: &mut Tree<'_>, parent: NodeId, text: &str, range: Range<usize>, at: usize) {
    let text = text.get(range).unwrap_or_default();
    if !text.is_empty() {
        let node = tree.create(Data::Text(text.to_owned().into()), at);
        tree.append(parent, node);
    }
}

/// What a scope that has a say in it says: a kind, or none.
#[derive(Debug, Clone, Copy)]
struct Said(Option<&'static str>);

/// The kind of what stands in these scopes: that of the innermost that has a say.
fn kind_of(scopes: &[Scope], known: &mut HashMap<Scope, Option<Said>>) -> Option<&'static str> {
    let said = scopes.iter().rev().find_map(|scope| {
        *known.entry(*scope).or_insert_with(|| {
            let said = SCOPES.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope));
            said.map(|(_, kind)| Said(*kind))
        })
    });
    said.and_then(|Said(kind)| kind)
}

fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let name = language.to_ascii_lowercase();
    let alias = ALIASES.iter().find(|(alias, _)| *alias == name).map(|(_, known)| *known);
    GRAMMARS
        .find_syntax_by_token(alias.unwrap_or(&name))
        .filter(|syntax| syntax.name != "Plain Text")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

    use super::walk::GRAMMARS;
    use super::{ALIASES, KINDS, LIMIT, LINE_LIMIT, kinds, syntax};

    fn marked(code: &str, language: &str) -> String {
        let mut out = String::new();
        let mut from = 0;
        for (range, kind) in kinds(code, language) {
            out.push_str(code.get(from..range.start).unwrap());
            out.extend(["[", kind, " ", code.get(range.clone()).unwrap(), "]"]);
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
        for syntax in GRAMMARS.syntaxes() {
            let mut end = 0;
            for (range, kind) in kinds(text, &syntax.name) {
                assert!(end <= range.start && range.start < range.end, "{}", syntax.name);
                assert!(text.get(range.clone()).is_some(), "{}", syntax.name);
                assert!(KINDS.iter().any(|(_, known)| *known == Some(kind)), "{kind}");
                end = range.end;
            }
        }
    }

    /// Text of one sort of sign, in which patterns look far ahead from each place: what would take
    /// minutes is left plain, and soon.
    #[test]
    fn work_ends() {
        let line = format!("{}\n", " ".repeat(LINE_LIMIT - 1));
        let spaces = line.repeat(LIMIT / line.len());
        for language in ["SystemVerilog", "scss", "rust"] {
            let code = format!("{spaces}// end\n");
            assert_eq!(kinds(code.get(1..).unwrap(), language), [], "{language}");
        }
        let ordinary = "    let answer: u32 = compute(6, 7); // six by seven\n".repeat(4_500);
        let last = kinds(&ordinary, "rust").pop().unwrap();
        assert_eq!(last.0.end, ordinary.len() - 1, "ordinary code is not cut off");
    }

    /// Two contexts of the grammar put each other in their place here, and read nothing.
    #[test]
    fn no_grammar_goes_round_in_circles() {
        assert_eq!(
            marked("x /*\n   y\n*/ let z = 1;\n", "js"),
            "x [comment /*\n   y\n*/] [keyword let] z = [number 1];\n"
        );
        assert_eq!(
            marked("i < 0 ? (l) : ([i + 1]);\n", "ts"),
            "i < [number 0] ? (l) : ([i + [number 1]]);\n"
        );
    }

    #[test]
    fn every_alias_leads_somewhere() {
        for (alias, _) in ALIASES {
            assert!(syntax(alias).is_some(), "{alias}");
        }
        for language in ["c++", "C#", "js", "sh", "yaml", "dockerfile", "JavaScript", "rs", "bash"]
        {
            assert!(syntax(language).is_some(), "{language}");
        }
        assert_eq!(syntax("objc").unwrap().name, "Objective-C");
    }

    /// Every kind has its look; by weight and slant, or where that would be too much, by colour.
    #[test]
    fn every_kind_has_a_rule() {
        let css = concat!(
            include_str!("../render/style/code.css"),
            include_str!("../render/style/code-colours.css"),
        );
        for kind in KINDS.iter().filter_map(|(_, kind)| *kind) {
            assert!(css.contains(&format!("pre .{kind}")), "{kind}");
        }
    }
}
