//! Saved articles, imported: how much of what they say is found, and how much of what is found is
//! right.
//!
//! In: `tests/import/<set>/`, each article (`.txt`, `.html`) with a `.toml` that says what is right: the
//! fields, and in `body` the lines of the article that are its text. The rules were held against those
//! of `tuned`, and never against those of `held`: what is found there says what to expect of articles
//! that nobody has seen. Out: a table of precision and recall for each field and set, in
//! target/import-measure.txt too, and every miss where one falls below what its set must reach. Every
//! project that was made is built, and held against EPUBCheck. Refuses to know: how anything is found.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::epubcheck::check;
use crate::support::repository;

/// The sets: how many articles there are at least, and what each field must reach, in hundredths. One
/// article of `held` that is read otherwise costs a field with few entries 20 of them.
const SETS: [(&str, usize, usize); 2] = [("held", 40, 80), ("tuned", 598, 95)];

/// What a field has in a set.
#[derive(Debug, Default, Clone)]
struct Count {
    expected: usize,
    found: usize,
    right: usize,
    /// What was right is counted anew among the expected: a block may hold several lines.
    recalled: usize,
    misses: Vec<String>,
}

#[test]
fn what_articles_say_is_found() {
    let mut report = String::new();
    let mut wrong = Vec::new();
    for (set, count, least) in SETS {
        let articles = articles(&repository("tests/import").join(set));
        assert!(articles.len() >= count, "{set}: only {} articles", articles.len());
        let counts = measure(&articles);
        let _ = writeln!(report, "{set}: {} articles", articles.len());
        let _ = writeln!(
            report,
            "  {:<12} {:>8} {:>6} {:>6} {:>10} {:>7}",
            "field", "expected", "found", "right", "precision", "recall"
        );
        for (field, count) in &counts {
            let precision = percent(count.right, count.found);
            let recall = percent(count.recalled, count.expected);
            let _ = writeln!(
                report,
                "  {field:<12} {:>8} {:>6} {:>6} {:>9}% {:>6}%",
                count.expected,
                count.found,
                count.right,
                tenths(precision),
                tenths(recall)
            );
            if precision < least * 10 || recall < least * 10 {
                wrong.push(format!("{set}, {field}:\n  {}", count.misses.join("\n  ")));
            }
        }
    }
    println!("{report}");
    fs::write(repository("target").join("import-measure.txt"), &report).unwrap();
    assert!(wrong.is_empty(), "{report}\n{}", wrong.join("\n"));
}

/// Thousandths; all of nothing is all.
fn percent(part: usize, whole: usize) -> usize {
    (part * 1000).checked_div(whole).unwrap_or(1000)
}

fn tenths(thousandths: usize) -> String {
    format!("{}.{}", thousandths / 10, thousandths % 10)
}

fn articles(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut articles: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt" || ending == "html"))
        .collect();
    articles.sort();
    articles
}

fn bindery(arguments: &[&std::ffi::OsStr]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bindery")).args(arguments).output().unwrap()
}

/// Imports and builds an article; the book.
fn make(article: &Path, room: &Path) -> PathBuf {
    let name = article.file_name().unwrap().to_str().unwrap();
    let project = room.join(name);
    let done = bindery(&["import".as_ref(), article.as_os_str(), project.as_os_str()]);
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{name} was not imported:\n{said}");
    let book = room.join(format!("{name}.epub"));
    let built = bindery(&["build".as_ref(), project.as_os_str(), "-o".as_ref(), book.as_os_str()]);
    let said = String::from_utf8_lossy(&built.stderr);
    assert!(built.status.success(), "{name} was imported and can't be built:\n{said}");
    book
}

fn measure(articles: &[PathBuf]) -> BTreeMap<&'static str, Count> {
    let room = tempfile::tempdir().unwrap();
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let each = articles.len().div_ceil(threads).max(1);
    let books: Vec<PathBuf> = std::thread::scope(|scope| {
        let makes = |part: &'_ [PathBuf]| -> Vec<PathBuf> {
            part.iter().map(|article| make(article, room.path())).collect()
        };
        let parts: Vec<_> =
            articles.chunks(each).map(|part| scope.spawn(move || makes(part))).collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
    });
    let books: Vec<&Path> = books.iter().map(PathBuf::as_path).collect();
    let judged: Vec<String> = check(&books)
        .iter()
        .filter(|verdict| !verdict.valid())
        .map(super::epubcheck::Verdict::summary)
        .collect();
    assert!(judged.is_empty(), "{}", judged.join("\n"));
    let mut counts: BTreeMap<&'static str, Count> = BTreeMap::new();
    for article in articles {
        let name = article.file_name().unwrap().to_str().unwrap();
        let project = room.path().join(name);
        let expected: toml::Table =
            toml::from_str(&fs::read_to_string(article.with_extension("toml")).unwrap()).unwrap();
        let found: toml::Table =
            toml::from_str(&fs::read_to_string(project.join("metadata.toml")).unwrap()).unwrap();
        fields(name, &expected, &found, &mut counts);
        body(name, article, &expected, &project, &mut counts);
    }
    counts
}

/// The values of a key: text, or a list of texts, or of tables with a name.
fn values(table: &toml::Table, key: &str) -> Vec<String> {
    let one = |value: &toml::Value| match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Table(table) => table
            .get("name")
            .or(table.get("main"))
            .and_then(|name| name.as_str().map(str::to_owned)),
        other => Some(other.to_string()),
    };
    match table.get(key) {
        Some(toml::Value::Array(list)) => list.iter().filter_map(one).collect(),
        Some(value) => one(value).into_iter().collect(),
        None => Vec::new(),
    }
}

fn fields(
    name: &str,
    expected: &toml::Table,
    found: &toml::Table,
    counts: &mut BTreeMap<&'static str, Count>,
) {
    let source = match found.get("source") {
        Some(toml::Value::Table(table)) => table.clone(),
        _ => toml::Table::new(),
    };
    for (field, found) in [
        ("title", values(found, "title")),
        ("subtitle", values(found, "subtitle")),
        ("author", values(found, "author")),
        ("translator", values(found, "translator")),
        ("language", values(found, "language")),
        ("publication", values(&source, "publication")),
        ("date", values(&source, "date")),
        ("page", values(&source, "page")),
        ("url", values(&source, "url")),
    ] {
        let expected = values(expected, field);
        let count = counts.entry(field).or_default();
        count.expected += expected.len();
        count.found += found.len();
        let folded: BTreeSet<String> = expected.iter().map(|value| letters(value)).collect();
        // A region that the page states beside the language is no mistake.
        let read = |value: &String| match field {
            "language" if !expected.contains(value) => letters(value.split('-').next().unwrap()),
            _ => letters(value),
        };
        let right = found.iter().filter(|value| folded.contains(&read(value))).count();
        count.right += right;
        count.recalled += right;
        if right < expected.len().max(found.len()) {
            count.misses.push(format!("{name}: expected {expected:?}, found {found:?}"));
        }
    }
    // Of a note the words count: it may stand in one piece, or in two.
    let notes: Vec<String> = match found.get("author") {
        Some(toml::Value::Array(list)) => list
            .iter()
            .filter_map(|author| author.get("note")?.as_str().map(str::to_owned))
            .collect(),
        _ => Vec::new(),
    };
    let expected = words(&values(expected, "author-note").join(" "));
    let found = words(&notes.join(" "));
    let count = counts.entry("author-note").or_default();
    count.expected += expected.len();
    count.found += found.len();
    let of = |words: &[String], others: &[String]| {
        let others: BTreeSet<&String> = others.iter().collect();
        words.iter().filter(|word| others.contains(word)).count()
    };
    count.right += of(&found, &expected);
    count.recalled += of(&expected, &found);
    if found != expected {
        count.misses.push(format!("{name}: expected {expected:?}, found {found:?}"));
    }
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// The letters and digits of a text: what is the same however it is set.
fn letters(text: &str) -> String {
    let plain = |c: char| match c {
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴'..='⁹' => char::from_digit(u32::from(c) - 0x2070, 10).unwrap(),
        c => c,
    };
    let letters = text.chars().map(plain).filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Holds the lines that are the article's text against the blocks of the manuscript.
fn body(
    name: &str,
    article: &Path,
    expected: &toml::Table,
    project: &Path,
    counts: &mut BTreeMap<&'static str, Count>,
) {
    let text = saved(article);
    let lines: Vec<&str> = text.split('\n').collect();
    let mut wanted = Vec::new();
    for range in expected["body"].as_str().unwrap().split(',') {
        let (from, to) = range.trim().split_once('-').unwrap_or((range.trim(), range.trim()));
        let (from, to): (usize, usize) = (from.parse().unwrap(), to.parse().unwrap());
        wanted
            .extend(lines[from - 1..to.min(lines.len())].iter().map(|line| letters(&plain(line))));
    }
    wanted.retain(|line| !line.is_empty());
    let mut blocks = Vec::new();
    let mut chapters: Vec<PathBuf> = fs::read_dir(project.join("manuscript"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    chapters.sort();
    let title = values(expected, "title").first().map(|title| letters(title)).unwrap_or_default();
    for chapter in
        chapters.iter().filter(|path| path.extension().is_some_and(|ending| ending == "md"))
    {
        let manuscript = fs::read_to_string(chapter).unwrap();
        for line in manuscript.lines() {
            let line = letters(&plain(&unmarked(line)));
            if !line.is_empty() && line != title {
                blocks.push(line);
            }
        }
    }
    // Where a picture is missing its description stands for it.
    let described: Vec<String> = text
        .split(" alt=\"")
        .skip(1)
        .map(|rest| letters(&plain(rest.split('"').next().unwrap())))
        .collect();
    blocks.retain(|block| !described.contains(block));
    let whole = blocks.concat();
    let wanted_whole = wanted.concat();
    let count = counts.entry("body").or_default();
    count.expected += wanted.len();
    count.found += blocks.len();
    for line in &wanted {
        if whole.contains(line.as_str()) {
            count.recalled += 1;
        } else {
            count.misses.push(format!("{name}: not in the manuscript: {line}"));
        }
    }
    for block in &blocks {
        // The number of a note may be the list's, and in no line.
        let unnumbered = block.trim_start_matches(|c: char| c.is_ascii_digit());
        if wanted_whole.contains(block.as_str()) || wanted_whole.contains(unnumbered) {
            count.right += 1;
        } else {
            count.misses.push(format!("{name}: not of the text: {block}"));
        }
    }
    // In order, too: what stands first in the text stands first in the manuscript.
    let places: Vec<usize> = wanted
        .iter()
        .filter(|line| line.len() > 60)
        .filter_map(|line| whole.find(line.as_str()))
        .collect();
    assert!(places.is_sorted(), "{name}: the text is not in its order");
}

/// A saved file's text: by its byte order mark, as UTF-8, or by what its `.toml` says of it.
fn saved(article: &Path) -> String {
    let bytes = fs::read(article).unwrap();
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let name = article.file_stem().unwrap().to_str().unwrap();
            let label = ["windows-1252", "gb18030", "euc-kr", "shift-jis"]
                .into_iter()
                .find(|label| name.ends_with(label));
            let label = label.unwrap_or_else(|| panic!("{name}: which encoding?"));
            let label = if label == "shift-jis" { "shift_jis" } else { label };
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
            encoding.decode(error.as_bytes()).0.into_owned()
        }
    }
}

/// A line of Markdown without its signs: marks of notes, addresses of links and images, backslashes,
/// numbers of lists, classes.
fn unmarked(line: &str) -> String {
    let line = line.trim_start();
    if line.starts_with(":::") || line.starts_with("---") {
        return String::new();
    }
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(['[', ']', '{', '\\', '<']) {
        out.push_str(&rest[..at]);
        let after = &rest[at..];
        let skip = if let Some(picture) = after.strip_prefix('[').filter(|_| out.ends_with('!')) {
            // What a picture is described by is not printed.
            out.pop();
            1 + picture.find(']').unwrap_or(0)
        } else if let Some(label) = after.strip_prefix("[^") {
            out.push_str(label.split(']').next().unwrap_or_default());
            after.find(']').map_or(1, |end| end + 1)
        } else if after.starts_with("](") {
            // The title of a picture is its caption.
            let end = after.find(')').map_or(1, |end| end + 1);
            if let Some((_, title)) = after[..end].split_once(" \"") {
                out.push_str(title);
            }
            end
        } else if after.starts_with("{#") || after.starts_with("{.") {
            after.find('}').map_or(1, |end| end + 1)
        } else {
            if after.starts_with(['<', '{']) {
                out.push_str(&after[..1]);
            }
            1
        };
        rest = &after[skip..];
    }
    out.push_str(rest);
    out
}

/// A line of HTML without its tags, entities as what they stand for.
fn plain(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let tag = rest[at + 1..]
            .starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        match (tag, rest[at..].find('>')) {
            (true, Some(end)) => rest = &rest[at + end + 1..],
            _ => {
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    entities(&out)
}

fn entities(text: &str) -> String {
    let tokens = pulldown_cmark::Parser::new(
        text.replace(['*', '_', '`', '[', '!', '\\'], " ").trim().trim_start_matches(['#', ' ']),
    )
    .fold(String::new(), |mut out, event| {
        if let pulldown_cmark::Event::Text(text) = event {
            out.push_str(&text);
        }
        out
    });
    if text.contains('&') { tokens } else { text.to_owned() }
}
