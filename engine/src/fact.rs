//! Facts worth a log line or a metric: what happened, typed. The runtime words them.

use crate::ids::{ConnId, OpId};
use crate::input::Signal;
use core::net::{IpAddr, SocketAddr};
use core::time::Duration;

/// Something that happened and may be told.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Fact {
    /// State is loaded.
    Loaded {
        /// Sessions known.
        sessions: usize,
        /// Journal records that an unclean end had left.
        replayed: usize,
    },
    /// The listener is open; clients may come.
    Listening {
        /// Where.
        address: SocketAddr,
        /// Whether it speaks TLS.
        tls: bool,
        /// Whether it is the first of the gateway's addresses.
        first: bool,
    },
    /// The gateway serves; told once after each start.
    Serving {
        /// The model an agent without an override uses.
        model: String,
        /// Whether that is the built-in offline stand-in.
        offline_model: bool,
        /// Time between heartbeats; `None` when they are off.
        heartbeat: Option<Duration>,
    },
    /// A connection did not complete its handshake in time.
    HandshakeTimeout {
        /// The number clients see.
        uuid: String,
    },
    /// A connection sent something that is no JSON.
    NotJson {
        /// The number clients see.
        uuid: String,
        /// Whether it had not completed its handshake.
        handshake: bool,
    },
    /// A connection was refused for want of authority.
    Unauthorized {
        /// The number clients see.
        uuid: String,
        /// The client's address.
        ip: IpAddr,
        /// The program it said it is.
        client: String,
        /// Why.
        reason: String,
    },
    /// An address guessed too often and is not listened to for a while.
    Blocked {
        /// The address.
        ip: IpAddr,
        /// For how long.
        pause: Duration,
    },
    /// A connection ended before its handshake was complete.
    ClosedEarly {
        /// The number clients see.
        uuid: String,
        /// Close code, when there was one.
        code: Option<u16>,
        /// Close reason.
        reason: String,
    },
    /// A client completed its handshake.
    Connected {
        /// The number clients see.
        uuid: String,
        /// The program it said it is.
        client: &'static str,
        /// What it is used as.
        mode: &'static str,
        /// Time since it opened the connection.
        took: Duration,
    },
    /// A client left.
    Disconnected {
        /// The number clients see.
        uuid: String,
        /// The program it said it is.
        client: &'static str,
        /// Close code, when there was one.
        code: Option<u16>,
        /// Close reason.
        reason: String,
    },
    /// A page or a name that may not speak to the gateway was turned away.
    OriginRefused {
        /// The origin or host it came with.
        origin: String,
        /// Its address.
        ip: IpAddr,
    },
    /// Headers of a proxy that is not trusted were not believed.
    UntrustedProxy {
        /// The proxy's address.
        ip: IpAddr,
    },
    /// A peer on this machine used a name that is not local, so it does not count as local.
    ForeignHost {
        /// The name.
        host: String,
    },
    /// Faults of peers were too many to be told one by one.
    FaultsLeftOut {
        /// How many.
        count: u64,
    },
    /// A request arrived. Told only when everything is to be told.
    Asked {
        /// The connection's number as clients see it.
        uuid: String,
        /// The request's id.
        id: String,
        /// The method as it was written.
        method: String,
    },
    /// An event was sent. Told only when everything is to be told.
    Told {
        /// The event.
        event: &'static str,
        /// Its payload as JSON text.
        payload: String,
        /// How many connections it was sent to.
        to: usize,
    },
    /// A request was refused, or took long, or everything is to be told.
    Answered {
        /// The connection's number as clients see it.
        uuid: String,
        /// The request's id.
        id: String,
        /// The method, when this build knows it.
        method: Option<&'static str>,
        /// Code and text of the error.
        error: Option<(&'static str, String)>,
        /// From its arrival to its answer.
        took: Duration,
    },
    /// An event was not sent to a client that is slow.
    EventDropped {
        /// The connection.
        conn: ConnId,
        /// The event.
        event: &'static str,
        /// Bytes it has not taken.
        unsent: usize,
    },
    /// A client was closed because it is slow.
    SlowConsumer {
        /// The number clients see.
        uuid: String,
        /// Bytes it has not taken.
        unsent: usize,
    },
    /// A device was paired, or asks to be.
    Pairing {
        /// The device.
        device: String,
        /// Its role.
        role: String,
        /// Whether it was paired at once because it is local.
        silent: bool,
    },
    /// A run was accepted.
    RunAccepted {
        /// The run.
        run: String,
        /// Its session.
        session: String,
    },
    /// A run ended.
    RunEnded {
        /// The run.
        run: String,
        /// Its session.
        session: String,
        /// `ok`, `aborted`, or the error's text.
        outcome: String,
        /// Time since it started.
        took: Duration,
    },
    /// A run that an earlier process had accepted could not be resumed and was closed.
    RunInterrupted {
        /// The run.
        run: String,
        /// Its session.
        session: String,
    },
    /// A signal arrived.
    Signal(Signal),
    /// A restart was asked for by signal and is not allowed.
    RestartRefused,
    /// The gateway begins to stop, or to restart in place.
    Draining {
        /// Whether it comes back.
        restart: bool,
        /// Runs that are still going.
        runs: usize,
    },
    /// Stopping took too long and was cut short.
    DrainCut {
        /// Runs that were still going.
        runs: usize,
    },
    /// Configuration was read again and is wrong; the last good one stays.
    ConfigRefused {
        /// What is wrong, a line each.
        issues: Vec<String>,
    },
    /// A state file could not be understood and was kept aside.
    Aside {
        /// The file.
        file: String,
        /// Its new name.
        kept: String,
        /// What is wrong with it.
        detail: String,
    },
    /// Something could not be written; it is in memory and tried again.
    WriteFailed {
        /// The file.
        file: String,
        /// The system's words.
        detail: String,
    },
    /// Writing works again.
    WriteRecovered,
    /// Something could not be read.
    ReadFailed {
        /// The file.
        file: String,
        /// The system's words.
        detail: String,
    },
    /// Lines of a transcript are no JSON and were passed over.
    BrokenLines {
        /// The file.
        file: String,
        /// How many.
        lines: usize,
    },
    /// A system event was not kept because too many sessions have some.
    SystemEventDropped,
    /// An operation's end came after it had been given up.
    LateCompletion {
        /// The operation.
        op: OpId,
        /// How many there were so far.
        total: u64,
    },
    /// A heartbeat was not run.
    HeartbeatSkipped {
        /// Why.
        reason: &'static str,
    },
}
