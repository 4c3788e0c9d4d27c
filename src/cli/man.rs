//! `bindery man`: the manual page, made of the same definition as `--help`.

use std::io::{self, Write};

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::STATUSES;

/// Writes one page for the program and all its subcommands. Errors: those of `to`.
pub(super) fn page(program: &mut Command, to: &mut dyn Write) -> io::Result<()> {
    program.build();
    let man = Man::new(program.clone());
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;

    heading("SH", "COMMANDS").to_writer(&mut page)?;
    for command in program.get_subcommands().filter(|command| command.get_name() != "help") {
        subcommand(command, &mut page)?;
    }

    let mut statuses = heading("SH", "EXIT STATUS");
    for (status, meaning) in STATUSES {
        statuses.control("TP", []);
        statuses.text([bold((status as u8).to_string())]);
        statuses.text([roman(meaning)]);
    }
    statuses.to_writer(&mut page)?;

    // Every part begins with the same two definitions; once is enough.
    let mut defined = 0;
    for line in String::from_utf8_lossy(&page).lines() {
        if line.starts_with(".ie ") || line.starts_with(".el ") {
            defined += 1;
            if defined > 2 {
                continue;
            }
        }
        writeln!(to, "{line}")?;
    }
    Ok(())
}

/// One subcommand below its own heading. `clap_mangen` writes each as a page of its own, so its
/// headings go, and with them the options that every command has.
fn subcommand(command: &Command, to: &mut dyn Write) -> io::Result<()> {
    heading("SS", &format!("bindery {}", command.get_name())).to_writer(to)?;
    let everywhere = |arg: clap::Arg| {
        let hide = arg.get_id() == "help";
        arg.hide(hide)
    };
    let man = Man::new(command.clone().mut_args(everywhere));
    let mut page = Vec::new();
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    for line in String::from_utf8_lossy(&page).lines() {
        let line = if line.starts_with(".SH ") { ".PP" } else { line };
        writeln!(to, "{line}")?;
    }
    Ok(())
}

fn heading(kind: &str, title: &str) -> Roff {
    let mut roff = Roff::new();
    roff.control(kind, [title]);
    roff
}
