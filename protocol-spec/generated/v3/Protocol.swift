// Gateway wire protocol, version 3. Generated from protocol-spec/spec by `cargo gen`.

import Foundation

public let gatewayProtocolVersion = 3

/// Every method.
public enum GatewayMethod: String, Codable, CaseIterable, Sendable {
    case health
    case logsTail = "logs.tail"
    case channelsStatus = "channels.status"
    case channelsLogout = "channels.logout"
    case status
    case usageStatus = "usage.status"
    case usageCost = "usage.cost"
    case ttsStatus = "tts.status"
    case ttsProviders = "tts.providers"
    case ttsEnable = "tts.enable"
    case ttsDisable = "tts.disable"
    case ttsConvert = "tts.convert"
    case ttsSetProvider = "tts.setProvider"
    case configGet = "config.get"
    case configSet = "config.set"
    case configApply = "config.apply"
    case configPatch = "config.patch"
    case configSchema = "config.schema"
    case execApprovalsGet = "exec.approvals.get"
    case execApprovalsSet = "exec.approvals.set"
    case execApprovalsNodeGet = "exec.approvals.node.get"
    case execApprovalsNodeSet = "exec.approvals.node.set"
    case execApprovalRequest = "exec.approval.request"
    case execApprovalResolve = "exec.approval.resolve"
    case wizardStart = "wizard.start"
    case wizardNext = "wizard.next"
    case wizardCancel = "wizard.cancel"
    case wizardStatus = "wizard.status"
    case talkMode = "talk.mode"
    case modelsList = "models.list"
    case agentsList = "agents.list"
    case skillsStatus = "skills.status"
    case skillsBins = "skills.bins"
    case skillsInstall = "skills.install"
    case skillsUpdate = "skills.update"
    case updateRun = "update.run"
    case voicewakeGet = "voicewake.get"
    case voicewakeSet = "voicewake.set"
    case sessionsList = "sessions.list"
    case sessionsPreview = "sessions.preview"
    case sessionsPatch = "sessions.patch"
    case sessionsReset = "sessions.reset"
    case sessionsDelete = "sessions.delete"
    case sessionsCompact = "sessions.compact"
    case lastHeartbeat = "last-heartbeat"
    case setHeartbeats = "set-heartbeats"
    case wake
    case nodePairRequest = "node.pair.request"
    case nodePairList = "node.pair.list"
    case nodePairApprove = "node.pair.approve"
    case nodePairReject = "node.pair.reject"
    case nodePairVerify = "node.pair.verify"
    case devicePairList = "device.pair.list"
    case devicePairApprove = "device.pair.approve"
    case devicePairReject = "device.pair.reject"
    case deviceTokenRotate = "device.token.rotate"
    case deviceTokenRevoke = "device.token.revoke"
    case nodeRename = "node.rename"
    case nodeList = "node.list"
    case nodeDescribe = "node.describe"
    case nodeInvoke = "node.invoke"
    case nodeInvokeResult = "node.invoke.result"
    case nodeEvent = "node.event"
    case cronList = "cron.list"
    case cronStatus = "cron.status"
    case cronAdd = "cron.add"
    case cronUpdate = "cron.update"
    case cronRemove = "cron.remove"
    case cronRun = "cron.run"
    case cronRuns = "cron.runs"
    case systemPresence = "system-presence"
    case systemEvent = "system-event"
    case send
    case agent
    case agentIdentityGet = "agent.identity.get"
    case agentWait = "agent.wait"
    case browserRequest = "browser.request"
    case chatHistory = "chat.history"
    case chatAbort = "chat.abort"
    case chatSend = "chat.send"
    case connect
    case poll
    case chatInject = "chat.inject"
    case sessionsResolve = "sessions.resolve"
    case webLoginStart = "web.login.start"
    case webLoginWait = "web.login.wait"
}

/// Every event.
public enum GatewayEvent: String, Codable, CaseIterable, Sendable {
    case connectChallenge = "connect.challenge"
    case agent
    case chat
    case presence
    case tick
    case talkMode = "talk.mode"
    case shutdown
    case health
    case heartbeat
    case cron
    case nodePairRequested = "node.pair.requested"
    case nodePairResolved = "node.pair.resolved"
    case nodeInvokeRequest = "node.invoke.request"
    case devicePairRequested = "device.pair.requested"
    case devicePairResolved = "device.pair.resolved"
    case voicewakeChanged = "voicewake.changed"
    case execApprovalRequested = "exec.approval.requested"
    case execApprovalResolved = "exec.approval.resolved"
}

/// Values of `error.code`.
public enum GatewayErrorCode: String, Codable, CaseIterable, Sendable {
    case invalidRequest = "INVALID_REQUEST"
    case unavailable = "UNAVAILABLE"
    case notPaired = "NOT_PAIRED"
    case notLinked = "NOT_LINKED"
    case agentTimeout = "AGENT_TIMEOUT"
}

/// Roles.
public enum GatewayRole: String, Codable, CaseIterable, Sendable {
    case `operator`
    case node
}

/// Scopes of operators.
public enum GatewayScope: String, Codable, CaseIterable, Sendable {
    case admin = "operator.admin"
    case read = "operator.read"
    case write = "operator.write"
    case approvals = "operator.approvals"
    case pairing = "operator.pairing"
}

/// Numbers both ends rely on.
public enum GatewayLimits {
    /// Longest message a client may send; a longer one closes the connection with 1009. Sent as `policy.maxPayload`.
    public static let maxPayload = 524288
    /// Bytes that may wait for one client before it counts as slow. Sent as `policy.maxBufferedBytes`.
    public static let maxBufferedBytes = 1572864
    /// Longest message a client accepts; the gateway itself sets no bound on what it sends.
    public static let clientMaxPayload = 26214400
    /// Deepest nesting of a frame that is read; deeper text counts as no JSON.
    public static let maxJsonDepth = 127
    /// Most schema errors collected for one instance, so that a refusal stays within a small factor of what was refused.
    public static let maxViolations = 512
    /// Port when none is configured.
    public static let defaultPort = 18789
    /// Time from accept to a completed handshake; then the socket is closed with 1000.
    public static let handshakeTimeoutMs = 10000
    /// Close reasons that quote a longer text are cut to this many bytes of UTF-8.
    public static let closeReasonMaxBytes = 120
    /// How far `device.signedAt` may be from the gateway's clock.
    public static let signatureMaxSkewMs = 600000
    /// Life of a pending device or node pairing request.
    public static let pairingRequestTtlMs = 300000
    /// Time between ticks. Sent as `policy.tickIntervalMs`; a client gives up after two of them without one.
    public static let tickIntervalMs = 30000
    /// Time between health refreshes, and age up to which a cached snapshot is served.
    public static let healthRefreshIntervalMs = 60000
    /// Time between sweeps of remembered results and expired runs.
    public static let maintenanceIntervalMs = 60000
    /// Time a result is remembered for its idempotency key.
    public static let dedupeTtlMs = 300000
    /// Most results remembered at once; the oldest go first.
    public static let dedupeMaxEntries = 1000
    /// Age at which a presence entry is dropped from the list.
    public static let presenceTtlMs = 300000
    /// Most presence entries; the oldest go first.
    public static let presenceMaxEntries = 200
    /// Wait for a node's result when the caller names none.
    public static let nodeInvokeTimeoutMs = 30000
    /// Longest text a node may put into a session.
    public static let nodeEventTextMaxChars = 20000
    /// Wait of `agent.wait` when the caller names none.
    public static let agentWaitTimeoutMs = 30000
    /// Time the end of a run is kept for a later `agent.wait`.
    public static let agentResultTtlMs = 600000
    /// Wait for a decision on a command when the caller names none.
    public static let execApprovalTimeoutMs = 120000
    /// Least time between two chat deltas of a run.
    public static let chatDeltaIntervalMs = 150
    /// Added to a turn's timeout before it counts as expired.
    public static let chatRunExpiryGraceMs = 60000
    /// Shortest time after which a turn counts as expired.
    public static let chatRunExpiryMinMs = 120000
    /// Longest time after which a turn counts as expired.
    public static let chatRunExpiryMaxMs = 86400000
    /// Time an aborted run stays marked.
    public static let abortedRunTtlMs = 3600000
    /// Messages `chat.history` returns when the caller names no limit.
    public static let chatHistoryDefaultLimit = 200
    /// Size to which the messages of `chat.history` are trimmed from the front.
    public static let chatHistoryMaxBytes = 6291456
    /// Largest decoded attachment of a message.
    public static let attachmentMaxBytes = 5000000
    /// Length to which result text is cut in tool events.
    public static let toolEventTextMaxChars = 8000
    /// Length to which the text of an internal error is cut.
    public static let errorTextMaxChars = 240
    /// Longest session label, in code points.
    public static let sessionLabelMaxChars = 64
    /// Keys of `sessions.preview` that are looked at; the rest is ignored.
    public static let sessionsPreviewMaxKeys = 64
    /// Lines `logs.tail` returns when the caller names no limit.
    public static let logsTailDefaultLimit = 500
    /// Bytes `logs.tail` reads when the caller names no maximum.
    public static let logsTailDefaultMaxBytes = 250000
    /// Most wake words.
    public static let voicewakeMaxTriggers = 32
    /// Longest wake word.
    public static let voicewakeTriggerMaxChars = 64
    /// Delay of a requested restart when the caller names none.
    public static let restartDelayMs = 2000
    /// Longest delay of a requested restart.
    public static let restartDelayMaxMs = 60000
    /// `shutdown.restartExpectedMs` of a restart in place.
    public static let restartExpectedMs = 1500
    /// Time after which a stopping gateway exits whatever is left.
    public static let shutdownGraceMs = 5000
    /// Wait of a client for `connect.challenge` before it connects without a nonce.
    public static let clientConnectFallbackMs = 750
    /// First pause of a client before it reconnects; it doubles each time.
    public static let clientReconnectMinMs = 1000
    /// Longest pause of a client before it reconnects.
    public static let clientReconnectMaxMs = 30000
}

/// Params of `agent`.
public struct AgentParams: Codable, Equatable, Sendable {
    public var message: String
    public var agentId: String?
    /// Recipient that selects the session when no key is given.
    public var to: String?
    public var replyTo: String?
    public var sessionId: String?
    public var sessionKey: String?
    public var thinking: String?
    /// Send the reply to a channel.
    public var deliver: Bool?
    public var attachments: [AnyCodable]?
    public var channel: String?
    public var replyChannel: String?
    public var accountId: String?
    public var replyAccountId: String?
    public var threadId: String?
    public var groupId: String?
    public var groupChannel: String?
    public var groupSpace: String?
    /// Seconds.
    public var timeout: Int?
    public var lane: String?
    public var extraSystemPrompt: String?
    /// Becomes the run id.
    public var idempotencyKey: String
    public var label: String?
    public var spawnedBy: String?

    public init(
        message: String,
        agentId: String? = nil,
        to: String? = nil,
        replyTo: String? = nil,
        sessionId: String? = nil,
        sessionKey: String? = nil,
        thinking: String? = nil,
        deliver: Bool? = nil,
        attachments: [AnyCodable]? = nil,
        channel: String? = nil,
        replyChannel: String? = nil,
        accountId: String? = nil,
        replyAccountId: String? = nil,
        threadId: String? = nil,
        groupId: String? = nil,
        groupChannel: String? = nil,
        groupSpace: String? = nil,
        timeout: Int? = nil,
        lane: String? = nil,
        extraSystemPrompt: String? = nil,
        idempotencyKey: String,
        label: String? = nil,
        spawnedBy: String? = nil
    ) {
        self.message = message
        self.agentId = agentId
        self.to = to
        self.replyTo = replyTo
        self.sessionId = sessionId
        self.sessionKey = sessionKey
        self.thinking = thinking
        self.deliver = deliver
        self.attachments = attachments
        self.channel = channel
        self.replyChannel = replyChannel
        self.accountId = accountId
        self.replyAccountId = replyAccountId
        self.threadId = threadId
        self.groupId = groupId
        self.groupChannel = groupChannel
        self.groupSpace = groupSpace
        self.timeout = timeout
        self.lane = lane
        self.extraSystemPrompt = extraSystemPrompt
        self.idempotencyKey = idempotencyKey
        self.label = label
        self.spawnedBy = spawnedBy
    }
}

/// Payload of either response to `agent`.
public enum AgentResult: Codable, Equatable, Sendable {
    case accepted(AgentAccepted)
    case done(AgentDone)
    case failed(AgentFailed)

    public init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(AgentAccepted.self) {
            self = .accepted(value)
            return
        }
        if let value = try? container.decode(AgentDone.self) {
            self = .done(value)
            return
        }
        if let value = try? container.decode(AgentFailed.self) {
            self = .failed(value)
            return
        }
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "no AgentResult")
    }

    public func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .accepted(let value): try container.encode(value)
        case .done(let value): try container.encode(value)
        case .failed(let value): try container.encode(value)
        }
    }
}

/// Values of `AgentAccepted.status`.
public enum AgentAcceptedStatus: String, Codable, CaseIterable, Sendable {
    case accepted
}

/// First response: the run is queued.
public struct AgentAccepted: Codable, Equatable, Sendable {
    public var runId: String
    public var status: AgentAcceptedStatus
    public var acceptedAt: Int

    public init(
        runId: String,
        status: AgentAcceptedStatus = AgentAcceptedStatus.accepted,
        acceptedAt: Int
    ) {
        self.runId = runId
        self.status = status
        self.acceptedAt = acceptedAt
    }
}

/// Values of `AgentDone.status`.
public enum AgentDoneStatus: String, Codable, CaseIterable, Sendable {
    case ok
}

/// Second response: the run ended well.
public struct AgentDone: Codable, Equatable, Sendable {
    public var runId: String
    public var status: AgentDoneStatus
    public var summary: String
    public var result: AgentRunResult

    public init(
        runId: String,
        status: AgentDoneStatus = AgentDoneStatus.ok,
        summary: String,
        result: AgentRunResult
    ) {
        self.runId = runId
        self.status = status
        self.summary = summary
        self.result = result
    }
}

/// Values of `AgentFailed.status`.
public enum AgentFailedStatus: String, Codable, CaseIterable, Sendable {
    case error
}

/// Second response: the run failed; the frame carries an error too.
public struct AgentFailed: Codable, Equatable, Sendable {
    public var runId: String
    public var status: AgentFailedStatus
    public var summary: String

    public init(
        runId: String,
        status: AgentFailedStatus = AgentFailedStatus.error,
        summary: String
    ) {
        self.runId = runId
        self.status = status
        self.summary = summary
    }
}

/// What a run produced.
public struct AgentRunResult: Codable, Equatable, Sendable {
    public var payloads: [AgentReplyPayload]
    public var meta: AgentRunMeta

    public init(
        payloads: [AgentReplyPayload],
        meta: AgentRunMeta
    ) {
        self.payloads = payloads
        self.meta = meta
    }
}

/// One reply of a run.
public struct AgentReplyPayload: Codable, Equatable, Sendable {
    public var text: String?
    public var mediaUrl: String?
    public var mediaUrls: [String]?

    public init(
        text: String? = nil,
        mediaUrl: String?,
        mediaUrls: [String]? = nil
    ) {
        self.text = text
        self.mediaUrl = mediaUrl
        self.mediaUrls = mediaUrls
    }
}

/// Facts about a run.
public struct AgentRunMeta: Codable, Equatable, Sendable {
    public var durationMs: Int
    public var agentMeta: AgentMeta?
    public var aborted: Bool?
    public var systemPromptReport: [String: AnyCodable]?
    public var error: AnyCodable?

    public init(
        durationMs: Int,
        agentMeta: AgentMeta? = nil,
        aborted: Bool? = nil,
        systemPromptReport: [String: AnyCodable]? = nil,
        error: AnyCodable? = nil
    ) {
        self.durationMs = durationMs
        self.agentMeta = agentMeta
        self.aborted = aborted
        self.systemPromptReport = systemPromptReport
        self.error = error
    }
}

/// Model and use of a run.
public struct AgentMeta: Codable, Equatable, Sendable {
    public var sessionId: String
    public var provider: String
    public var model: String
    public var usage: AgentUsage?

    public init(
        sessionId: String,
        provider: String,
        model: String,
        usage: AgentUsage? = nil
    ) {
        self.sessionId = sessionId
        self.provider = provider
        self.model = model
        self.usage = usage
    }
}

/// Tokens of the last model call.
public struct AgentUsage: Codable, Equatable, Sendable {
    public var input: Int?
    public var output: Int?
    public var cacheRead: Int?
    public var cacheWrite: Int?
    public var total: Int?

    public init(
        input: Int? = nil,
        output: Int? = nil,
        cacheRead: Int? = nil,
        cacheWrite: Int? = nil,
        total: Int? = nil
    ) {
        self.input = input
        self.output = output
        self.cacheRead = cacheRead
        self.cacheWrite = cacheWrite
        self.total = total
    }
}

/// One step of a run.
public struct AgentEvent: Codable, Equatable, Sendable {
    public var runId: String
    /// lifecycle, assistant, tool, compaction, error, or one a reader does not know.
    public var stream: String
    /// By stream: AgentLifecycleData, AgentAssistantData, AgentToolData, AgentCompactionData, AgentGapData.
    public var data: [String: AnyCodable]
    public var sessionKey: String?
    /// From 1 per run; absent on a gap notice.
    public var seq: Int?
    public var ts: Int

    public init(
        runId: String,
        stream: String,
        data: [String: AnyCodable],
        sessionKey: String? = nil,
        seq: Int? = nil,
        ts: Int
    ) {
        self.runId = runId
        self.stream = stream
        self.data = data
        self.sessionKey = sessionKey
        self.seq = seq
        self.ts = ts
    }
}

/// Values of `AgentLifecycleData.phase`.
public enum AgentLifecycleDataPhase: String, Codable, CaseIterable, Sendable {
    case start
    case end
    case error
}

/// Data of stream `lifecycle`.
public struct AgentLifecycleData: Codable, Equatable, Sendable {
    public var phase: AgentLifecycleDataPhase
    public var startedAt: Int?
    public var endedAt: Int?
    public var aborted: Bool?
    public var error: String?

    public init(
        phase: AgentLifecycleDataPhase,
        startedAt: Int? = nil,
        endedAt: Int? = nil,
        aborted: Bool? = nil,
        error: String? = nil
    ) {
        self.phase = phase
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.aborted = aborted
        self.error = error
    }
}

/// Data of stream `assistant`.
public struct AgentAssistantData: Codable, Equatable, Sendable {
    /// The whole message so far.
    public var text: String
    public var delta: String?
    public var mediaUrls: [String]?

    public init(
        text: String,
        delta: String? = nil,
        mediaUrls: [String]? = nil
    ) {
        self.text = text
        self.delta = delta
        self.mediaUrls = mediaUrls
    }
}

/// Values of `AgentToolData.phase`.
public enum AgentToolDataPhase: String, Codable, CaseIterable, Sendable {
    case start
    case update
    case result
}

/// Data of stream `tool`.
public struct AgentToolData: Codable, Equatable, Sendable {
    public var phase: AgentToolDataPhase
    public var name: String
    public var toolCallId: String
    /// With phase start.
    public var args: AnyCodable?
    /// With phase update.
    public var partialResult: AnyCodable?
    public var meta: String?
    public var isError: Bool?
    /// With phase result.
    public var result: AnyCodable?

    public init(
        phase: AgentToolDataPhase,
        name: String,
        toolCallId: String,
        args: AnyCodable? = nil,
        partialResult: AnyCodable? = nil,
        meta: String? = nil,
        isError: Bool? = nil,
        result: AnyCodable? = nil
    ) {
        self.phase = phase
        self.name = name
        self.toolCallId = toolCallId
        self.args = args
        self.partialResult = partialResult
        self.meta = meta
        self.isError = isError
        self.result = result
    }
}

/// Values of `AgentCompactionData.phase`.
public enum AgentCompactionDataPhase: String, Codable, CaseIterable, Sendable {
    case start
    case end
}

/// Data of stream `compaction`.
public struct AgentCompactionData: Codable, Equatable, Sendable {
    public var phase: AgentCompactionDataPhase
    public var willRetry: Bool?

    public init(
        phase: AgentCompactionDataPhase,
        willRetry: Bool? = nil
    ) {
        self.phase = phase
        self.willRetry = willRetry
    }
}

/// Data of stream `error`: events of the run were lost inside the gateway.
public struct AgentGapData: Codable, Equatable, Sendable {
    public var reason: String
    public var expected: Int?
    public var received: Int?

    public init(
        reason: String,
        expected: Int? = nil,
        received: Int? = nil
    ) {
        self.reason = reason
        self.expected = expected
        self.received = received
    }
}

/// Params of `agent.identity.get`.
public struct AgentIdentityGetParams: Codable, Equatable, Sendable {
    public var agentId: String?
    public var sessionKey: String?

    public init(
        agentId: String? = nil,
        sessionKey: String? = nil
    ) {
        self.agentId = agentId
        self.sessionKey = sessionKey
    }
}

/// Result of `agent.identity.get`.
public struct AgentIdentityGetResult: Codable, Equatable, Sendable {
    public var agentId: String
    public var name: String?
    /// URL, path or a few characters.
    public var avatar: String?

    public init(
        agentId: String,
        name: String? = nil,
        avatar: String? = nil
    ) {
        self.agentId = agentId
        self.name = name
        self.avatar = avatar
    }
}

/// Params of `agent.wait`.
public struct AgentWaitParams: Codable, Equatable, Sendable {
    public var runId: String
    /// 0 asks without waiting.
    public var timeoutMs: Int?

    public init(
        runId: String,
        timeoutMs: Int? = nil
    ) {
        self.runId = runId
        self.timeoutMs = timeoutMs
    }
}

/// Values of `AgentWaitResult.status`.
public enum AgentWaitResultStatus: String, Codable, CaseIterable, Sendable {
    case ok
    case error
    case timeout
}

/// Result of `agent.wait`.
public struct AgentWaitResult: Codable, Equatable, Sendable {
    public var runId: String
    public var status: AgentWaitResultStatus
    public var startedAt: Int?
    public var endedAt: Int?
    public var error: String?

    public init(
        runId: String,
        status: AgentWaitResultStatus,
        startedAt: Int? = nil,
        endedAt: Int? = nil,
        error: String? = nil
    ) {
        self.runId = runId
        self.status = status
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.error = error
    }
}

/// Params of `agents.list`.
public struct AgentsListParams: Codable, Equatable, Sendable {

    public init() {
    }
}

/// Values of `AgentsListResult.scope`.
public enum AgentsListResultScope: String, Codable, CaseIterable, Sendable {
    case perSender = "per-sender"
    case global
}

/// Result of `agents.list`.
public struct AgentsListResult: Codable, Equatable, Sendable {
    public var defaultId: String
    public var mainKey: String
    public var scope: AgentsListResultScope
    public var agents: [AgentSummary]

    public init(
        defaultId: String,
        mainKey: String,
        scope: AgentsListResultScope,
        agents: [AgentSummary]
    ) {
        self.defaultId = defaultId
        self.mainKey = mainKey
        self.scope = scope
        self.agents = agents
    }
}

/// One configured agent.
public struct AgentSummary: Codable, Equatable, Sendable {
    public var id: String
    public var name: String?
    public var identity: AgentIdentity?

    public init(
        id: String,
        name: String? = nil,
        identity: AgentIdentity? = nil
    ) {
        self.id = id
        self.name = name
        self.identity = identity
    }
}

/// How an agent presents itself.
public struct AgentIdentity: Codable, Equatable, Sendable {
    public var name: String?
    public var theme: String?
    public var emoji: String?
    public var avatar: String?
    public var avatarUrl: String?

    public init(
        name: String? = nil,
        theme: String? = nil,
        emoji: String? = nil,
        avatar: String? = nil,
        avatarUrl: String? = nil
    ) {
        self.name = name
        self.theme = theme
        self.emoji = emoji
        self.avatar = avatar
        self.avatarUrl = avatarUrl
    }
}

/// Values of `BrowserRequestParams.method`.
public enum BrowserRequestParamsMethod: String, Codable, CaseIterable, Sendable {
    case get = "GET"
    case post = "POST"
    case delete = "DELETE"
}

/// Params of `browser.request`.
public struct BrowserRequestParams: Codable, Equatable, Sendable {
    public var method: BrowserRequestParamsMethod
    public var path: String
    public var query: [String: AnyCodable]?
    public var body: AnyCodable?
    public var timeoutMs: Int?

    public init(
        method: BrowserRequestParamsMethod,
        path: String,
        query: [String: AnyCodable]? = nil,
        body: AnyCodable? = nil,
        timeoutMs: Int? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.body = body
        self.timeoutMs = timeoutMs
    }
}

/// Params of `channels.status`.
public struct ChannelsStatusParams: Codable, Equatable, Sendable {
    public var probe: Bool?
    /// 10000 when absent, at least 1000.
    public var timeoutMs: Int?

    public init(
        probe: Bool? = nil,
        timeoutMs: Int? = nil
    ) {
        self.probe = probe
        self.timeoutMs = timeoutMs
    }
}

/// Result of `channels.status`.
public struct ChannelsStatusResult: Codable, Equatable, Sendable {
    public var ts: Int
    public var channelOrder: [String]
    public var channelLabels: [String: String]
    public var channelDetailLabels: [String: String]
    public var channelSystemImages: [String: String]
    public var channelMeta: [ChannelMeta]
    /// Summary by channel id.
    public var channels: [String: [String: AnyCodable]]
    public var channelAccounts: [String: [ChannelAccount]]
    public var channelDefaultAccountId: [String: String]

    public init(
        ts: Int,
        channelOrder: [String],
        channelLabels: [String: String],
        channelDetailLabels: [String: String],
        channelSystemImages: [String: String],
        channelMeta: [ChannelMeta],
        channels: [String: [String: AnyCodable]],
        channelAccounts: [String: [ChannelAccount]],
        channelDefaultAccountId: [String: String]
    ) {
        self.ts = ts
        self.channelOrder = channelOrder
        self.channelLabels = channelLabels
        self.channelDetailLabels = channelDetailLabels
        self.channelSystemImages = channelSystemImages
        self.channelMeta = channelMeta
        self.channels = channels
        self.channelAccounts = channelAccounts
        self.channelDefaultAccountId = channelDefaultAccountId
    }
}

/// How a channel is shown.
public struct ChannelMeta: Codable, Equatable, Sendable {
    public var id: String
    public var label: String
    public var detailLabel: String
    public var systemImage: String?

    public init(
        id: String,
        label: String,
        detailLabel: String,
        systemImage: String? = nil
    ) {
        self.id = id
        self.label = label
        self.detailLabel = detailLabel
        self.systemImage = systemImage
    }
}

/// State of one account; channels add properties.
public struct ChannelAccount: Codable, Equatable, Sendable {
    public var accountId: String
    public var name: String?
    public var enabled: Bool?
    public var configured: Bool?
    public var linked: Bool?
    public var running: Bool?
    public var connected: Bool?
    public var reconnectAttempts: Int?
    public var lastConnectedAt: Nullable<Int>?
    public var lastError: Nullable<String>?
    public var lastStartAt: Nullable<Int>?
    public var lastStopAt: Nullable<Int>?
    public var lastInboundAt: Nullable<Int>?
    public var lastOutboundAt: Nullable<Int>?
    public var lastProbeAt: Nullable<Int>?
    public var mode: String?
    public var dmPolicy: String?
    public var allowFrom: [String]?
    public var tokenSource: String?
    public var botTokenSource: String?
    public var appTokenSource: String?
    public var baseUrl: String?
    public var allowUnmentionedGroups: Bool?
    public var cliPath: Nullable<String>?
    public var dbPath: Nullable<String>?
    public var port: Nullable<Int>?
    public var probe: AnyCodable?
    public var audit: AnyCodable?
    public var application: AnyCodable?

    public init(
        accountId: String,
        name: String? = nil,
        enabled: Bool? = nil,
        configured: Bool? = nil,
        linked: Bool? = nil,
        running: Bool? = nil,
        connected: Bool? = nil,
        reconnectAttempts: Int? = nil,
        lastConnectedAt: Nullable<Int>? = nil,
        lastError: Nullable<String>? = nil,
        lastStartAt: Nullable<Int>? = nil,
        lastStopAt: Nullable<Int>? = nil,
        lastInboundAt: Nullable<Int>? = nil,
        lastOutboundAt: Nullable<Int>? = nil,
        lastProbeAt: Nullable<Int>? = nil,
        mode: String? = nil,
        dmPolicy: String? = nil,
        allowFrom: [String]? = nil,
        tokenSource: String? = nil,
        botTokenSource: String? = nil,
        appTokenSource: String? = nil,
        baseUrl: String? = nil,
        allowUnmentionedGroups: Bool? = nil,
        cliPath: Nullable<String>? = nil,
        dbPath: Nullable<String>? = nil,
        port: Nullable<Int>? = nil,
        probe: AnyCodable? = nil,
        audit: AnyCodable? = nil,
        application: AnyCodable? = nil
    ) {
        self.accountId = accountId
        self.name = name
        self.enabled = enabled
        self.configured = configured
        self.linked = linked
        self.running = running
        self.connected = connected
        self.reconnectAttempts = reconnectAttempts
        self.lastConnectedAt = lastConnectedAt
        self.lastError = lastError
        self.lastStartAt = lastStartAt
        self.lastStopAt = lastStopAt
        self.lastInboundAt = lastInboundAt
        self.lastOutboundAt = lastOutboundAt
        self.lastProbeAt = lastProbeAt
        self.mode = mode
        self.dmPolicy = dmPolicy
        self.allowFrom = allowFrom
        self.tokenSource = tokenSource
        self.botTokenSource = botTokenSource
        self.appTokenSource = appTokenSource
        self.baseUrl = baseUrl
        self.allowUnmentionedGroups = allowUnmentionedGroups
        self.cliPath = cliPath
        self.dbPath = dbPath
        self.port = port
        self.probe = probe
        self.audit = audit
        self.application = application
    }
}

/// Params of `channels.logout`.
public struct ChannelsLogoutParams: Codable, Equatable, Sendable {
    public var channel: String
    public var accountId: String?

    public init(
        channel: String,
        accountId: String? = nil
    ) {
        self.channel = channel
        self.accountId = accountId
    }
}

/// Result of `channels.logout`; channels add properties.
public struct ChannelsLogoutResult: Codable, Equatable, Sendable {
    public var channel: String
    public var accountId: String
    public var cleared: Bool

    public init(
        channel: String,
        accountId: String,
        cleared: Bool
    ) {
        self.channel = channel
        self.accountId = accountId
        self.cleared = cleared
    }
}

/// Params of `web.login.start`.
public struct WebLoginStartParams: Codable, Equatable, Sendable {
    public var force: Bool?
    public var timeoutMs: Int?
    public var verbose: Bool?
    public var accountId: String?

    public init(
        force: Bool? = nil,
        timeoutMs: Int? = nil,
        verbose: Bool? = nil,
        accountId: String? = nil
    ) {
        self.force = force
        self.timeoutMs = timeoutMs
        self.verbose = verbose
        self.accountId = accountId
    }
}

/// Result of `web.login.start`.
public struct WebLoginStartResult: Codable, Equatable, Sendable {
    public var message: String
    public var qrDataUrl: String?

    public init(
        message: String,
        qrDataUrl: String? = nil
    ) {
        self.message = message
        self.qrDataUrl = qrDataUrl
    }
}

/// Params of `web.login.wait`.
public struct WebLoginWaitParams: Codable, Equatable, Sendable {
    public var timeoutMs: Int?
    public var accountId: String?

    public init(
        timeoutMs: Int? = nil,
        accountId: String? = nil
    ) {
        self.timeoutMs = timeoutMs
        self.accountId = accountId
    }
}

/// Result of `web.login.wait`.
public struct WebLoginWaitResult: Codable, Equatable, Sendable {
    public var connected: Bool
    public var message: String

    public init(
        connected: Bool,
        message: String
    ) {
        self.connected = connected
        self.message = message
    }
}

/// Params of `chat.history`.
public struct ChatHistoryParams: Codable, Equatable, Sendable {
    public var sessionKey: String
    /// 200 when absent.
    public var limit: Int?

    public init(
        sessionKey: String,
        limit: Int? = nil
    ) {
        self.sessionKey = sessionKey
        self.limit = limit
    }
}

/// Result of `chat.history`.
public struct ChatHistoryResult: Codable, Equatable, Sendable {
    /// As the caller wrote it.
    public var sessionKey: String
    public var sessionId: String?
    /// Message objects of the transcript, oldest first.
    public var messages: [ChatMessage]
    public var thinkingLevel: String?

    public init(
        sessionKey: String,
        sessionId: String? = nil,
        messages: [ChatMessage],
        thinkingLevel: String? = nil
    ) {
        self.sessionKey = sessionKey
        self.sessionId = sessionId
        self.messages = messages
        self.thinkingLevel = thinkingLevel
    }
}

/// A message as the transcript holds it; providers add properties.
public struct ChatMessage: Codable, Equatable, Sendable {
    /// user, assistant, toolResult and a few internal ones.
    public var role: String
    public var content: AnyCodable?
    public var timestamp: Int?
    public var stopReason: String?
    public var usage: AnyCodable?

    public init(
        role: String,
        content: AnyCodable? = nil,
        timestamp: Int? = nil,
        stopReason: String? = nil,
        usage: AnyCodable? = nil
    ) {
        self.role = role
        self.content = content
        self.timestamp = timestamp
        self.stopReason = stopReason
        self.usage = usage
    }
}

/// Params of `chat.send`.
public struct ChatSendParams: Codable, Equatable, Sendable {
    public var sessionKey: String
    /// May be empty when there are attachments.
    public var message: String
    public var thinking: String?
    public var deliver: Bool?
    /// Objects of the form ChatAttachment.
    public var attachments: [AnyCodable]?
    public var timeoutMs: Int?
    /// Becomes the run id.
    public var idempotencyKey: String

    public init(
        sessionKey: String,
        message: String,
        thinking: String? = nil,
        deliver: Bool? = nil,
        attachments: [AnyCodable]? = nil,
        timeoutMs: Int? = nil,
        idempotencyKey: String
    ) {
        self.sessionKey = sessionKey
        self.message = message
        self.thinking = thinking
        self.deliver = deliver
        self.attachments = attachments
        self.timeoutMs = timeoutMs
        self.idempotencyKey = idempotencyKey
    }
}

/// An image of a message.
public struct ChatAttachment: Codable, Equatable, Sendable {
    public var type: String?
    public var mimeType: String?
    public var fileName: String?
    /// Base64 or a data URL.
    public var content: String?

    public init(
        type: String? = nil,
        mimeType: String? = nil,
        fileName: String? = nil,
        content: String? = nil
    ) {
        self.type = type
        self.mimeType = mimeType
        self.fileName = fileName
        self.content = content
    }
}

/// Result of `chat.send`: what became of the turn, or of the runs when the message was a stop word.
public enum ChatSendResult: Codable, Equatable, Sendable {
    case sendAck(ChatSendAck)
    case abortResult(ChatAbortResult)

    public init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(ChatSendAck.self) {
            self = .sendAck(value)
            return
        }
        if let value = try? container.decode(ChatAbortResult.self) {
            self = .abortResult(value)
            return
        }
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "no ChatSendResult")
    }

    public func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .sendAck(let value): try container.encode(value)
        case .abortResult(let value): try container.encode(value)
        }
    }
}

/// Values of `ChatSendAck.status`.
public enum ChatSendAckStatus: String, Codable, CaseIterable, Sendable {
    case started
    case inFlight = "in_flight"
    case ok
    case error
}

/// State of the turn with this idempotency key.
public struct ChatSendAck: Codable, Equatable, Sendable {
    public var runId: String
    public var status: ChatSendAckStatus
    public var summary: String?

    public init(
        runId: String,
        status: ChatSendAckStatus,
        summary: String? = nil
    ) {
        self.runId = runId
        self.status = status
        self.summary = summary
    }
}

/// Params of `chat.abort`.
public struct ChatAbortParams: Codable, Equatable, Sendable {
    public var sessionKey: String
    /// All runs of the session when absent.
    public var runId: String?

    public init(
        sessionKey: String,
        runId: String? = nil
    ) {
        self.sessionKey = sessionKey
        self.runId = runId
    }
}

/// Result of `chat.abort`.
public struct ChatAbortResult: Codable, Equatable, Sendable {
    public var ok: Bool
    public var aborted: Bool
    public var runIds: [String]

    public init(
        ok: Bool = true,
        aborted: Bool,
        runIds: [String]
    ) {
        self.ok = ok
        self.aborted = aborted
        self.runIds = runIds
    }
}

/// Params of `chat.inject`.
public struct ChatInjectParams: Codable, Equatable, Sendable {
    public var sessionKey: String
    public var message: String
    public var label: String?

    public init(
        sessionKey: String,
        message: String,
        label: String? = nil
    ) {
        self.sessionKey = sessionKey
        self.message = message
        self.label = label
    }
}

/// Result of `chat.inject`.
public struct ChatInjectResult: Codable, Equatable, Sendable {
    public var ok: Bool
    public var messageId: String

    public init(
        ok: Bool = true,
        messageId: String
    ) {
        self.ok = ok
        self.messageId = messageId
    }
}

/// Values of `ChatEvent.state`.
public enum ChatEventState: String, Codable, CaseIterable, Sendable {
    case delta
    case final
    case aborted
    case error
}

/// Text of a turn.
public struct ChatEvent: Codable, Equatable, Sendable {
    public var runId: String
    /// As the caller wrote it.
    public var sessionKey: String
    public var seq: Int
    public var state: ChatEventState
    /// The whole text so far; absent on an empty end.
    public var message: ChatMessage?
    public var errorMessage: String?
    public var stopReason: String?

    public init(
        runId: String,
        sessionKey: String,
        seq: Int,
        state: ChatEventState,
        message: ChatMessage? = nil,
        errorMessage: String? = nil,
        stopReason: String? = nil
    ) {
        self.runId = runId
        self.sessionKey = sessionKey
        self.seq = seq
        self.state = state
        self.message = message
        self.errorMessage = errorMessage
        self.stopReason = stopReason
    }
}

/// Params of `config.get`.
public struct ConfigGetParams: Codable, Equatable, Sendable {

    public init() {
    }
}

/// Result of `config.get`. Secrets are not hidden.
public struct ConfigGetResult: Codable, Equatable, Sendable {
    public var path: String
    public var exists: Bool
    public var raw: String?
    /// The file as it is.
    public var parsed: AnyCodable
    public var valid: Bool
    /// The file with defaults filled in.
    public var config: [String: AnyCodable]
    /// Hex SHA-256 of the raw text; `baseHash` of the next write.
    public var hash: String
    public var issues: [ConfigIssue]
    public var warnings: [ConfigIssue]
    public var legacyIssues: [ConfigIssue]

    public init(
        path: String,
        exists: Bool,
        raw: String?,
        parsed: AnyCodable,
        valid: Bool,
        config: [String: AnyCodable],
        hash: String,
        issues: [ConfigIssue],
        warnings: [ConfigIssue],
        legacyIssues: [ConfigIssue]
    ) {
        self.path = path
        self.exists = exists
        self.raw = raw
        self.parsed = parsed
        self.valid = valid
        self.config = config
        self.hash = hash
        self.issues = issues
        self.warnings = warnings
        self.legacyIssues = legacyIssues
    }
}

/// Something wrong with one path of the configuration.
public struct ConfigIssue: Codable, Equatable, Sendable {
    public var path: String
    public var message: String

    public init(
        path: String,
        message: String
    ) {
        self.path = path
        self.message = message
    }
}

/// `error.details` of a refused configuration.
public struct ConfigInvalidDetails: Codable, Equatable, Sendable {
    public var issues: [ConfigIssue]

    public init(
        issues: [ConfigIssue]
    ) {
        self.issues = issues
    }
}

/// Params of `config.schema`.
public struct ConfigSchemaParams: Codable, Equatable, Sendable {

    public init() {
    }
}

/// Result of `config.schema`.
public struct ConfigSchemaResult: Codable, Equatable, Sendable {
    public var schema: AnyCodable
    public var uiHints: [String: ConfigUiHint]
    public var version: String
    /// ISO 8601.
    public var generatedAt: String

    public init(
        schema: AnyCodable,
        uiHints: [String: ConfigUiHint],
        version: String,
        generatedAt: String
    ) {
        self.schema = schema
        self.uiHints = uiHints
        self.version = version
        self.generatedAt = generatedAt
    }
}

/// How a form shows one path.
public struct ConfigUiHint: Codable, Equatable, Sendable {
    public var label: String?
    public var help: String?
    public var group: String?
    public var order: Int?
    public var advanced: Bool?
    public var sensitive: Bool?
    public var placeholder: String?
    public var itemTemplate: AnyCodable?

    public init(
        label: String? = nil,
        help: String? = nil,
        group: String? = nil,
        order: Int? = nil,
        advanced: Bool? = nil,
        sensitive: Bool? = nil,
        placeholder: String? = nil,
        itemTemplate: AnyCodable? = nil
    ) {
        self.label = label
        self.help = help
        self.group = group
        self.order = order
        self.advanced = advanced
        self.sensitive = sensitive
        self.placeholder = placeholder
        self.itemTemplate = itemTemplate
    }
}

/// Params of `config.set`.
public struct ConfigSetParams: Codable, Equatable, Sendable {
    /// JSON5.
    public var raw: String
    /// Required when the file exists.
    public var baseHash: String?

    public init(
        raw: String,
        baseHash: String? = nil
    ) {
        self.raw = raw
        self.baseHash = baseHash
    }
}

/// Result of `config.set`.
public struct ConfigSetResult: Codable, Equatable, Sendable {
    public var ok: Bool
    public var path: String
    public var config: [String: AnyCodable]

    public init(
        ok: Bool = true,
        path: String,
        config: [String: AnyCodable]
    ) {
        self.ok = ok
        self.path = path
        self.config = config
    }
}

/// Params of `config.apply`.
public struct ConfigApplyParams: Codable, Equatable, Sendable {
    /// JSON5.
    public var raw: String
    public var baseHash: String?
    /// Session told about the restart.
    public var sessionKey: String?
    public var note: String?
    public var restartDelayMs: Int?

    public init(
        raw: String,
        baseHash: String? = nil,
        sessionKey: String? = nil,
        note: String? = nil,
        restartDelayMs: Int? = nil
    ) {
        self.raw = raw
        self.baseHash = baseHash
        self.sessionKey = sessionKey
        self.note = note
        self.restartDelayMs = restartDelayMs
    }
}

/// Result of `config.apply`.
public struct ConfigApplyResult: Codable, Equatable, Sendable {
    public var ok: Bool
    public var path: String
    public var config: [String: AnyCodable]
    public var restart: RestartSchedule
    public var sentinel: RestartSentinel

    public init(
        ok: Bool = true,
        path: String,
        config: [String: AnyCodable],
        restart: RestartSchedule,
        sentinel: RestartSentinel
    ) {
        self.ok = ok
        self.path = path
        self.config = config
        self.restart = restart
        self.sentinel = sentinel
    }
}

/// Params of `config.patch`.
public struct ConfigPatchParams: Codable, Equatable, Sendable {
    /// JSON5 object, merged by RFC 7396.
    public var raw: String
    public var baseHash: String?
    /// Session told about the restart.
    public var sessionKey: String?
    public var note: String?
    public var restartDelayMs: Int?

    public init(
        raw: String,
        baseHash: String? = nil,
        sessionKey: String? = nil,
        note: String? = nil,
        restartDelayMs: Int? = nil
    ) {
        self.raw = raw
        self.baseHash = baseHash
        self.sessionKey = sessionKey
        self.note = note
        self.restartDelayMs = restartDelayMs
    }
}

/// Result of `config.patch`.
public struct ConfigPatchResult: Codable, Equatable, Sendable {
    public var ok: Bool
    public var path: String
    public var config: [String: AnyCodable]
    public var restart: RestartSchedule
    public var sentinel: RestartSentinel

    public init(
        ok: Bool = true,
        path: String,
        config: [String: AnyCodable],
        restart: RestartSchedule,
        sentinel: RestartSentinel
    ) {
        self.ok = ok
        self.path = path
        self.config = config
        self.restart = restart
        self.sentinel = sentinel
    }
}

/// Values of `RestartSchedule.mode`.
public enum RestartScheduleMode: String, Codable, CaseIterable, Sendable {
    case emit
    case signal
}

/// A restart that was requested.
public struct RestartSchedule: Codable, Equatable, Sendable {
    public var ok: Bool
    public var pid: Int
    public var signal: String
    public var delayMs: Int
    public var reason: String?
    public var mode: RestartScheduleMode

    public init(
        ok: Bool,
        pid: Int,
        signal: String,
        delayMs: Int,
        reason: String? = nil,
        mode: RestartScheduleMode
    ) {
        self.ok = ok
        self.pid = pid
        self.signal = signal
        self.delayMs = delayMs
        self.reason = reason
        self.mode = mode
    }
}

/// Note to the next process about why there was a restart.
public struct RestartSentinel: Codable, Equatable, Sendable {
    public var path: String?
    public var payload: RestartSentinelPayload

    public init(
        path: String?,
        payload: RestartSentinelPayload
    ) {
        self.path = path
        self.payload = payload
    }
}

/// Values of `RestartSentinelPayload.status`.
public enum RestartSentinelPayloadStatus: String, Codable, CaseIterable, Sendable {
    case ok
    case error
    case skipped
}

/// Content of the note.
public struct RestartSentinelPayload: Codable, Equatable, Sendable {
    /// config-apply, update or restart.
    public var kind: String
    public var status: RestartSentinelPayloadStatus
    public var ts: Int
    public var sessionKey: String?
    public var message: Nullable<String>?
    public var doctorHint: String?
    public var stats: [String: AnyCodable]?

    public init(
        kind: String,
        status: RestartSentinelPayloadStatus,
        ts: Int,
        sessionKey: String? = nil,
        message: Nullable<String>? = nil,
        doctorHint: String? = nil,
        stats: [String: AnyCodable]? = nil
    ) {
        self.kind = kind
        self.status = status
        self.ts = ts
        self.sessionKey = sessionKey
        self.message = message
        self.doctorHint = doctorHint
        self.stats = stats
    }
}

/// Params of `update.run`.
public struct UpdateRunParams: Codable, Equatable, Sendable {
    public var sessionKey: String?
    public var note: String?
    public var restartDelayMs: Int?
    public var timeoutMs: Int?

    public init(
        sessionKey: String? = nil,
        note: String? = nil,
        restartDelayMs: Int? = nil,
        timeoutMs: Int? = nil
    ) {
        self.sessionKey = sessionKey
        self.note = note
        self.restartDelayMs = restartDelayMs
        self.timeoutMs = timeoutMs
    }
}

/// Result of `update.run`.
public struct UpdateRunResult: Codable, Equatable, Sendable {
    public var ok: Bool
    public var result: UpdateOutcome
    public var restart: RestartSchedule
    public var sentinel: RestartSentinel

    public init(
        ok: Bool = true,
        result: UpdateOutcome,
        restart: RestartSchedule,
        sentinel: RestartSentinel
    ) {
        self.ok = ok
        self.result = result
        self.restart = restart
        self.sentinel = sentinel
    }
}

/// Values of `UpdateOutcome.status`.
public enum UpdateOutcomeStatus: String, Codable, CaseIterable, Sendable {
    case ok
    case error
    case skipped
}

/// How an update went.
public struct UpdateOutcome: Codable, Equatable, Sendable {
    public var status: UpdateOutcomeStatus
    public var mode: String
    public var root: String?
    public var before: AnyCodable?
    public var after: AnyCodable?
    public var steps: [AnyCodable]
    public var reason: String?
    public var durationMs: Int

    public init(
        status: UpdateOutcomeStatus,
        mode: String,
        root: String? = nil,
        before: AnyCodable? = nil,
        after: AnyCodable? = nil,
        steps: [AnyCodable],
        reason: String? = nil,
        durationMs: Int
    ) {
        self.status = status
        self.mode = mode
        self.root = root
        self.before = before
        self.after = after
        self.steps = steps
        self.reason = reason
        self.durationMs = durationMs
    }
}

/// Params of `connect`. Unknown properties are reported by a strict check and ignored by a lenient one.
public struct ConnectParams: Codable, Equatable, Sendable {
    public var minProtocol: Int
    public var maxProtocol: Int
    public var client: ConnectClient
    /// Capabilities of a node.
    public var caps: [String]?
    /// Commands a node answers.
    public var commands: [String]?
    public var permissions: [String: Bool]?
    /// PATH of a node's host.
    public var pathEnv: String?
    /// operator when absent.
    public var role: String?
    /// Scopes asked for; an operator that names none gets operator.admin.
    public var scopes: [String]?
    public var device: ConnectDevice?
    public var auth: ConnectAuth?
    public var locale: String?
    public var userAgent: String?

    public init(
        minProtocol: Int,
        maxProtocol: Int,
        client: ConnectClient,
        caps: [String]? = nil,
        commands: [String]? = nil,
        permissions: [String: Bool]? = nil,
        pathEnv: String? = nil,
        role: String? = nil,
        scopes: [String]? = nil,
        device: ConnectDevice? = nil,
        auth: ConnectAuth? = nil,
        locale: String? = nil,
        userAgent: String? = nil
    ) {
        self.minProtocol = minProtocol
        self.maxProtocol = maxProtocol
        self.client = client
        self.caps = caps
        self.commands = commands
        self.permissions = permissions
        self.pathEnv = pathEnv
        self.role = role
        self.scopes = scopes
        self.device = device
        self.auth = auth
        self.locale = locale
        self.userAgent = userAgent
    }
}

/// What is connecting.
public struct ConnectClient: Codable, Equatable, Sendable {
    public var id: ClientId
    public var displayName: String?
    public var version: String
    public var platform: String
    public var deviceFamily: String?
    public var modelIdentifier: String?
    public var mode: ClientMode
    public var instanceId: String?

    public init(
        id: ClientId,
        displayName: String? = nil,
        version: String,
        platform: String,
        deviceFamily: String? = nil,
        modelIdentifier: String? = nil,
        mode: ClientMode,
        instanceId: String? = nil
    ) {
        self.id = id
        self.displayName = displayName
        self.version = version
        self.platform = platform
        self.deviceFamily = deviceFamily
        self.modelIdentifier = modelIdentifier
        self.mode = mode
        self.instanceId = instanceId
    }
}

/// The known client programs.
public enum ClientId: String, Codable, CaseIterable, Sendable {
    case webchatUi = "webchat-ui"
    case openclawControlUi = "openclaw-control-ui"
    case webchat
    case cli
    case gatewayClient = "gateway-client"
    case openclawMacos = "openclaw-macos"
    case openclawIos = "openclaw-ios"
    case openclawAndroid = "openclaw-android"
    case nodeHost = "node-host"
    case test
    case fingerprint
    case openclawProbe = "openclaw-probe"
}

/// What a client is used as.
public enum ClientMode: String, Codable, CaseIterable, Sendable {
    case webchat
    case cli
    case ui
    case backend
    case node
    case probe
    case test
}

/// Device identity with a signature over the handshake.
public struct ConnectDevice: Codable, Equatable, Sendable {
    /// Lower-case hex SHA-256 of the raw public key.
    public var id: String
    /// Ed25519 key, base64url of the raw 32 bytes.
    public var publicKey: String
    /// Ed25519 signature, base64url.
    public var signature: String
    public var signedAt: Int
    /// The challenge nonce; required unless the connection is local.
    public var nonce: String?

    public init(
        id: String,
        publicKey: String,
        signature: String,
        signedAt: Int,
        nonce: String? = nil
    ) {
        self.id = id
        self.publicKey = publicKey
        self.signature = signature
        self.signedAt = signedAt
        self.nonce = nonce
    }
}

/// Shared secret or device token.
public struct ConnectAuth: Codable, Equatable, Sendable {
    public var token: String?
    public var password: String?

    public init(
        token: String? = nil,
        password: String? = nil
    ) {
        self.token = token
        self.password = password
    }
}

/// Values of `HelloOk.type`.
public enum HelloOkType: String, Codable, CaseIterable, Sendable {
    case helloOk = "hello-ok"
}

/// Result of `connect`.
public struct HelloOk: Codable, Equatable, Sendable {
    public var type: HelloOkType
    /// The version the connection speaks.
    public var `protocol`: Int
    public var server: HelloServer
    public var features: HelloFeatures
    public var snapshot: Snapshot
    public var canvasHostUrl: String?
    /// Absent without a device.
    public var auth: HelloAuth?
    public var policy: HelloPolicy

    public init(
        type: HelloOkType = HelloOkType.helloOk,
        `protocol`: Int,
        server: HelloServer,
        features: HelloFeatures,
        snapshot: Snapshot,
        canvasHostUrl: String? = nil,
        auth: HelloAuth? = nil,
        policy: HelloPolicy
    ) {
        self.type = type
        self.`protocol` = `protocol`
        self.server = server
        self.features = features
        self.snapshot = snapshot
        self.canvasHostUrl = canvasHostUrl
        self.auth = auth
        self.policy = policy
    }
}

/// Which gateway answers.
public struct HelloServer: Codable, Equatable, Sendable {
    public var version: String
    public var commit: String?
    public var host: String
    public var connId: String

    public init(
        version: String,
        commit: String? = nil,
        host: String,
        connId: String
    ) {
        self.version = version
        self.commit = commit
        self.host = host
        self.connId = connId
    }
}

/// What the gateway offers.
public struct HelloFeatures: Codable, Equatable, Sendable {
    public var methods: [String]
    public var events: [String]

    public init(
        methods: [String],
        events: [String]
    ) {
        self.methods = methods
        self.events = events
    }
}

/// Token of the device for its role.
public struct HelloAuth: Codable, Equatable, Sendable {
    public var deviceToken: String
    public var role: String
    public var scopes: [String]
    public var issuedAtMs: Int?

    public init(
        deviceToken: String,
        role: String,
        scopes: [String],
        issuedAtMs: Int? = nil
    ) {
        self.deviceToken = deviceToken
        self.role = role
        self.scopes = scopes
        self.issuedAtMs = issuedAtMs
    }
}

/// Limits a client has to keep.
public struct HelloPolicy: Codable, Equatable, Sendable {
    public var maxPayload: Int
    public var maxBufferedBytes: Int
    public var tickIntervalMs: Int

    public init(
        maxPayload: Int,
        maxBufferedBytes: Int,
        tickIntervalMs: Int
    ) {
        self.maxPayload = maxPayload
        self.maxBufferedBytes = maxBufferedBytes
        self.tickIntervalMs = tickIntervalMs
    }
}

/// State at the moment of connecting.
public struct Snapshot: Codable, Equatable, Sendable {
    public var presence: [PresenceEntry]
    /// Empty until the first refresh is done.
    public var health: AnyCodable
    public var stateVersion: StateVersion
    public var uptimeMs: Int
    public var configPath: String?
    public var stateDir: String?
    public var sessionDefaults: SessionDefaults?

    public init(
        presence: [PresenceEntry],
        health: AnyCodable,
        stateVersion: StateVersion,
        uptimeMs: Int,
        configPath: String? = nil,
        stateDir: String? = nil,
        sessionDefaults: SessionDefaults? = nil
    ) {
        self.presence = presence
        self.health = health
        self.stateVersion = stateVersion
        self.uptimeMs = uptimeMs
        self.configPath = configPath
        self.stateDir = stateDir
        self.sessionDefaults = sessionDefaults
    }
}

/// Names a client needs to find the main session.
public struct SessionDefaults: Codable, Equatable, Sendable {
    public var defaultAgentId: String
    public var mainKey: String
    public var mainSessionKey: String
    /// per-sender or global.
    public var scope: String?

    public init(
        defaultAgentId: String,
        mainKey: String,
        mainSessionKey: String,
        scope: String? = nil
    ) {
        self.defaultAgentId = defaultAgentId
        self.mainKey = mainKey
        self.mainSessionKey = mainSessionKey
        self.scope = scope
    }
}

/// `error.details` of a refused version range.
public struct ProtocolMismatchDetails: Codable, Equatable, Sendable {
    public var expectedProtocol: Int

    public init(
        expectedProtocol: Int
    ) {
        self.expectedProtocol = expectedProtocol
    }
}

/// `error.details` of NOT_PAIRED when a pairing request is pending.
public struct PairingRequiredDetails: Codable, Equatable, Sendable {
    public var requestId: String

    public init(
        requestId: String
    ) {
        self.requestId = requestId
    }
}

/// The nonce a device signs.
public struct ConnectChallengeEvent: Codable, Equatable, Sendable {
    public var nonce: String
    public var ts: Int

    public init(
        nonce: String,
        ts: Int
    ) {
        self.nonce = nonce
        self.ts = ts
    }
}

/// Sign of life.
public struct TickEvent: Codable, Equatable, Sendable {
    public var ts: Int

    public init(
        ts: Int
    ) {
        self.ts = ts
    }
}

/// Announces the end of the connection.
public struct ShutdownEvent: Codable, Equatable, Sendable {
    public var reason: String
    /// Null when no restart follows.
    public var restartExpectedMs: Int?

    public init(
        reason: String,
        restartExpectedMs: Int?
    ) {
        self.reason = reason
        self.restartExpectedMs = restartExpectedMs
    }
}

/// A job.
public struct CronJob: Codable, Equatable, Sendable {
    public var id: String
    public var agentId: String?
    public var name: String
    public var description: String?
    public var enabled: Bool?
    public var deleteAfterRun: Bool?
    public var createdAtMs: Int
    public var updatedAtMs: Int
    public var schedule: CronSchedule
    public var sessionTarget: CronSessionTarget
    public var wakeMode: CronWakeMode
    public var payload: CronPayload
    public var isolation: CronIsolation?
    public var state: CronJobState

    public init(
        id: String,
        agentId: String? = nil,
        name: String,
        description: String? = nil,
        enabled: Bool? = nil,
        deleteAfterRun: Bool? = nil,
        createdAtMs: Int,
        updatedAtMs: Int,
        schedule: CronSchedule,
        sessionTarget: CronSessionTarget,
        wakeMode: CronWakeMode,
        payload: CronPayload,
        isolation: CronIsolation? = nil,
        state: CronJobState
    ) {
        self.id = id
        self.agentId = agentId
        self.name = name
        self.description = description
        self.enabled = enabled
        self.deleteAfterRun = deleteAfterRun
        self.createdAtMs = createdAtMs
        self.updatedAtMs = updatedAtMs
        self.schedule = schedule
        self.sessionTarget = sessionTarget
        self.wakeMode = wakeMode
        self.payload = payload
        self.isolation = isolation
        self.state = state
    }
}

/// When a job runs.
public enum CronSchedule: Codable, Equatable, Sendable {
    case at(CronScheduleAt)
    case every(CronScheduleEvery)
    case cron(CronScheduleCron)

    public init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(CronScheduleAt.self) {
            self = .at(value)
            return
        }
        if let value = try? container.decode(CronScheduleEvery.self) {
            self = .every(value)
            return
        }
        if let value = try? container.decode(CronScheduleCron.self) {
            self = .cron(value)
            return
        }
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "no CronSchedule")
    }

    public func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .at(let value): try container.encode(value)
        case .every(let value): try container.encode(value)
        case .cron(let value): try container.encode(value)
        }
    }
}

/// Values of `CronScheduleAt.kind`.
public enum CronScheduleAtKind: String, Codable, CaseIterable, Sendable {
    case at
}

/// Once.
public struct CronScheduleAt: Codable, Equatable, Sendable {
    public var kind: CronScheduleAtKind
    public var atMs: Int

    public init(
        kind: CronScheduleAtKind = CronScheduleAtKind.at,
        atMs: Int
    ) {
        self.kind = kind
        self.atMs = atMs
    }
}

/// Values of `CronScheduleEvery.kind`.
public enum CronScheduleEveryKind: String, Codable, CaseIterable, Sendable {
    case every
}

/// At a fixed distance.
public struct CronScheduleEvery: Codable, Equatable, Sendable {
    public var kind: CronScheduleEveryKind
    public var everyMs: Int
    public var anchorMs: Int?

    public init(
        kind: CronScheduleEveryKind = CronScheduleEveryKind.every,
        everyMs: Int,
        anchorMs: Int? = nil
    ) {
        self.kind = kind
        self.everyMs = everyMs
        self.anchorMs = anchorMs
    }
}

/// Values of `CronScheduleCron.kind`.
public enum CronScheduleCronKind: String, Codable, CaseIterable, Sendable {
    case cron
}

/// By a cron expression.
public struct CronScheduleCron: Codable, Equatable, Sendable {
    public var kind: CronScheduleCronKind
    public var expr: String
    public var tz: String?

    public init(
        kind: CronScheduleCronKind = CronScheduleCronKind.cron,
        expr: String,
        tz: String? = nil
    ) {
        self.kind = kind
        self.expr = expr
        self.tz = tz
    }
}

/// Which session a job runs in.
public enum CronSessionTarget: String, Codable, CaseIterable, Sendable {
    case main
    case isolated
}

/// When the main session hears of a job.
public enum CronWakeMode: String, Codable, CaseIterable, Sendable {
    case nextHeartbeat = "next-heartbeat"
    case now
}

/// What a job does.
public enum CronPayload: Codable, Equatable, Sendable {
    case systemEvent(CronSystemEvent)
    case agentTurn(CronAgentTurn)

    public init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(CronSystemEvent.self) {
            self = .systemEvent(value)
            return
        }
        if let value = try? container.decode(CronAgentTurn.self) {
            self = .agentTurn(value)
            return
        }
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "no CronPayload")
    }

    public func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .systemEvent(let value): try container.encode(value)
        case .agentTurn(let value): try container.encode(value)
        }
    }
}

/// Values of `CronSystemEvent.kind`.
public enum CronSystemEventKind: String, Codable, CaseIterable, Sendable {
    case systemEvent
}

/// Queues a text for the main session.
public struct CronSystemEvent: Codable, Equatable, Sendable {
    public var kind: CronSystemEventKind
    public var text: String

    public init(
        kind: CronSystemEventKind = CronSystemEventKind.systemEvent,
        text: String
    ) {
        self.kind = kind
        self.text = text
    }
}

/// Values of `CronAgentTurn.kind`.
public enum CronAgentTurnKind: String, Codable, CaseIterable, Sendable {
    case agentTurn
}

/// Runs a turn of its own.
public struct CronAgentTurn: Codable, Equatable, Sendable {
    public var kind: CronAgentTurnKind
    public var message: String
    public var model: String?
    public var thinking: String?
    public var timeoutSeconds: Int?
    public var deliver: Bool?
    public var channel: String?
    public var to: String?
    public var bestEffortDeliver: Bool?

    public init(
        kind: CronAgentTurnKind = CronAgentTurnKind.agentTurn,
        message: String,
        model: String? = nil,
        thinking: String? = nil,
        timeoutSeconds: Int? = nil,
        deliver: Bool? = nil,
        channel: String? = nil,
        to: String? = nil,
        bestEffortDeliver: Bool? = nil
    ) {
        self.kind = kind
        self.message = message
        self.model = model
        self.thinking = thinking
        self.timeoutSeconds = timeoutSeconds
        self.deliver = deliver
        self.channel = channel
        self.to = to
        self.bestEffortDeliver = bestEffortDeliver
    }
}

/// A change of what a job does.
public enum CronPayloadPatch: Codable, Equatable, Sendable {
    case systemEventPatch(CronSystemEventPatch)
    case agentTurnPatch(CronAgentTurnPatch)

    public init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(CronSystemEventPatch.self) {
            self = .systemEventPatch(value)
            return
        }
        if let value = try? container.decode(CronAgentTurnPatch.self) {
            self = .agentTurnPatch(value)
            return
        }
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "no CronPayloadPatch")
    }

    public func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .systemEventPatch(let value): try container.encode(value)
        case .agentTurnPatch(let value): try container.encode(value)
        }
    }
}

/// Values of `CronSystemEventPatch.kind`.
public enum CronSystemEventPatchKind: String, Codable, CaseIterable, Sendable {
    case systemEvent
}

/// A change of a system event.
public struct CronSystemEventPatch: Codable, Equatable, Sendable {
    public var kind: CronSystemEventPatchKind
    public var text: String?

    public init(
        kind: CronSystemEventPatchKind = CronSystemEventPatchKind.systemEvent,
        text: String? = nil
    ) {
        self.kind = kind
        self.text = text
    }
}

/// Values of `CronAgentTurnPatch.kind`.
public enum CronAgentTurnPatchKind: String, Codable, CaseIterable, Sendable {
    case agentTurn
}

/// A change of an agent turn.
public struct CronAgentTurnPatch: Codable, Equatable, Sendable {
    public var kind: CronAgentTurnPatchKind
    public var message: String?
    public var model: String?
    public var thinking: String?
    public var timeoutSeconds: Int?
    public var deliver: Bool?
    public var channel: String?
    public var to: String?
    public var bestEffortDeliver: Bool?

    public init(
        kind: CronAgentTurnPatchKind = CronAgentTurnPatchKind.agentTurn,
        message: String? = nil,
        model: String? = nil,
        thinking: String? = nil,
        timeoutSeconds: Int? = nil,
        deliver: Bool? = nil,
        channel: String? = nil,
        to: String? = nil,
        bestEffortDeliver: Bool? = nil
    ) {
        self.kind = kind
        self.message = message
        self.model = model
        self.thinking = thinking
        self.timeoutSeconds = timeoutSeconds
        self.deliver = deliver
        self.channel = channel
        self.to = to
        self.bestEffortDeliver = bestEffortDeliver
    }
}

/// Values of `CronIsolation.postToMainMode`.
public enum CronIsolationPostToMainMode: String, Codable, CaseIterable, Sendable {
    case summary
    case full
}

/// What an isolated job reports to the main session.
public struct CronIsolation: Codable, Equatable, Sendable {
    public var postToMainPrefix: String?
    public var postToMainMode: CronIsolationPostToMainMode?
    public var postToMainMaxChars: Int?

    public init(
        postToMainPrefix: String? = nil,
        postToMainMode: CronIsolationPostToMainMode? = nil,
        postToMainMaxChars: Int? = nil
    ) {
        self.postToMainPrefix = postToMainPrefix
        self.postToMainMode = postToMainMode
        self.postToMainMaxChars = postToMainMaxChars
    }
}

/// Values of `CronJobState.lastStatus`.
public enum CronJobStateLastStatus: String, Codable, CaseIterable, Sendable {
    case ok
    case error
    case skipped
}

/// Where a job stands.
public struct CronJobState: Codable, Equatable, Sendable {
    public var nextRunAtMs: Int?
    public var runningAtMs: Int?
    public var lastRunAtMs: Int?
    public var lastStatus: CronJobStateLastStatus?
    public var lastError: String?
    public var lastDurationMs: Int?

    public init(
        nextRunAtMs: Int? = nil,
        runningAtMs: Int? = nil,
        lastRunAtMs: Int? = nil,
        lastStatus: CronJobStateLastStatus? = nil,
        lastError: String? = nil,
        lastDurationMs: Int? = nil
    ) {
        self.nextRunAtMs = nextRunAtMs
        self.runningAtMs = runningAtMs
        self.lastRunAtMs = lastRunAtMs
        self.lastStatus = lastStatus
        self.lastError = lastError
        self.lastDurationMs = lastDurationMs
    }
}

/// Params of `cron.list`.
public struct CronListParams: Codable, Equatable, Sendable {
    public var includeDisabled: Bool?

    public init(
        includeDisabled: Bool? = nil
    ) {
        self.includeDisabled = includeDisabled
    }
}

/// Result of `cron.list`.
public struct CronListResult: Codable, Equatable, Sendable {
    public var jobs: [CronJob]

    public init(
        jobs: [CronJob]
    ) {
        self.jobs = jobs
    }
}

/// Params of `cron.status`.
public struct CronStatusParams: Codable, Equatable, Sendable {

    public init() {
    }
}

/// Result of `cron.status`.
public struct CronStatusResult: Codable, Equatable, Sendable {
    public var enabled: Bool
    public var storePath: String
    public var jobs: Int
    public var nextWakeAtMs: Int?

    public init(
        enabled: Bool,
        storePath: String,
        jobs: Int,
        nextWakeAtMs: Int?
    ) {
        self.enabled = enabled
        self.storePath = storePath
        self.jobs = jobs
        self.nextWakeAtMs = nextWakeAtMs
    }
}

/// Params of `cron.add`, after looser shapes have been brought into this one.
public struct CronAddParams: Codable, Equatable, Sendable {
    public var name: String
    public var agentId: Nullable<String>?
    public var description: String?
    public var enabled: Bool?
    public var deleteAfterRun: Bool?
    public var schedule: CronSchedule
    public var sessionTarget: CronSessionTarget
    public var wakeMode: CronWakeMode
    public var payload: CronPayload
    public var isolation: CronIsolation?

    public init(
        name: String,
        agentId: Nullable<String>? = nil,
        description: String? = nil,
        enabled: Bool? = nil,
        deleteAfterRun: Bool? = nil,
        schedule: CronSchedule,
        sessionTarget: CronSessionTarget,
        wakeMode: CronWakeMode,
        payload: CronPayload,
        isolation: CronIsolation? = nil
    ) {
        self.name = name
        self.agentId = agentId
        self.description = description
        self.enabled = enabled
        self.deleteAfterRun = deleteAfterRun
        self.schedule = schedule
        self.sessionTarget = sessionTarget
        self.wakeMode = wakeMode
        self.payload = payload
        self.isolation = isolation
    }
}

/// Params of `cron.update`.
public enum CronUpdateParams: Codable, Equatable, Sendable {
    case id(CronUpdateById)
    case jobId(CronUpdateByJobId)

    public init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(CronUpdateById.self) {
            self = .id(value)
            return
        }
        if let value = try? container.decode(CronUpdateByJobId.self) {
            self = .jobId(value)
            return
        }
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "no CronUpdateParams")
    }

    public func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .id(let value): try container.encode(value)
        case .jobId(let value): try container.encode(value)
        }
    }
}

/// Changes the job with this `id`.
public struct CronUpdateById: Codable, Equatable, Sendable {
    public var id: String
    public var patch: CronJobPatch

    public init(
        id: String,
        patch: CronJobPatch
    ) {
        self.id = id
        self.patch = patch
    }
}

/// Changes the job with this `jobId`.
public struct CronUpdateByJobId: Codable, Equatable, Sendable {
    public var jobId: String
    public var patch: CronJobPatch

    public init(
        jobId: String,
        patch: CronJobPatch
    ) {
        self.jobId = jobId
        self.patch = patch
    }
}

/// A change of a job.
public struct CronJobPatch: Codable, Equatable, Sendable {
    public var name: String?
    public var agentId: Nullable<String>?
    public var description: String?
    public var enabled: Bool?
    public var deleteAfterRun: Bool?
    public var schedule: CronSchedule?
    public var sessionTarget: CronSessionTarget?
    public var wakeMode: CronWakeMode?
    public var payload: CronPayloadPatch?
    public var isolation: CronIsolation?
    public var state: CronJobState?

    public init(
        name: String? = nil,
        agentId: Nullable<String>? = nil,
        description: String? = nil,
        enabled: Bool? = nil,
        deleteAfterRun: Bool? = nil,
        schedule: CronSchedule? = nil,
        sessionTarget: CronSessionTarget? = nil,
        wakeMode: CronWakeMode? = nil,
        payload: CronPayloadPatch? = nil,
        isolation: CronIsolation? = nil,
        state: CronJobState? = nil
    ) {
        self.name = name
        self.agentId = agentId
        self.description = description
        self.enabled = enabled
        self.deleteAfterRun = deleteAfterRun
        self.schedule = schedule
        self.sessionTarget = sessionTarget
        self.wakeMode = wakeMode
        self.payload = payload
        self.isolation = isolation
        self.state = state
    }
}

/// Params of `cron.remove`.
public enum CronRemoveParams: Codable, Equatable, Sendable {
    case id(CronRemoveById)
    case jobId(CronRemoveByJobId)

    public init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(CronRemoveById.self) {
            self = .id(value)
            return
        }
        if let value = try? container.decode(CronRemoveByJobId.self) {
            self = .jobId(value)
            return
        }
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "no CronRemoveParams")
    }

    public func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .id(let value): try container.encode(value)
        case .jobId(let value): try container.encode(value)
        }
    }
}

/// Removes the job with this `id`.
public struct CronRemoveById: Codable, Equatable, Sendable {
    public var id: String

    public init(
        id: String
    ) {
        self.id = id
    }
}

/// Removes the job with this `jobId`.
public struct CronRemoveByJobId: Codable, Equatable, Sendable {
    public var jobId: String

    public init(
        jobId: String
    ) {
        self.jobId = jobId
    }
}

/// Result of `cron.remove`.
public struct CronRemoveResult: Codable, Equatable, Sendable {
    public var ok: Bool
    public var removed: Bool

    public init(
        ok: Bool,
        removed: Bool
    ) {
        self.ok = ok
        self.removed = removed
    }
}

/// Params of `cron.run`.
public enum CronRunParams: Codable, Equatable, Sendable {
    case id(CronRunById)
    case jobId(CronRunByJobId)

    public init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(CronRunById.self) {
            self = .id(value)
            return
        }
        if let value = try? container.decode(CronRunByJobId.self) {
            self = .jobId(value)
            return
        }
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "no CronRunParams")
    }

    public func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .id(let value): try container.encode(value)
        case .jobId(let value): try container.encode(value)
        }
    }
}

/// Runs the job with this `id`.
public struct CronRunById: Codable, Equatable, Sendable {
    public var id: String
    public var mode: CronRunMode?

    public init(
        id: String,
        mode: CronRunMode? = nil
    ) {
        self.id = id
        self.mode = mode
    }
}

/// Runs the job with this `jobId`.
public struct CronRunByJobId: Codable, Equatable, Sendable {
    public var jobId: String
    public var mode: CronRunMode?

    public init(
        jobId: String,
        mode: CronRunMode? = nil
    ) {
        self.jobId = jobId
        self.mode = mode
    }
}

/// Whether a job that is not due runs as well.
public enum CronRunMode: String, Codable, CaseIterable, Sendable {
    case due
    case force
}

/// Result of `cron.run`.
public struct CronRunResult: Codable, Equatable, Sendable {
    public var ok: Bool
    public var ran: Bool
    public var reason: String?

    public init(
        ok: Bool,
        ran: Bool,
        reason: String? = nil
    ) {
        self.ok = ok
        self.ran = ran
        self.reason = reason
    }
}

/// Params of `cron.runs`.
public enum CronRunsParams: Codable, Equatable, Sendable {
    case id(CronRunsById)
    case jobId(CronRunsByJobId)

    public init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(CronRunsById.self) {
            self = .id(value)
            return
        }
        if let value = try? container.decode(CronRunsByJobId.self) {
            self = .jobId(value)
            return
        }
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "no CronRunsParams")
    }

    public func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .id(let value): try container.encode(value)
        case .jobId(let value): try container.encode(value)
        }
    }
}

/// History of the job with this `id`.
public struct CronRunsById: Codable, Equatable, Sendable {
    public var id: String
    public var limit: Int?

    public init(
        id: String,
        limit: Int? = nil
    ) {
        self.id = id
        self.limit = limit
    }
}

/// History of the job with this `jobId`.
public struct CronRunsByJobId: Codable, Equatable, Sendable {
    public var jobId: String
    public var limit: Int?

    public init(
        jobId: String,
        limit: Int? = nil
    ) {
        self.jobId = jobId
        self.limit = limit
    }
}

/// Result of `cron.runs`, oldest first.
public struct CronRunsResult: Codable, Equatable, Sendable {
    public var entries: [CronRunEntry]

    public init(
        entries: [CronRunEntry]
    ) {
        self.entries = entries
    }
}

/// Values of `CronRunEntry.action`.
public enum CronRunEntryAction: String, Codable, CaseIterable, Sendable {
    case finished
}

/// Values of `CronRunEntry.status`.
public enum CronRunEntryStatus: String, Codable, CaseIterable, Sendable {
    case ok
    case error
    case skipped
}

/// One run of a job.
public struct CronRunEntry: Codable, Equatable, Sendable {
    public var ts: Int
    public var jobId: String
    public var action: CronRunEntryAction
    public var status: CronRunEntryStatus?
    public var error: String?
    public var summary: String?
    public var runAtMs: Int?
    public var durationMs: Int?
    public var nextRunAtMs: Int?

    public init(
        ts: Int,
        jobId: String,
        action: CronRunEntryAction = CronRunEntryAction.finished,
        status: CronRunEntryStatus? = nil,
        error: String? = nil,
        summary: String? = nil,
        runAtMs: Int? = nil,
        durationMs: Int? = nil,
        nextRunAtMs: Int? = nil
    ) {
        self.ts = ts
        self.jobId = jobId
        self.action = action
        self.status = status
        self.error = error
        self.summary = summary
        self.runAtMs = runAtMs
        self.durationMs = durationMs
        self.nextRunAtMs = nextRunAtMs
    }
}

/// Values of `CronEvent.action`.
public enum CronEventAction: String, Codable, CaseIterable, Sendable {
    case added
    case updated
    case removed
    case started
    case finished
}

/// Values of `CronEvent.status`.
public enum CronEventStatus: String, Codable, CaseIterable, Sendable {
    case ok
    case error
    case skipped
}

/// A job changed, started or finished.
public struct CronEvent: Codable, Equatable, Sendable {
    public var jobId: String
    public var action: CronEventAction
    public var status: CronEventStatus?
    public var error: String?
    public var summary: String?
    public var runAtMs: Int?
    public var durationMs: Int?
    public var nextRunAtMs: Int?

    public init(
        jobId: String,
        action: CronEventAction,
        status: CronEventStatus? = nil,
        error: String? = nil,
        summary: String? = nil,
        runAtMs: Int? = nil,
        durationMs: Int? = nil,
        nextRunAtMs: Int? = nil
    ) {
        self.jobId = jobId
        self.action = action
        self.status = status
        self.error = error
        self.summary = summary
        self.runAtMs = runAtMs
        self.durationMs = durationMs
        self.nextRunAtMs = nextRunAtMs
    }
}

/// A device that waits to be admitted.
public struct DevicePairRequestedEvent: Codable, Equatable, Sendable {
    public var requestId: String
    public var deviceId: String
    public var publicKey: String
    public var displayName: String?
    public var platform: String?
    public var clientId: String?
    public var clientMode: String?
    public var role: String?
    public var roles: [String]?
    public var scopes: [String]?
    public var remoteIp: String?
    public var silent: Bool?
    /// The device was admitted before.
    public var isRepair: Bool?
    public var ts: Int

    public init(
        requestId: String,
        deviceId: String,
        publicKey: String,
        displayName: String? = nil,
        platform: String? = nil,
        clientId: String? = nil,
        clientMode: String? = nil,
        role: String? = nil,
        roles: [String]? = nil,
        scopes: [String]? = nil,
        remoteIp: String? = nil,
        silent: Bool? = nil,
        isRepair: Bool? = nil,
        ts: Int
    ) {
        self.requestId = requestId
        self.deviceId = deviceId
        self.publicKey = publicKey
        self.displayName = displayName
        self.platform = platform
        self.clientId = clientId
        self.clientMode = clientMode
        self.role = role
        self.roles = roles
        self.scopes = scopes
        self.remoteIp = remoteIp
        self.silent = silent
        self.isRepair = isRepair
        self.ts = ts
    }
}

/// An admitted device. Token values are never shown.
public struct PairedDevice: Codable, Equatable, Sendable {
    public var deviceId: String
    public var publicKey: String
    public var displayName: String?
    public var platform: String?
    public var clientId: String?
    public var clientMode: String?
    public var role: String?
    public var roles: [String]?
    public var scopes: [String]?
    public var remoteIp: String?
    public var createdAtMs: Int
    public var approvedAtMs: Int
    public var tokens: [DeviceTokenSummary]?

    public init(
        deviceId: String,
        publicKey: String,
        displayName: String? = nil,
        platform: String? = nil,
        clientId: String? = nil,
        clientMode: String? = nil,
        role: String? = nil,
        roles: [String]? = nil,
        scopes: [String]? = nil,
        remoteIp: String? = nil,
        createdAtMs: Int,
        approvedAtMs: Int,
        tokens: [DeviceTokenSummary]? = nil
    ) {
        self.deviceId = deviceId
        self.publicKey = publicKey
        self.displayName = displayName
        self.platform = platform
        self.clientId = clientId
        self.clientMode = clientMode
        self.role = role
        self.roles = roles
        self.scopes = scopes
        self.remoteIp = remoteIp
        self.createdAtMs = createdAtMs
        self.approvedAtMs = approvedAtMs
        self.tokens = tokens
    }
}

/// A token of a device, without its value.
public struct DeviceTokenSummary: Codable, Equatable, Sendable {
    public var role: String
    public var scopes: [String]
    public var createdAtMs: Int
    public var rotatedAtMs: Int?
    public var revokedAtMs: Int?
    public var lastUsedAtMs: Int?

    public init(
        role: String,
        scopes: [String],
        createdAtMs: Int,
        rotatedAtMs: Int? = nil,
        revokedAtMs: Int? = nil,
        lastUsedAtMs: Int? = nil
    ) {
        self.role = role
        self.scopes = scopes
        self.createdAtMs = createdAtMs
        self.rotatedAtMs = rotatedAtMs
        self.revokedAtMs = revokedAtMs
        self.lastUsedAtMs = lastUsedAtMs
    }
}

/// Params of `device.pair.list`.
public struct DevicePairListParams: Codable, Equatable, Sendable {

    public init() {
    }
}

/// Result of `device.pair.list`.
public struct DevicePairListResult: Codable, Equatable, Sendable {
    public var pending: [DevicePairRequestedEvent]
    public var paired: [PairedDevice]

    public init(
        pending: [DevicePairRequestedEvent],
        paired: [PairedDevice]
    ) {
        self.pending = pending
        self.paired = paired
    }
}

/// Params of `device.pair.approve`.
public struct DevicePairApproveParams: Codable, Equatable, Sendable {
    public var requestId: String

    public init(
        requestId: String
    ) {
        self.requestId = requestId
    }
}

/// Result of `device.pair.approve`.
public struct DevicePairApproveResult: Codable, Equatable, Sendable {
    public var requestId: String
    public var device: PairedDevice

    public init(
        requestId: String,
        device: PairedDevice
    ) {
        self.requestId = requestId
        self.device = device
    }
}

/// Params of `device.pair.reject`.
public struct DevicePairRejectParams: Codable, Equatable, Sendable {
    public var requestId: String

    public init(
        requestId: String
    ) {
        self.requestId = requestId
    }
}

/// Result of `device.pair.reject`.
public struct DevicePairRejectResult: Codable, Equatable, Sendable {
    public var requestId: String
    public var deviceId: String

    public init(
        requestId: String,
        deviceId: String
    ) {
        self.requestId = requestId
        self.deviceId = deviceId
    }
}

/// Values of `DevicePairResolvedEvent.decision`.
public enum DevicePairResolvedEventDecision: String, Codable, CaseIterable, Sendable {
    case approved
    case rejected
}

/// A device was admitted or refused.
public struct DevicePairResolvedEvent: Codable, Equatable, Sendable {
    public var requestId: String
    public var deviceId: String
    public var decision: DevicePairResolvedEventDecision
    public var ts: Int

    public init(
        requestId: String,
        deviceId: String,
        decision: DevicePairResolvedEventDecision,
        ts: Int
    ) {
        self.requestId = requestId
        self.deviceId = deviceId
        self.decision = decision
        self.ts = ts
    }
}

/// Params of `device.token.rotate`.
public struct DeviceTokenRotateParams: Codable, Equatable, Sendable {
    public var deviceId: String
    public var role: String
    /// Replace the scopes of the device as well.
    public var scopes: [String]?

    public init(
        deviceId: String,
        role: String,
        scopes: [String]? = nil
    ) {
        self.deviceId = deviceId
        self.role = role
        self.scopes = scopes
    }
}

/// Result of `device.token.rotate`.
public struct DeviceTokenRotateResult: Codable, Equatable, Sendable {
    public var deviceId: String
    public var role: String
    public var token: String
    public var scopes: [String]
    public var rotatedAtMs: Int

    public init(
        deviceId: String,
        role: String,
        token: String,
        scopes: [String],
        rotatedAtMs: Int
    ) {
        self.deviceId = deviceId
        self.role = role
        self.token = token
        self.scopes = scopes
        self.rotatedAtMs = rotatedAtMs
    }
}

/// Params of `device.token.revoke`.
public struct DeviceTokenRevokeParams: Codable, Equatable, Sendable {
    public var deviceId: String
    public var role: String

    public init(
        deviceId: String,
        role: String
    ) {
        self.deviceId = deviceId
        self.role = role
    }
}

/// Result of `device.token.revoke`.
public struct DeviceTokenRevokeResult: Codable, Equatable, Sendable {
    public var deviceId: String
    public var role: String
    public var revokedAtMs: Int

    public init(
        deviceId: String,
        role: String,
        revokedAtMs: Int
    ) {
        self.deviceId = deviceId
        self.role = role
        self.revokedAtMs = revokedAtMs
    }
}

/// Params of `exec.approvals.get`.
public struct ExecApprovalsGetParams: Codable, Equatable, Sendable {

    public init() {
    }
}

/// The policy file. The socket token is never shown.
public struct ExecApprovalsSnapshot: Codable, Equatable, Sendable {
    public var path: String
    public var exists: Bool
    /// `baseHash` of the next write.
    public var hash: String
    public var file: ExecApprovalsFile

    public init(
        path: String,
        exists: Bool,
        hash: String,
        file: ExecApprovalsFile
    ) {
        self.path = path
        self.exists = exists
        self.hash = hash
        self.file = file
    }
}

/// Content of the policy file.
public struct ExecApprovalsFile: Codable, Equatable, Sendable {
    public var version: Int
    public var socket: ExecApprovalsSocket?
    public var defaults: ExecApprovalsDefaults?
    /// By agent id, or `*`.
    public var agents: [String: ExecApprovalsAgent]?

    public init(
        version: Int = 1,
        socket: ExecApprovalsSocket? = nil,
        defaults: ExecApprovalsDefaults? = nil,
        agents: [String: ExecApprovalsAgent]? = nil
    ) {
        self.version = version
        self.socket = socket
        self.defaults = defaults
        self.agents = agents
    }
}

/// Socket of the approval companion.
public struct ExecApprovalsSocket: Codable, Equatable, Sendable {
    public var path: String?
    public var token: String?

    public init(
        path: String? = nil,
        token: String? = nil
    ) {
        self.path = path
        self.token = token
    }
}

/// Policy of an agent without its own.
public struct ExecApprovalsDefaults: Codable, Equatable, Sendable {
    public var security: String?
    public var ask: String?
    public var askFallback: String?
    public var autoAllowSkills: Bool?

    public init(
        security: String? = nil,
        ask: String? = nil,
        askFallback: String? = nil,
        autoAllowSkills: Bool? = nil
    ) {
        self.security = security
        self.ask = ask
        self.askFallback = askFallback
        self.autoAllowSkills = autoAllowSkills
    }
}

/// Policy of one agent.
public struct ExecApprovalsAgent: Codable, Equatable, Sendable {
    public var security: String?
    public var ask: String?
    public var askFallback: String?
    public var autoAllowSkills: Bool?
    public var allowlist: [ExecAllowlistEntry]?

    public init(
        security: String? = nil,
        ask: String? = nil,
        askFallback: String? = nil,
        autoAllowSkills: Bool? = nil,
        allowlist: [ExecAllowlistEntry]? = nil
    ) {
        self.security = security
        self.ask = ask
        self.askFallback = askFallback
        self.autoAllowSkills = autoAllowSkills
        self.allowlist = allowlist
    }
}

/// A program that may run without asking.
public struct ExecAllowlistEntry: Codable, Equatable, Sendable {
    public var id: String?
    public var pattern: String
    public var lastUsedAt: Int?
    public var lastUsedCommand: String?
    public var lastResolvedPath: String?

    public init(
        id: String? = nil,
        pattern: String,
        lastUsedAt: Int? = nil,
        lastUsedCommand: String? = nil,
        lastResolvedPath: String? = nil
    ) {
        self.id = id
        self.pattern = pattern
        self.lastUsedAt = lastUsedAt
        self.lastUsedCommand = lastUsedCommand
        self.lastResolvedPath = lastResolvedPath
    }
}

/// Params of `exec.approvals.set`.
public struct ExecApprovalsSetParams: Codable, Equatable, Sendable {
    public var file: ExecApprovalsFile
    public var baseHash: String?

    public init(
        file: ExecApprovalsFile,
        baseHash: String? = nil
    ) {
        self.file = file
        self.baseHash = baseHash
    }
}

/// Params of `exec.approvals.node.get`.
public struct ExecApprovalsNodeGetParams: Codable, Equatable, Sendable {
    public var nodeId: String

    public init(
        nodeId: String
    ) {
        self.nodeId = nodeId
    }
}

/// Params of `exec.approvals.node.set`.
public struct ExecApprovalsNodeSetParams: Codable, Equatable, Sendable {
    public var nodeId: String
    public var file: ExecApprovalsFile
    public var baseHash: String?

    public init(
        nodeId: String,
        file: ExecApprovalsFile,
        baseHash: String? = nil
    ) {
        self.nodeId = nodeId
        self.file = file
        self.baseHash = baseHash
    }
}

/// Params of `exec.approval.request`.
public struct ExecApprovalRequestParams: Codable, Equatable, Sendable {
    public var id: String?
    public var command: String
    public var cwd: Nullable<String>?
    public var host: Nullable<String>?
    public var security: Nullable<String>?
    public var ask: Nullable<String>?
    public var agentId: Nullable<String>?
    public var resolvedPath: Nullable<String>?
    public var sessionKey: Nullable<String>?
    /// 120000 when absent.
    public var timeoutMs: Int?

    public init(
        id: String? = nil,
        command: String,
        cwd: Nullable<String>? = nil,
        host: Nullable<String>? = nil,
        security: Nullable<String>? = nil,
        ask: Nullable<String>? = nil,
        agentId: Nullable<String>? = nil,
        resolvedPath: Nullable<String>? = nil,
        sessionKey: Nullable<String>? = nil,
        timeoutMs: Int? = nil
    ) {
        self.id = id
        self.command = command
        self.cwd = cwd
        self.host = host
        self.security = security
        self.ask = ask
        self.agentId = agentId
        self.resolvedPath = resolvedPath
        self.sessionKey = sessionKey
        self.timeoutMs = timeoutMs
    }
}

/// Result of `exec.approval.request`.
public struct ExecApprovalRequestResult: Codable, Equatable, Sendable {
    public var id: String
    /// Null when time ran out.
    public var decision: ExecDecision?
    public var createdAtMs: Int
    public var expiresAtMs: Int

    public init(
        id: String,
        decision: ExecDecision?,
        createdAtMs: Int,
        expiresAtMs: Int
    ) {
        self.id = id
        self.decision = decision
        self.createdAtMs = createdAtMs
        self.expiresAtMs = expiresAtMs
    }
}

/// What was decided about a command.
public enum ExecDecision: String, Codable, CaseIterable, Sendable {
    case allowOnce = "allow-once"
    case allowAlways = "allow-always"
    case deny
}

/// Params of `exec.approval.resolve`.
public struct ExecApprovalResolveParams: Codable, Equatable, Sendable {
    public var id: String
    /// Another text than a decision gets an answer of its own.
    public var decision: String

    public init(
        id: String,
        decision: String
    ) {
        self.id = id
        self.decision = decision
    }
}

/// Result of `exec.approval.resolve`.
public struct ExecApprovalResolveResult: Codable, Equatable, Sendable {
    public var ok: Bool

    public init(
        ok: Bool = true
    ) {
        self.ok = ok
    }
}

/// A command waits for a decision.
public struct ExecApprovalRequestedEvent: Codable, Equatable, Sendable {
    public var id: String
    public var request: ExecApprovalRequest
    public var createdAtMs: Int
    public var expiresAtMs: Int

    public init(
        id: String,
        request: ExecApprovalRequest,
        createdAtMs: Int,
        expiresAtMs: Int
    ) {
        self.id = id
        self.request = request
        self.createdAtMs = createdAtMs
        self.expiresAtMs = expiresAtMs
    }
}

/// The command that waits; what is not known is null.
public struct ExecApprovalRequest: Codable, Equatable, Sendable {
    public var command: String
    public var cwd: String?
    public var host: String?
    public var security: String?
    public var ask: String?
    public var agentId: String?
    public var resolvedPath: String?
    public var sessionKey: String?

    public init(
        command: String,
        cwd: String?,
        host: String?,
        security: String?,
        ask: String?,
        agentId: String?,
        resolvedPath: String?,
        sessionKey: String?
    ) {
        self.command = command
        self.cwd = cwd
        self.host = host
        self.security = security
        self.ask = ask
        self.agentId = agentId
        self.resolvedPath = resolvedPath
        self.sessionKey = sessionKey
    }
}

/// A command was decided.
public struct ExecApprovalResolvedEvent: Codable, Equatable, Sendable {
    public var id: String
    public var decision: ExecDecision
    public var resolvedBy: Nullable<String>?
    public var ts: Int

    public init(
        id: String,
        decision: ExecDecision,
        resolvedBy: Nullable<String>? = nil,
        ts: Int
    ) {
        self.id = id
        self.decision = decision
        self.resolvedBy = resolvedBy
        self.ts = ts
    }
}

/// Values of `RequestFrame.type`.
public enum RequestFrameType: String, Codable, CaseIterable, Sendable {
    case req
}

/// Asks for a method.
public struct RequestFrame: Codable, Equatable, Sendable {
    public var type: RequestFrameType
    /// Chosen by the client, echoed in the response; need not be unique.
    public var id: String
    public var method: String
    public var params: AnyCodable?

    public init(
        type: RequestFrameType = RequestFrameType.req,
        id: String,
        method: String,
        params: AnyCodable? = nil
    ) {
        self.type = type
        self.id = id
        self.method = method
        self.params = params
    }
}

/// Values of `ResponseFrame.type`.
public enum ResponseFrameType: String, Codable, CaseIterable, Sendable {
    case res
}

/// Answers a request. `agent` is answered twice under the same id.
public struct ResponseFrame: Codable, Equatable, Sendable {
    public var type: ResponseFrameType
    /// The id of the request, of whatever type it was; "invalid" when it had none.
    public var id: AnyCodable
    public var ok: Bool
    public var payload: AnyCodable?
    public var error: ErrorShape?

    public init(
        type: ResponseFrameType = ResponseFrameType.res,
        id: AnyCodable,
        ok: Bool,
        payload: AnyCodable? = nil,
        error: ErrorShape? = nil
    ) {
        self.type = type
        self.id = id
        self.ok = ok
        self.payload = payload
        self.error = error
    }
}

/// Values of `EventFrame.type`.
public enum EventFrameType: String, Codable, CaseIterable, Sendable {
    case event
}

/// Tells a client something it did not ask for.
public struct EventFrame: Codable, Equatable, Sendable {
    public var type: EventFrameType
    public var event: String
    public var payload: AnyCodable?
    /// Number of the broadcast; absent on frames meant for one connection.
    public var seq: Int?
    public var stateVersion: StateVersion?

    public init(
        type: EventFrameType = EventFrameType.event,
        event: String,
        payload: AnyCodable? = nil,
        seq: Int? = nil,
        stateVersion: StateVersion? = nil
    ) {
        self.type = type
        self.event = event
        self.payload = payload
        self.seq = seq
        self.stateVersion = stateVersion
    }
}

/// Any frame.
public enum Frame: Codable, Equatable, Sendable {
    case requestFrame(RequestFrame)
    case responseFrame(ResponseFrame)
    case eventFrame(EventFrame)

    public init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(RequestFrame.self) {
            self = .requestFrame(value)
            return
        }
        if let value = try? container.decode(ResponseFrame.self) {
            self = .responseFrame(value)
            return
        }
        if let value = try? container.decode(EventFrame.self) {
            self = .eventFrame(value)
            return
        }
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "no Frame")
    }

    public func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .requestFrame(let value): try container.encode(value)
        case .responseFrame(let value): try container.encode(value)
        case .eventFrame(let value): try container.encode(value)
        }
    }
}

/// Why a request failed.
public struct ErrorShape: Codable, Equatable, Sendable {
    /// One of the error codes; a reader must bear new ones.
    public var code: String
    public var message: String
    public var details: AnyCodable?
    public var retryable: Bool?
    public var retryAfterMs: Int?

    public init(
        code: String,
        message: String,
        details: AnyCodable? = nil,
        retryable: Bool? = nil,
        retryAfterMs: Int? = nil
    ) {
        self.code = code
        self.message = message
        self.details = details
        self.retryable = retryable
        self.retryAfterMs = retryAfterMs
    }
}

/// Counters that rise when presence or health change.
public struct StateVersion: Codable, Equatable, Sendable {
    public var presence: Int
    public var health: Int

    public init(
        presence: Int,
        health: Int
    ) {
        self.presence = presence
        self.health = health
    }
}

/// Nothing but success.
public struct OkResult: Codable, Equatable, Sendable {
    public var ok: Bool

    public init(
        ok: Bool = true
    ) {
        self.ok = ok
    }
}

/// Params of `health`.
public struct HealthParams: Codable, Equatable, Sendable {
    /// Probe the channels instead of serving the cached snapshot.
    public var probe: Bool?

    public init(
        probe: Bool? = nil
    ) {
        self.probe = probe
    }
}

/// State of the gateway: result of `health` and payload of the event.
public struct HealthSnapshot: Codable, Equatable, Sendable {
    public var ok: Bool
    public var ts: Int
    public var durationMs: Int
    /// Present when a channel that has to be linked is configured.
    public var linkChannel: LinkChannel?
    /// By channel id: a summary with accountId, configured, lastProbeAt, probe and accounts.
    public var channels: [String: [String: AnyCodable]]
    public var channelOrder: [String]
    public var channelLabels: [String: String]
    /// Of the default agent; 0 when disabled.
    public var heartbeatSeconds: Int
    public var defaultAgentId: String
    public var agents: [HealthAgent]
    public var sessions: HealthSessions

    public init(
        ok: Bool = true,
        ts: Int,
        durationMs: Int,
        linkChannel: LinkChannel? = nil,
        channels: [String: [String: AnyCodable]],
        channelOrder: [String],
        channelLabels: [String: String],
        heartbeatSeconds: Int,
        defaultAgentId: String,
        agents: [HealthAgent],
        sessions: HealthSessions
    ) {
        self.ok = ok
        self.ts = ts
        self.durationMs = durationMs
        self.linkChannel = linkChannel
        self.channels = channels
        self.channelOrder = channelOrder
        self.channelLabels = channelLabels
        self.heartbeatSeconds = heartbeatSeconds
        self.defaultAgentId = defaultAgentId
        self.agents = agents
        self.sessions = sessions
    }
}

/// The channel whose link matters most.
public struct LinkChannel: Codable, Equatable, Sendable {
    public var id: String
    public var label: String
    public var linked: Bool
    public var authAgeMs: Double?

    public init(
        id: String,
        label: String,
        linked: Bool,
        authAgeMs: Double?
    ) {
        self.id = id
        self.label = label
        self.linked = linked
        self.authAgeMs = authAgeMs
    }
}

/// One agent in the health snapshot.
public struct HealthAgent: Codable, Equatable, Sendable {
    public var agentId: String
    public var name: String?
    public var isDefault: Bool
    public var heartbeat: HealthHeartbeat
    public var sessions: HealthSessions

    public init(
        agentId: String,
        name: String? = nil,
        isDefault: Bool,
        heartbeat: HealthHeartbeat,
        sessions: HealthSessions
    ) {
        self.agentId = agentId
        self.name = name
        self.isDefault = isDefault
        self.heartbeat = heartbeat
        self.sessions = sessions
    }
}

/// Heartbeat settings of an agent.
public struct HealthHeartbeat: Codable, Equatable, Sendable {
    public var enabled: Bool
    /// `disabled` when it is off.
    public var every: String
    public var everyMs: Int?
    public var prompt: String
    public var target: String
    public var model: String?
    public var ackMaxChars: Int

    public init(
        enabled: Bool,
        every: String,
        everyMs: Int?,
        prompt: String,
        target: String,
        model: String? = nil,
        ackMaxChars: Int
    ) {
        self.enabled = enabled
        self.every = every
        self.everyMs = everyMs
        self.prompt = prompt
        self.target = target
        self.model = model
        self.ackMaxChars = ackMaxChars
    }
}

/// Session store of an agent.
public struct HealthSessions: Codable, Equatable, Sendable {
    public var path: String
    public var count: Int
    public var recent: [HealthSession]

    public init(
        path: String,
        count: Int,
        recent: [HealthSession]
    ) {
        self.path = path
        self.count = count
        self.recent = recent
    }
}

/// A recent session in the health snapshot.
public struct HealthSession: Codable, Equatable, Sendable {
    public var key: String
    public var updatedAt: Int?
    public var age: Int?

    public init(
        key: String,
        updatedAt: Int?,
        age: Int?
    ) {
        self.key = key
        self.updatedAt = updatedAt
        self.age = age
    }
}

/// Params of `status`; nothing is looked at.
public struct StatusParams: Codable, Equatable, Sendable {

    public init() {
    }
}

/// Result of `status`.
public struct StatusResult: Codable, Equatable, Sendable {
    public var linkChannel: LinkChannel?
    public var heartbeat: StatusHeartbeat
    /// Lines for a terminal; may hold ANSI colours.
    public var channelSummary: [String]
    /// Of the main session.
    public var queuedSystemEvents: [String]
    public var sessions: StatusSessions

    public init(
        linkChannel: LinkChannel? = nil,
        heartbeat: StatusHeartbeat,
        channelSummary: [String],
        queuedSystemEvents: [String],
        sessions: StatusSessions
    ) {
        self.linkChannel = linkChannel
        self.heartbeat = heartbeat
        self.channelSummary = channelSummary
        self.queuedSystemEvents = queuedSystemEvents
        self.sessions = sessions
    }
}

/// Heartbeats of all agents.
public struct StatusHeartbeat: Codable, Equatable, Sendable {
    public var defaultAgentId: String
    public var agents: [StatusHeartbeatAgent]

    public init(
        defaultAgentId: String,
        agents: [StatusHeartbeatAgent]
    ) {
        self.defaultAgentId = defaultAgentId
        self.agents = agents
    }
}

/// Heartbeat of one agent.
public struct StatusHeartbeatAgent: Codable, Equatable, Sendable {
    public var agentId: String
    public var enabled: Bool
    public var every: String
    public var everyMs: Int?

    public init(
        agentId: String,
        enabled: Bool,
        every: String,
        everyMs: Int?
    ) {
        self.agentId = agentId
        self.enabled = enabled
        self.every = every
        self.everyMs = everyMs
    }
}

/// Sessions of all agents.
public struct StatusSessions: Codable, Equatable, Sendable {
    public var paths: [String]
    public var count: Int
    public var defaults: StatusSessionDefaults
    public var recent: [StatusSession]
    public var byAgent: [StatusAgentSessions]

    public init(
        paths: [String],
        count: Int,
        defaults: StatusSessionDefaults,
        recent: [StatusSession],
        byAgent: [StatusAgentSessions]
    ) {
        self.paths = paths
        self.count = count
        self.defaults = defaults
        self.recent = recent
        self.byAgent = byAgent
    }
}

/// Model of a session without an override.
public struct StatusSessionDefaults: Codable, Equatable, Sendable {
    public var model: String?
    public var contextTokens: Int?

    public init(
        model: String?,
        contextTokens: Int?
    ) {
        self.model = model
        self.contextTokens = contextTokens
    }
}

/// Sessions of one agent.
public struct StatusAgentSessions: Codable, Equatable, Sendable {
    public var agentId: String
    public var path: String
    public var count: Int
    public var recent: [StatusSession]

    public init(
        agentId: String,
        path: String,
        count: Int,
        recent: [StatusSession]
    ) {
        self.agentId = agentId
        self.path = path
        self.count = count
        self.recent = recent
    }
}

/// Values of `StatusSession.kind`.
public enum StatusSessionKind: String, Codable, CaseIterable, Sendable {
    case direct
    case group
    case global
    case unknown
}

/// A session in the status summary.
public struct StatusSession: Codable, Equatable, Sendable {
    public var agentId: String?
    public var key: String
    public var kind: StatusSessionKind
    public var sessionId: String?
    public var updatedAt: Int?
    public var age: Int?
    public var thinkingLevel: String?
    public var verboseLevel: String?
    public var reasoningLevel: String?
    public var elevatedLevel: String?
    public var systemSent: Bool?
    public var abortedLastRun: Bool?
    public var inputTokens: Int?
    public var outputTokens: Int?
    public var totalTokens: Int?
    public var remainingTokens: Int?
    /// At most 999.
    public var percentUsed: Int?
    public var model: String?
    public var contextTokens: Int?
    public var flags: [String]

    public init(
        agentId: String? = nil,
        key: String,
        kind: StatusSessionKind,
        sessionId: String? = nil,
        updatedAt: Int?,
        age: Int?,
        thinkingLevel: String? = nil,
        verboseLevel: String? = nil,
        reasoningLevel: String? = nil,
        elevatedLevel: String? = nil,
        systemSent: Bool? = nil,
        abortedLastRun: Bool? = nil,
        inputTokens: Int? = nil,
        outputTokens: Int? = nil,
        totalTokens: Int?,
        remainingTokens: Int?,
        percentUsed: Int?,
        model: String?,
        contextTokens: Int?,
        flags: [String]
    ) {
        self.agentId = agentId
        self.key = key
        self.kind = kind
        self.sessionId = sessionId
        self.updatedAt = updatedAt
        self.age = age
        self.thinkingLevel = thinkingLevel
        self.verboseLevel = verboseLevel
        self.reasoningLevel = reasoningLevel
        self.elevatedLevel = elevatedLevel
        self.systemSent = systemSent
        self.abortedLastRun = abortedLastRun
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.totalTokens = totalTokens
        self.remainingTokens = remainingTokens
        self.percentUsed = percentUsed
        self.model = model
        self.contextTokens = contextTokens
        self.flags = flags
    }
}

/// Params of `last-heartbeat`; nothing is looked at.
public struct LastHeartbeatParams: Codable, Equatable, Sendable {

    public init() {
    }
}

/// Result of `last-heartbeat`: null before the first one.
public typealias LastHeartbeatResult = HeartbeatEvent?

/// Values of `HeartbeatEvent.status`.
public enum HeartbeatEventStatus: String, Codable, CaseIterable, Sendable {
    case sent
    case okEmpty = "ok-empty"
    case okToken = "ok-token"
    case skipped
    case failed
}

/// Values of `HeartbeatEvent.indicatorType`.
public enum HeartbeatEventIndicatorType: String, Codable, CaseIterable, Sendable {
    case ok
    case alert
    case error
}

/// Outcome of a heartbeat.
public struct HeartbeatEvent: Codable, Equatable, Sendable {
    public var ts: Int
    public var status: HeartbeatEventStatus
    public var to: String?
    public var reason: String?
    /// At most 200 characters.
    public var preview: String?
    public var durationMs: Int?
    public var hasMedia: Bool?
    public var channel: String?
    public var silent: Bool?
    public var indicatorType: HeartbeatEventIndicatorType?

    public init(
        ts: Int,
        status: HeartbeatEventStatus,
        to: String? = nil,
        reason: String? = nil,
        preview: String? = nil,
        durationMs: Int? = nil,
        hasMedia: Bool? = nil,
        channel: String? = nil,
        silent: Bool? = nil,
        indicatorType: HeartbeatEventIndicatorType? = nil
    ) {
        self.ts = ts
        self.status = status
        self.to = to
        self.reason = reason
        self.preview = preview
        self.durationMs = durationMs
        self.hasMedia = hasMedia
        self.channel = channel
        self.silent = silent
        self.indicatorType = indicatorType
    }
}

/// Params of `set-heartbeats`.
public struct SetHeartbeatsParams: Codable, Equatable, Sendable {
    public var enabled: Bool

    public init(
        enabled: Bool
    ) {
        self.enabled = enabled
    }
}

/// Result of `set-heartbeats`.
public struct SetHeartbeatsResult: Codable, Equatable, Sendable {
    public var ok: Bool
    public var enabled: Bool

    public init(
        ok: Bool = true,
        enabled: Bool
    ) {
        self.ok = ok
        self.enabled = enabled
    }
}

/// Values of `WakeParams.mode`.
public enum WakeParamsMode: String, Codable, CaseIterable, Sendable {
    case now
    case nextHeartbeat = "next-heartbeat"
}

/// Params of `wake`.
public struct WakeParams: Codable, Equatable, Sendable {
    public var mode: WakeParamsMode
    public var text: String

    public init(
        mode: WakeParamsMode,
        text: String
    ) {
        self.mode = mode
        self.text = text
    }
}

/// Result of `wake`.
public struct WakeResult: Codable, Equatable, Sendable {
    /// False for a blank text.
    public var ok: Bool

    public init(
        ok: Bool
    ) {
        self.ok = ok
    }
}

/// Params of `logs.tail`.
public struct LogsTailParams: Codable, Equatable, Sendable {
    /// Byte to go on from.
    public var cursor: Int?
    /// 500 when absent.
    public var limit: Int?
    /// 250000 when absent.
    public var maxBytes: Int?

    public init(
        cursor: Int? = nil,
        limit: Int? = nil,
        maxBytes: Int? = nil
    ) {
        self.cursor = cursor
        self.limit = limit
        self.maxBytes = maxBytes
    }
}

/// Result of `logs.tail`.
public struct LogsTailResult: Codable, Equatable, Sendable {
    public var file: String
    /// Byte to go on from next time.
    public var cursor: Int
    public var size: Int
    public var lines: [String]
    /// More was there than `maxBytes`.
    public var truncated: Bool?
    /// The cursor was of no use: the tail is returned.
    public var reset: Bool?

    public init(
        file: String,
        cursor: Int,
        size: Int,
        lines: [String],
        truncated: Bool? = nil,
        reset: Bool? = nil
    ) {
        self.file = file
        self.cursor = cursor
        self.size = size
        self.lines = lines
        self.truncated = truncated
        self.reset = reset
    }
}

/// Params of `models.list`.
public struct ModelsListParams: Codable, Equatable, Sendable {

    public init() {
    }
}

/// Result of `models.list`.
public struct ModelsListResult: Codable, Equatable, Sendable {
    public var models: [ModelChoice]

    public init(
        models: [ModelChoice]
    ) {
        self.models = models
    }
}

/// A model that can be chosen.
public struct ModelChoice: Codable, Equatable, Sendable {
    public var id: String
    public var name: String
    public var provider: String
    public var contextWindow: Int?
    public var reasoning: Bool?
    /// text, image.
    public var input: [String]?

    public init(
        id: String,
        name: String,
        provider: String,
        contextWindow: Int? = nil,
        reasoning: Bool? = nil,
        input: [String]? = nil
    ) {
        self.id = id
        self.name = name
        self.provider = provider
        self.contextWindow = contextWindow
        self.reasoning = reasoning
        self.input = input
    }
}

/// Params of `usage.status`; nothing is looked at.
public struct UsageStatusParams: Codable, Equatable, Sendable {

    public init() {
    }
}

/// Result of `usage.status`.
public struct UsageStatusResult: Codable, Equatable, Sendable {
    public var updatedAt: Int
    public var providers: [UsageProvider]

    public init(
        updatedAt: Int,
        providers: [UsageProvider]
    ) {
        self.updatedAt = updatedAt
        self.providers = providers
    }
}

/// Quota of a model provider.
public struct UsageProvider: Codable, Equatable, Sendable {
    public var provider: String
    public var displayName: String
    public var windows: [UsageWindow]
    public var plan: String?
    public var error: String?

    public init(
        provider: String,
        displayName: String,
        windows: [UsageWindow],
        plan: String? = nil,
        error: String? = nil
    ) {
        self.provider = provider
        self.displayName = displayName
        self.windows = windows
        self.plan = plan
        self.error = error
    }
}

/// A quota window.
public struct UsageWindow: Codable, Equatable, Sendable {
    public var label: String
    public var usedPercent: Double
    public var resetAt: Int?

    public init(
        label: String,
        usedPercent: Double,
        resetAt: Int? = nil
    ) {
        self.label = label
        self.usedPercent = usedPercent
        self.resetAt = resetAt
    }
}

/// Params of `usage.cost`.
public struct UsageCostParams: Codable, Equatable, Sendable {
    /// 30 when absent or no number, at least 1.
    public var days: AnyCodable?

    public init(
        days: AnyCodable? = nil
    ) {
        self.days = days
    }
}

/// Result of `usage.cost`.
public struct UsageCostResult: Codable, Equatable, Sendable {
    public var updatedAt: Int
    public var days: Int
    public var daily: [UsageCostDay]
    public var totals: UsageCostTotals

    public init(
        updatedAt: Int,
        days: Int,
        daily: [UsageCostDay],
        totals: UsageCostTotals
    ) {
        self.updatedAt = updatedAt
        self.days = days
        self.daily = daily
        self.totals = totals
    }
}

/// Use of one day.
public struct UsageCostDay: Codable, Equatable, Sendable {
    /// YYYY-MM-DD.
    public var date: String
    public var input: Int
    public var output: Int
    public var cacheRead: Int
    public var cacheWrite: Int
    public var totalTokens: Int
    public var totalCost: Double
    public var missingCostEntries: Int

    public init(
        date: String,
        input: Int,
        output: Int,
        cacheRead: Int,
        cacheWrite: Int,
        totalTokens: Int,
        totalCost: Double,
        missingCostEntries: Int
    ) {
        self.date = date
        self.input = input
        self.output = output
        self.cacheRead = cacheRead
        self.cacheWrite = cacheWrite
        self.totalTokens = totalTokens
        self.totalCost = totalCost
        self.missingCostEntries = missingCostEntries
    }
}

/// Use of all days.
public struct UsageCostTotals: Codable, Equatable, Sendable {
    public var input: Int
    public var output: Int
    public var cacheRead: Int
    public var cacheWrite: Int
    public var totalTokens: Int
    public var totalCost: Double
    public var missingCostEntries: Int

    public init(
        input: Int,
        output: Int,
        cacheRead: Int,
        cacheWrite: Int,
        totalTokens: Int,
        totalCost: Double,
        missingCostEntries: Int
    ) {
        self.input = input
        self.output = output
        self.cacheRead = cacheRead
        self.cacheWrite = cacheWrite
        self.totalTokens = totalTokens
        self.totalCost = totalCost
        self.missingCostEntries = missingCostEntries
    }
}

/// Params of `node.pair.request`.
public struct NodePairRequestParams: Codable, Equatable, Sendable {
    public var nodeId: String
    public var displayName: String?
    public var platform: String?
    public var version: String?
    public var coreVersion: String?
    public var uiVersion: String?
    public var deviceFamily: String?
    public var modelIdentifier: String?
    public var caps: [String]?
    public var commands: [String]?
    public var remoteIp: String?
    public var silent: Bool?

    public init(
        nodeId: String,
        displayName: String? = nil,
        platform: String? = nil,
        version: String? = nil,
        coreVersion: String? = nil,
        uiVersion: String? = nil,
        deviceFamily: String? = nil,
        modelIdentifier: String? = nil,
        caps: [String]? = nil,
        commands: [String]? = nil,
        remoteIp: String? = nil,
        silent: Bool? = nil
    ) {
        self.nodeId = nodeId
        self.displayName = displayName
        self.platform = platform
        self.version = version
        self.coreVersion = coreVersion
        self.uiVersion = uiVersion
        self.deviceFamily = deviceFamily
        self.modelIdentifier = modelIdentifier
        self.caps = caps
        self.commands = commands
        self.remoteIp = remoteIp
        self.silent = silent
    }
}

/// Values of `NodePairRequestResult.status`.
public enum NodePairRequestResultStatus: String, Codable, CaseIterable, Sendable {
    case pending
}

/// Result of `node.pair.request`.
public struct NodePairRequestResult: Codable, Equatable, Sendable {
    public var status: NodePairRequestResultStatus
    public var request: NodePairRequestedEvent
    /// False when the request was pending already.
    public var created: Bool

    public init(
        status: NodePairRequestResultStatus = NodePairRequestResultStatus.pending,
        request: NodePairRequestedEvent,
        created: Bool
    ) {
        self.status = status
        self.request = request
        self.created = created
    }
}

/// A node that waits to be admitted.
public struct NodePairRequestedEvent: Codable, Equatable, Sendable {
    public var requestId: String
    public var nodeId: String
    public var displayName: String?
    public var platform: String?
    public var version: String?
    public var coreVersion: String?
    public var uiVersion: String?
    public var deviceFamily: String?
    public var modelIdentifier: String?
    public var caps: [String]?
    public var commands: [String]?
    public var permissions: [String: Bool]?
    public var remoteIp: String?
    public var silent: Bool?
    /// The node was admitted before.
    public var isRepair: Bool?
    public var ts: Int

    public init(
        requestId: String,
        nodeId: String,
        displayName: String? = nil,
        platform: String? = nil,
        version: String? = nil,
        coreVersion: String? = nil,
        uiVersion: String? = nil,
        deviceFamily: String? = nil,
        modelIdentifier: String? = nil,
        caps: [String]? = nil,
        commands: [String]? = nil,
        permissions: [String: Bool]? = nil,
        remoteIp: String? = nil,
        silent: Bool? = nil,
        isRepair: Bool? = nil,
        ts: Int
    ) {
        self.requestId = requestId
        self.nodeId = nodeId
        self.displayName = displayName
        self.platform = platform
        self.version = version
        self.coreVersion = coreVersion
        self.uiVersion = uiVersion
        self.deviceFamily = deviceFamily
        self.modelIdentifier = modelIdentifier
        self.caps = caps
        self.commands = commands
        self.permissions = permissions
        self.remoteIp = remoteIp
        self.silent = silent
        self.isRepair = isRepair
        self.ts = ts
    }
}

/// An admitted node of the legacy store.
public struct PairedNode: Codable, Equatable, Sendable {
    public var nodeId: String
    public var token: String
    public var displayName: String?
    public var platform: String?
    public var version: String?
    public var coreVersion: String?
    public var uiVersion: String?
    public var deviceFamily: String?
    public var modelIdentifier: String?
    public var caps: [String]?
    public var commands: [String]?
    public var bins: [String]?
    public var permissions: [String: Bool]?
    public var remoteIp: String?
    public var createdAtMs: Int
    public var approvedAtMs: Int
    public var lastConnectedAtMs: Int?

    public init(
        nodeId: String,
        token: String,
        displayName: String? = nil,
        platform: String? = nil,
        version: String? = nil,
        coreVersion: String? = nil,
        uiVersion: String? = nil,
        deviceFamily: String? = nil,
        modelIdentifier: String? = nil,
        caps: [String]? = nil,
        commands: [String]? = nil,
        bins: [String]? = nil,
        permissions: [String: Bool]? = nil,
        remoteIp: String? = nil,
        createdAtMs: Int,
        approvedAtMs: Int,
        lastConnectedAtMs: Int? = nil
    ) {
        self.nodeId = nodeId
        self.token = token
        self.displayName = displayName
        self.platform = platform
        self.version = version
        self.coreVersion = coreVersion
        self.uiVersion = uiVersion
        self.deviceFamily = deviceFamily
        self.modelIdentifier = modelIdentifier
        self.caps = caps
        self.commands = commands
        self.bins = bins
        self.permissions = permissions
        self.remoteIp = remoteIp
        self.createdAtMs = createdAtMs
        self.approvedAtMs = approvedAtMs
        self.lastConnectedAtMs = lastConnectedAtMs
    }
}

/// Params of `node.pair.list`.
public struct NodePairListParams: Codable, Equatable, Sendable {

    public init() {
    }
}

/// Result of `node.pair.list`.
public struct NodePairListResult: Codable, Equatable, Sendable {
    public var pending: [NodePairRequestedEvent]
    public var paired: [PairedNode]

    public init(
        pending: [NodePairRequestedEvent],
        paired: [PairedNode]
    ) {
        self.pending = pending
        self.paired = paired
    }
}

/// Params of `node.pair.approve`.
public struct NodePairApproveParams: Codable, Equatable, Sendable {
    public var requestId: String

    public init(
        requestId: String
    ) {
        self.requestId = requestId
    }
}

/// Result of `node.pair.approve`.
public struct NodePairApproveResult: Codable, Equatable, Sendable {
    public var requestId: String
    public var node: PairedNode

    public init(
        requestId: String,
        node: PairedNode
    ) {
        self.requestId = requestId
        self.node = node
    }
}

/// Params of `node.pair.reject`.
public struct NodePairRejectParams: Codable, Equatable, Sendable {
    public var requestId: String

    public init(
        requestId: String
    ) {
        self.requestId = requestId
    }
}

/// Result of `node.pair.reject`.
public struct NodePairRejectResult: Codable, Equatable, Sendable {
    public var requestId: String
    public var nodeId: String

    public init(
        requestId: String,
        nodeId: String
    ) {
        self.requestId = requestId
        self.nodeId = nodeId
    }
}

/// Params of `node.pair.verify`.
public struct NodePairVerifyParams: Codable, Equatable, Sendable {
    public var nodeId: String
    public var token: String

    public init(
        nodeId: String,
        token: String
    ) {
        self.nodeId = nodeId
        self.token = token
    }
}

/// Result of `node.pair.verify`.
public struct NodePairVerifyResult: Codable, Equatable, Sendable {
    public var ok: Bool
    public var node: PairedNode?

    public init(
        ok: Bool,
        node: PairedNode? = nil
    ) {
        self.ok = ok
        self.node = node
    }
}

/// Values of `NodePairResolvedEvent.decision`.
public enum NodePairResolvedEventDecision: String, Codable, CaseIterable, Sendable {
    case approved
    case rejected
}

/// A node was admitted or refused.
public struct NodePairResolvedEvent: Codable, Equatable, Sendable {
    public var requestId: String
    public var nodeId: String
    public var decision: NodePairResolvedEventDecision
    public var ts: Int

    public init(
        requestId: String,
        nodeId: String,
        decision: NodePairResolvedEventDecision,
        ts: Int
    ) {
        self.requestId = requestId
        self.nodeId = nodeId
        self.decision = decision
        self.ts = ts
    }
}

/// Params of `node.rename`.
public struct NodeRenameParams: Codable, Equatable, Sendable {
    public var nodeId: String
    public var displayName: String

    public init(
        nodeId: String,
        displayName: String
    ) {
        self.nodeId = nodeId
        self.displayName = displayName
    }
}

/// Result of `node.rename`.
public struct NodeRenameResult: Codable, Equatable, Sendable {
    public var nodeId: String
    public var displayName: String

    public init(
        nodeId: String,
        displayName: String
    ) {
        self.nodeId = nodeId
        self.displayName = displayName
    }
}

/// Params of `node.list`.
public struct NodeListParams: Codable, Equatable, Sendable {

    public init() {
    }
}

/// Result of `node.list`.
public struct NodeListResult: Codable, Equatable, Sendable {
    public var ts: Int
    public var nodes: [NodeRow]

    public init(
        ts: Int,
        nodes: [NodeRow]
    ) {
        self.ts = ts
        self.nodes = nodes
    }
}

/// One node, connected or admitted.
public struct NodeRow: Codable, Equatable, Sendable {
    public var nodeId: String
    public var displayName: String?
    public var platform: String?
    public var version: String?
    public var coreVersion: String?
    public var uiVersion: String?
    public var deviceFamily: String?
    public var modelIdentifier: String?
    public var remoteIp: String?
    public var caps: [String]
    public var commands: [String]
    public var pathEnv: String?
    public var permissions: [String: Bool]?
    public var connectedAtMs: Int?
    public var paired: Bool
    public var connected: Bool

    public init(
        nodeId: String,
        displayName: String? = nil,
        platform: String? = nil,
        version: String? = nil,
        coreVersion: String? = nil,
        uiVersion: String? = nil,
        deviceFamily: String? = nil,
        modelIdentifier: String? = nil,
        remoteIp: String? = nil,
        caps: [String],
        commands: [String],
        pathEnv: String? = nil,
        permissions: [String: Bool]? = nil,
        connectedAtMs: Int? = nil,
        paired: Bool,
        connected: Bool
    ) {
        self.nodeId = nodeId
        self.displayName = displayName
        self.platform = platform
        self.version = version
        self.coreVersion = coreVersion
        self.uiVersion = uiVersion
        self.deviceFamily = deviceFamily
        self.modelIdentifier = modelIdentifier
        self.remoteIp = remoteIp
        self.caps = caps
        self.commands = commands
        self.pathEnv = pathEnv
        self.permissions = permissions
        self.connectedAtMs = connectedAtMs
        self.paired = paired
        self.connected = connected
    }
}

/// Params of `node.describe`.
public struct NodeDescribeParams: Codable, Equatable, Sendable {
    public var nodeId: String

    public init(
        nodeId: String
    ) {
        self.nodeId = nodeId
    }
}

/// Result of `node.describe`.
public struct NodeDescribeResult: Codable, Equatable, Sendable {
    public var ts: Int
    public var nodeId: String
    public var displayName: String?
    public var platform: String?
    public var version: String?
    public var coreVersion: String?
    public var uiVersion: String?
    public var deviceFamily: String?
    public var modelIdentifier: String?
    public var remoteIp: String?
    public var caps: [String]
    public var commands: [String]
    public var pathEnv: String?
    public var permissions: [String: Bool]?
    public var connectedAtMs: Int?
    public var paired: Bool
    public var connected: Bool

    public init(
        ts: Int,
        nodeId: String,
        displayName: String? = nil,
        platform: String? = nil,
        version: String? = nil,
        coreVersion: String? = nil,
        uiVersion: String? = nil,
        deviceFamily: String? = nil,
        modelIdentifier: String? = nil,
        remoteIp: String? = nil,
        caps: [String],
        commands: [String],
        pathEnv: String? = nil,
        permissions: [String: Bool]? = nil,
        connectedAtMs: Int? = nil,
        paired: Bool,
        connected: Bool
    ) {
        self.ts = ts
        self.nodeId = nodeId
        self.displayName = displayName
        self.platform = platform
        self.version = version
        self.coreVersion = coreVersion
        self.uiVersion = uiVersion
        self.deviceFamily = deviceFamily
        self.modelIdentifier = modelIdentifier
        self.remoteIp = remoteIp
        self.caps = caps
        self.commands = commands
        self.pathEnv = pathEnv
        self.permissions = permissions
        self.connectedAtMs = connectedAtMs
        self.paired = paired
        self.connected = connected
    }
}

/// Params of `node.invoke`.
public struct NodeInvokeParams: Codable, Equatable, Sendable {
    public var nodeId: String
    public var command: String
    public var params: AnyCodable?
    /// 30000 when absent.
    public var timeoutMs: Int?
    /// Passed to the node; the gateway does not look at it.
    public var idempotencyKey: String

    public init(
        nodeId: String,
        command: String,
        params: AnyCodable? = nil,
        timeoutMs: Int? = nil,
        idempotencyKey: String
    ) {
        self.nodeId = nodeId
        self.command = command
        self.params = params
        self.timeoutMs = timeoutMs
        self.idempotencyKey = idempotencyKey
    }
}

/// Result of `node.invoke`.
public struct NodeInvokeResult: Codable, Equatable, Sendable {
    public var ok: Bool
    public var nodeId: String
    public var command: String
    /// The parsed `payloadJSON`, or the payload the node sent.
    public var payload: AnyCodable?
    public var payloadJSON: String?

    public init(
        ok: Bool = true,
        nodeId: String,
        command: String,
        payload: AnyCodable? = nil,
        payloadJSON: String?
    ) {
        self.ok = ok
        self.nodeId = nodeId
        self.command = command
        self.payload = payload
        self.payloadJSON = payloadJSON
    }
}

/// A command for a node.
public struct NodeInvokeRequestEvent: Codable, Equatable, Sendable {
    /// Names the call in `node.invoke.result`.
    public var id: String
    public var nodeId: String
    public var command: String
    /// The params as JSON text.
    public var paramsJSON: String?
    public var timeoutMs: Int?
    public var idempotencyKey: String?

    public init(
        id: String,
        nodeId: String,
        command: String,
        paramsJSON: String?,
        timeoutMs: Int? = nil,
        idempotencyKey: String? = nil
    ) {
        self.id = id
        self.nodeId = nodeId
        self.command = command
        self.paramsJSON = paramsJSON
        self.timeoutMs = timeoutMs
        self.idempotencyKey = idempotencyKey
    }
}

/// Params of `node.invoke.result`, after null `payloadJSON` and `error` are dropped and another `payloadJSON` than a string has become `payload`.
public struct NodeInvokeResultParams: Codable, Equatable, Sendable {
    public var id: String
    public var nodeId: String
    public var ok: Bool
    public var payload: AnyCodable?
    public var payloadJSON: String?
    public var error: NodeError?

    public init(
        id: String,
        nodeId: String,
        ok: Bool,
        payload: AnyCodable? = nil,
        payloadJSON: String? = nil,
        error: NodeError? = nil
    ) {
        self.id = id
        self.nodeId = nodeId
        self.ok = ok
        self.payload = payload
        self.payloadJSON = payloadJSON
        self.error = error
    }
}

/// Why a command failed on a node.
public struct NodeError: Codable, Equatable, Sendable {
    public var code: String?
    public var message: String?

    public init(
        code: String? = nil,
        message: String? = nil
    ) {
        self.code = code
        self.message = message
    }
}

/// `error.details` of a command that failed on a node.
public struct NodeErrorDetails: Codable, Equatable, Sendable {
    public var nodeError: NodeError?

    public init(
        nodeError: NodeError?
    ) {
        self.nodeError = nodeError
    }
}

/// Result of `node.invoke.result`.
public struct NodeInvokeResultResult: Codable, Equatable, Sendable {
    public var ok: Bool
    /// The call is unknown or over.
    public var ignored: Bool?

    public init(
        ok: Bool = true,
        ignored: Bool? = nil
    ) {
        self.ok = ok
        self.ignored = ignored
    }
}

/// Params of `node.event`.
public struct NodeEventParams: Codable, Equatable, Sendable {
    /// Unknown ones are accepted and ignored.
    public var event: String
    public var payload: AnyCodable?
    public var payloadJSON: String?

    public init(
        event: String,
        payload: AnyCodable? = nil,
        payloadJSON: String? = nil
    ) {
        self.event = event
        self.payload = payload
        self.payloadJSON = payloadJSON
    }
}

/// Result of `node.event`.
public struct NodeEventResult: Codable, Equatable, Sendable {
    public var ok: Bool

    public init(
        ok: Bool = true
    ) {
        self.ok = ok
    }
}

/// One gateway, client or node, now or recently connected.
public struct PresenceEntry: Codable, Equatable, Sendable {
    public var host: String?
    public var ip: String?
    public var version: String?
    public var platform: String?
    public var deviceFamily: String?
    public var modelIdentifier: String?
    public var mode: String?
    public var lastInputSeconds: Double?
    /// self, connect, disconnect, or what a beacon said.
    public var reason: String?
    public var deviceId: String?
    public var roles: [String]?
    public var scopes: [String]?
    public var instanceId: String?
    public var text: String
    public var ts: Int

    public init(
        host: String? = nil,
        ip: String? = nil,
        version: String? = nil,
        platform: String? = nil,
        deviceFamily: String? = nil,
        modelIdentifier: String? = nil,
        mode: String? = nil,
        lastInputSeconds: Double? = nil,
        reason: String? = nil,
        deviceId: String? = nil,
        roles: [String]? = nil,
        scopes: [String]? = nil,
        instanceId: String? = nil,
        text: String,
        ts: Int
    ) {
        self.host = host
        self.ip = ip
        self.version = version
        self.platform = platform
        self.deviceFamily = deviceFamily
        self.modelIdentifier = modelIdentifier
        self.mode = mode
        self.lastInputSeconds = lastInputSeconds
        self.reason = reason
        self.deviceId = deviceId
        self.roles = roles
        self.scopes = scopes
        self.instanceId = instanceId
        self.text = text
        self.ts = ts
    }
}

/// The whole presence list.
public struct PresenceEvent: Codable, Equatable, Sendable {
    public var presence: [PresenceEntry]

    public init(
        presence: [PresenceEntry]
    ) {
        self.presence = presence
    }
}

/// Params of `system-presence`; nothing is looked at.
public struct SystemPresenceParams: Codable, Equatable, Sendable {

    public init() {
    }
}

/// Result of `system-presence`.
public typealias SystemPresenceResult = [PresenceEntry]

/// Params of `system-event`. Optional fields of a wrong type are ignored.
public struct SystemEventParams: Codable, Equatable, Sendable {
    /// Not blank. A text beginning with `Node:` updates presence and is queued only when something of note changed.
    public var text: String
    public var deviceId: String?
    public var instanceId: String?
    public var host: String?
    public var ip: String?
    public var mode: String?
    public var version: String?
    public var platform: String?
    public var deviceFamily: String?
    public var modelIdentifier: String?
    public var lastInputSeconds: Double?
    public var reason: String?
    public var roles: [String]?
    public var scopes: [String]?
    public var tags: [String]?

    public init(
        text: String,
        deviceId: String? = nil,
        instanceId: String? = nil,
        host: String? = nil,
        ip: String? = nil,
        mode: String? = nil,
        version: String? = nil,
        platform: String? = nil,
        deviceFamily: String? = nil,
        modelIdentifier: String? = nil,
        lastInputSeconds: Double? = nil,
        reason: String? = nil,
        roles: [String]? = nil,
        scopes: [String]? = nil,
        tags: [String]? = nil
    ) {
        self.text = text
        self.deviceId = deviceId
        self.instanceId = instanceId
        self.host = host
        self.ip = ip
        self.mode = mode
        self.version = version
        self.platform = platform
        self.deviceFamily = deviceFamily
        self.modelIdentifier = modelIdentifier
        self.lastInputSeconds = lastInputSeconds
        self.reason = reason
        self.roles = roles
        self.scopes = scopes
        self.tags = tags
    }
}

/// Result of `system-event`.
public struct SystemEventResult: Codable, Equatable, Sendable {
    public var ok: Bool

    public init(
        ok: Bool = true
    ) {
        self.ok = ok
    }
}

/// Params of `send`.
public struct SendParams: Codable, Equatable, Sendable {
    public var to: String
    public var message: String
    public var mediaUrl: String?
    public var mediaUrls: [String]?
    public var gifPlayback: Bool?
    /// whatsapp when absent.
    public var channel: String?
    public var accountId: String?
    /// Session whose transcript gets a copy.
    public var sessionKey: String?
    public var idempotencyKey: String

    public init(
        to: String,
        message: String,
        mediaUrl: String? = nil,
        mediaUrls: [String]? = nil,
        gifPlayback: Bool? = nil,
        channel: String? = nil,
        accountId: String? = nil,
        sessionKey: String? = nil,
        idempotencyKey: String
    ) {
        self.to = to
        self.message = message
        self.mediaUrl = mediaUrl
        self.mediaUrls = mediaUrls
        self.gifPlayback = gifPlayback
        self.channel = channel
        self.accountId = accountId
        self.sessionKey = sessionKey
        self.idempotencyKey = idempotencyKey
    }
}

/// Result of `send`.
public struct SendResult: Codable, Equatable, Sendable {
    public var runId: String
    public var messageId: String
    public var channel: String
    public var chatId: String?
    public var channelId: String?
    public var toJid: String?
    public var conversationId: String?

    public init(
        runId: String,
        messageId: String,
        channel: String,
        chatId: String? = nil,
        channelId: String? = nil,
        toJid: String? = nil,
        conversationId: String? = nil
    ) {
        self.runId = runId
        self.messageId = messageId
        self.channel = channel
        self.chatId = chatId
        self.channelId = channelId
        self.toJid = toJid
        self.conversationId = conversationId
    }
}

/// Params of `poll`.
public struct PollParams: Codable, Equatable, Sendable {
    public var to: String
    public var question: String
    public var options: [String]
    public var maxSelections: Int?
    public var durationHours: Int?
    public var channel: String?
    public var accountId: String?
    public var idempotencyKey: String

    public init(
        to: String,
        question: String,
        options: [String],
        maxSelections: Int? = nil,
        durationHours: Int? = nil,
        channel: String? = nil,
        accountId: String? = nil,
        idempotencyKey: String
    ) {
        self.to = to
        self.question = question
        self.options = options
        self.maxSelections = maxSelections
        self.durationHours = durationHours
        self.channel = channel
        self.accountId = accountId
        self.idempotencyKey = idempotencyKey
    }
}

/// Result of `poll`.
public struct PollResult: Codable, Equatable, Sendable {
    public var runId: String
    public var messageId: String
    public var channel: String
    public var toJid: String?
    public var channelId: String?
    public var conversationId: String?
    public var pollId: String?

    public init(
        runId: String,
        messageId: String,
        channel: String,
        toJid: String? = nil,
        channelId: String? = nil,
        conversationId: String? = nil,
        pollId: String? = nil
    ) {
        self.runId = runId
        self.messageId = messageId
        self.channel = channel
        self.toJid = toJid
        self.channelId = channelId
        self.conversationId = conversationId
        self.pollId = pollId
    }
}

/// Params of `sessions.list`.
public struct SessionsListParams: Codable, Equatable, Sendable {
    public var limit: Int?
    public var activeMinutes: Int?
    public var includeGlobal: Bool?
    public var includeUnknown: Bool?
    public var includeDerivedTitles: Bool?
    public var includeLastMessage: Bool?
    public var label: String?
    public var spawnedBy: String?
    public var agentId: String?
    public var search: String?

    public init(
        limit: Int? = nil,
        activeMinutes: Int? = nil,
        includeGlobal: Bool? = nil,
        includeUnknown: Bool? = nil,
        includeDerivedTitles: Bool? = nil,
        includeLastMessage: Bool? = nil,
        label: String? = nil,
        spawnedBy: String? = nil,
        agentId: String? = nil,
        search: String? = nil
    ) {
        self.limit = limit
        self.activeMinutes = activeMinutes
        self.includeGlobal = includeGlobal
        self.includeUnknown = includeUnknown
        self.includeDerivedTitles = includeDerivedTitles
        self.includeLastMessage = includeLastMessage
        self.label = label
        self.spawnedBy = spawnedBy
        self.agentId = agentId
        self.search = search
    }
}

/// Result of `sessions.list`.
public struct SessionsListResult: Codable, Equatable, Sendable {
    public var ts: Int
    /// `(multiple)` when each agent has its own store.
    public var path: String
    public var count: Int
    public var defaults: SessionsListDefaults
    public var sessions: [SessionRow]

    public init(
        ts: Int,
        path: String,
        count: Int,
        defaults: SessionsListDefaults,
        sessions: [SessionRow]
    ) {
        self.ts = ts
        self.path = path
        self.count = count
        self.defaults = defaults
        self.sessions = sessions
    }
}

/// Model of a session without an override.
public struct SessionsListDefaults: Codable, Equatable, Sendable {
    public var modelProvider: String?
    public var model: String?
    public var contextTokens: Int?

    public init(
        modelProvider: String?,
        model: String?,
        contextTokens: Int?
    ) {
        self.modelProvider = modelProvider
        self.model = model
        self.contextTokens = contextTokens
    }
}

/// Values of `SessionRow.kind`.
public enum SessionRowKind: String, Codable, CaseIterable, Sendable {
    case direct
    case group
    case global
    case unknown
}

/// One session of the list.
public struct SessionRow: Codable, Equatable, Sendable {
    public var key: String
    public var kind: SessionRowKind
    public var label: String?
    public var displayName: String?
    public var channel: String?
    public var subject: String?
    public var groupChannel: String?
    public var space: String?
    public var chatType: String?
    public var origin: SessionOrigin?
    public var updatedAt: Int?
    public var sessionId: String?
    public var systemSent: Bool?
    public var abortedLastRun: Bool?
    public var thinkingLevel: String?
    public var verboseLevel: String?
    public var reasoningLevel: String?
    public var elevatedLevel: String?
    public var sendPolicy: String?
    public var inputTokens: Int?
    public var outputTokens: Int?
    public var totalTokens: Int?
    public var responseUsage: String?
    public var modelProvider: String?
    public var model: String?
    public var contextTokens: Int?
    public var deliveryContext: DeliveryContext?
    public var lastChannel: String?
    public var lastTo: String?
    public var lastAccountId: String?
    public var derivedTitle: String?
    public var lastMessagePreview: String?

    public init(
        key: String,
        kind: SessionRowKind,
        label: String? = nil,
        displayName: String? = nil,
        channel: String? = nil,
        subject: String? = nil,
        groupChannel: String? = nil,
        space: String? = nil,
        chatType: String? = nil,
        origin: SessionOrigin? = nil,
        updatedAt: Int?,
        sessionId: String? = nil,
        systemSent: Bool? = nil,
        abortedLastRun: Bool? = nil,
        thinkingLevel: String? = nil,
        verboseLevel: String? = nil,
        reasoningLevel: String? = nil,
        elevatedLevel: String? = nil,
        sendPolicy: String? = nil,
        inputTokens: Int? = nil,
        outputTokens: Int? = nil,
        totalTokens: Int? = nil,
        responseUsage: String? = nil,
        modelProvider: String? = nil,
        model: String? = nil,
        contextTokens: Int? = nil,
        deliveryContext: DeliveryContext? = nil,
        lastChannel: String? = nil,
        lastTo: String? = nil,
        lastAccountId: String? = nil,
        derivedTitle: String? = nil,
        lastMessagePreview: String? = nil
    ) {
        self.key = key
        self.kind = kind
        self.label = label
        self.displayName = displayName
        self.channel = channel
        self.subject = subject
        self.groupChannel = groupChannel
        self.space = space
        self.chatType = chatType
        self.origin = origin
        self.updatedAt = updatedAt
        self.sessionId = sessionId
        self.systemSent = systemSent
        self.abortedLastRun = abortedLastRun
        self.thinkingLevel = thinkingLevel
        self.verboseLevel = verboseLevel
        self.reasoningLevel = reasoningLevel
        self.elevatedLevel = elevatedLevel
        self.sendPolicy = sendPolicy
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.totalTokens = totalTokens
        self.responseUsage = responseUsage
        self.modelProvider = modelProvider
        self.model = model
        self.contextTokens = contextTokens
        self.deliveryContext = deliveryContext
        self.lastChannel = lastChannel
        self.lastTo = lastTo
        self.lastAccountId = lastAccountId
        self.derivedTitle = derivedTitle
        self.lastMessagePreview = lastMessagePreview
    }
}

/// Where a session came from.
public struct SessionOrigin: Codable, Equatable, Sendable {
    public var label: String?
    public var provider: String?
    public var surface: String?
    public var chatType: String?
    public var from: String?
    public var to: String?
    public var accountId: String?
    public var threadId: AnyCodable?

    public init(
        label: String? = nil,
        provider: String? = nil,
        surface: String? = nil,
        chatType: String? = nil,
        from: String? = nil,
        to: String? = nil,
        accountId: String? = nil,
        threadId: AnyCodable? = nil
    ) {
        self.label = label
        self.provider = provider
        self.surface = surface
        self.chatType = chatType
        self.from = from
        self.to = to
        self.accountId = accountId
        self.threadId = threadId
    }
}

/// Where replies of a session go.
public struct DeliveryContext: Codable, Equatable, Sendable {
    public var channel: String?
    public var to: String?
    public var accountId: String?
    public var threadId: AnyCodable?

    public init(
        channel: String? = nil,
        to: String? = nil,
        accountId: String? = nil,
        threadId: AnyCodable? = nil
    ) {
        self.channel = channel
        self.to = to
        self.accountId = accountId
        self.threadId = threadId
    }
}

/// Params of `sessions.preview`.
public struct SessionsPreviewParams: Codable, Equatable, Sendable {
    public var keys: [String]
    public var limit: Int?
    public var maxChars: Int?

    public init(
        keys: [String],
        limit: Int? = nil,
        maxChars: Int? = nil
    ) {
        self.keys = keys
        self.limit = limit
        self.maxChars = maxChars
    }
}

/// Result of `sessions.preview`.
public struct SessionsPreviewResult: Codable, Equatable, Sendable {
    public var ts: Int
    public var previews: [SessionPreview]

    public init(
        ts: Int,
        previews: [SessionPreview]
    ) {
        self.ts = ts
        self.previews = previews
    }
}

/// Values of `SessionPreview.status`.
public enum SessionPreviewStatus: String, Codable, CaseIterable, Sendable {
    case ok
    case empty
    case missing
    case error
}

/// Last lines of one session.
public struct SessionPreview: Codable, Equatable, Sendable {
    public var key: String
    public var status: SessionPreviewStatus
    public var items: [SessionPreviewItem]

    public init(
        key: String,
        status: SessionPreviewStatus,
        items: [SessionPreviewItem]
    ) {
        self.key = key
        self.status = status
        self.items = items
    }
}

/// Values of `SessionPreviewItem.role`.
public enum SessionPreviewItemRole: String, Codable, CaseIterable, Sendable {
    case user
    case assistant
    case tool
    case system
    case other
}

/// One line of a preview.
public struct SessionPreviewItem: Codable, Equatable, Sendable {
    public var role: SessionPreviewItemRole
    public var text: String

    public init(
        role: SessionPreviewItemRole,
        text: String
    ) {
        self.role = role
        self.text = text
    }
}

/// Params of `sessions.resolve`: exactly one of key, sessionId and label.
public struct SessionsResolveParams: Codable, Equatable, Sendable {
    public var key: String?
    public var sessionId: String?
    public var label: String?
    public var agentId: String?
    public var spawnedBy: String?
    public var includeGlobal: Bool?
    public var includeUnknown: Bool?

    public init(
        key: String? = nil,
        sessionId: String? = nil,
        label: String? = nil,
        agentId: String? = nil,
        spawnedBy: String? = nil,
        includeGlobal: Bool? = nil,
        includeUnknown: Bool? = nil
    ) {
        self.key = key
        self.sessionId = sessionId
        self.label = label
        self.agentId = agentId
        self.spawnedBy = spawnedBy
        self.includeGlobal = includeGlobal
        self.includeUnknown = includeUnknown
    }
}

/// Result of `sessions.resolve`.
public struct SessionsResolveResult: Codable, Equatable, Sendable {
    public var ok: Bool
    public var key: String

    public init(
        ok: Bool = true,
        key: String
    ) {
        self.ok = ok
        self.key = key
    }
}

/// Values of `SessionsPatchParams.responseUsage`.
public enum SessionsPatchParamsResponseUsage: String, Codable, CaseIterable, Sendable {
    case off
    case tokens
    case full
    case on
}

/// Values of `SessionsPatchParams.sendPolicy`.
public enum SessionsPatchParamsSendPolicy: String, Codable, CaseIterable, Sendable {
    case allow
    case deny
}

/// Values of `SessionsPatchParams.groupActivation`.
public enum SessionsPatchParamsGroupActivation: String, Codable, CaseIterable, Sendable {
    case mention
    case always
}

/// Params of `sessions.patch`: an absent field is left alone, null clears it.
public struct SessionsPatchParams: Codable, Equatable, Sendable {
    public var key: String
    public var label: Nullable<String>?
    public var thinkingLevel: Nullable<String>?
    public var verboseLevel: Nullable<String>?
    public var reasoningLevel: Nullable<String>?
    public var responseUsage: Nullable<SessionsPatchParamsResponseUsage>?
    public var elevatedLevel: Nullable<String>?
    public var execHost: Nullable<String>?
    public var execSecurity: Nullable<String>?
    public var execAsk: Nullable<String>?
    public var execNode: Nullable<String>?
    public var model: Nullable<String>?
    public var spawnedBy: Nullable<String>?
    public var sendPolicy: Nullable<SessionsPatchParamsSendPolicy>?
    public var groupActivation: Nullable<SessionsPatchParamsGroupActivation>?

    public init(
        key: String,
        label: Nullable<String>? = nil,
        thinkingLevel: Nullable<String>? = nil,
        verboseLevel: Nullable<String>? = nil,
        reasoningLevel: Nullable<String>? = nil,
        responseUsage: Nullable<SessionsPatchParamsResponseUsage>? = nil,
        elevatedLevel: Nullable<String>? = nil,
        execHost: Nullable<String>? = nil,
        execSecurity: Nullable<String>? = nil,
        execAsk: Nullable<String>? = nil,
        execNode: Nullable<String>? = nil,
        model: Nullable<String>? = nil,
        spawnedBy: Nullable<String>? = nil,
        sendPolicy: Nullable<SessionsPatchParamsSendPolicy>? = nil,
        groupActivation: Nullable<SessionsPatchParamsGroupActivation>? = nil
    ) {
        self.key = key
        self.label = label
        self.thinkingLevel = thinkingLevel
        self.verboseLevel = verboseLevel
        self.reasoningLevel = reasoningLevel
        self.responseUsage = responseUsage
        self.elevatedLevel = elevatedLevel
        self.execHost = execHost
        self.execSecurity = execSecurity
        self.execAsk = execAsk
        self.execNode = execNode
        self.model = model
        self.spawnedBy = spawnedBy
        self.sendPolicy = sendPolicy
        self.groupActivation = groupActivation
    }
}

/// Result of `sessions.patch`.
public struct SessionsPatchResult: Codable, Equatable, Sendable {
    public var ok: Bool
    public var path: String
    public var key: String
    public var entry: SessionEntry

    public init(
        ok: Bool = true,
        path: String,
        key: String,
        entry: SessionEntry
    ) {
        self.ok = ok
        self.path = path
        self.key = key
        self.entry = entry
    }
}

/// A session as the store holds it.
public struct SessionEntry: Codable, Equatable, Sendable {
    public var sessionId: String
    public var updatedAt: Int
    public var sessionFile: String?
    public var spawnedBy: String?
    public var systemSent: Bool?
    public var abortedLastRun: Bool?
    public var chatType: String?
    public var thinkingLevel: String?
    public var verboseLevel: String?
    public var reasoningLevel: String?
    public var elevatedLevel: String?
    public var execHost: String?
    public var execSecurity: String?
    public var execAsk: String?
    public var execNode: String?
    public var responseUsage: String?
    public var providerOverride: String?
    public var modelOverride: String?
    public var groupActivation: String?
    public var sendPolicy: String?
    public var inputTokens: Int?
    public var outputTokens: Int?
    public var totalTokens: Int?
    public var modelProvider: String?
    public var model: String?
    public var contextTokens: Int?
    public var label: String?
    public var displayName: String?
    public var channel: String?
    public var subject: String?
    public var origin: SessionOrigin?
    public var deliveryContext: DeliveryContext?
    public var lastChannel: String?
    public var lastTo: String?
    public var lastAccountId: String?

    public init(
        sessionId: String,
        updatedAt: Int,
        sessionFile: String? = nil,
        spawnedBy: String? = nil,
        systemSent: Bool? = nil,
        abortedLastRun: Bool? = nil,
        chatType: String? = nil,
        thinkingLevel: String? = nil,
        verboseLevel: String? = nil,
        reasoningLevel: String? = nil,
        elevatedLevel: String? = nil,
        execHost: String? = nil,
        execSecurity: String? = nil,
        execAsk: String? = nil,
        execNode: String? = nil,
        responseUsage: String? = nil,
        providerOverride: String? = nil,
        modelOverride: String? = nil,
        groupActivation: String? = nil,
        sendPolicy: String? = nil,
        inputTokens: Int? = nil,
        outputTokens: Int? = nil,
        totalTokens: Int? = nil,
        modelProvider: String? = nil,
        model: String? = nil,
        contextTokens: Int? = nil,
        label: String? = nil,
        displayName: String? = nil,
        channel: String? = nil,
        subject: String? = nil,
        origin: SessionOrigin? = nil,
        deliveryContext: DeliveryContext? = nil,
        lastChannel: String? = nil,
        lastTo: String? = nil,
        lastAccountId: String? = nil
    ) {
        self.sessionId = sessionId
        self.updatedAt = updatedAt
        self.sessionFile = sessionFile
        self.spawnedBy = spawnedBy
        self.systemSent = systemSent
        self.abortedLastRun = abortedLastRun
        self.chatType = chatType
        self.thinkingLevel = thinkingLevel
        self.verboseLevel = verboseLevel
        self.reasoningLevel = reasoningLevel
        self.elevatedLevel = elevatedLevel
        self.execHost = execHost
        self.execSecurity = execSecurity
        self.execAsk = execAsk
        self.execNode = execNode
        self.responseUsage = responseUsage
        self.providerOverride = providerOverride
        self.modelOverride = modelOverride
        self.groupActivation = groupActivation
        self.sendPolicy = sendPolicy
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.totalTokens = totalTokens
        self.modelProvider = modelProvider
        self.model = model
        self.contextTokens = contextTokens
        self.label = label
        self.displayName = displayName
        self.channel = channel
        self.subject = subject
        self.origin = origin
        self.deliveryContext = deliveryContext
        self.lastChannel = lastChannel
        self.lastTo = lastTo
        self.lastAccountId = lastAccountId
    }
}

/// Params of `sessions.reset`.
public struct SessionsResetParams: Codable, Equatable, Sendable {
    public var key: String

    public init(
        key: String
    ) {
        self.key = key
    }
}

/// Result of `sessions.reset`.
public struct SessionsResetResult: Codable, Equatable, Sendable {
    public var ok: Bool
    public var key: String
    public var entry: SessionEntry

    public init(
        ok: Bool = true,
        key: String,
        entry: SessionEntry
    ) {
        self.ok = ok
        self.key = key
        self.entry = entry
    }
}

/// Params of `sessions.delete`.
public struct SessionsDeleteParams: Codable, Equatable, Sendable {
    public var key: String
    /// True when absent: the transcript is moved aside.
    public var deleteTranscript: Bool?

    public init(
        key: String,
        deleteTranscript: Bool? = nil
    ) {
        self.key = key
        self.deleteTranscript = deleteTranscript
    }
}

/// Result of `sessions.delete`.
public struct SessionsDeleteResult: Codable, Equatable, Sendable {
    public var ok: Bool
    public var key: String
    public var deleted: Bool
    public var archived: [String]

    public init(
        ok: Bool = true,
        key: String,
        deleted: Bool,
        archived: [String]
    ) {
        self.ok = ok
        self.key = key
        self.deleted = deleted
        self.archived = archived
    }
}

/// Params of `sessions.compact`.
public struct SessionsCompactParams: Codable, Equatable, Sendable {
    public var key: String
    /// 400 when absent.
    public var maxLines: Int?

    public init(
        key: String,
        maxLines: Int? = nil
    ) {
        self.key = key
        self.maxLines = maxLines
    }
}

/// Result of `sessions.compact`.
public struct SessionsCompactResult: Codable, Equatable, Sendable {
    public var ok: Bool
    public var key: String
    public var compacted: Bool
    public var reason: String?
    public var archived: String?
    public var kept: Int?

    public init(
        ok: Bool = true,
        key: String,
        compacted: Bool,
        reason: String? = nil,
        archived: String? = nil,
        kept: Int? = nil
    ) {
        self.ok = ok
        self.key = key
        self.compacted = compacted
        self.reason = reason
        self.archived = archived
        self.kept = kept
    }
}

/// Params of `skills.status`.
public struct SkillsStatusParams: Codable, Equatable, Sendable {

    public init() {
    }
}

/// Result of `skills.status`.
public struct SkillsStatusResult: Codable, Equatable, Sendable {
    public var workspaceDir: String
    public var managedSkillsDir: String
    public var skills: [SkillStatus]

    public init(
        workspaceDir: String,
        managedSkillsDir: String,
        skills: [SkillStatus]
    ) {
        self.workspaceDir = workspaceDir
        self.managedSkillsDir = managedSkillsDir
        self.skills = skills
    }
}

/// One skill.
public struct SkillStatus: Codable, Equatable, Sendable {
    public var name: String
    public var description: String
    public var source: String
    public var filePath: String
    public var baseDir: String
    public var skillKey: String
    public var primaryEnv: String?
    public var emoji: String?
    public var homepage: String?
    public var always: Bool
    public var disabled: Bool
    public var blockedByAllowlist: Bool
    public var eligible: Bool
    public var requirements: SkillRequirements
    public var missing: SkillRequirements
    public var configChecks: [SkillConfigCheck]
    public var install: [SkillInstaller]

    public init(
        name: String,
        description: String,
        source: String,
        filePath: String,
        baseDir: String,
        skillKey: String,
        primaryEnv: String? = nil,
        emoji: String? = nil,
        homepage: String? = nil,
        always: Bool,
        disabled: Bool,
        blockedByAllowlist: Bool,
        eligible: Bool,
        requirements: SkillRequirements,
        missing: SkillRequirements,
        configChecks: [SkillConfigCheck],
        install: [SkillInstaller]
    ) {
        self.name = name
        self.description = description
        self.source = source
        self.filePath = filePath
        self.baseDir = baseDir
        self.skillKey = skillKey
        self.primaryEnv = primaryEnv
        self.emoji = emoji
        self.homepage = homepage
        self.always = always
        self.disabled = disabled
        self.blockedByAllowlist = blockedByAllowlist
        self.eligible = eligible
        self.requirements = requirements
        self.missing = missing
        self.configChecks = configChecks
        self.install = install
    }
}

/// What a skill needs, or lacks.
public struct SkillRequirements: Codable, Equatable, Sendable {
    public var bins: [String]
    public var anyBins: [String]
    public var env: [String]
    public var config: [String]
    public var os: [String]

    public init(
        bins: [String],
        anyBins: [String],
        env: [String],
        config: [String],
        os: [String]
    ) {
        self.bins = bins
        self.anyBins = anyBins
        self.env = env
        self.config = config
        self.os = os
    }
}

/// A setting a skill depends on.
public struct SkillConfigCheck: Codable, Equatable, Sendable {
    public var path: String
    public var value: AnyCodable?
    public var satisfied: Bool

    public init(
        path: String,
        value: AnyCodable? = nil,
        satisfied: Bool
    ) {
        self.path = path
        self.value = value
        self.satisfied = satisfied
    }
}

/// A way to install what a skill lacks.
public struct SkillInstaller: Codable, Equatable, Sendable {
    public var id: String
    public var kind: String
    public var label: String
    public var bins: [String]

    public init(
        id: String,
        kind: String,
        label: String,
        bins: [String]
    ) {
        self.id = id
        self.kind = kind
        self.label = label
        self.bins = bins
    }
}

/// Params of `skills.bins`.
public struct SkillsBinsParams: Codable, Equatable, Sendable {

    public init() {
    }
}

/// Result of `skills.bins`.
public struct SkillsBinsResult: Codable, Equatable, Sendable {
    public var bins: [String]

    public init(
        bins: [String]
    ) {
        self.bins = bins
    }
}

/// Params of `skills.install`.
public struct SkillsInstallParams: Codable, Equatable, Sendable {
    public var name: String
    public var installId: String
    public var timeoutMs: Int?

    public init(
        name: String,
        installId: String,
        timeoutMs: Int? = nil
    ) {
        self.name = name
        self.installId = installId
        self.timeoutMs = timeoutMs
    }
}

/// Result of `skills.install`; sent with the error too when the installer failed.
public struct SkillsInstallResult: Codable, Equatable, Sendable {
    public var ok: Bool
    public var message: String
    public var stdout: String
    public var stderr: String
    public var code: Int?

    public init(
        ok: Bool,
        message: String,
        stdout: String,
        stderr: String,
        code: Int?
    ) {
        self.ok = ok
        self.message = message
        self.stdout = stdout
        self.stderr = stderr
        self.code = code
    }
}

/// Params of `skills.update`.
public struct SkillsUpdateParams: Codable, Equatable, Sendable {
    public var skillKey: String
    public var enabled: Bool?
    /// An empty one removes it.
    public var apiKey: String?
    /// An empty value removes the key.
    public var env: [String: String]?

    public init(
        skillKey: String,
        enabled: Bool? = nil,
        apiKey: String? = nil,
        env: [String: String]? = nil
    ) {
        self.skillKey = skillKey
        self.enabled = enabled
        self.apiKey = apiKey
        self.env = env
    }
}

/// Result of `skills.update`.
public struct SkillsUpdateResult: Codable, Equatable, Sendable {
    public var ok: Bool
    public var skillKey: String
    public var config: SkillConfig

    public init(
        ok: Bool = true,
        skillKey: String,
        config: SkillConfig
    ) {
        self.ok = ok
        self.skillKey = skillKey
        self.config = config
    }
}

/// Settings of a skill.
public struct SkillConfig: Codable, Equatable, Sendable {
    public var enabled: Bool?
    public var apiKey: String?
    public var env: [String: String]?

    public init(
        enabled: Bool? = nil,
        apiKey: String? = nil,
        env: [String: String]? = nil
    ) {
        self.enabled = enabled
        self.apiKey = apiKey
        self.env = env
    }
}

/// Params of `talk.mode`.
public struct TalkModeParams: Codable, Equatable, Sendable {
    public var enabled: Bool
    public var phase: String?

    public init(
        enabled: Bool,
        phase: String? = nil
    ) {
        self.enabled = enabled
        self.phase = phase
    }
}

/// Payload of the event and result of `talk.mode`.
public struct TalkModeEvent: Codable, Equatable, Sendable {
    public var enabled: Bool
    public var phase: String?
    public var ts: Int

    public init(
        enabled: Bool,
        phase: String?,
        ts: Int
    ) {
        self.enabled = enabled
        self.phase = phase
        self.ts = ts
    }
}

/// Params of `voicewake.get`; nothing is looked at.
public struct VoicewakeGetParams: Codable, Equatable, Sendable {

    public init() {
    }
}

/// Params of `voicewake.set`. Entries that are no strings are dropped.
public struct VoicewakeSetParams: Codable, Equatable, Sendable {
    /// At most 32 of at most 64 characters are kept; an empty list restores the defaults.
    public var triggers: [AnyCodable]

    public init(
        triggers: [AnyCodable]
    ) {
        self.triggers = triggers
    }
}

/// The wake words: payload of the event and result of `voicewake.get` and `voicewake.set`.
public struct VoicewakeChangedEvent: Codable, Equatable, Sendable {
    public var triggers: [String]

    public init(
        triggers: [String]
    ) {
        self.triggers = triggers
    }
}

/// Params of `tts.status`; nothing is looked at.
public struct TtsStatusParams: Codable, Equatable, Sendable {

    public init() {
    }
}

/// Result of `tts.status`.
public struct TtsStatusResult: Codable, Equatable, Sendable {
    public var enabled: Bool
    public var auto: String
    public var provider: String
    public var fallbackProvider: String?
    public var fallbackProviders: [String]
    public var prefsPath: String
    public var hasOpenAIKey: Bool
    public var hasElevenLabsKey: Bool
    public var edgeEnabled: Bool

    public init(
        enabled: Bool,
        auto: String,
        provider: String,
        fallbackProvider: String?,
        fallbackProviders: [String],
        prefsPath: String,
        hasOpenAIKey: Bool,
        hasElevenLabsKey: Bool,
        edgeEnabled: Bool
    ) {
        self.enabled = enabled
        self.auto = auto
        self.provider = provider
        self.fallbackProvider = fallbackProvider
        self.fallbackProviders = fallbackProviders
        self.prefsPath = prefsPath
        self.hasOpenAIKey = hasOpenAIKey
        self.hasElevenLabsKey = hasElevenLabsKey
        self.edgeEnabled = edgeEnabled
    }
}

/// Params of `tts.providers`; nothing is looked at.
public struct TtsProvidersParams: Codable, Equatable, Sendable {

    public init() {
    }
}

/// Result of `tts.providers`.
public struct TtsProvidersResult: Codable, Equatable, Sendable {
    public var providers: [TtsProvider]
    public var active: String

    public init(
        providers: [TtsProvider],
        active: String
    ) {
        self.providers = providers
        self.active = active
    }
}

/// A speech provider.
public struct TtsProvider: Codable, Equatable, Sendable {
    public var id: String
    public var name: String
    public var configured: Bool
    public var models: [String]
    public var voices: [String]?

    public init(
        id: String,
        name: String,
        configured: Bool,
        models: [String],
        voices: [String]? = nil
    ) {
        self.id = id
        self.name = name
        self.configured = configured
        self.models = models
        self.voices = voices
    }
}

/// Params of `tts.enable`; nothing is looked at.
public struct TtsEnableParams: Codable, Equatable, Sendable {

    public init() {
    }
}

/// Result of `tts.enable`.
public struct TtsEnableResult: Codable, Equatable, Sendable {
    public var enabled: Bool

    public init(
        enabled: Bool
    ) {
        self.enabled = enabled
    }
}

/// Params of `tts.disable`; nothing is looked at.
public struct TtsDisableParams: Codable, Equatable, Sendable {

    public init() {
    }
}

/// Result of `tts.disable`.
public struct TtsDisableResult: Codable, Equatable, Sendable {
    public var enabled: Bool

    public init(
        enabled: Bool
    ) {
        self.enabled = enabled
    }
}

/// Params of `tts.convert`.
public struct TtsConvertParams: Codable, Equatable, Sendable {
    public var text: String
    public var channel: String?

    public init(
        text: String,
        channel: String? = nil
    ) {
        self.text = text
        self.channel = channel
    }
}

/// Result of `tts.convert`.
public struct TtsConvertResult: Codable, Equatable, Sendable {
    public var audioPath: String
    public var provider: String?
    public var outputFormat: String?
    public var voiceCompatible: Bool?

    public init(
        audioPath: String,
        provider: String? = nil,
        outputFormat: String? = nil,
        voiceCompatible: Bool? = nil
    ) {
        self.audioPath = audioPath
        self.provider = provider
        self.outputFormat = outputFormat
        self.voiceCompatible = voiceCompatible
    }
}

/// Values of `TtsSetProviderParams.provider`.
public enum TtsSetProviderParamsProvider: String, Codable, CaseIterable, Sendable {
    case openai
    case elevenlabs
    case edge
}

/// Params of `tts.setProvider`.
public struct TtsSetProviderParams: Codable, Equatable, Sendable {
    public var provider: TtsSetProviderParamsProvider

    public init(
        provider: TtsSetProviderParamsProvider
    ) {
        self.provider = provider
    }
}

/// Result of `tts.setProvider`.
public struct TtsSetProviderResult: Codable, Equatable, Sendable {
    public var provider: String

    public init(
        provider: String
    ) {
        self.provider = provider
    }
}

/// Values of `WizardStartParams.mode`.
public enum WizardStartParamsMode: String, Codable, CaseIterable, Sendable {
    case local
    case remote
}

/// Params of `wizard.start`.
public struct WizardStartParams: Codable, Equatable, Sendable {
    public var mode: WizardStartParamsMode?
    public var workspace: String?

    public init(
        mode: WizardStartParamsMode? = nil,
        workspace: String? = nil
    ) {
        self.mode = mode
        self.workspace = workspace
    }
}

/// Result of `wizard.start`.
public struct WizardStartResult: Codable, Equatable, Sendable {
    public var sessionId: String
    public var done: Bool
    public var step: WizardStep?
    public var status: WizardState?
    public var error: String?

    public init(
        sessionId: String,
        done: Bool,
        step: WizardStep? = nil,
        status: WizardState? = nil,
        error: String? = nil
    ) {
        self.sessionId = sessionId
        self.done = done
        self.step = step
        self.status = status
        self.error = error
    }
}

/// State of a wizard session.
public enum WizardState: String, Codable, CaseIterable, Sendable {
    case running
    case done
    case cancelled
    case error
}

/// Values of `WizardStep.type`.
public enum WizardStepType: String, Codable, CaseIterable, Sendable {
    case note
    case select
    case text
    case confirm
    case multiselect
    case progress
    case action
}

/// One question or notice.
public struct WizardStep: Codable, Equatable, Sendable {
    public var type: WizardStepType
    public var title: String?
    public var message: String?
    public var options: [WizardOption]?
    public var initialValue: AnyCodable?
    public var placeholder: String?
    public var sensitive: Bool?
    public var executor: String?
    public var id: String

    public init(
        type: WizardStepType,
        title: String? = nil,
        message: String? = nil,
        options: [WizardOption]? = nil,
        initialValue: AnyCodable? = nil,
        placeholder: String? = nil,
        sensitive: Bool? = nil,
        executor: String? = nil,
        id: String
    ) {
        self.type = type
        self.title = title
        self.message = message
        self.options = options
        self.initialValue = initialValue
        self.placeholder = placeholder
        self.sensitive = sensitive
        self.executor = executor
        self.id = id
    }
}

/// A choice.
public struct WizardOption: Codable, Equatable, Sendable {
    public var value: AnyCodable
    public var label: String
    public var hint: String?

    public init(
        value: AnyCodable,
        label: String,
        hint: String? = nil
    ) {
        self.value = value
        self.label = label
        self.hint = hint
    }
}

/// Params of `wizard.next`.
public struct WizardNextParams: Codable, Equatable, Sendable {
    public var sessionId: String
    public var answer: WizardAnswer?

    public init(
        sessionId: String,
        answer: WizardAnswer? = nil
    ) {
        self.sessionId = sessionId
        self.answer = answer
    }
}

/// The answer to a step.
public struct WizardAnswer: Codable, Equatable, Sendable {
    public var stepId: String
    public var value: AnyCodable?

    public init(
        stepId: String,
        value: AnyCodable? = nil
    ) {
        self.stepId = stepId
        self.value = value
    }
}

/// Result of `wizard.next`.
public struct WizardNextResult: Codable, Equatable, Sendable {
    public var done: Bool
    public var step: WizardStep?
    public var status: WizardState?
    public var error: String?

    public init(
        done: Bool,
        step: WizardStep? = nil,
        status: WizardState? = nil,
        error: String? = nil
    ) {
        self.done = done
        self.step = step
        self.status = status
        self.error = error
    }
}

/// Params of `wizard.cancel`.
public struct WizardCancelParams: Codable, Equatable, Sendable {
    public var sessionId: String

    public init(
        sessionId: String
    ) {
        self.sessionId = sessionId
    }
}

/// Params of `wizard.status`.
public struct WizardStatusParams: Codable, Equatable, Sendable {
    public var sessionId: String

    public init(
        sessionId: String
    ) {
        self.sessionId = sessionId
    }
}

/// Result of `wizard.status` and `wizard.cancel`.
public struct WizardStatusResult: Codable, Equatable, Sendable {
    public var status: WizardState
    public var error: String?

    public init(
        status: WizardState,
        error: String? = nil
    ) {
        self.status = status
        self.error = error
    }
}

/// A property that may be absent, null, or a value: `nil`, `.null`, `.value(x)`.
public enum Nullable<Wrapped: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
    case null
    case value(Wrapped)

    public init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        self = container.decodeNil() ? .null : .value(try container.decode(Wrapped.self))
    }

    public func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .value(let value): try container.encode(value)
        }
    }
}

/// Any JSON value.
public enum AnyCodable: Codable, Equatable, Sendable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case array([AnyCodable])
    case object([String: AnyCodable])

    public init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .int(value)
        } else if let value = try? container.decode(Double.self) {
            self = .double(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([AnyCodable].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: AnyCodable].self))
        }
    }

    public func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .int(let value): try container.encode(value)
        case .double(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}
