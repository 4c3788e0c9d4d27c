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

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;

use serde::Deserialize;

use crate::epubcheck;
use crate::support::{Book, Outcome, Project};
use shrink::shrink;

/// Chapters of a run where the environment does not say otherwise.
const CHAPTERS: u64 = 3000;

/// The seed of such a run.
const SEED: u64 = 1;

/// Chapters in a book.
const BATCH: u64 = 2000;

/// Kinds of failures that are shrunk; the others are only counted.
const SHRUNK: usize = 25;

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

#[test]
fn every_chapter_is_valid_and_says_what_it_said() {
    let setting = |name: &str, usual: u64| {
        std::env::var(name).map_or(usual, |value| value.parse().unwrap())
    };
    let (chapters, seed) = (setting("BINDERY_CHAPTERS", CHAPTERS), setting("BINDERY_SEED", SEED));
    let mut kinds: BTreeMap<String, (usize, u64, Fault)> = BTreeMap::new();
    let mut first = 0;
    while first < chapters {
        let numbers: Vec<u64> = (first..chapters.min(first + BATCH)).collect();
        let texts: Vec<String> = numbers.iter().map(|k| grammar::chapter(seed, *k)).collect();
        for (number, faults) in numbers.iter().zip(judge(&texts)) {
            for fault in faults {
                let entry =
                    kinds.entry(fault.kind.clone()).or_insert((0, *number, fault));
                entry.0 += 1;
            }
        }
        first += BATCH;
    }
    let mut report = String::new();
    for (count, number, fault) in kinds.values() {
        let _ = writeln!(report, "{count} × {} (first: chapter {number} of seed {seed})", fault.kind);
    }
    let mut by_count: Vec<_> = kinds.values().collect();
    by_count.sort_by_key(|(count, number, _)| (std::cmp::Reverse(*count), *number));
    for (_, number, fault) in by_count.into_iter().take(SHRUNK) {
        let small = shrink(&grammar::chapter(seed, *number), |candidates| {
            let same = |faults: &Vec<Fault>| faults.iter().any(|f| f.kind == fault.kind);
            judge(candidates).iter().map(same).collect()
        });
        let said = judge(std::slice::from_ref(&small)).remove(0);
        let said = said.iter().find(|f| f.kind == fault.kind).unwrap_or(fault);
        let _ = writeln!(report, "\nchapter {number} of seed {seed}: {}\n{small:?}", said.said);
    }
    assert!(kinds.is_empty(), "\n{report}");
    println!("grown: {chapters} chapters, seed {seed}, 0 invalid, 0 panics, 0 losses");
}

/// What is wrong with each of the chapters, all of them in one book.
fn judge(chapters: &[String]) -> Vec<Vec<Fault>> {
    let project = Project::new()
        .file("metadata.toml", "title = \"Grown\"\nlanguage = \"en\"\nsmart-punctuation = false\n")
        .bytes("manuscript/p.png", include_bytes!("grown/p.png"))
        .file(
            "manuscript/pic.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><rect width=\"9\" height=\"9\"/></svg>",
        );
    let folder = project.path().join("manuscript");
    let name = |index: usize| format!("c{index:05}");
    for (index, chapter) in chapters.iter().enumerate() {
        fs::write(folder.join(name(index) + ".md"), chapter).unwrap();
    }
    let mut faults: Vec<Vec<Fault>> = vec![Vec::new(); chapters.len()];
    let index_of = |path: &str| -> Option<usize> {
        let stem = path.rsplit('/').next()?.split(['.', '-']).next()?;
        stem.strip_prefix('c')?.parse().ok()
    };
    let path = project.path().join("../out/grown.epub");
    let mut said: Vec<Vec<Record>> = Vec::new();
    // A chapter with an error is taken out, and the others are built without it.
    loop {
        let arguments: [&OsStr; 5] = [
            "--lenient".as_ref(),
            "--message-format".as_ref(),
            "json".as_ref(),
            "-o".as_ref(),
            path.as_os_str(),
        ];
        let outcome = project.run(&arguments);
        let records = outcome.stdout.lines().filter_map(|l| serde_json::from_str::<Record>(l).ok());
        said.clear();
        said.resize_with(chapters.len(), Vec::new);
        let mut refused = 0;
        for record in records {
            let Some(index) = record.path.as_deref().and_then(index_of) else { continue };
            if record.severity.as_deref() == Some("error") {
                let code = record.code.clone().unwrap_or_default();
                faults[index].push(Fault::new(
                    format!("refused: {code}"),
                    format!("refused: {code}: {}", record.message.clone().unwrap_or_default()),
                ));
                let file = folder.join(name(index) + ".md");
                refused += usize::from(fs::remove_file(file).is_ok());
            }
            said[index].push(record);
        }
        match outcome.status {
            Some(0) => break,
            Some(1) if refused > 0 => {
                if refused == chapters.len() {
                    return faults;
                }
            }
            _ => return halves(chapters, &outcome),
        }
    }
    let book = Book::open(&path).unwrap();
    for verdict in epubcheck::check(&[&path]) {
        for found in verdict.messages {
            let message = found.message.split("; expected").next().unwrap_or_default();
            let fault = Fault::new(
                format!("invalid: {} {}", found.id, masked(message)),
                format!("{} {} {}", found.severity, found.id, found.message),
            );
            match index_of(&found.path) {
                Some(index) => faults[index].push(fault),
                // What is wrong with the whole book is laid to its first chapter.
                None => faults[0].push(fault),
            }
        }
    }
    let mut pages: BTreeMap<usize, String> = BTreeMap::new();
    for entry in book.names() {
        if !entry.starts_with("OEBPS/text/") { continue }
        let Some(index) = index_of(entry) else { continue };
        match reference::of_page(book.text(entry)) {
            Ok(text) => pages.entry(index).or_default().push_str(&text),
            Err(why) => faults[index].push(Fault::new("malformed", why)),
        }
    }
    for (index, text) in pages {
        if let Some(fault) = loss(&chapters[index], &said[index], &text) {
            faults[index].push(fault);
        }
    }
    faults
}

/// A build that did not end as it must: the chapter that does it is looked for in halves.
fn halves(chapters: &[String], outcome: &Outcome) -> Vec<Vec<Fault>> {
    if chapters.len() == 1 {
        return vec![vec![Fault::new("panic", format!("{outcome:?}"))]];
    }
    let (one, two) = chapters.split_at(chapters.len() / 2);
    [judge(one), judge(two)].concat()
}

/// The words of a finding without what is quoted from the book beyond names of elements.
fn masked(message: &str) -> String {
    message.chars().take(110).filter(|c| !c.is_ascii_digit()).collect()
}

/// What the chapter says for a browser and not in the book, though nothing was reported.
fn loss(chapter: &str, said: &[Record], text: &str) -> Option<Fault> {
    let (front, body) = match chapter.strip_prefix("---\ntitle") {
        Some(rest) => {
            let end = chapter.len() - rest.len() + rest.find("\n---\n").unwrap_or_default() + 5;
            chapter.split_at(end)
        }
        None => ("", chapter),
    };
    let is = |record: &Record, codes: &[&str]| {
        record.code.as_deref().is_some_and(|code| codes.contains(&code))
    };
    let left_out: Vec<usize> = said
        .iter()
        .filter(|record| is(record, &["note-unused", "note-twice"]))
        .filter_map(|record| record.byte_start?.checked_sub(front.len()))
        .collect();
    let shown = reference::of_markdown(body, &left_out);
    let mut asked = reference::words(&shown);
    let there = reference::words(text);
    let mut missing = reference::missing(&asked, &there);
    if !missing.is_empty() && swallowed(body, said) {
        let own = reference::words(&reference::of_events(body));
        asked.retain(|word, _| own.contains_key(word));
        missing = reference::missing(&asked, &there);
    }
    if missing.is_empty() {
        return None;
    }
    let characters =
        reference::missing(&reference::characters(&shown), &reference::characters(text));
    if characters.is_empty() {
        let put = ["image-missing", "image-remote", "image-invalid", "html-dropped"];
        let replaced = said.iter().any(|record| is(record, &put));
        return (!replaced).then(|| Fault::new("glued", format!("other words: {missing:?}\n{text:?}")));
    }
    Some(Fault::new("lost", format!("words lost: {missing:?}\nsaid: {said:?}\nbook: {text:?}")))
}

/// Whether a browser reads markup as text or text as markup here, and bindery does so on purpose
/// in another way: a tag without end, an element whose text runs on.
fn swallowed(body: &str, said: &[Record]) -> bool {
    let lower = body.to_lowercase();
    said.iter().any(|record| record.code.as_deref() == Some("html-unclosed"))
        || lower.contains("<plaintext")
        || (lower.contains("/>")
            && ["textarea", "xmp", "listing"].iter().any(|name| lower.contains(name)))
}
