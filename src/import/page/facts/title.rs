//! The title of an article, and the name of the site that stands around it.
//!
//! In: what a page states and shows. Out: the title as it is printed, and where it appeared. Refuses to
//! know: subtitles.

use super::{Leaf, View, as_set, bare, first_prose};
use crate::import::credits::{self, Form};
use crate::import::draft::{At, Origin, Sure};
use crate::import::page::chrome;
use crate::import::page::content::Fate;
use crate::import::page::metadata::Fact;
use crate::tree::Tag;

/// What sites put between a title and their name.
const SEPARATORS: &[char] =
    &['|', '｜', '–', '—', '-', '·', '•', '»', '«', '›', '/', '∷', ':', '：', '~', '*'];

/// The title, and the leaf that shows it.
pub(super) fn of(view: &View<'_>) -> (Option<Fact>, Option<usize>) {
    let stated: Vec<String> = view.stated.titles.iter().map(|fact| bare(&fact.value)).collect();
    let window = view.stated.window.as_ref().map(|fact| bare(&fact.value)).unwrap_or_default();
    let names: Vec<String> =
        view.stated.publications.iter().map(|fact| bare(&fact.value)).collect();
    let body = first_prose(view, view.content.first);
    // A title stands before the text; one in a box beside it may follow.
    let until = (body + 1).min(view.leaves.len());
    let mut best: Option<(i32, usize)> = None;
    for (index, leaf) in view.leaves.iter().enumerate().take(until) {
        let text = bare(&leaf.text);
        let size = text.chars().count();
        if size < 2 || leaf.length > 300 || names.contains(&text) && !stated.contains(&text) {
            continue;
        }
        let chrome = matches!(view.content.fates.get(index), Some(Fate::Chrome(_)));
        let words = view.page.tree.element(leaf.node).map(chrome::tokens).unwrap_or_default();
        let titled = words.iter().any(|word| {
            matches!(
                word.as_str(),
                "headline" | "title" | "titel" | "titre" | "titulo" | "titolo" | "tit"
            )
        });
        let level = match leaf.form {
            Form::Heading(level) => 45 - 8 * i32::from(level.min(5)),
            _ if leaf.large => 13,
            _ if leaf.set_off => 3,
            _ => 0,
        };
        let inside = matches!(view.content.fates.get(index), Some(Fate::Inside));
        let signed = || {
            let below = view.leaves.iter().skip(index + 1).take(2);
            below.into_iter().any(|leaf| {
                leaf.length < 120
                    && leaf
                        .text
                        .lines()
                        .any(|line| credits::is_byline(line) || credits::is_names(line))
            })
        };
        let first = leaf.large || leaf.set_off || matches!(leaf.form, Form::Heading(..=2));
        let named = credits::is_names(&leaf.text);
        let level = if level > 0 && first && !named && (inside || leaf.large) && signed() {
            level + 60
        } else {
            level
        };
        let same = if stated.contains(&text) {
            100
        } else if stated.iter().any(|title| contains(title, &text)) && size > 3
            || contains(&window, &text) && size > 3 && !beside_section(view, &text)
        {
            // As much of a stated title as possible: a section's name stands in it too.
            40 + i32::try_from(size.min(50)).unwrap_or(0)
        } else if stated
            .iter()
            .any(|title| title.chars().count() > 8 && text.contains(title.as_str()))
        {
            60
        } else {
            0
        };
        let score = level + same + if titled { 10 } else { 0 } - if chrome { 60 } else { 0 };
        // Without a heading's markup only the words of the metadata tell a title.
        let enough = same > 0 && (level > 0 || same > 50)
            || level >= 21
            || level > 0 && titled
            || leaf.large && (inside || level > 60);
        if enough && best.is_none_or(|(before, _)| score > before) && score > 0 {
            best = Some((score, index));
        }
    }
    if let Some((_, index)) = best
        && let Some(leaf) = view.leaves.get(index)
    {
        let text = bare(&leaf.text);
        let known = stated.iter().any(|title| contains(title, &text)) || contains(&window, &text);
        let sure = if known { Sure::Stated } else { Sure::Likely };
        let origin = Origin { at: At::Line(leaf.line), sure };
        return (Some(Fact { value: without_kicker(view, leaf), origin }), Some(index));
    }
    let stated = view.stated.titles.first().or(view.stated.window.as_ref());
    let title = stated.map(|fact| Fact { value: without_site(view, &fact.value), ..fact.clone() });
    (title, None)
}

/// Words of classes of a line above a title that is printed within its element.
const KICKERS: &[&str] = &[
    "kicker",
    "dachzeile",
    "overline",
    "eyebrow",
    "spitzmarke",
    "topline",
    "pretitle",
    "surtitre",
    "antetitulo",
    "antetítulo",
    "occhiello",
    "rubrik",
    "bovenkop",
    "vinjett",
];

/// The text of a title's leaf without its kicker.
fn without_kicker(view: &View<'_>, leaf: &Leaf) -> String {
    let tree = &view.page.tree;
    let kicker = tree.children(leaf.node).find(|id| {
        tree.element(*id).is_some_and(|element| {
            let words = chrome::tokens(element);
            words.iter().any(|word| KICKERS.contains(&word.as_str()))
        })
    });
    let whole = as_set(view, leaf);
    let Some(kicker) = kicker else { return whole };
    let shown = tree.plain_text(kicker);
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let rest = whole.strip_prefix(shown.as_str()).unwrap_or(&whole);
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || SEPARATORS.contains(&c));
    if rest.is_empty() { whole } else { rest.to_owned() }
}

/// Parts of the page's own title.
fn window_parts<'v>(view: &View<'v>) -> Vec<&'v str> {
    let window = view.stated.window.as_ref().map_or("", |fact| fact.value.as_str());
    let signs = ['|', '｜', '–', '—', '·', '•', '»', '«', '›', ':', '：'];
    let parts = window.split(signs).flat_map(|part| part.split(" - "));
    parts.map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// Whether a text stands in the page's own title with nothing beside it but names of sections: it is
/// the site's name then.
fn beside_section(view: &View<'_>, text: &str) -> bool {
    let parts = window_parts(view);
    let others = || parts.iter().filter(|part| bare(part) != text);
    others().count() + 1 == parts.len()
        && parts.len() > 1
        && others().all(|part| credits::is_section(part))
}

fn contains(title: &str, text: &str) -> bool {
    !text.is_empty() && title.contains(text)
}

/// A title without the site's name at its end or its beginning.
fn without_site(view: &View<'_>, title: &str) -> String {
    for name in view.stated.publications.iter().map(|fact| fact.value.as_str()) {
        let cut = title.strip_suffix(name).map(|rest| rest.trim_end().trim_end_matches(SEPARATORS));
        let cut = cut.or_else(|| {
            title.strip_prefix(name).map(|rest| rest.trim_start().trim_start_matches(SEPARATORS))
        });
        if let Some(cut) = cut.map(str::trim).filter(|cut| !cut.is_empty()) {
            return cut.to_owned();
        }
    }
    // ` | Site` and ` :: Site` are no part of any title; a dash may be.
    for separator in [" | ", " ｜ ", "｜", " :: ", " » ", " · "] {
        if let Some((head, _)) = title.rsplit_once(separator)
            && !head.trim().is_empty()
        {
            return head.trim().to_owned();
        }
    }
    if let Some((head, tail)) = title.rsplit_once(" - ")
        && tail.split_whitespace().count() <= 4
        && head.chars().count() > tail.chars().count()
    {
        return head.trim().to_owned();
    }
    title.to_owned()
}

/// Where it appeared: as it is stated, else what the page's own title has beside the article's.
pub(super) fn publication(view: &View<'_>, title: Option<&Fact>) -> Option<Fact> {
    let said = title.map(|title| bare(&title.value)).unwrap_or_default();
    let is_domain = |text: &str| text.contains('.') && !text.contains(' ') && text.is_ascii();
    let stated =
        view.stated.publications.iter().filter(|fact| {
            bare(&fact.value) != said && (2..=80).contains(&fact.value.chars().count())
        });
    let stated: Vec<&Fact> = stated.collect();
    let named = stated.iter().find(|fact| !is_domain(&fact.value)).or_else(|| stated.first());
    if let Some(fact) = named {
        return Some(Fact { value: without_slogan(view, &fact.value), ..(*fact).clone() });
    }
    let window = view.stated.window.as_ref()?;
    let people: Vec<String> =
        view.stated.authors.iter().flatten().map(|fact| bare(&fact.value)).collect();
    let beside = |part: &&str| {
        let text = bare(part);
        text.chars().count() > 1
            && !said.contains(&text)
            && !text.contains(&said)
            && !people.contains(&text)
            && !credits::is_section(part)
            && !credits::is_of_page(part)
            && part.chars().any(|c| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase())
    };
    let parts: Vec<&str> = window_parts(view).into_iter().filter(beside).collect();
    if said.is_empty() {
        return None;
    }
    let count = parts.len();
    let scored = parts.iter().enumerate().map(|(index, part)| {
        let shown = shown_as_site(view, &bare(part));
        (shown * 2 + usize::from(index + 1 == count), *part)
    });
    let (score, part) = scored.max_by_key(|(score, _)| *score)?;
    let sure = if score > 2 { Sure::Likely } else { Sure::Guess };
    let value = without_slogan(view, part);
    Some(Fact { value, origin: Origin { sure, ..window.origin.clone() } })
}

/// The name of a site without what it says of itself, where the page shows the name by itself: "The
/// Courier | The coast, every morning".
fn without_slogan(view: &View<'_>, name: &str) -> String {
    let signs = [" | ", " – ", " — ", " - ", ": ", " · ", ", "];
    let whole = shown_as_site(view, &bare(name));
    for sign in signs {
        let Some((first, _)) = name.split_once(sign) else { continue };
        let short = bare(first);
        if short.chars().count() > 1 && shown_as_site(view, &short) > whole {
            return first.trim().to_owned();
        }
    }
    name.to_owned()
}

/// How much speaks for it that a name is that of the site: it stands where rights are claimed, in the
/// name of a picture, or in the page's head.
fn shown_as_site(view: &View<'_>, name: &str) -> usize {
    let claims = |text: &str| {
        let text = text.to_lowercase();
        ["©", "ⓒ", "copyright", "(c)", "저작권", "版权", "版權"]
            .iter()
            .any(|mark| text.contains(mark))
    };
    let holds = |text: &str| bare(text).contains(name);
    let claimed =
        view.leaves.iter().any(|leaf| leaf.length < 400 && claims(&leaf.text) && holds(&leaf.text));
    let tree = &view.page.tree;
    let pictured = tree.descendants(view.page.body).any(|id| {
        tree.tag(id) == Some(Tag::Img)
            && tree
                .element(id)
                .and_then(|image| image.attr("alt"))
                .is_some_and(|alt| bare(alt) == name)
    });
    let headed = view.leaves.iter().take(view.content.first).any(|leaf| bare(&leaf.text) == name);
    usize::from(claimed) * 2 + usize::from(pictured) * 2 + usize::from(headed)
}
