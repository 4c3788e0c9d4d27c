//! Identifiers of an edition.
//!
//! In: text as the author wrote it. Out: an ISBN of 13 digits, checked, or the text itself.
//! Refuses to know: how the package document writes an identifier.

use uuid::Uuid;

use super::values::{Refusal, one_line};
use crate::edition::Identifier;

/// The identifier that a text gives: an ISBN where it begins with `urn:isbn:` or looks like one
/// of 13 digits, else the text. A `urn:uuid:` must hold a UUID, which the validator looks
/// at (OPF-085).
pub(in crate::load) fn identifier(given: &str) -> Result<Identifier, Refusal> {
    let given = one_line(given);
    let lower = given.to_ascii_lowercase();
    if let Some(uuid) = lower.strip_prefix("urn:uuid:") {
        return match Uuid::try_parse(uuid) {
            Ok(uuid) => Ok(Identifier::Other(format!("urn:uuid:{}", uuid.hyphenated()))),
            Err(_) => Err(Refusal::new(format!("`{given}` holds no UUID")).hint(
                "a UUID has 32 hexadecimal digits: \
                 `urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6`",
            )),
        };
    }
    let digits = digits(&given);
    let looks_like_one = digits.as_ref().is_some_and(|digits| {
        digits.len() == 13 && (digits.starts_with("978") || digits.starts_with("979"))
    });
    if looks_like_one || lower.starts_with("urn:isbn:") {
        isbn(&given)
    } else {
        Ok(Identifier::Other(given))
    }
}

/// The ISBN that a text gives; one of 10 digits is turned into its form of 13.
/// Source: ISO 2108, the check digits of ISBN-10 (modulo 11) and ISBN-13 (modulo 10).
pub(in crate::load) fn isbn(given: &str) -> Result<Identifier, Refusal> {
    let given = one_line(given);
    let refusal = |why: &str| Refusal::new(format!("`{given}` is not an ISBN: {why}"));
    let Some(digits) = digits(&given) else {
        return Err(refusal("it holds more than digits, hyphens and spaces"));
    };
    let body = digits.get(..digits.len().saturating_sub(1)).unwrap_or_default();
    let last = digits.get(body.len()..).unwrap_or_default();
    let (expected, isbn) = match digits.len() {
        10 => {
            let isbn = format!("978{body}");
            let check = check_13(&isbn);
            (check_10(body), format!("{isbn}{check}"))
        }
        13 if body.starts_with("978") || body.starts_with("979") => {
            (check_13(body), digits.clone())
        }
        13 => return Err(refusal("one of 13 digits begins with 978 or 979")),
        n => return Err(refusal(&format!("it has {n} digits, and an ISBN has 13 or 10"))),
    };
    if last == expected.to_string() {
        Ok(Identifier::Isbn(isbn))
    } else {
        Err(refusal(&format!("its check digit is {last} and should be {expected}"))
            .hint("compare it with the number on the book, digit by digit"))
    }
}

/// The digits of what may be an ISBN, without the hyphens, dashes and spaces between them; `X`
/// counts as a digit at the end of ten. `None` where anything else stands there.
fn digits(given: &str) -> Option<String> {
    let lower = given.trim().to_ascii_lowercase();
    let rest = lower.strip_prefix("urn:").unwrap_or(&lower);
    let rest = rest.strip_prefix("isbn").unwrap_or(rest);
    let rest = match rest.strip_prefix("-13:").or_else(|| rest.strip_prefix("-10:")) {
        Some(rest) => rest,
        None => rest.strip_prefix(':').unwrap_or(rest),
    };
    let separator = |c: char| c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}');
    let digits: String = rest.chars().filter(|c| !separator(*c)).collect();
    let body = match digits.strip_suffix('x') {
        Some(body) if body.len() == 9 => body,
        _ => digits.as_str(),
    };
    body.bytes().all(|b| b.is_ascii_digit()).then(|| digits.to_ascii_uppercase())
}

/// The sum of digits, each with its weight.
fn sum(body: &str, weight: impl Fn(u32) -> u32) -> u32 {
    (0..).zip(body.chars()).map(|(at, c)| c.to_digit(10).unwrap_or(0) * weight(at)).sum()
}

fn check_13(body: &str) -> char {
    let sum = sum(body, |at| if at % 2 == 0 { 1 } else { 3 });
    char::from_digit((10 - sum % 10) % 10, 10).unwrap_or('0')
}

fn check_10(body: &str) -> char {
    let sum = sum(body, |at| 10_u32.saturating_sub(at));
    char::from_digit((11 - sum % 11) % 11, 10).unwrap_or('X')
}
