//! Records and packs that are made to cost: each is read or refused soon, in little memory and in words.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at a surprise and writes its own files"
)]

mod support;

use std::fs;
use std::process::Output;
use std::time::{Duration, Instant};

use support::{copy_folder, diligence, repository, stderr, stdout};

const RECORD: &str = "[institution]\n[procurement]\n";

/// Far above what any of them takes, even on a busy machine, and far below what their cost without a bound would be.
const LONG: Duration = Duration::from_secs(60);

/// What `check` says of a record of this text.
fn check(text: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("procurement.toml"), text).unwrap();
    let begun = Instant::now();
    let output = diligence(folder.path(), &["check", "."]);
    assert!(begun.elapsed() < LONG, "{:?} for {text:.80}", begun.elapsed());
    output
}

/// Refused with `why`, in messages that somebody can read to their end.
fn refused(text: &str, why: &str) {
    let output = check(text);
    let said = stderr(&output);
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(2), ""), "{text:.80}: {said:.300}");
    assert!(said.contains(why), "{text:.80}: {said:.600}");
    assert!(said.len() < 100_000, "{} bytes about {text:.80}", said.len());
}

#[test]
fn records_of_any_depth_are_refused_in_words() {
    let deep = "stands deeper inside other things than can be read";
    let n = 100_000;
    refused(&format!("{RECORD}x = {}{}\n", "[".repeat(n), "]".repeat(n)), "has no field `x`");
    refused(&format!("{RECORD}x = {}\n", "[".repeat(n)), "error[");
    refused(&format!("{RECORD}x = {}1{}\n", "{a = ".repeat(n), "}".repeat(n)), "has no field `x`");
    refused(&format!("{RECORD}x{} = 1\n", ".a".repeat(n)), deep);
    refused(&format!("[{}a]\n", "a.".repeat(n)), deep);
    refused(&format!("[[{}a]]\n", "a.".repeat(n)), deep);
    refused(&format!("{RECORD}[informaton]\nx{} = 1\n", ".a".repeat(n)), "did you mean `information`?");
}

#[test]
fn an_agreement_of_one_endless_term_is_read_soon() {
    let folder = tempfile::tempdir().unwrap();
    let record = format!("{RECORD}[agreement]\nfile = \"agreement.md\"\n");
    fs::write(folder.path().join("procurement.toml"), record).unwrap();
    let names: Vec<String> = (0..100_000).map(|at| format!("A{at}")).collect();
    let means = format!("# Agreement\n\n**{}** means the vendor.\n", names.join("/"));
    let uses = format!("\nThe {} must tell the Institution.\n", names.join(" and the "));
    fs::write(folder.path().join("agreement.md"), means + &uses).unwrap();
    let begun = Instant::now();
    let output = diligence(folder.path(), &["check", "."]);
    assert!(begun.elapsed() < LONG, "{:?}", begun.elapsed());
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(1), ""));
}

#[test]
fn records_with_very_many_keys_are_refused_soon() {
    let many: String = (0..300_000).map(|at| format!("k{at} = 1\n")).collect();
    refused(&format!("{RECORD}{many}"), "problems were found");
    refused(&format!("{RECORD}{}", "k = 1\n".repeat(100_000)), "this is given twice");
    refused(&format!("{RECORD}{}", "[[evidence]]\n".repeat(100_000)), "`requirements` is missing");
    refused(
        &format!("[institution]\nacts = [{}]\n[procurement]\n", "\"fippx\",".repeat(100_000)),
        "did you mean `fippa` or `mfippa`?",
    );
    refused(&format!("[institution]\nacts = [{}]\n[procurement]\n", "\"fippa\",".repeat(100_000)), "is given twice");
}

#[test]
fn records_that_are_too_large_or_no_text_are_refused() {
    refused(&"#".repeat(5 << 20), "is larger than 4 MiB");
    refused(&"\0".repeat(1 << 20), "error[syntax]");
    refused(&"\"".repeat(1 << 20), "error[syntax]");
    refused(&format!("[institution]\n[procurement]\ntitle = {}\n", "a".repeat(2 << 20)), "error[syntax]");
    let long = format!("[institution]\n[procurement]\ntitle = \"{}\"\n", "a".repeat(2 << 20));
    assert_eq!(check(&long).status.code(), Some(1), "a long text is a text");
}

#[test]
fn packs_that_are_made_to_cost_are_refused() {
    let n = 100_000;
    let deep = format!("x = {}1{}\n", "{a = ".repeat(n), "}".repeat(n));
    let nots = format!("[x]\ntitle = \"x\"\napplies = {}\n", "{ not = ".repeat(60) + "{}" + &"}".repeat(60));
    let many: String = (0..100_000).map(|at| format!("k{at} = 1\n")).collect();
    for text in [deep, nots, many, "[".repeat(n), "a.".repeat(n) + "a = 1", "\0".repeat(n)] {
        for file in ["requirements/selection.toml", "fields/lockers.toml", "pack.toml", "clauses/lockers.md"] {
            let folder = tempfile::tempdir().unwrap();
            let own = folder.path().join("own");
            copy_folder(&repository().join("tests/fixtures/trace-pack"), &own);
            fs::write(own.join(file), &text).unwrap();
            let begun = Instant::now();
            let output = diligence(folder.path(), &["list", "packs", "--pack", "own"]);
            assert!(begun.elapsed() < LONG, "{:?} for {text:.80} in {file}", begun.elapsed());
            let said = stderr(&output);
            assert_eq!(
                (output.status.code(), stdout(&output).as_str()),
                (Some(2), ""),
                "{file}: {text:.80}: {said:.300}"
            );
            assert!(said.starts_with("error[") && said.len() < 100_000, "{file}: {text:.80}: {said:.300}");
        }
    }
}
