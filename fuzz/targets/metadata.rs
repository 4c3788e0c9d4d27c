//! Fuzzes `bindery_fuzz::metadata`, which says what must hold.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bindery_fuzz::metadata(data));
