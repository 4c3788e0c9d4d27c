//! The edge between the crates that take fonts apart and the rest of the house.
//!
//! In: work on a font. Out: its result, or nothing where it panicked. Refuses to know: fonts.
//!
//! The crates are well tried, but a font file is a small program by a stranger, and a book must
//! come out of any manuscript. What a panic leaves behind is dropped with the work: nothing is
//! shared with it but bytes that it only reads.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    /// Whether this thread is at such work: its panics are nobody's mistake and are not shown.
    static AT_WORK: Cell<bool> = const { Cell::new(false) };
}

/// Does the work; `None` where it panicked.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let shown = take_hook();
        set_hook(Box::new(move |about| {
            if !AT_WORK.get() {
                shown(about);
            }
        }));
    });
    let before = AT_WORK.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work)).ok();
    AT_WORK.set(before);
    done
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_panic_is_nothing() {
        assert_eq!(super::guarded(|| 1), Some(1));
        assert_eq!(super::guarded(|| [0][std::hint::black_box(0) + 1]), None::<i32>);
    }
}
