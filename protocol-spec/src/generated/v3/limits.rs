// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Numbers both ends rely on.

/// Longest message a client may send; a longer one closes the connection with 1009. Sent as `policy.maxPayload`. (bytes, as the reference has it)
pub const MAX_PAYLOAD: usize = 524_288;

/// Bytes that may wait for one client before it counts as slow. Sent as `policy.maxBufferedBytes`. (bytes, as the reference has it)
pub const MAX_BUFFERED_BYTES: usize = 1_572_864;

/// Longest message a client accepts; the gateway itself sets no bound on what it sends. (bytes, as the reference has it)
pub const CLIENT_MAX_PAYLOAD: usize = 26_214_400;

/// Deepest nesting of a frame that is read; deeper text counts as no JSON. (count, chosen here)
pub const MAX_JSON_DEPTH: usize = 127;

/// Most schema errors collected for one instance, so that a refusal stays within a small factor of what was refused. (count, chosen here)
pub const MAX_VIOLATIONS: usize = 512;

/// Port when none is configured. (port, as the reference has it)
pub const DEFAULT_PORT: u16 = 18_789;

/// Time from accept to a completed handshake; then the socket is closed with 1000. (ms, as the reference has it)
pub const HANDSHAKE_TIMEOUT_MS: u64 = 10_000;

/// Close reasons that quote a longer text are cut to this many bytes of UTF-8. (bytes, as the reference has it)
pub const CLOSE_REASON_MAX_BYTES: usize = 120;

/// How far `device.signedAt` may be from the gateway's clock. (ms, as the reference has it)
pub const SIGNATURE_MAX_SKEW_MS: u64 = 600_000;

/// Life of a pending device or node pairing request. (ms, as the reference has it)
pub const PAIRING_REQUEST_TTL_MS: u64 = 300_000;

/// Time between ticks. Sent as `policy.tickIntervalMs`; a client gives up after two of them without one. (ms, as the reference has it)
pub const TICK_INTERVAL_MS: u64 = 30_000;

/// Time between health refreshes, and age up to which a cached snapshot is served. (ms, as the reference has it)
pub const HEALTH_REFRESH_INTERVAL_MS: u64 = 60_000;

/// Time between sweeps of remembered results and expired runs. (ms, as the reference has it)
pub const MAINTENANCE_INTERVAL_MS: u64 = 60_000;

/// Time a result is remembered for its idempotency key. (ms, as the reference has it)
pub const DEDUPE_TTL_MS: u64 = 300_000;

/// Most results remembered at once; the oldest go first. (count, as the reference has it)
pub const DEDUPE_MAX_ENTRIES: usize = 1_000;

/// Age at which a presence entry is dropped from the list. (ms, as the reference has it)
pub const PRESENCE_TTL_MS: u64 = 300_000;

/// Most presence entries; the oldest go first. (count, as the reference has it)
pub const PRESENCE_MAX_ENTRIES: usize = 200;

/// Wait for a node's result when the caller names none. (ms, as the reference has it)
pub const NODE_INVOKE_TIMEOUT_MS: u64 = 30_000;

/// Longest text a node may put into a session. (count, as the reference has it)
pub const NODE_EVENT_TEXT_MAX_CHARS: usize = 20_000;

/// Wait of `agent.wait` when the caller names none. (ms, as the reference has it)
pub const AGENT_WAIT_TIMEOUT_MS: u64 = 30_000;

/// Time the end of a run is kept for a later `agent.wait`. (ms, as the reference has it)
pub const AGENT_RESULT_TTL_MS: u64 = 600_000;

/// Wait for a decision on a command when the caller names none. (ms, as the reference has it)
pub const EXEC_APPROVAL_TIMEOUT_MS: u64 = 120_000;

/// Least time between two chat deltas of a run. (ms, as the reference has it)
pub const CHAT_DELTA_INTERVAL_MS: u64 = 150;

/// Added to a turn's timeout before it counts as expired. (ms, as the reference has it)
pub const CHAT_RUN_EXPIRY_GRACE_MS: u64 = 60_000;

/// Shortest time after which a turn counts as expired. (ms, as the reference has it)
pub const CHAT_RUN_EXPIRY_MIN_MS: u64 = 120_000;

/// Longest time after which a turn counts as expired. (ms, as the reference has it)
pub const CHAT_RUN_EXPIRY_MAX_MS: u64 = 86_400_000;

/// Time an aborted run stays marked. (ms, as the reference has it)
pub const ABORTED_RUN_TTL_MS: u64 = 3_600_000;

/// Messages `chat.history` returns when the caller names no limit. (count, as the reference has it)
pub const CHAT_HISTORY_DEFAULT_LIMIT: usize = 200;

/// Size to which the messages of `chat.history` are trimmed from the front. (bytes, as the reference has it)
pub const CHAT_HISTORY_MAX_BYTES: usize = 6_291_456;

/// Largest decoded attachment of a message. (bytes, as the reference has it)
pub const ATTACHMENT_MAX_BYTES: usize = 5_000_000;

/// Length to which result text is cut in tool events. (count, as the reference has it)
pub const TOOL_EVENT_TEXT_MAX_CHARS: usize = 8_000;

/// Length to which the text of an internal error is cut. (count, as the reference has it)
pub const ERROR_TEXT_MAX_CHARS: usize = 240;

/// Longest session label, in code points. (count, as the reference has it)
pub const SESSION_LABEL_MAX_CHARS: usize = 64;

/// Keys of `sessions.preview` that are looked at; the rest is ignored. (count, as the reference has it)
pub const SESSIONS_PREVIEW_MAX_KEYS: usize = 64;

/// Lines `logs.tail` returns when the caller names no limit. (count, as the reference has it)
pub const LOGS_TAIL_DEFAULT_LIMIT: usize = 500;

/// Bytes `logs.tail` reads when the caller names no maximum. (bytes, as the reference has it)
pub const LOGS_TAIL_DEFAULT_MAX_BYTES: usize = 250_000;

/// Most wake words. (count, as the reference has it)
pub const VOICEWAKE_MAX_TRIGGERS: usize = 32;

/// Longest wake word. (count, as the reference has it)
pub const VOICEWAKE_TRIGGER_MAX_CHARS: usize = 64;

/// Delay of a requested restart when the caller names none. (ms, as the reference has it)
pub const RESTART_DELAY_MS: u64 = 2_000;

/// Longest delay of a requested restart. (ms, as the reference has it)
pub const RESTART_DELAY_MAX_MS: u64 = 60_000;

/// `shutdown.restartExpectedMs` of a restart in place. (ms, as the reference has it)
pub const RESTART_EXPECTED_MS: u64 = 1_500;

/// Time after which a stopping gateway exits whatever is left. (ms, as the reference has it)
pub const SHUTDOWN_GRACE_MS: u64 = 5_000;

/// Wait of a client for `connect.challenge` before it connects without a nonce. (ms, as the reference has it)
pub const CLIENT_CONNECT_FALLBACK_MS: u64 = 750;

/// First pause of a client before it reconnects; it doubles each time. (ms, as the reference has it)
pub const CLIENT_RECONNECT_MIN_MS: u64 = 1_000;

/// Longest pause of a client before it reconnects. (ms, as the reference has it)
pub const CLIENT_RECONNECT_MAX_MS: u64 = 30_000;
