//! The smallest chapter that still fails: lines and then characters are taken out as long as the
//! failure stays.
//!
//! In: a chapter, and a judge that says of many candidates at once which of them fail. Out: a
//! chapter that fails too. Refuses to know: what the failure is.
//!
//! The way is Zeller's delta debugging; all candidates of a round go to the judge together,
//! because a book of many chapters costs hardly more than a book of one.

/// Rounds after which what there is must do.
const ROUNDS: usize = 80;

/// Makes `chapter` smaller; `fails` says of each candidate whether it still fails.
pub(super) fn shrink(chapter: &str, mut fails: impl FnMut(&[String]) -> Vec<bool>) -> String {
    let mut rounds = ROUNDS;
    let lines: Vec<String> = chapter.split_inclusive('\n').map(str::to_owned).collect();
    let fewer = reduce(lines, &mut fails, &mut rounds).concat();
    let characters: Vec<String> = fewer.chars().map(String::from).collect();
    reduce(characters, &mut fails, &mut rounds).concat()
}

/// Takes out runs of pieces, long ones first, until no single piece can go.
fn reduce(
    mut pieces: Vec<String>,
    fails: &mut impl FnMut(&[String]) -> Vec<bool>,
    rounds: &mut usize,
) -> Vec<String> {
    let mut run = pieces.len().div_ceil(2);
    while run > 0 && pieces.len() > 1 && *rounds > 0 {
        *rounds -= 1;
        let starts: Vec<usize> = (0..pieces.len()).step_by(run).collect();
        let without = |start: usize| {
            let end = (start + run).min(pieces.len());
            [&pieces[..start], &pieces[end..]].concat()
        };
        let candidates: Vec<String> = starts.iter().map(|start| without(*start).concat()).collect();
        match fails(&candidates).iter().position(|failed| *failed) {
            Some(found) => {
                pieces = without(starts[found]);
                run = run.min(pieces.len().div_ceil(2));
            }
            None => run /= 2,
        }
    }
    pieces
}

#[test]
fn what_is_left_is_the_failure_alone() {
    let judge = |candidates: &[String]| candidates.iter().map(|c| c.contains("<b")).collect();
    assert_eq!(shrink("one\ntwo <b>three</b>\n\nfour\nfive\n", judge), "<b");
}
