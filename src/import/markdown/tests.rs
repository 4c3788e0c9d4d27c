//! HTML becomes Markdown that reads as the same text.

use super::{Page, write};
use crate::import::dom;
use crate::tree::Tag;

fn markdown(html: &str) -> String {
    let dom = dom::html(html);
    let body = dom.first(dom.root, Tag::Body).unwrap_or(dom.root);
    write(&Page { tree: &dom.tree, body, notes: &[] })
}

#[test]
fn every_element_has_its_markdown() {
    let cases = [
        (
            "<h2>A title</h2><p>One <em>two</em>, <b>three</b>.</p>",
            "## A title\n\nOne *two*, **three**.\n",
        ),
        ("<h1 id=\"other\">A title</h1>", "# A title {#other}\n"),
        (
            "<p>5 * 3 = 15, snake_case, 1.5, #hash, a*b*c</p>",
            "5 * 3 = 15, snake_case, 1.5, #hash, a\\*b\\*c\n",
        ),
        (
            "<p># not a title</p><p>1. not a list</p><p>- nor this</p>",
            "\\# not a title\n\n1\\. not a list\n\n\\- nor this\n",
        ),
        ("<ul><li>a</li><li>b<ol start=\"3\"><li>c</li></ol></li></ul>", "- a\n- b\n\n  3. c\n"),
        ("<ul><li><p>a</p></li><li><p>b</p></li></ul>", "- a\n\n- b\n"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b\n"),
        ("<blockquote><p>Said.</p></blockquote>", "> Said.\n"),
        (
            "<pre><code class=\"language-rust\">fn main() {\n\n    <span class=\"keyword\">let</span> x;\n}\n</code></pre>",
            "```rust\nfn main() {\n\n    let x;\n}\n```\n",
        ),
        (
            "<table><thead><tr><th>a</th><th class=\"align-right\">b</th></tr></thead><tbody><tr><td>1</td><td class=\"align-right\">2|3</td></tr></tbody></table>",
            "| a | b |\n| --- | --: |\n| 1 | 2\\|3 |\n",
        ),
        (
            "<p><a href=\"x.md#y\" title=\"T\">link</a>!<a href=\"https://example.org/\">https://example.org/</a></p>",
            "[link](x.md#y \"T\")!<https://example.org/>\n",
        ),
        (
            "<p>Line<br>break and <code>a`b</code>, <kbd>Esc</kbd></p>",
            "Line\\\nbreak and ``a`b``, <kbd>Esc</kbd>\n",
        ),
        ("<hr>", "---\n"),
        (
            "<figure><img src=\"a.png\" alt=\"A map\"><figcaption>The map</figcaption></figure>",
            "![A map](a.png \"The map\")\n",
        ),
        ("<p>H<sub>2</sub>O and x<sup>2</sup>, <del>gone</del></p>", "H~2~O and x^2^, ~~gone~~\n"),
        ("<p><ruby>漢字<rt>かんじ</rt></ruby></p>", "{漢字|かんじ}\n"),
        ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", "Term\n: Meaning\n"),
        ("<div class=\"note\"><p>a</p></div>", "::: note\na\n:::\n"),
        (
            "<p>https://example.org/ is no link, nor www.example.org</p>",
            "https\\://example.org/ is no link, nor www\\.example.org\n",
        ),
        (
            "<p>costs $5 and $6, [^1], {p. 3} and &amp;amp; &lt;b></p>",
            "costs \\$5 and \\$6, \\[^1], \\{p. 3} and \\&amp; \\<b>\n",
        ),
        (
            "<section class=\"x\" epub:type=\"part\"><h1>T</h1><p>a</p></section>",
            "<section class=\"x\" epub:type=\"part\">\n\n# T\n\na\n\n</section>\n",
        ),
        (
            "<aside class=\"alert alert-tip\"><p class=\"alert-title\">Tip</p><p>Go.</p></aside>",
            "> [!TIP]\n> Go.\n",
        ),
        (
            "<div class=\"verse\"><p><span class=\"line\">One</span><br><span class=\"line indent-1\">two</span></p></div>",
            "::: verse\nOne\n  two\n:::\n",
        ),
    ];
    for (html, expected) in cases {
        assert_eq!(markdown(html), expected, "{html}");
    }
}

#[test]
fn what_markdown_can_not_say_is_raw_html() {
    let cases = [
        ("<p class=\"lead\">a <em>b</em></p>", "<p class=\"lead\">a <em>b</em></p>\n"),
        ("<p>a <span lang=\"fr\">b *c*</span></p>", "a <span lang=\"fr\">b \\*c\\*</span>\n"),
        (
            "<table><tr><td colspan=\"2\">a</td></tr></table>",
            "<table><tbody><tr><td colspan=\"2\">a</td></tr></tbody></table>\n",
        ),
        ("<p>foo<em>(bar)</em>baz</p>", "foo<em>(bar)</em>baz\n"),
    ];
    for (html, expected) in cases {
        assert_eq!(markdown(html), expected, "{html}");
    }
}
