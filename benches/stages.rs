//! How long a book takes, on a manuscript made by rule: the same on every machine.
//!
//! In: a number of chapters. Out: times, by divan: `cargo bench`, `cargo bench -- build`. The
//! manuscript holds what makes work: notes, links between chapters, tables, code, raw HTML.
//! Refuses to know: real books; `scripts/time-build` times those.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a benchmark stops by panicking"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use bindery::book::{Book, Chapter};
use bindery::diagnostic::Diagnostics;
use bindery::load::{self, Project, assets};
use bindery::publication::Publication;
use bindery::source::Sources;
use bindery::{labels, package, parse, render, resolve};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

/// Small enough to see what a start costs, and as many as War and Peace has.
const CHAPTERS: [usize; 3] = [1, 40, 364];

/// The program as an author runs it: reading, all stages, writing.
#[divan::bench(args = CHAPTERS, sample_count = 20)]
fn build(bencher: Bencher<'_, '_>, chapters: usize) {
    let folder = tempfile::tempdir().unwrap();
    let bytes = write_project(folder.path(), chapters);
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        let status = Command::new(env!("CARGO_BIN_EXE_bindery"))
            .args(["build", ".", "--quiet", "-o", "book.epub"])
            .current_dir(folder.path())
            .status()
            .unwrap();
        assert!(status.success());
    });
    assert!(folder.path().join("book.epub").exists(), "the build was no build");
}

/// One stage, on one book of 40 chapters. Where a stage uses several cores by itself, so does its
/// benchmark.
mod stage {
    use super::{Bencher, BytesCount, Publication, labels, open, parsed, resolved, write_project};

    const CHAPTERS: usize = 40;

    #[divan::bench]
    fn load(bencher: Bencher<'_, '_>) {
        let folder = tempfile::tempdir().unwrap();
        let bytes = write_project(folder.path(), CHAPTERS);
        bencher.counter(BytesCount::new(bytes)).bench_local(|| open(folder.path()));
    }

    /// One thread: the binary parses a chapter on each core.
    #[divan::bench]
    fn parse(bencher: Bencher<'_, '_>) {
        let folder = tempfile::tempdir().unwrap();
        let bytes = write_project(folder.path(), CHAPTERS);
        let project = open(folder.path());
        bencher.counter(BytesCount::new(bytes)).bench_local(|| parsed(&project));
    }

    #[divan::bench]
    fn resolve(bencher: Bencher<'_, '_>) {
        let folder = tempfile::tempdir().unwrap();
        let bytes = write_project(folder.path(), CHAPTERS);
        let project = open(folder.path());
        bencher
            .counter(BytesCount::new(bytes))
            .with_inputs(|| parsed(&project))
            .bench_local_values(|chapters| resolved(&project, chapters));
    }

    #[divan::bench]
    fn render(bencher: Bencher<'_, '_>) {
        let folder = tempfile::tempdir().unwrap();
        let bytes = write_project(folder.path(), CHAPTERS);
        let project = open(folder.path());
        let book = resolved(&project, parsed(&project));
        bencher
            .counter(BytesCount::new(bytes))
            .bench_local(|| super::render::render(&book, "urn:x", &|| ()));
    }

    #[divan::bench]
    fn package(bencher: Bencher<'_, '_>) {
        let folder = tempfile::tempdir().unwrap();
        let bytes = write_project(folder.path(), CHAPTERS);
        let project = open(folder.path());
        let book = resolved(&project, parsed(&project));
        let publication = Publication {
            edition: &project.edition,
            identifier: super::package::identifier(&project.edition),
            modified: super::package::modified(&project.edition, None),
            direction: book.direction,
            resources: super::render::render(&book, "urn:x", &|| ()),
            contents: book.contents,
            landmarks: book.landmarks,
            page_list: Vec::new(),
            facts: book.facts,
            contents_in_reading_order: false,
        };
        let labels = labels::for_language("en");
        bencher
            .counter(BytesCount::new(bytes))
            .bench_local(|| super::package::package(&publication, labels).unwrap());
    }
}

fn open(folder: &Path) -> Project {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::new(false);
    let mut project = load::load(folder, None, &mut diagnostics, &mut sources).unwrap();
    project.sources = sources;
    project
}

fn parsed(project: &Project) -> Vec<Chapter<'_>> {
    let settings = &project.settings;
    let options = parse::Options {
        lang: "en",
        mdbook: false,
        math: settings.math,
        vertical: false,
        highlight: settings.highlight,
        smart_punctuation: settings.smart_punctuation,
    };
    let mut diagnostics = Diagnostics::new(false);
    project
        .chapters
        .iter()
        .map(|source| {
            parse::parse(&source.text, options, labels::for_language("en"), &mut diagnostics)
        })
        .collect()
}

fn resolved<'p>(project: &'p Project, chapters: Vec<Chapter<'p>>) -> Book<'p> {
    let mut diagnostics = Diagnostics::new(false);
    let assets = assets::gather(project, &chapters, None, &mut diagnostics);
    let book = resolve::resolve(project, chapters, assets, &mut diagnostics);
    assert!(!diagnostics.failed(), "the manuscript by rule has errors");
    book
}

/// Writes a project of so many chapters; gives the bytes of Markdown.
fn write_project(folder: &Path, chapters: usize) -> usize {
    let manuscript = folder.join("manuscript");
    fs::create_dir(&manuscript).unwrap();
    fs::write(
        folder.join("metadata.toml"),
        "title = \"A Book by Rule\"\nauthor = \"Nobody\"\nlanguage = \"en\"\n",
    )
    .unwrap();
    let mut words = Words::new();
    let chapter = |number| {
        let text = chapter(&mut words, number, chapters);
        fs::write(manuscript.join(format!("{number:03}.md")), &text).unwrap();
        text.len()
    };
    (1..=chapters).map(chapter).sum()
}

/// Paragraphs of a chapter; nine thousand bytes, which is what a chapter of War and Peace has.
const PARAGRAPHS: usize = 22;

/// One chapter of `last`.
fn chapter(words: &mut Words, number: usize, last: usize) -> String {
    let mut text = format!("# Chapter {number}\n\n");
    for paragraph in 1..=PARAGRAPHS {
        match paragraph % 11 {
            3 => {
                let other = (number * 7 + paragraph) % last + 1;
                let _ = write!(
                    text,
                    "{} See [chapter {other}]({other:03}.md#chapter-{other}), or \
                     [the place below](#place-{paragraph}).[^{paragraph}]\n\n\
                     [^{paragraph}]: {}\n\n",
                    words.sentences(2),
                    words.sentences(1)
                );
                let _ = write!(text, "## Place {paragraph}\n\n");
            }
            5 => {
                text.push_str("| What | How many |\n|---|---:|\n");
                for row in 0..4 {
                    let _ = writeln!(text, "| *{}* | {row} |", words.next());
                }
                text.push('\n');
            }
            7 => {
                let (one, two) = (words.sentences(1), words.sentences(1));
                let _ = write!(text, "<div class=\"aside\">\n<p>{one}<br>{two}\n</div>\n\n");
            }
            9 => {
                let _ =
                    write!(text, "```\nlet {} = \"<{}>\";\n```\n\n", words.next(), words.next());
            }
            _ => {
                let (one, two) = (words.sentences(3), words.sentences(2));
                let (a, b) = (words.next(), words.next());
                let _ = write!(text, "{one} \"A *{a}* -- or a **{b}**?\" {two}\n\n");
            }
        }
    }
    text
}

/// Words without end, always the same ones.
struct Words {
    state: u32,
}

impl Words {
    const LIST: [&'static str; 32] = [
        "the",
        "a",
        "of",
        "and",
        "in",
        "to",
        "who",
        "that",
        "with",
        "under",
        "harbour",
        "letter",
        "winter",
        "carriage",
        "lantern",
        "neighbour",
        "regiment",
        "window",
        "orchard",
        "morning",
        "general",
        "silence",
        "answered",
        "crossed",
        "remembered",
        "carried",
        "waited",
        "opened",
        "quietly",
        "slowly",
        "again",
        "already",
    ];

    fn new() -> Self {
        Words { state: 1 }
    }

    fn next(&mut self) -> &'static str {
        // A linear congruential generator; the upper bits are the good ones.
        self.state = self.state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Self::LIST[(self.state >> 27) as usize]
    }

    fn sentences(&mut self, count: usize) -> String {
        let mut text = String::new();
        for _ in 0..count {
            text.push_str(if text.is_empty() { "The" } else { " The" });
            for _ in 0..14 {
                text.push(' ');
                text.push_str(self.next());
            }
            text.push('.');
        }
        text
    }
}
