use super::super::testing::{MAIN, Seed, load, load_files, pairs};
use super::*;

#[test]
fn a_missing_file_is_valid_and_shown_with_defaults() {
    let snapshot = Loader::new(MAIN.to_owned(), Env::default()).finish();
    assert!(snapshot.valid && !snapshot.exists && snapshot.raw.is_none());
    assert_eq!(snapshot.hash, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(*snapshot.config.unwrap(), Config::default());
}

#[test]
fn a_file_that_cannot_be_read_is_refused() {
    let mut loader = Loader::new(MAIN.to_owned(), Env::default());
    loader.supply(MAIN, FileText::Failed("Error: EISDIR: illegal operation on a directory, read".to_owned()));
    let snapshot = loader.finish();
    assert!(snapshot.exists && !snapshot.valid);
    assert_eq!(
        pairs(&snapshot.issues),
        [("", "read failed: Error: EISDIR: illegal operation on a directory, read")]
    );
}

#[test]
fn the_hash_is_that_of_the_text() {
    assert_eq!(load("{}\n").hash, "ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356");
}

#[test]
fn a_fresh_file_is_shown_with_the_usual_defaults() {
    assert_eq!(
        load("{}").shown,
        json!({
            "commands": {"native": "auto", "nativeSkills": "auto"},
            "agents": {"defaults": {"maxConcurrent": 4, "subagents": {"maxConcurrent": 8}}},
            "messages": {"ackReactionScope": "group-mentions"},
        })
    );
}

#[test]
fn defaults_are_written_out_where_the_reference_writes_them() {
    let shown = load(
        "{logging: {file: '~/l.log'}, session: {mainKey: 'x'}, agents: {defaults: {models: {'openai/gpt-5-mini': {}, \
         'anthropic/claude-opus-4-5': {alias: 'o'}}}}, models: {providers: {p: {baseUrl: 'x', models: [{id: 'i', name: \
         'n'}, {id: 'j', name: 'n', contextWindow: 4000, cost: {input: 2}, input: ['image']}]}}}, channels: {telegram: \
         {accounts: {x: {}}}, whatsapp: {ackReaction: {}}}, gateway: {tls: {foo: 1}}}",
    )
    .shown;
    assert_eq!(shown["logging"], json!({"file": "/h/l.log", "redactSensitive": "tools"}));
    assert_eq!(shown["session"], json!({"mainKey": "main"}));
    assert_eq!(
        shown["agents"]["defaults"]["models"],
        json!({"openai/gpt-5-mini": {"alias": "gpt-mini"}, "anthropic/claude-opus-4-5": {"alias": "o"}})
    );
    assert_eq!(
        shown["models"]["providers"]["p"]["models"],
        json!([
            {"id": "i", "name": "n", "reasoning": false, "input": ["text"],
             "cost": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "contextWindow": 200_000, "maxTokens": 8192},
            {"id": "j", "name": "n", "input": ["image"],
             "cost": {"input": 2, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "contextWindow": 4000,
             "reasoning": false, "maxTokens": 4000},
        ])
    );
    assert_eq!(
        shown["channels"],
        json!({
            "telegram": {"dmPolicy": "pairing", "groupPolicy": "allowlist", "streamMode": "partial",
                "accounts": {"x": {"dmPolicy": "pairing", "groupPolicy": "allowlist", "streamMode": "partial"}}},
            "whatsapp": {"dmPolicy": "pairing", "groupPolicy": "allowlist", "mediaMaxMb": 50, "debounceMs": 0,
                "ackReaction": {"direct": true, "group": "mentions"}},
        })
    );
    assert_eq!(shown["gateway"], json!({"tls": {}}));
}

#[test]
fn an_invalid_file_is_shown_as_it_was_resolved() {
    let snapshot = load_files("{foo: '${X}'}", &[], &[("X", "x")]);
    assert_eq!(snapshot.shown, json!({"foo": "x"}));
    assert_eq!(snapshot.parsed, json!({"foo": "${X}"}));
}

#[test]
fn legacy_keys_are_issues_beside_all_others() {
    let snapshot = load("{gateway: {token: 'x', port: 'y'}, agent: {model: 'm'}}");
    let paths: Vec<&str> = snapshot.issues.iter().map(|issue| issue.path.as_str()).collect();
    assert_eq!(paths, ["agent", "agent.model", "gateway.token", "gateway.port"]);
    assert_eq!(snapshot.legacy_issues.len(), 3);
}

#[test]
fn includes_are_read_file_by_file() {
    let mut loader = Loader::new(MAIN.to_owned(), Env::default());
    assert_eq!(loader.next_read(), Some(MAIN));
    loader.supply(
        MAIN,
        FileText::Text("{a: {$include: './sub/x.json5'}, b: [{$include: ['/y', '/y']}]}".to_owned()),
    );
    assert_eq!(loader.next_read(), Some("/h/.openclaw/sub/x.json5"));
    loader.supply("/h/.openclaw/sub/x.json5", FileText::Text("{$include: '../z'}".to_owned()));
    assert_eq!(loader.next_read(), Some("/y"));
    loader.supply("/y", FileText::Missing);
    assert_eq!(loader.next_read(), Some("/h/.openclaw/z"));
    loader.supply("/h/.openclaw/z", FileText::Missing);
    assert_eq!(loader.next_read(), None);
}

#[test]
fn included_content_is_merged_and_siblings_win() {
    let snapshot = load_files(
        "{$include: ['./sub/x.json5', './z.json5'], session: {scope: 'per-sender', resetTriggers: ['/c']}}",
        &[
            ("/h/.openclaw/sub/x.json5", "{$include: '../obj.json5', session: {$include: './y.json5'}}"),
            ("/h/.openclaw/sub/y.json5", "{scope: 'global', resetTriggers: ['/a']}"),
            ("/h/.openclaw/z.json5", "{session: {resetTriggers: ['/b']}}"),
            ("/h/.openclaw/obj.json5", "{gateway: {port: 5}}"),
        ],
        &[],
    );
    assert_eq!(pairs(&snapshot.issues), []);
    assert_eq!(
        snapshot.resolved,
        json!({"gateway": {"port": 5}, "session": {"scope": "per-sender", "resetTriggers": ["/a", "/b", "/c"]}})
    );
}

#[test]
fn every_broken_include_is_named() {
    let files = [
        ("/h/.openclaw/arr.json5", "['a']"),
        ("/h/.openclaw/bad.json5", "{a:"),
        ("/h/.openclaw/self.json5", "{$include: './self.json5'}"),
    ];
    let at = |name: &str| format!("/h/.openclaw/{name}");
    for (text, message) in [
        (
            "{$include: './nope.json5'}",
            format!("Failed to read include file: ./nope.json5 (resolved: {})", at("nope.json5")),
        ),
        (
            "{$include: './bad.json5'}",
            format!("Failed to parse include file: ./bad.json5 (resolved: {})", at("bad.json5")),
        ),
        ("{$include: ''}", "Failed to read include file:  (resolved: /h/.openclaw)".to_owned()),
        ("{$include: '~/x'}", format!("Failed to read include file: ~/x (resolved: {})", at("~/x"))),
        (
            "{$include: 5}",
            "Invalid $include value: expected string or array of strings, got number".to_owned(),
        ),
        (
            "{$include: null}",
            "Invalid $include value: expected string or array of strings, got object".to_owned(),
        ),
        ("{$include: [5]}", "Invalid $include array item: expected string, got number".to_owned()),
        (
            "{session: {$include: './arr.json5', scope: 'global'}}",
            "Sibling keys require included content to be an object".to_owned(),
        ),
        (
            "{$include: './self.json5'}",
            format!("Circular include detected: {MAIN} -> {0} -> {0}", at("self.json5")),
        ),
    ] {
        assert_eq!(pairs(&load_files(text, &files, &[]).issues), [("", message.as_str())], "{text}");
    }
    assert_eq!(
        load_files("{a: {$include: './nope'}, b: {$include: './bad.json5'}}", &files, &[]).issues.len(),
        2
    );
}

#[test]
fn includes_nest_ten_deep() {
    let files: Vec<(String, String)> = (0..13)
        .map(|n| {
            let text = if n == 12 { "{}".to_owned() } else { format!("{{$include: './d{}'}}", n + 1) };
            (format!("/h/.openclaw/d{n}"), text)
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    assert_eq!(pairs(&load_files("{$include: './d3'}", &files, &[]).issues), []);
    assert_eq!(
        pairs(&load_files("{$include: './d2'}", &files, &[]).issues),
        [("", "Maximum include depth (10) exceeded at: ./d12")]
    );
}

#[test]
fn includes_cannot_multiply_without_end() {
    let files: Vec<(String, String)> = (0..10)
        .map(|n| {
            (
                format!("/h/.openclaw/d{n}"),
                format!("[{}]", format!("{{$include: './d{}'}},", n + 1).repeat(10)),
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let snapshot = load_files("{bindings: {$include: './d0'}}", &files, &[]);
    assert!(
        snapshot.issues.iter().any(|issue| issue.message.starts_with("Too many includes (more than 1000)"))
    );
}

#[test]
fn variables_are_filled_in_after_includes_and_the_env_block() {
    let snapshot = load_files(
        "{env: {vars: {MYW: 'w'}, MYV: 'v', HOME: 'never'}, session: {$include: './s'}}",
        &[("/h/.openclaw/s", "{resetTriggers: ['${MYV}${MYW} ${HOME} $${MYV}']}")],
        &[],
    );
    assert_eq!(snapshot.resolved["session"]["resetTriggers"], json!(["vw /h ${MYV}"]));
    assert_eq!(
        snapshot.env_applied,
        [("MYW".to_owned(), "w".to_owned()), ("MYV".to_owned(), "v".to_owned())]
    );
    assert_eq!(
        pairs(&load("{gateway: {port: '${HOME}'}}").issues),
        [("gateway.port", "Invalid input: expected number, received string")]
    );
}

#[test]
fn arbitrary_bytes_never_panic() {
    let mut seed = Seed(9);
    for _ in 0..5_000 {
        let bytes: Vec<u8> = (0..seed.below(60)).map(|_| seed.byte()).collect();
        let snapshot = load(&String::from_utf8_lossy(&bytes));
        assert!(snapshot.exists);
    }
}
