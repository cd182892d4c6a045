//! `diligence schema`, `completions` and `man`: for editors and shells.

use clap::{Arg, ArgAction};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::args::{CompletionsArgs, SchemaArgs, command};
use super::exit_status::EXIT_STATUSES;
use super::{Exit, Failure, context, output};
use crate::render;

/// Prints the JSON Schema of a record.
pub fn schema(args: &SchemaArgs) -> Result<Exit, Failure> {
    output::print(&render::schema(&context::library(&args.packs)?))?;
    Ok(Exit::Clean)
}

/// Prints completions for a shell.
pub fn completions(args: &CompletionsArgs) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    let mut command = command();
    let name = command.get_name().to_owned();
    clap_complete::generate(args.shell, &mut command, name, &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Clean)
}

/// Prints the manual page: the program, then each command under a heading of its own.
pub fn man() -> Result<Exit, Failure> {
    let page =
        manual().map_err(|error| Failure::Other(format!("the manual could not be written ({})", error.kind())))?;
    output::print(&page)?;
    Ok(Exit::Clean)
}

fn manual() -> std::io::Result<String> {
    let mut program = command().disable_help_subcommand(true);
    program.build();
    let man = Man::new(with_usage(program.clone())).manual("User commands");
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    let mut text = String::from_utf8_lossy(&page).into_owned();
    for command in program.get_subcommands() {
        text.push_str(&section(command)?);
    }
    text.push_str(&exit_status().to_roff());
    Ok(one_preamble(&text))
}

/// Each part begins with the same definitions; one page needs them once.
fn one_preamble(text: &str) -> String {
    let mut seen: Vec<&str> = Vec::new();
    let mut page = String::new();
    for line in text.lines() {
        if line.starts_with(".ie ") || line.starts_with(".el ") {
            if seen.contains(&line) {
                continue;
            }
            seen.push(line);
        }
        page.push_str(line);
        page.push('\n');
    }
    page
}

/// A command, and those below it.
fn section(command: &clap::Command) -> std::io::Result<String> {
    let name = command.get_bin_name().unwrap_or(command.get_name()).to_owned();
    let mut heading = Roff::new();
    heading.control("SH", [name.to_uppercase().as_str()]);
    // What every command takes stands once, in the program's own options.
    let own = command
        .clone()
        .mut_args(|arg| if ["help", "color"].contains(&arg.get_id().as_str()) { arg.hide(true) } else { arg });
    let man = Man::new(with_usage(own));
    let mut parts = Vec::new();
    man.render_synopsis_section(&mut parts)?;
    man.render_description_section(&mut parts)?;
    man.render_options_section(&mut parts)?;
    // Inside the one page, the headings of a command's own page are headings of the second order.
    let parts = String::from_utf8_lossy(&parts).replace("\n.SH ", "\n.SS ");
    let mut text = heading.to_roff() + &parts;
    for inner in command.get_subcommands() {
        text.push_str(&section(inner)?);
    }
    Ok(text)
}

/// `command` with every option in its usage, each with the name of its value.
fn with_usage(command: clap::Command) -> clap::Command {
    let mut parts = vec![command.get_bin_name().unwrap_or(command.get_name()).to_owned()];
    let (named, placed): (Vec<&Arg>, Vec<&Arg>) =
        command.get_arguments().filter(|arg| !arg.is_hide_set()).partition(|arg| !arg.is_positional());
    parts.extend(named.into_iter().chain(placed).map(usage));
    parts.extend(command.has_subcommands().then(|| "<COMMAND>".to_owned()));
    command.override_usage(parts.join(" "))
}

/// An argument as a usage shows it: "[-o|--output <FILE>]...".
fn usage(arg: &Arg) -> String {
    let short = arg.get_short().map(|short| format!("-{short}"));
    let long = arg.get_long().map(|long| format!("--{long}"));
    let mut parts = vec![short.into_iter().chain(long).collect::<Vec<_>>().join("|")];
    if arg.get_action().takes_values() {
        parts.extend(arg.get_value_names().unwrap_or_default().iter().map(|name| format!("<{name}>")));
    }
    let text = parts.join(" ").trim_start().to_owned();
    let text = match (arg.is_required_set(), arg.is_positional()) {
        (true, _) => text,
        (false, true) => format!("[{}]", text.trim_matches(['<', '>'])),
        (false, false) => format!("[{text}]"),
    };
    if matches!(arg.get_action(), ArgAction::Append) { text + "..." } else { text }
}

/// What each exit status means.
fn exit_status() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["EXIT STATUS"]);
    for (status, meanings) in EXIT_STATUSES {
        roff.control("TP", []);
        roff.text([bold(status)]);
        for meaning in meanings {
            roff.text([roman(*meaning)]);
        }
    }
    roff
}
