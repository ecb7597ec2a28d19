//! A model behind an OpenAI-compatible API: it says what the test has it say, when the test wants it.

use engine::{Fetch, OpId};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A request to the model that is not answered in full.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// The request.
    pub fetch: Fetch,
    /// Whether the gateway gave it up.
    pub cancelled: bool,
}

impl Exchange {
    /// The body of the request.
    #[must_use]
    pub fn body(&self) -> Value {
        serde_json::from_slice(&self.fetch.body).expect("a request to a model is JSON")
    }

    /// The messages it is asked to go on from.
    #[must_use]
    pub fn messages(&self) -> Vec<Value> {
        self.body()["messages"].as_array().cloned().unwrap_or_default()
    }

    /// A header of the request.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        let found = self.fetch.headers.iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value.expose().clone())
    }
}

/// Every exchange, by its operation.
#[derive(Debug, Default)]
pub struct Model {
    exchanges: BTreeMap<OpId, Exchange>,
    /// Requests made so far.
    pub asked: usize,
}

impl Model {
    /// Notes a request.
    pub fn ask(&mut self, op: OpId, fetch: Fetch) {
        self.asked += 1;
        self.exchanges.insert(op, Exchange { fetch, cancelled: false });
    }

    /// The exchanges that go on, oldest first.
    #[must_use]
    pub fn open(&self) -> Vec<OpId> {
        self.exchanges.iter().filter(|(_, e)| !e.cancelled).map(|(op, _)| *op).collect()
    }

    /// An exchange that goes on, or was given up.
    #[must_use]
    pub fn exchange(&self, op: OpId) -> &Exchange {
        &self.exchanges[&op]
    }

    /// The gateway gives one up; `true` when there was such a one.
    pub fn cancel(&mut self, op: OpId) -> bool {
        match self.exchanges.get_mut(&op) {
            Some(exchange) => {
                exchange.cancelled = true;
                true
            }
            None => false,
        }
    }

    /// Whoever asked is gone.
    pub fn forget(&mut self) {
        self.exchanges.clear();
    }

    /// It has ended.
    pub fn end(&mut self, op: OpId) {
        self.exchanges.remove(&op);
    }
}

/// A stream event with a piece of text.
#[must_use]
pub fn says(text: &str) -> Vec<u8> {
    event(&json!({"choices": [{"index": 0, "delta": {"content": text}}]}))
}

/// A stream event with the whole of a tool call.
#[must_use]
pub fn calls(id: &str, name: &str, arguments: &Value) -> Vec<u8> {
    let function = json!({"name": name, "arguments": arguments.to_string()});
    let call = json!({"index": 0, "id": id, "type": "function", "function": function});
    event(&json!({"choices": [{"index": 0, "delta": {"tool_calls": [call]}}]}))
}

/// The end of a stream: reason, usage, and the closing word.
#[must_use]
pub fn ends(reason: &str) -> Vec<u8> {
    let mut out = event(&json!({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]}));
    out.extend(event(&json!({
        "choices": [],
        "usage": {"prompt_tokens": 30, "completion_tokens": 5, "prompt_tokens_details": {"cached_tokens": 10}},
    })));
    out.extend_from_slice(b"data: [DONE]\n\n");
    out
}

/// Any event.
#[must_use]
pub fn event(data: &Value) -> Vec<u8> {
    format!("data: {data}\n\n").into_bytes()
}
