//! What an attribute's value may be, and the legal form of one.
//!
//! In: a value as the author wrote it. Out: whether it is legal, and the value in its legal form.
//! Source: HTML standard section 2.3 (common microsyntaxes) and the data types of EPUBCheck's
//! grammar, whichever is narrower.

pub(super) mod style;

use oxilangtag::LanguageTag;
use std::borrow::Cow;

/// A kind of value.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// Any text. Addresses too: `resolve` decides on them.
    Any,
    /// Text with something in it.
    Words,
    /// An id: `resolve` makes it legal.
    Id,
    /// Ids that something else has: `resolve` looks for them.
    Ids,
    /// The attribute is there or not; its value is its name.
    Flag,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A whole number from the first to the second.
    Whole(u32, u32),
    /// A whole number, negative ones too.
    Signed,
    /// A number of pixels.
    Pixels,
    /// A BCP 47 tag, or nothing for an unknown language.
    Language,
    /// A date, time or length of time.
    Date,
    /// A media type.
    MediaType,
    /// Declarations of CSS.
    Style,
    /// A length of MathML.
    Length,
    /// Lengths of MathML, in a row.
    Lengths,
    /// A length of MathML that may refer to the size of the content.
    Padding,
    /// A colour of MathML.
    Color,
    /// One or more of these words.
    SomeOf(&'static [&'static str]),
    /// Names that XML allows in a list (`NMTOKENS`).
    Tokens,
}

impl Kind {
    /// Whether the value of the attribute `name` is legal; it may be put into its legal form.
    pub(super) fn accept(self, name: &str, value: &mut Cow<'_, str>) -> bool {
        match self {
            Kind::Any => true,
            Kind::Words | Kind::Id | Kind::Ids => !value.trim().is_empty(),
            Kind::Flag => {
                *value = Cow::Owned(name.to_owned());
                true
            }
            Kind::OneOf(words) => {
                // Case tells apart `type="a"` and `type="A"`; elsewhere it says nothing.
                let trimmed = value.trim();
                let found = words.iter().find(|word| **word == trimmed);
                let found =
                    found.or_else(|| words.iter().find(|word| word.eq_ignore_ascii_case(trimmed)));
                if let Some(word) = found {
                    *value = Cow::Borrowed(word);
                }
                found.is_some()
            }
            Kind::Whole(least, most) => {
                let number = leading_number(value).map(|number| number.min(i64::from(most)));
                let number = number.filter(|number| *number >= i64::from(least));
                write(number, value)
            }
            Kind::Signed => {
                let number = leading_number(value);
                write(number.filter(|number| number.abs() <= 1_000_000_000), value)
            }
            Kind::Pixels => {
                let trimmed = value.trim();
                let digits = trimmed.strip_suffix("px").unwrap_or(trimmed).trim_end().to_owned();
                // A fraction of a pixel is none that anybody could see.
                let digits = digits.split('.').next().unwrap_or_default().to_owned();
                let legal = is_whole(&digits, 1, 100_000);
                *value = Cow::Owned(digits);
                legal
            }
            Kind::Language => {
                // `zh_CN` is how programs spell it.
                let tag = value.trim().replace('_', "-");
                let legal = is_language(&tag);
                *value = Cow::Owned(tag);
                legal
            }
            Kind::Date => {
                let trimmed = value.trim().to_owned();
                let legal = is_date_or_time(&trimmed);
                *value = Cow::Owned(trimmed);
                legal
            }
            Kind::MediaType => is_media_type(value),
            Kind::Style => {
                let (kept, _) = style::keep(value);
                let legal = !kept.is_empty();
                *value = Cow::Owned(kept);
                legal
            }
            Kind::Length => is_length(value.trim(), &["%"]),
            Kind::Lengths => {
                let mut any = false;
                value.split_ascii_whitespace().all(|length| {
                    any = true;
                    is_length(length, &["%"])
                }) && any
            }
            Kind::Padding => {
                let trimmed = value.trim();
                is_length(
                    trimmed.strip_prefix('+').unwrap_or(trimmed),
                    &["%", "height", "depth", "width", "%height", "%depth", "%width"],
                )
            }
            Kind::Color => {
                let trimmed = value.trim();
                COLORS.iter().any(|color| color.eq_ignore_ascii_case(trimmed))
                    || trimmed.strip_prefix('#').is_some_and(|digits| {
                        matches!(digits.len(), 3 | 6)
                            && digits.bytes().all(|b| b.is_ascii_hexdigit())
                    })
            }
            Kind::SomeOf(words) => {
                let mut any = false;
                value.split_ascii_whitespace().all(|word| {
                    any = true;
                    words.contains(&word)
                }) && any
            }
            Kind::Tokens => {
                let is_token = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
                let kept: Vec<&str> =
                    value.split_ascii_whitespace().filter(|t| t.chars().all(is_token)).collect();
                let legal = !kept.is_empty();
                *value = Cow::Owned(kept.join(" "));
                legal
            }
        }
    }
}

/// The colours that MathML 3 names (section 2.1.5.3).
const COLORS: &[&str] = &[
    "aqua",
    "black",
    "blue",
    "fuchsia",
    "gray",
    "green",
    "lime",
    "maroon",
    "navy",
    "olive",
    "purple",
    "red",
    "silver",
    "teal",
    "transparent",
    "white",
    "yellow",
];

/// A number with a unit of MathML 3 (section 2.1.5.2), one of `more`, or none; or a named space.
fn is_length(value: &str, more: &[&str]) -> bool {
    if let Some(name) = value.strip_suffix("mathspace") {
        let name = name.strip_prefix("negative").unwrap_or(name);
        return matches!(
            name,
            "veryverythin"
                | "verythin"
                | "thin"
                | "medium"
                | "thick"
                | "verythick"
                | "veryverythick"
        );
    }
    let value = value.strip_prefix('-').unwrap_or(value);
    let at = value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
    let (number, unit) = value.split_at(at);
    let is_number = number.matches('.').count() <= 1 && number.bytes().any(|b| b.is_ascii_digit());
    let unit = unit.trim_start();
    is_number
        && (matches!(unit, "" | "em" | "ex" | "in" | "cm" | "mm" | "px" | "pt" | "pc")
            || more.contains(&unit))
}

/// The number that a value begins with: browsers read no further, and so `2.5` columns are two.
/// Source: HTML standard section 2.3.4.1.
fn leading_number(value: &str) -> Option<i64> {
    let value = value.trim_start();
    let digits = value.strip_prefix(['-', '+']).unwrap_or(value);
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let digits = digits.get(..end).filter(|digits| !digits.is_empty())?;
    let number = digits.parse().unwrap_or(i64::MAX);
    Some(if value.starts_with('-') { -number } else { number })
}

/// Puts a number in the place of a value; false where there is none.
fn write(number: Option<i64>, value: &mut Cow<'_, str>) -> bool {
    if let Some(number) = number {
        *value = Cow::Owned(number.to_string());
    }
    number.is_some()
}

fn is_whole(value: &str, least: u32, most: u32) -> bool {
    !value.is_empty()
        && value.bytes().all(|b| b.is_ascii_digit())
        && value.parse().is_ok_and(|number: u32| (least..=most).contains(&number))
}

/// Whether the value is a BCP 47 tag. Source: RFC 5646; XML Schema's `language`, whose parts have
/// eight characters at most.
pub(super) fn is_language(value: &str) -> bool {
    value.is_empty()
        || (value.split('-').all(|part| (1..=8).contains(&part.len()))
            && LanguageTag::parse(value).is_ok())
}

/// Source: RFC 6838 section 4.2; parameters are not of use here.
fn is_media_type(value: &str) -> bool {
    let is_name = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
    };
    value.split_once('/').is_some_and(|(kind, name)| is_name(kind) && is_name(name))
}

/// A date, a month, a year, a week, a time, both, or a length of time, in the forms of the HTML
/// standard (section 4.5.14) that EPUBCheck knows too.
fn is_date_or_time(value: &str) -> bool {
    if value.starts_with('P') {
        return is_duration(value);
    }
    let at = value.find(['T', ' ']).filter(|at| *at > 0);
    match at {
        Some(at) => {
            let (date, rest) = value.split_at(at);
            let time = rest.get(1..).unwrap_or_default();
            let zone = time.find(['Z', '+', '-']);
            let (time, zone) = zone.map_or((time, ""), |at| time.split_at(at));
            is_date(date) && is_time(time) && is_zone(zone)
        }
        None => is_date_or_part(value) || is_time(value),
    }
}

fn number(part: &str, digits: usize) -> Option<u32> {
    (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))
        .then(|| part.parse().ok())
        .flatten()
}

fn is_date(value: &str) -> bool {
    let mut parts = value.split('-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let number = |part: Option<&str>, digits| part.and_then(|part| number(part, digits));
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2))
    else {
        return false;
    };
    parts.next().is_none() && year > 0 && (1..=days_of(year, month)).contains(&day)
}

/// The days of a month; none of one that there is not.
fn days_of(year: u32, month: u32) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 0,
    }
}

fn is_date_or_part(value: &str) -> bool {
    if is_date(value) || number(value, 4).is_some_and(|year| year > 0) {
        return true;
    }
    let Some((left, right)) = value.split_once('-') else { return false };
    match (number(left, 4), number(left, 2)) {
        (Some(year), _) if year > 0 => match right.strip_prefix('W') {
            Some(week) => number(week, 2).is_some_and(|week| (1..=52).contains(&week)),
            None => number(right, 2).is_some_and(|month| (1..=12).contains(&month)),
        },
        (_, Some(month)) => {
            number(right, 2).is_some_and(|day| (1..=days_of(2000, month)).contains(&day))
        }
        _ => false,
    }
}

fn is_time(value: &str) -> bool {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, "0"));
    let parts: Option<Vec<u32>> = whole.split(':').map(|part| number(part, 2)).collect();
    let fraction_is_legal =
        (1..=3).contains(&fraction.len()) && fraction.bytes().all(|b| b.is_ascii_digit());
    match parts.as_deref() {
        Some([hour, minute]) => *hour < 24 && *minute < 60 && !value.contains('.'),
        Some([hour, minute, second]) => {
            *hour < 24 && *minute < 60 && *second < 60 && fraction_is_legal
        }
        _ => false,
    }
}

fn is_zone(value: &str) -> bool {
    value.is_empty() || value == "Z" || value.get(1..).is_some_and(is_time)
}

/// The form `P1DT2H3M4S`; the other one of the standard is hardly ever seen.
fn is_duration(value: &str) -> bool {
    let Some(rest) = value.strip_prefix('P') else { return false };
    let (days, time) = match rest.split_once('T') {
        Some((days, time)) => (days, Some(time)),
        None => (rest, None),
    };
    let is_part = |part: &str, units: &str| {
        let mut units = units.chars();
        let mut rest = part;
        while let Some(at) = rest.find(|c: char| !c.is_ascii_digit()) {
            let (digits, unit) = rest.split_at(at);
            let mut chars = unit.chars();
            let known = chars.next().is_some_and(|c| units.any(|unit| unit == c));
            if digits.is_empty() || !known {
                return false;
            }
            rest = chars.as_str();
        }
        rest.is_empty()
    };
    is_part(days, "D")
        && time.is_none_or(|time| !time.is_empty() && is_part(time, "HMS"))
        && !rest.is_empty()
}

#[cfg(test)]
mod tests;
