//! What a new project holds, and what is left alone.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use super::*;

/// The files below a folder, relative, sorted.
fn listed(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().display().to_string());
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_project_holds_these_files_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("some/where/war-and-peace");
    let made = scaffold(&project).unwrap();
    let expected = [
        ".gitignore",
        "manuscript/01-arrival.md",
        "manuscript/02-the-lamp.md",
        "manuscript/images/lamp.svg",
        "metadata.toml",
    ];
    assert_eq!(listed(&project), expected);
    assert_eq!(made.len(), expected.len());
    assert_eq!(listed(folder.path()).len(), expected.len());
    assert_eq!(fs::read_to_string(project.join(".gitignore")).unwrap(), "dist/\n");

    let metadata: toml::Table =
        fs::read_to_string(project.join("metadata.toml")).unwrap().parse().unwrap();
    let expected: toml::Table =
        "title = \"War and peace\"\nlanguage = \"en\"\nauthor = \"Your Name\"".parse().unwrap();
    assert_eq!(metadata, expected);
}

#[test]
fn settings_that_are_off_are_valid_once_on() {
    // Each run of lines that begin with `#` and no space is one setting.
    let mut block = String::new();
    let mut seen = Vec::new();
    for line in include_str!("metadata.toml").lines().chain([""]) {
        match line.strip_prefix('#').filter(|rest| !rest.is_empty() && !rest.starts_with(' ')) {
            Some(setting) => {
                block.push_str(setting);
                block.push('\n');
            }
            None if !block.is_empty() => {
                let table: toml::Table =
                    block.parse().unwrap_or_else(|error| panic!("{block}{error}"));
                seen.extend(table.keys().cloned());
                block.clear();
            }
            None => {}
        }
    }
    seen.extend(["title".into(), "language".into()]);
    seen.sort();
    seen.dedup();
    assert_eq!(
        seen,
        [
            "accessibility",
            "author",
            "base-url",
            "chapters",
            "contributor",
            "cover",
            "date",
            "description",
            "direction",
            "drop-caps",
            "editor",
            "fonts",
            "highlight",
            "identifier",
            "illustrator",
            "images",
            "isbn",
            "language",
            "manuscript",
            "math",
            "max-size",
            "modified",
            "notes",
            "page-source",
            "pages",
            "publisher",
            "rights",
            "series",
            "smart-punctuation",
            "source",
            "styles",
            "subject",
            "subtitle",
            "theme",
            "title",
            "toc-depth",
            "translator",
            "writing-mode",
        ]
    );
}

#[test]
fn the_drawing_is_well_formed_and_links_lead_to_files() {
    roxmltree::Document::parse(include_str!("lamp.svg")).unwrap();
    let made: Vec<&str> = files("x").into_iter().map(|(name, _)| name).collect();
    for (name, text) in files("x") {
        for link in text.split("](").skip(1) {
            let target = link.split([')', '#']).next().unwrap();
            assert!(made.contains(&format!("manuscript/{target}").as_str()), "{name}: {target}");
        }
    }
}

#[test]
fn titles_come_from_folder_names() {
    for (path, expected) in [
        ("/nowhere/war-and-peace", "War and peace"),
        ("/nowhere/my_first  book/", "My first book"),
        ("/nowhere/전쟁과-평화", "전쟁과 평화"),
        ("/nowhere/élan", "Élan"),
        ("/nowhere/--", "Untitled"),
        ("/", "Untitled"),
    ] {
        assert_eq!(title(Path::new(path)), expected, "{path}");
    }
    let [(_, metadata), ..] = files("Say \"\\ no\"");
    let metadata: toml::Table = metadata.parse().unwrap();
    assert_eq!(metadata["title"].as_str(), Some("Say \"\\ no\""));
}

#[test]
fn an_empty_folder_will_do_and_takes_the_name_it_has() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("sea-stories");
    fs::create_dir(&inner).unwrap();
    scaffold(&inner.join("../sea-stories/.")).unwrap();
    let metadata = fs::read_to_string(inner.join("metadata.toml")).unwrap();
    assert!(metadata.contains("title = \"Sea stories\""), "{metadata}");
}

#[test]
fn what_is_there_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("letter.txt"), "dear").unwrap();
    let problem = scaffold(folder.path()).unwrap_err();
    assert_eq!(problem.code, &code::FOLDER_TAKEN);
    assert_eq!(problem.message, "the folder is not empty");
    assert_eq!(listed(folder.path()), ["letter.txt"]);

    let file = folder.path().join("letter.txt");
    let problem = scaffold(&file).unwrap_err();
    assert_eq!(problem.code, &code::FOLDER_TAKEN);
    assert_eq!(fs::read_to_string(&file).unwrap(), "dear");

    let problem = scaffold(&file.join("below")).unwrap_err();
    assert_eq!(listed(folder.path()), ["letter.txt"]);
    assert_eq!(problem.place, Place::Path(file.join("below").display().to_string()));
}
