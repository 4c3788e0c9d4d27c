//! Chapters grown from grammars, thousands to a book: each is valid, and says all it said.
//!
//! In: a seed. Out: nothing, or the smallest chapters that fail. Refuses to know: how bindery
//! reads Markdown; `reference.rs` asks a browser's parser what a chapter says.
//!
//!     tests/run grown                                          a few thousand chapters
//!     BINDERY_CHAPTERS=200000 BINDERY_SEED=7 tests/run grown   as many as you like

mod grammar;
mod reference;
mod shrink;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use serde::Deserialize;

use crate::epubcheck;
use crate::support::{Book, PIXEL, Project};
use shrink::shrink;

/// Chapters of a run where the environment does not say otherwise.
const CHAPTERS: u64 = 3000;

/// The seed of such a run.
const SEED: u64 = 1;

/// Chapters in a book.
const BATCH: u64 = 1000;

/// An image that chapters may show, beside [`PIXEL`].
const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"/>";

/// Kinds of failures that are shrunk; the others are only counted.
const SHRUNK: usize = 12;

/// Chapters of each such kind that are shrunk: one kind of fault may have several causes.
const EXAMPLES: usize = 2;

/// What is wrong with a chapter.
#[derive(Debug, Clone)]
struct Fault {
    /// What failures of one kind have in common.
    kind: String,
    /// What was found.
    said: String,
}

impl Fault {
    fn new(kind: impl Into<String>, said: impl Into<String>) -> Self {
        Fault { kind: kind.into(), said: said.into() }
    }
}

/// A line of `--message-format json`.
#[derive(Debug, Deserialize)]
struct Record {
    code: Option<String>,
    severity: Option<String>,
    message: Option<String>,
    path: Option<String>,
    byte_start: Option<usize>,
}

/// Faults of one kind: how many chapters have one, and the first of these chapters.
#[derive(Default)]
struct Kind {
    count: usize,
    first: Vec<(u64, Fault)>,
}

#[test]
fn every_chapter_is_valid_and_says_what_it_said() {
    let setting =
        |name: &str, usual: u64| std::env::var(name).map_or(usual, |value| value.parse().unwrap());
    let (chapters, seed) = (setting("BINDERY_CHAPTERS", CHAPTERS), setting("BINDERY_SEED", SEED));
    let kinds = faults(chapters, seed);
    let count = |wanted: &str| -> usize {
        let kinds = kinds.iter().filter(|(name, _)| name.split(':').next() == Some(wanted));
        kinds.map(|(_, kind)| kind.count).sum()
    };
    let (invalid, panics) = (count("invalid") + count("malformed"), count("panic"));
    let (losses, refused) = (count("lost") + count("glued"), count("refused"));
    // Not `println!`: what was held against what is to be seen though all went well.
    let _ = writeln!(
        io::stdout(),
        "grown: {chapters} chapters, seed {seed}, {invalid} invalid, {panics} panics, \
         {losses} losses, {refused} refused"
    );
    if kinds.is_empty() {
        return;
    }
    for (name, kind) in &kinds {
        println!("{} × {name}", kind.count);
    }
    // Most of all what ends in no book at all, or in a book that says less.
    let mut shrunk: Vec<_> = kinds.iter().collect();
    shrunk.sort_by_key(|(name, kind)| (name.starts_with("invalid"), Reverse(kind.count)));
    for (name, kind) in shrunk.into_iter().take(SHRUNK) {
        for (number, fault) in &kind.first {
            let mut said = fault.said.clone();
            let small = shrink(&grammar::chapter(seed, *number), |candidates| {
                let found = judge(candidates);
                let same = |faults: &Vec<Fault>| faults.iter().find(|f| f.kind == *name).cloned();
                let found: Vec<Option<Fault>> = found.iter().map(same).collect();
                if let Some(fault) = found.iter().flatten().next() {
                    said.clone_from(&fault.said);
                }
                found.iter().map(Option::is_some).collect()
            });
            println!("chapter {number} of seed {seed}: {said}\n{small:?}\n");
        }
    }
    panic!("{} kinds of faults in {chapters} chapters of seed {seed}", kinds.len());
}

/// The faults of all chapters by their kind. One book is built while another one is checked.
fn faults(chapters: u64, seed: u64) -> BTreeMap<String, Kind> {
    let next = AtomicU64::new(0);
    let mut found: Vec<(u64, Fault)> = thread::scope(|scope| {
        let work = || {
            let mut found = Vec::new();
            loop {
                let first = next.fetch_add(BATCH, Ordering::Relaxed);
                if first >= chapters {
                    return found;
                }
                let numbers = first..chapters.min(first + BATCH);
                let texts: Vec<String> =
                    numbers.clone().map(|number| grammar::chapter(seed, number)).collect();
                for (number, faults) in numbers.zip(judge(&texts)) {
                    found.extend(faults.into_iter().map(|fault| (number, fault)));
                }
            }
        };
        let workers = [scope.spawn(work), scope.spawn(work)];
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    found.sort_by_key(|(number, _)| *number);
    let mut kinds: BTreeMap<String, Kind> = BTreeMap::new();
    for (number, fault) in found {
        let kind = kinds.entry(fault.kind.clone()).or_default();
        if kind.first.last().is_some_and(|(last, _)| *last == number) {
            continue;
        }
        kind.count += 1;
        if kind.first.len() < EXAMPLES {
            kind.first.push((number, fault));
        }
    }
    kinds
}

/// What is wrong with each of the chapters, all of them in one book.
fn judge(chapters: &[String]) -> Vec<Vec<Fault>> {
    let mut faults = vec![Vec::new(); chapters.len()];
    let Some(built) = build(chapters, &mut faults) else {
        if chapters.len() == 1 {
            return faults;
        }
        return halves(chapters);
    };
    for verdict in epubcheck::check(&[&built.path]) {
        for found in verdict.messages.into_iter().filter(|found| found.severity != "USAGE") {
            let message = found.message.split("; expected").next().unwrap_or_default();
            let fault = Fault::new(
                format!("invalid: {} {}", found.id, masked(message)),
                format!("{} {} {message}", found.severity, found.id),
            );
            match number_of(&found.path) {
                Some(number) => faults[number].push(fault),
                None if chapters.len() == 1 => faults[0].push(fault),
                None => return halves(chapters),
            }
        }
    }
    let book = Book::open(&built.path).unwrap();
    let mut shown: BTreeMap<usize, String> = BTreeMap::new();
    for page in book.names() {
        let Some(number) = page.strip_prefix("OEBPS/text/").and_then(number_of) else { continue };
        let formulas = !chapters[number].to_lowercase().contains("<math");
        match reference::of_page(book.text(page), formulas) {
            Ok(text) => shown.entry(number).or_default().push_str(&text),
            Err(why) => faults[number].push(Fault::new("malformed", why)),
        }
    }
    for (number, text) in shown {
        faults[number].extend(loss(&chapters[number], &built.said[number], &text));
    }
    faults
}

/// A book of chapters.
struct Built {
    project: Project,
    path: PathBuf,
    /// What was said of each chapter.
    said: Vec<Vec<Record>>,
}

/// Builds a book of `chapters`. One that is refused, `--lenient` or not, is taken out with a fault
/// of its own. There is no book if that is not the reason why there is none.
fn build(chapters: &[String], faults: &mut [Vec<Fault>]) -> Option<Built> {
    let project = Project::new()
        .file("metadata.toml", "title = \"Grown\"\nlanguage = \"en\"\n")
        .bytes("manuscript/p.png", PIXEL)
        .file("manuscript/pic.svg", DRAWING)
        .args(["--lenient", "--message-format", "json"]);
    let path = project.path().join("../out/grown.epub");
    let file = |number: usize| project.path().join(format!("manuscript/c{number:05}.md"));
    for (number, chapter) in chapters.iter().enumerate() {
        fs::write(file(number), chapter).unwrap();
    }
    let mut left = chapters.len();
    while left > 0 {
        let before = left;
        let outcome = project.run(&["-o".as_ref(), path.as_os_str()]);
        let mut said: Vec<Vec<Record>> = Vec::new();
        said.resize_with(chapters.len(), Vec::new);
        for line in outcome.stdout.lines() {
            let record: Record = serde_json::from_str(line).unwrap();
            let Some(number) = record.path.as_deref().and_then(number_of) else { continue };
            if record.severity.as_deref() == Some("error") && fs::remove_file(file(number)).is_ok()
            {
                left -= 1;
                let (code, message) = (record.code.as_deref(), record.message.as_deref());
                let kind = format!("refused: {}", code.unwrap_or_default());
                faults[number].push(Fault::new(kind, message.unwrap_or_default()));
            }
            said[number].push(record);
        }
        match outcome.status {
            Some(0) => return Some(Built { project, path, said }),
            Some(1) if left < before => {}
            _ if chapters.len() == 1 => {
                faults[0].push(Fault::new("panic", format!("{outcome:?}")));
                return None;
            }
            _ => return None,
        }
    }
    None
}

/// The number of the chapter that a file of the manuscript, or a page of the book, belongs to.
fn number_of(path: &str) -> Option<usize> {
    let name = path.rsplit('/').next()?;
    name.strip_prefix('c')?.split(['.', '-']).next()?.parse().ok()
}

/// What can't be laid to a chapter is looked for in halves of the book.
fn halves(chapters: &[String]) -> Vec<Vec<Fault>> {
    let (one, two) = chapters.split_at(chapters.len() / 2);
    [judge(one), judge(two)].concat()
}

/// The words of a finding without what is quoted from the book beyond names of elements.
fn masked(message: &str) -> String {
    let whole = message.starts_with("Error while parsing file: element");
    let parts = message.split('"').enumerate();
    parts.map(|(at, part)| if at % 2 == 0 || whole { part } else { "…" }).collect()
}

/// What the chapter says for a browser and not in the book, though nothing was reported.
fn loss(chapter: &str, said: &[Record], text: &str) -> Option<Fault> {
    let (front, body) = chapter.split_at(text_begins(chapter));
    let body = &without_divisions(body);
    let is = |record: &Record, codes: &[&str]| {
        record.code.as_deref().is_some_and(|code| codes.contains(&code))
    };
    let left_out: Vec<usize> = said
        .iter()
        .filter(|record| is(record, &["note-unused", "note-twice"]))
        .filter_map(|record| record.byte_start?.checked_sub(front.len()))
        .collect();
    // bindery's rules for quotes are English; `grammar.rs` makes no other language than this one.
    let smart = !front.contains("lang: de");
    let mut shown = reference::of_markdown(body, smart, &left_out);
    let there = reference::words(text);
    let mut missing = reference::missing(&reference::words(&shown), &there);
    if !missing.is_empty() && swallowed(body, said) {
        // What a browser makes of it is no measure: the author's own words are.
        let own = reference::of_events(body, smart, &left_out);
        let lower = body.to_lowercase();
        shown = own;
        if reference::hides(&lower) {
            // What a browser hides, or would hide if it were not `plaintext`, is not told apart.
            let own = reference::words(&shown);
            let other = lower.contains("<plaintext") || lower.contains("<noscript");
            missing.retain(|word| !other && own.contains_key(word));
            shown = missing.join(" ");
        } else {
            missing = reference::missing(&reference::words(&shown), &there);
        }
    }
    if missing.is_empty() {
        return None;
    }
    let kept = reference::missing(&reference::characters(&shown), &reference::characters(text));
    // `<fieldset/>` ends where it begins for bindery, and runs on for a browser, which may move
    // what follows out of a thing that is left out, and said to be.
    let moved = body.contains("/>")
        && said.iter().any(|r| r.message.as_deref().is_some_and(|m| m.ends_with("it is left out")));
    if !kept.is_empty() && !moved {
        return Some(Fault::new("lost", format!("words lost: {missing:?}")));
    }
    // All is there, but between other spaces. What was one word for a browser may be two where an
    // element became a block; two words must not become one, unless an image's or an embedded
    // thing's text came between them.
    let new = reference::missing(&there, &reference::words(&shown));
    missing.retain(|word| new.iter().any(|new| new != word && new.contains(word.as_str())));
    let put = [
        "file-outside",
        "image-invalid",
        "image-missing",
        "image-remote",
        "html-dropped",
        "html-embedded",
        "html-form",
        "math-syntax",
    ];
    let came_between = said.iter().any(|record| is(record, &put))
        || reference::hides(&body.to_lowercase())
        || swallowed(body, said)
        // What ends where it begins for bindery runs on for a browser.
        || body.contains("/>");
    (!missing.is_empty() && !came_between)
        .then(|| Fault::new("glued", format!("words glued to others: {missing:?}")))
}

/// The chapter with blanks for the lines of colons that begin or end a division: they part blocks,
/// and are not shown.
fn without_divisions(body: &str) -> String {
    let mut open = 0_usize;
    let mut blank = |line: &str| {
        let indent = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        let (indent, rest) = line.split_at(indent);
        let ends = rest.starts_with(":::") && rest.trim().chars().all(|c| c == ':');
        let name = rest.trim_matches([':', ' ', '\t', '\r', '\n']);
        let word = name.starts_with(char::is_alphabetic)
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        let begins = word || (name.starts_with('{') && name.contains('.') && name.ends_with('}'));
        // An end without a beginning is text.
        if !rest.starts_with(":::") || !(begins || (ends && open > 0)) {
            return line.to_owned();
        }
        open = if ends { open - 1 } else { open + 1 };
        let end = rest.trim_end().len();
        format!("{indent}{}{}", " ".repeat(end), &rest[end..])
    };
    body.split_inclusive('\n').map(&mut blank).collect()
}

/// Where a chapter's own text begins: after a byte order mark, or after front matter.
fn text_begins(chapter: &str) -> usize {
    let mark = chapter.len() - chapter.trim_start_matches('\u{feff}').len();
    let mut end = mark;
    for (number, line) in chapter[mark..].split_inclusive('\n').enumerate() {
        end += line.len();
        match (number, line.trim_end() == "---") {
            (0, false) => return mark,
            (1.., true) => return end,
            _ => {}
        }
    }
    mark
}

/// Whether a browser reads markup as text or text as markup here, and bindery does so on purpose
/// in another way: a tag or comment without end is reported, and in an element whose content is
/// text Markdown shows its text, where a browser shows the tags that Markdown's renderer wrote.
fn swallowed(body: &str, said: &[Record]) -> bool {
    let lower = body.to_lowercase();
    said.iter().any(|record| record.code.as_deref() == Some("html-unclosed"))
        || ["<plaintext", "<textarea", "<xmp"].iter().any(|tag| lower.contains(tag))
}

#[test]
fn a_book_of_them_is_the_same_however_many_threads_work() {
    let chapters: Vec<String> = (0..300).map(|number| grammar::chapter(SEED, number)).collect();
    let built = build(&chapters, &mut vec![Vec::new(); chapters.len()]).unwrap();
    let once = fs::read(&built.path).unwrap();
    for jobs in ["1", "7"] {
        let again = built.project.again(&["--jobs".as_ref(), jobs.as_ref()]).unwrap();
        assert!(once == again, "another book with --jobs {jobs}");
    }
}

#[test]
fn what_is_lost_or_glued_is_found() {
    let kind = |chapter: &str, code: &str, at: usize, text: &str| {
        let record = Record {
            code: Some(code.to_owned()),
            severity: None,
            message: None,
            path: None,
            byte_start: Some(at),
        };
        loss(chapter, &[record], text).map(|fault| fault.kind)
    };
    let chapter = "one *two*\n\nthree\n\n[^a]: four\n";
    assert_eq!(kind(chapter, "", 0, "one two three four"), None);
    assert_eq!(kind(chapter, "", 0, "one two four"), Some("lost".to_owned()));
    assert_eq!(kind(chapter, "", 0, "one twothree four"), Some("glued".to_owned()));
    assert_eq!(kind(chapter, "image-missing", 0, "one twothree four"), None);
    assert_eq!(kind(chapter, "", 18, "one two three"), Some("lost".to_owned()));
    assert_eq!(kind(chapter, "note-unused", 18, "one two three"), None);
    assert_eq!(kind("---\ntitle: x\n---\n\ny", "", 0, "y"), None);
    // An end tag that is missing excuses a browser's reading, but not a word of the author's.
    let chapter = "<xmp>*a*\n\nb";
    assert_eq!(kind(chapter, "html-unclosed", 0, "a b"), None);
    assert_eq!(kind(chapter, "html-unclosed", 0, "a"), Some("lost".to_owned()));
}
