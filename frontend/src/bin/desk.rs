//! The build with the CARE team's and the organizers' screens.

fn main() {
    frontend::start();
}
