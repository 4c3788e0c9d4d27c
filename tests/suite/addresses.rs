//! Every address in a book is a legal one, whatever the author wrote.
//!
//! In: addresses in tables, put into a chapter in each way that Markdown and HTML have for a link.
//! Out: for each the address that the book holds, or none, and the code of what was said about it
//! at its line; EPUBCheck finds nothing in the book. Images are in `characters` and `media`.

use crate::support::{Book, Project};

/// What was written; where it leads in the book, nothing where the link is gone; what was said.
type Row = (&'static str, &'static str, &'static str);

/// Addresses with a scheme, or of a host.
const OUTSIDE: &[Row] = &[
    // The web.
    ("http://a.example", "http://a.example/", ""),
    ("HTTPS://A.EXAMPLE/Path", "https://a.example/Path", ""),
    ("//a.example/x", "https://a.example/x", ""),
    ("http:/a.example/x", "http://a.example/x", ""),
    ("http:a.example", "http://a.example/", ""),
    ("http:\\\\a.example\\b", "http://a.example/b", ""),
    ("http://a.example?q", "http://a.example/?q", ""),
    ("http://a.example#f", "http://a.example/#f", ""),
    ("http://a.example/?a=1&b=2;c#d", "http://a.example/?a=1&b=2;c#d", ""),
    ("ftp://user@a.example/x;type=a", "ftp://user@a.example/x;type=a", ""),
    ("http://", "", "link-invalid"),
    ("https://[", "", "link-invalid"),
    ("//", "", "link-invalid"),
    // Characters that have no place in an address.
    ("http://a.example/a b", "http://a.example/a%20b", ""),
    ("http://a.example/a\nb", "http://a.example/ab", ""),
    ("http://a.example/a\tb", "http://a.example/ab", ""),
    (" \n http://a.example/ \n ", "http://a.example/", ""),
    ("http://a.example/|^`{}", "http://a.example/%7C%5E%60%7B%7D", ""),
    ("http://a.example/\"<>'", "http://a.example/%22%3C%3E'", ""),
    ("http://a.example/[a]?[b]#[c]", "http://a.example/%5Ba%5D?%5Bb%5D#%5Bc%5D", ""),
    ("http://a.example/#a#b", "http://a.example/#a%23b", ""),
    ("http://a.example/\\x", "http://a.example//x", ""),
    ("http://a.example/\u{7f}\u{9f}x", "http://a.example/%7F%C2%9Fx", ""),
    ("http://a.example/\u{202e}x", "http://a.example/%E2%80%AEx", ""),
    ("\u{200f}http://a.example/\u{200f}", "http://a.example/", ""),
    // Percent-encoding.
    ("http://a.example/%C3%BC%00%FF", "http://a.example/%C3%BC%00%FF", ""),
    ("http://a.example/%", "http://a.example/%25", ""),
    ("http://a.example/%zz%1", "http://a.example/%25zz%251", ""),
    ("http://a.example/x/%2e%2e/y", "http://a.example/y", ""),
    ("http://a.example/x%5cy", "http://a.example/x%5cy", ""),
    ("http://us%zz@a.example/", "http://us%25zz@a.example/", ""),
    // Hosts.
    ("http://bücher.example/ü?ö#ä", "http://xn--bcher-kva.example/%C3%BC?%C3%B6#%C3%A4", ""),
    ("http://💩.example/", "http://xn--ls8h.example/", ""),
    ("http://аррӏе.example/", "http://xn--80ak6aa92e.example/", ""),
    ("http://a_b.example/", "http://a_b.example/", ""),
    ("http://a%41.example/", "http://aa.example/", ""),
    ("http://a.example./", "http://a.example./", ""),
    ("http://a b.example/", "", "link-invalid"),
    ("http://a%20b.example/", "", "link-invalid"),
    ("http://a%zz.example/", "", "link-invalid"),
    ("http://a..example/", "", "link-invalid"),
    ("http://.example/", "", "link-invalid"),
    ("http://a.example../", "", "link-invalid"),
    ("http://\u{ad}.example/", "", "link-invalid"),
    ("http://xn--a/", "", "link-invalid"),
    (
        "http://a123456789a123456789a123456789a123456789a123456789a123456789a123.example/",
        "",
        "link-invalid",
    ),
    ("http://[::1]:8080/x", "http://[::1]:8080/x", ""),
    ("http://[::1/x", "", "link-invalid"),
    ("http://[fe80::1%25eth0]/", "", "link-invalid"),
    ("http://256.1.1.1/", "", "link-invalid"),
    ("http://1.2.3/", "http://1.2.0.3/", ""),
    ("http://a.example:80/", "http://a.example/", ""),
    ("http://a.example:/", "http://a.example/", ""),
    ("http://a.example:8x/", "", "link-invalid"),
    ("http://a.example:99999/", "", "link-invalid"),
    ("http://:80/", "", "link-invalid"),
    ("http://user:p@ss:w@a.example/", "http://user:p%40ss%3Aw@a.example/", ""),
    // People.
    ("mailto:a@b.example", "mailto:a@b.example", ""),
    ("MAILTO:a@b.example,c@d.example", "mailto:a@b.example,c@d.example", ""),
    ("mailto:a@b.example?subject=a b&body=%zz", "mailto:a@b.example?subject=a%20b&body=%25zz", ""),
    ("mailto:?subject=x", "mailto:?subject=x", ""),
    ("mailto:ü@bücher.example", "mailto:%C3%BC@b%C3%BCcher.example", ""),
    ("mailto:", "", "link-invalid"),
    ("mailto:nobody", "", "link-invalid"),
    ("mailto:@b.example", "", "link-invalid"),
    ("mailto:a@", "", "link-invalid"),
    ("tel:+1 (201) 555-0123", "tel:+1(201)555-0123", ""),
    ("tel:", "", "link-invalid"),
    ("sip:a@b.example", "sip:a@b.example", ""),
    ("xmpp:a@b.example", "xmpp:a@b.example", ""),
    ("irc://irc.example/#talk", "irc://irc.example/#talk", ""),
    ("news:comp.text", "news:comp.text", ""),
    // Names of works.
    ("urn:isbn:9780306406157", "urn:isbn:9780306406157", ""),
    ("URN:ISBN:978 0", "urn:ISBN:978%200", ""),
    ("urn:", "", "link-invalid"),
    ("info:doi/10.1000/182", "info:doi/10.1000/182", ""),
    ("doi:10.1000/182", "https://doi.org/10.1000/182", "link-changed"),
    ("DOI:10.1000/a<b>", "https://doi.org/10.1000/a%3Cb%3E", "link-changed"),
    ("doi://10.1000/182", "https://doi.org/10.1000/182", "link-changed"),
    ("doi:", "", "link-invalid"),
    ("hdl:4263537/4000", "https://hdl.handle.net/4263537/4000", "link-changed"),
    ("arxiv:1501.00001", "https://arxiv.org/abs/1501.00001", "link-changed"),
    ("isbn:9780306406157", "urn:isbn:9780306406157", "link-changed"),
    ("issn:0028-0836", "urn:issn:0028-0836", "link-changed"),
    // What a book can't hold.
    ("javascript:alert(1)", "", "link-forbidden"),
    ("JavaScript:alert(1)", "", "link-forbidden"),
    (" java\n\tscript:alert(1)", "", "link-forbidden"),
    ("vbscript:x", "", "link-forbidden"),
    ("data:text/html,x", "", "link-forbidden"),
    ("blob:https://a.example/x", "", "link-forbidden"),
    ("about:blank", "", "link-forbidden"),
    ("file:///etc/passwd", "", "link-forbidden"),
    ("file:two.md", "", "link-forbidden"),
    ("C:\\books\\two.md", "", "link-forbidden"),
    ("c:/two.md", "", "link-forbidden"),
    // What readers don't follow, by EPUBCheck's list (HTM-025).
    ("geo:37.78,-122.39", "", "link-forbidden"),
    ("sms:+15105550101", "", "link-forbidden"),
    ("magnet:?xt=urn:btih:abc", "", "link-forbidden"),
    ("ircs://irc.example/x", "", "link-forbidden"),
    ("kindle:embed:0001", "", "link-forbidden"),
    ("x-mine:y", "", "link-forbidden"),
];

/// Addresses relative to the chapter, which is `manuscript/1.md`.
const INSIDE: &[Row] = &[
    ("", "", "link-chapter"),
    ("  ", "", "link-chapter"),
    ("#", "1.xhtml", ""),
    ("#top", "1.xhtml", ""),
    ("#one", "#one", ""),
    ("#One", "#one", ""),
    ("#%6Fne", "#one", ""),
    ("#none", "1.xhtml", "link-anchor"),
    ("#%ff%zz", "1.xhtml", "link-anchor"),
    ("?print", "1.xhtml", ""),
    ("?print#one", "#one", ""),
    ("two.md", "two.xhtml", ""),
    ("two", "two.xhtml", ""),
    ("two.html?x=1#two", "two.xhtml#two", ""),
    ("./two.md", "two.xhtml", ""),
    ("/two.md", "two.xhtml", ""),
    ("t%77o.md", "two.xhtml", ""),
    ("part\\3.md", "part-3.xhtml", ""),
    ("part/./../two.md", "two.xhtml", ""),
    ("part/%2e%2e/two.md", "two.xhtml", ""),
    ("part/", "part-README.xhtml", ""),
    ("two.md#x", "two.xhtml", "link-anchor"),
    ("tw\no.md", "two.xhtml", ""),
    // Names with signs that mean something in an address.
    ("a b.md", "a-b.xhtml", ""),
    ("a%20b.md#ab", "a-b.xhtml#ab", ""),
    ("50%.md", "50.xhtml", ""),
    ("50%25.md", "50.xhtml", ""),
    ("why?.md", "why.xhtml", ""),
    ("why%3F.md", "why.xhtml", ""),
    ("c#.md", "c.xhtml", ""),
    ("c%23.md#sharp", "c.xhtml#sharp", ""),
    ("note: four.md", "note-four.xhtml", ""),
    // What is not there.
    ("thirty-seven.md", "", "link-chapter"),
    ("../../../etc/passwd", "", "link-chapter"),
    ("..", "", "link-chapter"),
    ("/", "", "link-chapter"),
    ("%", "", "link-chapter"),
    ("%00", "", "link-chapter"),
    ("%5c", "", "link-chapter"),
    ("%ff", "", "link-chapter"),
    ("\u{fffd}", "", "link-chapter"),
    ("www.a.example", "", "link-chapter"),
    ("1:2", "", "link-chapter"),
    ("<>\"'|^`{}", "", "link-chapter"),
];

/// A project with the chapters that [`INSIDE`] names.
fn project(first: &str) -> Project {
    Project::new()
        .file("metadata.toml", "title = \"The Strait\"\nlanguage = \"en\"\n")
        .file("manuscript/1.md", first)
        .file("manuscript/two.md", "# Two\n\nThe ebb.\n")
        .file("manuscript/a b.md", "# Spaces {#ab}\n\nThe ebb.\n")
        .file("manuscript/50%.md", "# Half\n\nThe ebb.\n")
        .file("manuscript/why?.md", "# Why\n\nThe ebb.\n")
        .file("manuscript/c#.md", "# Sharp\n\nThe ebb.\n")
        .file("manuscript/note: four.md", "# Four\n\nThe ebb.\n")
        .file("manuscript/part/README.md", "# The part\n\nThe ebb.\n")
        .file("manuscript/part/3.md", "# Three\n\nThe ebb.\n")
}

/// Builds a chapter with a paragraph for each row, and holds the book and what was said against
/// the rows. `write` makes of number and address what stands in the paragraph; `None` where this
/// way of writing has no such address.
#[track_caller]
fn holds(rows: &[Row], write: impl Fn(usize, &str) -> Option<String>) {
    holds_with(&[], rows, write);
}

/// As [`holds`], with further arguments.
#[track_caller]
fn holds_with(args: &[&str], rows: &[Row], write: impl Fn(usize, &str) -> Option<String>) {
    let mut text = "# One\n\n".to_owned();
    let mut asked = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        if let Some(link) = write(number, row.0) {
            let first = text.lines().count() + 1;
            text.push_str(&link);
            text.push_str("\n\n");
            asked.push((row, first..text.lines().count()));
        }
    }
    assert!(asked.len() * 3 > rows.len(), "most of the table is left out");
    let book = project(&text)
        .args(["--lenient", "--message-format", "json"])
        .args(args.iter().copied())
        .builds();
    let said = said(&book);
    let page = book.xml("text/1.xhtml");
    let paragraphs: Vec<_> =
        page.descendants().filter(|node| node.has_tag_name(tag("p"))).collect();
    assert_eq!(paragraphs.len(), asked.len());
    let mut wrong = Vec::new();
    for ((row, lines), paragraph) in asked.iter().zip(paragraphs) {
        let (address, href, code) = **row;
        let link = paragraph.descendants().find(|node| node.has_tag_name(tag("a")));
        let found = link.map(|link| link.attribute("href").unwrap_or("no href"));
        let codes: Vec<&str> = said
            .iter()
            .filter(|(at, _)| lines.contains(at))
            .map(|(_, code)| code.as_str())
            .collect();
        let expected: &[&str] = if code.is_empty() { &[] } else { &[code] };
        if found.unwrap_or_default() != href || codes != expected {
            wrong.push(format!("{address:?}: {found:?} and {codes:?}, not {href:?} and {code:?}"));
        }
        let shown: String = paragraph.descendants().filter_map(|node| node.text()).collect();
        assert!(!shown.is_empty(), "{address:?}: the text is lost");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn tag(name: &str) -> (&str, &str) {
    ("http://www.w3.org/1999/xhtml", name)
}

/// Line and code of all that was said of the first chapter.
fn said(book: &Book) -> Vec<(usize, String)> {
    let line = |line: &str| -> Option<(usize, String)> {
        let said: serde_json::Value = serde_json::from_str(line).unwrap();
        let of_it = said["path"] == "manuscript/1.md";
        let number = said["line"].as_u64().filter(|_| of_it)?;
        Some((usize::try_from(number).unwrap(), said["code"].as_str()?.to_owned()))
    };
    book.outcome().stdout.lines().filter_map(line).collect()
}

/// The address as an attribute's value.
fn attribute(address: &str) -> String {
    let entity = |c: char| match c {
        '&' | '"' | '<' | '>' | '\n' | '\t' => format!("&#{};", u32::from(c)),
        c => c.to_string(),
    };
    address.chars().map(entity).collect()
}

/// The address between `<` and `>`, as the destination of a link.
fn destination(address: &str) -> Option<String> {
    let escaped = |c: char| if c.is_ascii_punctuation() { vec!['\\', c] } else { vec![c] };
    let all: String = address.chars().flat_map(escaped).collect();
    (!address.contains('\n')).then(|| format!("<{all}>"))
}

#[allow(clippy::unnecessary_wraps, reason = "one of several ways to write; others do fail")]
fn html(_: usize, address: &str) -> Option<String> {
    Some(format!("<p>See <a href=\"{}\">there</a>.</p>", attribute(address)))
}

fn link(_: usize, address: &str) -> Option<String> {
    Some(format!("See [there]({}).", destination(address)?))
}

fn reference(number: usize, address: &str) -> Option<String> {
    Some(format!("See [there][{number}].\n\n[{number}]: {}", destination(address)?))
}

/// Only what has a scheme can be one, and it has no escapes.
fn autolink(_: usize, address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once(':')?;
    let legal = scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphabetic());
    (legal && !rest.contains(|c: char| c <= ' ' || matches!(c, '<' | '>' | '\u{7f}')))
        .then(|| format!("See <{address}>."))
}

#[test]
fn links_of_html_that_lead_out() {
    holds(OUTSIDE, html);
}

#[test]
fn links_of_markdown_that_lead_out() {
    holds(OUTSIDE, link);
}

#[test]
fn reference_links_that_lead_out() {
    holds(OUTSIDE, reference);
}

#[test]
fn autolinks() {
    holds(OUTSIDE, autolink);
}

#[test]
fn links_of_html_that_stay_inside() {
    holds(INSIDE, html);
}

#[test]
fn links_of_markdown_that_stay_inside() {
    holds(INSIDE, link);
}

#[test]
fn reference_links_that_stay_inside() {
    holds(INSIDE, reference);
}

#[test]
fn citations() {
    let rows: &[Row] = &[
        ("http://a.example/a b", "https://a.example/a%20b", ""),
        ("https://bücher.example/", "https://xn--bcher-kva.example/", ""),
    ];
    let cite = |_: usize, address: &str| {
        let cite = attribute(address);
        Some(format!("<blockquote cite=\"{cite}\"><p>The tide.</p></blockquote>"))
    };
    let text: Vec<String> = rows.iter().filter_map(|row| cite(0, row.0)).collect();
    let book = project(&format!("# One\n\n{}\n", text.join("\n\n"))).args(["--lenient"]).builds();
    let page = book.xml("text/1.xhtml");
    let cites = page.descendants().filter_map(|node| node.attribute("cite"));
    assert_eq!(cites.collect::<Vec<_>>(), rows.iter().map(|row| row.1).collect::<Vec<_>>());
}

/// What a book's address on the web makes of links that lead to nothing in it.
#[test]
fn links_to_the_web_site_of_the_book() {
    let rows: &[Row] = &[
        ("five.md#x", "https://a.example/b%20c/five.html#x", ""),
        ("/five.md?y", "https://a.example/b%20c/five.html?y", ""),
        ("../../five", "https://a.example/five", ""),
        ("part\\5.md", "https://a.example/b%20c/part/5.html", ""),
        ("a b%zz|.png", "https://a.example/b%20c/a%20b%25zz%7C.png", ""),
        ("ü/ö.md", "https://a.example/b%20c/%C3%BC/%C3%B6.html", ""),
        ("?q", "1.xhtml", ""),
        ("two.md", "two.xhtml", ""),
        ("#none", "1.xhtml", "link-anchor"),
        ("5:6.md", "https://a.example/b%20c/5:6.html", ""),
        ("%00", "https://a.example/b%20c/%00", ""),
    ];
    holds_with(&["--base-url", "https://a.example/b c"], rows, html);
}

/// Each kind of error, as the author reads it.
#[test]
fn errors_as_they_are_told() {
    let text = "\
        # One\n\n\
        [a]() [b](twoo.md) [c](map.txt) [d](www.a.example)\n\n\
        [e](#onne) [f](two.md#tow) [g](http://a..example/)\n\n\
        [h](javascript:x) [i](data:,x) [j](C:\\x) [k](geo:1,2)\n\n\
        [l](doi:10.1000/182)\n";
    project(text).file("manuscript/map.txt", "A map.\n").fails(
        "
        error[link-chapter]: the link has no address
         --> manuscript/1.md:3:1
          |
        3 | [a]() [b](twoo.md) [c](map.txt) [d](www.a.example)
          | ^

        error[link-chapter]: there is no chapter `twoo.md` in this book
         --> manuscript/1.md:3:11
          |
        3 | [a]() [b](twoo.md) [c](map.txt) [d](www.a.example)
          |           ^^^^^^^
          = help: did you mean `two.md`?

        error[link-chapter]: `map.txt` is a file, not a chapter of this book
         --> manuscript/1.md:3:24
          |
        3 | [a]() [b](twoo.md) [c](map.txt) [d](www.a.example)
          |                        ^^^^^^^

        error[link-chapter]: there is no chapter `www.a.example` in this book
         --> manuscript/1.md:3:37
          |
        3 | [a]() [b](twoo.md) [c](map.txt) [d](www.a.example)
          |                                     ^^^^^^^^^^^^^
          = help: an address on the web begins with `https://`

        error[link-anchor]: there is no heading or id `#onne` in this chapter
         --> manuscript/1.md:5:5
          |
        5 | [e](#onne) [f](two.md#tow) [g](http://a..example/)
          |     ^^^^^
          = help: did you mean `#one`?

        error[link-anchor]: there is no heading or id `#tow` in `two.md`
         --> manuscript/1.md:5:16
          |
        5 | [e](#onne) [f](two.md#tow) [g](http://a..example/)
          |                ^^^^^^^^^^
          = help: did you mean `#two`?

        error[link-invalid]: `http://a..example/` is not a legal address
         --> manuscript/1.md:5:32
          |
        5 | [e](#onne) [f](two.md#tow) [g](http://a..example/)
          |                                ^^^^^^^^^^^^^^^^^^

        error[link-forbidden]: a book can't hold a link to `javascript:`
         --> manuscript/1.md:7:5
          |
        7 | [h](javascript:x) [i](data:,x) [j](C:\\x) [k](geo:1,2)
          |     ^^^^^^^^^^^^
          = help: a book does nothing by itself: name what it shows

        error[link-forbidden]: a book can't hold a link to `data:`
         --> manuscript/1.md:7:23
          |
        7 | [h](javascript:x) [i](data:,x) [j](C:\\x) [k](geo:1,2)
          |                       ^^^^^^^
          = help: save what it holds as a file, and name the file

        error[link-forbidden]: a book can't hold a link to `C:`
         --> manuscript/1.md:7:36
          |
        7 | [h](javascript:x) [i](data:,x) [j](C:\\x) [k](geo:1,2)
          |                                    ^^^^
          = help: it leads to a file of one machine: name a chapter, or an address on the web

        error[link-forbidden]: a book can't hold a link to `geo:`
         --> manuscript/1.md:7:46
          |
        7 | [h](javascript:x) [i](data:,x) [j](C:\\x) [k](geo:1,2)
          |                                              ^^^^^^^
          = help: e-readers can't follow it: name an address on the web, or write it as text

        note[link-changed]: the link leads to `https://doi.org/10.1000/182`, which readers can follow
         --> manuscript/1.md:9:5
          |
        9 | [l](doi:10.1000/182)
          |     ^^^^^^^^^^^^^^^

        error: 11 errors: no book was written
        ",
    );
}
