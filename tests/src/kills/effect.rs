//! What a gateway acknowledges and must keep: how it is asked for, and how often it is there afterwards.
//!
//! A kind of effect is one variant, its request in [`Effect::draw`] and its count in
//! [`View::present`](super::view::View::present). Delivering by `send` and jobs of `cron` are not part of
//! this build of the gateway: they are added here when they are.

use super::model::{MARK, answer};
use super::rng::Rng;
use core::fmt;
use serde_json::{Value, json};

/// A kind of effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A turn by `chat.send` with the model that is built in.
    Chat,
    /// The same, and the model runs a command.
    ChatTool,
    /// A turn by `chat.send` that is told to stop by `chat.abort`.
    Abort,
    /// A turn by `agent`, which also names the session.
    Agent,
    /// A turn by `agent` with a model behind HTTP.
    Model,
    /// The same, and the model runs a command.
    ModelTool,
    /// `chat.inject`.
    Inject,
    /// `voicewake.set`.
    Voicewake,
    /// `device.pair.approve`.
    Approve,
    /// `device.pair.reject`.
    Reject,
    /// `device.token.rotate`.
    Rotate,
    /// `device.token.revoke`.
    Revoke,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::Chat,
        Self::ChatTool,
        Self::Abort,
        Self::Agent,
        Self::Model,
        Self::ModelTool,
        Self::Inject,
        Self::Voicewake,
        Self::Approve,
        Self::Reject,
        Self::Rotate,
        Self::Revoke,
    ];

    /// Whether it is a turn of an agent.
    #[must_use]
    pub fn is_turn(self) -> bool {
        matches!(
            self,
            Self::Chat | Self::ChatTool | Self::Abort | Self::Agent | Self::Model | Self::ModelTool
        )
    }

    /// Whether its turn runs a command.
    #[must_use]
    pub fn has_tool(self) -> bool {
        matches!(self, Self::ChatTool | Self::ModelTool)
    }

    /// Whether a model behind HTTP answers it.
    #[must_use]
    pub fn has_model(self) -> bool {
        matches!(self, Self::Model | Self::ModelTool)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Chat => "chat.send",
            Self::ChatTool => "chat.send with a tool",
            Self::Abort => "chat.abort",
            Self::Agent => "agent",
            Self::Model => "agent, model by HTTP",
            Self::ModelTool => "agent, HTTP and a tool",
            Self::Inject => "chat.inject",
            Self::Voicewake => "voicewake.set",
            Self::Approve => "device.pair.approve",
            Self::Reject => "device.pair.reject",
            Self::Rotate => "device.token.rotate",
            Self::Revoke => "device.token.revoke",
        })
    }
}

/// One effect that was asked for.
#[derive(Clone, Debug)]
pub struct Effect {
    /// What it is.
    pub kind: Kind,
    /// Its name: the idempotency key of a turn, the request of a pairing, the device of a token.
    pub name: String,
    /// The session it belongs to.
    pub session: String,
    /// What was said.
    pub text: String,
    /// The whole answer to a turn.
    pub answer: String,
    /// The request.
    pub method: &'static str,
    /// Its params.
    pub params: Value,
    /// The payload of the response that acknowledged it.
    pub acknowledged: Option<Value>,
    /// It was refused with this error: nothing is promised.
    pub refused: Option<Value>,
    /// How its run ended, as far as that was told: `final`, `error`, `aborted`.
    pub end: Option<String>,
}

impl Effect {
    /// A turn, or words put into a session, by the worker `who`. `tools` is the file that commands write to.
    pub fn draw(kind: Kind, rng: &mut Rng, who: &str, name: &str, tools: &str) -> Self {
        let agent = if kind.has_model() { "mock" } else { "main" };
        let session = format!("agent:{agent}:{who}-{}", rng.below(4));
        // Now and then a command outlives the gateway that ran it.
        let dawdle = if rng.percent(15) { "sleep 0.3; " } else { "" };
        let command = format!("{dawdle}echo {name} >> {tools}; echo ran {MARK}{name}");
        let (text, answer) = match kind {
            Kind::Abort => {
                (format!("!slow 150 a b c d e f g {MARK}{name}"), format!("a b c d e f g {MARK}{name}"))
            }
            Kind::ChatTool => (
                format!("!tool exec {}", json!({"command": command})),
                format!("The tool says:\n\nran {MARK}{name}"),
            ),
            Kind::Model => (format!("hello {MARK}{name}"), answer(name)),
            Kind::ModelTool => (format!("!run {command}"), answer(name)),
            Kind::Inject => (format!("injected {MARK}{name}"), String::new()),
            kind if kind.is_turn() && rng.percent(20) => {
                (format!("!slow 120 one two three {MARK}{name}"), format!("one two three {MARK}{name}"))
            }
            Kind::Chat | Kind::Agent => {
                (format!("turn {MARK}{name}"), format!("You said: turn {MARK}{name}"))
            }
            Kind::Voicewake | Kind::Approve | Kind::Reject | Kind::Rotate | Kind::Revoke => {
                unreachable!("{kind} is no turn, and has no session")
            }
        };
        let (method, params) = match kind {
            Kind::Inject => ("chat.inject", json!({"sessionKey": session, "message": text})),
            Kind::Agent | Kind::Model | Kind::ModelTool => (
                "agent",
                json!({"sessionKey": session, "message": text, "idempotencyKey": name, "label": format!("label {name}")}),
            ),
            Kind::Chat | Kind::ChatTool | Kind::Abort => {
                ("chat.send", json!({"sessionKey": session, "message": text, "idempotencyKey": name}))
            }
            Kind::Voicewake | Kind::Approve | Kind::Reject | Kind::Rotate | Kind::Revoke => ("", Value::Null),
        };
        Self { name: name.to_owned(), session, text, answer, ..Self::bare(kind, method, params) }
    }

    /// An effect of which only the request is of interest.
    #[must_use]
    pub fn bare(kind: Kind, method: &'static str, params: Value) -> Self {
        Self {
            kind,
            name: String::new(),
            session: String::new(),
            text: String::new(),
            answer: String::new(),
            method,
            params,
            acknowledged: None,
            refused: None,
            end: None,
        }
    }

    /// Another one of this name.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..self }
    }
}
