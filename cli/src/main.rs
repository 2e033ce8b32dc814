//! `clinicctl`: the clinic's operations and questions for scripts, and what an administrator needs beside the window. It calls
//! the same `perform` and `ask`; errors are `{code, details}` in JSON on standard error, with exit status 1.

mod bench;
mod commands;

use clap::{Parser, Subcommand};
use clinic_documents::apart;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "clinicctl", version, about = "Clinic Desk for scripts and administrators")]
struct Arguments {
    /// Where the clinic's data are: sqlite:PATH (its key in CLINIC_KEY) or mysql://USER:PASSWORD@HOST:PORT/DATABASE
    /// (several hosts with commas; ?ca=FILE for the server's own CA)
    #[arg(long, global = true, value_name = "URL", env = "CLINIC_STORE", hide_env_values = true)]
    store: Option<String>,
    /// Who acts; the password is read from CLINIC_PASSWORD
    #[arg(long = "as", global = true, value_name = "LOGIN")]
    login: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a new clinic's data: the tables, and with --admin the clinic and its first administrator (password in CLINIC_PASSWORD)
    Init(commands::init::Init),
    /// Bring the data to this version's tables
    Migrate,
    /// Test the connection step by step, as the window does; exit status 1 when something is in the way
    Diagnose,
    /// Prove that the history is whole and the rows agree; exit status 1 when they do not
    Check {
        /// Heads that were kept outside the database, as `heads` prints them
        #[arg(long, value_name = "FILE")]
        heads: Option<PathBuf>,
        /// The whole report as JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the newest link of every workstation's journal, one JSON object per line, to be kept elsewhere
    Heads,
    /// Copy a clinic's file, whole although people work in it, and read the copy from end to end; what stood at FILE is replaced
    Backup {
        #[arg(value_name = "FILE")]
        to: PathBuf,
    },
    /// Give somebody a one-time password (CLINIC_PASSWORD) and the administrator's role, with the database's rights alone
    RecoverAdmin { login: String },
    /// Perform an operation: {"op": …} or {"id": …, "operation": {"op": …}}, as an argument or one per line on standard input
    Perform {
        json: Option<String>,
        /// A second person, who agrees to what one's own limit does not allow; their password is read from CLINIC_APPROVER_PASSWORD
        #[arg(long, value_name = "LOGIN")]
        approver: Option<String>,
    },
    /// Ask a question: {"ask": …}, as an argument or one per line on standard input
    Ask { json: Option<String> },
    /// Make the PDF of a document: {"ask": "invoice_document" | "credit_note_document" | "receipt" | "statement" | "payer_statement", …}
    Document(commands::document::Make),
    /// Send a file to a patient's record
    SendFile(commands::send_file::SendFile),
    /// Take a table of medicines or of diagnosis codes
    Import(commands::import::Import),
    /// How papers are laid out: the clinic's own templates
    Template(commands::template::OfPapers),
    /// List everything the clinic can do
    Operations {
        #[arg(long)]
        json: bool,
    },
    /// List everything that can be asked
    Questions {
        #[arg(long)]
        json: bool,
    },
    /// Measure everyday questions and operations on 100,000 invented patients and 200,000 appointments; without --store on a
    /// file in the cache folder, on a server in its own database `clinic_bench`
    Bench {
        /// Another number of appointments, in steps of 100,000, on a set of its own: the history reaches further back
        #[arg(long, value_name = "NUMBER")]
        appointments: Option<u64>,
        /// The figures as JSON
        #[arg(long)]
        json: bool,
    },
}

fn main() -> ExitCode {
    // Started by itself, to lay out what may never end.
    if std::env::args().nth(1).is_some_and(|arg| arg == apart::ARGUMENT) {
        return apart::serve();
    }
    run()
}

#[tokio::main]
async fn run() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("CLINIC_LOG").unwrap_or_else(|_| "off".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let arguments = Arguments::parse();
    let store = commands::Store { url: arguments.store, login: arguments.login };
    let done = match arguments.command {
        Command::Init(init) => init.run(&store).await,
        Command::Migrate => commands::data::migrate(&store).await,
        Command::Diagnose => commands::data::diagnose(&store).await,
        Command::Check { heads, json } => commands::data::check(&store, heads.as_deref(), json).await,
        Command::Heads => commands::data::heads(&store).await,
        Command::Backup { to } => commands::data::backup(&store, &to).await,
        Command::RecoverAdmin { login } => commands::data::recover_admin(&store, login).await,
        Command::Perform { json, approver } => commands::perform::perform(&store, json, approver).await,
        Command::Ask { json } => commands::perform::ask(&store, json).await,
        Command::Document(make) => make.run(&store).await,
        Command::SendFile(file) => file.run(&store).await,
        Command::Import(import) => import.run(&store).await,
        Command::Template(of) => of.run(&store).await,
        Command::Operations { json } => commands::list::operations(json),
        Command::Questions { json } => commands::list::questions(json),
        Command::Bench { appointments, json } => bench::run(&store, appointments, json).await,
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{}", error.to_json());
            ExitCode::FAILURE
        }
    }
}
