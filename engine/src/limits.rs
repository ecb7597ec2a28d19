//! Every bound of the engine, with its reason and what happens at it. Bounds of the wire itself
//! (payload size, tick interval and the like) are stated in `protocol-spec` and re-exported where used.

use core::time::Duration;

/// Time from accept to a completed handshake; then the connection is closed (reference: 10 s).
pub const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// Time a peer has to answer our close before it is dropped.
pub const CLOSE_LINGER: Duration = Duration::from_secs(2);

/// Connections open at once; one more is refused with 503. Sized for 10,000 clients on a small machine.
pub const MAX_CONNECTIONS: usize = 20_000;

/// Connections that have not completed their handshake; one more is refused with 503, so that silent
/// peers cannot take the places of real ones.
pub const MAX_HANDSHAKES: usize = 2_048;

/// Unsent bytes to one connection above which droppable events to it are dropped and others close it
/// (reference: 1.5 MiB).
pub const MAX_BUFFERED_BYTES: usize = 1_572_864;

/// Unsent bytes to one connection above which its own requests are left unread: a client that does not
/// take answers cannot ask for more.
pub const READ_PAUSE_BYTES: usize = 512 * 1024;

/// Age at which a presence entry is forgotten (reference: 5 min).
pub const PRESENCE_TTL: Duration = Duration::from_secs(300);

/// Presence entries kept; the oldest go first (reference: 200).
pub const MAX_PRESENCE: usize = 200;

/// Bytes of one presence text or field that are kept; the rest is cut, so that 200 entries stay small.
pub const MAX_PRESENCE_FIELD: usize = 16 * 1024;

/// Time from a reason to refresh the health snapshot to the refresh: clients that connect together see
/// one and the same (reference: some milliseconds).
pub const HEALTH_SETTLE: Duration = Duration::from_millis(50);

/// Least time between two health refreshes: a storm of connections would otherwise cost the square of
/// its size.
pub const HEALTH_MIN_GAP: Duration = Duration::from_millis(100);

/// A cached health snapshot younger than this answers `health` at once (reference: 60 s).
pub const HEALTH_CACHE_TTL: Duration = Duration::from_secs(60);

/// Time between health refreshes that nobody asked for (reference: 60 s).
pub const HEALTH_CADENCE: Duration = Duration::from_secs(60);

/// An answer that takes this long is told as a fact (reference: 50 ms).
pub const SLOW_ANSWER: Duration = Duration::from_millis(50);

/// Time between `tick` events (reference: 30 s).
pub const TICK_INTERVAL: Duration = Duration::from_secs(30);

/// Time between sweeps (reference: 60 s).
pub const MAINTENANCE_INTERVAL: Duration = Duration::from_secs(60);

/// Age at which an idempotency key is forgotten (reference: 5 min).
pub const DEDUPE_TTL: Duration = Duration::from_secs(300);

/// Idempotency keys kept; the oldest finished ones go first (reference: 1000).
pub const MAX_DEDUPE: usize = 1_000;

/// Time a finished run can still be waited for (reference: 10 min).
pub const RUN_RESULT_TTL: Duration = Duration::from_secs(600);

/// Finished runs remembered; the oldest go first.
pub const MAX_RUN_RESULTS: usize = 2_000;

/// Bytes of the answer of an `agent` that are kept with its end across a restart; a longer one is in its
/// transcript only, so that thousands of ends stay small.
pub const MAX_KEPT_TEXT: usize = 2 * 1024;

/// Runs accepted and not finished; one more is refused with `UNAVAILABLE` and `retryAfterMs`.
pub const MAX_RUNS: usize = 1_000;

/// Requests that repeat one while its run is on the way to the disk, and wait with it; one more is refused
/// with `UNAVAILABLE`.
pub const MAX_REPEATS: usize = 64;

/// Callers of `agent.wait` at once; one more is refused with `UNAVAILABLE`.
pub const MAX_WAITERS: usize = 4_096;

/// Longest `agent.wait` (a day); longer asks wait this long.
pub const MAX_WAIT: Duration = Duration::from_secs(24 * 3600);

/// Least time between two chat deltas of a run (reference: 150 ms).
pub const CHAT_DELTA_GAP: Duration = Duration::from_millis(150);

/// Bytes of text one answer of a model may have; at it the run ends with an error.
pub const MAX_ANSWER_BYTES: usize = 4 * 1024 * 1024;

/// Calls of tools in one run; at it the run ends with an error, so a loop of a model ends.
pub const MAX_TOOL_ROUNDS: usize = 64;

/// Tool calls in one message of a model; at it the run ends with an error.
pub const MAX_TOOL_CALLS: usize = 64;

/// Bytes of one tool result the model is given; the middle is cut.
pub const MAX_TOOL_RESULT: usize = 200_000;

/// Bytes read from the end of a transcript as the context of a run.
pub const MAX_CONTEXT_BYTES: u64 = 8 * 1024 * 1024;

/// Bytes of JSON in one `chat.history` answer (reference: 6 MiB); older messages are left out.
pub const MAX_HISTORY_BYTES: usize = 6 * 1024 * 1024;

/// Bytes of a transcript read for a preview (reference: 16 KiB) and for a title (8 KiB).
pub const PREVIEW_TAIL_BYTES: u64 = 16 * 1024;

/// See `PREVIEW_TAIL_BYTES`.
pub const TITLE_HEAD_BYTES: u64 = 8 * 1024;

/// Bytes of a session store, a pairing store or a journal segment that are read; a larger file is an
/// error that names it.
pub const MAX_STORE_BYTES: u64 = 512 * 1024 * 1024;

/// Sessions in one agent's store; a new one is refused at it.
pub const MAX_SESSIONS: usize = 200_000;

/// Agents that have a session store; a session of one more is refused.
pub const MAX_AGENT_STORES: usize = 1_000;

/// Time a file operation may take.
pub const FILE_TIMEOUT: Duration = Duration::from_secs(60);

/// Journal records that wait for the disk, in bytes; at it changes are refused with `UNAVAILABLE`.
pub const MAX_JOURNAL_PENDING: usize = 16 * 1024 * 1024;

/// Bytes of one journal append; more pending records wait for the next.
pub const MAX_JOURNAL_BATCH: usize = 4 * 1024 * 1024;

/// Time after a failed append until it is tried again.
pub const JOURNAL_RETRY: Duration = Duration::from_secs(2);

/// Time after a change until small files are written out.
pub const CHECKPOINT_DELAY: Duration = Duration::from_secs(2);

/// The same for files together larger than `CHECKPOINT_SMALL`: rewriting megabytes is left for a quiet
/// minute, the journal has the changes.
pub const CHECKPOINT_DELAY_LARGE: Duration = Duration::from_secs(60);

/// See `CHECKPOINT_DELAY_LARGE`.
pub const CHECKPOINT_SMALL: usize = 256 * 1024;

/// Bytes of journal after which files are written out without waiting for quiet.
pub const MAX_JOURNAL_BYTES: u64 = 64 * 1024 * 1024;

/// Pending pairing requests are forgotten after this (reference: 5 min).
pub const PAIRING_TTL: Duration = Duration::from_secs(300);

/// Pending pairing requests kept; one more is refused, so that strangers cannot fill the disk.
pub const MAX_PENDING_PAIRINGS: usize = 256;

/// Largest difference between a device signature's time and ours (reference: 10 min).
pub const DEVICE_SIGNATURE_SKEW: Duration = Duration::from_secs(600);

/// Failed secrets of one kind from one address within `AUTH_WINDOW` after which it is blocked.
pub const MAX_AUTH_FAILURES: u32 = 10;

/// See `MAX_AUTH_FAILURES`.
pub const AUTH_WINDOW: Duration = Duration::from_secs(60);

/// How long an address is blocked.
pub const AUTH_BLOCK: Duration = Duration::from_secs(300);

/// Addresses the limiter remembers; the oldest go first.
pub const MAX_AUTH_ADDRESSES: usize = 4_096;

/// Time a Tailscale identity is believed (reference: 60 s), or its absence (5 s).
pub const WHOIS_TTL: Duration = Duration::from_secs(60);

/// See `WHOIS_TTL`.
pub const WHOIS_FAILURE_TTL: Duration = Duration::from_secs(5);

/// Time the question may take (reference: 5 s).
pub const WHOIS_TIMEOUT: Duration = Duration::from_secs(5);

/// System events that wait for a session's next turn; the oldest go first (reference: 20).
pub const MAX_SYSTEM_EVENTS: usize = 20;

/// Sessions that have waiting system events; at it new ones are dropped with a fact.
pub const MAX_SYSTEM_EVENT_SESSIONS: usize = 1_000;

/// Wake requests within this time start one heartbeat (reference: 250 ms).
pub const WAKE_COALESCE: Duration = Duration::from_millis(250);

/// Time after which a heartbeat that found its lane busy is tried again (reference: 1 s).
pub const WAKE_RETRY: Duration = Duration::from_secs(1);

/// Time from the first signal to the end of the process, whatever is still running (reference: 5 s).
pub const DRAIN_TIMEOUT: Duration = Duration::from_secs(5);

/// The part of it that runs have to come to their end; then they are cut short.
pub const DRAIN_RUNS: Duration = Duration::from_secs(3);

/// Requests that wait for files to be read; one more is refused with `UNAVAILABLE`.
pub const MAX_PENDING_REQUESTS: usize = 1_024;

/// Time an HTTP request may take from its head to its answer.
pub const HTTP_TIMEOUT: Duration = Duration::from_secs(60);

/// HTTP requests in flight; one more is refused with 503.
pub const MAX_HTTP_REQUESTS: usize = 2_048;

/// Time a client has to send a whole request head, from its first byte or from accept.
pub const HTTP_HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// Time a request body may take; none is larger than a few megabytes.
pub const HTTP_BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// Time a connection is kept for another request (reference: 5 s).
pub const HTTP_IDLE_TIMEOUT: Duration = Duration::from_secs(5);

/// Time in which a client must take something of an answer.
pub const HTTP_WRITE_TIMEOUT: Duration = Duration::from_secs(30);

/// Sockets open at once, whatever they speak; one more is dropped.
pub const MAX_SOCKETS: usize = MAX_CONNECTIONS + MAX_HTTP_REQUESTS + MAX_HANDSHAKES;

/// Bytes of a `/tools/invoke` body (reference: 2 MiB).
pub const MAX_TOOLS_INVOKE_BODY: u64 = 2 * 1024 * 1024;

/// Bytes of output one `exec` keeps.
pub const MAX_EXEC_OUTPUT: usize = 200_000;

/// Bytes of a file `read` gives at most.
pub const MAX_READ_TOOL_BYTES: u64 = 1024 * 1024;

const _: () = assert!(READ_PAUSE_BYTES < MAX_BUFFERED_BYTES, "a client is paused before it counts as slow");
const _: () = assert!(MAX_HANDSHAKES < MAX_CONNECTIONS, "silent peers cannot take every place");
const _: () = assert!(MAX_JOURNAL_BATCH < MAX_JOURNAL_PENDING, "a batch fits what may wait");
const _: () =
    assert!(WHOIS_TIMEOUT.as_secs() < HANDSHAKE_TIMEOUT.as_secs(), "the question ends within the handshake");
const _: () = assert!(DRAIN_RUNS.as_secs() < DRAIN_TIMEOUT.as_secs(), "there is time left to write out");
const _: () = assert!(MAX_RUN_RESULTS >= MAX_RUNS, "a finished run can be waited for");

/// Time that a `chat.send` turn may go on beyond its `timeoutMs` before it is given up (reference: 60 s).
pub const CHAT_GRACE: Duration = Duration::from_secs(60);

/// Least time before a `chat.send` turn with a `timeoutMs` is given up (reference: 2 min).
pub const MIN_CHAT_EXPIRY: Duration = Duration::from_secs(2 * 60);

/// Most time before it is (reference: 24 h).
pub const MAX_CHAT_EXPIRY: Duration = Duration::from_secs(24 * 3600);
