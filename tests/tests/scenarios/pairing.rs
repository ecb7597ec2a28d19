//! Devices: paired at once, on request, or not at all; and the tokens they hold.

use super::{QUIET, refused, said};
use core::time::Duration;
use openclaw_tests::peer::{Connect, Device};
use openclaw_tests::sim::{Client, Route, World};
use serde_json::{Value, json};

const READ: &[&str] = &["operator.read"];

fn reader(device: &Device) -> Connect {
    Connect::new("test", "test").device(device).scopes(READ)
}

/// Asks from elsewhere to be paired; the id of the request.
fn ask(w: &mut World, connect: &Connect) -> String {
    let (error, end) = refused(w, &Route::remote(7), connect);
    assert_eq!(said(&error), ("NOT_PAIRED", "pairing required"));
    assert_eq!(end.reason, "pairing required");
    error["details"]["requestId"].as_str().unwrap().to_owned()
}

fn paired(w: &mut World, admin: Client) -> Value {
    w.ok(admin, "device.pair.list", json!({}))["paired"].clone()
}

fn device_token(w: &World, client: Client) -> String {
    w.hello(client)["auth"]["deviceToken"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_device_of_this_machine_is_paired_at_once_and_everyone_who_may_know_is_told() {
    let mut w = World::new(QUIET, 1);
    let admin = w.operator();
    let device = Device::new(1);
    let c = w.connect(&reader(&device));
    let auth = w.hello(c)["auth"].clone();
    assert_eq!((&auth["role"], &auth["scopes"]), (&json!("operator"), &json!(READ)));
    assert_eq!(auth["deviceToken"].as_str().unwrap().len(), 32);
    assert_eq!(auth["issuedAtMs"], w.clock.wall_ms());
    let events = w.peer(admin).events("device.pair.resolved");
    assert_eq!(events.len(), 1);
    assert_eq!((&events[0]["decision"], &events[0]["deviceId"]), (&json!("approved"), &json!(device.id())));
    assert_eq!(w.peer(c).events("device.pair.resolved"), [] as [Value; 0], "it has no scope for that");
    let list = paired(&mut w, admin);
    assert_eq!(list[0]["publicKey"], device.public_key());
    assert_eq!(list[0]["tokens"][0].get("token"), None, "values of tokens are nobody's business");
}

#[test]
fn hello_comes_when_the_pairing_is_on_the_disk() {
    let mut w = World::new(QUIET, 1);
    w.hold("journal");
    let (c, answer) = w.try_connect(&Route::local(), &reader(&Device::new(1)));
    assert_eq!(answer, Value::Null);
    w.reboot();
    let admin = w.operator();
    assert_eq!(paired(&mut w, admin), json!([]), "what was not written was not promised");
    w.hold("journal");
    let (c2, answer) = w.try_connect(&Route::local(), &reader(&Device::new(1)));
    assert_eq!(answer, Value::Null);
    w.release();
    let token = device_token(&w, c2);
    assert!(w.hello(c).is_null() && !token.is_empty());
    w.reboot();
    let again = w.connect(&reader(&Device::new(1)));
    assert_eq!(device_token(&w, again), token);
}

#[test]
fn a_paired_device_keeps_its_token() {
    let mut w = World::new(QUIET, 1);
    let device = Device::new(1);
    let both = reader(&device).scopes(&["operator.read", "operator.write"]);
    let first = w.connect(&both);
    w.advance(Duration::from_secs(60));
    let second = w.connect(&reader(&device));
    assert_eq!(device_token(&w, first), device_token(&w, second), "it covers what is asked for");
    assert_eq!(w.hello(second)["auth"]["scopes"], json!(["operator.read", "operator.write"]));
}

#[test]
fn the_store_is_the_reference_s_file() {
    let mut w = World::new(QUIET, 1);
    w.connect(&reader(&Device::new(1)));
    w.advance(Duration::from_secs(3));
    let text = w.disk.text("/op/.openclaw/devices/paired.json").unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string_pretty(&value).unwrap(), text);
    let entry = &value[Device::new(1).id()];
    let keys: Vec<&str> = entry.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "deviceId",
            "publicKey",
            "platform",
            "clientId",
            "clientMode",
            "role",
            "roles",
            "scopes",
            "tokens",
            "createdAtMs",
            "approvedAtMs"
        ]
    );
    assert_eq!(w.disk.text("/op/.openclaw/devices/pending.json").unwrap(), "{}");
}

#[test]
fn a_device_from_elsewhere_waits_for_approval() {
    let mut w = World::new(QUIET, 1);
    let admin = w.operator();
    let approver = w.connect(&Connect::cli().scopes(&["operator.pairing"]));
    let reading = w.connect(&Connect::cli().scopes(READ));
    let node = w.connect(&Connect::node());
    let device = Device::new(1);
    let request = ask(&mut w, &reader(&device));
    for (client, sees) in [(admin, 1), (approver, 1), (reading, 0), (node, 0)] {
        assert_eq!(w.peer(client).events("device.pair.requested").len(), sees, "{client:?}");
    }
    let event = w.peer(admin).events("device.pair.requested").remove(0);
    assert_eq!((&event["remoteIp"], &event["silent"]), (&json!("192.0.2.7"), &json!(false)));
    assert_eq!((&event["isRepair"], &event["scopes"]), (&json!(false), &json!(READ)));
    let pending = w.ok(approver, "device.pair.list", json!({}))["pending"].clone();
    assert_eq!(pending, json!([event]));

    w.forget(approver);
    let approved = w.ok(approver, "device.pair.approve", json!({"requestId": request}));
    assert_eq!(approved["device"]["deviceId"], device.id());
    assert_eq!(w.peer(approver).event_names(), ["device.pair.resolved"], "and the event comes first");
    assert_eq!(w.peer(approver).frames()[0]["type"], "event");
    let c = w.connect_from(&Route::remote(7), &reader(&device));
    assert_eq!(device_token(&w, c).len(), 32);
}

#[test]
fn asking_again_is_the_same_request() {
    let mut w = World::new(QUIET, 1);
    let admin = w.operator();
    let device = Device::new(1);
    let first = ask(&mut w, &reader(&device));
    let second = ask(&mut w, &reader(&device).scopes(&["operator.admin"]));
    assert_eq!(first, second);
    assert_eq!(w.peer(admin).events("device.pair.requested").len(), 1);
}

#[test]
fn a_request_that_waits_keeps_a_local_connect_from_pairing_itself() {
    let mut w = World::new(QUIET, 1);
    let device = Device::new(1);
    let request = ask(&mut w, &reader(&device));
    let (error, _) = refused(&mut w, &Route::local(), &reader(&device));
    assert_eq!(error["details"]["requestId"], request);
    w.advance(Duration::from_secs(301));
    w.connect(&reader(&device));
}

#[test]
fn a_rejected_device_may_ask_anew() {
    let mut w = World::new(QUIET, 1);
    let admin = w.operator();
    let device = Device::new(1);
    let request = ask(&mut w, &reader(&device));
    let result = w.ok(admin, "device.pair.reject", json!({"requestId": request}));
    assert_eq!(result, json!({"requestId": request, "deviceId": device.id()}));
    assert_eq!(w.peer(admin).events("device.pair.resolved")[0]["decision"], "rejected");
    let error = w.err(admin, "device.pair.reject", json!({"requestId": request}));
    assert_eq!(said(&error), ("INVALID_REQUEST", "unknown requestId"));
    assert_ne!(ask(&mut w, &reader(&device)), request);
}

#[test]
fn a_request_is_forgotten_after_five_minutes() {
    let mut w = World::new(QUIET, 1);
    let admin = w.operator();
    let request = ask(&mut w, &reader(&Device::new(1)));
    w.advance(Duration::from_millis(300_001));
    let error = w.err(admin, "device.pair.approve", json!({"requestId": request}));
    assert_eq!(said(&error), ("INVALID_REQUEST", "unknown requestId"));
}

#[test]
fn a_request_and_an_approval_survive_a_crash() {
    let mut w = World::new(QUIET, 1);
    let device = Device::new(1);
    let request = ask(&mut w, &reader(&device));
    w.reboot();
    let admin = w.operator();
    w.ok(admin, "device.pair.approve", json!({"requestId": request}));
    w.disk.power_cut(false);
    w.reboot();
    w.connect_from(&Route::remote(7), &reader(&device));
}

#[test]
fn more_scopes_or_another_role_need_another_approval() {
    let mut w = World::new(QUIET, 1);
    let admin = w.operator();
    let device = Device::new(1);
    let request = ask(&mut w, &reader(&device));
    w.ok(admin, "device.pair.approve", json!({"requestId": request}));
    w.connect_from(&Route::remote(7), &reader(&device));
    let more = reader(&device).scopes(&["operator.read", "operator.write"]);
    let request = ask(&mut w, &more);
    let event = w.peer(admin).events("device.pair.requested").pop().unwrap();
    assert_eq!(event["isRepair"], true);
    w.ok(admin, "device.pair.approve", json!({"requestId": request}));
    w.connect_from(&Route::remote(7), &more);
    let node = Connect::node().device(&device);
    let request = ask(&mut w, &node);
    w.ok(admin, "device.pair.approve", json!({"requestId": request}));
    let c = w.connect_from(&Route::remote(7), &node);
    assert_eq!(w.hello(c)["auth"]["role"], "node");
    let list = paired(&mut w, admin);
    assert_eq!(list[0]["roles"], json!(["operator", "node"]));
    assert_eq!(list[0]["scopes"], json!(["operator.read", "operator.write"]));
}

#[test]
fn a_device_token_stands_for_the_shared_secret() {
    let mut w = World::new(QUIET, 1);
    let device = Device::new(1);
    let first = w.connect(&reader(&device));
    let token = device_token(&w, first);
    w.connect_from(&Route::remote(7), &reader(&device).token(&token));
    let text = "unauthorized: gateway token mismatch (provide gateway auth token)";
    for wrong in [
        reader(&device).token(&token).scopes(&["operator.write"]),
        reader(&device).token(&token).role("node"),
        reader(&Device::new(2)).token(&token),
        Connect::new("test", "test").token(&token).scopes(READ),
    ] {
        let (error, _) = refused(&mut w, &Route::remote(7), &wrong);
        assert_eq!(said(&error), ("INVALID_REQUEST", text));
    }
    let admin = w.operator();
    assert_eq!(paired(&mut w, admin)[0]["tokens"][0]["lastUsedAtMs"], w.clock.wall_ms());
}

#[test]
fn a_rotated_token_replaces_the_old_one() {
    let mut w = World::new(QUIET, 1);
    let admin = w.operator();
    let device = Device::new(1);
    let live = w.connect(&reader(&device));
    let old = device_token(&w, live);
    w.advance(Duration::from_secs(5));
    let params = json!({"deviceId": device.id(), "role": "operator"});
    let rotated = w.ok(admin, "device.token.rotate", params);
    let new = rotated["token"].as_str().unwrap().to_owned();
    assert_eq!((&rotated["scopes"], &rotated["rotatedAtMs"]), (&json!(READ), &json!(w.clock.wall_ms())));
    refused(&mut w, &Route::remote(7), &reader(&device).token(&old));
    w.connect_from(&Route::remote(7), &reader(&device).token(&new));
    w.reboot();
    w.connect_from(&Route::remote(7), &reader(&device).token(&new));
}

#[test]
fn a_revoked_token_is_worth_nothing_and_live_connections_stay() {
    let mut w = World::new(QUIET, 1);
    let admin = w.operator();
    let device = Device::new(1);
    let live = w.connect(&reader(&device));
    let old = device_token(&w, live);
    let params = json!({"deviceId": device.id(), "role": "operator"});
    let revoked = w.ok(admin, "device.token.revoke", params);
    assert_eq!(revoked["revokedAtMs"], w.clock.wall_ms());
    assert_eq!(w.end(live), None);
    refused(&mut w, &Route::remote(7), &reader(&device).token(&old));
    let fresh = w.connect(&reader(&device));
    assert_ne!(device_token(&w, fresh), old);
    for (method, device, role) in [
        ("device.token.rotate", "nobody", "operator"),
        ("device.token.revoke", "nobody", "operator"),
        ("device.token.revoke", &*device.id(), "node"),
    ] {
        let error = w.err(admin, method, json!({"deviceId": device, "role": role}));
        assert_eq!(said(&error), ("INVALID_REQUEST", "unknown deviceId/role"));
    }
}

#[test]
fn a_silent_pairing_that_cannot_be_written_is_refused_for_now() {
    let mut w = World::new(QUIET, 1);
    w.disk.fault(openclaw_tests::sim::Fault::full("journal"));
    let (error, end) = refused(&mut w, &Route::local(), &reader(&Device::new(1)));
    assert_eq!((&error["code"], &error["retryable"]), (&json!("UNAVAILABLE"), &json!(true)));
    assert_eq!(end.code, 1008);
    w.disk.heal();
    w.advance(Duration::from_secs(3));
    w.connect(&reader(&Device::new(1)));
}
