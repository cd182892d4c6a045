//! Templates of one's own read no other file and no variable of the environment, come to an end, stay small, and write
//! nothing. Each attempt fails with an error at its place.

mod support;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use support::drafts::{EMPTY, folder};
use support::{diligence, flat, repository, stderr, stdout};
use tempfile::TempDir;

/// No attempt takes longer, on a slow machine and in a debug build.
const SOON: Duration = Duration::from_secs(180);

/// A folder with a record, and with one file of templates.
fn with_template(path: &str, text: &str) -> TempDir {
    let folder = folder(EMPTY);
    let path = folder.path().join("own").join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
    folder
}

/// What a draft with the templates in `own` says, which must fail, soon, and write nothing.
fn refused(folder: &Path, more: &[&str]) -> String {
    let before = files(folder);
    let start = Instant::now();
    let output = diligence(folder, &[&["draft", ".", "--templates", "own"], more].concat());
    assert!(start.elapsed() < SOON, "it took {:?}", start.elapsed());
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(2), ""), "{}", stderr(&output));
    assert_eq!(files(folder), before, "nothing is written");
    let said = stderr(&output);
    assert!(said.len() < 20_000, "an error of {} bytes", said.len());
    said
}

/// The paths of all files below `folder`.
fn files(folder: &Path) -> Vec<String> {
    let walk = ignore::WalkBuilder::new(folder).standard_filters(false).build();
    let mut files: Vec<String> = walk.map(|entry| entry.unwrap().path().display().to_string()).collect();
    files.sort();
    files
}

/// The clause on staff with `text` in place of its own.
fn clause(text: &str) -> String {
    let own = fs::read_to_string(repository().join("templates/clauses/staff.md")).unwrap();
    format!("{}+++\n{text}\n", own.rsplit_once("+++\n").unwrap().0)
}

#[test]
fn layouts_reach_nothing_and_come_to_an_end() {
    let deep: String = (0..6).map(|at| format!("{{% for a{at} in sections %}}")).collect();
    let ends = "{% endfor %}".repeat(6);
    let many = |part: &str, end: &str| format!("{}x{}", part.repeat(20_000), end.repeat(20_000));
    let cases: &[(String, &str)] = &[
        ("{% include \"/etc/passwd\" %}".into(), "/etc/passwd"),
        ("{% include \"../../procurement.toml\" %}".into(), "procurement.toml"),
        ("{% include \"reports/draft.md\" %}".into(), "Circular include"),
        ("{% extends \"reports/draft.html\" %}".into(), "a layout has no `extends`"),
        ("{% import \"reports/block.md\" as x %}".into(), "a layout has no `import`"),
        ("{% macro a() %}{{ self::a() }}{% endmacro %}{{ self::a() }}".into(), "a layout has no `macro`"),
        ("{% component a() %}{{ <a/> }}{% endcomponent a %}{{ <a/> }}".into(), "a layout has no `component`"),
        ("{{ get_env(name=\"HOME\") }}".into(), "Unknown function `get_env`"),
        ("{{ now() }}".into(), "Unknown function `now`"),
        ("{{ load_data(path=\"/etc/passwd\") }}".into(), "Unknown function `load_data`"),
        ("{% for i in range(end=1000000000) %}x{% endfor %}".into(), "there is no `range` here"),
        (format!("{deep}{ends}"), "turn more than 1000000 times"),
        (format!("{deep}{{{{ title }}}}{ends}"), "turn more than 1000000 times"),
        (format!("{}{}{}", &deep[..72], "x".repeat(3000), &ends[..36]), "larger than 64 MiB"),
        ("{% for x in [\"%}\"] %}{% for y in sections %}{% endfor %}{% endfor %}".into(), "holds no `%}`"),
        ("{% for a in sections %}{% set_global s = s ~ s %}{% endfor %}".into(), "a layout has no `set_global`"),
        ("{% set s = title ~ title %}".into(), "`set` gives a name to something in the data"),
        ("{{ title | replace(from=\"a\", to=\"aa\") }}".into(), "a layout has no filter `replace`"),
        (many("{% if title %}", "{% endif %}"), "nesting is too deep"),
        (many("{% for x in sections %}", "{% endfor %}"), "nesting is too deep"),
        (format!("{{% if title %}}{}{{% endif %}}", "{% elif title %}".repeat(20_000)), "at most 100 `elif`"),
        (format!("{{{{ {}title{} }}}}", "(".repeat(20_000), ")".repeat(20_000)), "longer than 2000 characters"),
        (format!("{{{{ \"{}\" }}}}", "a".repeat(3_000_000)), "longer than 2000 characters"),
        ("a".repeat(5_000_000), "is larger than 4 MiB"),
    ];
    cases.par_iter().for_each(|(text, message)| {
        let folder = with_template("reports/draft.md", text);
        let said = refused(folder.path(), &[]);
        let start: String = text.chars().take(100).collect();
        assert!(flat(&said).contains(message), "{start}: {said}");
        // Tera does not say where an include that leads nowhere or to itself stands; the file it names.
        assert!(said.contains("reports/draft.md"), "{start}: {said}");
    });
}

#[test]
fn texts_of_clauses_reach_nothing_and_come_to_an_end() {
    let many = |part: &str, end: &str| format!("{}x{}", part.repeat(20_000), end.repeat(20_000));
    let cases: &[(String, &str)] = &[
        ("{% import \"clauses/audit.md\" as x %}".into(), "is not known in a text"),
        ("{% extends \"clauses/audit.md\" %}".into(), "is not known in a text"),
        ("{% macro a() %}{{ self::a() }}{% endmacro %}".into(), "is not known in a text"),
        ("{% component a() %}{{ <a/> }}{% endcomponent a %}".into(), "is not known in a text"),
        ("{{ get_env(name=\"HOME\") }}".into(), "is nothing that a text can print"),
        ("{{ range(end=1000000000) }}".into(), "is nothing that a text can print"),
        ("{% for x in range(end=1000000000) %}x{% endfor %}".into(), "a text cannot loop over"),
        (
            "{% for x in definitions %}{% for y in definitions %}y{% endfor %}{% endfor %}".into(),
            "cannot stand in a loop",
        ),
        (many("{% for x in definitions %}", "{% endfor %}"), "cannot stand in a loop"),
        (many("{% if when.high_sensitivity %}", "{% endif %}"), "nesting is too deep"),
        (
            format!(
                "{{% if when.high_sensitivity %}}x{}{{% endif %}}",
                "{% elif when.low_sensitivity %}y".repeat(20_000)
            ),
            "at most 100 `elif`",
        ),
        (
            format!("{{% if {}when.high_sensitivity %}}x{{% endif %}}", "when.high_sensitivity and ".repeat(20_000)),
            "too complex",
        ),
        (
            format!("{{{{ {}facts.answer_within{} }}}}", "(".repeat(20_000), ")".repeat(20_000)),
            "is nothing that a text can print",
        ),
        ("a".repeat(5_000_000), "is larger than 4 MiB"),
    ];
    cases.par_iter().for_each(|(text, message)| {
        let folder = with_template("clauses/staff.md", &clause(text));
        let said = refused(folder.path(), &[]);
        let start: String = text.chars().take(100).collect();
        assert!(flat(&said).contains(message), "{start}: {said}");
        assert!(said.contains("own/clauses/staff.md"), "{start}: {said}");
    });
}

#[test]
fn a_long_text_is_drafted_as_it_is() {
    let text = format!("The Vendor must {}.", "work ".repeat(100_000).trim_end());
    let folder = with_template("clauses/staff.md", &clause(&text));
    let output = diligence(folder.path(), &["draft", ".", "--templates", "own"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stdout(&output).contains(&text));
}

#[test]
fn a_document_is_named_and_never_a_path() {
    let folder = with_template("documents/plain.md", "+++\ntitle = \"Plain\"\nabout = \"A test.\"\n+++\nText.\n");
    fs::write(folder.path().join("outside.md"), "+++\ntitle = \"Outside\"\nabout = \"A test.\"\n+++\nText.\n").unwrap();
    for name in ["../x", "../outside", "../../outside", "documents/plain", "plain.md", "./plain", "/etc/passwd", ""] {
        let said = refused(folder.path(), &["--document", name]);
        assert!(said.contains(&format!("there is no document `{name}`")), "{said}");
    }
    let output = diligence(folder.path(), &["draft", ".", "--templates", "own", "--document", "plain"]);
    assert!(stdout(&output).contains("# Plain\n"));
}

#[test]
fn a_document_names_only_what_there_is() {
    for (line, message) in [
        ("clauses = [\"../../etc/passwd\"]", "there is no clause `../../etc/passwd`"),
        ("[called.x]\ndocument = \"../plain\"", "there is no document `../plain`"),
    ] {
        let text = format!("+++\ntitle = \"Plain\"\nabout = \"A test.\"\n{line}\n+++\nText.\n");
        let folder = with_template("documents/plain.md", &text);
        let said = refused(folder.path(), &["--document", "plain"]);
        assert!(said.contains(message) && said.contains("own/documents/plain.md:"), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn links_inside_the_folder_of_templates_are_refused() {
    use std::os::unix::fs::symlink;
    let secret = tempfile::tempdir().unwrap();
    fs::write(secret.path().join("staff.md"), clause("A secret text.")).unwrap();
    let folder = with_template("definitions.toml", "");
    fs::create_dir(folder.path().join("own/clauses")).unwrap();
    symlink(secret.path().join("staff.md"), folder.path().join("own/clauses/staff.md")).unwrap();
    let said = refused(folder.path(), &[]);
    assert!(said.contains("`own/clauses/staff.md` is a link, and links are not followed"), "{said}");
    fs::remove_file(folder.path().join("own/clauses/staff.md")).unwrap();
    fs::remove_dir(folder.path().join("own/clauses")).unwrap();
    symlink(secret.path(), folder.path().join("own/clauses")).unwrap();
    assert!(refused(folder.path(), &[]).contains("`own/clauses` is a link"));
    fs::remove_file(folder.path().join("own/clauses")).unwrap();
    symlink("/dev/zero", folder.path().join("own/report.md")).unwrap();
    assert!(refused(folder.path(), &[]).contains("`own/report.md` is a link"));
    // A folder that is named itself may be reached by a link: that is a choice of the one who names it.
    let own = tempfile::tempdir().unwrap();
    fs::create_dir(own.path().join("clauses")).unwrap();
    fs::write(own.path().join("clauses/staff.md"), clause("The Vendor must work.")).unwrap();
    symlink(own.path(), folder.path().join("linked")).unwrap();
    let output = diligence(folder.path(), &["draft", ".", "--templates", "linked"]);
    assert!(stdout(&output).contains("The Vendor must work."), "{}", stderr(&output));
}

#[test]
fn only_the_named_output_is_written() {
    let folder = with_template("clauses/staff.md", &clause("The Vendor must work."));
    fs::create_dir(folder.path().join("out")).unwrap();
    fs::write(folder.path().join("mine.md"), "mine").unwrap();
    let cases = [
        ("out", "has no ending that names a format"),
        ("out/x.txt", "has no ending that names a format"),
        ("absent/x.md", "absent"),
        ("mine.md", "--overwrite"),
        ("procurement.toml", "is a record of this run"),
        ("mine.md/x.md", "mine.md"),
        (".md", "has no ending that names a format"),
    ];
    for (path, message) in cases {
        let said = refused(folder.path(), &["-o", path]);
        assert!(said.contains(message), "{path}: {said}");
    }
    let before = files(folder.path());
    let output = diligence(folder.path(), &["draft", ".", "--templates", "own", "-o", "out/../out/new.md"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let mut after = files(folder.path());
    after.retain(|path| !before.contains(path));
    assert_eq!(after.len(), 1);
    assert!(after[0].ends_with("out/new.md"), "{after:?}");
    assert_eq!(fs::read_to_string(folder.path().join("mine.md")).unwrap(), "mine");
}
