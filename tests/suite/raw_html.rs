//! Raw HTML, element by element: what becomes of it, and what the author is told.
//!
//! In: `tests/html/<family>.txt`, and the files of `tests/html/assets`, which stand beside the
//! chapters. A family opens with prose; then each case is
//!
//! ```text
//! @case the name of the case
//! Markdown, as an author writes it
//! @page
//! what stands in the chapter's section
//! @said
//! 1:1: note[html-changed]: what the author is told
//! ```
//!
//! `@said` is left out where nothing is said. `\u{…}` stands for a character that can't be seen.
//! Out: every case whose page or words differ, and all that EPUBCheck has to say of the family's
//! book, in which each case is a chapter. `BINDERY_BLESS=1` rewrites the expectations and fails on
//! purpose. Refuses to know: single cases.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::cases::{Bound, Case, bind, escape, score_of};
use crate::diff::difference;
use crate::golden::{bless, conclude, names};
use crate::support::{announce, repository};

/// The least number of cases in all families.
const CASES: usize = 400;

/// A case and what is expected of it; both texts end without a line end.
#[derive(Clone, Debug, Default, PartialEq)]
struct Expectation {
    page: String,
    said: String,
}

/// A file of cases.
#[derive(Debug, PartialEq)]
struct Family {
    prose: String,
    cases: Vec<Case>,
    expected: Vec<Expectation>,
}

impl Family {
    fn parse(text: &str) -> Result<Self, String> {
        let mut parts = text.split("\n@case ");
        let mut family = Family {
            prose: parts.next().unwrap_or_default().trim_end().into(),
            cases: Vec::new(),
            expected: Vec::new(),
        };
        for part in parts {
            let (name, rest) = part.split_once('\n').ok_or("a case ends with its name")?;
            let (rest, said) = rest.split_once("\n@said\n").unwrap_or((rest, ""));
            let (input, page) = rest.split_once("\n@page").unwrap_or((rest.trim_end(), ""));
            if family.cases.iter().any(|case| case.name == name) {
                return Err(format!("two cases are named {name}"));
            }
            let input = unescape(input).ok_or_else(|| format!("{name}: a bad \\u{{…}}"))? + "\n";
            family.cases.push(Case { name: name.into(), input });
            family.expected.push(Expectation {
                page: page.trim_matches('\n').into(),
                said: said.trim_end().into(),
            });
        }
        if family.cases.is_empty() { Err("the family has no case".into()) } else { Ok(family) }
    }

    fn write(&self) -> String {
        let mut out = format!("{}\n", self.prose);
        for (case, Expectation { page, said }) in self.cases.iter().zip(&self.expected) {
            let input = escape(case.input.trim_end_matches('\n'));
            let _ = write!(out, "\n@case {}\n{input}\n@page\n", case.name);
            for text in [page.as_str(), if said.is_empty() { "" } else { "@said" }, said] {
                if !text.is_empty() {
                    let _ = writeln!(out, "{text}");
                }
            }
        }
        out
    }
}

/// The text before [`escape`]; `None` where `\u{` begins no character.
fn unescape(text: &str) -> Option<String> {
    let mut parts = text.split("\\u{");
    let mut out = parts.next()?.to_owned();
    for part in parts {
        let (number, rest) = part.split_once('}')?;
        out.push(char::from_u32(u32::from_str_radix(number, 16).ok()?)?);
        out.push_str(rest);
    }
    Some(out)
}

/// What stands in the section of a chapter's page.
fn content(page: &str) -> Option<&str> {
    let section = page.find("<section")?;
    let start = section + page.get(section..)?.find('\n')?;
    let end = page.rfind("\n</section>")?;
    page.get(start..end.max(start))
}

/// What came of a case.
fn outcome(bound: &Bound, index: usize) -> Expectation {
    let page = bound.page(index);
    // Nearly every case is a fragment without a heading: that is said of each, and of no interest.
    let said: Vec<String> = bound
        .said(index)
        .into_iter()
        .filter(|line| !line.contains("[chapter-untitled]"))
        .map(escape)
        .collect();
    Expectation {
        page: escape(content(page).unwrap_or(page)).trim_matches('\n').into(),
        said: said.join("\n"),
    }
}

/// A family's book, held against what is expected.
struct Checked {
    cases: usize,
    score: [usize; 4],
    /// The family as it is to be written.
    text: String,
    /// The cases that came out in another way.
    different: Vec<String>,
    /// What EPUBCheck says, case by case.
    findings: String,
}

/// Builds the book of one family.
fn check(text: &str, assets: &Path) -> Result<Checked, String> {
    let mut family = Family::parse(text)?;
    let bound = bind(&family.cases, Some(assets))?;
    let mut different = Vec::new();
    for (index, case) in family.cases.iter().enumerate() {
        let came = outcome(&bound, index);
        let expected = std::mem::replace(&mut family.expected[index], came.clone());
        let differences = [("page", expected.page, came.page), ("said", expected.said, came.said)];
        for (what, expected, came) in differences {
            if let Some(difference) = difference(&(expected + "\n"), &(came + "\n")) {
                different.push(format!("{}, {what}:\n{difference}", case.name));
            }
        }
    }
    Ok(Checked {
        cases: family.cases.len(),
        score: bound.score(),
        text: family.write(),
        different,
        findings: bound.findings(&family.cases),
    })
}

/// Whether a file of the folder holds cases.
fn family(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "txt")
}

#[test]
fn raw_html_becomes_what_is_expected() {
    let folder = repository("tests/html");
    let (mut cases, mut books, mut score) = (0, 0, [0; 4]);
    let (mut wrong, mut blessed) = (Vec::new(), Vec::new());
    for name in names(&folder).iter().filter(|name| family(name)) {
        let path = folder.join(name);
        let text = fs::read_to_string(&path).unwrap();
        let checked = match check(&text, &folder.join("assets")) {
            Ok(checked) => checked,
            Err(why) => {
                wrong.push(format!("{name}: {why}"));
                continue;
            }
        };
        cases += checked.cases;
        books += 1;
        score.iter_mut().zip(checked.score).for_each(|(sum, more)| *sum += more);
        if bless() && checked.text != text {
            fs::write(&path, checked.text).unwrap();
            blessed.push(path);
        } else {
            wrong.extend(checked.different.iter().map(|why| format!("{name}: {why}")));
        }
        if !checked.findings.is_empty() {
            let score = score_of(checked.score);
            wrong.push(format!("{name}: EPUBCheck {score}\n{}", checked.findings));
        }
    }
    announce(&format!("raw HTML: {cases} cases in {books} books, EPUBCheck {}", score_of(score)));
    conclude(&wrong, &blessed);
    assert!(cases >= CASES, "only {cases} cases");
}

#[test]
fn a_family_is_written_as_it_was_read() {
    let text = "Prose.\n\n@case one\na\\u{1}b\n\nc\n@page\n\n@case two\n<p>\n@page\n<p></p>\n\
                @said\n1:1: note[html-changed]: x\n";
    let family = Family::parse(text).unwrap();
    assert_eq!(family.write(), text);
    assert_eq!(family.prose, "Prose.");
    assert_eq!(family.cases[0], Case { name: "one".into(), input: "a\u{1}b\n\nc\n".into() });
    assert_eq!(family.expected[0], Expectation::default());
    assert_eq!(family.expected[1].page, "<p></p>");
    assert_eq!(family.expected[1].said, "1:1: note[html-changed]: x");

    let fresh = Family::parse("Prose.\n\n@case one\na\n\n@case two\nb\n").unwrap();
    assert_eq!(fresh.cases[0].input, "a\n");
    assert!(Family::parse("Prose.\n").is_err());
    assert!(Family::parse("P\n@case a\nx\n@case a\ny\n").is_err());
    assert!(Family::parse("P\n@case a\n\\u{110000}\n").is_err());
}

#[test]
fn a_family_that_came_out_in_another_way_is_told() {
    let assets = repository("tests/html/assets");
    let text = "Prose.\n\n@case one\n<b>x</b>\n@page\n<p>y</p>\n@said\nnothing\n";
    let checked = check(text, &assets).unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(
        checked.different,
        ["one, page:\n-<p>y</p>\n+<p><b>x</b></p>\n", "one, said:\n-nothing\n+\n"]
    );
    assert_eq!((checked.findings.as_str(), checked.score), ("", [0; 4]));
    let checked = check(&checked.text, &assets).unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(checked.different, Vec::<String>::new());
}
