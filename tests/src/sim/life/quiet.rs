//! The end of a life: the world is healed and nothing new goes wrong. Everything has to come to its end in a
//! stated time, everything promised has to be there, and nothing may be held for anybody who is gone.

use super::Invariant;
use super::apply::{call, drain, flow, greet, model, process, unclog};
use super::ask::SESSIONS;
use super::judge::{Judge, Transcripts};
use super::machine::Machine;
use super::transition::{Flaw, Kind, ModelDoes, Place, ProcessDoes, Secret, Visitor};
use core::time::Duration;
use engine::{Exit, Signal};
use serde_json::{Value, json};

/// Simulated time in which everything must have come to its end: the longest wait that a client asks for, and
/// the longest pause of the built-in model for its last words.
const HEALING: Duration = Duration::from_secs(180);

/// Time after which everything that is kept for a while is forgotten.
const FORGETTING_MS: u64 = 12 * 60_000;

/// Steps of the healed world.
const STEP_MS: u64 = 2_000;

/// The client that looks after the end.
const AUDITOR: u8 = 200;

/// Heals the world and looks at what has become of it.
pub(super) fn finish(machine: &mut Machine, judge: &mut Judge) {
    heal(machine, judge);
    if fails(judge) || !serve(machine, judge) {
        return;
    }
    settle_everything(machine, judge);
    if fails(judge) {
        return;
    }
    judge.check_answered();
    audit(machine, judge);
    if fails(judge) {
        return;
    }
    // The same must hold after the power fails, and after a clean stop.
    machine.crash(judge, 0, 0, true, false);
    machine.boot(judge);
    flow(machine, judge);
    if serve(machine, judge) {
        // What the journal has is in its files before anyone is served.
        judge.check_transcripts(&Transcripts::read(&machine.disk));
        audit(machine, judge);
        baseline(machine, judge);
        stop(machine, judge);
    }
}

fn fails(judge: &Judge) -> bool {
    judge.checks.violation.is_some()
}

fn heal(machine: &mut Machine, judge: &mut Judge) {
    machine.disk.heal();
    machine.port_taken = false;
    machine.disk.put(crate::sim::CONFIG, &machine.setup.config.text());
    judge.turns.on_written(Some(machine.setup.config.width));
    flow(machine, judge);
    for client in machine.links.clients() {
        unclog(machine, judge, client, None);
        drain(machine, judge, client, None);
    }
}

/// The gateway serves: at once, or when it has come back from a restart, or when it is started again.
fn serve(machine: &mut Machine, judge: &mut Judge) -> bool {
    for _ in 0..40 {
        if !machine.is_up() {
            machine.boot(judge);
            flow(machine, judge);
        }
        if machine.serves() || fails(judge) {
            break;
        }
        machine.pass(judge, STEP_MS, false);
        flow(machine, judge);
    }
    let exit = machine.exit.clone();
    judge.checks.check(Invariant::ServesAgain, machine.serves(), || {
        format!("the gateway does not serve in a healed world: {exit:?}")
    });
    !fails(judge)
}

/// Models answer, commands exit, clients read: every turn comes to its end.
fn settle_everything(machine: &mut Machine, judge: &mut Judge) {
    let end = machine.clock.after(HEALING);
    loop {
        for _ in 0..200 {
            if machine.fetches.is_empty() && machine.tasks.is_empty() {
                break;
            }
            model(machine, judge, 0, &ModelDoes::Answer { piece: 4_000, tail: true });
            process(machine, judge, 0, &ProcessDoes::Exit { code: 0 });
        }
        flow(machine, judge);
        let held = machine.engine().map(engine::Engine::held).unwrap_or_default();
        let runs = held.runs;
        let done = runs == 0
            && held.journal_pending == 0
            && judge.turns.live().next().is_none()
            && judge.is_answered();
        if done || fails(judge) {
            judge.checks.check(Invariant::RunsEnd, true, String::new);
            return;
        }
        if machine.clock.now().mono >= end {
            let live: Vec<&String> = judge.turns.live().collect();
            let detail =
                format!("{runs} turns go on after {HEALING:?} of a healed world; of clients: {live:?}");
            if runs > 0 || !live.is_empty() {
                judge.checks.fail(Invariant::RunsEnd, detail);
            }
            return;
        }
        machine.pass(judge, STEP_MS, false);
    }
}

/// Everything that was promised is there.
fn audit(machine: &mut Machine, judge: &mut Judge) {
    let visitor = Visitor {
        kind: Kind::Cli,
        device: None,
        scopes: None,
        secret: Secret::Right,
        from: Place::Local,
        flaw: Flaw::None,
    };
    machine.open(judge, AUDITOR, &visitor);
    greet(machine, judge, AUDITOR);
    let Some(conn) = machine.links.of(AUDITOR).filter(|conn| judge.is_ready(*conn)) else {
        return judge.checks.fail(Invariant::ServesAgain, "an operator is not let in".to_owned());
    };
    judge.listen_to(conn);
    for method in ["voicewake.get", "device.pair.list", "health", "system-presence", "status"] {
        call(machine, judge, AUDITOR, method, &json!({}));
    }
    for key in SESSIONS {
        call(machine, judge, AUDITOR, "chat.history", &json!({"sessionKey": key, "limit": 1000}));
    }
    judge.heard(conn);
    for run in judge.turns.known_at(machine.clock.now()) {
        call(machine, judge, AUDITOR, "agent.wait", &json!({"runId": run, "timeoutMs": 0}));
        let answer = judge.heard(conn).pop().unwrap_or(Value::Null);
        judge.check_known(&run, &answer);
    }
    judge.check_answered();
    machine.links.remove(conn);
    machine.give(judge, engine::Input::Closed { conn, code: Some(1000), reason: String::new() });
}

/// Everyone leaves, and time passes: nothing is held for anybody.
fn baseline(machine: &mut Machine, judge: &mut Judge) {
    for client in machine.links.clients() {
        let Some(conn) = machine.links.of(client) else { continue };
        machine.links.remove(conn);
        machine.give(judge, engine::Input::Closed { conn, code: None, reason: String::new() });
    }
    call_off_heartbeats(machine, judge);
    let Some(held) = machine.engine().map(engine::Engine::held) else { return };
    let left =
        held.connections + held.handshakes + held.runs + held.waiters + held.requests + held.http_requests;
    let left = left + held.operations + held.journal_pending;
    judge
        .checks
        .check(Invariant::BackToBaseline, left == 0, || format!("everyone has left, and there is {held:?}"));
    machine.pass(judge, FORGETTING_MS, false);
    call_off_heartbeats(machine, judge);
    let Some(held) = machine.engine().map(engine::Engine::held) else { return };
    // Ticks, health, maintenance, heartbeats; what a heartbeat left behind may be remembered.
    let kept = held.remembered_answers + held.finished_runs + held.guessing_addresses;
    let beats = judge.beats;
    judge.checks.check(Invariant::BackToBaseline, (beats || kept == 0) && held.timers <= 5, || {
        format!("all was quiet for {FORGETTING_MS} ms, and there is {held:?}")
    });
}

/// Heartbeats that go on come to their end.
fn call_off_heartbeats(machine: &mut Machine, judge: &mut Judge) {
    for _ in 0..100 {
        let busy =
            machine.engine().is_some_and(|engine| engine.held().runs > 0 || engine.held().operations > 0);
        if !busy || fails(judge) {
            return;
        }
        model(machine, judge, 0, &ModelDoes::Answer { piece: 4_000, tail: true });
        process(machine, judge, 0, &ProcessDoes::Exit { code: 0 });
        flow(machine, judge);
        machine.pass(judge, 100, false);
    }
}

/// The gateway is told to stop, and leaves everything in its files.
fn stop(machine: &mut Machine, judge: &mut Judge) {
    if fails(judge) {
        return;
    }
    machine.signal(judge, Signal::Terminate);
    flow(machine, judge);
    machine.pass(judge, 6_000, false);
    let segments = machine.disk.paths("/journal/0");
    let clean = machine.exit == Some(Exit::Stopped) && segments.is_empty();
    let exit = machine.exit.clone();
    judge.checks.check(Invariant::CleanStop, clean, || format!("{exit:?}, and left is {segments:?}"));
    let found = Transcripts::read(&machine.disk);
    judge.check_transcripts(&found);
}
