//! Telling the kinds of code apart changes no character of it.
//!
//! In: code put together by chance, under the names of many languages, in all places where code
//! can stand; the same book with `highlight` on and off. Out: every block that says something else
//! than was written. Refuses to know: which kind a word is of.

use std::fmt::Write;

use crate::support::{Book, Project};

const LANGUAGES: [&str; 24] = [
    "rust",
    "Rust",
    "rust,ignore",
    "python",
    "c++",
    "js",
    "tsx",
    "html",
    "css",
    "bash",
    "console",
    "toml",
    "yaml",
    "json",
    "diff",
    "sql",
    "ruby",
    "perl",
    "php",
    "latex",
    "markdown",
    "go",
    "haskell",
    "nobody-knows",
];

const PIECES: [&str; 49] = [
    "fn",
    "def",
    "class",
    "if",
    "let",
    "x",
    "_y",
    "42",
    "0x1f",
    "1.5e3",
    "\"",
    "'",
    "`",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "<",
    ">",
    "</",
    "/>",
    "&amp;",
    "&",
    "x /*",
    "//",
    "/*",
    "*/",
    "#",
    "# ",
    "##",
    "--",
    "<!--",
    "-->",
    "$",
    "${",
    "\\",
    "\\n",
    "=",
    "=>",
    "::",
    ";",
    "é",
    "漢字",
    "\u{1f980}",
    "<<EOF",
    "EOF",
    "r#\"",
];

/// Code of some lines: none begins with what would end the block that it stands in.
fn code(random: &mut fastrand::Rng) -> String {
    let mut code = String::new();
    for _ in 0..random.usize(1..8) {
        code.push_str(["", "    ", "\t", "- ", "+"][random.usize(0..5)]);
        for _ in 0..random.usize(0..10) {
            code.push_str(PIECES[random.usize(0..PIECES.len())]);
            code.push_str(["", " "][random.usize(0..2)]);
        }
        code.push('\n');
    }
    code
}

fn build(chapter: &str, settings: &str) -> Book {
    let metadata = format!("title = \"Code\"\nlanguage = \"en\"\n{settings}\n");
    Project::new().file("metadata.toml", &metadata).file("manuscript/1.md", chapter).builds()
}

/// The text of every block, and the number of the elements in them.
fn blocks(book: &Book) -> (Vec<String>, usize) {
    let name = book.names().into_iter().find(|name| name.ends_with("text/1.xhtml")).unwrap();
    let page = book.xml(name);
    let blocks: Vec<_> = page
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.w3.org/1999/xhtml", "pre")))
        .collect();
    let spans = blocks.iter().map(|pre| {
        let inside = pre.descendants();
        inside.filter(|node| node.tag_name().name() == "span").count()
    });
    let text = |pre: &roxmltree::Node<'_, '_>| {
        pre.descendants().filter_map(|node| node.text().filter(|_| node.is_text())).collect()
    };
    (blocks.iter().map(text).collect(), spans.sum())
}

#[test]
fn code_says_the_same_with_its_kinds_told_apart() {
    let mut random = fastrand::Rng::with_seed(7);
    let (mut chapter, mut written) = ("# Code\n\n".to_owned(), Vec::new());
    for round in 0..240 {
        let (code, language) = (code(&mut random), LANGUAGES[round % LANGUAGES.len()]);
        match round % 3 {
            0 => writeln!(chapter, "~~~~~{language}\n{code}~~~~~\n").unwrap(),
            1 => {
                let quoted: String = code.lines().flat_map(|line| ["> ", line, "\n"]).collect();
                writeln!(chapter, "> ~~~~~{language}\n{quoted}> ~~~~~\n\nText.\n").unwrap();
            }
            _ => {
                let held = code.replace('&', "&amp;").replace('<', "&lt;");
                let first = language.split(',').next().unwrap();
                // Blank lines would end the block of raw HTML.
                let held: String =
                    held.lines()
                        .map(|line| {
                            if line.trim().is_empty() { "x\n".into() } else { format!("{line}\n") }
                        })
                        .collect();
                writeln!(
                    chapter,
                    "<div><pre><code class=\"language-{first}\">{held}</code></pre></div>\n"
                )
                .unwrap();
            }
        }
        written.push(code);
    }
    let (plain, none) = blocks(&build(&chapter, "highlight = false"));
    let (told, some) = blocks(&build(&chapter, ""));
    assert_eq!(plain.len(), written.len());
    assert_eq!(plain, told);
    assert_eq!(none, 0);
    assert!(some > 500, "{some} pieces have a kind");
    // What the fences hold is what was written, but for tabs that a quotation eats.
    for (index, code) in written.iter().enumerate().filter(|(index, _)| index % 3 == 0) {
        assert_eq!(&told[index], code);
    }
}

/// What would take minutes is left plain; the book comes out.
#[test]
fn a_block_too_large_stays_plain() {
    let line = "let x = 1; // one\n";
    let large = line.repeat((1 << 20) / line.len());
    let chapter = format!("# Code\n\n```rust\n{large}```\n\n```rust\n{line}```\n");
    let (texts, spans) = blocks(&build(&chapter, ""));
    assert_eq!(texts, [large, line.to_owned()]);
    assert_eq!(spans, 3, "those of the small block");
}
