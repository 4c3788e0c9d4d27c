//! Fuzzes `bindery_fuzz::import`, which says what must hold.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bindery_fuzz::import(data));
