//! What a chapter is said to hold.

use super::{NESTING_LIMIT, Options, markdown, parse};
use crate::book::Chapter;
use crate::diagnostic::Diagnostics;
use crate::edition::Math;
use crate::labels;
use crate::source::{Sources, Text};
use crate::tree::{Data, NodeId, Step, Tag, Tree};

/// What `look` finds in the chapter, and in the codes of what was said of it.
fn read<T>(markdown: &str, look: impl FnOnce(&Chapter<'_>, &[&str]) -> T) -> T {
    let mut sources = Sources::default();
    let file = sources.add("a.md", markdown);
    let text = Text::of_file(file, markdown.into(), 0);
    let options = Options {
        lang: "en",
        mdbook: false,
        math: Math::Tex,
        vertical: false,
        highlight: false,
        smart_punctuation: false,
    };
    let mut diagnostics = Diagnostics::new(false);
    let chapter = parse(&text, options, labels::for_language("en"), &mut diagnostics);
    let said = diagnostics.sorted();
    look(&chapter, &said.iter().map(|said| said.code.name).collect::<Vec<_>>())
}

/// How deep elements are nested below `root`; those that hold nothing don't count.
fn depth(chapter: &Chapter<'_>, root: NodeId) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for step in chapter.tree.walk(root) {
        let (Step::Enter(id) | Step::Leave(id)) = step;
        let holds = chapter.tree.first_child(id).is_some();
        if matches!(chapter.tree.data(id), Data::Element(_)) && holds {
            match step {
                Step::Enter(_) => depth += 1,
                Step::Leave(_) => depth -= 1,
            }
            deepest = deepest.max(depth);
        }
    }
    deepest
}

/// Begins `b` so many times, no two alike.
fn different(count: usize) -> String {
    (0..count).flat_map(|number| ["<b title=\"".into(), number.to_string(), "\">".into()]).collect()
}

/// The words of a chapter's body, one space between them; blocks part words.
fn words(chapter: &Chapter<'_>) -> String {
    let mut text = String::new();
    for step in chapter.tree.walk(chapter.body) {
        let (Step::Enter(id) | Step::Leave(id)) = step;
        match chapter.tree.data(id) {
            Data::Text(words) if step == Step::Enter(id) => text.push_str(words),
            _ if chapter.tree.tag(id).is_some_and(|tag| !tag.is_phrasing()) => text.push(' '),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn beyond_the_limit_of_nesting_all_text_is_kept() {
    let deep =
        |begin: &str, end: &str| format!("{}x{}\n\nafter", begin.repeat(999), end.repeat(999));
    for (markdown, expected) in [
        (deep(">", ""), "x after"),
        (deep("- ", ""), "x after"),
        (deep("1. > ", ""), "x after"),
        (deep("<div>", "</div>"), "x after"),
        (deep("<div>", ""), "x after"),
        (deep("<b>", "</b>"), "x after"),
        (deep("<a href=\"#\"><div>", ""), "x after"),
        (deep("<ul><li>", "</ul>"), "x after"),
        (deep("<table><tr><td>", "</table>"), "x after"),
        (deep("<svg>", "</svg>"), "x after"),
        (deep("<x-y>", "</x-y>"), "x after"),
        (format!("<i>a</i>\n\n{} x", ">".repeat(999)), "a x"),
        (format!("{} a\n> b", ">".repeat(999)), "a b"),
        (format!("{}\n\n| a | b |\n|---|---|\n| c | d |", "<div>".repeat(999)), "a b c d"),
        (format!("{}<p>a</p><p>b</p>", "<div>".repeat(999)), "a b"),
        (format!("{}<svg><title>a</title></svg>", "<div>".repeat(999)), "a"),
        (format!("{}<script>a</script>b", "<div>".repeat(999)), "b"),
        (format!("{}a</section>b{}c", "<div>".repeat(999), "</div>".repeat(999)), "ab c"),
    ] {
        read(&markdown, |chapter, codes| {
            let deepest = depth(chapter, chapter.body);
            assert_eq!(words(chapter), expected, "{markdown:.40}");
            assert!(deepest <= NESTING_LIMIT, "{deepest} deep: {markdown:.40}");
            let told = codes.contains(&"nesting");
            assert!(told, "{codes:?}: {markdown:.40}");
        });
    }
}

#[test]
fn what_follows_on_deep_nesting_stands_where_it_would() {
    for (begin, end) in
        [("<div>", "</div>"), ("<section><i>", "</i></section>"), ("<ul><li>", "</ul>")]
    {
        let markdown = format!("{}x{}<p>after</p>", begin.repeat(999), end.repeat(999));
        read(&markdown, |chapter, _| {
            let last = chapter.tree.last_child(chapter.body);
            let text = last.map(|last| chapter.tree.plain_text(last));
            assert_eq!(text.as_deref(), Some("after"), "{begin}");
        });
    }
}

#[test]
fn two_hundred_levels_are_not_too_many() {
    for markdown in [
        format!("{} x", ">".repeat(199)),
        format!("{}x", "- ".repeat(100)),
        format!("{}x", "<div>".repeat(200)),
        format!("{}<br>", "<div>".repeat(200)),
        format!("{}<b>x", "<div>".repeat(199)),
        format!("{}<table><tr><td>x</table>", "<div>".repeat(196)),
    ] {
        read(&markdown, |chapter, codes| {
            assert!(!codes.contains(&"nesting"), "{codes:?}: {markdown:.40}");
            assert!(depth(chapter, chapter.body) >= NESTING_LIMIT - 1, "{markdown:.40}");
        });
    }
}

#[test]
fn tags_that_cross_each_other_make_no_tree_that_is_deeper() {
    let opened = different(150);
    let markdown = format!("{opened}<div>{}x{}</div>", "<i><p>".repeat(20), "</b>".repeat(150));
    read(&markdown, |chapter, _| {
        assert!(depth(chapter, chapter.body) <= NESTING_LIMIT);
        assert_eq!(words(chapter), "x");
    });
}

#[test]
fn elements_that_are_never_closed_are_not_made_anew_without_end() {
    let opened = different(100);
    for between in ["<p>x", "<p><object>x</object>", "\n\nx", "<p><svg><title>x</title></svg>"] {
        let markdown = format!("<p>{opened}{}", between.repeat(100));
        read(&markdown, |chapter, codes| {
            assert!(codes.contains(&"nesting"), "{codes:?}: {between}");
            assert!(chapter.tree.descendants(chapter.body).count() < 100 * 12, "{between}");
            assert_eq!(
                chapter.tree.plain_text(chapter.body).matches('x').count(),
                100,
                "{between}"
            );
        });
    }
}

#[test]
fn four_elements_may_run_over_the_end_of_their_block() {
    let opened = different(4);
    read(&format!("<p>{opened}{}", "<p>x".repeat(9)), |chapter, codes| {
        assert!(codes.is_empty(), "{codes:?}");
        assert_eq!(depth(chapter, chapter.body), 5);
        assert_eq!(chapter.tree.plain_text(chapter.body), "x".repeat(9));
    });
}

#[test]
fn bare_addresses_are_found_among_signs_of_all_kinds() {
    for (markdown, expected) in [
        (
            "a http://b.c and www.d.e, x^2^ http://f.g.",
            vec!["http://b.c", "http://www.d.e", "http://f.g"],
        ),
        ("http://http://b.c http://, http://a.b/c", vec!["http://a.b/c"]),
        ("x~1~ (http://a.b/c(d)) ^", vec!["http://a.b/c(d)"]),
        ("www..a www.b. http://a http://c.d?", vec!["http://www.b", "http://c.d"]),
        ("://://www.a.b", vec![]),
    ] {
        let found: Vec<String> = read(markdown, |chapter, _| {
            chapter.references.iter().map(|reference| reference.address.clone()).collect()
        });
        assert_eq!(found, expected, "{markdown}");
    }
}

/// What `look` finds in the tree as Markdown alone makes it, below the root that it is given.
fn read_alone<T>(markdown: &str, look: impl FnOnce(&Tree<'_>, NodeId, &Diagnostics) -> T) -> T {
    let mut sources = Sources::default();
    let file = sources.add("a.md", markdown);
    let text = Text::of_file(file, markdown.into(), 0);
    let options = Options {
        lang: "en",
        mdbook: false,
        math: Math::Tex,
        vertical: false,
        highlight: false,
        smart_punctuation: false,
    };
    let mut diagnostics = Diagnostics::new(false);
    let mut tree = Tree::new();
    let body = tree.create(Data::Root, 0);
    let labels = labels::for_language("en");
    let _ = markdown::read(&text, options, labels, &mut tree, body, &mut diagnostics);
    look(&tree, body, &diagnostics)
}

#[test]
fn markdown_alone_puts_no_block_into_a_paragraph() {
    for markdown in [
        "term\n::: a\n",
        "term\n:::\n    - a\n",
        "term\n::: - a\n",
        "term\n::: > a\n",
        "term\n::: # a\n",
        "term\n::: ***\n",
        "term\n::: *a*\n\n      b\n",
        "term\n::: a\n      - b\n",
    ] {
        read_alone(markdown, |tree, body, _| {
            let blocks = tree.descendants(body).filter(|id| {
                let inside = tree.parent(*id).and_then(|parent| tree.tag(parent));
                inside == Some(Tag::P) && tree.tag(*id).is_some_and(|tag| !tag.is_phrasing())
            });
            assert_eq!(blocks.count(), 0, "{markdown}");
        });
    }
}

#[test]
fn a_headings_attributes_are_legal_and_no_name_stands_twice() {
    for (written, kept, told) in [
        ("lang=ko dir=ltr title=x", vec![("lang", "ko"), ("dir", "ltr"), ("title", "x")], 0),
        ("title=x title=y", vec![("title", "x")], 1),
        ("lang=!! dir=up", vec![], 2),
        ("lang dir title", vec![], 3),
    ] {
        read_alone(&format!("# H {{{written}}}"), |tree, body, diagnostics| {
            let heading = tree.first_child(body).and_then(|id| tree.element(id));
            let found: Vec<_> = heading
                .iter()
                .flat_map(|heading| {
                    heading.attrs.iter().map(|attr| {
                        let name = attr.name.as_ref();
                        (name, heading.attr(name).unwrap_or_default())
                    })
                })
                .collect();
            assert_eq!(found, kept, "{written}");
            assert_eq!(diagnostics.sorted().len(), told, "{written}");
        });
    }
}

#[test]
fn emphasis_beside_cjk_characters_loses_no_text() {
    for unit in ["가**(a ", "**「a」**가", "*「", "a)***가", "*「**(_가_)***は ", "~~*「~~**가 "]
    {
        let text = unit.repeat(20_000);
        let kept = |text: &str| -> String {
            text.chars().filter(|c| c.is_alphanumeric() || "「」()".contains(*c)).collect()
        };
        read(&text, |chapter, _| {
            assert_eq!(kept(&words(chapter)), kept(&text), "{unit}");
        });
    }
}

#[test]
fn an_escaped_reference_to_a_note_is_text() {
    for text in ["a \\[^1] b", "a [\\^1] b", "\\[^1]"] {
        read(text, |chapter, codes| {
            assert!(codes.is_empty(), "{text}: {codes:?}");
            assert!(words(chapter).contains("[^1]"), "{text}");
        });
    }
}
