//! What a page states of itself for machines.
//!
//! In: a page's tree as it was parsed. Out: candidates for each fact, the best first, each with its
//! line. Refuses to know: what the page shows; which of the candidates are believed.

mod json_ld;
mod values;

use super::Page;
use crate::import::draft::{At, Origin, Sure};
use crate::tree::{Element, NodeId, Step, Tag};
use values::decoded;
pub(super) use values::{day, inverted, is_name, language};

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fact {
    /// The value, character references resolved, white space folded.
    pub(super) value: String,
    /// Where it stands, and how sure it is.
    pub(super) origin: Origin,
}

impl Fact {
    fn new(value: &str, line: usize, sure: Sure) -> Option<Fact> {
        let value = decoded(value);
        let origin = Origin { at: At::Line(line), sure };
        (!value.is_empty()).then_some(Fact { value, origin })
    }
}

/// What a page states, the best source of each first.
#[derive(Debug, Default)]
pub(super) struct Stated {
    /// Titles, from the most careful metadata down to the page's own title.
    pub(super) titles: Vec<Fact>,
    /// The page's own title, with whatever the site puts around it.
    pub(super) window: Option<Fact>,
    /// Second titles.
    pub(super) subtitles: Vec<Fact>,
    /// Summaries.
    pub(super) descriptions: Vec<Fact>,
    /// Authors, a group for each kind of metadata.
    pub(super) authors: Vec<Vec<Fact>>,
    /// Translators, likewise.
    pub(super) translators: Vec<Vec<Fact>>,
    /// Where it appeared.
    pub(super) publications: Vec<Fact>,
    /// Who publishes it, which is often the same.
    pub(super) publishers: Vec<Fact>,
    /// Days, `2021-03-04`, or dates as they stand.
    pub(super) dates: Vec<Fact>,
    /// Pages in print.
    pub(super) pages: Vec<Fact>,
    /// Its addresses.
    pub(super) urls: Vec<Fact>,
    /// Languages.
    pub(super) languages: Vec<Fact>,
    /// DOI and the like.
    pub(super) identifiers: Vec<Fact>,
    /// What relative addresses are relative to.
    pub(super) base: Option<String>,
}

/// Kinds of facts, as `<meta>` names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Title,
    Subtitle,
    Description,
    Author,
    Translator,
    Contributor,
    Publication,
    Date,
    FirstPage,
    LastPage,
    Page,
    Url,
    Language,
    Identifier,
}

/// Names of `<meta>`, lower case, and what they say; a kind's first row is believed first.
const NAMES: &[(&str, Kind)] = &[
    ("citation_title", Kind::Title),
    ("dc.title", Kind::Title),
    ("dcterms.title", Kind::Title),
    ("og:title", Kind::Title),
    ("twitter:title", Kind::Title),
    ("parsely-title", Kind::Title),
    ("dcterms.alternative", Kind::Subtitle),
    ("dc.title.alternative", Kind::Subtitle),
    ("og:description", Kind::Description),
    ("description", Kind::Description),
    ("dc.description", Kind::Description),
    ("dcterms.abstract", Kind::Description),
    ("twitter:description", Kind::Description),
    ("citation_author", Kind::Author),
    ("dc.creator", Kind::Author),
    ("dcterms.creator", Kind::Author),
    ("dc.creator.personalname", Kind::Author),
    ("article:author", Kind::Author),
    ("author", Kind::Author),
    ("og:article:author", Kind::Author),
    ("parsely-author", Kind::Author),
    ("sailthru.author", Kind::Author),
    ("byl", Kind::Author),
    ("dable:author", Kind::Author),
    ("translator", Kind::Translator),
    ("citation_translator", Kind::Translator),
    ("dc.contributor", Kind::Contributor),
    ("dcterms.contributor", Kind::Contributor),
    ("citation_journal_title", Kind::Publication),
    ("citation_inbook_title", Kind::Publication),
    ("og:site_name", Kind::Publication),
    ("og:article:publisher", Kind::Publication),
    ("dcterms.ispartof", Kind::Publication),
    ("dc.relation.ispartof", Kind::Publication),
    ("dc.source", Kind::Publication),
    ("dc.publisher", Kind::Publication),
    ("dcterms.publisher", Kind::Publication),
    ("application-name", Kind::Publication),
    ("apple-mobile-web-app-title", Kind::Publication),
    ("citation_publisher", Kind::Publication),
    ("citation_publication_date", Kind::Date),
    ("citation_date", Kind::Date),
    ("citation_online_date", Kind::Date),
    ("article:published_time", Kind::Date),
    ("og:article:published_time", Kind::Date),
    ("article:published", Kind::Date),
    ("datepublished", Kind::Date),
    ("dcterms.issued", Kind::Date),
    ("dc.date.issued", Kind::Date),
    ("dc.date", Kind::Date),
    ("dcterms.date", Kind::Date),
    ("dcterms.created", Kind::Date),
    ("dc.date.created", Kind::Date),
    ("date", Kind::Date),
    ("pubdate", Kind::Date),
    ("publishdate", Kind::Date),
    ("publish-date", Kind::Date),
    ("publish_date", Kind::Date),
    ("parsely-pub-date", Kind::Date),
    ("sailthru.date", Kind::Date),
    ("article_date_original", Kind::Date),
    ("citation_firstpage", Kind::FirstPage),
    ("citation_lastpage", Kind::LastPage),
    ("prism.startingpage", Kind::FirstPage),
    ("prism.endingpage", Kind::LastPage),
    ("og:url", Kind::Url),
    ("parsely-link", Kind::Url),
    ("citation_abstract_html_url", Kind::Url),
    ("citation_fulltext_html_url", Kind::Url),
    ("dc.identifier.uri", Kind::Url),
    ("twitter:url", Kind::Url),
    ("og:locale", Kind::Language),
    ("dc.language", Kind::Language),
    ("dcterms.language", Kind::Language),
    ("citation_language", Kind::Language),
    ("language", Kind::Language),
    ("content-language", Kind::Language),
    ("citation_doi", Kind::Identifier),
    ("dc.identifier", Kind::Identifier),
    ("dc.identifier.doi", Kind::Identifier),
];

/// Properties of microdata and `RDFa` that say the same as `<meta>`.
const PROPERTIES: &[(&str, Kind)] = &[
    ("headline", Kind::Title),
    ("alternativeheadline", Kind::Subtitle),
    ("datepublished", Kind::Date),
    ("translator", Kind::Translator),
    ("pagestart", Kind::FirstPage),
    ("pageend", Kind::LastPage),
    ("pagination", Kind::Page),
    ("inlanguage", Kind::Language),
];

/// A `<meta>` or a property, as it stands.
#[derive(Debug)]
struct Row {
    name: String,
    kind: Kind,
    fact: Fact,
}

/// Reads all that `page` states.
pub(super) fn read(page: &Page) -> Stated {
    let tree = &page.tree;
    let mut stated = Stated::default();
    let (mut rows, mut ld, mut canonical) = (Vec::new(), Vec::new(), None);
    let mut html_language = None;
    let mut step = Some(Step::Enter(page.root));
    while let Some(now) = step {
        step = tree.step(page.root, now);
        let Step::Enter(id) = now else { continue };
        let Some(element) = tree.element(id) else { continue };
        let line = page.lines.get(id);
        match element.name.html() {
            Some(Tag::Html) => {
                let lang = element.attr("lang").or_else(|| element.attr("xml:lang"));
                html_language = lang.and_then(|lang| Fact::new(lang, line, Sure::Stated));
            }
            Some(Tag::Body) if html_language.is_none() => {
                let lang = element.attr("lang").or_else(|| element.attr("xml:lang"));
                html_language = lang.and_then(|lang| Fact::new(lang, line, Sure::Stated));
            }
            Some(Tag::Title) if stated.window.is_none() => {
                stated.window = Fact::new(&tree.plain_text(id), line, Sure::Likely);
            }
            Some(Tag::Base) if stated.base.is_none() => {
                stated.base = element.attr("href").map(str::to_owned);
            }
            Some(Tag::Link)
                if element.attr("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) =>
            {
                let href = element.attr("href").unwrap_or_default();
                canonical = canonical.or_else(|| Fact::new(href, line, Sure::Stated));
            }
            Some(Tag::Script) => {
                let kind = element.attr("type").unwrap_or_default().to_ascii_lowercase();
                if kind.starts_with("application/ld+json") {
                    ld.push((tree.plain_text(id), line));
                }
            }
            Some(Tag::Meta) => rows.extend(meta(element, line)),
            _ => {}
        }
        rows.extend(property(page, id, element, line));
    }
    stated.urls.extend(canonical);
    json_ld::read(&ld, &mut stated);
    gather(rows, &mut stated);
    stated.publications.append(&mut stated.publishers);
    stated.languages.splice(0..0, html_language);
    stated
}

/// What a `<meta>` says.
fn meta(element: &Element<'_>, line: usize) -> Option<Row> {
    let names = ["name", "property", "http-equiv", "itemprop"];
    let content = element.attr("content")?;
    for name in names.iter().filter_map(|name| element.attr(name)) {
        let name = name.trim().to_ascii_lowercase().replace("dcterms:", "dcterms.");
        let name = if name.starts_with("dc:") { name.replacen("dc:", "dc.", 1) } else { name };
        if let Some((_, kind)) = NAMES.iter().find(|(known, _)| *known == name) {
            let fact = Fact::new(content, line, Sure::Stated)?;
            return Some(Row { name, kind: *kind, fact });
        }
    }
    None
}

/// What a property of microdata says; people are looked for where the page shows them.
fn property(page: &Page, id: NodeId, element: &Element<'_>, line: usize) -> Option<Row> {
    let name = element.attr("itemprop").or_else(|| element.attr("property"))?;
    let name = name.trim().trim_start_matches("schema:").to_ascii_lowercase();
    let (_, kind) = PROPERTIES.iter().find(|(known, _)| *known == name)?;
    let value = element.attr("content").or_else(|| element.attr("datetime"));
    let value = match value {
        Some(value) => value.to_owned(),
        None if *kind == Kind::Date => return None,
        None => page.tree.plain_text(id),
    };
    let fact = Fact::new(&value, line, Sure::Stated)?;
    // A property that the head states as well is no better than that.
    (fact.value.len() < 1000).then_some(Row { name, kind: *kind, fact })
}

/// Rows become candidates, in the order of the table.
fn gather(rows: Vec<Row>, stated: &mut Stated) {
    let rank =
        |row: &Row| NAMES.iter().position(|(name, _)| *name == row.name).unwrap_or(usize::MAX);
    let mut rows: Vec<(usize, Row)> = rows.into_iter().map(|row| (rank(&row), row)).collect();
    rows.sort_by_key(|(rank, _)| *rank);
    let mut pages = (None, None);
    let mut group: (usize, Vec<Fact>) = (usize::MAX, Vec::new());
    let mut translators = Vec::new();
    for (rank, Row { kind, fact, name }) in rows {
        match kind {
            Kind::Title => stated.titles.push(fact),
            Kind::Subtitle => stated.subtitles.push(fact),
            Kind::Description => stated.descriptions.push(fact),
            Kind::Author => {
                if group.0 != rank && !group.1.is_empty() {
                    stated.authors.push(std::mem::take(&mut group.1));
                }
                group.0 = rank;
                group.1.push(fact);
            }
            Kind::Translator => translators.push(fact),
            Kind::Contributor => {
                if let Some(value) = values::translator(&fact.value) {
                    translators.push(Fact { value, ..fact });
                }
            }
            Kind::Publication => {
                if !values::is_address(&fact.value) {
                    stated.publications.push(fact);
                }
            }
            Kind::Date => {
                // A date that is in no form for machines is kept as it stands, after those that are.
                let value = day(&fact.value);
                stated.dates.extend(value.map(|value| Fact { value, ..fact }));
            }
            Kind::FirstPage => pages.0 = pages.0.or(Some(fact)),
            Kind::LastPage => pages.1 = pages.1.or(Some(fact)),
            Kind::Page => stated.pages.push(fact),
            Kind::Url => stated.urls.push(fact),
            Kind::Language => stated.languages.push(fact),
            Kind::Identifier => {
                let doi =
                    fact.value.trim_start_matches("doi:").trim_start_matches("https://doi.org/");
                if name == "citation_doi" || doi.starts_with("10.") {
                    let value = format!("https://doi.org/{}", doi.trim());
                    stated.identifiers.push(Fact { value, ..fact });
                }
            }
        }
    }
    if !group.1.is_empty() {
        stated.authors.push(group.1);
    }
    if !translators.is_empty() {
        stated.translators.push(translators);
    }
    if let (Some(first), last) = pages {
        let last = last.filter(|last| last.value != first.value);
        let value = last.map(|last| format!("{}-{}", first.value, last.value));
        stated.pages.push(Fact { value: value.unwrap_or(first.value), origin: first.origin });
    }
}
