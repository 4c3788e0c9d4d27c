//! `style` attributes, and the old attributes that become part of them.
//!
//! In: declarations as authors wrote them. Out: those that do no more than change how the element
//! looks. Source: EPUB 3.3 section 6.3.1 (what CSS in a book may not do).

/// The declarations that may stay, and whether that is all of them.
pub(in crate::parse::conform) fn keep(declarations: &str) -> (String, bool) {
    let mut kept = String::with_capacity(declarations.len());
    let mut all = true;
    for declaration in split(declarations) {
        let declaration = declaration.trim();
        if declaration.is_empty() {
        } else if is_harmless(declaration) {
            if !kept.is_empty() {
                kept.push_str("; ");
            }
            kept.push_str(declaration);
        } else {
            all = false;
        }
    }
    (kept, all)
}

/// Parts at semicolons outside quotes.
pub(in crate::parse::conform) fn split(declarations: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut quote) = (0, None);
    for (at, c) in declarations.char_indices() {
        match (c, quote) {
            ('"' | '\'', None) => quote = Some(c),
            (_, Some(open)) if c == open => quote = None,
            (';', None) => {
                parts.push(declarations.get(from..at).unwrap_or_default());
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(declarations.get(from..).unwrap_or_default());
    parts
}

/// Whether a declaration is well formed, reaches nothing outside the page, and is none that a book
/// must not have.
fn is_harmless(declaration: &str) -> bool {
    let Some((name, value)) = declaration.split_once(':') else { return false };
    let name = name.trim_end().to_ascii_lowercase();
    let is_name =
        name.strip_prefix('-').unwrap_or(&name).starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    // Direction belongs in `dir` (EPUB 3.3 section 6.3.1.2); a page that is not fixed has no
    // places to be fixed at.
    let barred = matches!(
        name.as_str(),
        "direction" | "unicode-bidi" | "position" | "behavior" | "-moz-binding"
    );
    let value = value.trim();
    let value = value.strip_suffix("!important").unwrap_or(value).trim_end();
    is_name && !barred && is_plain_value(value)
}

/// Words, numbers, colours, strings and functions of them; nothing that could end the declaration
/// or name another file.
fn is_plain_value(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    if value.is_empty()
        || ["url(", "expression(", "image(", "src("].iter().any(|f| lower.contains(f))
    {
        return false;
    }
    let (mut depth, mut quote) = (0_u32, None);
    let mut last = ' ';
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let legal = match (c, quote) {
            ('\\' | '<' | '\n' | '\r' | '\u{c}', _) => false,
            (_, Some(open)) => {
                if c == open {
                    quote = None;
                }
                true
            }
            ('"' | '\'', None) => {
                quote = Some(c);
                true
            }
            // A parenthesis belongs to a function.
            ('(', None) => {
                depth += 1;
                last.is_ascii_alphabetic() || last == '-'
            }
            (')', None) => {
                let open = depth > 0;
                depth = depth.saturating_sub(1);
                open
            }
            ('#', None) => next.is_ascii_alphanumeric(),
            ('%', None) => last.is_ascii_digit(),
            ('.', None) => next.is_ascii_digit(),
            ('+' | '-', None) => next.is_alphanumeric() || matches!(next, '.' | '-') || depth > 0,
            ('*', None) => depth > 0 && last == ' ' && next == ' ',
            (',' | '/', None) => !matches!(next, '*' | '/' | ','),
            ('_' | ' ' | '\t', None) => true,
            (c, None) => c.is_alphanumeric(),
        };
        if !legal {
            return false;
        }
        last = c;
    }
    depth == 0 && quote.is_none() && last != ','
}

/// A colour of old HTML as CSS has it: a name, or three or six digits with or without `#`.
pub(in crate::parse::conform) fn color(value: &str) -> Option<String> {
    let digits = value.strip_prefix('#').unwrap_or(value);
    if matches!(digits.len(), 3 | 6) && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Some(format!("#{digits}"));
    }
    let is_name = (3..=20).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_lowercase());
    is_name.then(|| value.to_owned())
}

/// A width or height of old HTML as CSS has it: pixels or percent.
pub(in crate::parse::conform) fn length(value: &str) -> Option<String> {
    let (digits, unit) = match value.strip_suffix('%') {
        Some(digits) => (digits, "%"),
        None => (value.strip_suffix("px").unwrap_or(value), "px"),
    };
    let is_number = (1..=5).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| format!("{digits}{unit}"))
}

/// The names of fonts, quoted.
pub(in crate::parse::conform) fn families(value: &str) -> Option<String> {
    let names: Vec<String> = value
        .split(',')
        .map(|name| name.trim().trim_matches(['"', '\'']))
        .filter(|name| !name.is_empty())
        .map(|name| match name {
            "serif" | "sans-serif" | "monospace" | "cursive" | "fantasy" => name.to_owned(),
            _ => format!("\"{name}\""),
        })
        .collect();
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '"');
    (!names.is_empty() && names.iter().all(|name| name.chars().all(is_plain)))
        .then(|| names.join(", "))
}

/// The size of a font in old HTML, 1 to 7 or `+1`, `-1` from 3. Source: HTML standard section
/// 15.3.3 (rendering of `font`).
pub(in crate::parse::conform) fn font_size(value: &str) -> Option<&'static str> {
    let steps: i32 = value.parse().ok()?;
    let relative = value.starts_with(['+', '-']);
    Some(match if relative { steps.saturating_add(3) } else { steps } {
        ..=1 => "x-small",
        2 => "small",
        3 => "medium",
        4 => "large",
        5 => "x-large",
        6 => "xx-large",
        _ => "xxx-large",
    })
}
