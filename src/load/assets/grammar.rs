//! Whether a style sheet is one that readers take as a whole.
//!
//! In: the text of a sheet. Out: nothing, or the place and the words of the first mistake. The
//! rules are those of CSS 2.1's grammar with today's at-rules, which is what EPUBCheck reads
//! (CSS-008). Refuses to know: what a property means.

use cssparser::{ParseError, Parser, Token};

/// A mistake: line and column, both from 1, and what is wrong.
pub(super) type Mistake = (u32, u32, &'static str);

/// Checks a whole sheet.
///
/// # Errors
/// The first mistake.
pub(super) fn check(css: &str) -> Result<(), Mistake> {
    rules(&mut Parser::new(css))
}

fn fail<T>(parser: &Parser<'_>, what: &'static str) -> Result<T, Mistake> {
    let place = parser.current_source_location();
    Err((place.line + 1, place.column, what))
}

/// Checks what stands between the brackets of the block that was met last.
fn inside<T>(
    parser: &mut Parser<'_>,
    check: impl FnOnce(&mut Parser<'_>) -> Result<T, Mistake>,
) -> Result<T, Mistake> {
    let mut found = None;
    let _: Result<(), ParseError<()>> = parser.parse_nested_block(|inner| {
        found = Some(check(inner));
        Ok(())
    });
    found.unwrap_or_else(|| fail(parser, "a block can't be read"))
}

fn rules(parser: &mut Parser<'_>) -> Result<(), Mistake> {
    loop {
        let start = parser.state();
        match parser.next().cloned() {
            Err(_) => return Ok(()),
            Ok(Token::CDO | Token::CDC) => {}
            Ok(Token::AtKeyword(name)) => at_rule(parser, &name.to_ascii_lowercase())?,
            Ok(_) => {
                parser.reset(&start);
                selector(parser)?;
                inside(parser, declarations)?;
            }
        }
    }
}

fn at_rule(parser: &mut Parser<'_>, name: &str) -> Result<(), Mistake> {
    loop {
        match parser.next() {
            Err(_) => return fail(parser, "an at-rule has no end"),
            Ok(Token::Semicolon) => return Ok(()),
            Ok(Token::CurlyBracketBlock) => break,
            Ok(_) => {}
        }
    }
    let of_declarations = matches!(name, "font-face" | "page" | "counter-style" | "property");
    if !of_declarations {
        return inside(parser, rules);
    }
    let place = parser.current_source_location();
    if inside(parser, declarations)? == 0 && name == "font-face" {
        return Err((place.line + 1, place.column, "a `@font-face` says nothing"));
    }
    Ok(())
}

/// Reads up to the block of a rule.
fn selector(parser: &mut Parser<'_>) -> Result<(), Mistake> {
    // What must follow: a name after `.` and `:`, a part of a selector after `,` and `>`.
    let (mut name_next, mut part_next) = (false, true);
    loop {
        let token = parser.next_including_whitespace().cloned();
        let (name, part) = match &token {
            Err(_) => return fail(parser, "a selector has no block"),
            Ok(Token::CurlyBracketBlock) if !name_next && !part_next => return Ok(()),
            Ok(Token::WhiteSpace(_)) if !name_next => (false, part_next),
            Ok(Token::Colon) => (true, true),
            Ok(Token::Delim('.')) if !name_next => (true, true),
            Ok(Token::Ident(_) | Token::Function(_)) => (false, false),
            Ok(
                Token::Hash(_)
                | Token::IDHash(_)
                | Token::SquareBracketBlock
                | Token::Percentage { .. }
                | Token::Delim('*' | '|'),
            ) if !name_next => (false, false),
            Ok(Token::Comma | Token::Delim('>' | '+' | '~')) if !name_next && !part_next => {
                (false, true)
            }
            Ok(_) => return fail(parser, "a selector can't be read"),
        };
        (name_next, part_next) = (name, part);
    }
}

/// Checks a list of declarations; gives their number.
fn declarations(parser: &mut Parser<'_>) -> Result<usize, Mistake> {
    let mut count = 0;
    loop {
        match parser.next().cloned() {
            Err(_) => return Ok(count),
            Ok(Token::Semicolon) => continue,
            Ok(Token::Ident(_)) => {}
            Ok(_) => return fail(parser, "a declaration begins with the name of a property"),
        }
        if parser.expect_colon().is_err() {
            return fail(parser, "a property has no value");
        }
        count += 1;
        let mut empty = true;
        loop {
            match parser.next() {
                Err(_) | Ok(Token::Semicolon) => break,
                Ok(
                    Token::CurlyBracketBlock
                    | Token::Colon
                    | Token::AtKeyword(_)
                    | Token::BadUrl(_)
                    | Token::BadString(_)
                    | Token::Delim('<' | '&' | '@' | '\\'),
                ) => return fail(parser, "a value can't be read"),
                Ok(_) => empty = false,
            }
        }
        if empty {
            return fail(parser, "a property has no value");
        }
    }
}
