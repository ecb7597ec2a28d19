//! Recordings, as anybody may hand them in.

use engine::config::auth::Overrides;
use engine::config::{Env, FileText, Loader};
use engine::record::{Line, Recorder, Replay, Step, Unreadable};
use engine::{Engine, Host, Now, Setup};

/// Any lines at all can be replayed: each is a step, or refused with a reason and without effect. A gateway
/// that is told the same is recorded, and that recording is replayed without a difference.
pub fn recording(data: &[u8]) {
    const SEED: [u8; 32] = [7; 32];
    let begun = Now::default();
    let mut engine = Engine::new(setup(), SEED, begun);
    let (mut recorder, header) = Recorder::begin(&setup(), SEED, begun, "a fuzz target");
    let mut replay = Replay::begin(header.as_bytes()).expect("the header of a recording is one");
    let mut again = Replay::begin(header.as_bytes()).expect("the header of a recording is one");
    let _ = Replay::begin(data);
    for line in data.split(|b| *b == b'\n').take(MAX_LINES) {
        let steps = replay.steps();
        match replay.line(line) {
            Ok(Line::Step(then)) => {
                assert_eq!(replay.steps(), steps + 1);
                engine.handle_input(then.now, then.input.clone());
                let actions = core::iter::from_fn(|| engine.poll_action()).collect();
                let due = engine.poll_timeout().map(|(at, _)| at);
                let step = Step { now: then.now, input: then.input, actions: Some(actions), due };
                check(recorder.step(step), &mut again);
            }
            Ok(Line::Continued) => {}
            Ok(Line::End { .. }) => {
                assert_eq!(replay.line(line).err(), Some(Unreadable::AfterEnd));
                break;
            }
            Err(error) => {
                assert_eq!(replay.steps(), steps, "a line that is refused has an effect");
                assert!(!error.to_string().is_empty());
            }
        }
    }
}

fn check(line: &str, again: &mut Replay) {
    match again.line(line.as_bytes()) {
        Ok(Line::Step(then)) => {
            assert_eq!(then.difference, None, "a replay does something else at {line}");
        }
        other => panic!("what was recorded cannot be replayed: {other:?} at {line}"),
    }
}

/// Lines of one recording that are looked at.
const MAX_LINES: usize = 64;

/// The gateway of every recording.
fn setup() -> Setup {
    const CONFIG: &str = "/op/.openclaw/openclaw.json";
    let env = Env::from_iter([("HOME", "/op"), ("OPENCLAW_GATEWAY_TOKEN", "secret")]);
    let mut loader = Loader::new(CONFIG.to_owned(), env.clone());
    loader.supply(CONFIG, FileText::Text("{}".to_owned()));
    let host = Host {
        hostname: "box".to_owned(),
        ip: "10.0.0.5".to_owned(),
        timezone: "UTC".to_owned(),
        home: "/op".to_owned(),
        state_dir: "/op/.openclaw".to_owned(),
        config_path: CONFIG.to_owned(),
        log_file: "/tmp/openclaw-{date}.log".to_owned(),
        env,
        ..Host::default()
    };
    Setup {
        snapshot: loader.finish(),
        overrides: Overrides::default(),
        port: None,
        bind: None,
        verbose: false,
        host,
    }
}
