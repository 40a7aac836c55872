//! The build that every phone has.

fn main() {
    frontend::start();
}
