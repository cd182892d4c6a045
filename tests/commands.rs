//! Commands as files: `tests/cmd/*.toml` and `*.md` hold arguments and what must come out.

#[test]
fn commands_print_what_their_files_say() {
    trycmd::TestCases::new().case("tests/cmd/*.toml").case("tests/cmd/*.md");
}
