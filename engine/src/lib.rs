//! The gateway as a pure, deterministic state machine.
//!
//! [`Engine`] knows no socket, file, process, clock or source of chance. Whoever embeds it tells it what
//! happened, does what it asks for, and wakes it when it wants to be woken:
//!
//! ```no_run
//! # use engine::{Action, Engine, Input, Now, Setup};
//! # fn do_it(_: Action) {}
//! # fn next(_: Option<engine::Instant>) -> (Now, Input) { unimplemented!() }
//! # fn run(setup: Setup, seed: [u8; 32], now: Now) {
//! let mut engine = Engine::new(setup, seed, now);
//! let mut step = (now, Input::Start);
//! loop {
//!     engine.handle_input(step.0, step.1);
//!     while let Some(action) = engine.poll_action() {
//!         do_it(action);
//!     }
//!     step = next(engine.poll_timeout().map(|(at, _)| at));
//! }
//! # }
//! ```
//!
//! What holds always:
//!
//! - The same setup, seed, inputs and times give the same actions, byte for byte.
//! - [`Engine::handle_input`] never fails and never panics, whatever a peer, a disk or a model does.
//! - Every operation asked for has a deadline; one that ends after it was given up changes nothing.
//! - An answer that promises durability is sent after its write is on the disk.
//! - Every queue, table and text has a bound, named in [`limits`].
//!
//! What is absent on purpose: sockets, TLS, HTTP bodies in flight, file descriptors, threads, `async`, and
//! logging as text. A [`Fact`] is all the engine tells of itself. The byte layer below it, [`transport`], is
//! as pure and is driven by whoever owns the socket.

#![forbid(unsafe_code)]
#![warn(missing_docs, missing_debug_implementations)]

mod action;
mod auth;
mod broadcast;
pub mod client;
pub mod config;
mod conn;
mod cron;
mod cx;
mod dedupe;
mod dispatch;
mod engine;
mod fact;
#[cfg(any(test, feature = "fuzzing"))]
pub mod fuzzing;
mod health;
mod heartbeat;
mod held;
mod host;
mod http;
mod ids;
mod input;
mod lifecycle;
pub mod limits;
mod load;
mod methods;
mod model;
mod ops;
mod pairing;
mod persist;
mod presence;
pub mod record;
mod refusal;
mod reload;
mod rng;
mod run;
pub mod secret;
mod session;
mod settings;
mod store;
mod system_events;
mod tailscale;
mod time;
mod timers;
mod told;
pub mod transport;
mod wire;

pub use action::{Action, Exit, Fetch, FileDone, FileOp, Listen, Range, Response, Spawn, TlsFiles};
pub use engine::Engine;
pub use fact::Fact;
pub use held::Held;
pub use host::{FileName, Host, Root};
pub use ids::{ConnId, HttpId, ListenerId, OpId, RunId, WaitId};
pub use input::{
    BodyError, Chunk, Input, Obstacle, OpError, OpErrorKind, OpResult, Peer, ProcessExit, Signal,
};
pub use settings::Setup;
pub use time::{Instant, Now, UnixMs};
pub use timers::Timer;
