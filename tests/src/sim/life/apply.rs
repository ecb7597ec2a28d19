//! Letting a transition happen. Nothing is drawn here: the same list of transitions is the same life.

use super::ask::beacon;
use super::judge::Judge;
use super::links::Link;
use super::machine::Machine;
use super::transition::*;
use super::visitor::login;
use crate::sim::Fault;
use engine::{BodyError, Chunk, ConnId, HttpId, Input, OpError, OpErrorKind, OpId, OpResult, ProcessExit};
use serde_json::{Value, json};

/// Lets a transition happen.
pub(super) fn apply(machine: &mut Machine, judge: &mut Judge, transition: &Transition) {
    match transition {
        Transition::Open { client, visitor } => machine.open(judge, *client, visitor),
        Transition::Greet { client } => greet(machine, judge, *client),
        Transition::Join { client, visitor } => {
            machine.open(judge, *client, visitor);
            greet(machine, judge, *client);
        }
        Transition::Ask { client, ask } => asks(machine, judge, *client, ask),
        Transition::Repeat { client } => {
            let last = machine.links.of_client(*client).and_then(|link| link.last.clone());
            if let Some(text) = last {
                say(machine, judge, *client, text.into_bytes());
            }
        }
        Transition::Say { client, text } => say(machine, judge, *client, text.clone().into_bytes()),
        Transition::SayBytes { client, hex } => say(machine, judge, *client, super::bytes_of(hex)),
        Transition::Leave { client, cut } => leave(machine, judge, *client, *cut),
        Transition::Stall { client } => with(machine, *client, |link| link.stalled = true),
        Transition::Clog { client } => with(machine, *client, |link| link.clogged = true),
        Transition::Drain { client, messages } => drain(machine, judge, *client, messages.map(usize::from)),
        Transition::Unclog { client, messages } => unclog(machine, judge, *client, messages.map(usize::from)),
        Transition::Http { http } => http_asks(machine, judge, http),
        Transition::HttpBody { pick, body } => http_body(machine, judge, usize::from(*pick), *body),
        Transition::HttpGone { pick } => {
            if let Some(http) = nth(&machine.open_calls(), usize::from(*pick)) {
                machine.calls.remove(&http.0);
                machine.give(judge, Input::HttpGone { http });
            }
        }
        Transition::Model { pick, does } => model(machine, judge, usize::from(*pick), does),
        Transition::Process { pick, does } => process(machine, judge, usize::from(*pick), does),
        Transition::DiskFails { .. }
        | Transition::DiskHeals
        | Transition::DiskHolds { .. }
        | Transition::DiskDoes { .. }
        | Transition::DiskFlows => disk(machine, judge, transition),
        Transition::Pass { ms } => machine.pass(judge, *ms, false),
        Transition::Late { ms } => machine.pass(judge, *ms, true),
        Transition::Early => early(machine, judge),
        Transition::WallStep { ms } => {
            judge.turns.on_slept();
            machine.clock.step_wall(*ms);
        }
        Transition::Signal { signal } => machine.signal(judge, (*signal).into()),
        Transition::Configure { config } => configure(machine, judge, config.as_ref()),
        Transition::Misconfigure { text } => {
            judge.turns.on_written(None);
            machine.disk.put(crate::sim::CONFIG, text);
        }
        Transition::Port { taken } => machine.port_taken = *taken,
        Transition::Crash { parts, torn, power, spare } => {
            machine.crash(judge, *parts, *torn, *power, *spare)
        }
        Transition::Boot => machine.boot(judge),
    }
}

impl From<SignalKind> for engine::Signal {
    fn from(signal: SignalKind) -> Self {
        match signal {
            SignalKind::Term => Self::Terminate,
            SignalKind::Int => Self::Interrupt,
            SignalKind::Hup => Self::HangUp,
            SignalKind::Usr1 => Self::Restart,
        }
    }
}

fn with(machine: &mut Machine, client: u8, change: impl FnOnce(&mut Link)) {
    if let Some(link) = machine.links.of_client(client) {
        change(link);
    }
}

fn say(machine: &mut Machine, judge: &mut Judge, client: u8, data: Vec<u8>) {
    machine.links.say(client, data);
    machine.settle(judge);
}

/// A client says `connect`, for the challenge it was given.
pub(super) fn greet(machine: &mut Machine, judge: &mut Judge, client: u8) {
    let wall = machine.clock.wall_ms();
    let Some(link) = machine.links.of_client(client) else { return };
    let token = judge.grants.token(&link.visitor);
    let params = link.visitor.connect(client, token.as_deref()).params(&link.nonce, wall);
    let text = link.request("connect", &params);
    say(machine, judge, client, text.into_bytes());
}

fn asks(machine: &mut Machine, judge: &mut Judge, client: u8, ask: &Ask) {
    if let Ask::Beacons { count } = ask {
        for at in 0..*count {
            call(machine, judge, client, "system-event", &beacon(1_000 + at, 0));
        }
        return;
    }
    if let Some((method, params)) = ask.written(&judge.promises.pending) {
        call(machine, judge, client, &method, &params);
    }
}

/// A client asks for something.
pub(super) fn call(machine: &mut Machine, judge: &mut Judge, client: u8, method: &str, params: &Value) {
    let Some(link) = machine.links.of_client(client) else { return };
    let text = link.request(method, params);
    say(machine, judge, client, text.into_bytes());
}

fn leave(machine: &mut Machine, judge: &mut Judge, client: u8, cut: bool) {
    let Some(conn) = machine.links.of(client) else { return };
    machine.links.remove(conn);
    let code = (!cut).then_some(1001);
    machine.give(judge, Input::Closed { conn, code, reason: String::new() });
}

/// A client reads; when it comes to a close, it answers it.
pub(super) fn drain(machine: &mut Machine, judge: &mut Judge, client: u8, messages: Option<usize>) {
    let Some(conn) = machine.links.of(client) else { return };
    let Some((unsent, closed)) = machine.links.drain(conn, messages) else { return };
    if closed {
        machine.links.remove(conn);
        return machine.give(judge, Input::Closed { conn, code: Some(1000), reason: String::new() });
    }
    machine.give(judge, Input::Drained { conn, unsent });
}

/// What a client said arrives.
pub(super) fn unclog(machine: &mut Machine, judge: &mut Judge, client: u8, messages: Option<usize>) {
    match messages {
        None => with(machine, client, |link| link.clogged = false),
        Some(count) => {
            for (conn, data) in machine.links.arrive(client, count) {
                machine.later(Input::Message { conn, data });
            }
        }
    }
    machine.settle(judge);
}

fn nth<T: Copy>(all: &[T], pick: usize) -> Option<T> {
    (!all.is_empty()).then(|| all[pick % all.len()])
}

fn http_asks(machine: &mut Machine, judge: &mut Judge, ask: &HttpAsk) {
    if !machine.serves() {
        return;
    }
    let ConnId(number) = machine.number();
    let http = HttpId(number);
    let mut route = ask.from.route();
    match ask.secret {
        Secret::Right => route = route.header("authorization", "Bearer secret"),
        Secret::Wrong | Secret::Token(_) => route = route.header("authorization", "Bearer guess"),
        Secret::Missing => {}
    }
    machine.calls.insert(http.0, super::machine::Call { wants_body: false });
    let head = route.head(&ask.method, &ask.target);
    machine.give(judge, Input::HttpRequest { http, peer: route.peer(), head });
}

fn http_body(machine: &mut Machine, judge: &mut Judge, pick: usize, body: HttpBody) {
    let waiting: Vec<HttpId> =
        machine.calls.iter().filter(|(_, call)| call.wants_body).map(|(http, _)| HttpId(*http)).collect();
    let Some(http) = nth(&waiting, pick) else { return };
    if let Some(call) = machine.calls.get_mut(&http.0) {
        call.wants_body = false;
    }
    let body = match body {
        HttpBody::Tool => Ok(b"{\"tool\":\"sessions_list\"}".to_vec()),
        HttpBody::Empty => Ok(Vec::new()),
        HttpBody::Garbage => Ok(b"{\"tool\":".to_vec()),
        HttpBody::TooLarge => Err(BodyError::TooLarge),
        HttpBody::TimedOut => Err(BodyError::TimedOut),
        HttpBody::Malformed => Err(BodyError::Malformed),
    };
    machine.give(judge, Input::HttpBody { http, body });
}

/// The model does something in an exchange; a `Done` ends it.
pub(super) fn model(machine: &mut Machine, judge: &mut Judge, pick: usize, does: &ModelDoes) {
    let open: Vec<OpId> = machine.fetches.keys().copied().collect();
    let Some(op) = nth(&open, pick) else { return };
    let inputs = machine.fetches.get_mut(&op).map(|exchange| exchange.inputs(op, does)).unwrap_or_default();
    for input in inputs {
        // The gateway may have given it up in the middle.
        if !machine.fetches.contains_key(&op) {
            return;
        }
        if matches!(input, Input::Done { .. }) {
            machine.fetches.remove(&op);
        }
        machine.give(judge, input);
    }
}

/// A process does something.
pub(super) fn process(machine: &mut Machine, judge: &mut Judge, pick: usize, does: &ProcessDoes) {
    let open: Vec<OpId> = machine.tasks.keys().copied().collect();
    let Some(op) = nth(&open, pick) else { return };
    let end = |code, signal| OpResult::Process(Ok(ProcessExit { code, signal }));
    let result = match does {
        ProcessDoes::Print { bytes, stderr } => {
            let bytes = vec![b'o'; usize::try_from(*bytes).unwrap_or(0)];
            let chunk = if *stderr { Chunk::Stderr(bytes) } else { Chunk::Stdout(bytes) };
            return machine.give(judge, Input::Chunk { op, chunk });
        }
        ProcessDoes::Identify { user } => return identify(machine, judge, op, *user),
        ProcessDoes::Exit { code } => end(Some(i32::from(*code)), None),
        ProcessDoes::Die { signal } => end(None, Some(i32::from(*signal))),
        ProcessDoes::Fail => {
            let detail = "no such file or directory".to_owned();
            OpResult::Process(Err(OpError { kind: OpErrorKind::NotFound, detail }))
        }
    };
    machine.tasks.remove(&op);
    machine.give(judge, Input::Done { op, result });
}

/// A question about an address is answered with a user, or with the one who is asked about.
fn identify(machine: &mut Machine, judge: &mut Judge, op: OpId, user: u8) {
    let Some(asked) = machine.tasks.get(&op).and_then(|task| task.whois) else { return };
    let user = if user == 0 { asked } else { user };
    if user == asked {
        judge.grants.vouched.insert(user);
    }
    let answer = json!({"UserProfile": {"LoginName": login(user)}}).to_string();
    machine.give(judge, Input::Chunk { op, chunk: Chunk::Stdout(answer.into_bytes()) });
    if machine.tasks.remove(&op).is_some() {
        let result = OpResult::Process(Ok(ProcessExit { code: Some(0), signal: None }));
        machine.give(judge, Input::Done { op, result });
    }
}

fn disk(machine: &mut Machine, judge: &mut Judge, transition: &Transition) {
    match transition {
        Transition::DiskFails { fault } => {
            let struck = match fault.kind {
                DiskFaultKind::Full => Fault::full(&fault.path),
                DiskFaultKind::ReadOnly => Fault::read_only(&fault.path),
                DiskFaultKind::Unreadable => Fault::unreadable(&fault.path),
            };
            let times = fault.times.map(usize::from);
            machine.disk.fault(Fault { times, ..struck });
        }
        Transition::DiskHeals => machine.disk.heal(),
        Transition::DiskHolds { path } => machine.holding = Some(path.clone()),
        Transition::DiskDoes { pick } => {
            machine.do_job(usize::from(*pick));
            machine.settle(judge);
        }
        _ => flow(machine, judge),
    }
}

/// Everything that waits for the disk is done, and what comes of it.
pub(super) fn flow(machine: &mut Machine, judge: &mut Judge) {
    machine.holding = None;
    while !machine.jobs.is_empty() && judge.checks.violation.is_none() {
        machine.do_job(0);
        machine.settle(judge);
    }
}

fn early(machine: &mut Machine, judge: &mut Judge) {
    if let Some(count) = machine.call_early(judge) {
        judge.checks.check(super::Invariant::NeverEarly, count == 0, || {
            format!("nothing was due, and {count} actions came of it")
        });
    }
}

fn configure(machine: &mut Machine, judge: &mut Judge, config: Option<&Config>) {
    // The secret stays what it is: what a client may show is known.
    let mut config = config.cloned().unwrap_or_else(|| machine.setup.config.clone());
    config.password = machine.setup.config.password;
    judge.grants.on_configured(&config);
    judge.turns.on_written(Some(config.width));
    machine.disk.put(crate::sim::CONFIG, &config.text());
}
