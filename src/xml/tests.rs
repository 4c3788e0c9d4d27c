use super::*;

fn written(text: &str) -> String {
    let mut writer = Writer::default();
    writer.element("p", &[("title", text)], text);
    writer.finish()
}

#[test]
fn text_and_attributes_are_escaped() {
    assert_eq!(
        written("a<b> & \"c\"\n\td"),
        "<p title=\"a&lt;b&gt; &amp; &quot;c&quot;&#10;&#9;d\">a&lt;b&gt; &amp; \"c\"\n\td</p>"
    );
}

#[test]
fn what_xml_cannot_hold_is_left_out() {
    assert_eq!(
        written("a\0b\u{1}c\u{fffe}d\u{ffff}e\r\nf\rg\u{fffd}한\u{f8ff}"),
        "<p title=\"a\u{fffd}bcde&#10;f&#10;g\u{fffd}한\u{f8ff}\">a\u{fffd}bcde\nf\ng\u{fffd}한\u{f8ff}</p>"
    );
}

#[test]
fn elements_without_content_keep_their_form() {
    let mut writer = Writer::default();
    writer.declaration();
    writer.void("br", &[]);
    writer.open("p");
    writer.close("p");
    assert_eq!(writer.finish(), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<br/><p></p>");
}
