//! A tag of thousands of attributes is cut short.
//!
//! In: raw HTML, piece by piece. Out: the same without the attributes of a tag that are too many.
//! Refuses to know: which attributes mean something. html5ever compares each attribute of a tag
//! with all before it; so do later steps.

use std::borrow::Cow;

/// Attributes that a tag may have.
pub(super) const LIMIT: usize = 1_000;

/// How far a tag has been read. Source: HTML standard sections 13.2.5.8 and 13.2.5.32 to 13.2.5.40.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Not in a tag, or past its end.
    Outside,
    /// In the name of the element.
    Element,
    /// Before an attribute's name.
    Before,
    /// In an attribute's name.
    Name,
    /// After an attribute's name: a value may follow, or another attribute.
    After,
    /// After the equals sign.
    Equals,
    /// In a value without quotes.
    Bare,
    /// In a value with these quotes.
    Quoted(u8),
}

/// Reads along, and counts the attributes of the tag at hand.
#[derive(Debug)]
pub(super) struct Counter {
    state: State,
    count: usize,
}

impl Counter {
    /// Outside of any tag.
    pub(super) fn new() -> Self {
        Counter { state: State::Outside, count: 0 }
    }

    /// A new token begins: whether it is a tag is seen in its first piece.
    pub(super) fn begin(&mut self, piece: &str) {
        let tag = piece
            .strip_prefix('<')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
        *self = Counter { state: if tag { State::Element } else { State::Outside }, count: 0 };
    }

    /// The piece without what is too much, and whether something was.
    pub(super) fn cut<'p>(&mut self, piece: &'p str) -> (Cow<'p, str>, bool) {
        let mut from = (self.count > LIMIT).then_some(0);
        for (at, byte) in piece.bytes().enumerate() {
            self.state = self.next(byte);
            if self.count > LIMIT && from.is_none() {
                from = Some(at);
            }
            if self.state == State::Outside {
                self.count = 0;
                let Some(from) = from else { break };
                let kept = [piece.get(..from), piece.get(at..)];
                return (Cow::Owned(kept.into_iter().flatten().collect()), true);
            }
        }
        match from.and_then(|from| piece.get(..from)) {
            Some(kept) => (Cow::Borrowed(kept), true),
            None => (Cow::Borrowed(piece), false),
        }
    }

    fn next(&mut self, byte: u8) -> State {
        use State::{After, Bare, Before, Element, Equals, Name, Outside, Quoted};
        let space = matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c);
        match (self.state, byte) {
            (Outside, _) => Outside,
            (Quoted(quote), _) if byte != quote => Quoted(quote),
            (Quoted(_), _) => Before,
            (_, b'>') => Outside,
            (Name | After, b'=') => Equals,
            (Equals, b'"' | b'\'') => Quoted(byte),
            (Element | Before | Name | After, b'/') => Before,
            (Element | Before | Bare, _) if space => Before,
            (Name | After, _) if space => After,
            (Equals, _) if space => Equals,
            (Before | After, _) => {
                self.count += 1;
                Name
            }
            (Element | Name, _) => self.state,
            (Equals | Bare, _) => Bare,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Counter, LIMIT};

    #[test]
    fn what_follows_on_the_limit_is_cut_out_of_the_tag() {
        for (attribute, rest) in [
            ("a", " zzz>x"),
            ("a=b", " zzz=y>x"),
            ("a = b", " zzz = y>x"),
            ("a='>'", " zzz='>'>x"),
            ("a=\">\"", " zzz=\">\" y>x"),
            ("a", " y/zzz/>x"),
        ] {
            let whole = ["<b ", &[attribute; LIMIT].join(" "), rest].concat();
            let mut counter = Counter::new();
            counter.begin(&whole);
            let (kept, cut) = counter.cut(&whole);
            assert!(cut && kept.ends_with(">x") && !kept.contains("zzz"), "{kept}");
            assert_eq!(kept.matches(attribute).count(), LIMIT, "{attribute}");
            let text = ["a b=c ".repeat(LIMIT * 2), "<b a=b c>".to_owned()].concat();
            assert_eq!(counter.cut(&text), (text.as_str().into(), false));
        }
    }

    #[test]
    fn a_tag_of_many_pieces_is_cut_as_one() {
        let mut counter = Counter::new();
        counter.begin("<b a='");
        counter.cut("<b a='");
        let kept: usize = (0..LIMIT * 3).map(|_| counter.cut("<' a='").0.len()).sum();
        assert_eq!(kept, (LIMIT - 1) * "<' a='".len() + "<' ".len());
        assert_eq!(counter.cut("<'>x"), (">x".into(), true));
    }
}
