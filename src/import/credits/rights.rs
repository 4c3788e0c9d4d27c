//! Lines on rights, and whose they are: "© 2020 The Exmoor Gazette. All rights reserved."
//!
//! In: the text of a line. Out: the name of whoever has the rights. Refuses to know: whether that is the
//! publication.

use super::eastern;
use super::foot::is_printed_as_name;
use super::furniture::is_entry;
use unicode_width::UnicodeWidthStr;

/// Signs and words that claim rights, in small letters.
const CLAIMS: &[&str] =
    &["copyright", "©", "ⓒ", "(c)", "&copy;", "저작권자", "版权所有", "版權所有", "著作権"];

/// Words behind a company's name that are none of it.
const COMPANIES: &[&str] = &[
    "inc",
    "ltd",
    "llc",
    "gmbh",
    "ag",
    "ab",
    "oy",
    "as",
    "a/s",
    "bv",
    "b.v",
    "s.a",
    "s.r.l",
    "sl",
    "co",
    "company",
    "corp",
    "corporation",
    "limited",
    "publishing",
    "media",
    "group",
    "mbh",
    "verlagsgesellschaft",
    "verlag",
    "kg",
];

/// The name that a line on rights has; `None` for other lines.
pub(super) fn holder(text: &str) -> Option<&str> {
    if text.width() > 200 {
        return None;
    }
    // Letters whose small form has another length are none of a claim.
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return None;
    }
    let claims = || CLAIMS.iter().flat_map(|claim| lower.match_indices(claim));
    let start = claims().map(|(at, _)| at).min()?;
    let end = claims().map(|(at, claim)| at + claim.len()).max()?;
    let is_sign = |c: char| {
        c.is_whitespace()
            || c.is_ascii_digit()
            || matches!(c, '-' | '–' | ',' | '.' | ':' | ')' | '|' | '·')
    };
    let before = text.get(..start)?.trim_matches(is_sign);
    let after = text.get(end..)?.trim_start_matches(is_sign);
    let after = after.strip_prefix("by ").unwrap_or(after);
    let cut = [
        ". ",
        ", ",
        " | ",
        "|",
        " · ",
        " – ",
        " — ",
        " - ",
        "。",
        "\t",
        "\u{3000}",
        " 무단",
        "무단전재",
        " All rights",
        " Alle Rechte",
        " Todos los",
        " Todos os",
        " Tous droits",
        " Tutti i",
    ];
    let ends = cut.iter().filter_map(|sign| after.find(sign)).min().unwrap_or(after.len());
    let after = after.get(..ends)?.trim_matches(is_sign);
    [before, after].into_iter().map(without_company).find(|name| is_holder(name))
}

fn is_holder(name: &str) -> bool {
    let capital = name.starts_with(|c: char| {
        c.is_uppercase() || eastern::is_wide(c) || !c.is_lowercase() && c.is_alphabetic()
    });
    capital
        && (3..=48).contains(&name.width())
        && name.split_whitespace().count() <= 7
        && !is_entry(name)
        && (name.chars().any(eastern::is_wide) || is_printed_as_name(name))
}

fn without_company(name: &str) -> &str {
    match name.rsplit_once(' ') {
        Some((before, last))
            if COMPANIES.contains(&last.trim_end_matches('.').to_lowercase().as_str()) =>
        {
            without_company(before.trim_end_matches(','))
        }
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::holder;

    #[test]
    fn whoever_has_the_rights_is_named() {
        let cases = [
            ("© 2020 The Exmoor Gazette. All rights reserved.", Some("The Exmoor Gazette")),
            ("Copyright © 1998-2020 Salt Review Ltd", Some("Salt Review")),
            ("灘浜新聞社　Copyright (C) 無断転載を禁じます", Some("灘浜新聞社")),
            ("The Exmoor Gazette © 2020", Some("The Exmoor Gazette")),
            ("© 2020", None),
            ("All rights reserved.", None),
        ];
        for (text, name) in cases {
            assert_eq!(holder(text), name, "{text}");
        }
    }
}
