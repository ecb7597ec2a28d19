//! From the first byte to `hello-ok`: every check, in its order, with its words.

use super::{QUIET, refused, said};
use core::time::Duration;
use openclaw_tests::peer::{Connect, Device, End};
use openclaw_tests::sim::{Route, World};
use serde_json::{Value, json};

fn end(code: u16, reason: &str) -> End {
    End { code, reason: reason.to_owned() }
}

#[test]
fn a_connection_is_challenged_at_once_and_without_a_number() {
    let mut w = World::new(QUIET, 1);
    let c = w.open(&Route::local());
    let frames = w.peer(c).frames().to_vec();
    assert_eq!(frames.len(), 1);
    assert_eq!((&frames[0]["event"], frames[0].get("seq")), (&json!("connect.challenge"), None));
    assert_eq!(w.nonce(c).len(), 36);
    assert_eq!(frames[0]["payload"]["ts"], w.clock.wall_ms());
}

#[test]
fn every_connection_has_a_nonce_of_its_own() {
    let mut w = World::new(QUIET, 1);
    let (a, b) = (w.open(&Route::local()), w.open(&Route::local()));
    assert_ne!(w.nonce(a), w.nonce(b));
}

#[test]
fn a_silent_connection_is_closed_after_ten_seconds() {
    let mut w = World::new(QUIET, 1);
    let c = w.open(&Route::local());
    w.advance(Duration::from_millis(9_999));
    assert_eq!(w.end(c), None);
    w.advance(Duration::from_millis(1));
    assert_eq!(w.end(c), Some(end(1000, "")));
}

#[test]
fn what_is_no_json_ends_an_unknown_connection_without_a_word() {
    let mut w = World::new(QUIET, 1);
    let c = w.open(&Route::local());
    w.text(c, "hello?");
    assert_eq!((w.end(c), w.peer(c).frames().len()), (Some(end(1000, "")), 1));
}

#[test]
fn what_is_no_request_ends_an_unknown_connection_with_a_reason_only() {
    let mut w = World::new(QUIET, 1);
    let c = w.open(&Route::local());
    w.text(c, "{\"type\":\"event\"}");
    assert_eq!((w.end(c), w.peer(c).frames().len()), (Some(end(1008, "invalid request frame")), 1));
}

#[test]
fn the_first_request_must_be_connect() {
    let mut w = World::new(QUIET, 1);
    let c = w.open(&Route::local());
    let id = w.send(c, "health", &json!({}));
    let text = "invalid handshake: first request must be connect";
    assert_eq!(said(&w.answer(c, &id)["error"]), ("INVALID_REQUEST", text));
    assert_eq!(w.end(c), Some(end(1008, text)));
}

#[test]
fn bad_params_are_named_and_the_close_reason_is_cut() {
    let mut w = World::new(QUIET, 1);
    let bad = Connect::new("no-such-client", "no-such-mode").set("/minProtocol", json!("3"));
    let (error, end) = refused(&mut w, &Route::local(), &bad);
    let text = "invalid connect params: at /minProtocol: must be integer; at /client/id: must be equal to constant; \
                at /client/id: must match a schema in anyOf; at /client/mode: must be equal to constant; \
                at /client/mode: must match a schema in anyOf";
    assert_eq!(said(&error), ("INVALID_REQUEST", text));
    assert_eq!((end.code, end.reason.as_str()), (1008, &text[..120]));
}

#[test]
fn fields_that_nobody_knows_yet_do_not_matter_in_connect() {
    let mut w = World::new(QUIET, 1);
    let newer = Connect::cli().set("/futureField", json!(1)).set("/client/coreVersion", json!("9"));
    w.connect(&newer);
}

#[test]
fn the_checks_come_in_the_reference_s_order() {
    let mut w = World::new(QUIET, 1);
    let route = Route::remote(7);
    let device = Device::new(1);
    let worst = Connect::new("openclaw-control-ui", "webchat")
        .set("/minProtocol", json!(4))
        .set("/maxProtocol", json!(9));
    let worst = worst.role("king").without("auth");
    let (error, end) = refused(&mut w, &route, &worst);
    assert_eq!(said(&error), ("INVALID_REQUEST", "protocol mismatch"));
    assert_eq!(error["details"], json!({"expectedProtocol": 3}));
    assert_eq!((end.code, end.reason.as_str()), (1002, "protocol mismatch"));

    let ours = worst.set("/minProtocol", json!(1));
    let mut expect = |connect: &Connect, code: &str, text: &str| {
        let (error, end) = refused(&mut w, &route, connect);
        assert_eq!(said(&error), (code, text));
        assert_eq!((end.code, end.reason.as_str()), (1008, &text[..text.len().min(120)]));
    };
    expect(&ours, "INVALID_REQUEST", "invalid role");
    let ours = ours.role("operator");
    expect(&ours, "INVALID_REQUEST", "control ui requires HTTPS or localhost (secure context)");
    let ours = ours.set("/client/id", json!("cli"));
    expect(&ours, "NOT_PAIRED", "device identity required");
    let ours = ours.device(&device);
    expect(
        &ours.clone().tamper("/device/id", json!("0".repeat(64))),
        "INVALID_REQUEST",
        "device identity mismatch",
    );
    let late = ours.clone().clock_skew_ms(-600_001);
    expect(
        &late.v1().tamper("/device/signature", json!("AAAA")),
        "INVALID_REQUEST",
        "device signature expired",
    );
    expect(
        &ours.clone().v1().tamper("/device/signature", json!("AAAA")),
        "INVALID_REQUEST",
        "device nonce required",
    );
    let stale = ours.clone().nonce("another").tamper("/device/signature", json!("AAAA"));
    expect(&stale, "INVALID_REQUEST", "device nonce mismatch");
    expect(
        &ours.clone().tamper("/device/signature", json!("AAAA")),
        "INVALID_REQUEST",
        "device signature invalid",
    );
    let hint = "open a tokenized dashboard URL or paste token in Control UI settings";
    expect(&ours, "INVALID_REQUEST", &format!("unauthorized: gateway token missing ({hint})"));
    let ours = ours.token("secret");
    expect(&ours, "NOT_PAIRED", "pairing required");
}

#[test]
fn hello_tells_who_we_are_and_what_can_be_asked() {
    let mut w = World::new(QUIET, 1);
    let c = w.operator();
    let hello = w.hello(c);
    let keys: Vec<&str> = hello.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["type", "protocol", "server", "features", "snapshot", "canvasHostUrl", "policy"]);
    assert_eq!(hello["protocol"], 3);
    assert_eq!((&hello["server"]["version"], &hello["server"]["host"]), (&json!("dev"), &json!("box")));
    assert_eq!(
        hello["policy"],
        json!({"maxPayload": 524_288, "maxBufferedBytes": 1_572_864, "tickIntervalMs": 30_000})
    );
    let snapshot = &hello["snapshot"];
    assert_eq!(snapshot["configPath"], "/op/.openclaw/openclaw.json");
    assert_eq!(
        snapshot["sessionDefaults"],
        json!({"defaultAgentId": "main", "mainKey": "main", "mainSessionKey": "agent:main:main", "scope": "per-sender"})
    );
    assert_eq!(snapshot["health"]["ok"], true);
    assert_eq!(hello["canvasHostUrl"], "http://127.0.0.1:18789");
    assert_eq!(hello["features"]["events"].as_array().unwrap().len(), 18);
    let methods: Vec<&str> =
        hello["features"]["methods"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(
        methods.contains(&"chat.send") && !methods.contains(&"connect") && !methods.contains(&"chat.inject")
    );
}

#[test]
fn the_words_for_a_wrong_secret_fit_who_asks() {
    let mut w = World::new(QUIET, 1);
    let route = Route::remote(7);
    let hint = |connect: Connect, w: &mut World| {
        let (error, _) = refused(w, &route, &connect);
        error["message"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        hint(Connect::cli().token("wrong"), &mut w),
        "unauthorized: gateway token mismatch (set gateway.remote.token to match gateway.auth.token)"
    );
    assert_eq!(
        hint(Connect::webchat().token("wrong"), &mut w),
        "unauthorized: gateway token mismatch (open a tokenized dashboard URL or paste token in Control UI settings)"
    );
    assert_eq!(
        hint(Connect::new("test", "backend").token("wrong"), &mut w),
        "unauthorized: gateway token mismatch (provide gateway auth token)"
    );
}

#[test]
fn a_password_lets_in_what_a_token_does_not() {
    let config = "{gateway: {auth: {mode: 'password', password: 'pass'}}, agents: {defaults: {heartbeat: {every: '0m'}}}}";
    let mut w = World::new(config, 1);
    let device = Device::new(1);
    w.connect(&Connect::cli().password("pass").device(&device));
    let (error, _) = refused(&mut w, &Route::local(), &Connect::cli().password("pass"));
    assert_eq!(
        said(&error),
        ("NOT_PAIRED", "device identity required"),
        "only a token lets a client do without a device"
    );
    let (error, _) = refused(&mut w, &Route::local(), &Connect::cli().password("no").device(&device));
    let text = "unauthorized: gateway password mismatch (set gateway.remote.password to match gateway.auth.password)";
    assert_eq!(said(&error), ("INVALID_REQUEST", text));
    let (error, _) = refused(&mut w, &Route::local(), &Connect::cli().token("pass"));
    let text =
        "unauthorized: gateway password missing (set gateway.remote.password to match gateway.auth.password)";
    assert_eq!(said(&error), ("INVALID_REQUEST", text));
}

#[test]
fn a_client_of_this_machine_may_sign_without_a_nonce() {
    let mut w = World::new(QUIET, 1);
    w.connect(&Connect::cli().device(&Device::new(1)).v1());
    let stale = Connect::cli().device(&Device::new(1)).nonce("another");
    let (error, _) = refused(&mut w, &Route::local(), &stale);
    assert_eq!(said(&error), ("INVALID_REQUEST", "device nonce mismatch"));
}

#[test]
fn a_signature_covers_role_scopes_time_token_and_client() {
    let mut w = World::new(QUIET, 1);
    let good = Connect::cli().device(&Device::new(1)).scopes(&["operator.read", "operator.write"]);
    w.connect(&good);
    for (field, value) in [
        ("/role", json!("node")),
        ("/scopes", json!(["operator.admin"])),
        ("/auth/token", json!("secret2")),
        ("/client/id", json!("test")),
        ("/client/mode", json!("test")),
        ("/device/signedAt", json!(w.clock.wall_ms() - 1)),
    ] {
        let (error, _) = refused(&mut w, &Route::local(), &good.clone().tamper(field, value));
        assert_eq!(said(&error), ("INVALID_REQUEST", "device signature invalid"), "{field}");
    }
}

#[test]
fn a_clock_may_differ_by_ten_minutes() {
    let mut w = World::new(QUIET, 1);
    let device = Device::new(1);
    w.connect(&Connect::cli().device(&device).clock_skew_ms(600_000));
    w.connect(&Connect::cli().device(&device).clock_skew_ms(-600_000));
    let (error, _) = refused(&mut w, &Route::local(), &Connect::cli().device(&device).clock_skew_ms(600_001));
    assert_eq!(said(&error), ("INVALID_REQUEST", "device signature expired"));
}

#[test]
fn connect_is_no_request_for_a_connection_that_is_known() {
    let mut w = World::new(QUIET, 1);
    let c = w.operator();
    let error = w.err(c, "connect", json!({}));
    assert_eq!(said(&error), ("INVALID_REQUEST", "connect is only valid as the first request"));
    assert_eq!(w.end(c), None);
}

#[test]
fn a_known_connection_survives_nonsense() {
    let mut w = World::new(QUIET, 1);
    let c = w.operator();
    w.forget(c);
    w.text(c, "nonsense");
    assert_eq!(w.peer(c).frames().len(), 0);
    w.text(c, "{\"type\":\"req\",\"id\":7}");
    w.text(c, "[]");
    let errors: Vec<_> =
        w.peer(c).frames().iter().map(|f| (f["id"].clone(), f["error"]["message"].clone())).collect();
    assert_eq!(errors[0].0, 7, "the id is said back whatever it is");
    assert_eq!(errors[1].0, "invalid");
    assert!(
        errors.iter().all(|(_, m)| m.as_str().unwrap().starts_with("invalid request frame: ")),
        "{errors:?}"
    );
    assert_eq!(w.err(c, "no.such.method", json!({}))["message"], "unknown method: no.such.method");
    assert_eq!(w.end(c), None);
}

#[test]
fn a_page_of_a_stranger_is_not_let_in() {
    let mut w = World::new(QUIET, 1);
    let c = w.open(&Route::local().header("origin", "https://evil.example"));
    let (status, _) = w.peer(c).rejected.clone().unwrap();
    assert_eq!(status, 403);
    let c = w.open(&Route::local().header("origin", "http://127.0.0.1:18789"));
    assert_eq!(w.peer(c).rejected, None);
    let rebound = Route::local().header("host", "evil.example").header("origin", "http://evil.example");
    let c = w.open(&rebound);
    assert_eq!(w.peer(c).rejected.clone().map(|(status, _)| status), Some(403), "a rebound name is not ours");
}

#[test]
fn an_origin_that_is_allowed_by_name_is_let_in() {
    let config = "{gateway: {controlUi: {allowedOrigins: ['https://ui.example']}}}";
    let mut w = World::new(config, 1);
    let page = Route::remote(7).header("origin", "https://ui.example");
    w.connect_from(&page, &Connect::webchat());
}

#[test]
fn a_page_on_this_machine_is_not_local() {
    let mut w = World::new(QUIET, 1);
    let page = Route::local().header("origin", "http://127.0.0.1:18789");
    let (error, _) = refused(&mut w, &page, &Connect::webchat().device(&Device::new(1)));
    assert_eq!(said(&error), ("NOT_PAIRED", "pairing required"));
}

#[test]
fn guesses_from_one_address_are_bounded() {
    let mut w = World::new(QUIET, 1);
    let guess = Connect::cli().token("guess");
    for n in 1..=9 {
        let (error, _) = refused(&mut w, &Route::remote(7), &guess);
        assert_eq!(error.get("retryAfterMs"), None, "guess {n}");
    }
    let (error, _) = refused(&mut w, &Route::remote(7), &guess);
    assert_eq!((&error["retryAfterMs"], &error["retryable"]), (&json!(300_000), &json!(true)));
    let (error, _) = refused(&mut w, &Route::remote(7), &Connect::cli());
    assert!(said(&error).1.starts_with("unauthorized: too many failed attempts"), "{error}");
    w.connect_from(&Route::remote(8), &Connect::cli());
    w.advance(Duration::from_secs(300));
    w.connect_from(&Route::remote(7), &Connect::cli());
}

#[test]
fn a_program_on_this_machine_may_err_as_often_as_it_likes() {
    let mut w = World::new(QUIET, 1);
    for _ in 0..30 {
        refused(&mut w, &Route::local(), &Connect::cli().token("guess"));
    }
    w.operator();
}

#[test]
fn a_client_that_offers_no_secret_does_not_guess() {
    let mut w = World::new(QUIET, 1);
    for _ in 0..30 {
        refused(&mut w, &Route::remote(7), &Connect::cli().without("auth").device(&Device::new(1)));
    }
    w.connect_from(&Route::remote(7), &Connect::cli());
}

#[test]
fn a_connection_is_refused_while_the_gateway_does_not_serve() {
    let mut w = World::stopped(QUIET, 1);
    w.hold("journal");
    w.boot();
    let c = w.open(&Route::local());
    assert_eq!(w.peer(c).rejected.clone().map(|(status, _)| status), Some(503));
    w.release();
    w.operator();
}

#[test]
fn the_browser_interface_without_devices_is_told_of_no_device() {
    let config = "{gateway: {controlUi: {dangerouslyDisableDeviceAuth: true}}, agents: {defaults: {heartbeat: {every: '0m'}}}}";
    let mut w = World::new(config, 1);
    let device = Device::new(1);
    w.connect(&Connect::cli().device(&device));
    let forged = Connect::new("openclaw-control-ui", "webchat")
        .device(&device)
        .tamper("/device/signature", json!("AAAA"));
    let c = w.connect_from(&Route::remote(7), &forged);
    assert_eq!(w.hello(c).get("auth"), None, "a device that was not checked gets no token");
    let presence = w.hello(c)["snapshot"]["presence"].clone();
    assert!(presence.as_array().unwrap().iter().all(|e| e.get("deviceId").is_none()), "{presence}");
}
