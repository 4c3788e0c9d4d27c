//! The author's style sheets, with the fonts and images that they refer to.
//!
//! In: the style sheets that the metadata names. Out: the same sheets, their addresses leading to
//! files of the book. Refuses to know: what a declaration does.
//! Source: EPUB 3.3 section 6.3 (CSS), CSS Syntax 3.

use super::{Shelf, font, grammar, image};
use crate::address::{self, Kind};
use crate::book::Asset;
use crate::diagnostic::{Diagnostics, Place, code};
use crate::fonts::{self, Refusal};
use crate::load::paths::{folder_of, name_of, stem};
use crate::load::root::Problem;
use crate::source::Span;
use cssparser::{Parser, ToCss, Token, serialize_string};
use std::sync::Arc;

/// Puts the author's style sheets on the shelf.
pub(super) fn gather(shelf: &mut Shelf<'_>, diagnostics: &mut Diagnostics) {
    for (given, span) in shelf.project.settings.styles.clone() {
        let path = match shelf.project.root.resolve("", &given) {
            Ok(path) => path,
            Err(problem) => {
                problem.report(&shelf.project.root, &given, Some(span), diagnostics);
                continue;
            }
        };
        if let Some(sheet) = sheet(shelf, &path, &given, span, &mut Vec::new(), diagnostics) {
            shelf.assets.styles.push(sheet);
        }
    }
}

/// Takes one sheet; gives its path in the book.
fn sheet(
    shelf: &mut Shelf<'_>,
    path: &str,
    given: &str,
    span: Span,
    open: &mut Vec<String>,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let bytes = match shelf.project.root.read(path) {
        Ok(bytes) => bytes,
        Err(problem) => {
            problem.report(&shelf.project.root, given, Some(span), diagnostics);
            return None;
        }
    };
    let Ok(text) = String::from_utf8(bytes) else {
        diagnostics.push(
            &code::STYLE_INVALID,
            span,
            format!("`{given}` is not UTF-8: save it as UTF-8"),
        );
        return None;
    };
    if open.iter().any(|other| other == path) || open.len() > 8 {
        diagnostics.push(&code::STYLE_INVALID, span, format!("`{given}` imports itself"));
        return None;
    }
    open.push(path.to_owned());
    let text = text.trim_start_matches('\u{feff}');
    let mut parser = Parser::new(text);
    let mut sheet = Sheet {
        shelf,
        path,
        given,
        span,
        open,
        diagnostics,
        out: String::new(),
        begins: false,
        bad: false,
    };
    sheet.tokens(&mut parser, None, false);
    if !sheet.bad
        && let Err((line, column, what)) = grammar::check(text)
    {
        sheet.fail(line, column, what);
    }
    let (out, bad) = (sheet.out, sheet.bad);
    open.pop();
    if bad {
        return None;
    }
    let known = shelf.free_path("styles", stem(path), "css");
    shelf.assets.list.push(Asset {
        path: known.clone(),
        media_type: "text/css",
        bytes: Arc::from(out.into_bytes()),
        image: false,
        size: None,
    });
    Some(known)
}

/// Whether styles, a sheet's or an attribute's, are whole and refer to nothing but things in the
/// same file: what a drawing may hold.
pub(super) fn is_plain(css: &str) -> bool {
    fn tokens(parser: &mut Parser<'_>) -> bool {
        while let Ok(token) = parser.next_including_whitespace_and_comments() {
            let inside = |address: &str| address.trim().starts_with('#');
            let plain = match token.clone() {
                Token::BadUrl(_)
                | Token::BadString(_)
                | Token::CDO
                | Token::CDC
                | Token::CloseParenthesis
                | Token::CloseSquareBracket
                | Token::CloseCurlyBracket => false,
                Token::AtKeyword(name) => !name.eq_ignore_ascii_case("import"),
                Token::Ident(name) => !is_of_direction(&name),
                Token::UnquotedUrl(address) => inside(&address),
                Token::Function(name) if name.eq_ignore_ascii_case("url") => {
                    nested(parser, |url| {
                        url.expect_string().is_ok_and(|address| inside(address))
                            && url.is_exhausted()
                    })
                }
                Token::Function(name) if name.eq_ignore_ascii_case("expression") => false,
                Token::Function(_)
                | Token::ParenthesisBlock
                | Token::SquareBracketBlock
                | Token::CurlyBracketBlock => nested(parser, tokens),
                _ => true,
            };
            if !plain {
                return false;
            }
        }
        true
    }
    fn nested(parser: &mut Parser<'_>, check: impl Fn(&mut Parser<'_>) -> bool) -> bool {
        let result: Result<bool, cssparser::ParseError<()>> =
            parser.parse_nested_block(|inner| Ok(check(inner)));
        result.unwrap_or(false)
    }
    let opened = css.matches(['(', '[', '{']).count();
    let closed = css.matches([')', ']', '}']).count();
    opened == closed && tokens(&mut Parser::new(css))
}

/// EPUBCheck refuses the two (CSS-001): the direction of text belongs to the text.
fn is_of_direction(property: &str) -> bool {
    ["direction", "unicode-bidi"].iter().any(|name| property.eq_ignore_ascii_case(name))
}

struct Sheet<'a, 'p> {
    shelf: &'a mut Shelf<'p>,
    path: &'a str,
    given: &'a str,
    span: Span,
    open: &'a mut Vec<String>,
    diagnostics: &'a mut Diagnostics,
    out: String,
    /// Whether a declaration may begin: what was written last is `{` or `;`, white space aside.
    begins: bool,
    bad: bool,
}

impl Sheet<'_, '_> {
    fn fail(&mut self, line: u32, column: u32, message: &str) {
        self.bad = true;
        self.diagnostics.push(
            &code::STYLE_INVALID,
            self.span,
            format!("`{}`, line {line}, column {column}: {message}", self.given),
        );
    }

    /// Copies the tokens of a block, with addresses put right. Brackets that are open at the end
    /// are closed, as a browser does.
    fn tokens(&mut self, parser: &mut Parser<'_>, function: Option<&str>, mut importing: bool) {
        // A namespace is a name that looks like an address.
        let mut naming = false;
        let addresses = function.is_some_and(|function| {
            ["url", "src", "image-set", "-webkit-image-set"]
                .iter()
                .any(|name| function.eq_ignore_ascii_case(name))
        });
        loop {
            let place = parser.current_source_location();
            let (line, column) = (place.line + 1, place.column);
            let token = match parser.next_including_whitespace_and_comments() {
                Ok(token) => token.clone(),
                Err(_) => return,
            };
            match &token {
                // A comment may hold anything, `--` and `*/` of its own excepted.
                Token::Comment(_) => {
                    self.out.push(' ');
                    continue;
                }
                // The book's sheets are UTF-8, whatever the file was.
                Token::AtKeyword(name) if name.eq_ignore_ascii_case("charset") => {
                    while !matches!(parser.next(), Err(_) | Ok(Token::Semicolon)) {}
                    continue;
                }
                // EPUBCheck takes a declaration of nothing for a mistake.
                Token::Semicolon if self.begins => continue,
                Token::AtKeyword(name) => {
                    importing = name.eq_ignore_ascii_case("import");
                    naming = name.eq_ignore_ascii_case("namespace");
                }
                Token::Semicolon => (importing, naming) = (false, false),
                Token::BadUrl(_) | Token::BadString(_) => {
                    self.fail(line, column, "a string or address has no end");
                    return;
                }
                Token::CloseParenthesis | Token::CloseSquareBracket | Token::CloseCurlyBracket => {
                    self.fail(line, column, "a bracket is closed that was not opened");
                    return;
                }
                Token::CDO | Token::CDC => continue,
                Token::Ident(name) if is_of_direction(name) && function.is_none() => {
                    let state = parser.state();
                    let declaration = parser.expect_colon().is_ok();
                    parser.reset(&state);
                    if declaration {
                        self.fail(
                            line,
                            column,
                            "`direction` and `unicode-bidi` have no place in a book's styles: set `dir` in the text",
                        );
                        return;
                    }
                }
                Token::UnquotedUrl(address) if !naming => {
                    let address = address.to_string();
                    self.address(&address, importing, line, column);
                    continue;
                }
                Token::QuotedString(address) if importing || addresses => {
                    let address = address.to_string();
                    if function.is_some() {
                        if let Some(path) = self.follow(&address, importing, line, column) {
                            let _ = serialize_string(&path, &mut self.out);
                        }
                    } else {
                        self.address(&address, importing, line, column);
                    }
                    continue;
                }
                _ => {}
            }
            let _ = token.to_css(&mut self.out);
            self.begins = match &token {
                Token::WhiteSpace(_) => self.begins,
                token => matches!(token, Token::Semicolon | Token::CurlyBracketBlock),
            };
            let close = match &token {
                Token::Function(_) | Token::ParenthesisBlock => ')',
                Token::SquareBracketBlock => ']',
                Token::CurlyBracketBlock => '}',
                _ => continue,
            };
            let name = match &token {
                Token::Function(name) => Some(name.to_string()),
                _ => None,
            };
            // A namespace's own brackets are copied; an import's hold its address.
            let importing_inside =
                importing && name.as_ref().is_some_and(|name| name.eq_ignore_ascii_case("url"));
            let function = name.as_deref().filter(|_| !naming);
            let _: Result<(), cssparser::ParseError<()>> = parser.parse_nested_block(|inner| {
                self.tokens(inner, function, importing_inside);
                Ok(())
            });
            self.out.push(close);
            self.begins = false;
            if close == '}' {
                importing = false;
            }
        }
    }

    fn address(&mut self, address: &str, importing: bool, line: u32, column: u32) {
        if let Some(path) = self.follow(address, importing, line, column) {
            self.out.push_str("url(");
            let _ = serialize_string(&path, &mut self.out);
            self.out.push(')');
        }
    }

    /// The path, from this sheet's in the book, of what an address leads to.
    fn follow(&mut self, address: &str, importing: bool, line: u32, column: u32) -> Option<String> {
        self.begins = false;
        let trimmed = address::tidy(address);
        let trimmed = trimmed.as_ref();
        if trimmed.starts_with('#') {
            return Some(trimmed.to_owned());
        }
        let wrong = match address::kind(trimmed) {
            Kind::Relative => None,
            Kind::Empty => Some("an address is empty".to_owned()),
            Kind::Scheme(scheme) if scheme == "data" => {
                Some("data inside a style sheet can't be kept: save it as a file".to_owned())
            }
            Kind::Host(_) | Kind::Scheme(_) => Some(format!(
                "`{trimmed}` does not lie in the project's folder: save it beside the style sheet"
            )),
            Kind::Drive => Some(format!("`{trimmed}` leads out of the project's folder")),
        };
        if let Some(wrong) = wrong {
            self.fail(line, column, &wrong);
            return None;
        }
        let bare = address::decoded(address::without_query(trimmed));
        let Ok(path) = self.shelf.project.root.resolve(folder_of(self.path), &bare) else {
            self.fail(line, column, &format!("`{trimmed}` leads out of the project's folder"));
            return None;
        };
        if importing && self.shelf.project.root.exists(&path) {
            let inner = sheet(self.shelf, &path, &bare, self.span, self.open, self.diagnostics);
            self.bad |= inner.is_none();
            return inner.map(|path| name_of(&path).to_owned());
        }
        let bytes = match self.shelf.project.root.read(&path) {
            Ok(bytes) => bytes,
            Err(problem) => {
                let message = match problem {
                    Problem::Missing => format!("there is no file `{trimmed}`"),
                    _ => format!("`{trimmed}` can't be read"),
                };
                self.fail(line, column, &message);
                return None;
            }
        };
        let asset = if let Some(known) = image::font(&bytes) {
            // What can't be read is packed as it is: a reader passes over it.
            if let Err(refusal @ Refusal::Licence(_)) = fonts::read(&bytes) {
                let (code, why, hint) = font::words(refusal);
                let message = format!("`{}`, line {line}: `{trimmed}` {why}", self.given);
                self.diagnostics.push(code, self.span, message).hints.extend(hint);
                self.bad = true;
                return None;
            }
            self.shelf.put(&path, bytes.into(), &known)
        } else {
            let file = self.shelf.treat(bytes);
            match self.shelf.take(
                &path,
                &file,
                crate::book::ReferenceKind::Image,
                &Place::Span(self.span),
                self.diagnostics,
            ) {
                Ok(asset) => asset,
                Err(why) => {
                    self.fail(line, column, &format!("`{trimmed}` is not a font, and {why}"));
                    return None;
                }
            }
        };
        self.shelf.assets.list.get(asset).map(|asset| format!("../{}", asset.path))
    }
}
