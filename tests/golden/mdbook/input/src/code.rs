// ANCHOR: main
fn main() {}
// ANCHOR_END: main
fn other() {}
