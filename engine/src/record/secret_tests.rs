//! No secret reaches a recording, by whatever door it comes in or goes out.

use super::{Line, Recorder, Replay, Step};
use crate::action::{Action, Fetch, FileDone, FileOp, Range, Spawn};
use crate::config::auth::Overrides;
use crate::config::{Env, FileText, Loader};
use crate::host::{FileName, Host};
use crate::ids::{ConnId, OpId};
use crate::input::{Chunk, Input, OpResult, Peer};
use crate::settings::Setup;
use crate::store::journal::{Journal, Record, read_segment};
use crate::time::{Instant, Now, UnixMs};
use crate::transport::http_gate::RequestHead;
use core::time::Duration;
use serde_json::{Value, json};
use std::borrow::Cow;

const CONFIG_TOKEN: &str = "config-token-11111111";
const HOOK_TOKEN: &str = "hook-token-2222222222";
const API_KEY: &str = "sk-333333333333333333";
const HEADER: &str = "header-value-44444444";
const ENV_VAR: &str = "env-block-value-55555";
const ENV_KEY: &str = "env-key-6666666666666";
const OTHER_ENV: &str = "whatever-else-777777";
const FLAG: &str = "flag \"token\" 8888888";
const PAIRED: &str = "0123456789abcdef0123456789abcdef";
const GUESS: &str = "a-wrong-guess-9999999";
const COOKIE: &str = "sid=cookie-aaaaaaaaaa";
const QUERY: &str = "query-token-bbbbbbbbb";
const NEW_KEY: &str = "sk-new-ccccccccccccccc";
const SHORT: &str = "s3cr";

const ALL: [&str; 14] = [
    CONFIG_TOKEN,
    HOOK_TOKEN,
    API_KEY,
    HEADER,
    ENV_VAR,
    ENV_KEY,
    OTHER_ENV,
    FLAG,
    PAIRED,
    GUESS,
    COOKIE,
    QUERY,
    NEW_KEY,
    "abcdefghijklmnop",
];

struct Tape {
    recorder: Recorder,
    text: String,
}

const NOW: Now = Now { mono: Instant::from_nanos(1), wall: UnixMs(1_000) };

impl Tape {
    fn new() -> Self {
        let config = format!(
            "{{gateway: {{mode: 'local', auth: {{token: '{CONFIG_TOKEN}', password: '{SHORT}'}}}},
              hooks: {{enabled: true, token: '{HOOK_TOKEN}'}}, env: {{vars: {{SOME_NAME: '{ENV_VAR}'}}}},
              models: {{providers: {{p: {{baseUrl: 'http://h/v1', apiKey: '{API_KEY}', headers: {{'x-any': '{HEADER}'}},
                api: 'openai-completions', models: [{{id: 'm', name: 'M'}}]}},
                q: {{baseUrl: 'http://h/v1', apiKey: '${{Q_KEY}}', api: 'openai-completions', models: []}}}}}}}}"
        );
        let env = [("HOME", "/h"), ("Q_KEY", ENV_KEY), ("LESSOPEN", OTHER_ENV), ("OPENCLAW_X", "kept")];
        let env = Env::from_iter(env);
        let mut loader = Loader::new("/h/openclaw.json".to_owned(), env.clone());
        loader.supply("/h/openclaw.json", FileText::Text(config));
        let snapshot = loader.finish();
        assert!(snapshot.valid, "{:?}", snapshot.issues);
        let host = Host {
            state_dir: "/h/s".to_owned(),
            config_path: "/h/openclaw.json".to_owned(),
            home: "/h".to_owned(),
            env,
            ..Host::default()
        };
        let overrides = Overrides { token: Some(FLAG.into()), ..Overrides::default() };
        let setup = Setup { snapshot, overrides, port: None, bind: None, verbose: false, host };
        let (recorder, text) = Recorder::begin(&setup, [5; 32], NOW, "test");
        Self { recorder, text }
    }

    fn step(&mut self, input: Input, actions: Vec<Action>) -> Value {
        let line = self.recorder.step(Step { now: NOW, input, actions: Some(actions), due: None });
        self.text.push_str(line);
        serde_json::from_str(line).unwrap()
    }

    /// Nothing of any secret is in it.
    fn check(&self) {
        for secret in ALL {
            let json = serde_json::to_string(secret).unwrap();
            for form in [secret, &json[1..json.len() - 1]] {
                assert!(!self.text.contains(form), "{secret} is in {}", self.text);
            }
        }
        assert!(!self.text.contains(&format!("\"{SHORT}\"")), "{}", self.text);
    }
}

fn message(value: &Value) -> Input {
    Input::Message { conn: ConnId(1), data: value.to_string().into_bytes() }
}

fn connect(auth: &Value) -> Value {
    json!({"type": "req", "id": "1", "method": "connect", "params": {"auth": auth, "device": {"id": "d",
        "publicKey": "p", "signature": "abcdefghijklmnop", "signedAt": 1}}})
}

#[test]
fn the_header_has_none_and_begins_a_replay() {
    let tape = Tape::new();
    tape.check();
    assert!(tape.text.contains("\"OPENCLAW_X\":\"kept\"") && tape.text.contains("${Q_KEY}"), "{}", tape.text);
    Replay::begin(tape.text.as_bytes()).unwrap();
}

#[test]
fn what_clients_offer_is_hidden_and_alike_everywhere() {
    let mut tape = Tape::new();
    let first = tape.step(message(&connect(&json!({"token": GUESS, "password": SHORT}))), Vec::new());
    let text = |value: &Value| {
        serde_json::from_str::<Value>(value["in"]["message"]["data"].as_str().unwrap()).unwrap()
    };
    let second = tape.step(message(&connect(&json!({"token": CONFIG_TOKEN}))), Vec::new());
    let head = RequestHead::new(
        "POST",
        &format!("/x?a=1&token={QUERY}"),
        &[("Authorization", &format!("Bearer {CONFIG_TOKEN}")), ("Cookie", COOKIE), ("X-Note", GUESS)],
    );
    let address = "127.0.0.1:1".parse().unwrap();
    let peer = Peer { address, local: address, tls: false };
    let third = tape.step(Input::Opened { conn: ConnId(2), peer, head }, Vec::new());
    tape.check();
    assert_eq!(text(&first)["params"]["device"]["signature"], "recorded: invalid");
    let bearer = third["in"]["opened"]["head"]["headers"][0][1].as_str().unwrap();
    assert_eq!(bearer.strip_prefix("Bearer "), text(&second)["params"]["auth"]["token"].as_str());
}

#[test]
fn files_and_what_is_written_to_them_have_none() {
    let mut tape = Tape::new();
    let (op, file) = (OpId(7), |name: &str| FileName::state(name));
    let read = |file| FileOp::Read { file, range: Range::Whole(9) };
    let reads = vec![
        read(file("devices/paired.json")),
        read(file("journal/0000000001.log")),
        read(FileName::host("/h/openclaw.json")),
    ];
    tape.step(Input::Start, vec![Action::Files { op, files: reads }]);
    let token = json!({"token": PAIRED, "role": "operator"});
    let mut journal = Journal::default();
    journal.record(&Record::Put { d: "devices/paired".into(), k: "d".into(), v: Cow::Owned(token.clone()) });
    let segment = journal.take_append(OpId(1)).unwrap().bytes;
    let config = format!(
        "{{gateway: {{auth: {{token: '{CONFIG_TOKEN}', password: '{SHORT}'}}}},
        models: {{providers: {{p: {{apiKey: \"{NEW_KEY}\"}}}}}}}}"
    );
    let data = |text: &[u8]| Ok(FileDone::Data { bytes: text.to_vec(), start: 0, size: text.len() as u64 });
    let results = vec![data(token.to_string().as_bytes()), data(&segment), data(config.as_bytes())];
    let append =
        FileOp::Append { file: file("journal/0000000002.log"), at: 0, bytes: segment.clone(), sync: true };
    let write = Action::Files { op: OpId(8), files: vec![append] };
    let step = tape.step(Input::Done { op, result: OpResult::Files(results) }, vec![write]);
    tape.check();
    let journal = step["in"]["done"]["result"]["files"][1]["Ok"]["data"]["bytes"].as_str().unwrap();
    assert_eq!(journal.len(), segment.len());
    assert_eq!(read_segment(journal.as_bytes()).damage, None, "its checksums hold: {journal}");
    assert_eq!(step["out"][0]["files"]["files"][0]["append"]["bytes"], journal);
}

#[test]
fn what_goes_out_and_what_programs_print_has_none() {
    let mut tape = Tape::new();
    let op = OpId(3);
    let headers = vec![
        ("authorization".to_owned(), format!("Bearer {API_KEY}").as_str().into()),
        ("x-any".to_owned(), HEADER.into()),
        ("x-short".to_owned(), SHORT.into()),
        ("content-type".to_owned(), "application/json".into()),
    ];
    let second = Duration::from_secs(1);
    let fetch = Fetch {
        method: "POST",
        url: format!("http://h/v1?key=1&api_key={API_KEY}"),
        headers,
        body: format!("my key is {API_KEY}").into_bytes(),
        connect_timeout: second,
        head_timeout: second,
        idle_timeout: second,
        max_body: 1,
    };
    let spawn = Spawn {
        argv: vec!["echo".to_owned(), ENV_KEY.to_owned()],
        cwd: None,
        make_cwd: false,
        env: vec![("MY_TOKEN".to_owned(), GUESS.to_owned()), ("NAME".to_owned(), ENV_VAR.to_owned())],
        stdin: [b"\xff".as_slice(), FLAG.as_bytes()].concat(),
        max_output: 1,
        grace: second,
    };
    let text = json!({"echo": FLAG, "again": json!({"in": FLAG}).to_string()}).to_string();
    let body: std::sync::Arc<str> = format!("{{\"x\":\"{HOOK_TOKEN}\"").as_str().into();
    let step = tape.step(
        Input::Timeout,
        vec![
            Action::Fetch { op, fetch },
            Action::Spawn { op, spawn },
            Action::Send { conn: ConnId(1), text },
            Action::Broadcast { body, end: "}".into(), to: Vec::new() },
            Action::Close { conn: ConnId(1), code: 1, reason: HOOK_TOKEN.to_owned() },
        ],
    );
    assert_eq!(step["out"][0]["fetch"]["fetch"]["headers"][3][1], "application/json");
    let (one, two) = API_KEY.split_at(9);
    let print = |text: &str| Input::Chunk { op, chunk: Chunk::Stdout(text.as_bytes().to_vec()) };
    let first = tape.step(print(&format!("key={one}")), Vec::new());
    let second = tape.step(print(&format!("{two}\n")), Vec::new());
    tape.check();
    let printed = |step: &Value| step["in"]["chunk"]["chunk"]["stdout"].as_str().unwrap().to_owned();
    assert!(!printed(&first).contains(one) && !printed(&second).contains(two));
    let whole = tape.step(print(API_KEY), Vec::new());
    assert_eq!(printed(&first) + &printed(&second), format!("key={}\n", printed(&whole)));
}

#[test]
fn lines_of_another_order_or_version_are_refused() {
    let mut tape = Tape::new();
    let mut replay = Replay::begin(tape.text.as_bytes()).unwrap();
    let first = tape.step(Input::Start, Vec::new()).to_string();
    let second = tape.step(Input::Timeout, Vec::new()).to_string();
    let refused = |replay: &mut Replay, line: &str| replay.line(line.as_bytes()).unwrap_err().to_string();
    assert!(refused(&mut replay, &second).starts_with("step 2 follows step 0"));
    assert_eq!(
        refused(&mut replay, &first.replace("start", "stort")),
        format!(
            "byte {}: unknown variant `stort`, expected one of `start`, `listening`, `listenFailed`, `opened`, `message`, \
         `flushed`, `drained`, `closed`, `httpRequest`, `httpBody`, `httpGone`, `chunk`, `done`, `signal`, `timeout`",
            first.find("\"start\"").unwrap() + 7
        )
    );
    assert!(refused(&mut replay, &first[..20]).starts_with("byte 20: EOF"));
    assert!(matches!(replay.line(first.as_bytes()), Ok(Line::Step(then)) if then.difference.is_some()));
    assert!(matches!(replay.line(b"{\"end\":\"limit\",\"steps\":1}"), Ok(Line::End { .. })));
    assert_eq!(refused(&mut replay, &second), "there are lines after the end");
    let newer = tape.text.replacen("\"recording\":1", "\"recording\":2", 1);
    let newer = Replay::begin(newer.lines().next().unwrap().as_bytes()).unwrap_err().to_string();
    assert!(newer.starts_with("the recording has format 2, and this build reads format 1"), "{newer}");
    let part = tape.recorder.continued();
    let part = Replay::begin(part.as_bytes()).unwrap_err().to_string();
    assert_eq!(part, "this is part 2 of a recording: give the file it begins in");
    assert!(Replay::begin(b"{}").is_err() && Replay::begin(b"x").is_err());
}
