//! The specifications' own examples as manuscripts.
//!
//! In: CommonMark's specification, GitHub's with the further tests of its reference implementation,
//! and the specs that pulldown-cmark is tested with, as packages hold them (tests/setup/tools.sh;
//! none of it is part of this repository). Out: one book a suite, a chapter an example, and
//! EPUBCheck finds nothing in it. Refuses to know: what the specifications say comes of an example.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::cases::{Case, bind, score_of};
use crate::golden::names;
use crate::support::{Outcome, announce, repository};

/// CommonMark 0.31.2 has exactly as many examples.
const COMMONMARK: usize = 652;

/// GitHub's specification, and what its implementation is tested with beside it.
const GFM: [(&str, usize); 3] = [("spec", 673), ("extensions", 26), ("regression", 19)];

/// The least number of tests that pulldown-cmark brings beside CommonMark's examples.
const PULLDOWN_CMARK: usize = 500;

/// A file below the folder that `variable` names, or else below `folder` in target/tools.
fn tool(variable: &str, folder: &str, file: &str) -> String {
    let folder = std::env::var_os(variable)
        .map_or_else(|| repository("target/tools").join(folder), PathBuf::from);
    let path = folder.join(file);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}; run tests/run", path.display()))
}

/// The examples of a text in the form of CommonMark's `spec.txt`: a fence of 32 backticks with the
/// word `example`, Markdown, a line with a full stop, HTML, a fence. An arrow stands for a tab.
fn examples(suite: &str, text: &str) -> Vec<Case> {
    let fence = format!("\n{} example", "`".repeat(32));
    let case = |(index, example): (usize, &str)| {
        let (_, body) = example.split_once('\n').unwrap();
        let end = if body.starts_with(".\n") { 0 } else { body.find("\n.\n").unwrap() + 1 };
        Case { name: format!("{suite} {}", index + 1), input: body[..end].replace('→', "\t") }
    };
    text.split(&fence).skip(1).enumerate().map(case).collect()
}

/// The inputs of a file of pulldown-cmark's tests: raw strings named `original`.
fn originals(suite: &str, source: &str) -> Vec<Case> {
    let case = |(index, test): (usize, &str)| {
        let hashes = test.len() - test.trim_start_matches('#').len();
        let text = test[hashes..].strip_prefix('"').unwrap();
        let end = text.find(&format!("\"{}", "#".repeat(hashes))).unwrap();
        Case { name: format!("{suite} {}", index + 1), input: text[..end].into() }
    };
    let cases: Vec<Case> = source.split("let original = r").skip(1).enumerate().map(case).collect();
    assert_eq!(cases.len(), source.matches("#[test]").count(), "{suite}: not one input a test");
    cases
}

/// The folder of the package pulldown-cmark of the version that bindery is built with.
fn pulldown_cmark() -> PathBuf {
    // Packages of other platforms may not be there.
    let version = Outcome::of(Command::new("rustc").arg("-vV")).stdout;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let outcome = Outcome::of(Command::new(env!("CARGO")).current_dir(repository(".")).args([
        "metadata",
        "--format-version=1",
        "--locked",
        "--offline",
        "--filter-platform",
        host,
    ]));
    let metadata: serde_json::Value =
        serde_json::from_str(&outcome.stdout).unwrap_or_else(|_| panic!("{outcome:#?}"));
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"] == "pulldown-cmark").unwrap();
    let manifest = package["manifest_path"].as_str().unwrap();
    PathBuf::from(manifest).parent().unwrap().into()
}

/// Builds the book of a suite; fails with every example in which EPUBCheck finds anything.
fn holds(suite: &str, cases: &[Case]) {
    let bound = bind(cases, None).unwrap_or_else(|why| panic!("{suite}: {why}"));
    let score = score_of(bound.score());
    announce(&format!("{suite}: {} chapters, EPUBCheck {score}", cases.len()));
    let findings = bound.findings(cases);
    assert!(findings.is_empty(), "{suite}: EPUBCheck {score}\n{findings}");
}

#[test]
fn commonmark_makes_a_valid_book() {
    let file = "node_modules/commonmark-spec/spec.txt";
    let cases = examples("CommonMark", &tool("BINDERY_COMMONMARK", "commonmark-spec-0.31.2", file));
    assert_eq!(cases.len(), COMMONMARK);
    holds("CommonMark 0.31.2", &cases);
}

#[test]
fn gfm_makes_a_valid_book() {
    let mut cases = Vec::new();
    for (name, count) in GFM {
        let file = format!("cmark-gfm-sys/cmark-gfm/test/{name}.txt");
        let part = examples(&format!("GFM {name}"), &tool("BINDERY_GFM", "gfm-spec-0.29.0", &file));
        assert_eq!(part.len(), count, "{name}");
        cases.extend(part);
    }
    holds("GFM 0.29", &cases);
}

#[test]
fn pulldown_cmarks_specs_make_a_valid_book() {
    let folder = pulldown_cmark().join("tests/suite");
    let mut cases = Vec::new();
    // spec.rs holds CommonMark's examples once more.
    for name in names(&folder).iter().filter(|name| !["mod.rs", "spec.rs"].contains(&&***name)) {
        let suite = format!("pulldown-cmark {}", name.trim_end_matches(".rs"));
        cases.extend(originals(&suite, &fs::read_to_string(folder.join(name)).unwrap()));
    }
    assert!(cases.len() >= PULLDOWN_CMARK, "only {} tests", cases.len());
    holds("pulldown-cmark's specs", &cases);
}

#[test]
fn examples_are_read_as_they_are_written() {
    let fence = "`".repeat(32);
    let text = format!(
        "# Head\n\n{fence} example\n→a\n\n.b\n.\n<p>\n{fence}\n\n{fence} example table\n.\n{fence}\n"
    );
    let inputs: Vec<String> = examples("S", &text).into_iter().map(|case| case.input).collect();
    assert_eq!(inputs, ["\ta\n\n.b\n", ""]);

    let source =
        "#[test]\nfn a() {\n let original = r##\"one \"#\n\"##;\n let expected = r##\"\"##;\n}";
    assert_eq!(originals("S", source), [Case { name: "S 1".into(), input: "one \"#\n".into() }]);
}
