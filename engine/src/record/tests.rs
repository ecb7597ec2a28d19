//! Every kind of input and action.

use super::plain::CUT;
use super::write::encoded;
use crate::action::{Action, Exit, Fetch, FileDone, FileOp, Listen, Range, Response, Spawn, TlsFiles};
use crate::fact::Fact;
use crate::host::FileName;
use crate::ids::{ConnId, HttpId, ListenerId, OpId};
use crate::input::{
    BodyError, Chunk, Input, Obstacle, OpError, OpErrorKind, OpResult, Peer, ProcessExit, Signal,
};
use crate::transport::http_gate::RequestHead;
use core::time::Duration;

const CONN: ConnId = ConnId(1);
const OP: OpId = OpId(2);
const HTTP: HttpId = HttpId(3);

fn peer() -> Peer {
    let address = "[::1]:5".parse().unwrap();
    Peer { address, local: "127.0.0.1:6".parse().unwrap(), tls: true }
}

fn head() -> RequestHead {
    RequestHead::new("GET", "/a?b=c", &[("Host", "h"), ("X", "é")])
}

fn error() -> OpError {
    OpError { kind: OpErrorKind::DiskFull, detail: "no room".to_owned() }
}

fn files() -> OpResult {
    let data = FileDone::Data { bytes: vec![0xff, 0], start: 1, size: 3 };
    let names = FileDone::Names(vec!["a\"b".to_owned()]);
    OpResult::Files(vec![
        Ok(data),
        Ok(names),
        Ok(FileDone::Written { size: 4 }),
        Ok(FileDone::Done),
        Err(error()),
    ])
}

/// An input of the next kind: the list cannot miss one.
fn next(input: Option<&Input>) -> Option<Input> {
    Some(match input {
        None => Input::Start,
        Some(Input::Start) => {
            Input::Listening { listener: ListenerId(9), addresses: vec!["127.0.0.1:1".parse().unwrap()] }
        }
        Some(Input::Listening { .. }) => {
            let detail = "taken".to_owned();
            Input::ListenFailed { listener: ListenerId(9), obstacle: Obstacle::InUse, detail }
        }
        Some(Input::ListenFailed { .. }) => Input::Opened { conn: CONN, peer: peer(), head: head() },
        Some(Input::Opened { .. }) => Input::Message { conn: CONN, data: b"{\"a\":\"\\n\"}".to_vec() },
        Some(Input::Message { .. }) => Input::Flushed { unsent: vec![(CONN, 7), (ConnId(2), 0)] },
        Some(Input::Flushed { .. }) => Input::Drained { conn: CONN, unsent: 3 },
        Some(Input::Drained { .. }) => {
            Input::Closed { conn: CONN, code: Some(1000), reason: "bye".to_owned() }
        }
        Some(Input::Closed { .. }) => Input::HttpRequest { http: HTTP, peer: peer(), head: head() },
        Some(Input::HttpRequest { .. }) => Input::HttpBody { http: HTTP, body: Ok(b"x".to_vec()) },
        Some(Input::HttpBody { .. }) => Input::HttpGone { http: HTTP },
        Some(Input::HttpGone { .. }) => Input::Chunk { op: OP, chunk: Chunk::Body(b"data: 1\n\n".to_vec()) },
        Some(Input::Chunk { .. }) => Input::Done { op: OP, result: files() },
        Some(Input::Done { .. }) => Input::Signal(Signal::Restart),
        Some(Input::Signal(_)) => Input::Timeout,
        Some(Input::Timeout) => return None,
    })
}

fn variants() -> Vec<Input> {
    let chunk = |chunk| Input::Chunk { op: OP, chunk };
    let done = |result| Input::Done { op: OP, result };
    let exit = ProcessExit { code: None, signal: Some(9) };
    vec![
        Input::Message { conn: CONN, data: vec![0xc3, 0x28, 0] },
        Input::Closed { conn: CONN, code: None, reason: String::new() },
        Input::HttpBody { http: HTTP, body: Err(BodyError::TimedOut) },
        chunk(Chunk::Head { status: 200, headers: vec![("a".to_owned(), "b".to_owned())] }),
        chunk(Chunk::Stdout(vec![0x80])),
        chunk(Chunk::Stderr(Vec::new())),
        done(OpResult::Fetch(Ok(()))),
        done(OpResult::Fetch(Err(error()))),
        done(OpResult::Process(Ok(exit))),
        done(OpResult::Process(Err(error()))),
    ]
}

#[test]
fn every_input_is_read_back_as_it_was() {
    let kinds = core::iter::successors(next(None), |last| next(Some(last)));
    let all: Vec<_> = kinds.chain(variants()).collect();
    assert_eq!(all.len(), 25);
    for input in all {
        let text = encoded(&input);
        let back: Input = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(back, input, "{text}");
    }
}

/// An action of the next kind: the list cannot miss one.
fn after(action: Option<&Action>) -> Option<Action> {
    let response = || Response::text(404, "no").with("A", "b");
    Some(match action {
        None => Action::Accept { conn: CONN },
        Some(Action::Accept { .. }) => Action::Reject { conn: CONN, response: response() },
        Some(Action::Reject { .. }) => Action::Send { conn: CONN, text: "t".to_owned() },
        Some(Action::Send { .. }) => {
            Action::Broadcast { body: "b".into(), end: "}".into(), to: vec![(CONN, 1), (ConnId(2), 5)] }
        }
        Some(Action::Broadcast { .. }) => Action::SetReadLimit { conn: CONN, max_unsent: 5 },
        Some(Action::SetReadLimit { .. }) => Action::Close { conn: CONN, code: 1000, reason: "r".to_owned() },
        Some(Action::Close { .. }) => Action::Drop { conn: CONN },
        Some(Action::Drop { .. }) => Action::AcceptBody { http: HTTP, limit: 8 },
        Some(Action::AcceptBody { .. }) => Action::Respond { http: HTTP, response: response() },
        Some(Action::Respond { .. }) => Action::Fetch { op: OP, fetch: fetch("k") },
        Some(Action::Fetch { .. }) => Action::Spawn { op: OP, spawn: spawn() },
        Some(Action::Spawn { .. }) => Action::Files { op: OP, files: file_ops() },
        Some(Action::Files { .. }) => Action::Cancel { op: OP },
        Some(Action::Cancel { .. }) => {
            let file = |name| FileName::state(name);
            let tls = Some(TlsFiles { cert: file("c"), key: file("k"), make: true });
            let listen = Listen { addresses: vec!["127.0.0.1:1".parse().unwrap()], tls };
            Action::Listen { listener: ListenerId(9), listen }
        }
        Some(Action::Listen { .. }) => Action::Unlisten { listener: ListenerId(9) },
        Some(Action::Unlisten { .. }) => Action::Observe(Fact::WriteRecovered),
        Some(Action::Observe(_)) => Action::Exit(Exit::Failed("why".to_owned())),
        Some(Action::Exit(_)) => return None,
    })
}

fn fetch(key: &str) -> Fetch {
    Fetch {
        method: "POST",
        url: "http://h/v1".to_owned(),
        headers: vec![("authorization".to_owned(), format!("Bearer {key}").as_str().into())],
        body: b"{}".to_vec(),
        connect_timeout: Duration::from_secs(1),
        head_timeout: Duration::from_secs(2),
        idle_timeout: Duration::from_secs(3),
        max_body: 4,
    }
}

fn spawn() -> Spawn {
    Spawn {
        argv: vec!["sh".to_owned()],
        cwd: None,
        make_cwd: false,
        env: vec![("A".to_owned(), "b".to_owned())],
        stdin: vec![0xff],
        max_output: 5,
        grace: Duration::from_millis(1),
    }
}

fn file_ops() -> Vec<FileOp> {
    let file = FileName::state("f");
    vec![
        FileOp::Read { file: file.clone(), range: Range::From { start: 1, max: 2 } },
        FileOp::ReadBelow { dir: file.clone(), path: "p".to_owned(), max: 3 },
        FileOp::List { dir: file.clone() },
        FileOp::Write { file: file.clone(), bytes: b"w".to_vec(), mode: 0o600 },
        FileOp::Append { file: file.clone(), at: 5, bytes: b"a".to_vec(), sync: true },
        FileOp::Sync { file: file.clone() },
        FileOp::Rename { from: file.clone(), to: FileName::host("/g") },
        FileOp::Remove { file },
    ]
}

/// Actions are compared as texts and never carried out again: two of them are the same if their texts are.
#[test]
fn every_action_has_a_text_that_no_other_has() {
    let mut all: Vec<_> = core::iter::successors(after(None), |last| after(Some(last))).collect();
    assert_eq!(all.len(), 17);
    for file in file_ops() {
        all.push(Action::Files { op: OP, files: vec![file] });
    }
    let long = |last: &str| "x".repeat(CUT) + last;
    for text in [long(""), long("a"), long("b"), long("ab")] {
        all.push(Action::Send { conn: CONN, text });
    }
    all.push(Action::Exit(Exit::Stopped));
    let texts: Vec<_> = all.iter().map(encoded).collect();
    for (i, text) in texts.iter().enumerate() {
        let value: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(value.to_string(), *text);
        assert!(!texts[..i].contains(text), "{text}");
    }
}

#[test]
fn a_long_text_is_told_by_its_beginning_its_length_and_its_digest() {
    let text = encoded(&Action::Send { conn: CONN, text: "é".repeat(CUT) });
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let told = &value["send"]["text"];
    assert_eq!(told["bytes"], 2 * CUT);
    assert!(told["head"].as_str().unwrap().starts_with("éé") && told["sha256"].as_str().unwrap().len() == 32);
}
