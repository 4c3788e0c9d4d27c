//! Covers that are drawn where a book is given none.
//!
//! In: metadata in many scripts. Out: what the picture in the book is, and what is said where it
//! can't be. Refuses to know: how a cover is designed.

use crate::support::{Book, Outcome, Project};

const COVER: &str = "OEBPS/images/cover.png";

fn project(metadata: &str) -> Project {
    Project::new()
        .file("metadata.toml", metadata)
        .file("manuscript/1.md", "# One\n\nText.\n")
        .draws()
}

/// The picture: width, height, and its pixels as red, green, blue.
fn pixels(book: &Book) -> (u32, u32, Vec<[u8; 3]>) {
    let bytes = book.find(COVER).unwrap();
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut data = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut data).unwrap();
    assert_eq!(info.color_type, png::ColorType::Rgb);
    let pixels = data.chunks_exact(3).map(|p| [p[0], p[1], p[2]]).collect();
    (info.width, info.height, pixels)
}

/// How many pixels of the upper half, where the words are, are not of the ground's colour.
fn ink(book: &Book) -> usize {
    let (_, _, pixels) = pixels(book);
    let half = &pixels[..pixels.len() / 2];
    half.iter().filter(|pixel| **pixel != half[0]).count()
}

#[test]
fn a_book_without_a_cover_gets_one() {
    let book = project(
        "title = \"War & Peace\"\nlanguage = \"en\"\nauthor = \"Leo Tolstoy\"\n\
         translator = [\"Louise Maude\", \"Aylmer Maude\"]\npublisher = \"The Strait Press\"\n",
    )
    .builds();
    let (width, height, pixels) = pixels(&book);
    assert_eq!((width, height), (1600, 2560));
    assert!(book.find(COVER).unwrap().len() < 150_000, "{} bytes", book.find(COVER).unwrap().len());
    let mut colours = pixels;
    colours.sort_unstable();
    colours.dedup();
    assert!((8..=256).contains(&colours.len()), "{} colours", colours.len());
    // It is marked like one that is given.
    let page = book.text("OEBPS/text/cover.xhtml");
    let alt = "alt=\"Cover of War &amp; Peace, Leo Tolstoy\"";
    assert!(page.contains(alt) && page.contains("role=\"doc-cover\""), "{page}");
    let package = book.opf();
    assert!(package.contains("properties=\"cover-image\""), "{package}");
}

#[test]
fn every_script_is_drawn() {
    let books = [
        ("en", "The Great Gatsby", "F. Scott Fitzgerald"),
        ("vi", "Truyện Kiều", "Nguyễn Du"),
        ("ru", "Преступление и наказание", "Фёдор Достоевский"),
        ("el", "Ἰλιάς", "Ὅμηρος"),
        ("ko", "겨울의 칼럼: 똠방각하", "정영태"),
        ("ja", "吾輩は猫である", "夏目漱石"),
        ("zh-Hans", "红楼梦", "曹雪芹"),
        ("zh-Hant", "百年孤寂", "加西亞・馬奎斯"),
        ("ar", "ألف ليلة وليلة", "نجيب محفوظ"),
        ("he", "סיפור על אהבה וחושך", "עמוס עוז"),
    ];
    for (language, title, author) in books {
        let metadata =
            format!("title = \"{title}\"\nlanguage = \"{language}\"\nauthor = \"{author}\"\n");
        let project = project(&metadata);
        let said = project.run(&[]);
        assert_eq!((said.status, said.stderr.as_str()), (Some(0), ""), "{title}");
        std::fs::remove_dir_all(project.path().join("dist")).unwrap();
        let book = project.builds();
        assert!(ink(&book) > 20_000, "{title}: hardly anything is drawn");
    }
}

#[test]
fn a_title_of_any_length_fits() {
    let long = "The Life and Strange Surprizing Adventures of Robinson Crusoe ".repeat(5);
    let word = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz";
    for title in ["I", long.trim(), word, &word.repeat(4)] {
        let book = project(&format!("title = \"{title}\"\nlanguage = \"en\"\n")).builds();
        let (width, height, pixels) = pixels(&book);
        let at = |x: u32, y: u32| pixels[usize::try_from(y * width + x).unwrap()];
        // Nothing of the words runs into the margins.
        for y in 0..height / 2 {
            for x in (0..100).chain(width - 100..width) {
                assert_eq!(at(x, y), at(0, 0), "{title}: {x}, {y}");
            }
        }
        assert!(ink(&book) > 2_000, "{title}");
    }
}

#[test]
fn the_same_book_has_the_same_cover_and_another_book_another() {
    let metadata = "title = \"The Strait\"\nlanguage = \"en\"\nauthor = \"Ada\"\n";
    let cover = |project: Project| project.builds().find(COVER).unwrap().to_vec();
    let one = cover(project(metadata).args(["--jobs", "1"]));
    assert!(one == cover(project(metadata).args(["--jobs", "2"])));
    assert!(one != cover(project(&metadata.replace("Ada", "Eve"))));
    // The books of a series differ in their colours.
    let volume = |number: u8| {
        let series = format!("series = {{ name = \"Seas\", position = \"{number}\" }}\n");
        pixels(&project(&format!("{metadata}{series}")).builds()).2[0]
    };
    assert!(volume(1) != volume(2) && volume(2) != volume(3));
}

#[test]
fn what_no_font_has_is_said() {
    let said = |metadata: &str| {
        let project = project(metadata);
        let outcome = project.run(&[]);
        assert_eq!(outcome.status, Some(0), "{outcome:?}");
        std::fs::remove_dir_all(project.path().join("dist")).unwrap();
        let book = project.builds();
        (outcome.stderr, book.find(COVER).is_some())
    };
    let (words, drawn) = said("title = \"Hello 🎉 World\"\nlanguage = \"en\"\n");
    assert!(
        drawn && words.contains("note[cover-text]: the title is on the drawn cover without `🎉`"),
        "{words}"
    );
    let (words, drawn) = said("title = \"🎉\"\nlanguage = \"en\"\n");
    assert!(!drawn && words.contains("note[cover-text]: no cover is drawn"), "{words}");
    let (words, drawn) = said("title = \"नमस्ते\"\nlanguage = \"hi\"\n");
    assert!(!drawn && words.contains("note[cover-text]: no cover is drawn"), "{words}");
    let (words, drawn) = said("title = \"Kim\"\nlanguage = \"en\"\nauthor = \"रुडयार्ड\"\n");
    assert!(
        drawn && words.contains("note[cover-text]: the author is not on the drawn cover"),
        "{words}"
    );
}

#[test]
fn no_cover_is_drawn_where_none_is_wanted() {
    let without = |project: Project| {
        let book = project.builds();
        assert!(!book.names().iter().any(|name| name.contains("cover")), "there is a cover");
    };
    without(project("title = \"The Strait\"\nlanguage = \"en\"\ncover = false\n"));
    without(project("title = \"The Strait\"\nlanguage = \"en\"\n").args(["--no-cover"]));
    // Without its page, the picture is still there for shelves.
    let book =
        project("title = \"The Strait\"\nlanguage = \"en\"\n[pages]\ncover = false\n").builds();
    let names: Vec<_> = book.names().into_iter().filter(|name| name.contains("cover")).collect();
    assert_eq!(names, [COVER]);
}

#[test]
fn a_file_without_metadata_has_a_cover_with_its_heading() {
    let project = Project::new()
        .file("tide.md", "# The Tide\n\nThe water came in with the night, and we went up.\n");
    let mut command = project.command(env!("CARGO_BIN_EXE_bindery"));
    let outcome = Outcome::of(command.args(["build", "tide.md"]));
    assert_eq!(outcome.status, Some(0), "{outcome:#?}");
    let book = Book::open(&project.path().join("tide.epub")).unwrap();
    let page = book.text("OEBPS/text/cover.xhtml");
    assert!(page.contains("alt=\"Cover of The Tide\""), "{page}");
}
