//! Drawing what happens next, from the source of chance and the state of the world.

use super::draw::Draw;
use super::faults::{Happening, Swarm};
use super::judge::Judge;
use super::machine::Machine;
use super::transition::*;
use serde_json::{Value, json};

/// Clients there may be.
const CLIENTS: u8 = 9;

/// Sets a life up.
pub(super) fn setup(draw: &mut Draw, seed: u64) -> Setup {
    Setup { seed, config: config(draw), verbose: draw.percent(4) }
}

fn config(draw: &mut Draw) -> Config {
    Config {
        api: !draw.percent(35),
        beat: if draw.percent(40) { Some(1 + draw.small(9)) } else { None },
        width: draw.pick(&[4, 1, 2, 3]),
        timeout: draw.pick(&[600, 20, 60, 120]),
        password: draw.percent(10),
        tailscale: draw.percent(25),
        insecure_ui: draw.percent(15),
        restart: !draw.percent(15),
        global: draw.percent(6),
        tools_told: draw.percent(40),
    }
}

/// Draws transitions.
#[derive(Debug)]
pub(super) struct Chooser {
    draw: Draw,
    swarm: Swarm,
    /// Numbers of turns so far, and of everything else that is counted.
    keys: u32,
    numbers: u32,
}

impl Chooser {
    pub(super) fn new(mut draw: Draw) -> Self {
        let swarm = Swarm::draw(&mut draw);
        Self { draw, swarm, keys: 0, numbers: 0 }
    }

    pub(super) fn is_spent(&self) -> bool {
        self.draw.is_spent()
    }

    /// Draws what happens next.
    pub(super) fn next(&mut self, machine: &Machine, judge: &Judge) -> Transition {
        if !machine.is_up() {
            return self.while_down();
        }
        for _ in 0..16 {
            let happening = self.swarm.next(&mut self.draw);
            if let Some(transition) = self.make(happening, machine, judge) {
                return transition;
            }
        }
        Transition::Pass { ms: 1 + self.draw.below(500) }
    }

    fn while_down(&mut self) -> Transition {
        match self.draw.below(10) {
            0 => Transition::Pass { ms: 1 + self.draw.below(700_000) },
            1 => Transition::DiskHeals,
            2 => Transition::Port { taken: false },
            3 => Transition::Configure { config: Some(config(&mut self.draw)) },
            4 => Transition::WallStep { ms: -60_000 },
            _ => Transition::Boot,
        }
    }

    fn make(&mut self, happening: Happening, machine: &Machine, judge: &Judge) -> Option<Transition> {
        match happening {
            Happening::Join => Some(self.join()),
            Happening::BadJoin => Some(self.bad_join()),
            Happening::Open => {
                let visitor = self.visitor();
                Some(Transition::Open { client: self.draw.small(CLIENTS), visitor })
            }
            Happening::Greet => Some(Transition::Greet { client: self.client(machine)? }),
            Happening::Turn => self.ask(machine, |c| Some(c.turn())),
            Happening::Follow => self.ask(machine, |c| Some(c.follow())),
            Happening::Look => self.ask(machine, |c| Some(c.look())),
            Happening::Change => self.ask(machine, |c| Some(c.change())),
            Happening::Pairing => self.ask(machine, |c| Some(c.pairing(judge))),
            Happening::Odd => self.ask(machine, |c| Some(c.odd())),
            Happening::Repeat => Some(Transition::Repeat { client: self.client(machine)? }),
            Happening::Nonsense => self.nonsense(machine),
            Happening::Leave => {
                Some(Transition::Leave { client: self.client(machine)?, cut: self.draw.percent(40) })
            }
            Happening::Stall => Some(Transition::Stall { client: self.client(machine)? }),
            Happening::Clog => Some(Transition::Clog { client: self.client(machine)? }),
            Happening::Drain | Happening::Unclog => self.reads(happening, machine),
            Happening::Http | Happening::HttpGoesOn => self.http(happening, machine),
            Happening::Model | Happening::OddModel | Happening::Flood => self.model(happening, machine),
            Happening::Process => self.process(machine),
            Happening::DiskFails
            | Happening::DiskHeals
            | Happening::DiskHolds
            | Happening::DiskDoes
            | Happening::DiskFlows => self.disk(happening, machine),
            Happening::Pass
            | Happening::PassLong
            | Happening::Late
            | Happening::Early
            | Happening::WallStep => Some(self.time(happening)),
            Happening::Signal | Happening::Configure | Happening::Port | Happening::Crash => {
                Some(self.machine(happening))
            }
        }
    }

    /// A client that is there.
    fn client(&mut self, machine: &Machine) -> Option<u8> {
        let clients = machine.links.clients();
        (!clients.is_empty()).then(|| self.draw.pick(&clients))
    }

    fn ask(&mut self, machine: &Machine, ask: impl FnOnce(&mut Self) -> Option<Ask>) -> Option<Transition> {
        let client = self.client(machine)?;
        Some(Transition::Ask { client, ask: ask(self)? })
    }

    fn join(&mut self) -> Transition {
        let client = self.draw.small(CLIENTS);
        if client == 0 {
            let visitor = Visitor {
                kind: self.draw.pick(&[Kind::App, Kind::Cli, Kind::Webchat]),
                device: None,
                scopes: None,
                secret: Secret::Right,
                from: Place::Local,
                flaw: Flaw::None,
            };
            return Transition::Join { client, visitor };
        }
        Transition::Join { client, visitor: self.visitor() }
    }

    fn visitor(&mut self) -> Visitor {
        let kinds = [Kind::Cli, Kind::App, Kind::Webchat, Kind::Panel, Kind::Node, Kind::Phone, Kind::App];
        let device = self.draw.percent(55).then(|| 1 + self.draw.small(4));
        let from = match self.draw.below(20) {
            0..=11 => Place::Local,
            12..=16 => Place::Remote(1 + self.draw.small(5)),
            17 | 18 => Place::Tailnet(1 + self.draw.small(3)),
            _ => Place::OwnPage,
        };
        let secret = match self.draw.below(10) {
            0..=6 => Secret::Right,
            7 | 8 if device.is_some() => Secret::Token(0),
            9 if matches!(from, Place::Tailnet(_)) => Secret::Missing,
            _ => Secret::Right,
        };
        let scopes =
            [None, Some(0b1), Some(0b11), Some(0b100), Some(0b1001), Some(0b1_0011), Some(0b10_0000)];
        let scopes = self.draw.pick(&scopes);
        Visitor { kind: self.draw.pick(&kinds), device, scopes, secret, from, flaw: Flaw::None }
    }

    fn bad_join(&mut self) -> Transition {
        let mut visitor = self.visitor();
        match self.draw.below(9) {
            0 | 1 => visitor.secret = Secret::Wrong,
            2 => visitor.secret = Secret::Missing,
            3 => visitor.secret = Secret::Token(1 + self.draw.small(3)),
            4 => visitor.from = self.draw.pick(&[Place::Page, Place::LiveReload, Place::Elsewhere]),
            _ => {
                let flaws =
                    [Flaw::Protocol, Flaw::Role, Flaw::Params, Flaw::Nonce, Flaw::Clock, Flaw::Tampered];
                visitor.flaw = self.draw.pick(&flaws);
                visitor.device = visitor.device.or(Some(1));
            }
        }
        Transition::Join { client: 1 + self.draw.small(CLIENTS - 1), visitor }
    }

    /// The key of a turn: a new one, or one that was used before. Even for chats, odd for `agent`.
    fn key(&mut self, odd: bool) -> u32 {
        let parity = u32::from(odd);
        if self.keys > 0 && self.draw.percent(15) {
            let back = u32::try_from(self.draw.below(6)).unwrap_or(0);
            return self.keys.saturating_sub(back) * 2 + parity;
        }
        self.keys += 1;
        self.keys * 2 + parity
    }

    fn turn(&mut self) -> Ask {
        let session = self.draw.small(6);
        let texts = [
            Text::Words,
            Text::Words,
            Text::Slow(300),
            Text::Exec,
            Text::Read,
            Text::Fail,
            Text::Slow(5_000),
        ];
        let text = if self.draw.percent(3) { Text::Stop } else { self.draw.pick(&texts) };
        if self.draw.percent(35) {
            let timeout = [None, None, None, Some(30), Some(5), Some(0)];
            let key = self.key(true);
            let timeout = self.draw.pick(&timeout);
            let lane = if self.draw.percent(25) { 1 + self.draw.small(2) } else { 0 };
            return Ask::Agent { session, key, text, timeout, lane };
        }
        let timeout_ms = self.draw.pick(&[None, None, None, Some(1), Some(70_000)]);
        Ask::Chat { session, key: self.key(false), text, timeout_ms }
    }

    fn follow(&mut self) -> Ask {
        let odd = self.draw.percent(40);
        let back = u32::try_from(self.draw.below(4)).unwrap_or(0);
        let key = self.keys.saturating_sub(back) * 2 + u32::from(odd);
        let session = self.draw.small(6);
        match self.draw.below(5) {
            0 => Ask::Abort { session, key: Some(key) },
            1 => Ask::Abort { session, key: None },
            _ => Ask::Wait { key, timeout_ms: self.draw.pick(&[1_000, 0, 250, 30_000, 60_000]) },
        }
    }

    fn look(&mut self) -> Ask {
        let plain = |method: &str, params: Value| Ask::Plain { method: method.to_owned(), params };
        let limit = self.draw.pick(&[200_u16, 1, 5]);
        let session = self.draw.small(6);
        let key = super::ask::session(session);
        match self.draw.below(16) {
            0 | 1 => plain("system-presence", json!({})),
            2 => plain("health", json!({})),
            3 => plain("health", json!({"probe": true})),
            4 => plain("status", json!({})),
            5 => plain(
                "sessions.list",
                json!({"limit": limit, "includeDerivedTitles": true, "includeLastMessage": true}),
            ),
            6 => plain("sessions.preview", json!({"keys": [key, "agent:ops:main", "nothing"]})),
            7 => plain("sessions.resolve", json!({"key": key})),
            8 | 9 => Ask::History { session, limit },
            10 => plain("device.pair.list", json!({})),
            11 => plain("voicewake.get", json!({})),
            12 => plain("logs.tail", json!({"limit": limit})),
            13 => plain("agents.list", json!({})),
            14 => plain("agent.identity.get", json!({"agentId": "ops"})),
            _ => plain(self.draw.pick(&["models.list", "last-heartbeat"]), json!({})),
        }
    }

    fn change(&mut self) -> Ask {
        self.numbers += 1;
        let number = self.numbers;
        let session = self.draw.small(6);
        let plain = |method: &str, params: Value| Ask::Plain { method: method.to_owned(), params };
        match self.draw.below(12) {
            0 | 1 => Ask::Voicewake { number },
            2 | 3 => Ask::Inject { session, number },
            4 | 5 => Ask::Beacon { machine: u16::from(self.draw.small(20)), word: self.draw.small(8) },
            6 => Ask::Beacons { count: self.draw.pick(&[5_u16, 5, 10, 5, 20, 10, 5, 210]) },
            7 => plain("set-heartbeats", json!({"enabled": self.draw.percent(60)})),
            8 => plain("talk.mode", json!({"enabled": true, "phase": "listening"})),
            _ => {
                let mode = self.draw.pick(&["now", "next-heartbeat"]);
                plain("wake", json!({"mode": mode, "text": format!("look {number}")}))
            }
        }
    }

    fn pairing(&mut self, judge: &Judge) -> Ask {
        let device = 1 + self.draw.small(4);
        let node = self.draw.percent(25);
        let waits = !judge.promises.pending.is_empty();
        match self.draw.below(8) {
            0..=3 if waits => Ask::Approve { nth: self.draw.small(4) },
            4 if waits => Ask::Reject { nth: self.draw.small(4) },
            5 => Ask::Revoke { device, node },
            6 => {
                let scopes = self.draw.pick(&[None, Some(0b1), Some(0b11), Some(0b100)]);
                Ask::Rotate { device, node, scopes }
            }
            _ => Ask::Plain { method: "device.pair.list".to_owned(), params: json!({}) },
        }
    }

    fn odd(&mut self) -> Ask {
        let all = protocol_spec::Method::ALL;
        let at = usize::try_from(self.draw.below(all.len() as u64 + 1)).unwrap_or(0);
        let method = all.get(at).map_or("no.such.method", |method| method.as_str()).to_owned();
        let params = match self.draw.below(5) {
            0 => json!({"sessionKey": "main", "message": "", "idempotencyKey": "x", "surprise": true}),
            1 => json!([1, 2, 3]),
            2 => Value::Null,
            3 => {
                json!({"text": "", "mode": "now", "enabled": "yes", "triggers": 5, "requestId": "none", "deviceId": "d", "role": "king"})
            }
            _ => json!({}),
        };
        Ask::Plain { method, params }
    }

    fn nonsense(&mut self, machine: &Machine) -> Option<Transition> {
        let client = self.client(machine)?;
        let texts = [
            "hello?",
            "{\"type\":\"req\",\"id\":\"\",\"method\":5}",
            "{\"type\":\"req\",\"id\":\"z\"}",
            "{\"type\":\"res\",\"id\":\"z\",\"ok\":true}",
            "[1,2",
            "null",
            "{\"type\":\"req\",\"id\":\"y\",\"method\":\"health\",\"params\":{},\"more\":1}",
        ];
        Some(match self.draw.below(9) {
            0 => {
                let bytes = 1 + self.draw.below(40);
                let hex = (0..bytes).map(|_| format!("{:02x}", self.draw.small(255))).collect();
                Transition::SayBytes { client, hex }
            }
            1 => Transition::Say { client, text: "[".repeat(3_000) },
            _ => Transition::Say { client, text: self.draw.pick(&texts).to_owned() },
        })
    }

    fn reads(&mut self, happening: Happening, machine: &Machine) -> Option<Transition> {
        let stalled = happening == Happening::Drain;
        let wanted: Vec<u8> = machine.links.slow_clients(stalled);
        if wanted.is_empty() {
            return None;
        }
        let client = self.draw.pick(&wanted);
        let messages = if self.draw.percent(50) { None } else { Some(1 + self.draw.small(20)) };
        Some(if stalled {
            Transition::Drain { client, messages }
        } else {
            Transition::Unclog { client, messages }
        })
    }

    fn http(&mut self, happening: Happening, machine: &Machine) -> Option<Transition> {
        if happening == Happening::HttpGoesOn {
            let open = u8::try_from(machine.calls.len().min(200)).unwrap_or(0);
            if open == 0 {
                return None;
            }
            let pick = self.draw.small(open);
            if self.draw.percent(20) {
                return Some(Transition::HttpGone { pick });
            }
            let bodies = [
                HttpBody::Tool,
                HttpBody::Empty,
                HttpBody::Garbage,
                HttpBody::TooLarge,
                HttpBody::TimedOut,
                HttpBody::Malformed,
            ];
            return Some(Transition::HttpBody { pick, body: self.draw.pick(&bodies) });
        }
        let targets = [
            ("POST", "/tools/invoke"),
            ("GET", "/healthz"),
            ("GET", "/readyz"),
            ("GET", "/tools/invoke"),
            ("GET", "/__openclaw__/canvas/"),
            ("GET", "/__openclaw__/canvas/nothing.css"),
            ("GET", "/__openclaw__/canvas/%2e%2e/secret"),
            ("PUT", "/__openclaw__/canvas/"),
            ("GET", "/nothing"),
        ];
        let (method, target) = self.draw.pick(&targets);
        let secret = self.draw.pick(&[Secret::Right, Secret::Right, Secret::Wrong, Secret::Missing]);
        let from =
            self.draw.pick(&[Place::Local, Place::Remote(3), Place::Page, Place::Elsewhere, Place::Local]);
        let http = HttpAsk { method: method.to_owned(), target: target.to_owned(), secret, from };
        Some(Transition::Http { http })
    }

    fn model(&mut self, happening: Happening, machine: &Machine) -> Option<Transition> {
        let open = u8::try_from(machine.fetches.len().min(200)).unwrap_or(0);
        if open == 0 {
            return None;
        }
        let pick = self.draw.small(open);
        let does = match happening {
            Happening::Flood => ModelDoes::Flood { pieces: self.draw.pick(&[10, 30, 60]), bytes: 4_000 },
            Happening::OddModel => self.odd_model(),
            _ => match self.draw.below(10) {
                0..=5 => ModelDoes::Answer {
                    piece: self.draw.pick(&[4_000, 1, 7, 100]),
                    tail: !self.draw.percent(20),
                },
                6 => ModelDoes::Words { number: self.draw.small(250) },
                7 => ModelDoes::Stop,
                _ => ModelDoes::Call {
                    tool: self.draw.pick(&[Tool::Exec, Tool::Read]),
                    calls: 1 + self.draw.small(2),
                },
            },
        };
        Some(Transition::Model { pick, does })
    }

    fn odd_model(&mut self) -> ModelDoes {
        let ends = [FetchEnd::Ok, FetchEnd::Connection, FetchEnd::TimedOut, FetchEnd::TooLarge];
        match self.draw.below(8) {
            0 => ModelDoes::Head { status: self.draw.pick(&[200, 204, 404, 500]) },
            1 | 2 => ModelDoes::Refuse { status: self.draw.pick(&[429, 400, 401, 500, 503]) },
            3 => {
                let hex = [
                    "ff00c3",
                    "646174613a207b0a0a",
                    "646174613a205b444f4e455d0a0a",
                    "0a0a0d0a",
                    "646174613a20e2",
                ];
                ModelDoes::Garbage { hex: self.draw.pick(&hex).to_owned() }
            }
            4 | 5 => {
                let tools = [Tool::Unknown, Tool::Broken, Tool::NoCommand, Tool::ReadMissing];
                ModelDoes::Call { tool: self.draw.pick(&tools), calls: self.draw.pick(&[1, 2, 70]) }
            }
            _ => ModelDoes::End { how: self.draw.pick(&ends) },
        }
    }

    fn process(&mut self, machine: &Machine) -> Option<Transition> {
        let open = u8::try_from(machine.tasks.len().min(200)).unwrap_or(0);
        if open == 0 {
            return None;
        }
        let does = match self.draw.below(10) {
            0..=2 => ProcessDoes::Print {
                bytes: self.draw.pick(&[10, 1_000, 300_000]),
                stderr: self.draw.percent(30),
            },
            3 => ProcessDoes::Identify { user: 1 + self.draw.small(3) },
            4 | 5 => ProcessDoes::Identify { user: 0 },
            6 => ProcessDoes::Die { signal: 9 },
            7 => ProcessDoes::Fail,
            _ => ProcessDoes::Exit { code: self.draw.pick(&[0, 0, 1, 127]) },
        };
        Some(Transition::Process { pick: self.draw.small(open), does })
    }

    fn disk(&mut self, happening: Happening, machine: &Machine) -> Option<Transition> {
        let paths = ["", "journal", "sessions", ".jsonl", "sessions.json", "devices", "settings"];
        Some(match happening {
            Happening::DiskFails => {
                let kinds = [DiskFaultKind::Full, DiskFaultKind::ReadOnly, DiskFaultKind::Unreadable];
                let times = self.draw.pick(&[Some(1), Some(2), Some(5), None]);
                let fault = DiskFault {
                    kind: self.draw.pick(&kinds),
                    path: self.draw.pick(&paths).to_owned(),
                    times,
                };
                Transition::DiskFails { fault }
            }
            Happening::DiskHeals => Transition::DiskHeals,
            Happening::DiskHolds => Transition::DiskHolds { path: self.draw.pick(&paths).to_owned() },
            _ if machine.jobs.is_empty() && machine.holding.is_none() => return None,
            Happening::DiskDoes => Transition::DiskDoes { pick: self.draw.small(8) },
            _ => Transition::DiskFlows,
        })
    }

    fn time(&mut self, happening: Happening) -> Transition {
        match happening {
            Happening::Pass => Transition::Pass { ms: 1 << self.draw.below(13) },
            Happening::PassLong => {
                Transition::Pass { ms: self.draw.pick(&[30_000, 10_000, 60_000, 65_000, 310_000, 700_000]) }
            }
            Happening::Late => {
                Transition::Late { ms: self.draw.pick(&[100, 3_000, 40_000, 70_000, 3_600_000]) }
            }
            Happening::Early => Transition::Early,
            _ => Transition::WallStep {
                ms: self.draw.pick(&[-1_500, 5_000, 86_400_000, -86_400_000, 400_000, -400_000]),
            },
        }
    }

    fn machine(&mut self, happening: Happening) -> Transition {
        match happening {
            Happening::Signal => {
                let signals =
                    [SignalKind::Usr1, SignalKind::Term, SignalKind::Usr1, SignalKind::Int, SignalKind::Hup];
                Transition::Signal { signal: self.draw.pick(&signals) }
            }
            Happening::Configure => match self.draw.below(4) {
                0 => {
                    let texts = [
                        "{",
                        "{agents: {defaults: {timeoutSeconds: 'soon'}}}",
                        "{gateway: {auth: {mode: 'x'}}}",
                    ];
                    Transition::Misconfigure { text: self.draw.pick(&texts).to_owned() }
                }
                1 => Transition::Configure { config: None },
                _ => Transition::Configure { config: Some(config(&mut self.draw)) },
            },
            Happening::Port => Transition::Port { taken: self.draw.percent(70) },
            _ => Transition::Crash {
                parts: self.draw.small(6),
                torn: self.draw.small(101),
                power: self.draw.percent(70),
                spare: self.draw.percent(50),
            },
        }
    }
}
