//! What is typed, and what a reader of the language wants to see.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use super::{keep, set};
use crate::tree::{Attr, Data, Element, Tag, Tree};
use std::borrow::Cow;

/// Sets one paragraph. `*…*` is an element of the line, `` `…` `` code.
fn typed(lang: &str, text: &str) -> String {
    let mut tree = Tree::new();
    let root = tree.create(Data::Root, 0);
    let paragraph = tree.create(Data::Element(Element::html(Tag::P)), 0);
    tree.append(root, paragraph);
    let mut parents = vec![paragraph];
    for piece in text.split_inclusive(['*', '`']) {
        let words = piece.trim_end_matches(['*', '`']);
        let parent = *parents.last().unwrap();
        let node = tree.create(Data::Text(Cow::Owned(words.to_owned())), 0);
        tree.append(parent, node);
        let tag = if piece.ends_with('*') { Tag::Em } else { Tag::Code };
        if piece.len() > words.len() && parents.len() > 1 {
            parents.pop();
        } else if piece.len() > words.len() {
            let element = tree.create(Data::Element(Element::html(tag)), 0);
            tree.append(parent, element);
            parents.push(element);
        }
    }
    set(&mut tree, root, lang, true);
    tree.plain_text(root)
}

fn check(lang: &str, cases: &[(&str, &str)]) {
    for (text, wanted) in cases {
        assert_eq!(
            typed(lang, text).replace('\u{202f}', "_").replace('\u{a0}', "~"),
            *wanted,
            "{lang}: {text}"
        );
    }
}

#[test]
fn english() {
    let cases = [
        (r#""Yes," she said."#, "“Yes,” she said."),
        (r#"He said "no"."#, "He said “no”."),
        (r#""'Tis late," he said, "and 'twas early.""#, "“’Tis late,” he said, “and ’twas early.”"),
        (r"The '90s and the 1990's", "The ’90s and the 1990’s"),
        (r"rock 'n' roll", "rock ’n’ roll"),
        (r#""She said 'go' and went.""#, "“She said ‘go’ and went.”"),
        (r"the boys' toys", "the boys’ toys"),
        (r"don't, O'Neill, I'd've", "don’t, O’Neill, I’d’ve"),
        (r#"("quoted")"#, "(“quoted”)"),
        (r#"—"so""#, "—“so”"),
        (r"so--and so---then...", "so–and so—then…"),
        (r"1914--1918", "1914–1918"),
        (r#"5'10" tall, a 6" nail"#, "5′10″ tall, a 6″ nail"),
        (r#"*"Emphasised,"* he said"#, "“Emphasised,” he said"),
        (r#""*Emphasised*," he said"#, "“Emphasised,” he said"),
        (r#""`code "x"`" is kept"#, "“code \"x\"” is kept"),
        (r#""Begun, and not ended"#, "“Begun, and not ended"),
        (r#"ended, and not begun""#, "ended, and not begun”"),
        (r#"a lone " stays"#, "a lone \" stays"),
        (r"-----, ...... stay", "-----, ...... stay"),
        (r"'Quoted,' he said, 'isn't it?'", "‘Quoted,’ he said, ‘isn’t it?’"),
        (r"wait....", "wait…."),
        (r#""What?" "No!""#, "“What?” “No!”"),
        (r"“Already” ‘set’ – so", "“Already” ‘set’ – so"),
    ];
    check("en", &cases);
    check("en-GB", &cases);
    check("en-Latn-US", &cases);
}

#[test]
fn french() {
    check(
        "fr",
        &[
            (r#""Oui", dit-elle."#, "«_Oui_», dit-elle."),
            (r#""Oui !" dit-elle"#, "«_Oui_!_» dit-elle"),
            ("Vraiment ?", "Vraiment_?"),
            ("Vraiment?", "Vraiment_?"),
            ("Oui; non", "Oui_; non"),
            ("Voici : un", "Voici~: un"),
            ("Voici: un", "Voici~: un"),
            ("à 10:30, http://x", "à 10:30, http://x"),
            ("Quoi?! Non!!", "Quoi_?! Non_!!"),
            ("« Bonjour »", "«_Bonjour_»"),
            ("«Bonjour»", "«_Bonjour_»"),
            ("l'homme d'aujourd'hui", "l’homme d’aujourd’hui"),
            (r#"l'"homme""#, "l’«_homme_»"),
            (r#""il a dit 'non'""#, "«_il a dit “non”_»"),
            ("attendez...", "attendez…"),
            ("attendez... ?", "attendez…_?"),
            ("Vraiment\u{202f}?", "Vraiment_?"),
            (r#""*Oui*!""#, "«_Oui_!_»"),
        ],
    );
    check(
        "fr-CA",
        &[("Oui! « Non » Voici: x", "Oui! «~Non~» Voici~: x"), (r#""Oui?""#, "«~Oui?~»")],
    );
}

#[test]
fn german() {
    let cases = [
        (r#""Ja", sagte sie."#, "„Ja“, sagte sie."),
        (r#"Er sagte: "Nein.""#, "Er sagte: „Nein.“"),
        (r#""Sie rief 'Halt' und ging.""#, "„Sie rief ‚Halt‘ und ging.“"),
        ("Wie geht's? So 'ne Sache", "Wie geht’s? So ’ne Sache"),
        ("Hans' Buch", "Hans’ Buch"),
        ("1914--1918", "1914–1918"),
        ("warte...", "warte…"),
        (r#"("so")"#, "(„so“)"),
        (r#""Wer?" -- "Ich!""#, "„Wer?“ – „Ich!“"),
        ("die '68er", "die ’68er"),
        (r#"*"Ja"*, so"#, "„Ja“, so"),
        (r#""*Ja*", so"#, "„Ja“, so"),
        (r#"das "Fräulein"-Problem"#, "das „Fräulein“-Problem"),
        (r#"ein 6"-Rohr"#, "ein 6″-Rohr"),
        ("„schon“ gesetzt", "„schon“ gesetzt"),
    ];
    check("de", &cases);
    check("de-CH", &[(r#""Ja", 'so' geht's"#, "«Ja», ‹so› geht’s")]);
}

#[test]
fn other_languages_of_two_kinds_of_quotes() {
    let text = r#""Uno 'dos' tres", x... 1--2, l'arte"#;
    for (lang, wanted) in [
        ("es", "«Uno “dos” tres», x… 1–2, l’arte"),
        ("es-MX", "“Uno ‘dos’ tres”, x… 1–2, l’arte"),
        ("it", "«Uno “dos” tres», x… 1–2, l’arte"),
        ("pt", "«Uno “dos” tres», x… 1–2, l’arte"),
        ("pt-BR", "“Uno ‘dos’ tres”, x… 1–2, l’arte"),
        ("ru", "«Uno „dos“ tres», x… 1–2, l’arte"),
        ("uk", "«Uno „dos“ tres», x… 1–2, l’arte"),
        ("pl", "„Uno «dos» tres”, x… 1–2, l’arte"),
        ("sv", "”Uno ’dos’ tres”, x… 1–2, l’arte"),
        ("nl", "“Uno ‘dos’ tres”, x… 1–2, l’arte"),
        ("da", "»Uno ›dos‹ tres«, x… 1–2, l’arte"),
        ("nb", "«Uno ‘dos’ tres», x… 1–2, l’arte"),
        ("ko", "“Uno ‘dos’ tres”, x… 1–2, l’arte"),
        ("ar", "«Uno “dos” tres», x… 1–2, l’arte"),
        ("ja", text),
        ("zh-Hant", text),
        ("th", text),
    ] {
        check(lang, &[(text, wanted)]);
    }
}

#[test]
fn spanish() {
    check(
        "es",
        &[
            (r#""Sí", dijo."#, "«Sí», dijo."),
            (r#"¿"Sí"?"#, "¿«Sí»?"),
            (r#"¡"No"!"#, "¡«No»!"),
            (r#"--"Sí""#, "–«Sí»"),
            ("---Sí ---dijo---.", "—Sí —dijo—."),
            (r#""*Sí*""#, "«Sí»"),
            ("espera...", "espera…"),
            ("pa'l camino", "pa’l camino"),
            ("los '90", "los ’90"),
        ],
    );
}

#[test]
fn italian_portuguese_dutch() {
    check(
        "it",
        &[
            ("l'uomo, un po' di, 'sta cosa", "l’uomo, un po’ di, ’sta cosa"),
            ("dell'\"arte\"", "dell’«arte»"),
        ],
    );
    check("pt", &[("\"Sim\", disse.", "«Sim», disse."), ("d'água", "d’água")]);
    check(
        "nl",
        &[
            ("'s avonds, 't huis, foto's", "’s avonds, ’t huis, foto’s"),
            ("\"Ja,\" zei ze 'zo'", "“Ja,” zei ze ‘zo’"),
        ],
    );
}

#[test]
fn russian_polish_swedish() {
    check(
        "ru",
        &[
            ("Он сказал: \"Нет\".", "Он сказал: «Нет»."),
            ("\"Роман 'Идиот' -- книга\"", "«Роман „Идиот“ – книга»"),
            ("--- Да, --- сказал он...", "— Да, — сказал он…"),
        ],
    );
    check("pl", &[("\"Tak\", rzekł.", "„Tak”, rzekł."), ("--- Tak", "— Tak")]);
    check("sv", &[("\"Ja\", sa hon.", "”Ja”, sa hon."), ("(\"ja\")", "(”ja”)")]);
}

#[test]
fn korean_and_hebrew() {
    check(
        "ko",
        &[
            ("그는 \"안녕\"이라고 했다.", "그는 “안녕”이라고 했다."),
            ("그는\"안녕\"이라", "그는“안녕”이라"),
            ("그는'안녕'이라", "그는‘안녕’이라"),
            ("'강조'는 '90년대", "‘강조’는 ’90년대"),
        ],
    );
    check("he", &[("צה\"ל, ג'ורג' \"כן\"", "צה״ל, ג'ורג׳ \"כן\"")]);
}

#[test]
fn what_is_kept_is_straight() {
    assert_eq!(typed("en", &keep(r#"6" -- 'x' ..."#)), r#"6" -- 'x' ..."#);
}

#[test]
fn an_element_has_its_own_language() {
    let mut tree = Tree::new();
    let root = tree.create(Data::Root, 0);
    for lang in ["de", "fr"] {
        let mut element = Element::html(Tag::P);
        element.attrs.push(Attr::new("lang", lang));
        let paragraph = tree.create(Data::Element(element), 0);
        tree.append(root, paragraph);
        let text = tree.create(Data::Text(Cow::Borrowed("\"a\"")), 0);
        tree.append(paragraph, text);
    }
    set(&mut tree, root, "en", false);
    assert_eq!(tree.plain_text(root), "„a“«\u{202f}a\u{202f}»");
}

/// Whatever is typed: letters stay, in their order.
#[test]
fn letters_never_change() {
    let signs: Vec<char> = "ab1 \"'-.;:!?«»()\n\u{fffc}é한".chars().collect();
    let mut seed: u32 = 7;
    for lang in ["en", "fr", "fr-CA", "de", "he", "sv", "ko", "ja"] {
        for _ in 0..2_000 {
            let text: String = (0..24)
                .map(|_| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    *signs.get(seed as usize / 65_536 % signs.len()).unwrap_or(&'a')
                })
                .collect();
            let letters =
                |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            assert_eq!(letters(&typed(lang, &text)), letters(&text), "{lang}: {text}");
        }
    }
}
