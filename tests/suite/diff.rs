//! Two texts, line against line.
//!
//! In: the text that was expected and the one that came. Out: nothing where they are the same,
//! else lines to read: `-` was expected, `+` came instead. Refuses to know: what the texts are.

/// Lines of context shown around a difference.
const CONTEXT: usize = 2;

/// `None` where the texts are the same, to the byte.
pub(crate) fn difference(expected: &str, actual: &str) -> Option<String> {
    if expected == actual {
        return None;
    }
    let (old, new) = (lines(expected), lines(actual));
    let same = |(a, b): &(&&str, &&str)| a == b;
    let head = old.iter().zip(&new).take_while(same).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(same).count();
    let (old_middle, new_middle) =
        (&old_rest[..old_rest.len() - tail], &new_rest[..new_rest.len() - tail]);

    let mut out = String::new();
    let mut show = |mark: char, line: &str| {
        out.push(mark);
        out.push_str(line);
        out.push('\n');
    };
    let before = head.saturating_sub(CONTEXT);
    if before > 0 {
        show('@', &format!(" line {}", before + 1));
    }
    old[before..head].iter().for_each(|line| show(' ', line));
    for (mark, line) in merged(old_middle, new_middle) {
        show(mark, line);
    }
    let after = &old_rest[old_rest.len() - tail..];
    after.iter().take(CONTEXT).for_each(|line| show(' ', line));
    Some(out)
}

/// The lines; the last one says so if no line end follows it.
fn lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.split('\n').collect();
    if lines.last() == Some(&"") {
        lines.pop();
    } else {
        lines.push("(no line end)");
    }
    lines
}

/// Both sequences in one, common lines once: the longest common subsequence by the usual table.
fn merged<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<(char, &'a str)> {
    let mut common = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            common[i][j] = if a == b {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            out.push((' ', old[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || (i < old.len() && common[i + 1][j] >= common[i][j + 1]) {
            out.push(('-', old[i]));
            i += 1;
        } else {
            out.push(('+', new[j]));
            j += 1;
        }
    }
    out
}

#[test]
fn the_difference_is_shown_with_its_surroundings() {
    assert_eq!(difference("a\nb\n", "a\nb\n"), None);
    assert_eq!(
        difference("1\n2\n3\n4\n5\n6\n7\n8\n", "1\n2\n3\n4\nfive\n6\nsix and a half\n7\n8\n")
            .unwrap(),
        "@ line 3\n 3\n 4\n-5\n+five\n 6\n+six and a half\n 7\n 8\n"
    );
    assert_eq!(difference("a\n", "a").unwrap(), " a\n+(no line end)\n");
}
