//! Many small manuscripts as one book: a chapter for each case, one build, one check.
//!
//! In: cases, each a name and a text of Markdown. Out: the book that `--lenient` makes of them, and
//! EPUBCheck's findings sorted to the cases they belong to. Refuses to know: where the cases come
//! from.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::epubcheck::{self, Verdict};
use crate::support::{Book, Outcome, Project};

/// Remarks on usage that are no findings here: `rp` is kept for readers without ruby (`HTM_055`),
/// and drawings are held against SVG 1.1 although EPUB 3.3 has SVG 2 (RSC-025).
const REMARKS: &[&str] = &["HTM_055", "RSC-025"];

/// A manuscript of one chapter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Case {
    /// Unique in its book.
    pub(crate) name: String,
    /// The whole text of the chapter.
    pub(crate) input: String,
}

/// The book of some cases, and what is said of it.
pub(crate) struct Bound {
    book: Book,
    /// All that the build said.
    said: String,
    verdict: Verdict,
}

/// The cases as chapters of one book, in their order; `assets` is a folder whose files lie beside
/// the chapters. The error names the cases that no book could be made of.
pub(crate) fn bind(cases: &[Case], assets: Option<&Path>) -> Result<Bound, String> {
    let mut project = Project::new()
        .file("metadata.toml", "title = \"Cases\"\nlanguage = \"en\"\n")
        .args(["--lenient", "--message-format", "short"]);
    if let Some(folder) = assets {
        project = project.folder("manuscript", folder);
    }
    for (index, case) in cases.iter().enumerate() {
        let name = format!("manuscript/{}.md", number(index));
        project = project.bytes(&name, case.input.as_bytes());
    }
    let outcome = project.run(&[]);
    let path = project.path().join("dist/Cases.epub");
    if outcome.status != Some(0) || !path.is_file() {
        return Err(no_book(&outcome, cases));
    }
    let verdict = epubcheck::check(&[&path]).remove(0);
    Ok(Bound { book: Book::open(&path)?, said: outcome.stderr, verdict })
}

/// Why there is no book, with the cases that errors are about.
fn no_book(outcome: &Outcome, cases: &[Case]) -> String {
    let mut why = format!("no book: exit status {:?}\n", outcome.status);
    for line in outcome.stderr.lines().filter(|line| !line.contains(": note[")) {
        let case = (0..cases.len()).find(|&index| line.starts_with(&file(index)));
        if line.contains(": error[") || case.is_none() {
            let case = case.map_or(String::new(), |index| show(index, &cases[index]));
            let _ = writeln!(why, "{line}\n{case}");
        }
    }
    why
}

/// Where a case's chapter stands in the project, as diagnostics begin with it.
fn file(index: usize) -> String {
    format!("manuscript/{}.md:", number(index))
}

/// The name of a case's chapter, without an ending.
fn number(index: usize) -> String {
    format!("{:04}", index + 1)
}

/// A case to read, in a report of what was wrong.
fn show(index: usize, case: &Case) -> String {
    let mut out = format!("chapter {}: {}\n", number(index), case.name);
    for line in case.input.lines() {
        let _ = writeln!(out, "    | {}", escape(line));
    }
    out
}

impl Bound {
    /// The page of a case, whole.
    pub(crate) fn page(&self, index: usize) -> &str {
        self.book.text(&format!("text/{}.xhtml", number(index)))
    }

    /// The diagnostics of a case, a line each: `line:column: severity[code]: message`.
    pub(crate) fn said(&self, index: usize) -> Vec<&str> {
        let own = |line| str::strip_prefix(line, &*file(index)).map(str::trim_start);
        self.said.lines().filter_map(own).collect()
    }

    /// How many findings there are, by their severity: `0/0/0/0`.
    pub(crate) fn score(&self) -> [usize; 4] {
        let Verdict { fatal, error, warning, usage, .. } = self.verdict;
        [fatal, error, warning, usage]
    }

    /// Every finding, remarks on usage as well, under the case whose page it is about; those about
    /// other files of the book come first. Empty where EPUBCheck has nothing to say.
    pub(crate) fn findings(&self, cases: &[Case]) -> String {
        let mut by_page: BTreeMap<Option<usize>, String> = BTreeMap::new();
        let worth_reading = |id: &str| !REMARKS.contains(&id);
        for found in self.verdict.messages.iter().filter(|found| worth_reading(&found.id)) {
            let case = (0..cases.len())
                .find(|&index| found.path.ends_with(&format!("/text/{}.xhtml", number(index))));
            let text = by_page
                .entry(case)
                .or_insert_with(|| case.map_or(String::new(), |i| show(i, &cases[i])));
            let _ = writeln!(
                text,
                "  {} {} {}:{}:{}: {}",
                found.severity, found.id, found.path, found.line, found.column, found.message
            );
        }
        by_page.into_values().collect()
    }
}

/// Whether a reader of a file can't see the character, or can't see what it is.
fn hidden(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{a0}' | '\u{ad}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}')
        || u32::from(c) & 0xfffe == 0xfffe
}

/// Characters that can't be seen, as `\u{…}`.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if hidden(c) {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// Four counts as one word: fatal, errors, warnings, usage.
pub(crate) fn score_of(score: [usize; 4]) -> String {
    score.map(|count| count.to_string()).join("/")
}

#[test]
fn a_finding_is_sorted_to_its_case() {
    let case = |name: &str, input: &str| Case { name: name.into(), input: input.into() };
    let cases = [case("sound", "# One\n"), case("odd", "# Two\n\n<center>x</center>\n")];
    let mut bound = bind(&cases, None).unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(bound.findings(&cases), "");
    assert_eq!(bound.said(0), Vec::<&str>::new());
    assert!(bound.said(1)[0].starts_with("3:1: note[html-changed]: "), "{:?}", bound.said(1));
    assert!(bound.page(0).contains(">One</h1>"));

    let finding = epubcheck::Finding {
        id: "RSC-005".into(),
        severity: "ERROR".into(),
        path: "OEBPS/text/0002.xhtml".into(),
        line: 7,
        column: 1,
        message: "wrong".into(),
    };
    bound.verdict.messages.push(finding);
    assert_eq!(
        bound.findings(&cases),
        "chapter 0002: odd\n    | # Two\n    | \n    | <center>x</center>\n  \
         ERROR RSC-005 OEBPS/text/0002.xhtml:7:1: wrong\n"
    );
}

#[test]
fn a_case_that_no_book_can_hold_is_named() {
    let case = |name: &str, input: &str| Case { name: name.into(), input: input.into() };
    let outcome = Outcome {
        status: Some(1),
        stdout: String::new(),
        stderr: "manuscript/0001.md:1:1: note[html-changed]: so\n\
                 manuscript/0002.md:1:1: error[nesting]: no\n"
            .into(),
    };
    let why = no_book(&outcome, &[case("sound", "# One\n"), case("deep", ">>\n")]);
    assert!(why.contains("error[nesting]"), "{why}");
    assert!(why.contains("chapter 0002: deep\n"), "{why}");
    assert!(!why.contains("sound"), "{why}");
}
