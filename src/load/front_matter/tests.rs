#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]
//! What is front matter and what is not, every key, and every problem with its place.

use super::*;
use crate::source::Sources;

/// Reads a chapter; gives the front matter, the text after it, and the problems as lines
/// `code place: message (hint)`.
fn read_text(text: &str) -> (FrontMatter, &str, Vec<String>) {
    let mut sources = Sources::default();
    let file = sources.add("a.md", text);
    let mut diagnostics = Diagnostics::default();
    let (front, body) = read(file, text, &mut diagnostics);
    let tell = |problem: crate::diagnostic::Diagnostic| {
        let crate::diagnostic::Place::Span(span) = problem.place else { panic!("no span") };
        let location = sources.locate(span);
        let hints: Vec<String> = problem.hints.iter().map(|hint| format!(" ({hint})")).collect();
        let hints = hints.concat();
        let (line, column) = (location.line, location.column);
        format!("{} {line}:{column}: {}{hints}", problem.code.name, problem.message)
    };
    (front, &text[body..], diagnostics.sorted().into_iter().map(tell).collect())
}

/// The front matter of YAML lines that are right.
fn yaml(lines: &str) -> FrontMatter {
    let text = format!("---\n{lines}\n---\ntext\n");
    let (front, body, told) = read_text(&text);
    assert_eq!((body, told), ("text\n", Vec::new()), "{lines}");
    front
}

fn toml(lines: &str) -> FrontMatter {
    let text = format!("+++\n{lines}\n+++\ntext\n");
    let (front, body, told) = read_text(&text);
    assert_eq!((body, told), ("text\n", Vec::new()), "{lines}");
    front
}

#[track_caller]
fn one(text: &str, expected: &str) {
    assert_eq!(read_text(text).2, [expected], "{text}");
}

#[test]
fn front_matter_is_found_at_the_beginning() {
    for (text, body) in [
        ("---\ntitle: T\n---\nx", "x"),
        ("---\ntitle: T\n...\nx", "x"),
        ("---  \r\ntitle: T\r\n---\t\r\nx", "x"),
        ("\u{feff}---\ntitle: T\n---\nx", "x"),
        ("---\ntitle: T\n---", ""),
        ("---\n# a comment\n\ntitle: T\n---\n\nx", "\nx"),
        ("---\n{title: T}\n---\nx", "x"),
        ("---\n\"title\": T\n---\nx", "x"),
        ("+++\ntitle = \"T\"\n+++\nx", "x"),
        ("\u{feff}+++ \r\ntitle = \"T\"\r\n+++\r\nx", "x"),
    ] {
        let (front, rest, told) = read_text(text);
        assert_eq!((front.title.as_deref(), rest, told), (Some("T"), body, Vec::new()), "{text:?}");
    }
}

#[test]
fn a_block_names_its_parts() {
    assert_eq!(
        split("\u{feff}---\na: 1\n---\nx"),
        Some(Block { kind: Kind::Yaml, inner: 7..12, body: 16 })
    );
    assert_eq!(split("+++\n+++\n"), Some(Block { kind: Kind::Toml, inner: 4..4, body: 8 }));
}

#[test]
fn what_is_not_front_matter_is_left_alone() {
    for text in [
        "",
        "---",
        "---\n",
        "---\ntitle: T\n",
        "+++\ntitle = \"T\"\n",
        "---\n---\n",
        "---\n\n---\ntext",
        "---\nA thematic break, and prose.\n\n---\nmore",
        "---\nHe said: nothing.\n---\nmore",
        "---\nNote: this is prose\n\nthat goes on over lines\n---\n",
        "---\n- one\n- two\n---\n",
        "---\nhttp://example.com\n---\n",
        "---\n**bold** and `code`: x\n---\n",
        "---\n[link]: /x\n\nsome: text that [goes on\n---\n",
        "\n---\ntitle: T\n---\n",
        "text\n---\ntitle: T\n---\n",
        "----\ntitle: T\n----\n",
        "--- x\ntitle: T\n---\n",
        " ---\ntitle: T\n ---\n",
    ] {
        let (front, body, told) = read_text(text);
        assert_eq!((front, body, told), (FrontMatter::default(), text, Vec::new()), "{text:?}");
    }
    assert_eq!(read_text("\u{feff}text").1, "text");
}

#[test]
fn every_key() {
    let front = FrontMatter {
        title: Some("T".to_owned()),
        subtitle: Some("S".to_owned()),
        role: Some(ChapterRole::Preface),
        lang: Some("pt-BR".to_owned()),
        toc_depth: Some(2),
        exclude: true,
        authors: vec!["A".to_owned(), "B".to_owned()],
        translators: vec!["C".to_owned()],
        date: Some(Date { year: 1923, month: Some(5), day: None }),
        description: Some("one\ntwo".to_owned()),
        publisher: Some("P".to_owned()),
        rights: Some("R".to_owned()),
        identifier: Some(Identifier::Isbn("9780306406157".to_owned())),
    };
    assert_eq!(
        yaml(
            "title: T\nsubtitle: 'S'\nrole: Preface\nlang: pt-br\ntoc-depth: 2\nexclude: true\n\
             author: [A, \"B\"]\ntranslator: C\ndate: 1923-05\ndescription: |\n  one\n  two\n\
             publisher: P\nrights: R\nidentifier: 978-0-306-40615-7"
        ),
        front
    );
    assert_eq!(
        toml(
            "title = \"T\"\nsubtitle = 'S'\nrole = \"preface\"\nlang = \"pt-BR\"\ntoc-depth = 2\n\
             exclude = true\nauthor = [\"A\", \"B\"]\ntranslator = \"C\"\ndate = \"1923-05\"\n\
             description = \"one\\ntwo\"\npublisher = \"P\"\nrights = \"R\"\n\
             identifier = \"978-0-306-40615-7\""
        ),
        front
    );
}

#[test]
fn the_other_names_of_keys() {
    let front = yaml("authors:\n  - A\n  - B\nlanguage: ko\ntoc_depth: 1\ndraft: True");
    assert_eq!(front.authors, ["A", "B"]);
    assert_eq!(front.lang.as_deref(), Some("ko"));
    assert_eq!((front.toc_depth, front.exclude), (Some(1), true));
}

#[test]
fn values_that_are_no_texts_are_taken_as_they_are_written() {
    assert_eq!(yaml("title: 1984").title.as_deref(), Some("1984"));
    assert_eq!(yaml("title: 0x10").title.as_deref(), Some("0x10"));
    assert_eq!(yaml("title: No").title.as_deref(), Some("No"));
    assert_eq!(toml("title = 1984").title.as_deref(), Some("1984"));
    let day = Some(Date { year: 2024, month: Some(5), day: Some(17) });
    assert_eq!(yaml("date: 2024-05-17 10:30:00 +0900").date, day);
    assert_eq!(toml("date = 2024-05-17T10:30:00Z").date, day);
}

#[test]
fn a_key_left_open_says_nothing() {
    assert_eq!(yaml("title:\nsubtitle: ~\ndraft: null"), FrontMatter::default());
    assert_eq!(yaml("title: '~'").title.as_deref(), Some("~"));
}

#[test]
fn line_ends_in_a_title_are_folded() {
    assert_eq!(yaml("title: >\n  War\n  and\n\n  Peace").title.as_deref(), Some("War and Peace"));
}

#[test]
fn a_file_that_is_a_book_of_its_own() {
    let edition = yaml("title: T\nauthor: A\ntranslator: B\ndate: 1923\nlang: KO").edition();
    assert_eq!(edition.title.main, "T");
    assert_eq!(edition.language, "ko");
    let people: Vec<_> =
        edition.people.iter().map(|person| (person.role, person.name.as_str())).collect();
    assert_eq!(people, [(Role::AUTHOR, "A"), (Role::TRANSLATOR, "B")]);
    assert_eq!(edition.date.unwrap().to_string(), "1923");
    assert_eq!(FrontMatter::default().edition().language, "");
}

#[test]
fn an_unknown_key_is_told_and_passed_over() {
    one(
        "---\nрусский: x\n---\n",
        "front-matter-key 2:1: unknown key `русский` (the keys that are carried into the book are \
         `author`, `authors`, `date`, `description`, `draft`, `exclude`, `identifier`, `lang`, \
         `language`, `publisher`, `rights`, `role`, `subtitle`, `title`, `toc-depth`, `toc_depth` \
         and `translator`)",
    );
    one(
        "---\ntitel: T\n---\n",
        "front-matter-key 2:1: unknown key `titel` (did you mean `title`?)",
    );
}

#[test]
fn nested_values_of_unknown_keys_are_no_second_problem() {
    let (front, _, told) =
        read_text("---\nextra:\n  a: {b: [1, {c: 2}]}\n  list:\n  - x\ntitle: T\n---\n");
    assert_eq!(front.title.as_deref(), Some("T"));
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("front-matter-key 2:1: unknown key `extra`"), "{told:?}");
    let told = read_text("+++\ntitle = \"T\"\n[extra]\na = 1\n+++\n").2;
    assert!(told[0].starts_with("front-matter-key 3:2: unknown key `extra`"), "{told:?}");
}

#[test]
fn a_value_cannot_be_used() {
    let date = "(write a year, a month or a day: `1923`, `1923-05` or `1923-05-17`)";
    for (line, told) in [
        ("title: [a]", "2:8: `title` must be text, and is a list"),
        ("title: {a: b}", "2:8: `title` must be text, and is nested"),
        ("author: {name: A}", "2:9: `author` must be text or a list of texts, and is nested"),
        ("author: [A, [B]]", "2:13: `author` must be text or a list of texts, and is nested"),
        ("title: ''", "2:8: `title` is empty (give it a text, or leave the key out)"),
        ("role: prefac", "2:7: `prefac` is not a role of a chapter (did you mean `preface`?)"),
        ("lang: English", "2:7: `English` is not a language tag (write `en`)"),
        ("toc-depth: 9", "2:12: `toc-depth` must be a whole number from 1 to 6, and is `9`"),
        ("draft: yes", "2:8: `draft` must be `true` or `false`, and is `yes`"),
        ("date: 1923-02-29", "2:7: `1923-02-29` names no day of the calendar"),
        ("date: soon", &format!("2:7: `soon` is not a date {date}")),
        (
            "identifier: 978-0-306-40615-8",
            "2:13: `978-0-306-40615-8` is not an ISBN: its check digit is 8 and should be 7 \
             (compare it with the number on the book, digit by digit)",
        ),
        ("lang: en\nlanguage: ko", "3:1: `language` is given twice"),
        ("title: a\ntitle: b", "3:1: `title` is given twice"),
    ] {
        one(&format!("---\n{line}\n---\n"), &format!("front-matter-value {told}"));
    }
}

#[test]
fn a_role_near_to_none_is_told_all() {
    let told = read_text("---\nrole: zzzzzzzzzz\n---\n").2;
    assert!(
        told[0].starts_with(
            "front-matter-value 2:7: `zzzzzzzzzz` is not a role of a chapter \
             (the roles are `half-title`, `copyright`, "
        ),
        "{told:?}"
    );
}

#[test]
fn a_character_that_a_book_cannot_hold() {
    let text = "---\ntitle: \"T\\x01U\"\n---\n";
    assert_eq!(read_text(text).0.title.as_deref(), Some("TU"));
    one(
        text,
        "control-character 2:8: `title` holds the character U+0001 \
         (a book can't hold it: take it out)",
    );
}

#[test]
fn the_syntax_is_wrong() {
    for (text, told) in [
        (
            "---\ntitle: Ü: a history\n---\n",
            "2:9: mapping values are not allowed in this context (a text with a colon in it \
             stands in quotes: `title: \"War: a history\"`)",
        ),
        ("\u{feff}---\ntitle: \"T\nlang: en\n---\nx", "2:8: invalid indentation in quoted scalar"),
        ("---\nlayout: @x\ntags: a\n---\n", "2:9: unexpected character: `@'"),
        (
            "---\ntitle: &a T\nextra: *a\n---\n",
            "3:8: front matter can't refer to an anchor (`*name`)",
        ),
        (
            "+++\ntitle = T\n+++\n",
            "2:9: a value that is neither text in quotes nor a number, a date, `true` or `false` \
             (text stands in straight quotes: `\"T\"`)",
        ),
    ] {
        one(text, &format!("front-matter-syntax {told}"));
    }
}

#[test]
fn depth_and_aliases_do_no_harm() {
    let bomb: Vec<String> =
        (1..30).map(|n| format!("k{n}: &k{n} [*k{}, *k{}]", n - 1, n - 1)).collect();
    let bomb = bomb.join("\n");
    for inner in [
        format!("title: {}", "[".repeat(100_000)),
        format!("title: {}", "{".repeat(100_000)),
        format!("title: {}{}", "[".repeat(200), "]".repeat(200)),
        format!("title:\n  {}x", "- ".repeat(100_000)),
        format!("title:\n  {}x", "? ".repeat(100_000)),
        format!("title: T\nk0: &k0 x\n{bomb}"),
        "title: !!!!".to_owned(),
        "title: T\n? [a]\n: b".to_owned(),
        "title: T\n--- more".to_owned(),
        "title: \0".to_owned(),
    ] {
        let text = format!("---\n{inner}\n---\nx");
        let (_, body, told) = read_text(&text);
        assert_eq!((body, told.is_empty()), ("x", false), "{}", &inner[..inner.len().min(60)]);
    }
}
