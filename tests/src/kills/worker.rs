//! A client under load: it asks for one effect after the other until the gateway is gone.

use super::effect::{Effect, Kind};
use super::rng::Rng;
use crate::peer::{Connect, Device, Peer};
use crate::wire::Client;
use serde_json::{Value, json};

/// Requests of one worker at most: a bound on a gateway that does not die.
const MAX_REQUESTS: u32 = 3_000;

/// An address that is not this machine's, for devices that have to be let in.
const ELSEWHERE: &str = "X-Forwarded-For: 203.0.113.7\r\n";

/// A client and what it needs to ask.
pub(super) struct Worker {
    /// Begins the names of its effects.
    pub(super) name: String,
    /// Begins the names of its sessions: no other worker has them.
    pub(super) sessions: String,
    pub(super) port: u16,
    pub(super) rng: Rng,
    pub(super) client: Client,
    /// The file that commands write to.
    pub(super) tools: String,
    /// The last list of words; only one worker has it, so that their order is known.
    pub(super) words: Option<u64>,
}

/// What a worker leaves behind.
pub(super) struct Worked {
    pub(super) effects: Vec<Effect>,
    pub(super) words: Option<u64>,
    /// Numbers of events that never came.
    pub(super) missed: u64,
}

impl Worker {
    /// Works until the gateway is gone.
    pub(super) fn work(mut self) -> Worked {
        let mut asked: Vec<(String, Effect)> = Vec::new();
        let mut devices: Vec<String> = Vec::new();
        for number in 0..MAX_REQUESTS {
            let name = format!("{}n{number}", self.name);
            let Some(effect) = self.draw(&name, &mut devices) else {
                if self.tell(number) { continue } else { break }
            };
            let id = self.client.send(effect.method, &effect.params);
            asked.push((id.clone(), effect.clone()));
            let Some(answer) = self.client.find(|peer| peer.responses(&id).pop()) else { break };
            if answer["ok"] == true && effect.kind == Kind::Approve {
                devices.push(effect.text.clone());
            }
            if !self.follow(&effect) {
                break;
            }
        }
        // The last words may lie unread in the socket.
        let _ended = self.client.find(|_| None::<()>);
        let peer = &self.client.peer;
        let effects = asked.into_iter().map(|(id, effect)| effect.seen(peer, &id)).collect();
        Worked { effects, words: self.words, missed: peer.missed }
    }

    /// The next effect to ask for; none is drawn now and then.
    fn draw(&mut self, name: &str, devices: &mut Vec<String>) -> Option<Effect> {
        let kind = match self.rng.below(100) {
            0..28 => Kind::Chat,
            28..38 => Kind::ChatTool,
            38..43 => Kind::Abort,
            43..57 => Kind::Agent,
            57..67 => Kind::Model,
            67..73 => Kind::ModelTool,
            73..83 => Kind::Inject,
            83..89 => return self.set_words(),
            89..92 => return self.decide(name),
            92..96 => return self.change_token(devices),
            _ => return None,
        };
        Some(Effect::draw(kind, &mut self.rng, &self.sessions, name, &self.tools))
    }

    /// What follows on a turn that was taken; `false` when the gateway is gone.
    fn follow(&mut self, effect: &Effect) -> bool {
        let run = effect.name.as_str();
        if effect.kind == Kind::Abort {
            self.client.send("chat.abort", &json!({"sessionKey": effect.session, "runId": run}));
            return self.client.find(|peer| end_of(peer, run)).is_some();
        }
        // Some wait for the end, others leave work behind.
        if !effect.kind.is_turn() || self.rng.percent(40) {
            return true;
        }
        self.client.find(|peer| end_of(peer, run).or_else(|| refusal_of(peer))).is_some()
    }

    fn set_words(&mut self) -> Option<Effect> {
        let words = self.words.as_mut()?;
        *words += 1;
        let params = json!({"triggers": [format!("words {words}")]});
        Some(Effect::bare(Kind::Voicewake, "voicewake.set", params).named(words.to_string()))
    }

    /// A stranger knocks, and is let in or turned away.
    fn decide(&mut self, name: &str) -> Option<Effect> {
        let device = Device::named(name);
        let connect = Connect::new("test", "test").device(&device).scopes(&["operator.read"]);
        let answer = Client::knock(self.port, ELSEWHERE, &connect)?;
        let request = answer["error"]["details"]["requestId"].as_str()?.to_owned();
        let params = json!({"requestId": request});
        let effect = match self.rng.percent(60) {
            true => Effect::bare(Kind::Approve, "device.pair.approve", params),
            false => Effect::bare(Kind::Reject, "device.pair.reject", params),
        };
        Some(Effect { text: device.id(), ..effect.named(request) })
    }

    fn change_token(&mut self, devices: &mut Vec<String>) -> Option<Effect> {
        let device = devices.pop()?;
        let params = json!({"deviceId": device, "role": "operator"});
        let effect = match self.rng.percent(50) {
            true => Effect::bare(Kind::Rotate, "device.token.rotate", params),
            false => Effect::bare(Kind::Revoke, "device.token.revoke", params),
        };
        Some(effect.named(device))
    }

    /// Says what is passed on and not kept; `false` when the gateway is gone.
    fn tell(&mut self, number: u32) -> bool {
        let (method, params) = match number % 2 {
            0 => ("system-event", json!({"text": format!("note {number}")})),
            _ => ("talk.mode", json!({"enabled": true})),
        };
        let id = self.client.send(method, &params);
        self.client.find(|peer| peer.responses(&id).pop()).is_some()
    }
}

impl Effect {
    /// The same, with what a client saw come of it.
    pub(super) fn seen(mut self, peer: &Peer, id: &str) -> Self {
        let answers = peer.responses(id);
        if let Some(first) = answers.first() {
            match first["ok"] == true {
                true => self.acknowledged = Some(first["payload"].clone()),
                false => self.refused = Some(first["error"].clone()),
            }
        }
        if self.kind.is_turn() {
            self.end = end_of(peer, &self.name);
        }
        self
    }
}

/// How a run ended, as everyone was told.
fn end_of(peer: &Peer, run: &str) -> Option<String> {
    let told = peer.frames().iter().map(|frame| &frame["payload"]);
    let of_run = told.filter(|p| p["runId"] == run && p["state"].is_string() && p["state"] != "delta");
    of_run.map(|p| p["state"].as_str().unwrap_or_default().to_owned()).next()
}

/// Whether the turn was refused: then no end is told.
fn refusal_of(peer: &Peer) -> Option<String> {
    let last: &Value = peer.frames().last()?;
    (last["type"] == "res" && last["ok"] == false).then(|| "refused".to_owned())
}
