//! Sections that are checked strictly but handed on as they are, since nothing here looks into them.

use crate::config::shape::Shape::{
    Bool, Exactly, Int, List, Map, Matching, NamedMap, Num, OneOf, Options, Text, Words,
};
use crate::config::shape::{
    At, COUNT, FRACTION, Findings, NONEMPTY, Object, POSITIVE, Pattern, Range, Rest, Shape, TEXT_MAP,
    TEXT_OR_NUMBER, TEXTS, key, need,
};
use serde_json::Value;

const POSITIVE_NUMBER: Shape = Num(Range::POSITIVE);
const NUMBER_FROM_ZERO: Shape = Num(Range::NOT_NEGATIVE);

macro_rules! object {
    ($($field:expr),* $(,)?) => { Shape::Object(&Object::strict(&[$($field),*])) };
}

pub(super) const HEX_COLOR: Pattern = Pattern {
    regex: "^#?[0-9a-fA-F]{6}$",
    test: |text| {
        let digits = text.strip_prefix('#').unwrap_or(text);
        digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit())
    },
    message: "expected hex color (RRGGBB)",
};

pub(super) const WIZARD: Shape = object![
    key("lastRunAt", Text),
    key("lastRunVersion", Text),
    key("lastRunCommit", Text),
    key("lastRunCommand", Text),
    key("lastRunMode", Words(&["local", "remote"])),
];

pub(super) const DIAGNOSTICS: Shape = object![
    key("enabled", Bool),
    key("flags", TEXTS),
    key(
        "otel",
        object![
            key("enabled", Bool),
            key("endpoint", Text),
            key("protocol", Words(&["http/protobuf", "grpc"])),
            key("headers", TEXT_MAP),
            key("serviceName", Text),
            key("traces", Bool),
            key("metrics", Bool),
            key("logs", Bool),
            key("sampleRate", FRACTION),
            key("flushIntervalMs", COUNT),
        ]
    ),
    key(
        "cacheTrace",
        object![
            key("enabled", Bool),
            key("filePath", Text),
            key("includeMessages", Bool),
            key("includePrompt", Bool),
            key("includeSystem", Bool),
        ]
    ),
];

pub(super) const BROWSER: Shape = object![
    key("enabled", Bool),
    key("evaluateEnabled", Bool),
    key("cdpUrl", Text),
    key("remoteCdpTimeoutMs", COUNT),
    key("remoteCdpHandshakeTimeoutMs", COUNT),
    key("color", Text),
    key("executablePath", Text),
    key("headless", Bool),
    key("noSandbox", Bool),
    key("attachOnly", Bool),
    key("defaultProfile", Text),
    key("snapshotDefaults", object![key("mode", Exactly("efficient"))]),
    key("profiles", NamedMap(&PROFILE_NAME, &Shape::Object(&BROWSER_PROFILE))),
];

const PROFILE_NAME: Pattern = Pattern {
    regex: "^[a-z0-9-]+$",
    test: |text| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    },
    message: "use lower-case letters, digits and dashes",
};

const BROWSER_PROFILE: Object = Object {
    fields: &[
        key("cdpPort", Int(Range::between(1.0, 65_535.0))),
        key("cdpUrl", Text),
        key("driver", Words(&["openclaw", "extension"])),
        need("color", Matching(&HEX_COLOR)),
    ],
    more: &[],
    rest: Rest::Refused,
    check: Some(check_profile),
};

fn check_profile(map: &serde_json::Map<String, Value>, at: At<'_>, found: &mut Findings) {
    let url = map.get("cdpUrl").and_then(Value::as_str).is_some_and(|url| !url.is_empty());
    if !url && !map.contains_key("cdpPort") {
        found.refuse(at, "Profile must set cdpPort or cdpUrl", None);
    }
}

pub(super) const NODE_HOST: Shape =
    object![key("browserProxy", object![key("enabled", Bool), key("allowProfiles", TEXTS)])];

pub(super) const AUDIO: Shape = object![key("transcription", Shape::Object(&TRANSCRIPTION))];

const TRANSCRIPTION: Object = Object {
    fields: &[need("command", TEXTS), key("timeoutSeconds", POSITIVE)],
    more: &[],
    rest: Rest::Refused,
    check: Some(check_executable),
};

fn check_executable(map: &serde_json::Map<String, Value>, at: At<'_>, found: &mut Findings) {
    let Some(command) = map.get("command").and_then(Value::as_array) else { return };
    let program = command.first().and_then(Value::as_str).unwrap_or_default();
    let plain = |c: char| c.is_alphanumeric() || "._+-/\\:~@".contains(c);
    if program.is_empty() || program.starts_with('-') || !program.chars().all(plain) {
        found.refuse(At::Item(&at.key("command"), 0), "expected safe executable name or path", None);
    }
}

pub(super) const BEDROCK_DISCOVERY: Shape = object![
    key("enabled", Bool),
    key("region", Text),
    key("providerFilter", TEXTS),
    key("refreshInterval", COUNT),
    key("defaultContextWindow", POSITIVE),
    key("defaultMaxTokens", POSITIVE),
];

const CLI_OUTPUT: Shape = Words(&["json", "text", "jsonl"]);

pub(super) const CLI_BACKENDS: Shape = Map(&object![
    need("command", Text),
    key("args", TEXTS),
    key("output", CLI_OUTPUT),
    key("resumeOutput", CLI_OUTPUT),
    key("input", Words(&["arg", "stdin"])),
    key("maxPromptArgChars", POSITIVE),
    key("env", TEXT_MAP),
    key("clearEnv", TEXTS),
    key("modelArg", Text),
    key("modelAliases", TEXT_MAP),
    key("sessionArg", Text),
    key("sessionArgs", TEXTS),
    key("resumeArgs", TEXTS),
    key("sessionMode", Words(&["always", "existing", "none"])),
    key("sessionIdFields", TEXTS),
    key("systemPromptArg", Text),
    key("systemPromptMode", Words(&["append", "replace"])),
    key("systemPromptWhen", Words(&["first", "always", "never"])),
    key("imageArg", Text),
    key("imageMode", Words(&["repeat", "list"])),
    key("serialize", Bool),
]);

pub(super) const MEMORY_SEARCH: Shape = object![
    key("enabled", Bool),
    key("sources", List(&Words(&["memory", "sessions"]))),
    key("extraPaths", TEXTS),
    key("experimental", object![key("sessionMemory", Bool)]),
    key("provider", Words(&["openai", "local", "gemini"])),
    key(
        "remote",
        object![
            key("baseUrl", Text),
            key("apiKey", Text),
            key("headers", TEXT_MAP),
            key(
                "batch",
                object![
                    key("enabled", Bool),
                    key("wait", Bool),
                    key("concurrency", POSITIVE),
                    key("pollIntervalMs", COUNT),
                    key("timeoutMinutes", POSITIVE),
                ]
            ),
        ]
    ),
    key("fallback", Words(&["openai", "gemini", "local", "none"])),
    key("model", Text),
    key("local", object![key("modelPath", Text), key("modelCacheDir", Text)]),
    key(
        "store",
        object![
            key("driver", Exactly("sqlite")),
            key("path", Text),
            key("vector", object![key("enabled", Bool), key("extensionPath", Text)]),
        ]
    ),
    key("chunking", object![key("tokens", POSITIVE), key("overlap", COUNT)]),
    key(
        "sync",
        object![
            key("onSessionStart", Bool),
            key("onSearch", Bool),
            key("watch", Bool),
            key("watchDebounceMs", COUNT),
            key("intervalMinutes", COUNT),
            key("sessions", object![key("deltaBytes", COUNT), key("deltaMessages", COUNT)]),
        ]
    ),
    key(
        "query",
        object![
            key("maxResults", POSITIVE),
            key("minScore", FRACTION),
            key(
                "hybrid",
                object![
                    key("enabled", Bool),
                    key("vectorWeight", FRACTION),
                    key("textWeight", FRACTION),
                    key("candidateMultiplier", POSITIVE),
                ]
            ),
        ]
    ),
    key("cache", object![key("enabled", Bool), key("maxEntries", POSITIVE)]),
];

pub(super) const SANDBOX: Shape = object![
    key("mode", Words(&["off", "non-main", "all"])),
    key("workspaceAccess", Words(&["none", "ro", "rw"])),
    key("sessionToolsVisibility", Words(&["spawned", "all"])),
    key("scope", Words(&["session", "agent", "shared"])),
    key("perSession", Bool),
    key("workspaceRoot", Text),
    key("docker", SANDBOX_DOCKER),
    key(
        "browser",
        object![
            key("enabled", Bool),
            key("image", Text),
            key("containerPrefix", Text),
            key("cdpPort", POSITIVE),
            key("vncPort", POSITIVE),
            key("noVncPort", POSITIVE),
            key("headless", Bool),
            key("enableNoVnc", Bool),
            key("allowHostControl", Bool),
            key("autoStart", Bool),
            key("autoStartTimeoutMs", POSITIVE),
        ]
    ),
    key("prune", object![key("idleHours", COUNT), key("maxAgeDays", COUNT)]),
];

const SANDBOX_DOCKER: Shape = object![
    key("image", Text),
    key("containerPrefix", Text),
    key("workdir", Text),
    key("readOnlyRoot", Bool),
    key("tmpfs", TEXTS),
    key("network", Text),
    key("user", Text),
    key("capDrop", TEXTS),
    key("env", TEXT_MAP),
    key("setupCommand", Text),
    key("pidsLimit", POSITIVE),
    key("memory", TEXT_OR_NUMBER),
    key("memorySwap", TEXT_OR_NUMBER),
    key("cpus", POSITIVE_NUMBER),
    key("ulimits", Map(&OneOf(&[Text, Num(Range::ANY), object![key("soft", COUNT), key("hard", COUNT)]]))),
    key("seccompProfile", Text),
    key("apparmorProfile", Text),
    key("dns", TEXTS),
    key("extraHosts", TEXTS),
    key("binds", TEXTS),
];

pub(super) const WEB_TOOLS: Shape = object![
    key(
        "search",
        object![
            key("enabled", Bool),
            key("provider", Words(&["brave", "perplexity"])),
            key("apiKey", Text),
            key("maxResults", POSITIVE),
            key("timeoutSeconds", POSITIVE),
            key("cacheTtlMinutes", NUMBER_FROM_ZERO),
            key("perplexity", object![key("apiKey", Text), key("baseUrl", Text), key("model", Text)]),
        ]
    ),
    key(
        "fetch",
        object![
            key("enabled", Bool),
            key("maxChars", POSITIVE),
            key("timeoutSeconds", POSITIVE),
            key("cacheTtlMinutes", NUMBER_FROM_ZERO),
            key("maxRedirects", COUNT),
            key("userAgent", Text),
        ]
    ),
];

/// When a tool applies: the first rule that matches decides.
const SCOPE: Shape = object![
    key("default", Words(&["allow", "deny"])),
    key(
        "rules",
        List(&object![
            need("action", Words(&["allow", "deny"])),
            key(
                "match",
                object![
                    key("channel", Text),
                    key("chatType", Words(&["direct", "group", "channel"])),
                    key("keyPrefix", Text),
                ]
            ),
        ])
    ),
];

const PROVIDER_OPTIONS: Shape = Map(&Map(&OneOf(&[Text, Num(Range::ANY), Bool])));
const DEEPGRAM: Shape =
    object![key("detectLanguage", Bool), key("punctuate", Bool), key("smartFormat", Bool)];

const MEDIA_MODELS: Shape = List(&object![
    key("provider", Text),
    key("model", Text),
    key("capabilities", List(&Words(&["image", "audio", "video"]))),
    key("type", Words(&["provider", "cli"])),
    key("command", Text),
    key("args", TEXTS),
    key("prompt", Text),
    key("maxChars", POSITIVE),
    key("maxBytes", POSITIVE),
    key("timeoutSeconds", POSITIVE),
    key("language", Text),
    key("providerOptions", PROVIDER_OPTIONS),
    key("deepgram", DEEPGRAM),
    key("baseUrl", Text),
    key("headers", TEXT_MAP),
    key("profile", Text),
    key("preferredProfile", Text),
]);

const MEDIA_KIND: Shape = object![
    key("enabled", Bool),
    key("scope", SCOPE),
    key("maxBytes", POSITIVE),
    key("maxChars", POSITIVE),
    key("prompt", Text),
    key("timeoutSeconds", POSITIVE),
    key("language", Text),
    key("providerOptions", PROVIDER_OPTIONS),
    key("deepgram", DEEPGRAM),
    key("baseUrl", Text),
    key("headers", TEXT_MAP),
    key(
        "attachments",
        object![
            key("mode", Words(&["first", "all"])),
            key("maxAttachments", POSITIVE),
            key("prefer", Words(&["first", "last", "path", "url"])),
        ]
    ),
    key("models", MEDIA_MODELS),
];

pub(super) const MEDIA_TOOLS: Shape = object![
    key("models", MEDIA_MODELS),
    key("concurrency", POSITIVE),
    key("image", MEDIA_KIND),
    key("audio", MEDIA_KIND),
    key("video", MEDIA_KIND),
];

pub(super) const LINK_TOOLS: Shape = object![
    key("enabled", Bool),
    key("scope", SCOPE),
    key("maxLinks", POSITIVE),
    key("timeoutSeconds", POSITIVE),
    key(
        "models",
        List(&object![
            key("type", Exactly("cli")),
            need("command", NONEMPTY),
            key("args", TEXTS),
            key("timeoutSeconds", POSITIVE),
        ])
    ),
];

pub(super) const MESSAGE_TOOLS: Shape = object![
    key("allowCrossContextSend", Bool),
    key(
        "crossContext",
        object![
            key("allowWithinProvider", Bool),
            key("allowAcrossProviders", Bool),
            key("marker", object![key("enabled", Bool), key("prefix", Text), key("suffix", Text)]),
        ]
    ),
    key("broadcast", object![key("enabled", Bool)]),
];

pub(super) const TTS: Shape = object![
    key("auto", Options(&["off", "always", "inbound", "tagged"])),
    key("enabled", Bool),
    key("mode", Options(&["final", "all"])),
    key("provider", Options(&["elevenlabs", "openai", "edge"])),
    key("summaryModel", Text),
    key(
        "modelOverrides",
        object![
            key("enabled", Bool),
            key("allowText", Bool),
            key("allowProvider", Bool),
            key("allowVoice", Bool),
            key("allowModelId", Bool),
            key("allowVoiceSettings", Bool),
            key("allowNormalization", Bool),
            key("allowSeed", Bool),
        ]
    ),
    key("elevenlabs", TTS_ELEVENLABS),
    key("openai", object![key("apiKey", Text), key("model", Text), key("voice", Text)]),
    key(
        "edge",
        object![
            key("enabled", Bool),
            key("voice", Text),
            key("lang", Text),
            key("outputFormat", Text),
            key("pitch", Text),
            key("rate", Text),
            key("volume", Text),
            key("saveSubtitles", Bool),
            key("proxy", Text),
            key("timeoutMs", TTS_TIMEOUT),
        ]
    ),
    key("prefsPath", Text),
    key("maxTextLength", Int(Range { low: crate::config::shape::Low::From(1.0), high: None })),
    key("timeoutMs", TTS_TIMEOUT),
];

const TTS_TIMEOUT: Shape = Int(Range::between(1000.0, 120_000.0));

const TTS_ELEVENLABS: Shape = object![
    key("apiKey", Text),
    key("baseUrl", Text),
    key("voiceId", Text),
    key("modelId", Text),
    key("seed", Int(Range::between(0.0, 4_294_967_295.0))),
    key("applyTextNormalization", Options(&["auto", "on", "off"])),
    key("languageCode", Text),
    key(
        "voiceSettings",
        object![
            key("stability", FRACTION),
            key("similarityBoost", FRACTION),
            key("style", FRACTION),
            key("useSpeakerBoost", Bool),
            key("speed", Num(Range::between(0.5, 2.0))),
        ]
    ),
];

pub(super) const GMAIL: Shape = object![
    key("account", Text),
    key("label", Text),
    key("topic", Text),
    key("subscription", Text),
    key("pushToken", Text),
    key("hookUrl", Text),
    key("includeBody", Bool),
    key("maxBytes", POSITIVE),
    key("renewEveryMinutes", POSITIVE),
    key("allowUnsafeExternalContent", Bool),
    key("serve", object![key("bind", Text), key("port", POSITIVE), key("path", Text)]),
    key(
        "tailscale",
        object![key("mode", Words(&["off", "serve", "funnel"])), key("path", Text), key("target", Text)]
    ),
    key("model", Text),
    key("thinking", Words(&["off", "minimal", "low", "medium", "high"])),
];

const INSTALL_SOURCE: Shape = Words(&["npm", "archive", "path"]);

pub(super) const INTERNAL_HOOKS: Shape = object![
    key("enabled", Bool),
    key("handlers", List(&object![need("event", Text), need("module", Text), key("export", Text)])),
    key("entries", Map(&object![key("enabled", Bool), key("env", TEXT_MAP)])),
    key("load", object![key("extraDirs", TEXTS)]),
    key(
        "installs",
        Map(&object![
            need("source", INSTALL_SOURCE),
            key("spec", Text),
            key("sourcePath", Text),
            key("installPath", Text),
            key("version", Text),
            key("installedAt", Text),
            key("hooks", TEXTS),
        ])
    ),
];

pub(super) const INSTALLS: Shape = Map(&object![
    need("source", INSTALL_SOURCE),
    key("spec", Text),
    key("sourcePath", Text),
    key("installPath", Text),
    key("version", Text),
    key("installedAt", Text),
]);
