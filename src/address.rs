//! Addresses as authors write them: what they are, and the legal form of those a book can hold.
//!
//! In: the address of a link, an image, a style sheet. Out: its kind, and for what lies outside the
//! book an address that every e-reader takes. Refuses to know: what lies there.
//! Sources: URL standard (by the crate `url`), EPUB 3.3 sections 3.6 to 3.8.

use percent_encoding::percent_decode_str;
use std::borrow::Cow;
use url::{Host, Url};

/// What an address is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// There is none.
    Empty,
    /// It begins with a scheme, given in lower case.
    Scheme(String),
    /// It is one on the web without its scheme (`//host/path`); with `https:` it is whole.
    Host(String),
    /// It begins with a drive of Windows.
    Drive,
    /// It is a path, a query, a fragment: relative to where it stands.
    Relative,
}

/// What becomes of a link that leads out of the book.
#[derive(Debug, PartialEq, Eq)]
pub enum Outside {
    /// It is kept, in this form.
    Legal(String),
    /// It is kept as another address of the same thing, which readers can follow.
    Turned(String),
    /// No book can hold it; what to do is said where that is known.
    Forbidden(&'static str),
    /// Its scheme is good, and what follows is not.
    Broken,
}

/// What becomes of a scheme's links.
#[derive(Clone, Copy)]
enum Fate {
    /// The address is one of a server.
    Web,
    /// What follows the scheme is taken as it is, percent-encoded where it has to be.
    Plain,
    /// A mailbox follows.
    Mail,
    /// A telephone number follows.
    Phone,
    /// What follows is put behind this beginning.
    Behind(&'static str),
    /// It can't be in a book.
    Never,
}

const NO_SCRIPTS: &str = "a book does nothing by itself: name what it shows";
const NO_DATA: &str = "save what it holds as a file, and name the file";
const NO_FILES: &str =
    "it leads to a file of one machine: name a chapter, or an address on the web";
const NOT_KNOWN: &str =
    "e-readers can't follow it: name an address on the web, or write it as text";

/// The schemes whose fate is not [`NOT_KNOWN`], each with the reason; for those that are never
/// kept it is told to the author. A scheme is kept if readers know it, which EPUBCheck tells by a
/// list of its own (HTM-025): `geo:`, `sms:` and `magnet:` are not on it.
const SCHEMES: &[(&str, Fate, &str)] = &[
    ("http", Fate::Web, "the web"),
    ("https", Fate::Web, "the web"),
    ("ftp", Fate::Web, "files on a server; a browser hands them to another program"),
    ("mailto", Fate::Mail, "a reader may write to somebody"),
    ("tel", Fate::Phone, "a reader may call somebody"),
    ("sip", Fate::Plain, "a call over the net"),
    ("sips", Fate::Plain, "a call over the net"),
    ("xmpp", Fate::Plain, "a message to somebody"),
    ("irc", Fate::Plain, "a place to talk"),
    ("news", Fate::Plain, "a newsgroup"),
    ("nntp", Fate::Plain, "an article in a newsgroup"),
    ("gopher", Fate::Plain, "books on the history of the net name such places"),
    ("urn", Fate::Plain, "a name of a thing, as libraries use it"),
    ("info", Fate::Plain, "a name of a thing, as libraries use it (RFC 4452)"),
    ("tag", Fate::Plain, "a name of a thing (RFC 4151)"),
    // Names of works that citations give. No reader can follow them as they are.
    ("doi", Fate::Behind("https://doi.org/"), "the resolver that the DOI handbook names"),
    ("hdl", Fate::Behind("https://hdl.handle.net/"), "the Handle System's own resolver"),
    ("arxiv", Fate::Behind("https://arxiv.org/abs/"), "the archive's own page of the paper"),
    ("isbn", Fate::Behind("urn:isbn:"), "RFC 8254: a namespace of `urn:`, no scheme"),
    ("issn", Fate::Behind("urn:issn:"), "RFC 8254: a namespace of `urn:`, no scheme"),
    ("javascript", Fate::Never, NO_SCRIPTS),
    ("vbscript", Fate::Never, NO_SCRIPTS),
    ("data", Fate::Never, NO_DATA),
    ("blob", Fate::Never, NO_DATA),
    ("file", Fate::Never, NO_FILES),
];

/// The address without what browsers take out too: white space and control characters around it,
/// tabs and line ends inside (URL standard, "basic URL parser", steps 1 to 3). Marks that have no
/// width, left around an address by copying, go with them.
pub fn tidy(address: &str) -> Cow<'_, str> {
    let around = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let address = address.trim_matches(around);
    if address.contains(['\t', '\n', '\r']) {
        Cow::Owned(address.replace(['\t', '\n', '\r'], ""))
    } else {
        Cow::Borrowed(address)
    }
}

/// What a tidy address is.
pub fn kind(address: &str) -> Kind {
    if address.is_empty() {
        return Kind::Empty;
    }
    if let Some(rest) = address.strip_prefix("//") {
        return Kind::Host(["https://", rest].concat());
    }
    let Some((scheme, _)) = address.split_once(':') else { return Kind::Relative };
    let legal = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    match scheme.len() {
        _ if !legal => Kind::Relative,
        1 => Kind::Drive,
        _ => Kind::Scheme(scheme.to_ascii_lowercase()),
    }
}

/// Whether the scheme is one that links may have or that is known to be harmful. An address that
/// begins with any other may as well be the name of a file with a colon in it.
pub fn is_known(scheme: &str) -> bool {
    SCHEMES.iter().any(|(name, ..)| *name == scheme)
}

/// What becomes of a link to a tidy address that is not relative.
pub fn outside(address: &str) -> Outside {
    let scheme = match kind(address) {
        Kind::Scheme(scheme) => scheme,
        Kind::Host(whole) => return web(&whole).map_or(Outside::Broken, Outside::Legal),
        Kind::Drive => return Outside::Forbidden(NO_FILES),
        Kind::Empty | Kind::Relative => return Outside::Broken,
    };
    let rest = address.get(scheme.len() + 1..).unwrap_or_default().trim();
    let known = SCHEMES.iter().find(|(name, ..)| *name == scheme);
    let (fate, why) = known.map_or((Fate::Never, NOT_KNOWN), |(_, fate, why)| (*fate, *why));
    let plain = |rest: &str| Some([scheme.as_str(), ":", &encode(rest)].concat());
    let legal = match fate {
        Fate::Never => return Outside::Forbidden(why),
        Fate::Web => web(address),
        _ if rest.is_empty() => None,
        Fate::Plain => plain(rest),
        Fate::Mail => names_mailboxes(rest).then(|| plain(rest)).flatten(),
        // RFC 3966 has no spaces; `-`, `.` and brackets are what sets digits apart.
        Fate::Phone => plain(&rest.split_whitespace().collect::<String>()),
        Fate::Behind(beginning) => {
            let turned = [beginning, &encode(rest.trim_start_matches('/'))].concat();
            return Outside::Turned(turned);
        }
    };
    legal.map_or(Outside::Broken, Outside::Legal)
}

/// Whether every mailbox named before the `?` has a name and a place. There may be none: the
/// reader puts it in (RFC 6068 section 2).
fn names_mailboxes(rest: &str) -> bool {
    let (to, more) = rest.split_once('?').unwrap_or((rest, ""));
    if to.is_empty() {
        return !more.is_empty();
    }
    to.split(',').all(|one| {
        let one = percent_decode_str(one).decode_utf8_lossy();
        one.trim().rsplit_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
    })
}

/// A legal address on the web of what an author wrote; `None` where there is none.
pub fn web(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    match url.host()? {
        Host::Domain(name) if !is_domain(name) => return None,
        _ => {}
    }
    let text = url.as_str();
    // Brackets are legal in the host alone.
    let host = text.find("://").map_or(0, |at| at + 3);
    let end = text.get(host..)?.find(['/', '?', '#']).map_or(text.len(), |end| host + end);
    let (authority, rest) = text.split_at_checked(end)?;
    let (scheme, authority) = authority.split_at_checked(host)?;
    Some(match authority.rsplit_once('@') {
        Some((user, host)) => [scheme, &encode(user), "@", host, &encode(rest)].concat(),
        None => [scheme, authority, &encode(rest)].concat(),
    })
}

/// Whether the labels of a name have a length that the name system can hold. The last may be
/// empty. Source: RFC 1035 section 2.3.4.
fn is_domain(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    name.len() <= 253 && name.split('.').all(|label| (1..=63).contains(&label.len()))
}

/// Percent-encodes what is not a URL code point, brackets and stray `%` included.
fn encode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    let mut fragment = false;
    for (at, byte) in bytes.iter().copied().enumerate() {
        let legal = match byte {
            b'%' => hex(at + 1) && hex(at + 2),
            // A second `#` would begin nothing.
            b'#' => !std::mem::replace(&mut fragment, true),
            _ => byte.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(&byte),
        };
        if legal {
            out.push(char::from(byte));
        } else {
            out.push_str(percent_encoding::percent_encode_byte(byte));
        }
    }
    out
}

/// The address without query and fragment.
pub fn without_query(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or_default()
}

/// The text with percent-encoding undone.
pub fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// What a `data:` address holds; `None` where it can't be read. Source: RFC 2397, RFC 4648
/// section 4.
pub fn data(address: &str) -> Option<Vec<u8>> {
    let (head, body) = address.get("data:".len()..)?.split_once(',')?;
    let bytes: Vec<u8> = percent_decode_str(body).collect();
    let encoding = head.rsplit_once(';').map_or("", |(_, encoding)| encoding.trim());
    if encoding.eq_ignore_ascii_case("base64") { base64(&bytes) } else { Some(bytes) }
}

fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let (mut out, mut bits, mut count) = (Vec::with_capacity(text.len() / 4 * 3), 0_u32, 0_u32);
    for byte in text.iter().filter(|byte| !byte.is_ascii_whitespace() && **byte != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            let [.., low] = (bits >> count).to_be_bytes();
            out.push(low);
        }
    }
    Some(out)
}
