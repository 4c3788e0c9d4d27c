//! Fuzzes `bindery_fuzz::book`, which says what must hold.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bindery_fuzz::book(data));
