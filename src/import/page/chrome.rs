//! What of a page is not its article, as far as elements and the words of their classes tell.
//!
//! In: an element. Out: what it was taken for, a noun in the plural. Refuses to know: the text in it,
//! and how much of the page it holds.
//!
//! Sites name their parts in the language of those who made them. A row of [`WORDS`] is what people
//! are told, then words that a class or an id holds as a whole, then beginnings of words.

use crate::tree::{Element, Tag};

/// A row: what it is, whole words, beginnings of words.
type Row = (&'static str, &'static [&'static str], &'static [&'static str]);

/// Words of classes and ids.
const WORDS: &[Row] = &[
    (
        "comments",
        &[
            "kom",
            "reply",
            "replies",
            "respond",
            "disqus",
            "reactions",
            "dyskusja",
            "livefyre",
            "guestbook",
        ],
        &[
            "comment",
            "kommentar",
            "coment",
            "koment",
            "comentario",
            "reactie",
            "reageren",
            "reacc",
            "댓글",
            "コメント",
            "评论",
            "評論",
            "discussion",
            "forumpost",
            "opinioni",
        ],
    ),
    (
        "related articles",
        &[
            "related",
            "rel",
            "recirc",
            "readmore",
            "verder",
            "polecane",
            "ranking",
            "trending",
            "mais",
            "friend",
            "catcher",
            "taboola",
            "outbrain",
            "ligatus",
            "more",
            "also",
            "similar",
            "popular",
            "plus",
            "kanren",
            "teasers",
            "recent",
            "archive",
            "crosslinks",
            "inread",
            "onward",
        ],
        &[
            "relat",
            "recommend",
            "empfehl",
            "mostread",
            "correlat",
            "verwandt",
            "zumthema",
            "leesook",
            "liresaussi",
            "aussi",
            "recomend",
            "raccomand",
            "powiaz",
            "czytaj",
            "otherpost",
            "seealso",
            "readalso",
            "pokrewne",
            "associe",
            "ähnlich",
            "weiterles",
            "suggest",
            "morefrom",
            "upnext",
        ],
    ),
    (
        "newsletter boxes",
        &[
            "abo",
            "paywall",
            "regwall",
            "cta",
            "signup",
            "piano",
            "optin",
            "membership",
            "donate",
            "don",
            "encart",
            "spende",
        ],
        &[
            "newsletter",
            "subscri",
            "abonn",
            "abbon",
            "suscri",
            "assine",
            "assinante",
            "assinar",
            "prenumer",
            "nieuwsbrief",
            "mailing",
            "infolettre",
            "boletin",
            "boletim",
            "biuletyn",
            "subskry",
            "подпис",
            "donation",
            "podpis-na",
            "haber",
            "spenden",
            "support-us",
        ],
    ),
    (
        "advertisements",
        &[
            "ad",
            "ads",
            "adv",
            "adbox",
            "adslot",
            "adsense",
            "adsbygoogle",
            "dfp",
            "gpt",
            "pub",
            "pubs",
            "sponsor",
            "banner",
            "anuncio",
            "annonce",
            "kokoku",
            "pr",
            "promo",
            "mpu",
            "billboard",
        ],
        &[
            "advert",
            "reklam",
            "werbung",
            "anzeige",
            "publicid",
            "publicit",
            "pubblicit",
            "sponsored",
            "googlead",
            "adcontainer",
            "adwrapper",
            "advertise",
            "dfpad",
            "廣告",
            "广告",
            "広告",
            "광고",
        ],
    ),
    (
        "cookie notices",
        &["cookie", "cookies", "gdpr", "rgpd", "rodo", "lgpd", "cmp", "dsgvo", "onetrust"],
        &["cookie", "consent", "ciasteczk", "datenschutz"],
    ),
    (
        "share buttons",
        &[
            "share",
            "sns",
            "social",
            "tools",
            "deel",
            "delen",
            "tweet",
            "addthis",
            "sharing",
            "like",
            "buttons",
            "btns",
            "ferramentas",
            "werkzeuge",
            "toolbar",
            "actions",
            "postbtn",
            "ufi",
            "utility",
            "claps",
            "bookmark",
            "print",
        ],
        &[
            "sharedaddy",
            "sharebar",
            "sharebutton",
            "sociallink",
            "socialmedia",
            "teilen",
            "partag",
            "compart",
            "condivid",
            "udostepn",
            "podziel",
            "shareicon",
            "sharetools",
            "공유",
            "share-",
        ],
    ),
    (
        "navigation",
        &[
            "nav", "menu", "gnb", "lnb", "snb", "navi", "topbar", "navbar", "skip", "pager",
            "paging", "location", "okruszki", "percorso", "sitemap", "toc", "prevnext", "pagenavi",
            "prev",
        ],
        &[
            "navig",
            "breadcrumb",
            "pagination",
            "menuitem",
            "brotkr",
            "filariane",
            "migas",
            "kruimel",
            "skiplink",
            "sitenav",
            "mainmenu",
            "pagetop",
            "backtotop",
        ],
    ),
    (
        "footers",
        &[
            "footer",
            "fuss",
            "stopka",
            "colophon",
            "copyright",
            "rodape",
            "voet",
            "impressum",
            "pie",
            "pied",
            "bottombar",
            "license",
            "copy",
            "legal",
        ],
        &[
            "sitefooter",
            "pagefooter",
            "copyright",
            "footerlink",
            "fusszeile",
            "piedepagina",
            "piedipagina",
        ],
    ),
    (
        "sidebars",
        &[
            "sidebar",
            "rail",
            "seitenleiste",
            "widget",
            "sidenav",
            "sidecol",
            "aside",
            "colonna-destra",
            "zijbalk",
            "lateral",
            "secondary",
            "rightcol",
            "boczna",
        ],
        &["sidebar", "rightrail", "widgetarea"],
    ),
    (
        "tags",
        &["tags", "topics", "keywords", "taglist", "schlagworte", "hashtags", "tagcloud"],
        &["posttag"],
    ),
    (
        "counters",
        &["views", "hits", "readingtime", "lesezeit", "counter", "viewcount", "wordcount"],
        &["pageview", "readingtime", "timetoread"],
    ),
];

/// Words that say what a page as a whole has or has not.
const STATES: &[&str] =
    &["has", "no", "with", "without", "open", "closed", "is", "show", "hide", "enabled"];

/// Words that say little by themselves: what has them counts only where it holds hardly anything but
/// links.
const WEAK: &[&str] = &[
    "more",
    "mais",
    "plus",
    "tag",
    "tools",
    "copy",
    "location",
    "popular",
    "recent",
    "archive",
    "pub",
    "pr",
    "promo",
    "banner",
    "like",
    "social",
    "actions",
    "print",
    "rel",
    "also",
    "pie",
    "toc",
    "menu",
    "prev",
    "secondary",
    "lateral",
    "widget",
    "support",
    "similar",
    "legal",
    "license",
    "friend",
    "aside",
    "discussion",
    "haber",
    "sponsor",
    "utility",
    "buttons",
    "bookmark",
    "counter",
    "topics",
    "kom",
];

/// How sure it is what an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chrome {
    /// Its element or a word of its class says so.
    Sure(&'static str),
    /// A word of its class says so that is said of other things too.
    Maybe(&'static str),
}

/// What an element is, other than a part of the article.
pub(super) fn of(element: &Element<'_>) -> Option<Chrome> {
    let tag = element.name.html();
    match tag {
        Some(Tag::Nav) => return Some(Chrome::Sure("navigation")),
        Some(Tag::Body | Tag::Html) => return None,
        _ => {}
    }
    match element.attr("role").unwrap_or_default() {
        "navigation" | "menu" | "menubar" | "toolbar" | "tablist" => {
            return Some(Chrome::Sure("navigation"));
        }
        "search" => return Some(Chrome::Sure("buttons and fields")),
        "dialog" | "alertdialog" => return Some(Chrome::Sure("notices")),
        "contentinfo" => return Some(Chrome::Sure("footers")),
        _ => {}
    }
    let tokens = tokens(element);
    if tokens.iter().any(|word| STATES.contains(&word.as_str())) {
        return None;
    }
    let pairs = tokens.windows(2).map(<[String]>::concat);
    let words: Vec<String> = tokens.iter().cloned().chain(pairs).collect();
    let mut maybe = None;
    for (what, whole, begins) in WORDS {
        for word in &words {
            let is = whole.contains(&word.as_str())
                || begins
                    .iter()
                    .any(|begin| word.starts_with(begin) && word.len() < begin.len() + 12);
            if is && WEAK.contains(&word.as_str()) {
                maybe = maybe.or(Some(Chrome::Maybe(what)));
            } else if is {
                return Some(Chrome::Sure(what));
            }
        }
    }
    match tag {
        Some(Tag::Aside) => maybe.or(Some(Chrome::Maybe("sidebars"))),
        Some(Tag::Footer) => maybe.or(Some(Chrome::Maybe("footers"))),
        _ => maybe,
    }
}

/// The words of an element's class and id, lower case: parted at signs and where a capital begins.
pub(super) fn tokens(element: &Element<'_>) -> Vec<String> {
    let mut words = Vec::new();
    for name in ["class", "id"] {
        let value = element.attr(name).unwrap_or_default();
        // Nobody names a thing with so many words; what does is data.
        let value = value.get(..value.floor_char_boundary(400)).unwrap_or_default();
        let mut word = String::new();
        let mut lower = false;
        for c in value.chars() {
            let ends = !c.is_alphabetic() || c.is_uppercase() && lower;
            if ends && !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            if c.is_alphabetic() {
                word.extend(c.to_lowercase());
            }
            lower = c.is_lowercase();
        }
        if !word.is_empty() {
            words.push(word);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_classes_tell_parts_of_a_page() {
        let element = |class: &'static str| {
            let mut element = Element::html(Tag::Div);
            element.attrs.push(crate::tree::Attr::new("class", class));
            element
        };
        let cases = [
            ("comments-area", Some(Chrome::Sure("comments"))),
            ("has-comments", None),
            ("postCommentList", Some(Chrome::Sure("comments"))),
            ("box-abbonamento", Some(Chrome::Sure("newsletter boxes"))),
            ("inline-ad", Some(Chrome::Sure("advertisements"))),
            ("lead", None),
            ("footnotes", None),
            ("read-also", Some(Chrome::Sure("related articles"))),
            ("article__content", None),
        ];
        for (class, expected) in cases {
            assert_eq!(of(&element(class)), expected, "{class}");
        }
    }
}
