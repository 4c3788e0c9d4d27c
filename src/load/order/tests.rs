use super::*;

#[test]
fn numbers_in_names_count_as_numbers() {
    let mut names = ["10.md", "2.md", "1.md", "b.md", "A.md", "ch2-b", "ch2-a", "ch010", "ch9"];
    names.sort_by(|a, b| natural(a, b));
    assert_eq!(names, ["1.md", "2.md", "10.md", "A.md", "b.md", "ch2-a", "ch2-b", "ch9", "ch010"]);
}

#[test]
fn titles_come_from_names() {
    for (name, title) in [
        ("01-the-strait", "The strait"),
        ("2. second_part", "Second part"),
        ("1984", "1984"),
        ("봄", "봄"),
        ("---", "---"),
    ] {
        assert_eq!(title_of_name(name), title);
    }
}
