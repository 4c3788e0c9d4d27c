//! Which attributes may stand on which element, and in which values.
//!
//! In: an element with whatever attributes. Out: the element with those that are legal. Ids and
//! addresses stay as they are: `resolve` decides on them.
//! Source: HTML standard, the attributes of each element; EPUB 3.3 section 6.1.3.

use super::Report;
use crate::diagnostic::code;
use crate::tree::{Element, Name, Tag, Value};
use std::borrow::Cow;

/// Keeps the legal attributes of an element of HTML, and puts old ones into today's form.
pub(super) fn conform(element: &mut Element<'_>, at: usize, report: &mut Report<'_>) {
    if element.attrs.is_empty() {
        return;
    }
    let Name::Html(tag) = element.name else { return };
    keep_presentation(element);
    // `<a name>` and `<map name>`: an id is what a link can lead to today.
    let has_id = element.attr("id").is_some();
    let mut seen: Vec<Cow<'static, str>> = Vec::new();
    let mut dropped = Vec::new();
    let attrs = std::mem::take(&mut element.attrs);
    for mut attr in attrs {
        if attr.name == "name" && tag == Tag::A && !has_id {
            attr.name = Cow::Borrowed("id");
        }
        if attr.name == "xml:lang" {
            attr.name = Cow::Borrowed("lang");
        }
        let legal = match &mut attr.value {
            Value::Text(value) => is_legal(tag, &attr.name, value),
            _ => true,
        };
        if legal && !seen.contains(&attr.name) {
            seen.push(attr.name.clone());
            element.attrs.push(attr);
        } else if !is_known_and_silent(&attr.name) {
            dropped.push(attr.name);
        }
    }
    if !dropped.is_empty() {
        report.push(
            &code::HTML_CHANGED,
            at,
            format!(
                "`<{}>` can't have {} here; left out",
                tag.name(),
                dropped.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
            ),
        );
    }
    if tag == Tag::Img {
        // An image is announced by its alternative text; one that says it has none is decoration.
        match element.attr("alt") {
            None => element.set("alt", Value::Text(Cow::Borrowed(""))),
            Some("") => element.set("role", Value::Text(Cow::Borrowed("presentation"))),
            Some(_) => {}
        }
    }
    if matches!(tag, Tag::Audio | Tag::Video) {
        element.set("controls", Value::Text(Cow::Borrowed("controls")));
    }
}

/// Presentation that HTML once had as attributes becomes a class.
pub(super) fn keep_presentation(element: &mut Element<'_>) {
    let mut classes = Vec::new();
    element.attrs.retain(|attr| {
        let Value::Text(value) = &attr.value else { return true };
        let value = value.trim().to_ascii_lowercase();
        match (attr.name.as_ref(), value.as_str()) {
            ("align", "left" | "right" | "center" | "justify") => {
                classes.push(format!("align-{value}"));
                false
            }
            ("valign", "top" | "middle" | "bottom" | "baseline") => {
                classes.push(format!("valign-{value}"));
                false
            }
            _ => true,
        }
    });
    for class in classes {
        element.add_class(&class);
    }
}

/// Attributes of foreign elements: what does something or comes from elsewhere goes.
pub(super) fn conform_foreign(element: &mut Element<'_>, at: usize, report: &mut Report<'_>) {
    let mut dropped = Vec::new();
    element.attrs.retain_mut(|attr| {
        let Value::Text(value) = &attr.value else { return true };
        let name = attr.name.as_ref();
        // Namespaces are the writer's business.
        if name.starts_with("xmlns") {
            return false;
        }
        let script = name.starts_with("on") || value.trim_start().starts_with("javascript:");
        let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))
            && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let prefixed = name.split_once(':').map(|(prefix, _)| prefix);
        let keep = plain && !script && matches!(prefixed, None | Some("xlink" | "xml"));
        if !keep {
            dropped.push(attr.name.to_string());
        }
        keep
    });
    if !dropped.is_empty() {
        report.push(
            &code::HTML_DROPPED,
            at,
            format!("`<{}>` loses {}", element.name.as_str(), dropped.join(", ")),
        );
    }
}

/// A class made of an element's name.
pub(super) fn class_of(name: &str) -> String {
    let class: String =
        name.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect();
    if class.is_empty() { "unknown".to_owned() } else { class }
}

/// Whether every element of HTML may have the attribute.
pub(super) fn is_global(name: &str) -> bool {
    matches!(
        name,
        "id" | "class"
            | "lang"
            | "dir"
            | "title"
            | "role"
            | "epub:type"
            | "translate"
            | "hidden"
            | "style"
    ) || name.starts_with("aria-")
        || name.starts_with("data-")
}

/// Attributes whose loss changes nothing that a reader of a book would see.
fn is_known_and_silent(name: &str) -> bool {
    matches!(
        name,
        "loading"
            | "decoding"
            | "fetchpriority"
            | "crossorigin"
            | "referrerpolicy"
            | "srcset"
            | "sizes"
            | "target"
            | "ping"
            | "download"
            | "rel"
            | "tabindex"
            | "xmlns"
    )
}

/// Whether the attribute may stand on the element with that value; the value may be put into its
/// legal form.
fn is_legal(tag: Tag, name: &str, value: &mut Cow<'_, str>) -> bool {
    match name {
        "id" => return !value.trim().is_empty(),
        "class" | "title" => return true,
        "translate" => return matches!(value.as_ref(), "yes" | "no"),
        "hidden" => {
            *value = Cow::Borrowed("hidden");
            return true;
        }
        "dir" => {
            let lower = value.trim().to_ascii_lowercase();
            let legal = matches!(lower.as_str(), "ltr" | "rtl" | "auto");
            *value = Cow::Owned(lower);
            return legal;
        }
        "lang" => return oxilangtag::LanguageTag::parse(value.as_ref()).is_ok(),
        "role" => return is_role(tag, value),
        "aria-label" => return !value.trim().is_empty(),
        "aria-hidden" => return matches!(value.as_ref(), "true" | "false"),
        "epub:type" => {
            return !value.trim().is_empty()
                && value.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c == ' ');
        }
        "style" => return is_safe_style(value),
        _ => {}
    }
    if let Some(rest) = name.strip_prefix("data-") {
        return !rest.is_empty()
            && rest.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    }
    match (tag, name) {
        (Tag::A | Tag::Area, "href")
        | (Tag::Img | Tag::Audio | Tag::Video | Tag::Source | Tag::Track, "src")
        | (Tag::Video, "poster")
        | (Tag::Img | Tag::Area, "alt")
        | (Tag::Data, "value")
        | (Tag::Th, "abbr")
        | (Tag::Track, "label") => true,
        (Tag::Blockquote | Tag::Q | Tag::Ins | Tag::Del, "cite") => is_web_address(value),
        (Tag::A, "hreflang") | (Tag::Track, "srclang") => {
            oxilangtag::LanguageTag::parse(value.as_ref()).is_ok()
        }
        (Tag::Img | Tag::Video, "width" | "height") => {
            let digits: String = value.trim().trim_end_matches("px").to_owned();
            let legal = is_number(&digits, 1, 100_000);
            *value = Cow::Owned(digits);
            legal
        }
        (Tag::Td | Tag::Th, "colspan") => is_number(value, 1, 1000),
        (Tag::Td | Tag::Th, "rowspan") => is_number(value, 0, 65_534),
        (Tag::Col | Tag::Colgroup, "span") => is_number(value, 1, 1000),
        (Tag::Th, "scope") => matches!(value.as_ref(), "row" | "col" | "rowgroup" | "colgroup"),
        (Tag::Ol, "start") | (Tag::Li, "value") => {
            let digits = value.trim().strip_prefix('-').unwrap_or(value.trim());
            is_number(digits, 0, 1_000_000_000)
        }
        (Tag::Ol, "type") => matches!(value.as_ref(), "1" | "a" | "A" | "i" | "I"),
        (Tag::Ol, "reversed") | (Tag::Details, "open") => {
            *value = Cow::Owned(name.to_owned());
            true
        }
        (Tag::Audio | Tag::Video, "loop" | "muted" | "controls") => {
            *value = Cow::Owned(name.to_owned());
            true
        }
        (Tag::Audio | Tag::Video, "preload") => {
            matches!(value.as_ref(), "none" | "metadata" | "auto")
        }
        (Tag::Track, "kind") => matches!(
            value.as_ref(),
            "subtitles" | "captions" | "descriptions" | "chapters" | "metadata"
        ),
        (Tag::Time, "datetime") => is_date(value),
        _ => false,
    }
}

fn is_number(value: &str, least: u64, most: u64) -> bool {
    !value.is_empty()
        && value.bytes().all(|b| b.is_ascii_digit())
        && value.parse::<u64>().is_ok_and(|number| (least..=most).contains(&number))
}

/// A date or year as `time` may hold it; the other forms of the standard are left out.
fn is_date(value: &str) -> bool {
    let parts: Vec<&str> = value.split('-').collect();
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    let in_range = |part: &str, most: u8| part.parse::<u8>().is_ok_and(|n| n >= 1 && n <= most);
    match parts.as_slice() {
        [year] => digits(year, 4) && *year != "0000",
        [year, month] => {
            digits(year, 4) && *year != "0000" && digits(month, 2) && in_range(month, 12)
        }
        [year, month, day] => {
            digits(year, 4)
                && *year != "0000"
                && digits(month, 2)
                && in_range(month, 12)
                && digits(day, 2)
                && in_range(day, 28)
        }
        _ => false,
    }
}

fn is_web_address(value: &str) -> bool {
    url::Url::parse(value).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

/// Roles that an author may give to a neutral element; on others the element's own role stands.
/// Source: WAI-ARIA 1.2, DPUB-ARIA 1.1, ARIA in HTML.
fn is_role(tag: Tag, role: &str) -> bool {
    let neutral = matches!(tag, Tag::Div | Tag::Span | Tag::P);
    match role {
        "note" => neutral || matches!(tag, Tag::Section | Tag::Aside | Tag::Blockquote),
        "img" | "math" | "group" | "region" | "list" | "listitem" => {
            neutral && role != "listitem" && role != "list" && tag != Tag::P
        }
        "presentation" => matches!(tag, Tag::Img | Tag::Div | Tag::Span),
        "doc-epigraph" | "doc-pullquote" | "doc-tip" | "doc-notice" | "doc-example" => {
            neutral || tag == Tag::Section
        }
        _ => false,
    }
}

/// Whether a `style` attribute holds plain declarations and nothing that reaches out of the page
/// or that EPUBCheck refuses. Source: EPUB 3.3 section 6.3.1.2.
fn is_safe_style(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    if ["url(", "expression", "@", "{", "}", "\\", "<", "direction", "unicode-bidi"]
        .iter()
        .any(|bad| lower.contains(bad))
    {
        return false;
    }
    let mut any = false;
    for declaration in value.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        any = true;
        let Some((name, rest)) = declaration.split_once(':') else { return false };
        let name = name.trim();
        let plain = !name.is_empty()
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-');
        let rest = rest.trim();
        let balanced = rest.matches('(').count() == rest.matches(')').count()
            && !rest.contains(['"', '\'', ':', '`', '$', '~', '?', '*', '[', ']'])
            && !rest.is_empty();
        if !plain || !balanced {
            return false;
        }
    }
    any
}
