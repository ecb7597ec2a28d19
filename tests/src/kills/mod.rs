//! Kills of the real program: it is killed at any moment under load, started again on what the disk kept,
//! and every effect that it had acknowledged is accounted for.
//!
//! The load, and the moments, are drawn from a seed; what exactly is under way when the blow falls is not.

mod account;
mod effect;
mod files;
mod model;
mod rng;
mod view;
mod worker;

pub use account::{Account, Row};
pub use effect::{Effect, Kind};
pub use model::Model;
pub use rng::Rng;

use crate::disk::Disk;
use crate::gateway::programs;
use crate::program::{Gateway, PATIENCE, Place};
use crate::wire::Client;
use core::time::Duration;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Instant;
use view::View;
use worker::{Worked, Worker};

/// Clients that work at once.
const WORKERS: usize = 4;

/// Rounds after which the workers take new sessions.
const SESSION_ROUNDS: u32 = 40;

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How often to kill.
    pub kills: u32,
    /// What everything is drawn from.
    pub seed: u64,
    /// Whether the disk is small, and full at times.
    pub full_disk: bool,
}

/// When the blow falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    /// While clients work.
    Load,
    /// When files are written out, two seconds after the first change.
    Checkpoint,
    /// After the signal to stop.
    Drain,
    /// After the signal to restart in place, with another configuration.
    Restart,
}

/// Kills as often as was asked for, in a place of its own. `None` when the disk cannot be had.
///
/// # Panics
///
/// When the gateway does not start, or does not answer.
pub fn run(options: Options, mut tell: impl FnMut(&Account)) -> Option<Account> {
    let disk = if options.full_disk { Some(Disk::new("size=32m")?) } else { None };
    let place = disk.as_ref().map_or_else(Place::new, |disk| Place::with_state(&disk.path().join("state")));
    let mut killer = Killer::new(&place, disk.as_ref(), options.seed);
    killer.start();
    while killer.account.killed() < options.kills {
        killer.round();
        tell(&killer.account);
    }
    killer.settle();
    Some(killer.account)
}

/// The one who kills, and keeps the account.
struct Killer<'a> {
    place: &'a Place,
    disk: Option<&'a Disk>,
    rng: Rng,
    model: Model,
    account: Account,
    gateway: Option<Gateway>,
    round: u32,
    /// The number in the configuration that is in force, or will be at the next start.
    config: u64,
    words: u64,
    /// Effects of this round, and those of all before.
    fresh: Vec<Effect>,
    old: Vec<Effect>,
}

impl<'a> Killer<'a> {
    fn new(place: &'a Place, disk: Option<&'a Disk>, seed: u64) -> Self {
        let killer = Self {
            place,
            disk,
            rng: Rng::new(seed),
            model: Model::start(),
            account: Account::default(),
            gateway: None,
            round: 0,
            config: 0,
            words: 0,
            fresh: Vec::new(),
            old: Vec::new(),
        };
        killer.write_config();
        killer
    }

    fn round(&mut self) {
        self.round += 1;
        let moment = match self.rng.below(100) {
            0..58 => Moment::Load,
            58..66 => Moment::Checkpoint,
            66..84 => Moment::Drain,
            // A full disk takes no configuration either.
            _ if self.disk.is_some() => Moment::Load,
            _ => Moment::Restart,
        };
        let workers: Vec<_> = (0..WORKERS).map(|number| self.worker(number)).collect();
        let workers: Vec<_> = workers.into_iter().map(|w| std::thread::spawn(|| w.work())).collect();
        let (fill, free) = (self.rng.between(ms(0), ms(400)), self.rng.between(ms(50), ms(900)));
        let disk = self.disk;
        std::thread::scope(|scope| {
            // Full from some moment on, before or after the blow, and sometimes free again before it.
            scope.spawn(move || {
                let Some(disk) = disk else { return };
                std::thread::sleep(fill);
                disk.fill();
                if free.as_millis() % 2 == 0 {
                    std::thread::sleep(free);
                    disk.make_room();
                }
            });
            self.strike(moment);
        });
        for worker in workers {
            let Worked { effects, words, missed } = worker.join().expect("a worker ends without a fault");
            self.fresh.extend(effects);
            self.words = self.words.max(words.unwrap_or_default());
            if missed > 0 {
                self.fault(format!("{missed} events never came"));
            }
        }
        self.look_at_files();
        if self.rng.percent(35) {
            for _ in 0..=self.rng.below(3) {
                self.kill_at_start();
            }
        }
        self.start();
        self.recover();
        self.audit();
    }

    /// There is room again: without a restart everything is taken, and what was promised gets to its files.
    fn recover(&mut self) {
        let Some(disk) = self.disk else { return };
        // It runs, and answers, on a disk that may still be full.
        Client::new(self.port()).ok("health", &json!({}));
        disk.make_room();
        let end = Instant::now() + PATIENCE;
        let mut client = Client::new(self.port());
        let mut written = false;
        while !written && Instant::now() < end {
            let name = format!("r{}room{:?}", self.round, end - Instant::now());
            let params = json!({"sessionKey": "room", "message": "is there room", "idempotencyKey": name});
            let taken = client.call("chat.send", &params)["ok"] == true;
            let is_end = |e: &Value| e["runId"] == *name && e["state"] != "delta";
            written = taken && client.event("chat", is_end)["state"] == "final";
        }
        // The journal is empty when every file has what it had.
        while !self.place.names("journal", "0").is_empty() && Instant::now() < end {
            std::thread::sleep(ms(20));
        }
        if Instant::now() > end {
            self.fault(format!("no recovery within {PATIENCE:?}, a turn was written: {written}"));
        }
    }

    fn worker(&self, number: usize) -> Worker {
        let port = self.port();
        Worker {
            name: format!("r{}w{number}", self.round),
            sessions: format!("e{}w{number}", self.round / SESSION_ROUNDS),
            port,
            rng: self.rng.part(u64::from(self.round) * 16 + number as u64),
            client: Client::new(port),
            tools: self.tools().display().to_string(),
            words: (number == 0).then_some(self.words),
        }
    }

    /// Lets the load run, and kills. The times are when the blow falls, not waits for something.
    fn strike(&mut self, moment: Moment) {
        let (after, then) = match moment {
            Moment::Load => (self.rng.between(ms(10), ms(700)), Duration::ZERO),
            Moment::Checkpoint => (self.rng.between(ms(1_950), ms(2_300)), Duration::ZERO),
            Moment::Drain => (self.rng.between(ms(100), ms(300)), self.rng.between(ms(0), ms(500))),
            Moment::Restart => (self.rng.between(ms(50), ms(300)), self.rng.between(ms(0), ms(600))),
        };
        std::thread::sleep(after);
        let signal = match moment {
            Moment::Load | Moment::Checkpoint => None,
            Moment::Drain => Some(Signal::TERM),
            Moment::Restart => {
                self.config += 1;
                self.write_config();
                Some(Signal::USR1)
            }
        };
        if let Some(signal) = signal {
            self.running().signal(signal);
            std::thread::sleep(then);
        }
        let name = match moment {
            Moment::Load => "under load",
            Moment::Checkpoint => "at a checkpoint",
            Moment::Drain => "while stopping",
            Moment::Restart => "while restarting",
        };
        self.kill(name);
    }

    /// Starts it and kills it within what a start takes.
    fn kill_at_start(&mut self) {
        self.gateway = Some(self.place.gateway().spawn(&[]));
        std::thread::sleep(self.rng.between(Duration::ZERO, Duration::from_millis(30)));
        self.kill("at a start");
        self.look_at_files();
    }

    fn kill(&mut self, moment: &'static str) {
        let mut gateway = self.gateway.take().expect("a gateway runs");
        // It may have come to its end just before: then this was no kill.
        if gateway.kill_now() {
            *self.account.kills.entry(moment).or_default() += 1;
        }
        self.account.orphans += end_orphans(self.place);
    }

    fn start(&mut self) {
        // That they are built is not a part of the start.
        let _built = programs();
        let since = Instant::now();
        let gateway = self.place.gateway().spawn(&[]);
        match (gateway.starts(), self.disk) {
            (Ok(()), _) => {}
            (Err(said), Some(disk)) if said.contains("No space left on device") => {
                // Its lock lies on the disk that is full: it says so, and what to do.
                disk.make_room();
                self.account.refused_starts += 1;
                return self.start();
            }
            (Err(said), _) => panic!("the gateway ended: {said}"),
        }
        self.gateway = Some(gateway);
        self.account.starts.push(since.elapsed());
    }

    /// Accounts for the effects of this round.
    fn audit(&mut self) {
        let mut view = View::of(self.port(), &self.tools());
        let mut again = Vec::new();
        for effect in core::mem::take(&mut self.fresh) {
            let present = self.check(&mut view, &effect);
            if effect.kind.is_turn() && effect.end.is_none() && self.rng.percent(50) {
                again.extend(self.ask_again(&mut view, &effect, present));
            }
            self.old.push(effect);
        }
        if view.words() < self.acknowledged_words() {
            self.fault(format!("words {} went back to {}", self.acknowledged_words(), view.words()));
        }
        self.words = self.words.max(view.words());
        let name = view.agent_name();
        if name != json!(agent_name(self.config)) {
            self.fault(format!("configuration {} is not in force: {name}", self.config));
        }
        self.account.configs += 1;
        drop(view);
        self.fresh = again;
    }

    fn check(&mut self, view: &mut View, effect: &Effect) -> usize {
        let present = view.present(effect);
        let acknowledged = effect.acknowledged.is_some();
        let row = self.account.effects.entry(effect.kind).or_default();
        let before = (row.lost, row.twice);
        row.count(acknowledged, present);
        row.refused += u64::from(effect.refused.is_some());
        if let Some(error) = effect.refused.as_ref().filter(|error| !is_clear(error)) {
            self.account.faults.push(format!("round {}: refused with {error}: {effect:?}", self.round));
        }
        if (row.lost, row.twice) != before {
            self.fault(format!("{present} times there: {effect:?}"));
        }
        if effect.kind.is_turn() {
            self.check_turn(view, effect);
        }
        present
    }

    fn check_turn(&mut self, view: &mut View, effect: &Effect) {
        let is_final = effect.end.as_deref() == Some("final");
        let answered = view.answered(effect);
        self.account.answers.count(is_final, answered);
        if answered > 1 || (is_final && answered == 0) {
            self.fault(format!("its answer is {answered} times there: {effect:?}"));
        }
        if effect.kind.has_tool() {
            let ran = view.ran(effect);
            self.account.commands.count(is_final, ran);
            if ran > 1 || (is_final && ran == 0) {
                self.fault(format!("its command ran {ran} times: {effect:?}"));
            }
        }
        if effect.acknowledged.is_some() {
            let waited = view.waited(&effect.name);
            let known = match (waited["status"].as_str(), effect.end.as_deref()) {
                (Some("ok"), _) => true,
                // An abort is told at once: after a kill it may count as an end for lack of a gateway.
                (Some("error"), Some("final")) => false,
                (Some("error"), _) => waited["error"].is_string(),
                _ => false,
            };
            self.account.runs.count(true, usize::from(known));
            if !known {
                self.fault(format!("agent.wait says {waited}: {effect:?}"));
            }
        }
    }

    /// A client that lost its connection asks again with the same key. Gives the turn when it began anew.
    fn ask_again(&mut self, view: &mut View, effect: &Effect, present: usize) -> Option<Effect> {
        let answer = view.again(effect);
        self.account.again += 1;
        let status = &answer["payload"]["status"];
        let begins = answer["ok"] == true && (status == "started" || status == "accepted");
        if begins && (present > 0 || effect.acknowledged.is_some()) {
            self.account.runs.twice += 1;
            self.fault(format!("it began a second time, {answer}: {effect:?}"));
        }
        let payload = answer["payload"].clone();
        begins.then(|| Effect { acknowledged: Some(payload), refused: None, ..effect.clone() })
    }

    /// Looks at everything once more: after a clean stop the files hold all of it.
    fn settle(&mut self) {
        let mut gateway = self.gateway.take().expect("a gateway runs");
        if !gateway.stop().success() {
            self.fault("the last stop was not clean".to_owned());
        }
        let left = self.place.names("journal", "0");
        if !left.is_empty() {
            self.fault(format!("after a clean stop the journal has {left:?}"));
        }
        self.look_at_files();
        self.start();
        self.audit();
        let mut view = View::of(self.port(), &self.tools());
        for effect in core::mem::take(&mut self.old) {
            let present = view.present(&effect);
            if present > 1 || (present == 0 && effect.acknowledged.is_some()) {
                self.fault(format!("at last {present} times there: {effect:?}"));
            }
        }
        let asked = self.model.counts();
        let mut turns: BTreeMap<&(String, bool), u32> = BTreeMap::new();
        for (turn, times) in &asked {
            *turns.entry(turn).or_default() += times;
        }
        for ((turn, after_tool), times) in turns {
            self.account.model.count(true, usize::try_from(times).unwrap_or(usize::MAX));
            if times > 1 {
                self.account.faults.push(format!(
                    "the model was asked {times} times for {turn}, after a tool: {after_tool}"
                ));
            }
        }
        self.gateway = None;
        self.account.orphans += end_orphans(self.place);
    }

    fn look_at_files(&mut self) {
        for fault in files::faults(&self.place.state("")) {
            self.fault(fault);
        }
        self.account.left_aside = self.account.left_aside.max(files::left_aside(&self.place.state("")));
    }

    fn acknowledged_words(&self) -> u64 {
        let kept = self.old.iter().rev().find(|e| e.kind == Kind::Voicewake && e.acknowledged.is_some());
        kept.and_then(|e| e.name.parse().ok()).unwrap_or_default()
    }

    fn fault(&mut self, what: String) {
        self.account.faults.push(format!("round {}: {what}", self.round));
    }

    fn running(&self) -> &Gateway {
        self.gateway.as_ref().expect("a gateway runs")
    }

    fn port(&self) -> u16 {
        self.running().port
    }

    fn tools(&self) -> std::path::PathBuf {
        self.place.home().join("tools.log")
    }

    /// Writes the configuration as a person's editor does: aside, and then in its place.
    fn write_config(&self) {
        let model = json!({"id": "m", "name": "m", "reasoning": false, "input": ["text"],
            "cost": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0},
            "contextWindow": 100_000, "maxTokens": 1000});
        let provider = json!({"baseUrl": self.model.base_url(), "apiKey": "k", "api": "openai-completions",
            "models": [model]});
        let config = json!({
            "gateway": {"trustedProxies": ["127.0.0.1"]},
            "commands": {"restart": true},
            "models": {"providers": {"mock": provider}},
            "agents": {"defaults": {"model": {"primary": "builtin/echo"}}, "list": [
                {"id": "main", "default": true, "identity": {"name": agent_name(self.config)}},
                {"id": "mock", "model": "mock/m"},
            ]},
        });
        self.place.write("openclaw.json.new", config.to_string());
        let (from, to) = (self.place.state("openclaw.json.new"), self.place.state("openclaw.json"));
        fs::rename(from, to).expect("the configuration can be replaced");
    }
}

/// Whether a refusal says what is the matter: the gateway stops, or cannot save, or the session has nothing
/// yet, or the turn of this name was cut off.
fn is_clear(error: &Value) -> bool {
    let text = error["message"].as_str().unwrap_or_default();
    match error["code"].as_str() {
        Some("UNAVAILABLE") => {
            let texts = [
                "the gateway is stopping",
                "cannot be saved: ",
                "could not be saved: ",
                "the gateway stopped ",
            ];
            texts.iter().any(|known| text.starts_with(known))
        }
        Some("INVALID_REQUEST") => {
            ["session not found", "transcript file not found", "unknown requestId"].contains(&text)
        }
        _ => false,
    }
}

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

fn agent_name(config: u64) -> String {
    format!("Agent {config}")
}

/// Ends the processes of tools that outlived their gateway; they are known by their state directory.
fn end_orphans(place: &Place) -> usize {
    let ours = format!("OPENCLAW_STATE_DIR={}", place.state("").display());
    let ours = ours.trim_end_matches('/');
    let mut ended = 0;
    for process in fs::read_dir("/proc").into_iter().flatten().flatten() {
        if is_of(&process.path(), ours)
            && let Some(pid) =
                process.file_name().to_str().and_then(|n| n.parse().ok()).and_then(Pid::from_raw)
            && kill_process(pid, Signal::KILL).is_ok()
        {
            ended += 1;
        }
    }
    ended
}

fn is_of(process: &Path, variable: &str) -> bool {
    let environment = fs::read(process.join("environ")).unwrap_or_default();
    environment.split(|b| *b == 0).any(|entry| entry == variable.as_bytes())
}
