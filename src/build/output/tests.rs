use super::file_name;

#[test]
fn titles_become_names_of_files() {
    for (title, name) in [
        ("War and Peace", "War and Peace"),
        ("What? A/B: \"C\"", "What A B C"),
        ("../../etc/passwd", "etc passwd"),
        ("한국어", "한국어"),
        ("...", "book"),
        ("con", "con book"),
        ("com1.txt", "com1.txt book"),
        ("a\u{0}b\tc", "a b c"),
    ] {
        assert_eq!(file_name(title), name);
    }
    assert!(file_name(&"long ".repeat(100)).len() <= 120);
}
