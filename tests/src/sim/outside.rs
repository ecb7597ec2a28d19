//! What the world outside does when the test wants it: the model speaks, a process prints and exits.

use super::World;
use super::model;
use engine::{Chunk, Input, OpError, OpErrorKind, OpId, OpResult, ProcessExit};
use serde_json::Value;

impl World {
    /// The exchange with the model that goes on.
    ///
    /// # Panics
    ///
    /// When there is none, or more than one.
    #[must_use]
    pub fn exchange(&self) -> OpId {
        let open = self.model.open();
        assert_eq!(open.len(), 1, "exchanges with the model that go on: {open:?}");
        open[0]
    }

    /// The model begins an answer.
    pub fn model_head(&mut self, op: OpId, status: u16) {
        let headers = vec![("content-type".to_owned(), "text/event-stream".to_owned())];
        self.give(Input::Chunk { op, chunk: Chunk::Head { status, headers } });
    }

    /// The model sends bytes.
    pub fn model_sends(&mut self, op: OpId, bytes: Vec<u8>) {
        self.give(Input::Chunk { op, chunk: Chunk::Body(bytes) });
    }

    /// The model's response ends.
    pub fn model_ends(&mut self, op: OpId, result: Result<(), OpErrorKind>) {
        self.model.end(op);
        let result = result.map_err(|kind| OpError { kind, detail: format!("{kind:?}").to_lowercase() });
        self.give(Input::Done { op, result: OpResult::Fetch(result) });
    }

    /// The model answers the exchange that goes on with a text, in these pieces.
    pub fn model_answers(&mut self, pieces: &[&str]) {
        let op = self.exchange();
        self.model_head(op, 200);
        for piece in pieces {
            self.model_sends(op, model::says(piece));
        }
        self.model_sends(op, model::ends("stop"));
        self.model_ends(op, Ok(()));
    }

    /// The model answers the exchange that goes on with a tool call.
    pub fn model_calls(&mut self, id: &str, name: &str, arguments: &Value) {
        let op = self.exchange();
        self.model_head(op, 200);
        self.model_sends(op, model::calls(id, name, arguments));
        self.model_sends(op, model::ends("tool_calls"));
        self.model_ends(op, Ok(()));
    }

    /// The model answers the exchange that goes on with an error.
    pub fn model_refuses(&mut self, status: u16, body: &str) {
        let op = self.exchange();
        self.model_head(op, status);
        self.model_sends(op, body.as_bytes().to_vec());
        self.model_ends(op, Ok(()));
    }

    /// A process prints.
    pub fn prints(&mut self, op: OpId, text: &str) {
        self.give(Input::Chunk { op, chunk: Chunk::Stdout(text.as_bytes().to_vec()) });
    }

    /// A process exits.
    pub fn exits(&mut self, op: OpId, code: i32) {
        self.processes.end(op);
        let exit = ProcessExit { code: Some(code), signal: None };
        self.give(Input::Done { op, result: OpResult::Process(Ok(exit)) });
    }
}
