use super::style::keep;
use super::*;

fn accepts(kind: Kind, value: &str) -> Option<String> {
    let mut cow = Cow::Borrowed(value);
    kind.accept("x", &mut cow).then(|| cow.into_owned())
}

#[test]
fn dates_and_times_are_told_from_what_only_looks_like_them() {
    let legal = [
        "2024",
        "2024-02",
        "2024-02-29",
        "2000-02-29",
        "12-31",
        "02-29",
        "2024-W05",
        "23:59",
        "23:59:59",
        "23:59:59.125",
        "2024-01-31T12:00",
        "2024-01-31 12:00Z",
        "2024-01-31T12:00:01+09:00",
        "P1D",
        "PT4H18M3S",
        "P2DT3H",
    ];
    for value in legal {
        assert_eq!(accepts(Kind::Date, value).as_deref(), Some(value));
    }
    let illegal = [
        "",
        "yesterday",
        "0000",
        "24",
        "2023-02-29",
        "1900-02-29",
        "2024-13",
        "2024-04-31",
        "2024-1-1",
        "13-01",
        "2024-W60",
        "24:00",
        "12:60",
        "12:00:00.1234",
        "12:00.5",
        "2024-01-31T",
        "2024-01-31T12:00X",
        "P",
        "PT",
        "P1",
        "P1M",
        "PT1S1H",
        "T12:00",
        " ",
    ];
    for value in illegal {
        assert_eq!(accepts(Kind::Date, value), None, "{value:?}");
    }
}

#[test]
fn values_are_put_into_their_legal_form() {
    let list: &'static [&'static str] = &["a", "A", "ltr"];
    assert_eq!(accepts(Kind::OneOf(list), " LTR ").as_deref(), Some("ltr"));
    assert_eq!(accepts(Kind::OneOf(list), "A").as_deref(), Some("A"));
    assert_eq!(accepts(Kind::OneOf(list), "b"), None);
    assert_eq!(accepts(Kind::Flag, "yes").as_deref(), Some("x"));
    assert_eq!(accepts(Kind::Pixels, " 120.5px ").as_deref(), Some("120"));
    assert_eq!(accepts(Kind::Pixels, "50%"), None);
    assert_eq!(accepts(Kind::Whole(1, 10), "11").as_deref(), Some("10"));
    assert_eq!(accepts(Kind::Whole(1, 10), "0"), None);
    assert_eq!(accepts(Kind::Whole(1, 10), " +2.5").as_deref(), Some("2"));
    assert_eq!(accepts(Kind::Whole(0, 10), "99999999999999999999").as_deref(), Some("10"));
    assert_eq!(accepts(Kind::Whole(0, 10), "-1"), None);
    assert_eq!(accepts(Kind::Signed, "x"), None);
    assert_eq!(accepts(Kind::Signed, "-3").as_deref(), Some("-3"));
    assert_eq!(accepts(Kind::Signed, "--3"), None);
    assert_eq!(accepts(Kind::Language, "zh-Hant").as_deref(), Some("zh-Hant"));
    assert_eq!(accepts(Kind::Language, " zh_CN ").as_deref(), Some("zh-CN"));
    assert_eq!(accepts(Kind::Language, "english us"), None);
    assert_eq!(accepts(Kind::MediaType, "text/html"), Some("text/html".to_owned()));
    assert_eq!(accepts(Kind::MediaType, "html"), None);
}

#[test]
fn declarations_stay_one_by_one() {
    let kept = |value| keep(value);
    assert_eq!(
        kept("color: RED;; font-family: 'Noto; Serif', serif ; width: calc(1px + 2 * 3%)"),
        (
            "color: RED; font-family: 'Noto; Serif', serif; width: calc(1px + 2 * 3%)".to_owned(),
            true
        )
    );
    assert_eq!(kept("margin: -.5em 0 !important").0, "margin: -.5em 0 !important");
    assert_eq!(kept("color: #abc; position: fixed"), ("color: #abc".to_owned(), false));
    let illegal = [
        "color",
        "color:",
        ": red",
        "color: #",
        "width: expression(x)",
        "background: url(a.png)",
        "background: URL(a.png)",
        "color: r\\65 d",
        "a: }",
        "a: {",
        "a: (1)",
        "a: f(1",
        "a: 1)",
        "a: \"x",
        "--x: 1",
        "-: 1",
        "direction: rtl",
        "a: <b>",
        "a: 1 /* c",
        "a: @x",
        "a: b,",
        "a: x:y",
        "%: 1",
    ];
    for declaration in illegal {
        assert_eq!(kept(declaration), (String::new(), false), "{declaration:?}");
    }
}

#[test]
fn lengths_of_mathml() {
    for value in ["1em", "-.5ex", "2.", "50%", "negativeverythinmathspace", " 1px "] {
        assert!(accepts(Kind::Length, value).is_some(), "{value:?}");
    }
    for value in ["", "em", "1.2.3em", "1vw", "+1em", "thinspace", "1 2"] {
        assert!(accepts(Kind::Length, value).is_none(), "{value:?}");
    }
    assert!(accepts(Kind::Padding, "+20% height").is_none());
    assert!(accepts(Kind::Padding, "+20%height").is_some());
    assert!(accepts(Kind::Lengths, "1em 2em").is_some());
    assert!(accepts(Kind::Lengths, "").is_none());
    assert!(accepts(Kind::Color, "#FFF").is_some());
    assert!(accepts(Kind::Color, "orange").is_none());
    assert_eq!(accepts(Kind::Tokens, "a b\"c d").as_deref(), Some("a d"));
}

#[test]
fn old_attributes_become_declarations() {
    assert_eq!(style::color("ff0000").as_deref(), Some("#ff0000"));
    assert_eq!(style::color("#fff").as_deref(), Some("#fff"));
    assert_eq!(style::color("navy").as_deref(), Some("navy"));
    assert_eq!(style::color("rgb(1)"), None);
    assert_eq!(style::length("50%").as_deref(), Some("50%"));
    assert_eq!(style::length("50").as_deref(), Some("50px"));
    assert_eq!(style::length("5*"), None);
    assert_eq!(style::families("Times New, serif").as_deref(), Some("\"Times New\", serif"));
    assert_eq!(style::families("a;b"), None);
    assert_eq!(style::font_size("+2"), Some("x-large"));
    assert_eq!(style::font_size("-9"), Some("x-small"));
    assert_eq!(style::font_size("big"), None);
}
