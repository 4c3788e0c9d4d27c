//! An mdBook project: SUMMARY.md, chapters, and what they include.
//!
//! In: a tree of files whose first is a chapter. Out: nothing, where nothing outside the project
//! was read, and each character of a chapter has the place in a file that it came from.

use std::os::unix::fs::symlink;

use bindery::diagnostic::Diagnostics;
use bindery::load::load;
use bindery::source::Sources;

use crate::{text_of, told, tree};

/// What lies outside the project, where `..`, `/` and symbolic links lead.
const OUTSIDE: &str = "Beyond the reef.";

/// What stands around the chapter.
const PROJECT: &[(&str, &[u8])] = &[
    ("book.toml", b"[book]\ntitle = \"The Strait\"\n"),
    ("src/SUMMARY.md", b"# Summary\n\n- [One](1.md)\n- [Two](2.md)\n"),
    ("src/2.md", b"# Two\n\n// ANCHOR: a\nThe tide.\n// ANCHOR_END: a\n\n{{#include 1.md}}\n"),
];

/// Loads a project of `data`.
///
/// # Panics
/// Where bindery does, or where what it read is not what it should have read.
pub fn includes(data: &[u8]) {
    let room = tempfile::tempdir().expect("a temporary folder can be made");
    let project = room.path().join("project");
    tree::write(room.path(), &[("outside.md", OUTSIDE.as_bytes())]);
    tree::write(&project, PROJECT);
    symlink("../../outside.md", project.join("src/out.md")).expect("a link can be made");
    symlink("../..", project.join("src/up")).expect("a link can be made");
    // What goes through a link that the target made is not the fuzzer's to write.
    let files = tree::files(data, "src/1.md");
    let linked = |name: &str| name == "src/out.md" || name.starts_with("src/up");
    let files: Vec<_> = files.into_iter().filter(|(name, _)| !linked(name)).collect();
    tree::write(&project, &files);
    let secret = !data.windows(OUTSIDE.len()).any(|part| part == OUTSIDE.as_bytes());

    let (mut diagnostics, mut sources) = (Diagnostics::new(true), Sources::default());
    let loaded = load(&project, None, &mut diagnostics, &mut sources);
    told(&diagnostics.sorted(), &sources);
    for chapter in loaded.iter().flat_map(|project| &project.chapters) {
        let text = chapter.text.as_str();
        assert!(!(secret && text.contains(OUTSIDE)), "{} holds what is outside", chapter.path);
        for (at, character) in text.char_indices() {
            let span = chapter.text.span(at..at + character.len_utf8());
            let there = text_of(span, &sources).and_then(|text| text.chars().next());
            assert_eq!(there, Some(character), "{}, byte {at}: {span:?}", chapter.path);
        }
    }
}
