//! Who may ask for what, and who hears of what.

use super::{QUIET, said};
use openclaw_tests::peer::Connect;
use openclaw_tests::sim::World;
use serde_json::json;

#[test]
fn each_method_needs_its_scope() {
    let mut w = World::new(QUIET, 1);
    let none = w.connect(&Connect::cli().scopes(&["something.else"]));
    for (scope, methods) in [
        (
            "operator.read",
            &["health", "status", "logs.tail", "chat.history", "system-presence", "cron.list", "node.list"][..],
        ),
        (
            "operator.write",
            &["agent", "agent.wait", "chat.send", "chat.abort", "wake", "talk.mode", "voicewake.set", "send"],
        ),
        ("operator.pairing", &["device.pair.list", "device.token.revoke", "node.pair.list", "node.rename"]),
        ("operator.approvals", &["exec.approval.request", "exec.approval.resolve"]),
        (
            "operator.admin",
            &[
                "config.get",
                "sessions.resolve",
                "chat.inject",
                "system-event",
                "set-heartbeats",
                "no.such",
                "connect",
            ],
        ),
    ] {
        for method in methods {
            let error = w.err(none, method, json!({}));
            assert_eq!(said(&error), ("INVALID_REQUEST", &*format!("missing scope: {scope}")), "{method}");
            let holder = w.connect(&Connect::cli().scopes(&[scope]));
            let answer = w.call(holder, method, json!({}));
            let text = answer["error"]["message"].as_str().unwrap_or_default();
            assert!(!text.starts_with("missing scope"), "{method} with {scope}: {text}");
        }
    }
}

#[test]
fn who_may_write_may_read() {
    let mut w = World::new(QUIET, 1);
    let writer = w.connect(&Connect::cli().scopes(&["operator.write"]));
    w.ok(writer, "health", json!({}));
    let reader = w.connect(&Connect::cli().scopes(&["operator.read"]));
    let error = w.err(reader, "chat.send", json!({"nonsense": 1}));
    assert_eq!(said(&error), ("INVALID_REQUEST", "missing scope: operator.write"), "authority before params");
}

#[test]
fn an_operator_is_no_node_and_a_node_no_operator() {
    let mut w = World::new(QUIET, 1);
    let (admin, node) = (w.operator(), w.connect(&Connect::node().scopes(&["operator.admin"])));
    for method in ["node.event", "node.invoke.result", "skills.bins"] {
        let error = w.err(admin, method, json!({}));
        assert_eq!(said(&error), ("INVALID_REQUEST", "unauthorized role: operator"), "{method}");
    }
    for method in ["health", "chat.send", "no.such"] {
        let error = w.err(node, method, json!({}));
        assert_eq!(said(&error), ("INVALID_REQUEST", "unauthorized role: node"), "{method}");
    }
}

#[test]
fn a_method_that_is_not_built_is_checked_and_then_unavailable() {
    let mut w = World::new(QUIET, 1);
    let admin = w.operator();
    let error = w.err(admin, "cron.list", json!({"includeDisabled": "yes"}));
    assert_eq!(
        said(&error),
        ("INVALID_REQUEST", "invalid cron.list params: at /includeDisabled: must be boolean")
    );
    let error = w.err(admin, "cron.list", json!({}));
    assert_eq!(error["code"], "UNAVAILABLE");
    assert_eq!(error.get("retryable"), None);
}

#[test]
fn params_that_are_absent_count_as_an_empty_object() {
    let mut w = World::new(QUIET, 1);
    let admin = w.operator();
    w.text(admin, "{\"type\":\"req\",\"id\":\"x\",\"method\":\"system-presence\"}");
    assert_eq!(w.answer(admin, "x")["ok"], true);
    w.text(admin, "{\"type\":\"req\",\"id\":\"y\",\"method\":\"models.list\",\"params\":{\"z\":1}}");
    assert_eq!(
        w.answer(admin, "y")["error"]["message"],
        "invalid models.list params: at root: unexpected property 'z'"
    );
}

#[test]
fn no_number_and_no_shape_of_params_breaks_the_gateway() {
    let mut w = World::new(QUIET, 1);
    let (admin, node) = (w.operator(), w.connect(&Connect::node()));
    let fields = [
        "timeoutMs",
        "limit",
        "maxBytes",
        "cursor",
        "activeMinutes",
        "maxChars",
        "timeout",
        "days",
        "lastInputSeconds",
        "probe",
        "enabled",
        "triggers",
        "keys",
        "attachments",
        "ts",
    ];
    let fixed = json!({"sessionKey": "main", "message": "hi", "runId": "r", "mode": "now", "text": "t", "keys": ["main"]});
    for method in protocol_spec::Method::ALL {
        for number in
            [json!(5000.0), json!(1e19), json!(-1e300), json!(0.5), json!(u64::MAX), json!(i64::MIN)]
        {
            for field in fields {
                let mut params = fixed.clone();
                params["idempotencyKey"] = json!(format!("{method}{number}{field}"));
                params[field] = number.clone();
                let some = json!({field: number});
                for client in [admin, node] {
                    w.send(client, method.as_str(), &params);
                    w.send(client, method.as_str(), &some);
                }
            }
        }
        for odd in ["[]", "null", "5", "\"x\"", "[[[[]]]]", "{\"a\":{\"b\":[1e999]}}"] {
            let text = format!("{{\"type\":\"req\",\"id\":\"o\",\"method\":\"{method}\",\"params\":{odd}}}");
            w.text(admin, &text);
        }
        w.forget(admin);
        w.forget(node);
    }
    w.ok(admin, "health", json!({}));
}
