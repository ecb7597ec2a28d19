//! The cases of the Autobahn test suite against our listener: everything between the socket and the engine
//! is the gateway's own, only in the engine's place is something that says back what it is told.

use crate::clock::Clock;
use crate::drive::{Machine, Parts, World};
use crate::fetch::{self, Pool};
use crate::log_sink::{Log, Writer, WsLog};
use crate::process::Processes;
use crate::store::Roots;
use crate::tell::Teller;
use core::net::{Ipv4Addr, SocketAddr};
use engine::config::sections::host::{ConsoleStyle, LogLevel};
use engine::{Action, Host, Input, Instant, Listen, ListenerId, Now};
use serde_json::{Map, Value};
use smol::LocalExecutor;
use smol::channel::{Receiver, Sender, bounded};
use smol::future::or;
use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;

/// A runner of the cases that needs no Python 2. It carries the files of the cases themselves.
const SUITE: &str = "kosoku==0.1.0";

/// What is not tried, and why.
const LEFT_OUT: &[(&str, &[&str])] = &[
    ("we offer no compression (permessage-deflate)", &["12.*", "13.*"]),
    (
        "the protocol has no binary messages: they are taken for text, and none is sent",
        &["1.2.*", "9.2.*", "9.4.*", "9.6.*", "9.8.*"],
    ),
    (
        "a message of more than 512 KiB is refused with 1009, as the reference does",
        &["9.1.3", "9.1.4", "9.1.5", "9.1.6", "9.3.*", "9.5.*"],
    ),
];

/// What is not simply right, and why that is.
const NOT_STRICT: &[(&str, &[&str])] = &[
    (
        "a text that is no UTF-8 is refused when its message is complete",
        &["6.4.1", "6.4.2", "6.4.3", "6.4.4"],
    ),
    ("the standard leaves it open", &["7.1.6", "7.13.1", "7.13.2"]),
];

/// Cases that are run at least: fewer mean that the suite has changed.
const AT_LEAST: usize = 200;

#[test]
fn the_cases_of_the_autobahn_suite_pass() {
    let Some(suite) = installed() else { return };
    let echo = Echoing::start();
    let reports = tempfile::tempdir().unwrap();
    let mut command = Command::new(suite);
    command.arg("-o").arg(reports.path()).args(["-p", "4"]);
    for case in LEFT_OUT.iter().flat_map(|(_, cases)| *cases) {
        command.args(["-x", case]);
    }
    let ran = command.arg(format!("127.0.0.1:{}", echo.address.port())).output().unwrap();
    let index = std::fs::read_to_string(reports.path().join("index.json")).unwrap_or_else(|_| {
        panic!("there is no report: {}", String::from_utf8_lossy(&ran.stderr));
    });
    let index: Map<String, Value> = serde_json::from_str(&index).unwrap();
    let cases: Vec<(&String, &Value)> = index.values().filter_map(Value::as_object).flatten().collect();
    summarize(&cases);
    let is_good = |verdict: &Value| matches!(verdict.as_str(), Some("OK" | "NON-STRICT" | "INFORMATIONAL"));
    let bad =
        cases.iter().filter(|(_, case)| !is_good(&case["behavior"]) || !is_good(&case["behaviorClose"]));
    let bad: Vec<String> = bad.map(|(id, case)| format!("{id}: {case}")).collect();
    assert_eq!(bad, [] as [String; 0]);
    let strict = |case: &Value| case["behavior"] == "OK" && case["behaviorClose"] == "OK";
    let known: Vec<&str> = NOT_STRICT.iter().flat_map(|(_, cases)| *cases).copied().collect();
    let new: Vec<&String> = cases.iter().filter(|(_, case)| !strict(case)).map(|(id, _)| *id).collect();
    let new: Vec<_> = new.into_iter().filter(|id| !known.contains(&id.as_str())).collect();
    assert_eq!(new, [] as [&String; 0], "cases that were right before");
    assert!(cases.len() >= AT_LEAST, "only {} cases were run", cases.len());
}

/// Prints how many cases came to what, names those that are not simply right, and what was left out.
fn summarize(cases: &[(&String, &Value)]) {
    let mut verdicts: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (id, case) in cases {
        let verdict = format!("{}/{}", case["behavior"], case["behaviorClose"]).replace('"', "");
        verdicts.entry(verdict).or_default().push(id);
    }
    println!("{} cases of the Autobahn suite:", cases.len());
    for (verdict, ids) in verdicts {
        let named = if verdict == "OK/OK" { String::new() } else { ids.join(" ") };
        println!("  {verdict}: {} {named}", ids.len());
    }
    for (why, cases) in NOT_STRICT {
        println!("  not strict, {why}: {}", cases.join(" "));
    }
    for (why, cases) in LEFT_OUT {
        println!("  left out, {why}: {}", cases.join(" "));
    }
}

/// The runner, installed beside what is built. Without Python or its registry the test is skipped.
fn installed() -> Option<PathBuf> {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"), PathBuf::from);
    let dir = target.join("ws-conformance");
    let suite = dir.join("bin/kosoku");
    if !suite.exists() {
        let done = |program: &Path, args: &[&str]| {
            let ran = Command::new(program).args(args).stdin(Stdio::null()).stdout(Stdio::null()).status();
            ran.is_ok_and(|status| status.success())
        };
        let made = done(Path::new("python3"), &["-m", "venv", dir.to_str()?]);
        let _ = made && done(&dir.join("bin/pip"), &["install", "-q", "--disable-pip-version-check", SUITE]);
    }
    if !suite.exists() {
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "{SUITE} cannot be installed");
        println!("skipped: {SUITE} cannot be installed");
        return None;
    }
    Some(suite)
}

/// Says back what it is told, with the engine's own words.
struct Echo {
    actions: VecDeque<Action>,
    listening: Sender<SocketAddr>,
}

impl Machine for Echo {
    #[expect(clippy::wildcard_enum_match_arm, reason = "an echo hears nothing else")]
    fn handle_input(&mut self, _now: Now, input: Input) {
        match input {
            Input::Start => {
                let listen = Listen { addresses: vec![(Ipv4Addr::LOCALHOST, 0).into()], tls: None };
                self.actions.push_back(Action::Listen { listener: ListenerId(1), listen });
            }
            Input::Listening { addresses, .. } => self.listening.try_send(addresses[0]).unwrap(),
            Input::Opened { conn, .. } => {
                // Messages are as large as those of a client that is known.
                let known = Action::SetReadLimit { conn, max_unsent: usize::MAX };
                self.actions.extend([Action::Accept { conn }, known]);
            }
            Input::Message { conn, data } => {
                let text = String::from_utf8(data).unwrap();
                self.actions.push_back(Action::Send { conn, text });
            }
            _ => {}
        }
    }

    fn poll_action(&mut self) -> Option<Action> {
        self.actions.pop_front()
    }

    fn poll_timeout(&self) -> Option<Instant> {
        None
    }
}

/// An echo on a thread of its own; it ends when this is dropped.
struct Echoing {
    address: SocketAddr,
    _stop: Sender<()>,
}

impl Echoing {
    fn start() -> Self {
        let (listening, listens) = bounded(1);
        let (stop, stopped) = bounded::<()>(1);
        std::thread::spawn(move || serve(listening, &stopped));
        Self { address: smol::block_on(listens.recv()).unwrap(), _stop: stop }
    }
}

fn serve(listening: Sender<SocketAddr>, stopped: &Receiver<()>) {
    let dir = tempfile::tempdir().unwrap();
    let log = Log {
        verbose: false,
        ws_log: WsLog::default(),
        file: dir.path().join("log").display().to_string(),
        level: LogLevel::Silent,
        console_level: LogLevel::Silent,
        console_style: ConsoleStyle::Compact,
        color: false,
    };
    let writer = Writer::start(log, &Host::default()).unwrap();
    let executor = Rc::new(LocalExecutor::new());
    let world = World::new(Parts {
        engine: Box::new(Echo { actions: VecDeque::new(), listening }),
        clock: Clock::start(),
        executor: Rc::clone(&executor),
        roots: Roots::new(dir.path()),
        max_sockets: 100,
        recording: None,
        names: Vec::new(),
        pool: Rc::new(Pool::new(fetch::Setup::from_env([]), Rc::clone(&executor))),
        processes: Rc::new(Processes::new(&executor)),
        teller: Teller::new(writer.sink(), Default::default(), 0, String::new()),
    });
    smol::block_on(executor.run(or(
        async {
            world.keep_going();
            world.input(Input::Start);
            world.exit().await;
        },
        async {
            let _closed = stopped.recv().await;
        },
    )));
}
