//! Every colour of every theme can be read, on every page that readers lay under it.
//!
//! In: the style sheets of books in each theme. Out: every pair of colours below the contrast that
//! WCAG 2.2 asks of text (1.4.3, level AA: 4.5 to 1). Refuses to know: what a rule is for. Only
//! colours that are set count: what is `inherit` or `currentColor` is the reader's own.

use crate::support::Project;

/// The pages of readers by day: white and sepia.
const LIGHT: [&str; 2] = ["#ffffff", "#f4ecd8"];
/// The pages of readers by night.
const DARK: [&str; 3] = ["#000000", "#121212", "#1e1e1e"];
const ENOUGH: f64 = 4.5;

/// A rule of a style sheet: selector, declarations, and whether it holds in the dark only.
struct Rule {
    selector: String,
    declarations: Vec<(String, String)>,
    dark: bool,
}

impl Rule {
    fn value(&self, property: &str) -> Option<&str> {
        let found = self.declarations.iter().rev().find(|(name, _)| name == property);
        found.map(|(_, value)| value.as_str())
    }
}

/// Reads rules; blocks within blocks are those of `@media`, `@supports` and
/// `@container`.
fn rules(css: &str) -> Vec<Rule> {
    let mut bare = String::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        bare.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    let mut rules = Vec::new();
    let mut outer: Vec<String> = Vec::new();
    let mut head = String::new();
    let mut chars = bare.chars();
    while let Some(c) = chars.next() {
        match c {
            ';' => head.clear(),
            '}' => {
                outer.pop();
                head.clear();
            }
            '{' if ["@media", "@supports", "@container"]
                .iter()
                .any(|name| head.trim().starts_with(name)) =>
            {
                outer.push(head.trim().to_owned());
                head.clear();
            }
            '{' => {
                let body: String = chars.by_ref().take_while(|c| *c != '}').collect();
                let declarations = body
                    .split(';')
                    .filter_map(|line| line.split_once(':'))
                    .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
                    .collect();
                let dark = outer.iter().any(|at| at.contains("prefers-color-scheme: dark"));
                let selector = head.split_whitespace().collect::<Vec<_>>().join(" ");
                rules.push(Rule { selector, declarations, dark });
                head.clear();
            }
            c => head.push(c),
        }
    }
    rules
}

/// The relative luminance of `#rrggbb`. Source: WCAG 2.2, definition of relative luminance.
fn luminance(colour: &str) -> Option<f64> {
    let digits = colour.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&digits[at..at + 2], 16).ok()?) / 255.0;
        Some(if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) })
    };
    Some(0.2126 * channel(0)? + 0.7152 * channel(2)? + 0.0722 * channel(4)?)
}

/// The contrast of two colours. Source: WCAG 2.2, definition of contrast ratio.
fn contrast(one: &str, other: &str) -> Option<f64> {
    let (one, other) = (luminance(one)?, luminance(other)?);
    Some((one.max(other) + 0.05) / (one.min(other) + 0.05))
}

/// Every pair of a style sheet that can't be read; and how many pairs were looked at.
fn unreadable(css: &str) -> (Vec<String>, usize) {
    let rules = rules(css);
    let mut wrong = Vec::new();
    let mut pairs = 0;
    let own = |value: &str| matches!(value, "inherit" | "currentColor" | "transparent" | "none");
    for rule in &rules {
        let background = rule.value("background-color").or(rule.value("background"));
        let background = background.filter(|value| !own(value));
        let Some(colour) = rule.value("color").filter(|value| !own(value)) else {
            if let Some(background) = background {
                wrong.push(format!(
                    "{}: the background {background} under text of any colour",
                    rule.selector
                ));
            }
            continue;
        };
        // By night the colours of the day hold too, where no other takes their place.
        let replaced = rules.iter().any(|other| {
            other.dark && other.selector == rule.selector && other.value("color").is_some()
        });
        let pages: Vec<&str> = match (background, rule.dark) {
            (Some(background), _) => vec![background],
            (None, true) => DARK.to_vec(),
            (None, false) if replaced => LIGHT.to_vec(),
            (None, false) => LIGHT.iter().chain(&DARK).copied().collect(),
        };
        for page in pages {
            pairs += 1;
            match contrast(colour, page) {
                Some(ratio) if ratio >= ENOUGH => {}
                Some(ratio) => {
                    wrong.push(format!("{}: {colour} on {page} is {ratio:.2}", rule.selector));
                }
                None => wrong.push(format!("{}: {colour} on {page} is not #rrggbb", rule.selector)),
            }
        }
    }
    (wrong, pairs)
}

#[test]
fn every_colour_of_every_theme_can_be_read() {
    for theme in ["plain", "classic", "technical"] {
        let metadata = format!(
            "title = \"Colours\"\nlanguage = \"en\"\ntheme = \"{theme}\"\ndrop-caps = true\n"
        );
        let book = Project::new()
            .file("metadata.toml", &metadata)
            .file("manuscript/01.md", "# One\n\nText.\n\n```rust\nfn main() {}\n```\n")
            .builds();
        let css = book.text("styles/book.css");
        let (wrong, pairs) = unreadable(css);
        assert!(wrong.is_empty(), "{theme}:\n{}", wrong.join("\n"));
        assert!(pairs > 0, "{theme}: there is a colour in the dark at least");
    }
}

#[test]
fn a_pale_colour_is_found() {
    let (wrong, pairs) = unreadable(
        "/* x { color: #eeeeee; } */ a { color: #767676; } b { color: inherit; }\n\
         @media (prefers-color-scheme: dark) { a { color: #555555; } }\n\
         i { color: #595959; background-color: #ffffff; } u { background: #ffffff; }\n\
         s { color: red; }",
    );
    assert_eq!(
        wrong,
        [
            "a: #767676 on #f4ecd8 is 3.86",
            "a: #555555 on #000000 is 2.82",
            "a: #555555 on #121212 is 2.51",
            "a: #555555 on #1e1e1e is 2.24",
            "u: the background #ffffff under text of any colour",
            "s: red on #ffffff is not #rrggbb",
            "s: red on #f4ecd8 is not #rrggbb",
            "s: red on #000000 is not #rrggbb",
            "s: red on #121212 is not #rrggbb",
            "s: red on #1e1e1e is not #rrggbb",
        ]
    );
    assert_eq!(pairs, 11);
}
