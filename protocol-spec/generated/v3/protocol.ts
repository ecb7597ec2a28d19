// Gateway wire protocol, version 3. Generated from protocol-spec/spec by `cargo gen`.

export const PROTOCOL_VERSION = 3;

/** Every method. */
export const METHODS = [
  "health",
  "logs.tail",
  "channels.status",
  "channels.logout",
  "status",
  "usage.status",
  "usage.cost",
  "tts.status",
  "tts.providers",
  "tts.enable",
  "tts.disable",
  "tts.convert",
  "tts.setProvider",
  "config.get",
  "config.set",
  "config.apply",
  "config.patch",
  "config.schema",
  "exec.approvals.get",
  "exec.approvals.set",
  "exec.approvals.node.get",
  "exec.approvals.node.set",
  "exec.approval.request",
  "exec.approval.resolve",
  "wizard.start",
  "wizard.next",
  "wizard.cancel",
  "wizard.status",
  "talk.mode",
  "models.list",
  "agents.list",
  "skills.status",
  "skills.bins",
  "skills.install",
  "skills.update",
  "update.run",
  "voicewake.get",
  "voicewake.set",
  "sessions.list",
  "sessions.preview",
  "sessions.patch",
  "sessions.reset",
  "sessions.delete",
  "sessions.compact",
  "last-heartbeat",
  "set-heartbeats",
  "wake",
  "node.pair.request",
  "node.pair.list",
  "node.pair.approve",
  "node.pair.reject",
  "node.pair.verify",
  "device.pair.list",
  "device.pair.approve",
  "device.pair.reject",
  "device.token.rotate",
  "device.token.revoke",
  "node.rename",
  "node.list",
  "node.describe",
  "node.invoke",
  "node.invoke.result",
  "node.event",
  "cron.list",
  "cron.status",
  "cron.add",
  "cron.update",
  "cron.remove",
  "cron.run",
  "cron.runs",
  "system-presence",
  "system-event",
  "send",
  "agent",
  "agent.identity.get",
  "agent.wait",
  "browser.request",
  "chat.history",
  "chat.abort",
  "chat.send",
  "connect",
  "poll",
  "chat.inject",
  "sessions.resolve",
  "web.login.start",
  "web.login.wait",
] as const;
export type MethodName = (typeof METHODS)[number];

/** The methods of `features.methods`, in its order. */
export const LISTED_METHODS = [
  "health",
  "logs.tail",
  "channels.status",
  "channels.logout",
  "status",
  "usage.status",
  "usage.cost",
  "tts.status",
  "tts.providers",
  "tts.enable",
  "tts.disable",
  "tts.convert",
  "tts.setProvider",
  "config.get",
  "config.set",
  "config.apply",
  "config.patch",
  "config.schema",
  "exec.approvals.get",
  "exec.approvals.set",
  "exec.approvals.node.get",
  "exec.approvals.node.set",
  "exec.approval.request",
  "exec.approval.resolve",
  "wizard.start",
  "wizard.next",
  "wizard.cancel",
  "wizard.status",
  "talk.mode",
  "models.list",
  "agents.list",
  "skills.status",
  "skills.bins",
  "skills.install",
  "skills.update",
  "update.run",
  "voicewake.get",
  "voicewake.set",
  "sessions.list",
  "sessions.preview",
  "sessions.patch",
  "sessions.reset",
  "sessions.delete",
  "sessions.compact",
  "last-heartbeat",
  "set-heartbeats",
  "wake",
  "node.pair.request",
  "node.pair.list",
  "node.pair.approve",
  "node.pair.reject",
  "node.pair.verify",
  "device.pair.list",
  "device.pair.approve",
  "device.pair.reject",
  "device.token.rotate",
  "device.token.revoke",
  "node.rename",
  "node.list",
  "node.describe",
  "node.invoke",
  "node.invoke.result",
  "node.event",
  "cron.list",
  "cron.status",
  "cron.add",
  "cron.update",
  "cron.remove",
  "cron.run",
  "cron.runs",
  "system-presence",
  "system-event",
  "send",
  "agent",
  "agent.identity.get",
  "agent.wait",
  "browser.request",
  "chat.history",
  "chat.abort",
  "chat.send",
] as const;
export type ListedMethodName = (typeof LISTED_METHODS)[number];

/** Every event. */
export const EVENTS = [
  "connect.challenge",
  "agent",
  "chat",
  "presence",
  "tick",
  "talk.mode",
  "shutdown",
  "health",
  "heartbeat",
  "cron",
  "node.pair.requested",
  "node.pair.resolved",
  "node.invoke.request",
  "device.pair.requested",
  "device.pair.resolved",
  "voicewake.changed",
  "exec.approval.requested",
  "exec.approval.resolved",
] as const;
export type EventName = (typeof EVENTS)[number];

/** Values of `error.code`. */
export const ERROR_CODES = [
  "INVALID_REQUEST",
  "UNAVAILABLE",
  "NOT_PAIRED",
  "NOT_LINKED",
  "AGENT_TIMEOUT",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Roles. */
export const ROLES = [
  "operator",
  "node",
] as const;
export type Role = (typeof ROLES)[number];

/** Scopes of operators. */
export const SCOPES = [
  "operator.admin",
  "operator.read",
  "operator.write",
  "operator.approvals",
  "operator.pairing",
] as const;
export type Scope = (typeof SCOPES)[number];

/** Numbers both ends rely on. */
export const LIMITS = {
  /** Longest message a client may send; a longer one closes the connection with 1009. Sent as `policy.maxPayload`. */
  MAX_PAYLOAD: 524288,
  /** Bytes that may wait for one client before it counts as slow. Sent as `policy.maxBufferedBytes`. */
  MAX_BUFFERED_BYTES: 1572864,
  /** Longest message a client accepts; the gateway itself sets no bound on what it sends. */
  CLIENT_MAX_PAYLOAD: 26214400,
  /** Deepest nesting of a frame that is read; deeper text counts as no JSON. */
  MAX_JSON_DEPTH: 127,
  /** Most schema errors collected for one instance, so that a refusal stays within a small factor of what was refused. */
  MAX_VIOLATIONS: 512,
  /** Port when none is configured. */
  DEFAULT_PORT: 18789,
  /** Time from accept to a completed handshake; then the socket is closed with 1000. */
  HANDSHAKE_TIMEOUT_MS: 10000,
  /** Close reasons that quote a longer text are cut to this many bytes of UTF-8. */
  CLOSE_REASON_MAX_BYTES: 120,
  /** How far `device.signedAt` may be from the gateway's clock. */
  SIGNATURE_MAX_SKEW_MS: 600000,
  /** Life of a pending device or node pairing request. */
  PAIRING_REQUEST_TTL_MS: 300000,
  /** Time between ticks. Sent as `policy.tickIntervalMs`; a client gives up after two of them without one. */
  TICK_INTERVAL_MS: 30000,
  /** Time between health refreshes, and age up to which a cached snapshot is served. */
  HEALTH_REFRESH_INTERVAL_MS: 60000,
  /** Time between sweeps of remembered results and expired runs. */
  MAINTENANCE_INTERVAL_MS: 60000,
  /** Time a result is remembered for its idempotency key. */
  DEDUPE_TTL_MS: 300000,
  /** Most results remembered at once; the oldest go first. */
  DEDUPE_MAX_ENTRIES: 1000,
  /** Age at which a presence entry is dropped from the list. */
  PRESENCE_TTL_MS: 300000,
  /** Most presence entries; the oldest go first. */
  PRESENCE_MAX_ENTRIES: 200,
  /** Wait for a node's result when the caller names none. */
  NODE_INVOKE_TIMEOUT_MS: 30000,
  /** Longest text a node may put into a session. */
  NODE_EVENT_TEXT_MAX_CHARS: 20000,
  /** Wait of `agent.wait` when the caller names none. */
  AGENT_WAIT_TIMEOUT_MS: 30000,
  /** Time the end of a run is kept for a later `agent.wait`. */
  AGENT_RESULT_TTL_MS: 600000,
  /** Wait for a decision on a command when the caller names none. */
  EXEC_APPROVAL_TIMEOUT_MS: 120000,
  /** Least time between two chat deltas of a run. */
  CHAT_DELTA_INTERVAL_MS: 150,
  /** Added to a turn's timeout before it counts as expired. */
  CHAT_RUN_EXPIRY_GRACE_MS: 60000,
  /** Shortest time after which a turn counts as expired. */
  CHAT_RUN_EXPIRY_MIN_MS: 120000,
  /** Longest time after which a turn counts as expired. */
  CHAT_RUN_EXPIRY_MAX_MS: 86400000,
  /** Time an aborted run stays marked. */
  ABORTED_RUN_TTL_MS: 3600000,
  /** Messages `chat.history` returns when the caller names no limit. */
  CHAT_HISTORY_DEFAULT_LIMIT: 200,
  /** Size to which the messages of `chat.history` are trimmed from the front. */
  CHAT_HISTORY_MAX_BYTES: 6291456,
  /** Largest decoded attachment of a message. */
  ATTACHMENT_MAX_BYTES: 5000000,
  /** Length to which result text is cut in tool events. */
  TOOL_EVENT_TEXT_MAX_CHARS: 8000,
  /** Length to which the text of an internal error is cut. */
  ERROR_TEXT_MAX_CHARS: 240,
  /** Longest session label, in code points. */
  SESSION_LABEL_MAX_CHARS: 64,
  /** Keys of `sessions.preview` that are looked at; the rest is ignored. */
  SESSIONS_PREVIEW_MAX_KEYS: 64,
  /** Lines `logs.tail` returns when the caller names no limit. */
  LOGS_TAIL_DEFAULT_LIMIT: 500,
  /** Bytes `logs.tail` reads when the caller names no maximum. */
  LOGS_TAIL_DEFAULT_MAX_BYTES: 250000,
  /** Most wake words. */
  VOICEWAKE_MAX_TRIGGERS: 32,
  /** Longest wake word. */
  VOICEWAKE_TRIGGER_MAX_CHARS: 64,
  /** Delay of a requested restart when the caller names none. */
  RESTART_DELAY_MS: 2000,
  /** Longest delay of a requested restart. */
  RESTART_DELAY_MAX_MS: 60000,
  /** `shutdown.restartExpectedMs` of a restart in place. */
  RESTART_EXPECTED_MS: 1500,
  /** Time after which a stopping gateway exits whatever is left. */
  SHUTDOWN_GRACE_MS: 5000,
  /** Wait of a client for `connect.challenge` before it connects without a nonce. */
  CLIENT_CONNECT_FALLBACK_MS: 750,
  /** First pause of a client before it reconnects; it doubles each time. */
  CLIENT_RECONNECT_MIN_MS: 1000,
  /** Longest pause of a client before it reconnects. */
  CLIENT_RECONNECT_MAX_MS: 30000,
} as const;

/** Params of `agent`. */
export interface AgentParams {
  message: string;
  agentId?: string;
  /** Recipient that selects the session when no key is given. */
  to?: string;
  replyTo?: string;
  sessionId?: string;
  sessionKey?: string;
  thinking?: string;
  /** Send the reply to a channel. */
  deliver?: boolean;
  attachments?: unknown[];
  channel?: string;
  replyChannel?: string;
  accountId?: string;
  replyAccountId?: string;
  threadId?: string;
  groupId?: string;
  groupChannel?: string;
  groupSpace?: string;
  /** Seconds. */
  timeout?: number;
  lane?: string;
  extraSystemPrompt?: string;
  /** Becomes the run id. */
  idempotencyKey: string;
  label?: string;
  spawnedBy?: string;
}

/** Payload of either response to `agent`. */
export type AgentResult = AgentAccepted | AgentDone | AgentFailed;

/** First response: the run is queued. */
export interface AgentAccepted {
  runId: string;
  status: "accepted";
  acceptedAt: number;
}

/** Second response: the run ended well. */
export interface AgentDone {
  runId: string;
  status: "ok";
  summary: string;
  result: AgentRunResult;
}

/** Second response: the run failed; the frame carries an error too. */
export interface AgentFailed {
  runId: string;
  status: "error";
  summary: string;
}

/** What a run produced. */
export interface AgentRunResult {
  payloads: AgentReplyPayload[];
  meta: AgentRunMeta;
}

/** One reply of a run. */
export interface AgentReplyPayload {
  text?: string;
  mediaUrl: string | null;
  mediaUrls?: string[];
}

/** Facts about a run. */
export interface AgentRunMeta {
  durationMs: number;
  agentMeta?: AgentMeta;
  aborted?: boolean;
  systemPromptReport?: Record<string, unknown>;
  error?: unknown;
}

/** Model and use of a run. */
export interface AgentMeta {
  sessionId: string;
  provider: string;
  model: string;
  usage?: AgentUsage;
}

/** Tokens of the last model call. */
export interface AgentUsage {
  input?: number;
  output?: number;
  cacheRead?: number;
  cacheWrite?: number;
  total?: number;
}

/** One step of a run. */
export interface AgentEvent {
  runId: string;
  /** lifecycle, assistant, tool, compaction, error, or one a reader does not know. */
  stream: string;
  /** By stream: AgentLifecycleData, AgentAssistantData, AgentToolData, AgentCompactionData, AgentGapData. */
  data: Record<string, unknown>;
  sessionKey?: string;
  /** From 1 per run; absent on a gap notice. */
  seq?: number;
  ts: number;
}

/** Data of stream `lifecycle`. */
export interface AgentLifecycleData {
  phase: "start" | "end" | "error";
  startedAt?: number;
  endedAt?: number;
  aborted?: boolean;
  error?: string;
}

/** Data of stream `assistant`. */
export interface AgentAssistantData {
  /** The whole message so far. */
  text: string;
  delta?: string;
  mediaUrls?: string[];
}

/** Data of stream `tool`. */
export interface AgentToolData {
  phase: "start" | "update" | "result";
  name: string;
  toolCallId: string;
  /** With phase start. */
  args?: unknown;
  /** With phase update. */
  partialResult?: unknown;
  meta?: string;
  isError?: boolean;
  /** With phase result. */
  result?: unknown;
}

/** Data of stream `compaction`. */
export interface AgentCompactionData {
  phase: "start" | "end";
  willRetry?: boolean;
}

/** Data of stream `error`: events of the run were lost inside the gateway. */
export interface AgentGapData {
  reason: string;
  expected?: number;
  received?: number;
}

/** Params of `agent.identity.get`. */
export interface AgentIdentityGetParams {
  agentId?: string;
  sessionKey?: string;
}

/** Result of `agent.identity.get`. */
export interface AgentIdentityGetResult {
  agentId: string;
  name?: string;
  /** URL, path or a few characters. */
  avatar?: string;
}

/** Params of `agent.wait`. */
export interface AgentWaitParams {
  runId: string;
  /** 0 asks without waiting. */
  timeoutMs?: number;
}

/** Result of `agent.wait`. */
export interface AgentWaitResult {
  runId: string;
  status: "ok" | "error" | "timeout";
  startedAt?: number;
  endedAt?: number;
  error?: string;
}

/** Params of `agents.list`. */
export type AgentsListParams = Record<string, never>;

/** Result of `agents.list`. */
export interface AgentsListResult {
  defaultId: string;
  mainKey: string;
  scope: "per-sender" | "global";
  agents: AgentSummary[];
}

/** One configured agent. */
export interface AgentSummary {
  id: string;
  name?: string;
  identity?: AgentIdentity;
}

/** How an agent presents itself. */
export interface AgentIdentity {
  name?: string;
  theme?: string;
  emoji?: string;
  avatar?: string;
  avatarUrl?: string;
}

/** Params of `browser.request`. */
export interface BrowserRequestParams {
  method: "GET" | "POST" | "DELETE";
  path: string;
  query?: Record<string, unknown>;
  body?: unknown;
  timeoutMs?: number;
}

/** Params of `channels.status`. */
export interface ChannelsStatusParams {
  probe?: boolean;
  /** 10000 when absent, at least 1000. */
  timeoutMs?: number;
}

/** Result of `channels.status`. */
export interface ChannelsStatusResult {
  ts: number;
  channelOrder: string[];
  channelLabels: Record<string, string>;
  channelDetailLabels: Record<string, string>;
  channelSystemImages: Record<string, string>;
  channelMeta: ChannelMeta[];
  /** Summary by channel id. */
  channels: Record<string, Record<string, unknown>>;
  channelAccounts: Record<string, ChannelAccount[]>;
  channelDefaultAccountId: Record<string, string>;
}

/** How a channel is shown. */
export interface ChannelMeta {
  id: string;
  label: string;
  detailLabel: string;
  systemImage?: string;
}

/** State of one account; channels add properties. */
export interface ChannelAccount {
  accountId: string;
  name?: string;
  enabled?: boolean;
  configured?: boolean;
  linked?: boolean;
  running?: boolean;
  connected?: boolean;
  reconnectAttempts?: number;
  lastConnectedAt?: number | null;
  lastError?: string | null;
  lastStartAt?: number | null;
  lastStopAt?: number | null;
  lastInboundAt?: number | null;
  lastOutboundAt?: number | null;
  lastProbeAt?: number | null;
  mode?: string;
  dmPolicy?: string;
  allowFrom?: string[];
  tokenSource?: string;
  botTokenSource?: string;
  appTokenSource?: string;
  baseUrl?: string;
  allowUnmentionedGroups?: boolean;
  cliPath?: string | null;
  dbPath?: string | null;
  port?: number | null;
  probe?: unknown;
  audit?: unknown;
  application?: unknown;
  [property: string]: unknown;
}

/** Params of `channels.logout`. */
export interface ChannelsLogoutParams {
  channel: string;
  accountId?: string;
}

/** Result of `channels.logout`; channels add properties. */
export interface ChannelsLogoutResult {
  channel: string;
  accountId: string;
  cleared: boolean;
  [property: string]: unknown;
}

/** Params of `web.login.start`. */
export interface WebLoginStartParams {
  force?: boolean;
  timeoutMs?: number;
  verbose?: boolean;
  accountId?: string;
}

/** Result of `web.login.start`. */
export interface WebLoginStartResult {
  message: string;
  qrDataUrl?: string;
}

/** Params of `web.login.wait`. */
export interface WebLoginWaitParams {
  timeoutMs?: number;
  accountId?: string;
}

/** Result of `web.login.wait`. */
export interface WebLoginWaitResult {
  connected: boolean;
  message: string;
}

/** Params of `chat.history`. */
export interface ChatHistoryParams {
  sessionKey: string;
  /** 200 when absent. */
  limit?: number;
}

/** Result of `chat.history`. */
export interface ChatHistoryResult {
  /** As the caller wrote it. */
  sessionKey: string;
  sessionId?: string;
  /** Message objects of the transcript, oldest first. */
  messages: ChatMessage[];
  thinkingLevel?: string;
}

/** A message as the transcript holds it; providers add properties. */
export interface ChatMessage {
  /** user, assistant, toolResult and a few internal ones. */
  role: string;
  content?: unknown;
  timestamp?: number;
  stopReason?: string;
  usage?: unknown;
  [property: string]: unknown;
}

/** Params of `chat.send`. */
export interface ChatSendParams {
  sessionKey: string;
  /** May be empty when there are attachments. */
  message: string;
  thinking?: string;
  deliver?: boolean;
  /** Objects of the form ChatAttachment. */
  attachments?: unknown[];
  timeoutMs?: number;
  /** Becomes the run id. */
  idempotencyKey: string;
}

/** An image of a message. */
export interface ChatAttachment {
  type?: string;
  mimeType?: string;
  fileName?: string;
  /** Base64 or a data URL. */
  content?: string;
}

/** Result of `chat.send`: what became of the turn, or of the runs when the message was a stop word. */
export type ChatSendResult = ChatSendAck | ChatAbortResult;

/** State of the turn with this idempotency key. */
export interface ChatSendAck {
  runId: string;
  status: "started" | "in_flight" | "ok" | "error";
  summary?: string;
}

/** Params of `chat.abort`. */
export interface ChatAbortParams {
  sessionKey: string;
  /** All runs of the session when absent. */
  runId?: string;
}

/** Result of `chat.abort`. */
export interface ChatAbortResult {
  ok: true;
  aborted: boolean;
  runIds: string[];
}

/** Params of `chat.inject`. */
export interface ChatInjectParams {
  sessionKey: string;
  message: string;
  label?: string;
}

/** Result of `chat.inject`. */
export interface ChatInjectResult {
  ok: true;
  messageId: string;
}

/** Text of a turn. */
export interface ChatEvent {
  runId: string;
  /** As the caller wrote it. */
  sessionKey: string;
  seq: number;
  state: "delta" | "final" | "aborted" | "error";
  /** The whole text so far; absent on an empty end. */
  message?: ChatMessage;
  errorMessage?: string;
  stopReason?: string;
}

/** Params of `config.get`. */
export type ConfigGetParams = Record<string, never>;

/** Result of `config.get`. Secrets are not hidden. */
export interface ConfigGetResult {
  path: string;
  exists: boolean;
  raw: string | null;
  /** The file as it is. */
  parsed: unknown;
  valid: boolean;
  /** The file with defaults filled in. */
  config: Record<string, unknown>;
  /** Hex SHA-256 of the raw text; `baseHash` of the next write. */
  hash: string;
  issues: ConfigIssue[];
  warnings: ConfigIssue[];
  legacyIssues: ConfigIssue[];
}

/** Something wrong with one path of the configuration. */
export interface ConfigIssue {
  path: string;
  message: string;
}

/** `error.details` of a refused configuration. */
export interface ConfigInvalidDetails {
  issues: ConfigIssue[];
}

/** Params of `config.schema`. */
export type ConfigSchemaParams = Record<string, never>;

/** Result of `config.schema`. */
export interface ConfigSchemaResult {
  schema: unknown;
  uiHints: Record<string, ConfigUiHint>;
  version: string;
  /** ISO 8601. */
  generatedAt: string;
}

/** How a form shows one path. */
export interface ConfigUiHint {
  label?: string;
  help?: string;
  group?: string;
  order?: number;
  advanced?: boolean;
  sensitive?: boolean;
  placeholder?: string;
  itemTemplate?: unknown;
}

/** Params of `config.set`. */
export interface ConfigSetParams {
  /** JSON5. */
  raw: string;
  /** Required when the file exists. */
  baseHash?: string;
}

/** Result of `config.set`. */
export interface ConfigSetResult {
  ok: true;
  path: string;
  config: Record<string, unknown>;
}

/** Params of `config.apply`. */
export interface ConfigApplyParams {
  /** JSON5. */
  raw: string;
  baseHash?: string;
  /** Session told about the restart. */
  sessionKey?: string;
  note?: string;
  restartDelayMs?: number;
}

/** Result of `config.apply`. */
export interface ConfigApplyResult {
  ok: true;
  path: string;
  config: Record<string, unknown>;
  restart: RestartSchedule;
  sentinel: RestartSentinel;
}

/** Params of `config.patch`. */
export interface ConfigPatchParams {
  /** JSON5 object, merged by RFC 7396. */
  raw: string;
  baseHash?: string;
  /** Session told about the restart. */
  sessionKey?: string;
  note?: string;
  restartDelayMs?: number;
}

/** Result of `config.patch`. */
export interface ConfigPatchResult {
  ok: true;
  path: string;
  config: Record<string, unknown>;
  restart: RestartSchedule;
  sentinel: RestartSentinel;
}

/** A restart that was requested. */
export interface RestartSchedule {
  ok: boolean;
  pid: number;
  signal: string;
  delayMs: number;
  reason?: string;
  mode: "emit" | "signal";
}

/** Note to the next process about why there was a restart. */
export interface RestartSentinel {
  path: string | null;
  payload: RestartSentinelPayload;
}

/** Content of the note. */
export interface RestartSentinelPayload {
  /** config-apply, update or restart. */
  kind: string;
  status: "ok" | "error" | "skipped";
  ts: number;
  sessionKey?: string;
  message?: string | null;
  doctorHint?: string;
  stats?: Record<string, unknown>;
}

/** Params of `update.run`. */
export interface UpdateRunParams {
  sessionKey?: string;
  note?: string;
  restartDelayMs?: number;
  timeoutMs?: number;
}

/** Result of `update.run`. */
export interface UpdateRunResult {
  ok: true;
  result: UpdateOutcome;
  restart: RestartSchedule;
  sentinel: RestartSentinel;
}

/** How an update went. */
export interface UpdateOutcome {
  status: "ok" | "error" | "skipped";
  mode: string;
  root?: string;
  before?: unknown;
  after?: unknown;
  steps: unknown[];
  reason?: string;
  durationMs: number;
}

/** Params of `connect`. Unknown properties are reported by a strict check and ignored by a lenient one. */
export interface ConnectParams {
  minProtocol: number;
  maxProtocol: number;
  client: ConnectClient;
  /** Capabilities of a node. */
  caps?: string[];
  /** Commands a node answers. */
  commands?: string[];
  permissions?: Record<string, boolean>;
  /** PATH of a node's host. */
  pathEnv?: string;
  /** operator when absent. */
  role?: string;
  /** Scopes asked for; an operator that names none gets operator.admin. */
  scopes?: string[];
  device?: ConnectDevice;
  auth?: ConnectAuth;
  locale?: string;
  userAgent?: string;
}

/** What is connecting. */
export interface ConnectClient {
  id: ClientId;
  displayName?: string;
  version: string;
  platform: string;
  deviceFamily?: string;
  modelIdentifier?: string;
  mode: ClientMode;
  instanceId?: string;
}

/** The known client programs. */
export type ClientId = "webchat-ui" | "openclaw-control-ui" | "webchat" | "cli" | "gateway-client" | "openclaw-macos" | "openclaw-ios" | "openclaw-android" | "node-host" | "test" | "fingerprint" | "openclaw-probe";

/** What a client is used as. */
export type ClientMode = "webchat" | "cli" | "ui" | "backend" | "node" | "probe" | "test";

/** Device identity with a signature over the handshake. */
export interface ConnectDevice {
  /** Lower-case hex SHA-256 of the raw public key. */
  id: string;
  /** Ed25519 key, base64url of the raw 32 bytes. */
  publicKey: string;
  /** Ed25519 signature, base64url. */
  signature: string;
  signedAt: number;
  /** The challenge nonce; required unless the connection is local. */
  nonce?: string;
}

/** Shared secret or device token. */
export interface ConnectAuth {
  token?: string;
  password?: string;
}

/** Result of `connect`. */
export interface HelloOk {
  type: "hello-ok";
  /** The version the connection speaks. */
  protocol: number;
  server: HelloServer;
  features: HelloFeatures;
  snapshot: Snapshot;
  canvasHostUrl?: string;
  /** Absent without a device. */
  auth?: HelloAuth;
  policy: HelloPolicy;
}

/** Which gateway answers. */
export interface HelloServer {
  version: string;
  commit?: string;
  host: string;
  connId: string;
}

/** What the gateway offers. */
export interface HelloFeatures {
  methods: string[];
  events: string[];
}

/** Token of the device for its role. */
export interface HelloAuth {
  deviceToken: string;
  role: string;
  scopes: string[];
  issuedAtMs?: number;
}

/** Limits a client has to keep. */
export interface HelloPolicy {
  maxPayload: number;
  maxBufferedBytes: number;
  tickIntervalMs: number;
}

/** State at the moment of connecting. */
export interface Snapshot {
  presence: PresenceEntry[];
  /** Empty until the first refresh is done. */
  health: HealthSnapshot | Record<string, unknown>;
  stateVersion: StateVersion;
  uptimeMs: number;
  configPath?: string;
  stateDir?: string;
  sessionDefaults?: SessionDefaults;
}

/** Names a client needs to find the main session. */
export interface SessionDefaults {
  defaultAgentId: string;
  mainKey: string;
  mainSessionKey: string;
  /** per-sender or global. */
  scope?: string;
}

/** `error.details` of a refused version range. */
export interface ProtocolMismatchDetails {
  expectedProtocol: number;
}

/** `error.details` of NOT_PAIRED when a pairing request is pending. */
export interface PairingRequiredDetails {
  requestId: string;
}

/** The nonce a device signs. */
export interface ConnectChallengeEvent {
  nonce: string;
  ts: number;
}

/** Sign of life. */
export interface TickEvent {
  ts: number;
}

/** Announces the end of the connection. */
export interface ShutdownEvent {
  reason: string;
  /** Null when no restart follows. */
  restartExpectedMs: number | null;
}

/** A job. */
export interface CronJob {
  id: string;
  agentId?: string;
  name: string;
  description?: string;
  enabled?: boolean;
  deleteAfterRun?: boolean;
  createdAtMs: number;
  updatedAtMs: number;
  schedule: CronSchedule;
  sessionTarget: CronSessionTarget;
  wakeMode: CronWakeMode;
  payload: CronPayload;
  isolation?: CronIsolation;
  state: CronJobState;
}

/** When a job runs. */
export type CronSchedule = CronScheduleAt | CronScheduleEvery | CronScheduleCron;

/** Once. */
export interface CronScheduleAt {
  kind: "at";
  atMs: number;
}

/** At a fixed distance. */
export interface CronScheduleEvery {
  kind: "every";
  everyMs: number;
  anchorMs?: number;
}

/** By a cron expression. */
export interface CronScheduleCron {
  kind: "cron";
  expr: string;
  tz?: string;
}

/** Which session a job runs in. */
export type CronSessionTarget = "main" | "isolated";

/** When the main session hears of a job. */
export type CronWakeMode = "next-heartbeat" | "now";

/** What a job does. */
export type CronPayload = CronSystemEvent | CronAgentTurn;

/** Queues a text for the main session. */
export interface CronSystemEvent {
  kind: "systemEvent";
  text: string;
}

/** Runs a turn of its own. */
export interface CronAgentTurn {
  kind: "agentTurn";
  message: string;
  model?: string;
  thinking?: string;
  timeoutSeconds?: number;
  deliver?: boolean;
  channel?: "last" | string;
  to?: string;
  bestEffortDeliver?: boolean;
}

/** A change of what a job does. */
export type CronPayloadPatch = CronSystemEventPatch | CronAgentTurnPatch;

/** A change of a system event. */
export interface CronSystemEventPatch {
  kind: "systemEvent";
  text?: string;
}

/** A change of an agent turn. */
export interface CronAgentTurnPatch {
  kind: "agentTurn";
  message?: string;
  model?: string;
  thinking?: string;
  timeoutSeconds?: number;
  deliver?: boolean;
  channel?: "last" | string;
  to?: string;
  bestEffortDeliver?: boolean;
}

/** What an isolated job reports to the main session. */
export interface CronIsolation {
  postToMainPrefix?: string;
  postToMainMode?: "summary" | "full";
  postToMainMaxChars?: number;
}

/** Where a job stands. */
export interface CronJobState {
  nextRunAtMs?: number;
  runningAtMs?: number;
  lastRunAtMs?: number;
  lastStatus?: "ok" | "error" | "skipped";
  lastError?: string;
  lastDurationMs?: number;
}

/** Params of `cron.list`. */
export interface CronListParams {
  includeDisabled?: boolean;
}

/** Result of `cron.list`. */
export interface CronListResult {
  jobs: CronJob[];
}

/** Params of `cron.status`. */
export type CronStatusParams = Record<string, never>;

/** Result of `cron.status`. */
export interface CronStatusResult {
  enabled: boolean;
  storePath: string;
  jobs: number;
  nextWakeAtMs: number | null;
}

/** Params of `cron.add`, after looser shapes have been brought into this one. */
export interface CronAddParams {
  name: string;
  agentId?: string | null;
  description?: string;
  enabled?: boolean;
  deleteAfterRun?: boolean;
  schedule: CronSchedule;
  sessionTarget: CronSessionTarget;
  wakeMode: CronWakeMode;
  payload: CronPayload;
  isolation?: CronIsolation;
}

/** Params of `cron.update`. */
export type CronUpdateParams = CronUpdateById | CronUpdateByJobId;

/** Changes the job with this `id`. */
export interface CronUpdateById {
  id: string;
  patch: CronJobPatch;
}

/** Changes the job with this `jobId`. */
export interface CronUpdateByJobId {
  jobId: string;
  patch: CronJobPatch;
}

/** A change of a job. */
export interface CronJobPatch {
  name?: string;
  agentId?: string | null;
  description?: string;
  enabled?: boolean;
  deleteAfterRun?: boolean;
  schedule?: CronSchedule;
  sessionTarget?: CronSessionTarget;
  wakeMode?: CronWakeMode;
  payload?: CronPayloadPatch;
  isolation?: CronIsolation;
  state?: CronJobState;
}

/** Params of `cron.remove`. */
export type CronRemoveParams = CronRemoveById | CronRemoveByJobId;

/** Removes the job with this `id`. */
export interface CronRemoveById {
  id: string;
}

/** Removes the job with this `jobId`. */
export interface CronRemoveByJobId {
  jobId: string;
}

/** Result of `cron.remove`. */
export interface CronRemoveResult {
  ok: boolean;
  removed: boolean;
}

/** Params of `cron.run`. */
export type CronRunParams = CronRunById | CronRunByJobId;

/** Runs the job with this `id`. */
export interface CronRunById {
  id: string;
  mode?: CronRunMode;
}

/** Runs the job with this `jobId`. */
export interface CronRunByJobId {
  jobId: string;
  mode?: CronRunMode;
}

/** Whether a job that is not due runs as well. */
export type CronRunMode = "due" | "force";

/** Result of `cron.run`. */
export interface CronRunResult {
  ok: boolean;
  ran: boolean;
  reason?: string;
}

/** Params of `cron.runs`. */
export type CronRunsParams = CronRunsById | CronRunsByJobId;

/** History of the job with this `id`. */
export interface CronRunsById {
  id: string;
  limit?: number;
}

/** History of the job with this `jobId`. */
export interface CronRunsByJobId {
  jobId: string;
  limit?: number;
}

/** Result of `cron.runs`, oldest first. */
export interface CronRunsResult {
  entries: CronRunEntry[];
}

/** One run of a job. */
export interface CronRunEntry {
  ts: number;
  jobId: string;
  action: "finished";
  status?: "ok" | "error" | "skipped";
  error?: string;
  summary?: string;
  runAtMs?: number;
  durationMs?: number;
  nextRunAtMs?: number;
}

/** A job changed, started or finished. */
export interface CronEvent {
  jobId: string;
  action: "added" | "updated" | "removed" | "started" | "finished";
  status?: "ok" | "error" | "skipped";
  error?: string;
  summary?: string;
  runAtMs?: number;
  durationMs?: number;
  nextRunAtMs?: number;
}

/** A device that waits to be admitted. */
export interface DevicePairRequestedEvent {
  requestId: string;
  deviceId: string;
  publicKey: string;
  displayName?: string;
  platform?: string;
  clientId?: string;
  clientMode?: string;
  role?: string;
  roles?: string[];
  scopes?: string[];
  remoteIp?: string;
  silent?: boolean;
  /** The device was admitted before. */
  isRepair?: boolean;
  ts: number;
}

/** An admitted device. Token values are never shown. */
export interface PairedDevice {
  deviceId: string;
  publicKey: string;
  displayName?: string;
  platform?: string;
  clientId?: string;
  clientMode?: string;
  role?: string;
  roles?: string[];
  scopes?: string[];
  remoteIp?: string;
  createdAtMs: number;
  approvedAtMs: number;
  tokens?: DeviceTokenSummary[];
}

/** A token of a device, without its value. */
export interface DeviceTokenSummary {
  role: string;
  scopes: string[];
  createdAtMs: number;
  rotatedAtMs?: number;
  revokedAtMs?: number;
  lastUsedAtMs?: number;
}

/** Params of `device.pair.list`. */
export type DevicePairListParams = Record<string, never>;

/** Result of `device.pair.list`. */
export interface DevicePairListResult {
  pending: DevicePairRequestedEvent[];
  paired: PairedDevice[];
}

/** Params of `device.pair.approve`. */
export interface DevicePairApproveParams {
  requestId: string;
}

/** Result of `device.pair.approve`. */
export interface DevicePairApproveResult {
  requestId: string;
  device: PairedDevice;
}

/** Params of `device.pair.reject`. */
export interface DevicePairRejectParams {
  requestId: string;
}

/** Result of `device.pair.reject`. */
export interface DevicePairRejectResult {
  requestId: string;
  deviceId: string;
}

/** A device was admitted or refused. */
export interface DevicePairResolvedEvent {
  requestId: string;
  deviceId: string;
  decision: "approved" | "rejected";
  ts: number;
}

/** Params of `device.token.rotate`. */
export interface DeviceTokenRotateParams {
  deviceId: string;
  role: string;
  /** Replace the scopes of the device as well. */
  scopes?: string[];
}

/** Result of `device.token.rotate`. */
export interface DeviceTokenRotateResult {
  deviceId: string;
  role: string;
  token: string;
  scopes: string[];
  rotatedAtMs: number;
}

/** Params of `device.token.revoke`. */
export interface DeviceTokenRevokeParams {
  deviceId: string;
  role: string;
}

/** Result of `device.token.revoke`. */
export interface DeviceTokenRevokeResult {
  deviceId: string;
  role: string;
  revokedAtMs: number;
}

/** Params of `exec.approvals.get`. */
export type ExecApprovalsGetParams = Record<string, never>;

/** The policy file. The socket token is never shown. */
export interface ExecApprovalsSnapshot {
  path: string;
  exists: boolean;
  /** `baseHash` of the next write. */
  hash: string;
  file: ExecApprovalsFile;
}

/** Content of the policy file. */
export interface ExecApprovalsFile {
  version: 1;
  socket?: ExecApprovalsSocket;
  defaults?: ExecApprovalsDefaults;
  /** By agent id, or `*`. */
  agents?: Record<string, ExecApprovalsAgent>;
}

/** Socket of the approval companion. */
export interface ExecApprovalsSocket {
  path?: string;
  token?: string;
}

/** Policy of an agent without its own. */
export interface ExecApprovalsDefaults {
  security?: string;
  ask?: string;
  askFallback?: string;
  autoAllowSkills?: boolean;
}

/** Policy of one agent. */
export interface ExecApprovalsAgent {
  security?: string;
  ask?: string;
  askFallback?: string;
  autoAllowSkills?: boolean;
  allowlist?: ExecAllowlistEntry[];
}

/** A program that may run without asking. */
export interface ExecAllowlistEntry {
  id?: string;
  pattern: string;
  lastUsedAt?: number;
  lastUsedCommand?: string;
  lastResolvedPath?: string;
}

/** Params of `exec.approvals.set`. */
export interface ExecApprovalsSetParams {
  file: ExecApprovalsFile;
  baseHash?: string;
}

/** Params of `exec.approvals.node.get`. */
export interface ExecApprovalsNodeGetParams {
  nodeId: string;
}

/** Params of `exec.approvals.node.set`. */
export interface ExecApprovalsNodeSetParams {
  nodeId: string;
  file: ExecApprovalsFile;
  baseHash?: string;
}

/** Params of `exec.approval.request`. */
export interface ExecApprovalRequestParams {
  id?: string;
  command: string;
  cwd?: string | null;
  host?: string | null;
  security?: string | null;
  ask?: string | null;
  agentId?: string | null;
  resolvedPath?: string | null;
  sessionKey?: string | null;
  /** 120000 when absent. */
  timeoutMs?: number;
}

/** Result of `exec.approval.request`. */
export interface ExecApprovalRequestResult {
  id: string;
  /** Null when time ran out. */
  decision: ExecDecision | null;
  createdAtMs: number;
  expiresAtMs: number;
}

/** What was decided about a command. */
export type ExecDecision = "allow-once" | "allow-always" | "deny";

/** Params of `exec.approval.resolve`. */
export interface ExecApprovalResolveParams {
  id: string;
  /** Another text than a decision gets an answer of its own. */
  decision: string;
}

/** Result of `exec.approval.resolve`. */
export interface ExecApprovalResolveResult {
  ok: true;
}

/** A command waits for a decision. */
export interface ExecApprovalRequestedEvent {
  id: string;
  request: ExecApprovalRequest;
  createdAtMs: number;
  expiresAtMs: number;
}

/** The command that waits; what is not known is null. */
export interface ExecApprovalRequest {
  command: string;
  cwd: string | null;
  host: string | null;
  security: string | null;
  ask: string | null;
  agentId: string | null;
  resolvedPath: string | null;
  sessionKey: string | null;
}

/** A command was decided. */
export interface ExecApprovalResolvedEvent {
  id: string;
  decision: ExecDecision;
  resolvedBy?: string | null;
  ts: number;
}

/** Asks for a method. */
export interface RequestFrame {
  type: "req";
  /** Chosen by the client, echoed in the response; need not be unique. */
  id: string;
  method: string;
  params?: unknown;
}

/** Answers a request. `agent` is answered twice under the same id. */
export interface ResponseFrame {
  type: "res";
  /** The id of the request, of whatever type it was; "invalid" when it had none. */
  id: unknown;
  ok: boolean;
  payload?: unknown;
  error?: ErrorShape;
}

/** Tells a client something it did not ask for. */
export interface EventFrame {
  type: "event";
  event: string;
  payload?: unknown;
  /** Number of the broadcast; absent on frames meant for one connection. */
  seq?: number;
  stateVersion?: StateVersion;
}

/** Any frame. */
export type Frame = RequestFrame | ResponseFrame | EventFrame;

/** Why a request failed. */
export interface ErrorShape {
  /** One of the error codes; a reader must bear new ones. */
  code: string;
  message: string;
  details?: unknown;
  retryable?: boolean;
  retryAfterMs?: number;
}

/** Counters that rise when presence or health change. */
export interface StateVersion {
  presence: number;
  health: number;
}

/** Nothing but success. */
export interface OkResult {
  ok: true;
}

/** Params of `health`. */
export interface HealthParams {
  /** Probe the channels instead of serving the cached snapshot. */
  probe?: boolean;
}

/** State of the gateway: result of `health` and payload of the event. */
export interface HealthSnapshot {
  ok: true;
  ts: number;
  durationMs: number;
  /** Present when a channel that has to be linked is configured. */
  linkChannel?: LinkChannel;
  /** By channel id: a summary with accountId, configured, lastProbeAt, probe and accounts. */
  channels: Record<string, Record<string, unknown>>;
  channelOrder: string[];
  channelLabels: Record<string, string>;
  /** Of the default agent; 0 when disabled. */
  heartbeatSeconds: number;
  defaultAgentId: string;
  agents: HealthAgent[];
  sessions: HealthSessions;
}

/** The channel whose link matters most. */
export interface LinkChannel {
  id: string;
  label: string;
  linked: boolean;
  authAgeMs: number | null;
}

/** One agent in the health snapshot. */
export interface HealthAgent {
  agentId: string;
  name?: string;
  isDefault: boolean;
  heartbeat: HealthHeartbeat;
  sessions: HealthSessions;
}

/** Heartbeat settings of an agent. */
export interface HealthHeartbeat {
  enabled: boolean;
  /** `disabled` when it is off. */
  every: string;
  everyMs: number | null;
  prompt: string;
  target: string;
  model?: string;
  ackMaxChars: number;
}

/** Session store of an agent. */
export interface HealthSessions {
  path: string;
  count: number;
  recent: HealthSession[];
}

/** A recent session in the health snapshot. */
export interface HealthSession {
  key: string;
  updatedAt: number | null;
  age: number | null;
}

/** Params of `status`; nothing is looked at. */
export type StatusParams = Record<string, unknown>;

/** Result of `status`. */
export interface StatusResult {
  linkChannel?: LinkChannel;
  heartbeat: StatusHeartbeat;
  /** Lines for a terminal; may hold ANSI colours. */
  channelSummary: string[];
  /** Of the main session. */
  queuedSystemEvents: string[];
  sessions: StatusSessions;
}

/** Heartbeats of all agents. */
export interface StatusHeartbeat {
  defaultAgentId: string;
  agents: StatusHeartbeatAgent[];
}

/** Heartbeat of one agent. */
export interface StatusHeartbeatAgent {
  agentId: string;
  enabled: boolean;
  every: string;
  everyMs: number | null;
}

/** Sessions of all agents. */
export interface StatusSessions {
  paths: string[];
  count: number;
  defaults: StatusSessionDefaults;
  recent: StatusSession[];
  byAgent: StatusAgentSessions[];
}

/** Model of a session without an override. */
export interface StatusSessionDefaults {
  model: string | null;
  contextTokens: number | null;
}

/** Sessions of one agent. */
export interface StatusAgentSessions {
  agentId: string;
  path: string;
  count: number;
  recent: StatusSession[];
}

/** A session in the status summary. */
export interface StatusSession {
  agentId?: string;
  key: string;
  kind: "direct" | "group" | "global" | "unknown";
  sessionId?: string;
  updatedAt: number | null;
  age: number | null;
  thinkingLevel?: string;
  verboseLevel?: string;
  reasoningLevel?: string;
  elevatedLevel?: string;
  systemSent?: boolean;
  abortedLastRun?: boolean;
  inputTokens?: number;
  outputTokens?: number;
  totalTokens: number | null;
  remainingTokens: number | null;
  /** At most 999. */
  percentUsed: number | null;
  model: string | null;
  contextTokens: number | null;
  flags: string[];
}

/** Params of `last-heartbeat`; nothing is looked at. */
export type LastHeartbeatParams = Record<string, unknown>;

/** Result of `last-heartbeat`: null before the first one. */
export type LastHeartbeatResult = HeartbeatEvent | null;

/** Outcome of a heartbeat. */
export interface HeartbeatEvent {
  ts: number;
  status: "sent" | "ok-empty" | "ok-token" | "skipped" | "failed";
  to?: string;
  reason?: string;
  /** At most 200 characters. */
  preview?: string;
  durationMs?: number;
  hasMedia?: boolean;
  channel?: string;
  silent?: boolean;
  indicatorType?: "ok" | "alert" | "error";
}

/** Params of `set-heartbeats`. */
export interface SetHeartbeatsParams {
  enabled: boolean;
}

/** Result of `set-heartbeats`. */
export interface SetHeartbeatsResult {
  ok: true;
  enabled: boolean;
}

/** Params of `wake`. */
export interface WakeParams {
  mode: "now" | "next-heartbeat";
  text: string;
}

/** Result of `wake`. */
export interface WakeResult {
  /** False for a blank text. */
  ok: boolean;
}

/** Params of `logs.tail`. */
export interface LogsTailParams {
  /** Byte to go on from. */
  cursor?: number;
  /** 500 when absent. */
  limit?: number;
  /** 250000 when absent. */
  maxBytes?: number;
}

/** Result of `logs.tail`. */
export interface LogsTailResult {
  file: string;
  /** Byte to go on from next time. */
  cursor: number;
  size: number;
  lines: string[];
  /** More was there than `maxBytes`. */
  truncated?: boolean;
  /** The cursor was of no use: the tail is returned. */
  reset?: boolean;
}

/** Params of `models.list`. */
export type ModelsListParams = Record<string, never>;

/** Result of `models.list`. */
export interface ModelsListResult {
  models: ModelChoice[];
}

/** A model that can be chosen. */
export interface ModelChoice {
  id: string;
  name: string;
  provider: string;
  contextWindow?: number;
  reasoning?: boolean;
  /** text, image. */
  input?: string[];
}

/** Params of `usage.status`; nothing is looked at. */
export type UsageStatusParams = Record<string, unknown>;

/** Result of `usage.status`. */
export interface UsageStatusResult {
  updatedAt: number;
  providers: UsageProvider[];
}

/** Quota of a model provider. */
export interface UsageProvider {
  provider: string;
  displayName: string;
  windows: UsageWindow[];
  plan?: string;
  error?: string;
}

/** A quota window. */
export interface UsageWindow {
  label: string;
  usedPercent: number;
  resetAt?: number;
}

/** Params of `usage.cost`. */
export interface UsageCostParams {
  /** 30 when absent or no number, at least 1. */
  days?: number | string;
}

/** Result of `usage.cost`. */
export interface UsageCostResult {
  updatedAt: number;
  days: number;
  daily: UsageCostDay[];
  totals: UsageCostTotals;
}

/** Use of one day. */
export interface UsageCostDay {
  /** YYYY-MM-DD. */
  date: string;
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
  totalTokens: number;
  totalCost: number;
  missingCostEntries: number;
}

/** Use of all days. */
export interface UsageCostTotals {
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
  totalTokens: number;
  totalCost: number;
  missingCostEntries: number;
}

/** Params of `node.pair.request`. */
export interface NodePairRequestParams {
  nodeId: string;
  displayName?: string;
  platform?: string;
  version?: string;
  coreVersion?: string;
  uiVersion?: string;
  deviceFamily?: string;
  modelIdentifier?: string;
  caps?: string[];
  commands?: string[];
  remoteIp?: string;
  silent?: boolean;
}

/** Result of `node.pair.request`. */
export interface NodePairRequestResult {
  status: "pending";
  request: NodePairRequestedEvent;
  /** False when the request was pending already. */
  created: boolean;
}

/** A node that waits to be admitted. */
export interface NodePairRequestedEvent {
  requestId: string;
  nodeId: string;
  displayName?: string;
  platform?: string;
  version?: string;
  coreVersion?: string;
  uiVersion?: string;
  deviceFamily?: string;
  modelIdentifier?: string;
  caps?: string[];
  commands?: string[];
  permissions?: Record<string, boolean>;
  remoteIp?: string;
  silent?: boolean;
  /** The node was admitted before. */
  isRepair?: boolean;
  ts: number;
}

/** An admitted node of the legacy store. */
export interface PairedNode {
  nodeId: string;
  token: string;
  displayName?: string;
  platform?: string;
  version?: string;
  coreVersion?: string;
  uiVersion?: string;
  deviceFamily?: string;
  modelIdentifier?: string;
  caps?: string[];
  commands?: string[];
  bins?: string[];
  permissions?: Record<string, boolean>;
  remoteIp?: string;
  createdAtMs: number;
  approvedAtMs: number;
  lastConnectedAtMs?: number;
}

/** Params of `node.pair.list`. */
export type NodePairListParams = Record<string, never>;

/** Result of `node.pair.list`. */
export interface NodePairListResult {
  pending: NodePairRequestedEvent[];
  paired: PairedNode[];
}

/** Params of `node.pair.approve`. */
export interface NodePairApproveParams {
  requestId: string;
}

/** Result of `node.pair.approve`. */
export interface NodePairApproveResult {
  requestId: string;
  node: PairedNode;
}

/** Params of `node.pair.reject`. */
export interface NodePairRejectParams {
  requestId: string;
}

/** Result of `node.pair.reject`. */
export interface NodePairRejectResult {
  requestId: string;
  nodeId: string;
}

/** Params of `node.pair.verify`. */
export interface NodePairVerifyParams {
  nodeId: string;
  token: string;
}

/** Result of `node.pair.verify`. */
export interface NodePairVerifyResult {
  ok: boolean;
  node?: PairedNode;
}

/** A node was admitted or refused. */
export interface NodePairResolvedEvent {
  requestId: string;
  nodeId: string;
  decision: "approved" | "rejected";
  ts: number;
}

/** Params of `node.rename`. */
export interface NodeRenameParams {
  nodeId: string;
  displayName: string;
}

/** Result of `node.rename`. */
export interface NodeRenameResult {
  nodeId: string;
  displayName: string;
}

/** Params of `node.list`. */
export type NodeListParams = Record<string, never>;

/** Result of `node.list`. */
export interface NodeListResult {
  ts: number;
  nodes: NodeRow[];
}

/** One node, connected or admitted. */
export interface NodeRow {
  nodeId: string;
  displayName?: string;
  platform?: string;
  version?: string;
  coreVersion?: string;
  uiVersion?: string;
  deviceFamily?: string;
  modelIdentifier?: string;
  remoteIp?: string;
  caps: string[];
  commands: string[];
  pathEnv?: string;
  permissions?: Record<string, boolean>;
  connectedAtMs?: number;
  paired: boolean;
  connected: boolean;
}

/** Params of `node.describe`. */
export interface NodeDescribeParams {
  nodeId: string;
}

/** Result of `node.describe`. */
export interface NodeDescribeResult {
  ts: number;
  nodeId: string;
  displayName?: string;
  platform?: string;
  version?: string;
  coreVersion?: string;
  uiVersion?: string;
  deviceFamily?: string;
  modelIdentifier?: string;
  remoteIp?: string;
  caps: string[];
  commands: string[];
  pathEnv?: string;
  permissions?: Record<string, boolean>;
  connectedAtMs?: number;
  paired: boolean;
  connected: boolean;
}

/** Params of `node.invoke`. */
export interface NodeInvokeParams {
  nodeId: string;
  command: string;
  params?: unknown;
  /** 30000 when absent. */
  timeoutMs?: number;
  /** Passed to the node; the gateway does not look at it. */
  idempotencyKey: string;
}

/** Result of `node.invoke`. */
export interface NodeInvokeResult {
  ok: true;
  nodeId: string;
  command: string;
  /** The parsed `payloadJSON`, or the payload the node sent. */
  payload?: unknown;
  payloadJSON: string | null;
}

/** A command for a node. */
export interface NodeInvokeRequestEvent {
  /** Names the call in `node.invoke.result`. */
  id: string;
  nodeId: string;
  command: string;
  /** The params as JSON text. */
  paramsJSON: string | null;
  timeoutMs?: number;
  idempotencyKey?: string;
}

/** Params of `node.invoke.result`, after null `payloadJSON` and `error` are dropped and another `payloadJSON` than a string has become `payload`. */
export interface NodeInvokeResultParams {
  id: string;
  nodeId: string;
  ok: boolean;
  payload?: unknown;
  payloadJSON?: string;
  error?: NodeError;
}

/** Why a command failed on a node. */
export interface NodeError {
  code?: string;
  message?: string;
}

/** `error.details` of a command that failed on a node. */
export interface NodeErrorDetails {
  nodeError: NodeError | null;
}

/** Result of `node.invoke.result`. */
export interface NodeInvokeResultResult {
  ok: true;
  /** The call is unknown or over. */
  ignored?: true;
}

/** Params of `node.event`. */
export interface NodeEventParams {
  /** Unknown ones are accepted and ignored. */
  event: string;
  payload?: unknown;
  payloadJSON?: string;
}

/** Result of `node.event`. */
export interface NodeEventResult {
  ok: true;
}

/** One gateway, client or node, now or recently connected. */
export interface PresenceEntry {
  host?: string;
  ip?: string;
  version?: string;
  platform?: string;
  deviceFamily?: string;
  modelIdentifier?: string;
  mode?: string;
  lastInputSeconds?: number;
  /** self, connect, disconnect, or what a beacon said. */
  reason?: string;
  deviceId?: string;
  roles?: string[];
  scopes?: string[];
  instanceId?: string;
  text: string;
  ts: number;
}

/** The whole presence list. */
export interface PresenceEvent {
  presence: PresenceEntry[];
}

/** Params of `system-presence`; nothing is looked at. */
export type SystemPresenceParams = Record<string, unknown>;

/** Result of `system-presence`. */
export type SystemPresenceResult = PresenceEntry[];

/** Params of `system-event`. Optional fields of a wrong type are ignored. */
export interface SystemEventParams {
  /** Not blank. A text beginning with `Node:` updates presence and is queued only when something of note changed. */
  text: string;
  deviceId?: string;
  instanceId?: string;
  host?: string;
  ip?: string;
  mode?: string;
  version?: string;
  platform?: string;
  deviceFamily?: string;
  modelIdentifier?: string;
  lastInputSeconds?: number;
  reason?: string;
  roles?: string[];
  scopes?: string[];
  tags?: string[];
}

/** Result of `system-event`. */
export interface SystemEventResult {
  ok: true;
}

/** Params of `send`. */
export interface SendParams {
  to: string;
  message: string;
  mediaUrl?: string;
  mediaUrls?: string[];
  gifPlayback?: boolean;
  /** whatsapp when absent. */
  channel?: string;
  accountId?: string;
  /** Session whose transcript gets a copy. */
  sessionKey?: string;
  idempotencyKey: string;
}

/** Result of `send`. */
export interface SendResult {
  runId: string;
  messageId: string;
  channel: string;
  chatId?: string;
  channelId?: string;
  toJid?: string;
  conversationId?: string;
}

/** Params of `poll`. */
export interface PollParams {
  to: string;
  question: string;
  options: string[];
  maxSelections?: number;
  durationHours?: number;
  channel?: string;
  accountId?: string;
  idempotencyKey: string;
}

/** Result of `poll`. */
export interface PollResult {
  runId: string;
  messageId: string;
  channel: string;
  toJid?: string;
  channelId?: string;
  conversationId?: string;
  pollId?: string;
}

/** Params of `sessions.list`. */
export interface SessionsListParams {
  limit?: number;
  activeMinutes?: number;
  includeGlobal?: boolean;
  includeUnknown?: boolean;
  includeDerivedTitles?: boolean;
  includeLastMessage?: boolean;
  label?: string;
  spawnedBy?: string;
  agentId?: string;
  search?: string;
}

/** Result of `sessions.list`. */
export interface SessionsListResult {
  ts: number;
  /** `(multiple)` when each agent has its own store. */
  path: string;
  count: number;
  defaults: SessionsListDefaults;
  sessions: SessionRow[];
}

/** Model of a session without an override. */
export interface SessionsListDefaults {
  modelProvider: string | null;
  model: string | null;
  contextTokens: number | null;
}

/** One session of the list. */
export interface SessionRow {
  key: string;
  kind: "direct" | "group" | "global" | "unknown";
  label?: string;
  displayName?: string;
  channel?: string;
  subject?: string;
  groupChannel?: string;
  space?: string;
  chatType?: string;
  origin?: SessionOrigin;
  updatedAt: number | null;
  sessionId?: string;
  systemSent?: boolean;
  abortedLastRun?: boolean;
  thinkingLevel?: string;
  verboseLevel?: string;
  reasoningLevel?: string;
  elevatedLevel?: string;
  sendPolicy?: string;
  inputTokens?: number;
  outputTokens?: number;
  totalTokens?: number;
  responseUsage?: string;
  modelProvider?: string;
  model?: string;
  contextTokens?: number;
  deliveryContext?: DeliveryContext;
  lastChannel?: string;
  lastTo?: string;
  lastAccountId?: string;
  derivedTitle?: string;
  lastMessagePreview?: string;
}

/** Where a session came from. */
export interface SessionOrigin {
  label?: string;
  provider?: string;
  surface?: string;
  chatType?: string;
  from?: string;
  to?: string;
  accountId?: string;
  threadId?: string | number;
}

/** Where replies of a session go. */
export interface DeliveryContext {
  channel?: string;
  to?: string;
  accountId?: string;
  threadId?: string | number;
}

/** Params of `sessions.preview`. */
export interface SessionsPreviewParams {
  keys: string[];
  limit?: number;
  maxChars?: number;
}

/** Result of `sessions.preview`. */
export interface SessionsPreviewResult {
  ts: number;
  previews: SessionPreview[];
}

/** Last lines of one session. */
export interface SessionPreview {
  key: string;
  status: "ok" | "empty" | "missing" | "error";
  items: SessionPreviewItem[];
}

/** One line of a preview. */
export interface SessionPreviewItem {
  role: "user" | "assistant" | "tool" | "system" | "other";
  text: string;
}

/** Params of `sessions.resolve`: exactly one of key, sessionId and label. */
export interface SessionsResolveParams {
  key?: string;
  sessionId?: string;
  label?: string;
  agentId?: string;
  spawnedBy?: string;
  includeGlobal?: boolean;
  includeUnknown?: boolean;
}

/** Result of `sessions.resolve`. */
export interface SessionsResolveResult {
  ok: true;
  key: string;
}

/** Params of `sessions.patch`: an absent field is left alone, null clears it. */
export interface SessionsPatchParams {
  key: string;
  label?: string | null;
  thinkingLevel?: string | null;
  verboseLevel?: string | null;
  reasoningLevel?: string | null;
  responseUsage?: "off" | "tokens" | "full" | "on" | null;
  elevatedLevel?: string | null;
  execHost?: string | null;
  execSecurity?: string | null;
  execAsk?: string | null;
  execNode?: string | null;
  model?: string | null;
  spawnedBy?: string | null;
  sendPolicy?: "allow" | "deny" | null;
  groupActivation?: "mention" | "always" | null;
}

/** Result of `sessions.patch`. */
export interface SessionsPatchResult {
  ok: true;
  path: string;
  key: string;
  entry: SessionEntry;
}

/** A session as the store holds it. */
export interface SessionEntry {
  sessionId: string;
  updatedAt: number;
  sessionFile?: string;
  spawnedBy?: string;
  systemSent?: boolean;
  abortedLastRun?: boolean;
  chatType?: string;
  thinkingLevel?: string;
  verboseLevel?: string;
  reasoningLevel?: string;
  elevatedLevel?: string;
  execHost?: string;
  execSecurity?: string;
  execAsk?: string;
  execNode?: string;
  responseUsage?: string;
  providerOverride?: string;
  modelOverride?: string;
  groupActivation?: string;
  sendPolicy?: string;
  inputTokens?: number;
  outputTokens?: number;
  totalTokens?: number;
  modelProvider?: string;
  model?: string;
  contextTokens?: number;
  label?: string;
  displayName?: string;
  channel?: string;
  subject?: string;
  origin?: SessionOrigin;
  deliveryContext?: DeliveryContext;
  lastChannel?: string;
  lastTo?: string;
  lastAccountId?: string;
  [property: string]: unknown;
}

/** Params of `sessions.reset`. */
export interface SessionsResetParams {
  key: string;
}

/** Result of `sessions.reset`. */
export interface SessionsResetResult {
  ok: true;
  key: string;
  entry: SessionEntry;
}

/** Params of `sessions.delete`. */
export interface SessionsDeleteParams {
  key: string;
  /** True when absent: the transcript is moved aside. */
  deleteTranscript?: boolean;
}

/** Result of `sessions.delete`. */
export interface SessionsDeleteResult {
  ok: true;
  key: string;
  deleted: boolean;
  archived: string[];
}

/** Params of `sessions.compact`. */
export interface SessionsCompactParams {
  key: string;
  /** 400 when absent. */
  maxLines?: number;
}

/** Result of `sessions.compact`. */
export interface SessionsCompactResult {
  ok: true;
  key: string;
  compacted: boolean;
  reason?: string;
  archived?: string;
  kept?: number;
}

/** Params of `skills.status`. */
export type SkillsStatusParams = Record<string, never>;

/** Result of `skills.status`. */
export interface SkillsStatusResult {
  workspaceDir: string;
  managedSkillsDir: string;
  skills: SkillStatus[];
}

/** One skill. */
export interface SkillStatus {
  name: string;
  description: string;
  source: string;
  filePath: string;
  baseDir: string;
  skillKey: string;
  primaryEnv?: string;
  emoji?: string;
  homepage?: string;
  always: boolean;
  disabled: boolean;
  blockedByAllowlist: boolean;
  eligible: boolean;
  requirements: SkillRequirements;
  missing: SkillRequirements;
  configChecks: SkillConfigCheck[];
  install: SkillInstaller[];
}

/** What a skill needs, or lacks. */
export interface SkillRequirements {
  bins: string[];
  anyBins: string[];
  env: string[];
  config: string[];
  os: string[];
}

/** A setting a skill depends on. */
export interface SkillConfigCheck {
  path: string;
  value?: unknown;
  satisfied: boolean;
}

/** A way to install what a skill lacks. */
export interface SkillInstaller {
  id: string;
  kind: string;
  label: string;
  bins: string[];
}

/** Params of `skills.bins`. */
export type SkillsBinsParams = Record<string, never>;

/** Result of `skills.bins`. */
export interface SkillsBinsResult {
  bins: string[];
}

/** Params of `skills.install`. */
export interface SkillsInstallParams {
  name: string;
  installId: string;
  timeoutMs?: number;
}

/** Result of `skills.install`; sent with the error too when the installer failed. */
export interface SkillsInstallResult {
  ok: boolean;
  message: string;
  stdout: string;
  stderr: string;
  code: number | null;
}

/** Params of `skills.update`. */
export interface SkillsUpdateParams {
  skillKey: string;
  enabled?: boolean;
  /** An empty one removes it. */
  apiKey?: string;
  /** An empty value removes the key. */
  env?: Record<string, string>;
}

/** Result of `skills.update`. */
export interface SkillsUpdateResult {
  ok: true;
  skillKey: string;
  config: SkillConfig;
}

/** Settings of a skill. */
export interface SkillConfig {
  enabled?: boolean;
  apiKey?: string;
  env?: Record<string, string>;
  [property: string]: unknown;
}

/** Params of `talk.mode`. */
export interface TalkModeParams {
  enabled: boolean;
  phase?: string;
}

/** Payload of the event and result of `talk.mode`. */
export interface TalkModeEvent {
  enabled: boolean;
  phase: string | null;
  ts: number;
}

/** Params of `voicewake.get`; nothing is looked at. */
export type VoicewakeGetParams = Record<string, unknown>;

/** Params of `voicewake.set`. Entries that are no strings are dropped. */
export interface VoicewakeSetParams {
  /** At most 32 of at most 64 characters are kept; an empty list restores the defaults. */
  triggers: unknown[];
}

/** The wake words: payload of the event and result of `voicewake.get` and `voicewake.set`. */
export interface VoicewakeChangedEvent {
  triggers: string[];
}

/** Params of `tts.status`; nothing is looked at. */
export type TtsStatusParams = Record<string, unknown>;

/** Result of `tts.status`. */
export interface TtsStatusResult {
  enabled: boolean;
  auto: string;
  provider: string;
  fallbackProvider: string | null;
  fallbackProviders: string[];
  prefsPath: string;
  hasOpenAIKey: boolean;
  hasElevenLabsKey: boolean;
  edgeEnabled: boolean;
}

/** Params of `tts.providers`; nothing is looked at. */
export type TtsProvidersParams = Record<string, unknown>;

/** Result of `tts.providers`. */
export interface TtsProvidersResult {
  providers: TtsProvider[];
  active: string;
}

/** A speech provider. */
export interface TtsProvider {
  id: string;
  name: string;
  configured: boolean;
  models: string[];
  voices?: string[];
}

/** Params of `tts.enable`; nothing is looked at. */
export type TtsEnableParams = Record<string, unknown>;

/** Result of `tts.enable`. */
export interface TtsEnableResult {
  enabled: boolean;
}

/** Params of `tts.disable`; nothing is looked at. */
export type TtsDisableParams = Record<string, unknown>;

/** Result of `tts.disable`. */
export interface TtsDisableResult {
  enabled: boolean;
}

/** Params of `tts.convert`. */
export interface TtsConvertParams {
  text: string;
  channel?: string;
}

/** Result of `tts.convert`. */
export interface TtsConvertResult {
  audioPath: string;
  provider?: string;
  outputFormat?: string;
  voiceCompatible?: boolean;
}

/** Params of `tts.setProvider`. */
export interface TtsSetProviderParams {
  provider: "openai" | "elevenlabs" | "edge";
}

/** Result of `tts.setProvider`. */
export interface TtsSetProviderResult {
  provider: string;
}

/** Params of `wizard.start`. */
export interface WizardStartParams {
  mode?: "local" | "remote";
  workspace?: string;
}

/** Result of `wizard.start`. */
export interface WizardStartResult {
  sessionId: string;
  done: boolean;
  step?: WizardStep;
  status?: WizardState;
  error?: string;
}

/** State of a wizard session. */
export type WizardState = "running" | "done" | "cancelled" | "error";

/** One question or notice. */
export interface WizardStep {
  type: "note" | "select" | "text" | "confirm" | "multiselect" | "progress" | "action";
  title?: string;
  message?: string;
  options?: WizardOption[];
  initialValue?: unknown;
  placeholder?: string;
  sensitive?: boolean;
  executor?: string;
  id: string;
}

/** A choice. */
export interface WizardOption {
  value: unknown;
  label: string;
  hint?: string;
}

/** Params of `wizard.next`. */
export interface WizardNextParams {
  sessionId: string;
  answer?: WizardAnswer;
}

/** The answer to a step. */
export interface WizardAnswer {
  stepId: string;
  value?: unknown;
}

/** Result of `wizard.next`. */
export interface WizardNextResult {
  done: boolean;
  step?: WizardStep;
  status?: WizardState;
  error?: string;
}

/** Params of `wizard.cancel`. */
export interface WizardCancelParams {
  sessionId: string;
}

/** Params of `wizard.status`. */
export interface WizardStatusParams {
  sessionId: string;
}

/** Result of `wizard.status` and `wizard.cancel`. */
export interface WizardStatusResult {
  status: WizardState;
  error?: string;
}

/** Params and result of every method. */
export interface Methods {
  /** Returns the health snapshot, from the cache unless a probe is asked for. */
  "health": { params: HealthParams; result: HealthSnapshot };
  /** Returns lines of the log file from a byte cursor on. */
  "logs.tail": { params: LogsTailParams; result: LogsTailResult };
  /** Describes every loaded channel and its accounts. */
  "channels.status": { params: ChannelsStatusParams; result: ChannelsStatusResult };
  /** Forgets the credentials of a channel account. */
  "channels.logout": { params: ChannelsLogoutParams; result: ChannelsLogoutResult };
  /** Summarises heartbeat, channels, queued system events and sessions. */
  "status": { params: StatusParams; result: StatusResult };
  /** Returns the quota windows of the model providers. */
  "usage.status": { params: UsageStatusParams; result: UsageStatusResult };
  /** Sums tokens and cost by day. */
  "usage.cost": { params: UsageCostParams; result: UsageCostResult };
  /** Describes the speech synthesis settings. */
  "tts.status": { params: TtsStatusParams; result: TtsStatusResult };
  /** Lists the speech providers. */
  "tts.providers": { params: TtsProvidersParams; result: TtsProvidersResult };
  /** Switches spoken replies on. */
  "tts.enable": { params: TtsEnableParams; result: TtsEnableResult };
  /** Switches spoken replies off. */
  "tts.disable": { params: TtsDisableParams; result: TtsDisableResult };
  /** Synthesises one text into an audio file. */
  "tts.convert": { params: TtsConvertParams; result: TtsConvertResult };
  /** Chooses the speech provider. */
  "tts.setProvider": { params: TtsSetProviderParams; result: TtsSetProviderResult };
  /** Returns the configuration file, its parsed form and its hash. */
  "config.get": { params: ConfigGetParams; result: ConfigGetResult };
  /** Replaces the configuration file. */
  "config.set": { params: ConfigSetParams; result: ConfigSetResult };
  /** Replaces the configuration file and restarts. */
  "config.apply": { params: ConfigApplyParams; result: ConfigApplyResult };
  /** Merges a patch into the configuration and restarts. */
  "config.patch": { params: ConfigPatchParams; result: ConfigPatchResult };
  /** Returns the JSON schema of the configuration with hints for forms. */
  "config.schema": { params: ConfigSchemaParams; result: ConfigSchemaResult };
  /** Returns the execution policy file of the gateway host. */
  "exec.approvals.get": { params: ExecApprovalsGetParams; result: ExecApprovalsSnapshot };
  /** Replaces the execution policy file of the gateway host. */
  "exec.approvals.set": { params: ExecApprovalsSetParams; result: ExecApprovalsSnapshot };
  /** Returns the execution policy file of a node. */
  "exec.approvals.node.get": { params: ExecApprovalsNodeGetParams; result: unknown };
  /** Replaces the execution policy file of a node. */
  "exec.approvals.node.set": { params: ExecApprovalsNodeSetParams; result: unknown };
  /** Asks for a decision on a command and answers when there is one or time is up. */
  "exec.approval.request": { params: ExecApprovalRequestParams; result: ExecApprovalRequestResult };
  /** Decides a pending command. */
  "exec.approval.resolve": { params: ExecApprovalResolveParams; result: ExecApprovalResolveResult };
  /** Starts the setup wizard; one runs at a time. */
  "wizard.start": { params: WizardStartParams; result: WizardStartResult };
  /** Answers the current step and waits for the next. */
  "wizard.next": { params: WizardNextParams; result: WizardNextResult };
  /** Ends a wizard session. */
  "wizard.cancel": { params: WizardCancelParams; result: WizardStatusResult };
  /** Returns the state of a wizard session. */
  "wizard.status": { params: WizardStatusParams; result: WizardStatusResult };
  /** Switches continuous talk and tells every client. */
  "talk.mode": { params: TalkModeParams; result: TalkModeEvent };
  /** Lists the known models. */
  "models.list": { params: ModelsListParams; result: ModelsListResult };
  /** Lists the configured agents. */
  "agents.list": { params: AgentsListParams; result: AgentsListResult };
  /** Lists the skills with what they need and what is missing. */
  "skills.status": { params: SkillsStatusParams; result: SkillsStatusResult };
  /** Lists the programs skills look for, for a node to probe. */
  "skills.bins": { params: SkillsBinsParams; result: SkillsBinsResult };
  /** Runs one installer of a skill. */
  "skills.install": { params: SkillsInstallParams; result: SkillsInstallResult };
  /** Changes the settings of a skill. */
  "skills.update": { params: SkillsUpdateParams; result: SkillsUpdateResult };
  /** Updates the gateway and restarts it. */
  "update.run": { params: UpdateRunParams; result: UpdateRunResult };
  /** Returns the wake words. */
  "voicewake.get": { params: VoicewakeGetParams; result: VoicewakeChangedEvent };
  /** Replaces the wake words and tells every client. */
  "voicewake.set": { params: VoicewakeSetParams; result: VoicewakeChangedEvent };
  /** Lists sessions, newest first. */
  "sessions.list": { params: SessionsListParams; result: SessionsListResult };
  /** Returns the last few lines of several sessions. */
  "sessions.preview": { params: SessionsPreviewParams; result: SessionsPreviewResult };
  /** Changes settings of a session; null clears one. */
  "sessions.patch": { params: SessionsPatchParams; result: SessionsPatchResult };
  /** Gives a session a new, empty transcript. */
  "sessions.reset": { params: SessionsResetParams; result: SessionsResetResult };
  /** Removes a session. */
  "sessions.delete": { params: SessionsDeleteParams; result: SessionsDeleteResult };
  /** Cuts a transcript to its last lines. */
  "sessions.compact": { params: SessionsCompactParams; result: SessionsCompactResult };
  /** Returns the last heartbeat event. */
  "last-heartbeat": { params: LastHeartbeatParams; result: LastHeartbeatResult };
  /** Switches heartbeats for the life of the process. */
  "set-heartbeats": { params: SetHeartbeatsParams; result: SetHeartbeatsResult };
  /** Queues a system event and may run a heartbeat at once. */
  "wake": { params: WakeParams; result: WakeResult };
  /** Asks for a node to be admitted. */
  "node.pair.request": { params: NodePairRequestParams; result: NodePairRequestResult };
  /** Lists pending and admitted nodes. */
  "node.pair.list": { params: NodePairListParams; result: NodePairListResult };
  /** Admits a node. */
  "node.pair.approve": { params: NodePairApproveParams; result: NodePairApproveResult };
  /** Refuses a node. */
  "node.pair.reject": { params: NodePairRejectParams; result: NodePairRejectResult };
  /** Tells whether a node token is right. */
  "node.pair.verify": { params: NodePairVerifyParams; result: NodePairVerifyResult };
  /** Lists pending and admitted devices. */
  "device.pair.list": { params: DevicePairListParams; result: DevicePairListResult };
  /** Admits a device. */
  "device.pair.approve": { params: DevicePairApproveParams; result: DevicePairApproveResult };
  /** Refuses a device. */
  "device.pair.reject": { params: DevicePairRejectParams; result: DevicePairRejectResult };
  /** Mints a new token of a device for a role. */
  "device.token.rotate": { params: DeviceTokenRotateParams; result: DeviceTokenRotateResult };
  /** Revokes the token of a device for a role. */
  "device.token.revoke": { params: DeviceTokenRevokeParams; result: DeviceTokenRevokeResult };
  /** Renames an admitted node. */
  "node.rename": { params: NodeRenameParams; result: NodeRenameResult };
  /** Lists nodes, connected ones first. */
  "node.list": { params: NodeListParams; result: NodeListResult };
  /** Describes one node. */
  "node.describe": { params: NodeDescribeParams; result: NodeDescribeResult };
  /** Calls a command of a node and waits for its result. */
  "node.invoke": { params: NodeInvokeParams; result: NodeInvokeResult };
  /** Delivers the result of a command to the gateway. */
  "node.invoke.result": { params: NodeInvokeResultParams; result: NodeInvokeResultResult };
  /** Reports something that happened on a node. */
  "node.event": { params: NodeEventParams; result: NodeEventResult };
  /** Lists jobs in order of their next run. */
  "cron.list": { params: CronListParams; result: CronListResult };
  /** Describes the scheduler. */
  "cron.status": { params: CronStatusParams; result: CronStatusResult };
  /** Adds a job. */
  "cron.add": { params: CronAddParams; result: CronJob };
  /** Changes a job. */
  "cron.update": { params: CronUpdateParams; result: CronJob };
  /** Removes a job. */
  "cron.remove": { params: CronRemoveParams; result: CronRemoveResult };
  /** Runs a job and answers when it is done. */
  "cron.run": { params: CronRunParams; result: CronRunResult };
  /** Returns the history of a job. */
  "cron.runs": { params: CronRunsParams; result: CronRunsResult };
  /** Lists who is here. */
  "system-presence": { params: SystemPresenceParams; result: SystemPresenceResult };
  /** Queues a system event and updates presence. */
  "system-event": { params: SystemEventParams; result: SystemEventResult };
  /** Delivers a message to a channel. */
  "send": { params: SendParams; result: SendResult };
  /** Runs an agent: accepted at once, answered a second time when the run ends. */
  "agent": { params: AgentParams; result: AgentResult };
  /** Returns the name and avatar of an agent. */
  "agent.identity.get": { params: AgentIdentityGetParams; result: AgentIdentityGetResult };
  /** Waits for the end of a run. */
  "agent.wait": { params: AgentWaitParams; result: AgentWaitResult };
  /** Calls a route of the browser control service. */
  "browser.request": { params: BrowserRequestParams; result: unknown };
  /** Returns the last messages of a session. */
  "chat.history": { params: ChatHistoryParams; result: ChatHistoryResult };
  /** Aborts one run or all runs of a session. */
  "chat.abort": { params: ChatAbortParams; result: ChatAbortResult };
  /** Starts a turn of a session; the answer comes by chat events. */
  "chat.send": { params: ChatSendParams; result: ChatSendResult };
  /** Opens the connection; valid only as the first request, whatever the role. */
  "connect": { params: ConnectParams; result: HelloOk };
  /** Starts a poll in a channel. */
  "poll": { params: PollParams; result: PollResult };
  /** Appends an assistant message to a session. */
  "chat.inject": { params: ChatInjectParams; result: ChatInjectResult };
  /** Finds the key of a session. */
  "sessions.resolve": { params: SessionsResolveParams; result: SessionsResolveResult };
  /** Starts a login by QR code. */
  "web.login.start": { params: WebLoginStartParams; result: WebLoginStartResult };
  /** Waits for a login by QR code. */
  "web.login.wait": { params: WebLoginWaitParams; result: WebLoginWaitResult };
}

/** Payload of every event. */
export interface Events {
  /** First frame on a new socket: the nonce a device signs. */
  "connect.challenge": ConnectChallengeEvent;
  /** One step of a run. */
  "agent": AgentEvent;
  /** Text of a turn, as deltas and one end; deltas alone are dropped for a slow client. */
  "chat": ChatEvent;
  /** The whole presence list. */
  "presence": PresenceEvent;
  /** Sign of life. */
  "tick": TickEvent;
  /** Continuous talk was switched. */
  "talk.mode": TalkModeEvent;
  /** The gateway is about to stop or restart. */
  "shutdown": ShutdownEvent;
  /** A refreshed health snapshot. */
  "health": HealthSnapshot;
  /** Outcome of a heartbeat. */
  "heartbeat": HeartbeatEvent;
  /** A job changed, started or finished. */
  "cron": CronEvent;
  /** A node asks to be admitted. */
  "node.pair.requested": NodePairRequestedEvent;
  /** A node was admitted or refused. */
  "node.pair.resolved": NodePairResolvedEvent;
  /** A command for the node that receives it. */
  "node.invoke.request": NodeInvokeRequestEvent;
  /** A device asks to be admitted. */
  "device.pair.requested": DevicePairRequestedEvent;
  /** A device was admitted or refused. */
  "device.pair.resolved": DevicePairResolvedEvent;
  /** The wake words changed; a node also gets them, unnumbered, when it connects. */
  "voicewake.changed": VoicewakeChangedEvent;
  /** A command waits for a decision. */
  "exec.approval.requested": ExecApprovalRequestedEvent;
  /** A command was decided. */
  "exec.approval.resolved": ExecApprovalResolvedEvent;
}
