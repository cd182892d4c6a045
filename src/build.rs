//! Tells cargo that the embedded data is part of the program.

fn main() {
    println!("cargo::rerun-if-changed=checklists");
    println!("cargo::rerun-if-changed=templates");
}
