//! Every character in a book is one that XML can hold, wherever it comes from.
//!
//! In: characters that XML can't hold, and unusual ones that it can, from every place of a
//! manuscript that text comes from; files with unusual names. Out: books in which EPUBCheck finds
//! nothing, with what was left out reported at its line.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::support::Project;

/// What no XML holds: control characters and the two non-characters of the first plane. Between
/// them others that look as bad and are legal.
const ODD: &str =
    "\u{1}\u{b}\u{1f}\u{7f}\u{85}\u{9f}\u{fdd0}\u{fffe}\u{ffff}\u{1fffe}\u{10ffff}\u{202e}\u{feff}";

fn project() -> Project {
    Project::new().file("metadata.toml", "title = \"The Strait\"\nlanguage = \"en\"\n")
}

/// A chapter in whose every line `ODD` stands in another place.
const PLACES: &[&str] = &[
    "# One ODD {#idODDx}",
    "Text ODD.",
    "`code ODD`",
    "<b title=\"aODDb\" class=\"cODD\" id=\"iODDj\">b</b>",
    "![alt ODD](p.png \"title ODD\")",
    "[link ODD](http://a.example/ODD \"title ODD\")",
    "A note[^aODD].",
    "[^aODD]: The note ODD.",
    "- [ ] item ODD",
    "> [!NOTE]\n> quote ODD",
    "| a ODD | b |\n|---|---|\n| c ODD | d |",
    "Term ODD\n: Meaning ODD",
    "$x ODD$",
    "<p>x<!-- ODD --></p>",
    "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>ODD</text></svg>",
    "<math><mi>ODD</mi></math>",
    "```rust\ncode ODD\n```",
];

#[test]
fn characters_that_xml_cannot_hold_are_left_out_and_told() {
    let mut text = String::new();
    let mut lines = Vec::new();
    for place in PLACES {
        for (number, line) in (text.lines().count() + 1..).zip(place.lines()) {
            lines.extend(line.contains("ODD").then_some(number));
        }
        text.push_str(&place.replace("ODD", ODD));
        text.push_str("\n\n");
    }
    let book = project()
        .file("manuscript/1.md", &text)
        .bytes(
            "manuscript/p.png",
            include_bytes!("../golden/images-and-figure/input/manuscript/images/map.png"),
        )
        .args(["--lenient", "--message-format", "json"])
        .builds();
    let mut told = BTreeSet::new();
    for line in book.outcome().stdout.lines() {
        let said: serde_json::Value = serde_json::from_str(line).unwrap();
        if said["code"] == "control-character" {
            told.insert(usize::try_from(said["line"].as_u64().unwrap()).unwrap());
        }
    }
    let silent: Vec<&usize> = lines.iter().filter(|line| !told.contains(line)).collect();
    assert!(silent.is_empty(), "nothing is said of the lines {silent:?}");
    let page = book.xml("text/1.xhtml");
    let shown: String = page.descendants().filter_map(|node| node.text()).collect();
    assert!(shown.contains("Text \u{7f}\u{85}\u{9f}\u{fdd0}\u{1fffe}\u{10ffff}\u{202e}\u{feff}."));
}

#[test]
fn character_references_to_what_is_no_character() {
    let text = "# One\n\n&#0; &#1; &#xD800; &#xFFFE; &#x110000; &#128; ]]> & \\&lt;\n\n\
                <p title=\"&#1;&#xD800;\">x &#xFFFF;</p>\n";
    let book = project().file("manuscript/1.md", text).builds();
    let said = &book.outcome().stderr;
    assert!(said.contains("control-character"), "{said}");
    let page = book.xml("text/1.xhtml");
    let shown: String = page.descendants().filter_map(|node| node.text()).collect();
    assert!(shown.contains("]]> & &lt;"), "{shown}");
}

/// Names of files, each of which a system may have.
const NAMES: &[&str] = &[
    "\"q\"",
    "it's",
    "a&b",
    "a#b",
    "a?b",
    "a%b",
    "a b",
    "a_b",
    "a%20b",
    "A B",
    "😀",
    "é",
    "e\u{301}",
    "עברית",
    "dots..",
    "sp ",
    "\u{1}ctl",
    "nl\nx",
    "tab\tx",
    "<b>",
    "CON",
    "nav",
    "cover",
    "-",
    "\u{202e}rtl",
    "\u{fffe}",
    "title-page",
    "colophon",
    "a:b|c*",
    "toc",
    "content",
];

#[test]
fn files_with_any_name_have_paths_of_their_own() {
    let long = "x".repeat(200);
    let mut project = project();
    for name in NAMES.iter().copied().chain([long.as_str()]) {
        project = project.file(&format!("manuscript/{name}.md"), "# A head\n\nThe tide.\n");
    }
    let book = project.file("manuscript/pa\u{200b}rt & <x>/c.md", "# C\n\nThe ebb.\n").builds();
    let paths: Vec<String> = book.names().iter().map(|name| name.to_lowercase()).collect();
    assert_eq!(paths.iter().collect::<BTreeSet<_>>().len(), paths.len(), "{paths:#?}");
    let pages = paths.iter().filter(|path| path.contains("/text/")).count();
    // Each file, the folder as a part with its file, the title page and the colophon.
    assert_eq!(pages, NAMES.len() + 1 + 2 + 2);
}

#[test]
fn links_follow_files_of_any_name() {
    let mut project = project();
    let mut text = "# Links\n".to_owned();
    for name in NAMES.iter().filter(|name| !name.contains(['\u{1}', '\u{fffe}', '\n'])) {
        text.push_str("\n[there](");
        for byte in name.bytes() {
            write!(text, "%{byte:02X}").unwrap();
        }
        text.push_str(".md)\n");
        project = project.file(&format!("manuscript/{name}.md"), "# A head\n\nThe tide.\n");
    }
    let book = project.file("manuscript/1.md", &text).builds();
    let page = book.xml("text/1.xhtml");
    let hrefs: BTreeSet<&str> =
        page.descendants().filter_map(|node| node.attribute("href")).collect();
    // The style sheet is one more.
    assert_eq!(hrefs.len(), text.matches("there").count() + 1, "{hrefs:#?}");
}

#[test]
fn what_the_metadata_says_is_cleaned_and_told() {
    let book = Project::new()
        .file(
            "metadata.toml",
            "title = \"The \\u0001Strait\"\nsubtitle = \"Sub\\uFFFE\"\nlanguage = \"en\"\n\
             publisher = \"P\\u000B\"\nrights = \"\\u007f]]>&<\"\n\
             author = \"A\\u0002\"\ntranslator = [\"B\\uFFFF\"]\n\
             [source]\ntitle = \"S\\u0003\"\nurl = \"http://a.example/|%zz[x]\"\n",
        )
        .file("manuscript/1.md", "# One\n\nThe tide.\n")
        .builds();
    let said = &book.outcome().stderr;
    for key in ["title", "subtitle", "publisher", "author", "translator", "source.title"] {
        let words = format!("warning[control-character]: `{key}` holds the character U+");
        assert!(said.contains(&words), "nothing of {key} in {said}");
    }
    let colophon = book.text("text/colophon.xhtml");
    assert!(colophon.contains("http://a.example/%7C%25zz%5Bx%5D"), "{colophon}");
}
