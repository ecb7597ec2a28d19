//! The engine is deterministic: the same seed and the same inputs lead to the same actions, byte by byte.

use core::time::Duration;
use std::process::Command;

use engine::Signal;
use openclaw_tests::peer::{Connect, Device};
use openclaw_tests::sim::{Client, Fault, Route, World, model};
use serde_json::json;
use sha2::{Digest as _, Sha256};

/// Two models: the built-in one, and one behind an API.
const CONFIG: &str = "{
  agents: {defaults: {heartbeat: {every: '7m'}}, list: [{id: 'main', default: true, model: 'builtin/echo'},
    {id: 'ops', model: 'mock/gpt'}]},
  models: {providers: {mock: {baseUrl: 'http://127.0.0.1:9/v1', apiKey: 'key', api: 'openai-completions',
    models: [{id: 'gpt', name: 'GPT', contextWindow: 50000}]}}},
}";

/// Steps of a walk.
const STEPS: u32 = 1_500;

/// The variable that makes a test of this file print what it came to.
const TELL: &str = "DETERMINISM_TELL";

#[test]
fn the_same_seed_and_inputs_give_the_same_actions() {
    let (first, second) = (walk(7), walk(7));
    let differs = first.iter().zip(&second).position(|(a, b)| a != b);
    if let Some(at) = differs {
        panic!("line {at} of the trace differs:\n{}\n{}", first[at], second[at]);
    }
    assert_eq!(first.len(), second.len());
    // The walk has seen what it is for.
    assert!(first.len() > 5_000, "only {} lines", first.len());
    for kind in
        ["Send", "Broadcast", "Close", "Files", "Fetch", "Spawn", "Cancel", "Listen", "Respond", "Observe"]
    {
        let count = first.iter().filter(|line| line.starts_with(kind)).count();
        assert!(count > 0, "no {kind} in a walk of {} lines", first.len());
    }
}

#[test]
fn another_seed_gives_other_actions() {
    assert_ne!(digest(&walk(7)), digest(&walk(8)));
}

/// Addresses, hash seeds and whatever else a process is born with have no part in it.
#[test]
fn a_fresh_process_gives_the_same_actions() {
    let here = digest(&walk(11));
    if std::env::var_os(TELL).is_some() {
        println!("{TELL}={here}");
        return;
    }
    let mut again = Command::new(std::env::current_exe().unwrap());
    again
        .args(["--exact", "determinism::a_fresh_process_gives_the_same_actions", "--nocapture"])
        .env(TELL, "1");
    let output = again.output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let there = said.lines().find_map(|line| line.rsplit_once(&format!("{TELL}="))).map(|(_, digest)| digest);
    assert_eq!(there, Some(here.as_str()), "{said}");
}

fn digest(trace: &[String]) -> String {
    Sha256::digest(trace.join("\n").as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A long life of a gateway, everything in it drawn from one number.
fn walk(seed: u64) -> Vec<String> {
    let mut world = World::stopped(CONFIG, seed);
    world.record();
    world.boot();
    let mut walk = Walk { world, draw: seed, clients: Vec::new(), count: 0 };
    for _ in 0..STEPS {
        walk.step();
    }
    walk.world.disk.heal();
    walk.world.signal(Signal::Terminate);
    walk.world.advance(Duration::from_secs(60));
    assert!(walk.world.exit.is_some(), "the gateway does not stop");
    walk.world.trace().to_vec()
}

struct Walk {
    world: World,
    draw: u64,
    clients: Vec<Client>,
    count: u64,
}

impl Walk {
    /// A number below a bound.
    fn below(&mut self, bound: u64) -> u64 {
        // splitmix64: small, and the same everywhere.
        self.draw = self.draw.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.draw;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }

    fn step(&mut self) {
        self.count += 1;
        let client = self.client();
        match self.below(20) {
            0 | 1 => self.join(),
            2..=5 => self.turn(client),
            6..=8 => self.ask(client),
            9 => self.world.text(client, "{\"type\":\"req\",\"id\":\"\",\"method\":5}"),
            10 => self.leave(client),
            11 | 12 => self.outside(),
            13 => self.trouble(client),
            14 => {
                let target = ["/healthz", "/readyz", "/nothing"][self.below(3) as usize];
                let _ = self.world.http(&Route::local(), "GET", target, "");
            }
            _ => {
                let time = Duration::from_millis(1 << self.below(18));
                self.world.advance(time);
            }
        }
        if self.world.exit.is_some() || !self.world.serves() {
            self.world.reboot();
            self.clients.clear();
        }
    }

    /// A client that is there.
    fn client(&mut self) -> Client {
        let world = &self.world;
        self.clients.retain(|client| world.net.is_open(client.0));
        if self.clients.is_empty() {
            let client = self.world.operator();
            self.clients.push(client);
        }
        let at = self.below(self.clients.len() as u64) as usize;
        self.clients[at]
    }

    fn join(&mut self) {
        let device = Device::new(self.below(5) as u8);
        let connect = match self.below(6) {
            0 => Connect::cli().device(&device),
            1 => Connect::webchat(),
            2 => Connect::node().device(&device),
            3 => Connect::cli().token("wrong"),
            4 => Connect::webchat().scopes(&["operator.read"]).device(&device).v1(),
            _ => Connect::new("openclaw-macos", "ui")
                .set("/client/instanceId", json!(format!("i{}", self.below(9)))),
        };
        let route = if self.below(4) == 0 { Route::remote(self.below(5) as u8) } else { Route::local() };
        let (client, _) = self.world.try_connect(&route, &connect);
        self.clients.push(client);
    }

    fn turn(&mut self, client: Client) {
        let key = format!("k{}", self.count - self.below(3));
        let session = ["main", "second", "agent:ops:main", "agent:ops:third"][self.below(4) as usize];
        let message = [
            "hello there",
            "!slow 900 one two three four five",
            "!fail as asked",
            "!tool exec {\"command\": \"make\"}",
            "!tool read {\"path\": \"notes.txt\"}",
            "!tool write {\"path\": \"notes.txt\", \"content\": \"x\"}",
            "/stop",
        ][self.below(7) as usize];
        let (method, params) = match self.below(4) {
            0 => ("agent", json!({"message": message, "sessionKey": session, "idempotencyKey": key})),
            1 => ("chat.abort", json!({"sessionKey": session})),
            _ => ("chat.send", json!({"message": message, "sessionKey": session, "idempotencyKey": key})),
        };
        self.world.send(client, method, &params);
    }

    fn ask(&mut self, client: Client) {
        let (method, params) = match self.below(12) {
            0 => ("health", json!({"probe": true})),
            1 => ("status", json!({})),
            2 => ("system-presence", json!({})),
            3 => ("system-event", json!({"text": format!("Node: box{}", self.below(4)), "deviceId": "d"})),
            4 => ("sessions.list", json!({"limit": 3})),
            5 => ("chat.history", json!({"sessionKey": "main", "limit": 5})),
            6 => ("device.pair.list", json!({})),
            7 => ("voicewake.set", json!({"triggers": [format!("word{}", self.below(9))]})),
            8 => ("wake", json!({"mode": "now", "text": "look"})),
            9 => ("agent.wait", json!({"runId": format!("k{}", self.count), "timeoutMs": 500})),
            10 => ("logs.tail", json!({"limit": 2})),
            _ => ("sessions.preview", json!({"keys": ["main", "second"]})),
        };
        self.world.send(client, method, &params);
    }

    fn leave(&mut self, client: Client) {
        self.world.leave(client);
    }

    /// What the model and the processes do.
    fn outside(&mut self) {
        if let Some(op) = self.world.processes.running().first().copied() {
            self.world.prints(op, "out\n");
            self.world.exits(op, 0);
        }
        if let Some(op) = self.world.model.open().first().copied() {
            let status = if self.below(4) == 0 { 503 } else { 200 };
            self.world.model_head(op, status);
            self.world.model_sends(op, model::says("It is "));
            if self.below(3) == 0 {
                self.world.model_sends(op, model::calls("c1", "exec", &json!({"command": "make"})));
                self.world.model_sends(op, model::ends("tool_calls"));
            } else {
                self.world.model_sends(op, model::says("done."));
                self.world.model_sends(op, model::ends("stop"));
            }
            self.world.model_ends(op, Ok(()));
        }
    }

    /// What goes wrong.
    fn trouble(&mut self, client: Client) {
        match self.below(6) {
            0 => self.world.disk.fault(Fault::full("sessions").times(2)),
            1 => self.world.disk.heal(),
            2 => {
                self.world.reboot();
                self.clients.clear();
            }
            3 => self.world.signal(Signal::Restart),
            4 => self.world.stall(client),
            _ => self.world.clock.step_wall(-1_500),
        }
    }
}
