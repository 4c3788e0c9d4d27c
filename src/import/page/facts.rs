//! What is believed of what a page states, held against what it shows.
//!
//! In: candidates from metadata, the leaves of the page. Out: facts in the draft, and which leaves say
//! them. Refuses to know: bylines and credits in running text (`credits`).

mod people;
mod title;

use super::blocks::{self, Leaf};
use super::content::{Content, Fate};
use super::metadata::{self, Fact, Stated};
use super::{Page, chrome};
use crate::import::credits::{self, Form};
use crate::import::draft::{At, Draft, Origin, Sure};
use crate::import::language;
use crate::tree::{NodeId, Tag};
pub(super) use people::{
    author_notes, authors, is_signed, is_unseen, marked_author, more_authors, shown_author,
    translators,
};
use unicode_width::UnicodeWidthStr;
use url::Url;

/// A page with all that is known of its parts.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'a> {
    /// The tree.
    pub(super) page: &'a Page,
    /// Its leaves.
    pub(super) leaves: &'a [Leaf],
    /// Which of them are the article.
    pub(super) content: &'a Content,
    /// What the page states of itself.
    pub(super) stated: &'a Stated,
}

/// Leaves that say the title and the subtitle.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Heads {
    /// The title's.
    pub(super) title: Option<usize>,
    /// The subtitle's.
    pub(super) subtitle: Option<usize>,
}

/// Letters and digits of a text, lower case: what is left when it is compared.
pub(super) fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Words of classes that a standfirst has.
const STANDFIRSTS: &[&str] = &[
    "subtitle",
    "subhead",
    "subheadline",
    "subheading",
    "standfirst",
    "deck",
    "dek",
    "lead",
    "lede",
    "leadtext",
    "chapo",
    "chapeau",
    "sommario",
    "occhiello",
    "sottotitolo",
    "untertitel",
    "vorspann",
    "entradilla",
    "bajada",
    "copete",
    "subtitulo",
    "ondertitel",
    "intro",
    "ingress",
    "zajawka",
    "podtytul",
    "excerpt",
    "resumen",
    "resumo",
    "summary",
    "catenaccio",
    "desc",
    "description",
    "soustitre",
    "titlesub",
    "subtit",
    "strapline",
    "dachzeile",
    "teaser",
    "teasertext",
    "headlinesub",
    "subtitel",
    "perex",
    "manchet",
    "abstract",
    "articledesc",
    "altbaslik",
    "spot",
];

/// Puts title, subtitle, language, publication, date, page, address and description into `draft`.
pub(super) fn state(view: &View<'_>, address: Option<Fact>, draft: &mut Draft) -> Heads {
    let mut heads = Heads::default();
    let (title, leaf) = title::of(view);
    heads.title = leaf;
    let publication = title::publication(view, title.as_ref());
    if let Some(title) = &title {
        draft.title(&title.value, title.origin.clone());
    }
    tongue(view, draft);
    if let Some((subtitle, leaf)) = subtitle(view, leaf) {
        draft.subtitle(&subtitle.value, subtitle.origin);
        heads.subtitle = Some(leaf);
    }
    if let Some(publication) = publication {
        draft.source("source.publication", &publication.value, publication.origin);
    }
    if let Some(date) = view.stated.dates.first().cloned().or_else(|| time(view)) {
        draft.source("source.date", &date.value, date.origin);
    }
    if let Some(page) = view.stated.pages.iter().find(|page| page.value.chars().count() <= 20) {
        draft.source("source.page", &page.value, page.origin.clone());
    }
    if let Some(url) = address {
        draft.source("source.url", &url.value, url.origin);
    }
    if let Some(identifier) = view.stated.identifiers.first() {
        draft.source("source.identifier", &identifier.value, identifier.origin.clone());
    }
    description(view, draft);
    heads
}

/// The address of the page: the first that is whole and leads deeper than to the site; one that the
/// browser noted when it saved the page comes last.
pub(super) fn address(stated: &Stated, saved_from: Option<Fact>) -> Option<Fact> {
    let known: Vec<Fact> = stated.urls.iter().cloned().chain(saved_from).collect();
    let base = known.iter().find_map(|url| Url::parse(&url.value).ok());
    let whole = known.into_iter().filter_map(|fact| {
        let url = match Url::parse(&fact.value) {
            Ok(url) => url,
            Err(_) => base.as_ref()?.join(&fact.value).ok()?,
        };
        let web = matches!(url.scheme(), "http" | "https");
        // As it was written, unless it had to be completed.
        let value = if fact.value.contains("://") { fact.value.clone() } else { url.to_string() };
        web.then_some((url.path().len() > 1 || url.query().is_some(), Fact { value, ..fact }))
    });
    let whole: Vec<(bool, Fact)> = whole.collect();
    let deep = whole.iter().find(|(deep, _)| *deep).or_else(|| whole.first());
    deep.map(|(_, fact)| fact.clone())
}

/// The note that browsers leave when they save a page: `<!-- saved from url=(0098)https://… -->`.
pub(super) fn saved_from(html: &str) -> Option<Fact> {
    let head = html.get(..html.floor_char_boundary(4096))?;
    let at = head.find("saved from url=(")?;
    let address = head.get(at..)?.split_once(')')?.1;
    let address = address.split(|c: char| c.is_whitespace()).next()?;
    let line = memchr::memchr_iter(b'\n', head.get(..at)?.as_bytes()).count() + 1;
    address.starts_with("http").then(|| Fact {
        value: address.to_owned(),
        origin: Origin { at: At::Line(line), sure: Sure::Likely },
    })
}

/// The language: as it is stated, unless the text is in another script, or the site left the English
/// of its software as it was.
fn tongue(view: &View<'_>, draft: &mut Draft) {
    let mut stated = view.stated.languages.iter();
    let stated =
        stated.find_map(|fact| Some((metadata::language(&fact.value)?, fact.origin.clone())));
    let mut text = String::new();
    for (leaf, fate) in view.leaves.iter().zip(&view.content.fates) {
        if *fate == Fate::Inside && text.len() < 1 << 16 {
            text.push_str(&leaf.text);
            text.push('\n');
        }
    }
    let found = language::of(&text);
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    match (stated, found) {
        (Some((tag, _)), Some((found, true)))
            if primary(&tag) != found && (primary(&tag) == "en" || other_script(&tag, &text)) =>
        {
            draft.language(found, Origin { at: At::Whole, sure: Sure::Likely });
        }
        (Some((tag, origin)), _) => draft.language(&tag, origin),
        (None, Some((found, reliable))) => {
            let sure = if reliable { Sure::Likely } else { Sure::Guess };
            draft.language(found, Origin { at: At::Whole, sure });
        }
        (None, None) => {}
    }
}

/// Whether a text is written in another script than Latin letters, and the language is not.
fn other_script(tag: &str, text: &str) -> bool {
    const LATIN: &[&str] =
        &["de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "nb", "no", "fi", "cs", "tr"];
    let primary = tag.split('-').next().unwrap_or_default();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let latin = text.chars().filter(|c| c.is_alphabetic() && (*c as u32) < 0x250).count();
    LATIN.contains(&primary) && latin * 2 < letters
}

/// The day that the page shows for machines: the first `time` that is no comment's and no other
/// article's; one that says that it is the publication's before others.
fn time(view: &View<'_>) -> Option<Fact> {
    let tree = &view.page.tree;
    let times = tree.descendants(view.page.body).filter(|id| tree.tag(*id) == Some(Tag::Time));
    let mut best: Option<(u8, Fact)> = None;
    for id in times {
        let chrome = view.content.chrome.get(id.index()).copied().flatten();
        if chrome.is_some_and(|what| what != "footers" && what != "share buttons") {
            continue;
        }
        let Some(element) = tree.element(id) else { continue };
        let Some(value) = element.attr("datetime").and_then(metadata::day) else { continue };
        let words = chrome::tokens(element);
        let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
        let rank = match () {
            () if has(&["updated", "modified", "lastmod"]) => 0,
            () if has(&["published", "pubdate", "publish"])
                || element.attr("pubdate").is_some() =>
            {
                3
            }
            () if element.attr("itemprop") == Some("datePublished") => 3,
            () if value.len() == 10 => 2,
            () => 1,
        };
        if best.as_ref().is_none_or(|(before, _)| rank > *before) {
            let origin = Origin { at: At::Line(view.page.lines.get(id)), sure: Sure::Stated };
            best = Some((rank, Fact { value, origin }));
        }
    }
    best.map(|(_, fact)| fact)
}

/// The first leaf from `from` on that is running text of the article.
pub(super) fn first_prose(view: &View<'_>, from: usize) -> usize {
    let running = |index: usize| {
        let (leaf, fate) = (view.leaves.get(index), view.content.fates.get(index));
        leaf.zip(fate).is_some_and(|(leaf, fate)| {
            *fate == Fate::Inside
                && !matches!(leaf.form, Form::Heading(_))
                && leaf.length > 60
                && !(leaf.length < 200 && credits::states(&leaf.text))
        })
    };
    (from..view.leaves.len()).find(|index| running(*index)).unwrap_or(view.leaves.len())
}

/// Text of a leaf as it is set: spaces that don't break stay.
pub(super) fn as_set(view: &View<'_>, leaf: &Leaf) -> String {
    let text: String = view.page.tree.plain_text(leaf.node);
    let words =
        text.split(|c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\u{3000}'));
    let text = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    text.trim_matches(blocks::is_blank).to_owned()
}

/// The standfirst under the title at `title`: what says the same as the page's description, has the
/// class of one, or is a heading of its own.
fn subtitle(view: &View<'_>, title: Option<usize>) -> Option<(Fact, usize)> {
    let title = title?;
    let stated: Vec<String> = view
        .stated
        .subtitles
        .iter()
        .chain(&view.stated.descriptions)
        .map(|fact| bare(fact.value.trim_end_matches(['…', '.'])))
        .filter(|text| text.chars().count() > 5)
        .collect();
    let own = view.leaves.get(title)?;
    let said = bare(&own.text);
    let mut seen_text = 0;
    for index in title + 1..(title + 12).min(view.leaves.len()) {
        let (leaf, fate) = (view.leaves.get(index)?, *view.content.fates.get(index)?);
        if matches!(fate, Fate::Chrome(_)) || leaf.length > 600 || credits::is_byline(&leaf.text) {
            continue;
        }
        let text = bare(&leaf.text);
        if text == said || text.is_empty() {
            continue;
        }
        let same = |other: &String| *other == text || text.len() > 30 && other.starts_with(&text);
        let running = runs_on(view, index);
        let marked = is_standfirst(view, leaf.node);
        let heading =
            matches!(leaf.form, Form::Heading(2..)) && seen_text == 0 && is_alone(view, index);
        let sure = if stated.iter().any(same) && (!running || marked) {
            Some(Sure::Stated)
        } else if marked && leaf.length > 10 || heading {
            Some(Sure::Likely)
        } else {
            None
        };
        if let Some(sure) = sure {
            let origin = Origin { at: At::Line(leaf.line), sure };
            return Some((Fact { value: as_set(view, leaf), origin }, index));
        }
        if fate == Fate::Inside && leaf.text.width() > 120 {
            return None;
        }
        seen_text += 1;
    }
    None
}

/// Whether a leaf is the first of paragraphs that stand beside each other.
fn runs_on(view: &View<'_>, index: usize) -> bool {
    let (Some(leaf), Some(next)) = (view.leaves.get(index), view.leaves.get(index + 1)) else {
        return false;
    };
    let above = |leaf: &Leaf| view.page.tree.parent(leaf.node);
    above(leaf) == above(next)
        && view.page.tree.tag(leaf.node) == view.page.tree.tag(next.node)
        && next.length > 60
}

/// Whether a heading is the only one of its level in the article.
fn is_alone(view: &View<'_>, index: usize) -> bool {
    let Some(leaf) = view.leaves.get(index) else { return false };
    let fates = view.content.fates.iter();
    let same = view
        .leaves
        .iter()
        .zip(fates)
        .filter(|(other, fate)| **fate == Fate::Inside && other.form == leaf.form);
    let inside = view.content.fates.get(index) == Some(&Fate::Inside);
    same.count() == usize::from(inside)
}

/// Whether an element, or the one around it that holds nothing else, has the class of a standfirst.
fn is_standfirst(view: &View<'_>, node: NodeId) -> bool {
    let tree = &view.page.tree;
    let mut at = Some(node);
    for _ in 0..3 {
        let Some(id) = at else { return false };
        if let Some(element) = tree.element(id) {
            let property = element.attr("itemprop").unwrap_or_default().to_ascii_lowercase();
            if matches!(property.as_str(), "description" | "alternativeheadline" | "abstract") {
                return true;
            }
            let words = chrome::tokens(element);
            let pairs: Vec<String> = words.windows(2).map(<[String]>::concat).collect();
            if words.iter().chain(&pairs).any(|word| STANDFIRSTS.contains(&word.as_str())) {
                return true;
            }
        }
        at = tree.parent(id).filter(|above| {
            let blocks = tree.children(*above).filter(|id| tree.element(*id).is_some());
            blocks.take(2).count() == 1
        });
    }
    false
}

/// The page's summary, where it is whole and says something else than the text under the title.
fn description(view: &View<'_>, draft: &mut Draft) {
    let subtitle = bare(draft.edition.title.subtitle.as_deref().unwrap_or_default());
    let title = bare(&draft.edition.title.main);
    let beginning: String = view
        .leaves
        .iter()
        .zip(&view.content.fates)
        .filter(|(_, fate)| **fate == Fate::Inside)
        .take(12)
        .map(|(leaf, _)| bare(&leaf.text))
        .collect();
    for fact in &view.stated.descriptions {
        let text = bare(&fact.value);
        let cut = fact.value.ends_with(['…'])
            || fact.value.ends_with("...")
            || fact.value.ends_with("[…]");
        let same = text.is_empty()
            || text == title
            || !subtitle.is_empty() && (subtitle.contains(&text) || text.contains(&subtitle))
            || beginning.contains(&text);
        let whole =
            fact.value.ends_with(['.', '!', '?', '。', '！', '？', '”', '»', '"', '」', ')']);
        if !cut && !same && whole {
            draft.description(&fact.value, fact.origin.clone());
            return;
        }
    }
}
