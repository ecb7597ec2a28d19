//! `agents`: who answers, with which model, how long and how talkatively.

use core::time::Duration;

use serde_json::{Map, Value};

use super::tools::AgentTools;
use super::trees;
use crate::config::read::{
    COUNT, FRACTION, MILLIS, MINUTES, Named, POSITIVE, POSITIVE_NUMBER, Readable, Rule, SECONDS, Unit,
    parse_duration, section, tree, words,
};
use crate::config::shape::{At, Findings, Range, Shape};

section! {
    /// `agents`.
    pub struct Agents {
        /// What every agent shares.
        defaults: AgentDefaults => "defaults",
        /// The agents; none means one called `main`.
        list: Vec<Agent> => "list",
    }
}

section! {
    /// `agents.defaults`.
    pub struct AgentDefaults {
        /// The model and what to fall back on.
        model: ModelChain => "model",
        /// The model that looks at images.
        image_model: Option<ModelChain> => "imageModel",
        /// Models that may be chosen, with aliases; empty means any.
        models: Named<ModelSettings> => "models",
        /// Working directory of the default agent.
        workspace: Option<String> => "workspace",
        /// Repository named in the system prompt.
        repo_root: Option<String> => "repoRoot",
        /// Whether new workspaces stay without bootstrap files.
        skip_bootstrap: bool => "skipBootstrap",
        /// Longest bootstrap file put into the prompt.
        bootstrap_max_chars: u64 = 20_000 => "bootstrapMaxChars" as POSITIVE,
        /// IANA zone of the user; the host's when unset.
        user_timezone: Option<String> => "userTimezone",
        /// Clock in prompts.
        time_format: TimeFormat = TimeFormat::Auto => "timeFormat",
        /// Zone of the stamps on inbound messages: `local`, `utc`, `user` or an IANA name.
        envelope_timezone: String = "local".to_owned() => "envelopeTimezone",
        /// Whether inbound messages are stamped.
        envelope_timestamp: OnOff = OnOff::On => "envelopeTimestamp",
        /// Whether the time since the last message is told.
        envelope_elapsed: OnOff = OnOff::On => "envelopeElapsed",
        /// Context window to assume instead of the model's.
        context_tokens: Option<u64> => "contextTokens" as POSITIVE,
        /// External command-line models.
        cli_backends: Option<Value> => "cliBackends" as tree(trees::CLI_BACKENDS),
        /// Search in memory files.
        memory_search: Option<Value> => "memorySearch" as tree(trees::MEMORY_SEARCH),
        /// Trimming of old tool results.
        context_pruning: ContextPruning => "contextPruning",
        /// Summarising of long sessions.
        compaction: Compaction => "compaction",
        /// Thinking level when a session has none.
        thinking_default: Option<Thinking> => "thinkingDefault",
        /// Verbosity when a session has none.
        verbose_default: Verbose = Verbose::Off => "verboseDefault",
        /// Elevation when a session has none.
        elevated_default: Elevated = Elevated::On => "elevatedDefault",
        /// Whether finished blocks are sent before the answer is whole.
        block_streaming_default: OffOn = OffOn::Off => "blockStreamingDefault",
        /// What ends a block.
        block_streaming_break: BlockBreak = BlockBreak::TextEnd => "blockStreamingBreak",
        /// Block sizes.
        block_streaming_chunk: BlockChunk => "blockStreamingChunk",
        /// Joining of small blocks.
        block_streaming_coalesce: BlockCoalesce => "blockStreamingCoalesce",
        /// Pauses between blocks.
        human_delay: HumanDelay => "humanDelay",
        /// Longest agent run.
        timeout: Duration = Duration::from_secs(600) => "timeoutSeconds" as SECONDS,
        /// Largest media file, in megabytes.
        media_max_mb: f64 = 5.0 => "mediaMaxMb" as POSITIVE_NUMBER,
        /// How often a typing indicator is renewed.
        typing_interval: Duration = Duration::from_secs(6) => "typingIntervalSeconds" as SECONDS,
        /// When a typing indicator starts; depends on the chat when unset.
        typing_mode: Option<TypingMode> => "typingMode",
        /// Periodic unprompted turns.
        heartbeat: Heartbeat => "heartbeat",
        /// Runs at a time.
        max_concurrent: u64 = 4 => "maxConcurrent" as POSITIVE,
        /// Runs started by runs.
        subagents: SubagentDefaults => "subagents",
        /// Isolation of tools.
        sandbox: Option<Value> => "sandbox" as tree(trees::SANDBOX),
    }
}

section! {
    /// One entry of `agents.list`.
    pub struct Agent {
        /// Its id as written; compare in normalised form.
        id: String => required "id",
        /// Whether it is the one that answers by default.
        default: bool => "default",
        /// Display name.
        name: Option<String> => "name",
        /// Working directory.
        workspace: Option<String> => "workspace",
        /// Directory for credentials and catalogues.
        agent_dir: Option<String> => "agentDir",
        /// Model, over the shared one.
        model: Option<ModelChain> => "model" as MODEL_CHOICE,
        /// Search in memory files.
        memory_search: Option<Value> => "memorySearch" as tree(trees::MEMORY_SEARCH),
        /// Pauses between blocks.
        human_delay: Option<HumanDelay> => "humanDelay",
        /// Periodic unprompted turns, over the shared ones.
        heartbeat: Option<Heartbeat> => "heartbeat",
        /// How it presents itself.
        identity: Identity => "identity",
        /// Behaviour in groups.
        group_chat: GroupChat => "groupChat",
        /// Runs it may start.
        subagents: AgentSubagents => "subagents",
        /// Isolation of tools.
        sandbox: Option<Value> => "sandbox" as tree(trees::SANDBOX),
        /// Tools it may use.
        tools: AgentTools => "tools",
    }
}

section! {
    /// A model and what to try after it.
    pub struct ModelChain {
        /// `provider/model` or an alias.
        primary: Option<String> => "primary",
        /// Tried in order.
        fallbacks: Vec<String> => "fallbacks",
    }
}

/// A bare model name or a [`ModelChain`].
pub(super) const MODEL_CHOICE: Rule<ModelChain> = Rule {
    shape: Shape::OneOf(&[Shape::Text, ModelChain::SHAPE]),
    read: |value| match value.as_str() {
        Some(primary) => Some(ModelChain { primary: Some(primary.to_owned()), fallbacks: Vec::new() }),
        None => ModelChain::read(value),
    },
};

section! {
    /// One entry of `agents.defaults.models`.
    pub struct ModelSettings {
        /// Short name.
        alias: Option<String> => "alias",
        /// Extra request parameters.
        params: Option<Value> => "params" as tree(Shape::Map(&Shape::Any)),
    }
}

words! {
    /// `agents.defaults.timeFormat`.
    pub enum TimeFormat as Words {
        /// As the host does.
        Auto = "auto",
        /// Twelve hours.
        Twelve = "12",
        /// Twenty-four hours.
        TwentyFour = "24",
    }
}

words! {
    /// A switch that is usually on.
    pub enum OnOff as Words {
        /// On.
        On = "on",
        /// Off.
        Off = "off",
    }
}

words! {
    /// A switch that is usually off.
    pub enum OffOn as Words {
        /// Off.
        Off = "off",
        /// On.
        On = "on",
    }
}

words! {
    /// Thinking levels.
    pub enum Thinking as Words {
        /// None.
        Off = "off",
        /// Least.
        Minimal = "minimal",
        /// Some.
        Low = "low",
        /// More.
        Medium = "medium",
        /// Much.
        High = "high",
        /// Most, for the few models that know it.
        Xhigh = "xhigh",
    }
}

words! {
    /// Verbosity.
    pub enum Verbose as Words {
        /// Answers only.
        Off = "off",
        /// Tool summaries too.
        On = "on",
        /// Tool output too.
        Full = "full",
    }
}

words! {
    /// Elevation.
    pub enum Elevated as Words {
        /// Never.
        Off = "off",
        /// Allowed.
        On = "on",
        /// After asking.
        Ask = "ask",
        /// Without asking.
        Full = "full",
    }
}

words! {
    /// `agents.defaults.blockStreamingBreak`.
    pub enum BlockBreak as Words {
        /// The end of a text block.
        TextEnd = "text_end",
        /// The end of a message.
        MessageEnd = "message_end",
    }
}

words! {
    /// Where blocks are cut.
    pub enum BreakPreference as Words {
        /// Between paragraphs.
        Paragraph = "paragraph",
        /// Between lines.
        Newline = "newline",
        /// Between sentences.
        Sentence = "sentence",
    }
}

words! {
    /// When a typing indicator starts.
    pub enum TypingMode as Words {
        /// Never.
        Never = "never",
        /// At once.
        Instant = "instant",
        /// With the first thought.
        Thinking = "thinking",
        /// With the first text.
        Message = "message",
    }
}

/// Smallest and largest streamed block unless configured.
pub const DEFAULT_BLOCK_CHARS: (u64, u64) = (800, 1200);

section! {
    /// Sizes of streamed blocks; what counts when unset depends on where they stand.
    pub struct BlockChunk {
        /// Smallest block.
        min_chars: Option<u64> => "minChars" as POSITIVE,
        /// Largest block.
        max_chars: Option<u64> => "maxChars" as POSITIVE,
        /// Where to cut.
        break_preference: BreakPreference = BreakPreference::Paragraph => "breakPreference",
    }
}

section! {
    /// Joining of small blocks.
    pub struct BlockCoalesce {
        /// Below this a block waits.
        min_chars: Option<u64> => "minChars" as POSITIVE,
        /// Above this it goes.
        max_chars: Option<u64> => "maxChars" as POSITIVE,
        /// Quiet time after which it goes anyway.
        idle: Duration = Duration::from_secs(1) => "idleMs" as MILLIS,
    }
}

section! {
    /// Pauses between blocks.
    pub struct HumanDelay {
        /// Whether there are any.
        mode: HumanDelayMode = HumanDelayMode::Off => "mode",
        /// Shortest.
        min: Duration = Duration::from_millis(800) => "minMs" as MILLIS,
        /// Longest.
        max: Duration = Duration::from_millis(2500) => "maxMs" as MILLIS,
    }
}

words! {
    /// `humanDelay.mode`.
    pub enum HumanDelayMode as Words {
        /// None.
        Off = "off",
        /// The usual ones.
        Natural = "natural",
        /// The configured ones.
        Custom = "custom",
    }
}

section! {
    /// `agents.defaults.contextPruning`.
    pub struct ContextPruning {
        /// Whether old tool results are trimmed.
        mode: PruningMode = PruningMode::Off => "mode",
        /// Time after which the provider's cache is cold.
        ttl: Duration = Duration::from_secs(300) => "ttl" as PRUNING_TTL,
        /// Newest assistant messages left alone.
        keep_last_assistants: u64 = 3 => "keepLastAssistants" as COUNT,
        /// Share of the window above which results are shortened.
        soft_trim_ratio: f64 = 0.3 => "softTrimRatio" as FRACTION,
        /// Share of the window above which results are replaced.
        hard_clear_ratio: f64 = 0.5 => "hardClearRatio" as FRACTION,
        /// Below this much tool text nothing happens.
        min_prunable_tool_chars: u64 = 50_000 => "minPrunableToolChars" as COUNT,
        /// Tools concerned.
        tools: AllowDeny => "tools",
        /// Shortening.
        soft_trim: SoftTrim => "softTrim",
        /// Replacing.
        hard_clear: HardClear => "hardClear",
    }
}

/// The reference accepts any text here; one it cannot read means the default.
const PRUNING_TTL: Rule<Duration> =
    Rule { shape: Shape::Text, read: |value| parse_duration(value.as_str()?, Unit::Minutes) };

words! {
    /// `contextPruning.mode`.
    pub enum PruningMode as Words {
        /// Never.
        Off = "off",
        /// When the provider's cache has expired.
        CacheTtl = "cache-ttl",
    }
}

section! {
    /// Names to include and to leave out.
    pub struct AllowDeny {
        /// Included; empty means all.
        allow: Vec<String> => "allow",
        /// Left out.
        deny: Vec<String> => "deny",
    }
}

section! {
    /// `contextPruning.softTrim`.
    pub struct SoftTrim {
        /// Longest result left.
        max_chars: u64 = 4000 => "maxChars" as COUNT,
        /// Kept from its beginning.
        head_chars: u64 = 1500 => "headChars" as COUNT,
        /// Kept from its end.
        tail_chars: u64 = 1500 => "tailChars" as COUNT,
    }
}

section! {
    /// `contextPruning.hardClear`.
    pub struct HardClear {
        /// Whether results are replaced at all.
        enabled: bool = true => "enabled",
        /// What replaces them.
        placeholder: String = "[Old tool result content cleared]".to_owned() => "placeholder",
    }
}

section! {
    /// `agents.defaults.compaction`.
    pub struct Compaction {
        /// How the summary is made.
        mode: CompactionMode = CompactionMode::Safeguard => "mode",
        /// Tokens kept free for the answer.
        reserve_tokens_floor: u64 = 20_000 => "reserveTokensFloor" as COUNT,
        /// Largest share of the window the kept history may take.
        max_history_share: f64 = 0.5 => "maxHistoryShare" as HISTORY_SHARE,
        /// A turn that saves memory before the summary.
        memory_flush: MemoryFlush => "memoryFlush",
    }
}

const HISTORY_SHARE: Rule<f64> = Rule { shape: Shape::Num(Range::between(0.1, 0.9)), read: Value::as_f64 };

words! {
    /// `compaction.mode`.
    pub enum CompactionMode as Words {
        /// One summary.
        Default = "default",
        /// Summary in stages, safe for long histories.
        Safeguard = "safeguard",
    }
}

section! {
    /// `compaction.memoryFlush`.
    pub struct MemoryFlush {
        /// Whether the turn happens.
        enabled: bool = true => "enabled",
        /// How many tokens before the limit.
        soft_threshold_tokens: u64 = 4000 => "softThresholdTokens" as COUNT,
        /// Its prompt.
        prompt: Option<String> => "prompt",
        /// Its system prompt.
        system_prompt: Option<String> => "systemPrompt",
    }
}

section! {
    /// `agents.defaults.subagents`.
    pub struct SubagentDefaults {
        /// Runs at a time.
        max_concurrent: u64 = 8 => "maxConcurrent" as POSITIVE,
        /// Time after which a finished one is archived.
        archive_after: Duration = Duration::from_secs(3600) => "archiveAfterMinutes" as MINUTES,
        /// Their model.
        model: Option<ModelChain> => "model" as MODEL_CHOICE,
    }
}

section! {
    /// `agents.list[].subagents`.
    pub struct AgentSubagents {
        /// Agents it may start.
        allow_agents: Vec<String> => "allowAgents",
        /// Their model.
        model: Option<ModelChain> => "model" as MODEL_CHOICE,
    }
}

section! {
    /// `agents.list[].identity`.
    pub struct Identity {
        /// Name.
        name: Option<String> => "name",
        /// Character.
        theme: Option<String> => "theme",
        /// Emoji.
        emoji: Option<String> => "emoji",
        /// Picture: a path inside the workspace, a URL or a data URI.
        avatar: Option<String> => "avatar",
    }
}

section! {
    /// Behaviour in groups.
    pub struct GroupChat {
        /// Expressions that count as being mentioned.
        mention_patterns: Vec<String> => "mentionPatterns",
        /// Messages of others kept as context.
        history_limit: Option<u64> => "historyLimit" as POSITIVE,
    }
}

section! {
    /// `heartbeat`, shared or of one agent; unset fields come from the shared one.
    pub struct Heartbeat {
        /// Time between beats; zero disables.
        every: Option<Every> => "every",
        /// Hours in which it beats.
        active_hours: Option<ActiveHours> => "activeHours",
        /// Model for it.
        model: Option<String> => "model",
        /// Session it runs in.
        session: Option<String> => "session",
        /// Whether reasoning is delivered too.
        include_reasoning: Option<bool> => "includeReasoning",
        /// Where the outcome goes: `last`, `none` or a channel.
        target: Option<String> => "target",
        /// The peer there.
        to: Option<String> => "to",
        /// What it is told.
        prompt: Option<String> => "prompt",
        /// Longest text still taken as "nothing to report".
        ack_max_chars: Option<u64> => "ackMaxChars" as COUNT,
    }
    check check_heartbeat;
}

/// A period as written, and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Every {
    /// As written.
    pub text: String,
    /// As a duration.
    pub period: Duration,
}

impl Readable for Every {
    const SHAPE: Shape = Shape::Text;

    fn read(value: &Value) -> Option<Self> {
        let text = value.as_str()?;
        Some(Self { text: text.trim().to_owned(), period: parse_duration(text, Unit::Minutes)? })
    }
}

section! {
    /// Hours of the day.
    pub struct ActiveHours {
        /// First minute.
        start: Option<MinuteOfDay> => "start",
        /// Minute it ends before; may be 24:00.
        end: Option<MinuteOfDay> => "end",
        /// `user`, `local` or an IANA zone.
        timezone: Option<String> => "timezone",
    }
}

/// Minutes since midnight, 0 to 1440.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MinuteOfDay(pub u16);

impl Readable for MinuteOfDay {
    const SHAPE: Shape = Shape::Text;

    fn read(value: &Value) -> Option<Self> {
        minute_of_day(value.as_str()?, true).ok()
    }
}

fn minute_of_day(text: &str, midnight: bool) -> Result<MinuteOfDay, &'static str> {
    const FORM: &str = "invalid time (use \"HH:MM\" 24h format)";
    let bytes = text.as_bytes();
    let [a, b, b':', c, d] = *bytes else { return Err(FORM) };
    if !(a.is_ascii_digit() && b.is_ascii_digit() && c.is_ascii_digit() && d.is_ascii_digit()) {
        return Err(FORM);
    }
    let two = |tens: u8, ones: u8| u16::from(tens - b'0') * 10 + u16::from(ones - b'0');
    match (two(a, b), two(c, d)) {
        (24, 0) if midnight => Ok(MinuteOfDay(1440)),
        (24, 0) => Err("invalid time (start cannot be 24:00)"),
        (24, 1..60) => Err("invalid time (24:00 is the only allowed 24:xx value)"),
        (hour @ 0..24, minute @ 0..60) => Ok(MinuteOfDay(hour * 60 + minute)),
        _ => Err(FORM),
    }
}

/// Durations and hours count only when `every` is set, as in the reference; without it they are mentioned.
fn check_heartbeat(map: &Map<String, Value>, at: At<'_>, found: &mut Findings) {
    let every = map.get("every").and_then(Value::as_str).filter(|every| !every.is_empty());
    if every.is_some_and(|every| parse_duration(every, Unit::Minutes).is_none()) {
        let hint = Some("write \"30m\", \"1h\", or \"0m\" to disable".to_owned());
        found.refuse(at.key("every"), "invalid duration (use ms, s, m, h)", hint);
    }
    let Some(hours) = map.get("activeHours").and_then(Value::as_object) else { return };
    for (key, midnight) in [("start", false), ("end", true)] {
        let Some(text) = hours.get(key).and_then(Value::as_str) else { continue };
        let Err(message) = minute_of_day(text, midnight) else { continue };
        let at = at.key("activeHours");
        if every.is_some() {
            found.refuse(at.key(key), message, None);
        } else {
            found.warn(at.key(key), message, Some("these hours are ignored".to_owned()));
        }
    }
}
