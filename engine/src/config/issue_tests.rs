//! What is refused, in which words, and what is not.

use super::testing::{Seed, load, load_files, pairs};

/// Texts and what the reference says about them.
const REFUSED: &[(&str, &[(&str, &str)])] = &[
    ("{foo: 1}", &[("", "Unrecognized key: \"foo\"")]),
    ("{foo: 1, bar: 2}", &[("", "Unrecognized keys: \"foo\", \"bar\"")]),
    (
        "{gateway: {foo: 1, port: 'x', bar: 2}}",
        &[
            ("gateway.port", "Invalid input: expected number, received string"),
            ("gateway", "Unrecognized keys: \"foo\", \"bar\""),
        ],
    ),
    ("{gateway: {port: 0}}", &[("gateway.port", "Too small: expected number to be >0")]),
    ("{gateway: {port: 1.5}}", &[("gateway.port", "Invalid input: expected int, received number")]),
    ("{gateway: {port: true}}", &[("gateway.port", "Invalid input: expected number, received boolean")]),
    ("{gateway: {port: null}}", &[("gateway.port", "Invalid input: expected number, received null")]),
    ("{gateway: {port: []}}", &[("gateway.port", "Invalid input: expected number, received array")]),
    ("{gateway: {port: {}}}", &[("gateway.port", "Invalid input: expected number, received object")]),
    (
        "{gateway: {port: -1e300}}",
        &[
            ("gateway.port", "Too small: expected int to be >=-9007199254740991"),
            ("gateway.port", "Too small: expected number to be >0"),
        ],
    ),
    ("{gateway: []}", &[("gateway", "Invalid input: expected object, received array")]),
    ("{gateway: {bind: 'public'}}", &[("gateway.bind", "Invalid input")]),
    ("{gateway: {bind: 5}}", &[("gateway.bind", "Invalid input")]),
    ("{gateway: {auth: {mode: 'none'}}}", &[("gateway.auth.mode", "Invalid input")]),
    (
        "{gateway: {controlUi: {enabled: 'yes'}}}",
        &[("gateway.controlUi.enabled", "Invalid input: expected boolean, received string")],
    ),
    (
        "{gateway: {trustedProxies: 'x'}}",
        &[("gateway.trustedProxies", "Invalid input: expected array, received string")],
    ),
    (
        "{gateway: {trustedProxies: ['a', 5]}}",
        &[("gateway.trustedProxies.1", "Invalid input: expected string, received number")],
    ),
    (
        "{gateway: {reload: {debounceMs: -1}}}",
        &[("gateway.reload.debounceMs", "Too small: expected number to be >=0")],
    ),
    (
        "{gateway: {reload: {debounceMs: 1e300}}}",
        &[("gateway.reload.debounceMs", "Too big: expected int to be <=9007199254740991")],
    ),
    ("{session: {reset: {atHour: 24}}}", &[("session.reset.atHour", "Too big: expected number to be <=23")]),
    (
        "{agents: {defaults: {compaction: {maxHistoryShare: 0.95}}}}",
        &[("agents.defaults.compaction.maxHistoryShare", "Too big: expected number to be <=0.9")],
    ),
    (
        "{agents: {defaults: {compaction: {maxHistoryShare: 0.05}}}}",
        &[("agents.defaults.compaction.maxHistoryShare", "Too small: expected number to be >=0.1")],
    ),
    (
        "{models: {providers: {p: {}}}}",
        &[
            ("models.providers.p.baseUrl", "Invalid input: expected string, received undefined"),
            ("models.providers.p.models", "Invalid input: expected array, received undefined"),
        ],
    ),
    (
        "{models: {providers: {p: {baseUrl: '', models: [{}]}}}}",
        &[
            ("models.providers.p.baseUrl", "Too small: expected string to have >=1 characters"),
            ("models.providers.p.models.0.id", "Invalid input: expected string, received undefined"),
            ("models.providers.p.models.0.name", "Invalid input: expected string, received undefined"),
        ],
    ),
    (
        "{models: {providers: {p: {baseUrl: 'x', models: [{id: 'i', name: 'n', contextWindow: 0, input: ['video']}]}}}}",
        &[
            ("models.providers.p.models.0.input.0", "Invalid input"),
            ("models.providers.p.models.0.contextWindow", "Too small: expected number to be >0"),
        ],
    ),
    ("{ui: {seamColor: 'red'}}", &[("ui.seamColor", "expected hex color (RRGGBB)")]),
    (
        "{ui: {assistant: {name: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'}}}",
        &[("ui.assistant.name", "Too big: expected string to have <=50 characters")],
    ),
    ("{env: {FOO: 5}}", &[("env.FOO", "Invalid input: expected string, received number")]),
    ("{env: {shellEnv: {x: 1}}}", &[("env.shellEnv", "Unrecognized key: \"x\"")]),
    (
        "{browser: {profiles: {'BAD NAME': {color: '#ffffff', cdpPort: 1}}}}",
        &[("browser.profiles.BAD NAME", "Invalid key in record")],
    ),
    (
        "{browser: {profiles: {a: {color: '#ffffff'}}}}",
        &[("browser.profiles.a", "Profile must set cdpPort or cdpUrl")],
    ),
    (
        "{browser: {snapshotDefaults: {mode: 'x'}}}",
        &[("browser.snapshotDefaults.mode", "Invalid input: expected \"efficient\"")],
    ),
    ("{commands: {native: 'x'}}", &[("commands.native", "Invalid input")]),
    ("{agents: {list: [{}]}}", &[("agents.list.0.id", "Invalid input: expected string, received undefined")]),
    ("{agents: {list: [{id: 'a', model: 5}]}}", &[("agents.list.0.model", "Invalid input")]),
    (
        "{agents: {list: [{id: 'a', model: {foo: 1}}]}}",
        &[("agents.list.0.model", "Unrecognized key: \"foo\"")],
    ),
    (
        "{agents: {defaults: {subagents: {model: {primary: 5}}}}}",
        &[("agents.defaults.subagents.model", "Invalid input")],
    ),
    (
        "{agents: {defaults: {sandbox: {docker: {memory: true}}}}}",
        &[("agents.defaults.sandbox.docker.memory", "Invalid input")],
    ),
    (
        "{tools: {exec: {host: 'x'}}}",
        &[("tools.exec.host", "Invalid option: expected one of \"sandbox\"|\"gateway\"|\"node\"")],
    ),
    (
        "{tools: {elevated: {allowFrom: {telegram: [true]}}}}",
        &[("tools.elevated.allowFrom.telegram.0", "Invalid input")],
    ),
    (
        "{tools: {allow: ['a'], alsoAllow: ['b'], foo: 1}}",
        &[
            ("tools", "Unrecognized key: \"foo\""),
            (
                "tools",
                "tools cannot set both allow and alsoAllow in the same scope (merge alsoAllow into allow, or remove \
                 allow and use profile + alsoAllow)",
            ),
        ],
    ),
    (
        "{agents: {list: [{id: 'a', tools: {byProvider: {x: {allow: ['a'], alsoAllow: ['b']}}}}]}}",
        &[(
            "agents.list.0.tools.byProvider.x",
            "tools.byProvider policy cannot set both allow and alsoAllow in the same scope (merge alsoAllow into \
             allow, or remove allow and use profile + alsoAllow)",
        )],
    ),
    (
        "{messages: {queue: {byChannel: {foo: 'steer'}}}}",
        &[("messages.queue.byChannel", "Unrecognized key: \"foo\"")],
    ),
    (
        "{bindings: [{}]}",
        &[
            ("bindings.0.agentId", "Invalid input: expected string, received undefined"),
            ("bindings.0.match", "Invalid input: expected object, received undefined"),
        ],
    ),
    (
        "{broadcast: {strategy: 'x'}}",
        &[("broadcast.strategy", "Invalid option: expected one of \"parallel\"|\"sequential\"")],
    ),
    (
        "{broadcast: {p: ['nobody']}, agents: {list: [{id: 'a'}]}}",
        &[("broadcast.p.0", "Unknown agent id \"nobody\" (not in agents.list).")],
    ),
    ("{channels: {foo: {}}}", &[("channels.foo", "unknown channel id: foo")]),
    ("{channels: {telegram: {foo: 1}}}", &[("channels.telegram", "Unrecognized key: \"foo\"")]),
    ("{channels: {whatsapp: {enabled: true}}}", &[("channels.whatsapp", "Unrecognized key: \"enabled\"")]),
    (
        "{channels: {telegram: {dmPolicy: 'open'}}}",
        &[(
            "channels.telegram.allowFrom",
            "channels.telegram.dmPolicy=\"open\" requires channels.telegram.allowFrom to include \"*\"",
        )],
    ),
    (
        "{channels: {telegram: {accounts: {a: {dmPolicy: 'open'}}}}}",
        &[(
            "channels.telegram.accounts.a.allowFrom",
            "channels.telegram.dmPolicy=\"open\" requires channels.telegram.allowFrom to include \"*\"",
        )],
    ),
    (
        "{channels: {whatsapp: {accounts: {a: {dmPolicy: 'open'}}}}}",
        &[(
            "channels.whatsapp.accounts.a.allowFrom",
            "channels.whatsapp.accounts.*.dmPolicy=\"open\" requires allowFrom to include \"*\"",
        )],
    ),
    (
        "{channels: {whatsapp: {allowFrom: [5]}}}",
        &[("channels.whatsapp.allowFrom.0", "Invalid input: expected string, received number")],
    ),
    (
        "{channels: {telegram: {allowFrom: [5, 'a', true]}}}",
        &[("channels.telegram.allowFrom.2", "Invalid input")],
    ),
    (
        "{channels: {telegram: {capabilities: {inlineButtons: 'x'}}}}",
        &[("channels.telegram.capabilities", "Invalid input")],
    ),
    (
        "{channels: {telegram: {customCommands: [{command: ' ', description: 'd'}, {command: 'ok', description: ' '}, \
         {command: '/Foo Bar', description: 'd'}]}}}",
        &[
            (
                "channels.telegram.customCommands.0.command",
                "Telegram custom command is missing a command name.",
            ),
            (
                "channels.telegram.customCommands.1.description",
                "Telegram custom command \"/ok\" is missing a description.",
            ),
            (
                "channels.telegram.customCommands.2.command",
                "Telegram custom command \"/foo bar\" is invalid (use a-z, 0-9, underscore; max 32 chars).",
            ),
        ],
    ),
    (
        "{plugins: {entries: {nope: {}}, allow: ['nope2'], deny: ['nope3'], slots: {memory: 'nope4'}}}",
        &[
            ("plugins.entries.nope", "plugin not found: nope"),
            ("plugins.allow", "plugin not found: nope2"),
            ("plugins.deny", "plugin not found: nope3"),
            ("plugins.slots.memory", "plugin not found: nope4"),
        ],
    ),
    (
        "{skills: {entries: {a: {config: 5}}}}",
        &[("skills.entries.a.config", "Invalid input: expected record, received number")],
    ),
    (
        "{agents: {defaults: {heartbeat: {target: 'foo'}}}}",
        &[("agents.defaults.heartbeat.target", "unknown heartbeat target: foo")],
    ),
    (
        "{agents: {defaults: {heartbeat: {target: ''}}}}",
        &[("agents.defaults.heartbeat.target", "heartbeat target must not be empty")],
    ),
    (
        "{agents: {defaults: {heartbeat: {every: 'foo'}}}}",
        &[("agents.defaults.heartbeat.every", "invalid duration (use ms, s, m, h)")],
    ),
    (
        "{agents: {defaults: {heartbeat: {every: '30m', activeHours: {start: '24:00', end: '24:01'}}}}}",
        &[
            ("agents.defaults.heartbeat.activeHours.start", "invalid time (start cannot be 24:00)"),
            (
                "agents.defaults.heartbeat.activeHours.end",
                "invalid time (24:00 is the only allowed 24:xx value)",
            ),
        ],
    ),
    (
        "{agents: {defaults: {heartbeat: {every: '30m', activeHours: {start: '8:00', end: '25:00'}}}}}",
        &[
            ("agents.defaults.heartbeat.activeHours.start", "invalid time (use \"HH:MM\" 24h format)"),
            ("agents.defaults.heartbeat.activeHours.end", "invalid time (use \"HH:MM\" 24h format)"),
        ],
    ),
    (
        "{agents: {list: [{id: 'a', identity: {avatar: '../x.png'}}, {id: 'b', identity: {avatar: '~/x.png'}}]}}",
        &[
            ("agents.list.0.identity.avatar", "identity.avatar must stay within the agent workspace."),
            (
                "agents.list.1.identity.avatar",
                "identity.avatar must be a workspace-relative path, http(s) URL, or data URI.",
            ),
        ],
    ),
    (
        "{agents: {list: [{id: 'main'}, {id: 'b', agentDir: '~/.openclaw/agents/main/agent'}]}}",
        &[(
            "agents.list",
            "Duplicate agentDir detected (multi-agent config).\nEach agent must have a unique agentDir; sharing it \
             causes auth/session state collisions and token invalidation.\n\nConflicts:\n- \
             /h/.openclaw/agents/main/agent: \"main\", \"b\"\n\nFix: remove the shared agents.list[].agentDir override \
             (or give each agent its own directory).\nIf you want to share credentials, copy auth-profiles.json instead \
             of sharing the entire agentDir.",
        )],
    ),
    (
        "{audio: {transcription: {command: ['../x;rm']}}}",
        &[("audio.transcription.command.0", "expected safe executable name or path")],
    ),
    (
        "{audio: {transcription: {command: []}}}",
        &[("audio.transcription.command.0", "expected safe executable name or path")],
    ),
    (
        "{gateway: {token: 'x'}}",
        &[(
            "gateway.token",
            "gateway.token is ignored; use gateway.auth.token instead (auto-migrated on load).",
        )],
    ),
    ("{routing: {foo: 1}}", &[("", "Unrecognized key: \"routing\"")]),
    ("[]", &[("", "Invalid input: expected object, received array")]),
    ("'x'", &[("", "Invalid input: expected object, received string")]),
    ("null", &[("", "Invalid input: expected object, received null")]),
    ("{a:", &[("", "JSON5 parse failed: SyntaxError: JSON5: invalid end of input at 1:4")]),
];

#[test]
fn refusals_are_worded_as_the_reference_words_them() {
    for (text, expected) in REFUSED {
        let snapshot = load(text);
        assert_eq!(pairs(&snapshot.issues), *expected, "{text}");
        assert!(!snapshot.valid && snapshot.config.is_none(), "{text}");
    }
}

#[test]
fn what_the_reference_accepts_is_accepted() {
    for text in [
        "{}",
        "// only a comment\n{}",
        "\u{feff}{}",
        "{gateway: {tls: {foo: 1, enabled: true}}}",
        "{gateway: {port: +5.0}}",
        "{hooks: {mappings: [{match: {foo: 1}}]}}",
        "{tools: {allow: [], alsoAllow: ['b']}}",
        "{broadcast: {'123': ['nobody']}}",
        "{channels: {matrix: {anything: 1}, discord: {}}}",
        "{channels: {telegram: {dmPolicy: 'open', allowFrom: ['*']}}}",
        "{channels: {whatsapp: {dmPolicy: 'open', allowFrom: [' * ']}}}",
        "{plugins: {slots: {memory: 'none'}, entries: {telegram: {enabled: true}}}}",
        "{agents: {defaults: {heartbeat: {target: ' Telegram ', every: ''}}}}",
        "{agents: {defaults: {heartbeat: {target: 'imsg', every: '1d'}}}}",
        "{agents: {defaults: {heartbeat: {activeHours: {start: '8:00'}}}}}",
        "{agents: {list: [{id: 'a'}, {id: 'a'}]}}",
        "{agents: {list: [{id: 'a', identity: {avatar: '🦞'}}, {id: 'b', identity: {avatar: 'data:image/png;base64,AA'}}]}}",
        "{agents: {list: [{id: 'a', workspace: '/w', identity: {avatar: '/w/sub/x.png'}}]}}",
        "{bindings: [{agentId: 'nobody', match: {channel: 'nochan'}}]}",
        "{env: {shellEnv: {enabled: true}, FOO: 'x', vars: {BAR: 'y'}}}",
    ] {
        let snapshot = load(text);
        assert_eq!(pairs(&snapshot.issues), [], "{text}");
        assert!(snapshot.valid && snapshot.config.is_some(), "{text}");
    }
}

#[test]
fn our_own_keys_are_accepted() {
    let snapshot = load(
        "{gateway: {bind: 'custom', customBindHost: '10.0.0.1', controlUi: {allowedOrigins: ['https://x']}}}",
    );
    let config = snapshot.config.unwrap();
    assert_eq!(config.gateway.custom_bind_host, Some([10, 0, 0, 1].into()));
    assert_eq!(config.gateway.control_ui.allowed_origins, ["https://x"]);
    let refused = load("{gateway: {customBindHost: 'here', port: 70000}}");
    assert_eq!(
        pairs(&refused.issues),
        [
            ("gateway.port", "Too big: expected number to be <=65535"),
            ("gateway.customBindHost", "expected an IP address")
        ]
    );
}

#[test]
fn hints_say_what_to_write_instead() {
    let hint = |text| load(text).issues[0].hint.clone().unwrap_or_default();
    assert_eq!(hint("{gatway: {}}"), "did you mean \"gateway\" instead of \"gatway\"?");
    assert_eq!(hint("{trustedProxies: []}"), "\"trustedProxies\" belongs at gateway.trustedProxies");
    assert_eq!(
        hint("{gateway: {bind: 'lopback'}}"),
        "did you mean \"loopback\"? allowed: \"auto\", \"lan\", \"loopback\", \"custom\", \"tailnet\""
    );
    assert_eq!(hint("{gateway: {port: '18789'}}"), "write 18789 without quotes");
    assert_eq!(hint("{commands: {native: 'x'}}"), "takes true or false or \"auto\"");
    assert_eq!(hint("{channels: {telegrm: {}}}"), "did you mean \"telegram\"?");
    assert_eq!(hint("{a: ]"), "see line 1, column 5 of /h/.openclaw/openclaw.json");
}

#[test]
fn arbitrary_words_never_panic() {
    const WORDS: &[&str] = &[
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "'x'",
        "5",
        "-1",
        "null",
        "true",
        "gateway",
        "agents",
        "list",
        "defaults",
        "heartbeat",
        "every",
        "'8:00'",
        "channels",
        "telegram",
        "accounts",
        "models",
        "providers",
        "id",
        "'a'",
        "$include",
        "'${X}'",
        "env",
        "vars",
        "tools",
        "allow",
        "alsoAllow",
        "broadcast",
        "identity",
        "avatar",
        "'~'",
        "activeHours",
        "start",
        "'24:é0'",
        "customCommands",
        "command",
        "plugins",
        "bindings",
        "'/'",
        "agentDir",
        "workspace",
    ];
    let mut seed = Seed(5);
    for _ in 0..5_000 {
        let text: String = (0..seed.below(30)).flat_map(|_| [*seed.pick(WORDS), " "]).collect();
        let files = [("/h/.openclaw/a", "{$include: 'x'}"), ("/h/.openclaw/x", "[1]")];
        let snapshot = load_files(&text, &files, &[]);
        assert_eq!(snapshot.valid, snapshot.config.is_some(), "{text}");
    }
}

#[test]
fn anything_anywhere_never_panics() {
    let mut seed = Seed(6);
    for _ in 0..5_000 {
        let text = nonsense(&mut seed, 0);
        let snapshot = load(&text);
        assert_eq!(snapshot.valid, snapshot.issues.is_empty(), "{text}");
    }
}

fn nonsense(seed: &mut Seed, depth: usize) -> String {
    const KEYS: &[&str] = &[
        "gateway",
        "agents",
        "list",
        "defaults",
        "heartbeat",
        "every",
        "activeHours",
        "start",
        "channels",
        "telegram",
        "accounts",
        "a",
        "customCommands",
        "command",
        "tools",
        "allow",
        "alsoAllow",
        "broadcast",
        "identity",
        "avatar",
        "plugins",
        "entries",
        "models",
        "providers",
        "agentDir",
        "id",
        "env",
        "vars",
    ];
    match seed.below(if depth > 5 { 1 } else { 4 }) {
        0 => (*seed.pick(&["'x'", "5", "null", "true", "'~/é'", "'30m'"])).to_owned(),
        1 => {
            let items: Vec<_> = (0..seed.below(3)).map(|_| nonsense(seed, depth + 1)).collect();
            format!("[{}]", items.join(","))
        }
        _ => {
            let count = seed.below(4);
            let members: Vec<_> =
                (0..count).map(|_| format!("{}:{}", seed.pick(KEYS), nonsense(seed, depth + 1))).collect();
            format!("{{{}}}", members.join(","))
        }
    }
}
