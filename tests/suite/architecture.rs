//! Who may know whom, held against the code.
//!
//! In: the text of every file in `src`, and the two tables below, which ARCHITECTURE.md explains.
//! Out: every use of a room or of a foreign crate that the tables do not grant, and every grant
//! that nobody uses. Refuses to know: what the code does. The unit tests inside the rooms are left
//! out: they may make what they need with whatever makes it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::support::repository;

/// A room, and the rooms that it may use. `lib` and `main` only name the rooms.
const ROOMS: &[(&str, &[&str])] = &[
    // Vocabularies: types that stand between the stages.
    ("address", &[]),
    ("source", &[]),
    ("tree", &[]),
    ("xml", &[]),
    ("diagnostic", &["source"]),
    ("edition", &["source"]),
    ("publication", &["edition"]),
    ("book", &["edition", "publication", "tree"]),
    ("labels", &["edition"]),
    ("citation", &["edition", "labels"]),
    ("accessibility", &["edition", "labels", "publication"]),
    // Beside the stages: a picture out of the metadata.
    ("cover", &["edition", "labels", "xml"]),
    // Stages, in the order in which a book goes through them.
    ("load", &["address", "book", "diagnostic", "edition", "fonts", "source", "xml"]),
    ("parse", &["book", "diagnostic", "edition", "labels", "source", "tree", "xml"]),
    (
        "resolve",
        &[
            "address",
            "book",
            "diagnostic",
            "edition",
            "labels",
            "load",
            "parse",
            "publication",
            "tree",
            "xml",
        ],
    ),
    (
        "render",
        &["accessibility", "book", "citation", "edition", "labels", "publication", "tree", "xml"],
    ),
    ("fonts", &["book", "diagnostic", "edition", "labels", "publication", "xml"]),
    ("package", &["accessibility", "citation", "edition", "labels", "publication", "xml"]),
    // The way through the stages.
    (
        "build",
        &[
            "book",
            "cover",
            "diagnostic",
            "fonts",
            "labels",
            "load",
            "package",
            "parse",
            "publication",
            "render",
            "resolve",
            "source",
        ],
    ),
    // Beside the way.
    ("report", &["diagnostic", "source"]),
    ("inspect", &["report"]),
    ("scaffold", &["diagnostic"]),
    (
        "import",
        &[
            "address",
            "book",
            "diagnostic",
            "edition",
            "labels",
            "load",
            "parse",
            "report",
            "source",
            "tree",
            "xml",
        ],
    ),
    ("cli", &["build", "diagnostic", "import", "inspect", "report", "scaffold", "source"]),
    ("lib", &[]),
    ("main", &[]),
];

/// A foreign name, and where in `src` it may be spoken: a room, or one file.
const OWNERS: &[(&str, &[&str])] = &[
    ("pulldown_cmark", &["parse"]),
    ("html5ever", &["parse"]),
    ("math_core", &["parse/math.rs"]),
    ("syntect", &["parse/highlight.rs", "parse/highlight/walk.rs"]),
    ("two_face", &["parse/highlight/walk.rs"]),
    ("epub_builder", &["package"]),
    ("quick_xml", &["inspect", "package"]),
    ("zip", &["import/archive.rs", "inspect", "package"]),
    ("ZipWriter", &["package/archive.rs"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("indicatif", &["cli"]),
    ("cssparser", &["load"]),
    ("roxmltree", &["import", "load"]),
    ("imagesize", &["load"]),
    ("fast_image_resize", &["load/assets/raster.rs"]),
    ("image", &["load"]),
    ("png", &["cover/picture.rs", "load/assets/raster.rs", "load/assets/raster/png.rs"]),
    ("resvg", &["cover/picture.rs"]),
    ("rustybuzz", &["cover/face.rs", "cover/text.rs"]),
    ("unicode_bidi", &["cover/text.rs"]),
    ("flate2", &["cover/face.rs"]),
    ("saphyr_parser", &["load"]),
    ("toml", &["import/project.rs", "load", "scaffold"]),
    ("skera", &["fonts"]),
    ("skrifa", &["fonts"]),
    ("subsetter", &["fonts"]),
    ("write_fonts", &["fonts"]),
    ("wuff", &["fonts"]),
    ("icu_normalizer", &["fonts"]),
    ("tempfile", &["build/output.rs"]),
    ("chardetng", &["import/decode.rs"]),
    ("encoding_rs", &["import/decode.rs"]),
    ("whatlang", &["import/language.rs"]),
    ("dom_query", &["import/dom.rs", "import/dom/tame.rs"]),
    ("dom_smoothie", &["import/page/readability.rs"]),
    // The file system: what is read, what is written, what is begun.
    (
        "fs",
        &[
            "build/output.rs",
            "cli/inspect.rs",
            "import/project.rs",
            "import/source.rs",
            "load.rs",
            "load/root.rs",
            "scaffold.rs",
        ],
    ),
];

#[test]
fn rooms_use_only_the_rooms_they_may() {
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (path, text) in code() {
        let room = room_of(&path);
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!("src/{path}: the room `{room}` is not in the table"));
            continue;
        };
        for (line, other) in uses(&path, &text) {
            if other == room {
                continue;
            }
            if !allowed.contains(&other.as_str()) {
                wrong.push(format!("src/{path}:{line}: `{room}` may not use `{other}`"));
            }
            used.entry(room.clone()).or_default().insert(other);
        }
    }
    for (room, allowed) in ROOMS {
        for other in *allowed {
            if !used.get(*room).is_some_and(|used| used.contains(*other)) {
                wrong.push(format!("`{room}` may use `{other}` and does not: take the grant back"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn foreign_crates_stay_with_their_owners() {
    let mut spoken = BTreeSet::new();
    let mut wrong = Vec::new();
    for (path, text) in code() {
        for (name, owners) in OWNERS {
            for (line, _) in lines(&text).filter(|(_, line)| speaks(line, name)) {
                spoken.insert(*name);
                if !owners.iter().any(|owner| *owner == path || *owner == room_of(&path)) {
                    let owners = owners.join("`, `");
                    wrong.push(format!("src/{path}:{line}: `{name}` is known to `{owners}` only"));
                }
            }
        }
    }
    for (name, _) in OWNERS.iter().filter(|(name, _)| !spoken.contains(name)) {
        wrong.push(format!("`{name}` is spoken nowhere: take it out of the table"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The check itself sees what it is to see, and nothing in what only looks like it.
#[test]
fn uses_are_found_as_they_are_written() {
    let found = |text| uses("render/page.rs", text).into_iter().map(|(_, name)| name);
    let in_braces = "use crate::{book::Page, labels::{self, Labels}, tree};";
    assert_eq!(found(in_braces).collect::<Vec<_>>(), ["book", "labels", "tree"]);
    assert_eq!(found("    let slug = crate::parse::slug(text);").collect::<Vec<_>>(), ["parse"]);
    assert_eq!(found("// crate::load is not used here").count(), 0);
    let above: Vec<_> = uses("render.rs", "use super::load::Project;");
    assert_eq!(above, [(1, "load".to_owned())]);

    assert!(speaks("use zip::ZipArchive;", "zip"));
    assert!(speaks("use pulldown_cmark as md;", "pulldown_cmark"));
    assert!(speaks("    std::fs::read(path)", "fs"));
    assert!(speaks("use std::{fs, io};", "fs"));
    assert!(!speaks("a.iter().zip(b)", "zip"));
    assert!(!speaks("use clap_complete::Shell;", "clap"));
}

/// The files of `src` without the unit tests: path within it, and text.
fn code() -> Vec<(String, String)> {
    let root = repository("src");
    let (mut files, mut folders) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    let is_test = |path: &Path| {
        path.components()
            .any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "tests.rs")))
    };
    let within = |path: &Path| path.strip_prefix(&root).unwrap().to_path_buf();
    let files = files.iter().map(|path| (within(path), path)).filter(|(path, _)| !is_test(path));
    let code: Vec<_> = files
        .map(|(name, path)| {
            (name.to_str().unwrap().replace('\\', "/"), fs::read_to_string(path).unwrap())
        })
        .collect();
    assert!(code.len() > ROOMS.len(), "hardly a file was found in src");
    code
}

/// `load/order.rs` and `load.rs` belong to `load`.
fn room_of(path: &str) -> String {
    path.split('/').next().unwrap().trim_end_matches(".rs").to_owned()
}

/// The lines that are not comments, with their numbers.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = text.lines().enumerate().map(|(index, line)| (index + 1, line));
    numbered.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// The rooms that a file names after `crate::`, or after `super::` where that is the crate.
fn uses(path: &str, text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in lines(text) {
        let mut after: Vec<&str> = line.split("crate::").skip(1).collect();
        // Inside `mod tests { … }` of such a file, `super` is the file itself: those are indented.
        if !path.contains('/') {
            after.extend(line.strip_prefix("use super::"));
        }
        for rest in after {
            for name in first_names(rest) {
                found.push((number, name));
            }
        }
    }
    found
}

/// The first name of a path, or of each path in a list in braces.
fn first_names(path: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let Some(list) = path.strip_prefix('{') else {
        return vec![name(path)];
    };
    let (mut names, mut depth, mut from) = (Vec::new(), 0_i32, 0);
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                names.push(name(&list[from..at]));
                from = at + 1;
            }
            _ => {}
        }
    }
    names.push(name(&list[from..]));
    names.retain(|name| !name.is_empty());
    names
}

/// Whether a line names a crate or a module: `name::` anywhere, or `name` in a `use`.
fn speaks(line: &str, name: &str) -> bool {
    let in_use = line.trim_start().trim_start_matches("pub ").starts_with("use ");
    let word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(name).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + name.len()..]);
        let whole = !before.ends_with(word) && !before.ends_with('.') && !after.starts_with(word);
        whole && (in_use || after.starts_with("::"))
    })
}
