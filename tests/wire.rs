//! A wire that breaks: a proxy in front of a MySQL or MariaDB server that reads enough of the protocol to see a COMMIT.
//!
//! Frames are four bytes of header (length, sequence number) and a payload; a command's sequence number is 0 and its first
//! byte says which. The wire is in clear text, which the store allows to this computer alone: the proxy's own address.

use crate::engine_list::Store;
use clinic_core::store::{Db, Fault, FaultPoint, ServerAddress, StoreUrl, TlsMode};
use rand::Rng;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{oneshot, watch};

const QUERY: u8 = 0x03;
const PREPARE: u8 = 0x16;
const EXECUTE: u8 = 0x17;

/// What happens to a COMMIT on its way; the client's connection breaks each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// The server does it, its answer is lost.
    AnswerLost,
    /// The server never sees it.
    Dropped,
    /// The server sees it so much later, when the client has long gone.
    Late(Duration),
}

/// What the wire does next.
#[derive(Debug, Clone, Copy, Default)]
pub enum Plan {
    #[default]
    Whole,
    /// Breaks one COMMIT, then is whole again.
    Next(Break),
    /// Breaks this share of all COMMITs in each of the three ways; late ones by up to 300 ms.
    EachWay(f64),
    /// The first connection to send a statement that begins like this falls silent, both ways and for good.
    Silence(&'static str),
}

/// What has happened on the wire.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    pub answers_lost: u32,
    pub dropped: u32,
    pub late: u32,
    /// Connections that fell silent; how many of them the client gave up, and the server ended.
    pub silent: u32,
    pub given_up: u32,
    pub ended: u32,
}

pub struct Wire {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    target: (String, u16),
    plan: Mutex<Plan>,
    cut: watch::Sender<bool>,
    seen: watch::Sender<Seen>,
}

impl Wire {
    pub async fn to(server: &ServerAddress) -> Wire {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let target = server.hosts.first().expect("a host").clone();
        let (cut, seen) = (watch::Sender::new(false), watch::Sender::new(Seen::default()));
        let shared = Arc::new(Shared { target, plan: Mutex::default(), cut, seen });
        let wires = shared.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                if !*wires.cut.borrow() {
                    tokio::spawn(carry(client, wires.clone()));
                }
            }
        });
        Wire { port, shared }
    }

    /// A store of the server's that is reached over this wire.
    pub async fn open(&self, server: &ServerAddress) -> Db {
        let hosts = vec![("127.0.0.1".to_owned(), self.port)];
        let address = ServerAddress { hosts, tls: TlsMode::Off, ..server.clone() };
        Db::open(&StoreUrl::Server(address), None, false).await.expect("a store over the wire")
    }

    pub fn plan(&self, plan: Plan) {
        *self.shared.plan() = plan;
    }

    /// No new connection gets through while it is cut.
    pub fn cut(&self, cut: bool) {
        self.shared.cut.send_replace(cut);
    }

    pub fn seen(&self) -> Seen {
        *self.shared.seen.borrow()
    }

    /// Waits until the wire has seen this.
    pub async fn until(&self, come: impl FnMut(&Seen) -> bool) {
        self.shared.seen.subscribe().wait_for(come).await.expect("the wire");
    }
}

/// How a clinic reaches its data, and where that breaks: a wire to a server, or the store's own faults in front of a file.
pub enum Line {
    Wire(Wire),
    Fault(Fault),
}

impl Line {
    /// The store as it is reached over this line; `db` reaches it directly.
    pub async fn to(store: &Store, db: Db) -> (Db, Line) {
        match store.server() {
            Some(server) => {
                let wire = Wire::to(server).await;
                (wire.open(server).await, Line::Wire(wire))
            }
            None => {
                let fault = db.fault().clone();
                (db, Line::Fault(fault))
            }
        }
    }

    pub fn break_next(&self, how: Break) {
        match (self, how) {
            (Line::Wire(wire), how) => wire.plan(Plan::Next(how)),
            (Line::Fault(fault), Break::AnswerLost) => fault.arm(FaultPoint::AfterCommit),
            // A file has no late COMMIT.
            (Line::Fault(fault), Break::Dropped | Break::Late(_)) => fault.arm(FaultPoint::BeforeCommit),
        }
    }

    /// How many COMMITs have been broken.
    pub fn struck(&self) -> usize {
        let struck = match self {
            Line::Wire(wire) => wire.seen().answers_lost + wire.seen().dropped + wire.seen().late,
            Line::Fault(fault) => fault.struck(),
        };
        struck as usize
    }
}

impl Shared {
    fn plan(&self) -> std::sync::MutexGuard<'_, Plan> {
        self.plan.lock().expect("the plan")
    }

    fn note(&self, what: impl FnOnce(&mut Seen)) {
        self.seen.send_modify(what);
    }

    /// How the COMMIT that has just been read breaks, if it does.
    fn breaks_commit(&self) -> Option<Break> {
        let mut plan = self.plan();
        match *plan {
            Plan::Next(one) => {
                *plan = Plan::Whole;
                Some(one)
            }
            Plan::EachWay(share) => {
                let mut rng = rand::rng();
                let late = Break::Late(Duration::from_millis(rng.random_range(0..300)));
                let roll: f64 = rng.random();
                [Break::AnswerLost, Break::Dropped, late].into_iter().nth((roll / share) as usize)
            }
            Plan::Whole | Plan::Silence(_) => None,
        }
    }

    fn silences(&self, statement: &str) -> bool {
        let mut plan = self.plan();
        let now = matches!(*plan, Plan::Silence(head) if statement.starts_with(head));
        if now {
            *plan = Plan::Whole;
        }
        now
    }
}

/// One client's connection and its own to the server.
async fn carry(client: TcpStream, shared: Arc<Shared>) {
    let target = (shared.target.0.as_str(), shared.target.1);
    let Ok(server) = TcpStream::connect(target).await else { return };
    // Else each small frame waits for the acknowledgement of the one before.
    let _ = (client.set_nodelay(true), server.set_nodelay(true));
    let (mut from_client, to_client) = client.into_split();
    let (from_server, mut to_server) = server.into_split();
    let statements = Arc::new(Mutex::new(Statements::default()));
    let (stop, stopped) = oneshot::channel();
    let answers = tokio::spawn(answers(from_server, to_client, statements.clone(), stopped));
    while let Some(frame) = read_frame(&mut from_client).await {
        let statement = statements.lock().expect("the statements").of(&frame);
        let commits =
            statement.as_deref().is_some_and(|text| text.trim_end_matches(';').eq_ignore_ascii_case("COMMIT"));
        let broken = if commits { shared.breaks_commit() } else { None };
        let silent = statement.is_some_and(|text| shared.silences(&text));
        if broken.is_none() && !silent {
            if to_server.write_all(&frame).await.is_err() {
                return;
            }
            continue;
        }
        // Commands and answers take turns, so nothing is on its way back now.
        let _ = stop.send(());
        let Ok((from_server, to_client)) = answers.await else { return };
        let ends = Ends { from_client, to_client, from_server, to_server };
        return match broken {
            Some(how) => break_commit(how, &frame, ends, &shared).await,
            None => fall_silent(ends, &shared).await,
        };
    }
}

struct Ends {
    from_client: OwnedReadHalf,
    to_client: OwnedWriteHalf,
    from_server: OwnedReadHalf,
    to_server: OwnedWriteHalf,
}

async fn break_commit(how: Break, commit: &[u8], ends: Ends, shared: &Shared) {
    let Ends { from_client, to_client, mut from_server, mut to_server } = ends;
    match how {
        Break::Dropped => shared.note(|seen| seen.dropped += 1),
        Break::AnswerLost => {
            let _ = to_server.write_all(commit).await;
            let _ = from_server.read(&mut [0; 1024]).await;
            shared.note(|seen| seen.answers_lost += 1);
        }
        Break::Late(delay) => {
            drop((from_client, to_client));
            tokio::time::sleep(delay).await;
            let _ = to_server.write_all(commit).await;
            let _ = from_server.read(&mut [0; 1024]).await;
            shared.note(|seen| seen.late += 1);
        }
    }
}

/// Keeps both connections open and carries nothing, until the client has given up and the server has ended its side.
async fn fall_silent(mut ends: Ends, shared: &Shared) {
    shared.note(|seen| seen.silent += 1);
    to_the_end(&mut ends.from_client).await;
    shared.note(|seen| seen.given_up += 1);
    to_the_end(&mut ends.from_server).await;
    shared.note(|seen| seen.ended += 1);
}

async fn to_the_end(from: &mut OwnedReadHalf) {
    let mut nowhere = [0; 1024];
    while from.read(&mut nowhere).await.is_ok_and(|count| count > 0) {}
}

/// Carries the server's answers until told to stop, and hands its two ends back.
async fn answers(
    mut from_server: OwnedReadHalf,
    mut to_client: OwnedWriteHalf,
    statements: Arc<Mutex<Statements>>,
    mut stopped: oneshot::Receiver<()>,
) -> (OwnedReadHalf, OwnedWriteHalf) {
    let mut chunk = vec![0; 16 * 1024];
    loop {
        let count = tokio::select! {
            biased;
            _ = &mut stopped => break,
            read = from_server.read(&mut chunk) => read.unwrap_or(0),
        };
        statements.lock().expect("the statements").prepared(&chunk[..count]);
        if count == 0 || to_client.write_all(&chunk[..count]).await.is_err() {
            // The client learns of the server's end at once.
            let _ = to_client.shutdown().await;
            break;
        }
    }
    (from_server, to_client)
}

async fn read_frame(from: &mut OwnedReadHalf) -> Option<Vec<u8>> {
    let mut frame = vec![0; 4];
    from.read_exact(&mut frame).await.ok()?;
    let length = usize::from(frame[0]) | usize::from(frame[1]) << 8 | usize::from(frame[2]) << 16;
    frame.resize(4 + length, 0);
    from.read_exact(&mut frame[4..]).await.ok()?;
    Some(frame)
}

/// The prepared statements of one connection, by the number that the server gave each.
#[derive(Default)]
struct Statements {
    asked: Option<String>,
    texts: HashMap<u32, String>,
}

impl Statements {
    /// The text of the statement that a frame carries out; nothing while signing in, and for other commands.
    fn of(&mut self, frame: &[u8]) -> Option<String> {
        let (0, Some(command)) = (frame[3], frame.get(4)) else { return None };
        let text = || String::from_utf8_lossy(&frame[5..]).into_owned();
        match *command {
            QUERY => Some(text()),
            PREPARE => {
                self.asked = Some(text());
                None
            }
            EXECUTE => self.texts.get(&number(frame.get(5..9)?)).cloned(),
            _ => None,
        }
    }

    /// The answer to PREPARE begins with a zero and the statement's number.
    fn prepared(&mut self, answer: &[u8]) {
        if let (Some(text), Some([0, rest @ ..])) = (self.asked.take(), answer.get(4..9)) {
            self.texts.insert(number(rest), text);
        }
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}
