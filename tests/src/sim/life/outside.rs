//! What is outside: the model's side of an exchange, and processes.

use super::transition::{FetchEnd, ModelDoes, Tool};
use crate::sim::model;
use core::time::Duration;
use engine::{Chunk, Fetch, Input, OpError, OpErrorKind, OpId, OpResult, Spawn};
use serde_json::{Value, json};

/// An exchange with the model.
#[derive(Debug)]
pub(super) struct Exchange {
    /// The turn it is for, when its message names one.
    pub(super) run: Option<String>,
    /// Whether nothing of the turn was answered before.
    pub(super) first: bool,
    headed: bool,
    /// Whether the model has said that it is done.
    pub(super) complete: bool,
}

impl Exchange {
    /// Reads what the gateway asks.
    pub(super) fn new(fetch: &Fetch) -> Self {
        let body: Value = serde_json::from_slice(&fetch.body).unwrap_or_default();
        let messages = body["messages"].as_array().map_or(&[][..], Vec::as_slice);
        let asked = messages.iter().rposition(|m| m["role"] == "user");
        let run = asked.and_then(|at| key_in(&messages[at]["content"].to_string()));
        let first = asked.is_some_and(|at| at + 1 == messages.len());
        Self { run, first, headed: false, complete: false }
    }

    /// The inputs that something the model does leads to; the last ends the exchange when it is `Done`.
    pub(super) fn inputs(&mut self, op: OpId, does: &ModelDoes) -> Vec<Input> {
        let mut out = Vec::new();
        match does {
            ModelDoes::Answer { piece, tail } => {
                self.head(op, 200, &mut out);
                let run = self.run.as_deref().unwrap_or("nobody");
                let mut bytes = model::says(&format!("The answer é to {run} is ✓ yes. "));
                bytes.extend(model::says(&format!("answer-of-{run}-ends")));
                bytes.extend(model::ends("stop"));
                if !tail {
                    bytes.truncate(bytes.len() - b"data: [DONE]\n\n".len());
                }
                self.complete |= tail;
                out.extend(bytes.chunks(usize::from(*piece).max(1)).map(|part| body(op, part.to_vec())));
                out.push(done(op, Ok(())));
            }
            ModelDoes::Head { status } => self.head(op, *status, &mut out),
            ModelDoes::Words { number } => {
                self.head(op, 200, &mut out);
                out.push(body(op, model::says(&format!("word{number} and more. "))));
            }
            ModelDoes::Flood { pieces, bytes } => {
                self.head(op, 200, &mut out);
                let piece = "x".repeat(usize::from(*bytes).max(1) - 1) + " ";
                out.extend((0..*pieces).map(|_| body(op, model::says(&piece))));
            }
            ModelDoes::Call { tool, calls } => {
                self.head(op, 200, &mut out);
                let mut bytes = Vec::new();
                for at in 0..*calls {
                    bytes.extend(self.call(*tool, at));
                }
                bytes.extend(model::ends("tool_calls"));
                self.complete = true;
                out.push(body(op, bytes));
                out.push(done(op, Ok(())));
            }
            ModelDoes::Stop => {
                self.head(op, 200, &mut out);
                self.complete = true;
                out.push(body(op, model::ends("stop")));
            }
            ModelDoes::Refuse { status } => {
                self.head(op, *status, &mut out);
                out.push(body(op, b"{\"error\":{\"message\":\"as the transition wanted\"}}".to_vec()));
                out.push(done(op, Ok(())));
            }
            ModelDoes::Garbage { hex } => {
                self.head(op, 200, &mut out);
                out.push(body(op, super::bytes_of(hex)));
            }
            ModelDoes::End { how } => out.push(done(op, end(*how))),
        }
        out
    }

    fn head(&mut self, op: OpId, status: u16, out: &mut Vec<Input>) {
        if !core::mem::replace(&mut self.headed, true) {
            let headers = vec![("content-type".to_owned(), "text/event-stream".to_owned())];
            out.push(Input::Chunk { op, chunk: Chunk::Head { status, headers } });
        }
    }

    fn call(&self, tool: Tool, at: u8) -> Vec<u8> {
        let id = format!("call{at}");
        let run = self.run.as_deref().unwrap_or("nobody");
        let (name, arguments) = match tool {
            Tool::Exec => ("exec", json!({"command": format!("make #{run}#"), "timeout": 120})),
            Tool::Read => ("read", json!({"path": "notes.txt"})),
            Tool::ReadMissing => ("read", json!({"path": "nothing.txt", "offset": 3, "limit": 1})),
            Tool::Unknown => ("fly", json!({})),
            Tool::NoCommand => ("exec", json!({"command": " "})),
            Tool::Broken => {
                let function = json!({"name": "exec", "arguments": "{\"command\": \"ma"});
                let call = json!({"index": at, "id": id, "type": "function", "function": function});
                return model::event(&json!({"choices": [{"index": 0, "delta": {"tool_calls": [call]}}]}));
            }
        };
        let function = json!({"name": name, "arguments": arguments.to_string()});
        let call = json!({"index": at, "id": id, "type": "function", "function": function});
        model::event(&json!({"choices": [{"index": 0, "delta": {"tool_calls": [call]}}]}))
    }
}

fn body(op: OpId, bytes: Vec<u8>) -> Input {
    Input::Chunk { op, chunk: Chunk::Body(bytes) }
}

fn done(op: OpId, end: Result<(), OpErrorKind>) -> Input {
    let end = end.map_err(|kind| OpError { kind, detail: format!("{kind:?}").to_lowercase() });
    Input::Done { op, result: OpResult::Fetch(end) }
}

fn end(how: FetchEnd) -> Result<(), OpErrorKind> {
    match how {
        FetchEnd::Ok => Ok(()),
        FetchEnd::Connection => Err(OpErrorKind::Connection),
        FetchEnd::TimedOut => Err(OpErrorKind::TimedOut),
        FetchEnd::TooLarge => Err(OpErrorKind::TooLarge),
    }
}

/// A process.
#[derive(Debug)]
pub(super) struct Task {
    /// The turn it is for.
    pub(super) run: Option<String>,
    /// The user whose address it is asked about.
    pub(super) whois: Option<u8>,
}

impl Task {
    pub(super) fn new(spawn: &Spawn) -> Self {
        let run = spawn.argv.get(2).and_then(|command| key_in(command));
        let address = spawn.argv.last().filter(|_| spawn.argv[0] == "tailscale");
        Self { run, whois: address.and_then(|ip| ip.rsplit('.').next()?.parse().ok()) }
    }

    /// Time it may take.
    pub(super) fn limit(&self) -> Duration {
        if self.whois.is_some() { engine::limits::WHOIS_TIMEOUT } else { Duration::from_secs(1_800) }
    }
}

/// The last key of a turn in a text: it stands between two `#`.
pub(super) fn key_in(text: &str) -> Option<String> {
    let mut parts = text.rsplit('#');
    parts.next()?;
    parts.next().filter(|key| is_key(key)).map(str::to_owned)
}

/// Whether a text is the key of a turn that a transition asked for.
pub(super) fn is_key(text: &str) -> bool {
    let number = text.strip_prefix(['a', 'c']);
    number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}
