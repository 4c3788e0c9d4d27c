//! Why a book says of its accessibility what it says: each claim held against what is in the book.
//!
//! In: the documents, images and style sheets of an archive, and the claims of its package document.
//! Out: a [`Claim`] for each, with what was counted; and those that are not made and would be true.
//! Refuses to know: what only a person can judge (whether a description is a good one), and how
//! bindery comes to its own claims.
//!
//! Source of the terms: EPUB Accessibility 1.1 section 2; the W3C's Schema.org Accessibility
//! Properties for Discoverability Vocabulary.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{Read, Seek};

use memchr::memmem;
use serde::Serialize;

use super::archive::{Archive, decoded};
use super::tree::Tree;
use super::{Accessibility, Entry, Item};

/// Bytes that are unpacked for this in all; a book beyond them is built to take time.
const LIMIT: u64 = 1 << 30;

/// A claim on accessibility, and what the book says to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// The property: `accessMode`, `accessibilityFeature`…
    pub property: &'static str,
    /// Its value.
    pub value: String,
    /// Whether the book bears it out.
    pub verdict: Verdict,
    /// What was found in the book, for people.
    pub because: String,
}

/// Whether a book bears a claim out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// What is in the book is as claimed.
    Holds,
    /// What is in the book is not as claimed.
    Fails,
    /// The file alone can't tell.
    Stated,
    /// Nobody claims it, and it would be true.
    Unclaimed,
}

/// What was counted in the documents.
#[derive(Debug, Default)]
struct Counts {
    documents: usize,
    with_text: usize,
    headings: usize,
    described: usize,
    decoration: usize,
    undescribed: usize,
    formulas: usize,
    spoken_formulas: usize,
    tex: usize,
    ruby: usize,
    page_breaks: usize,
    page_list: usize,
    contents: usize,
    audio: usize,
    video: usize,
    tracks: usize,
    scripts: usize,
    moving: usize,
    fixed: bool,
}

impl Counts {
    fn images(&self) -> usize {
        self.described + self.undescribed
    }

    fn media(&self) -> usize {
        self.audio + self.video
    }

    fn harmless(&self) -> bool {
        self.media() + self.scripts + self.moving == 0
    }
}

/// Holds the claims against the book. What can't be read becomes a remark.
pub(super) fn explain(
    archive: &mut Archive<impl Read + Seek>,
    manifest: &[Item],
    claimed: &Accessibility,
    contents: &[Entry],
    fixed: bool,
    remarks: &mut Vec<String>,
) -> Vec<Claim> {
    let counts = Counts { contents: length(contents), fixed, ..count(archive, manifest, remarks) };
    let mut claims = Vec::new();
    let mut claim = |property, values: &[String], judge: &dyn Fn(&str) -> (Verdict, String)| {
        for value in values {
            let (verdict, because) = judge(value);
            claims.push(Claim { property, value: value.clone(), verdict, because });
        }
    };
    claim("accessMode", &claimed.modes, &|value| mode(value, &counts));
    claim("accessModeSufficient", &claimed.modes_sufficient, &|value| sufficient(value, &counts));
    claim("accessibilityFeature", &claimed.features, &|value| {
        feature(value, &counts).unwrap_or_else(stated)
    });
    claim("accessibilityHazard", &claimed.hazards, &|value| hazard(value, &counts));
    claim("conformsTo", &claimed.conforms_to, &|_| stated());
    for value in FEATURES {
        if claimed.features.iter().any(|feature| feature == value) {
            continue;
        }
        if let Some((Verdict::Holds, because)) = feature(value, &counts) {
            let (property, value) = ("accessibilityFeature", (*value).to_owned());
            claims.push(Claim { property, value, verdict: Verdict::Unclaimed, because });
        }
    }
    claims
}

fn length(entries: &[Entry]) -> usize {
    // No deeper than the reader of contents goes.
    entries.iter().map(|entry| 1 + length(&entry.children)).sum()
}

fn verdict(holds: bool, because: String) -> (Verdict, String) {
    (if holds { Verdict::Holds } else { Verdict::Fails }, because)
}

fn stated() -> (Verdict, String) {
    (Verdict::Stated, "the file alone can't tell".to_owned())
}

/// "1 image", "3 images".
fn number(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn images(counts: &Counts) -> String {
    let mut text = number(counts.images(), "image", "images");
    if counts.images() > 0 {
        let _ = match counts.undescribed {
            0 => write!(text, ", all described"),
            some => write!(text, ", {some} of them without a description"),
        };
    }
    if counts.decoration > 0 {
        let _ = write!(text, "; {} marked as decoration", counts.decoration);
    }
    text
}

fn media(counts: &Counts) -> String {
    format!(
        "{}, {}",
        number(counts.audio, "sound", "sounds"),
        number(counts.video, "film", "films")
    )
}

fn mode(value: &str, counts: &Counts) -> (Verdict, String) {
    match value {
        "textual" => verdict(
            counts.with_text > 0,
            format!("{} of {} documents hold text", counts.with_text, counts.documents),
        ),
        "visual" => verdict(
            counts.images() + counts.video > 0,
            format!("{}; {}", images(counts), number(counts.video, "film", "films")),
        ),
        "auditory" => verdict(counts.media() > 0, media(counts)),
        _ => stated(),
    }
}

/// A set of modes is enough where nothing needs another one.
fn sufficient(value: &str, counts: &Counts) -> (Verdict, String) {
    let modes: BTreeSet<&str> = value.split(',').map(str::trim).collect();
    let unseen = if modes.contains("visual") { 0 } else { counts.undescribed + counts.video };
    let unheard = if modes.contains("auditory") { 0 } else { counts.media() };
    let text = if modes.contains("textual") { 0 } else { counts.with_text };
    if unseen + unheard + text == 0 {
        return (Verdict::Holds, format!("{}; {}", images(counts), media(counts)));
    }
    let mut lacks = Vec::new();
    if unseen > 0 {
        lacks.push(format!("{} must be seen", number(unseen, "image or film", "images and films")));
    }
    if unheard > 0 {
        lacks.push(format!("{} must be heard", number(unheard, "clip", "clips")));
    }
    if text > 0 {
        lacks.push(format!("{} must be read", number(text, "document", "documents")));
    }
    (Verdict::Fails, lacks.join("; "))
}

/// The features that the file can bear out by itself.
const FEATURES: &[&str] = &[
    "tableOfContents",
    "readingOrder",
    "structuralNavigation",
    "displayTransformability",
    "alternativeText",
    "pageNavigation",
    "pageBreakMarkers",
    "MathML",
    "latex",
    "rubyAnnotations",
];

fn feature(value: &str, counts: &Counts) -> Option<(Verdict, String)> {
    Some(match value {
        "tableOfContents" => verdict(
            counts.contents > 0,
            number(counts.contents, "entry in the contents", "entries in the contents"),
        ),
        "readingOrder" => verdict(
            counts.documents > 0,
            number(counts.documents, "document in order", "documents in order"),
        ),
        "structuralNavigation" => {
            verdict(counts.headings > 0, number(counts.headings, "heading", "headings"))
        }
        "displayTransformability" => {
            let layout = if counts.fixed { "the layout is fixed" } else { "the text reflows" };
            verdict(!counts.fixed, layout.to_owned())
        }
        "alternativeText" => {
            verdict(counts.described > 0 && counts.undescribed == 0, images(counts))
        }
        "pageNavigation" => verdict(
            counts.page_list > 0,
            number(counts.page_list, "entry in the list of pages", "entries in the list of pages"),
        ),
        "pageBreakMarkers" | "printPageNumbers" => verdict(
            counts.page_breaks > 0,
            number(counts.page_breaks, "marker of a page", "markers of pages"),
        ),
        "MathML" => verdict(counts.formulas > 0, formulas(counts)),
        "describedMath" => verdict(
            counts.formulas > 0 && counts.spoken_formulas == counts.formulas,
            formulas(counts),
        ),
        "latex" => verdict(counts.tex > 0, number(counts.tex, "formula in TeX", "formulas in TeX")),
        "rubyAnnotations" | "fullRubyAnnotations" => {
            verdict(counts.ruby > 0, number(counts.ruby, "ruby annotation", "ruby annotations"))
        }
        "captions" | "closedCaptions" => {
            verdict(counts.tracks > 0, number(counts.tracks, "track", "tracks"))
        }
        _ => return None,
    })
}

fn formulas(counts: &Counts) -> String {
    let all = number(counts.formulas, "formula in MathML", "formulas in MathML");
    format!("{all}, {} with a text to be spoken", counts.spoken_formulas)
}

fn hazard(value: &str, counts: &Counts) -> (Verdict, String) {
    let found = format!(
        "{}, {}, {}",
        media(counts),
        number(counts.scripts, "script", "scripts"),
        number(counts.moving, "file that may move", "files that may move"),
    );
    let silent = counts.media() + counts.scripts == 0;
    match value {
        "none" | "noFlashingHazard" | "noMotionSimulationHazard" if counts.harmless() => {
            (Verdict::Holds, found)
        }
        "noSoundHazard" if silent => (Verdict::Holds, found),
        _ => (Verdict::Stated, format!("the file alone can't tell: {found}")),
    }
}

/// Counts what bears on the claims in every file of the manifest.
fn count(
    archive: &mut Archive<impl Read + Seek>,
    manifest: &[Item],
    remarks: &mut Vec<String>,
) -> Counts {
    let mut counts = Counts::default();
    let mut read: u64 = 0;
    let mut seen = BTreeSet::new();
    for item in manifest {
        let Some(path) = item.path.as_deref().filter(|path| seen.insert(*path)) else { continue };
        let document = item.media_type == "application/xhtml+xml";
        let may_move = matches!(
            item.media_type.as_str(),
            "image/gif" | "image/png" | "image/apng" | "image/webp" | "image/svg+xml" | "text/css"
        );
        if !document && !may_move {
            continue;
        }
        if read > LIMIT {
            remarks.push(format!(
                "not all of the book was looked at: it unpacks to more than {} MiB",
                LIMIT >> 20
            ));
            break;
        }
        let bytes = match archive.unpack(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                remarks.push(error);
                continue;
            }
        };
        read += bytes.len() as u64;
        if may_move {
            counts.moving += usize::from(moves(&item.media_type, &bytes));
            continue;
        }
        let nav = item.properties.split_ascii_whitespace().any(|word| word == "nav");
        match Tree::read(&decoded(&bytes)) {
            Ok(tree) => count_document(&tree, nav, &mut counts),
            Err(error) => remarks.push(format!("`{path}` can't be read: {error}")),
        }
    }
    counts
}

fn count_document(tree: &Tree, nav: bool, counts: &mut Counts) {
    counts.documents += usize::from(!nav);
    if let Some(body) = tree.find(tree.root(), "body") {
        counts.with_text += usize::from(!nav && !tree.text(body).is_empty());
    }
    let has_word = |node, name, word: &str| {
        tree.attr(node, name).is_some_and(|value| value.split_ascii_whitespace().any(|w| w == word))
    };
    let hidden = |node| {
        tree.attr(node, "aria-hidden") == Some("true")
            || has_word(node, "role", "presentation")
            || has_word(node, "role", "none")
    };
    let labelled = |node| {
        ["aria-label", "aria-labelledby", "title"]
            .iter()
            .any(|name| tree.attr(node, name).is_some())
    };
    for node in tree.below(tree.root()) {
        match tree.name(node) {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !nav => counts.headings += 1,
            "img" => match tree.attr(node, "alt").map(str::trim) {
                Some("") if hidden(node) => counts.decoration += 1,
                Some(alt) if !alt.is_empty() => counts.described += 1,
                _ if hidden(node) => counts.decoration += 1,
                _ => counts.undescribed += 1,
            },
            "svg" => {
                let title = tree.children(node).any(|child| tree.name(child) == "title");
                match hidden(node) {
                    true => counts.decoration += 1,
                    false if title || labelled(node) => counts.described += 1,
                    false => counts.undescribed += 1,
                }
            }
            "math" => {
                counts.formulas += 1;
                counts.spoken_formulas += usize::from(tree.attr(node, "alttext").is_some());
            }
            "code" | "span" if has_word(node, "class", "math") => counts.tex += 1,
            "ruby" => counts.ruby += 1,
            "audio" => counts.audio += 1,
            "video" => counts.video += 1,
            "track" => counts.tracks += 1,
            "script" => counts.scripts += 1,
            "animate" | "animateTransform" | "animateMotion" | "set" => counts.moving += 1,
            "nav" if nav && has_word(node, "type", "page-list") => {
                counts.page_list += tree.all(node, "a").count();
            }
            _ => {}
        }
        if has_word(node, "type", "pagebreak") || has_word(node, "role", "doc-pagebreak") {
            counts.page_breaks += 1;
        }
    }
}

/// Whether a file holds what moves by itself: a second frame, an animation.
fn moves(media_type: &str, bytes: &[u8]) -> bool {
    let has = |what: &[u8]| memmem::find(bytes, what).is_some();
    match media_type {
        "image/gif" => memmem::find_iter(bytes, b"\x21\xf9\x04").count() > 1,
        "image/png" | "image/apng" => has(b"acTL"),
        "image/webp" => has(b"ANMF"),
        "image/svg+xml" => has(b"<animate") || has(b"<set") || has(b"@keyframes"),
        "text/css" => has(b"@keyframes"),
        _ => false,
    }
}
