//! What the reference gateway was recorded to say, held against the tables.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::generated::v3::types::ROUND_TRIPS;
use crate::schema::{Schema, check, describe};
use crate::{Event, Method, Params, Role, frame};

#[test]
fn refused_params_are_refused_in_the_same_words() {
    let mut compared = 0;
    for exchange in exchanges() {
        let Some(method) = Method::from_wire(exchange.method()) else { continue };
        let prefix = format!("invalid {method} params: ");
        let recorded = exchange.message().and_then(|message| message.strip_prefix(&prefix));
        let Some(recorded) = recorded.filter(|text| is_schema_error(text)) else { continue };
        let Params::Schema(schema) = method.params() else { panic!("{method} has no enforced params") };
        let mut params = prepared(method, exchange.params());
        let errors = check(schema, &mut params).expect_err("the reference refused it");
        assert_eq!(describe(&errors), recorded, "{}: {}", exchange.source, exchange.request);
        compared += 1;
    }
    assert!(compared == 0 || compared > 200, "only {compared} refusals were found");
}

/// `vectors/refusals.jsonl`: spoiled params of every method, with the answer of the reference gateway 2026.1.30.
#[test]
fn spoiled_params_are_refused_in_the_same_words() {
    for line in include_str!("../vectors/refusals.jsonl").lines() {
        let mut vector: Value = serde_json::from_str(line).unwrap();
        let method = vector["method"].as_str().and_then(Method::from_wire).unwrap();
        let Params::Schema(schema) = method.params() else { panic!("{method} has no enforced params") };
        let errors = check(schema, &mut vector["params"]).unwrap_err();
        assert_eq!(describe(&errors), vector["error"], "{line}");
    }
}

#[test]
fn accepted_params_are_accepted_and_decoded() {
    let mut decoded = 0;
    for exchange in exchanges().into_iter().filter(|exchange| exchange.response["ok"] == true) {
        let Some(method) = Method::from_wire(exchange.method()) else { continue };
        let Params::Schema(schema) = method.params() else { continue };
        let mut params = prepared(method, exchange.params());
        let checked = check(schema, &mut params);
        assert_eq!(checked, Ok(()), "{}: {}", exchange.source, exchange.request);
        assert_eq!(round_trip(method.params_type(), &params), Ok(params), "{}", exchange.source);
        decoded += 1;
    }
    assert!(decoded == 0 || decoded > 300, "only {decoded} accepted requests were found");
}

#[test]
fn results_have_the_described_form() {
    for exchange in exchanges().into_iter().filter(|exchange| exchange.response["ok"] == true) {
        if let Some(method) = Method::from_wire(exchange.method()) {
            check_described(
                &exchange.source,
                method.result_type(),
                method.result(),
                &exchange.response["payload"],
            );
        }
    }
}

#[test]
fn events_have_the_described_form() {
    let frames = recordings().into_iter().flat_map(|recording| recording.frames);
    for (source, frame) in
        frames.filter(|(_, line)| line["dir"] == "server->client").map(|(s, l)| (s, l["frame"].clone()))
    {
        if let Some(event) = frame["event"].as_str().and_then(Event::from_wire) {
            check_described(&source, event.payload_type(), event.payload(), &frame["payload"]);
            let numbered = frame.get("seq").is_some();
            assert!(event.is_sequenced() || !numbered, "{source}: {event}");
            assert!(
                event.carries_state_version() || frame.get("stateVersion").is_none(),
                "{source}: {event}"
            );
            assert!(
                !event.carries_state_version() || !numbered || frame.get("stateVersion").is_some(),
                "{source}"
            );
        }
    }
}

#[test]
fn frames_are_refused_in_the_same_words() {
    let Some(recording) = recordings().into_iter().find(|recording| recording.name == "frame-after-hello")
    else {
        return;
    };
    let mut expected = Vec::new();
    let mut found = Vec::new();
    for (_, line) in recording.frames {
        let prefix = "invalid request frame: ";
        if let Some(text) =
            line["frame"]["error"]["message"].as_str().and_then(|text| text.strip_prefix(prefix))
        {
            expected.push((line["frame"]["id"].clone(), text.to_owned()));
        }
        if line["dir"] == "client->server" && (line["raw"].is_string() || !line["frame"].is_null()) {
            let raw = line["raw"].as_str().map_or_else(|| line["frame"].to_string(), str::to_owned);
            if let Err(frame::BadFrame::Invalid { echo_id, errors }) = frame::decode_request(raw.as_bytes()) {
                found.push((echo_id, errors));
            }
        }
    }
    assert_eq!(found, expected);
}

#[test]
fn role_and_scope_demands_are_those_recorded() {
    let scopes = ["operator.read", "operator.write", "operator.pairing", "operator.approvals"];
    for exchange in exchanges() {
        let Some(granted) = exchange.source.strip_prefix("role-operator-") else { continue };
        let granted = scopes.iter().find(|scope| scope.ends_with(granted));
        let (Some(granted), Some(method)) = (granted, Method::from_wire(exchange.method())) else { continue };
        if method == Method::Connect && exchange.response["ok"] == true {
            continue;
        }
        let expected = match method.scope() {
            _ if method.role() == Role::Node => Some("unauthorized role: operator".to_owned()),
            Some(scope) if scope.granted_by().iter().any(|scope| scope.as_str() == *granted) => None,
            Some(scope) => Some(format!("missing scope: {scope}")),
            None => panic!("{method} has neither a role of its own nor a scope"),
        };
        let refused =
            exchange.message().filter(|text| text.starts_with("missing scope") || text.starts_with("unauth"));
        assert_eq!(refused.map(str::to_owned), expected, "{}: {method}", exchange.source);
    }
}

#[test]
fn hello_lists_the_methods_and_events_in_order() {
    for exchange in exchanges().into_iter().filter(|e| e.method() == "connect" && e.response["ok"] == true) {
        let features = &exchange.response["payload"]["features"];
        let methods: Vec<&str> = Method::LISTED.iter().map(|method| method.as_str()).collect();
        let events: Vec<&str> = Event::ALL.iter().map(|event| event.as_str()).collect();
        assert_eq!(*features, json!({ "methods": methods, "events": events }), "{}", exchange.source);
    }
}

/// The described type accepts the payload and, decoded and encoded again, has lost nothing.
#[track_caller]
fn check_described(source: &str, name: &str, schema: &'static Schema, payload: &Value) {
    let mut checked = payload.clone();
    let errors = check(schema, &mut checked).err().unwrap_or_default();
    assert_eq!(describe(&errors), "", "{source}: {name}: {payload}");
    if name != "any" {
        let encoded = round_trip(name, &checked).unwrap();
        assert_eq!(without_nulls(encoded), without_nulls(checked), "{source}: {name}");
    }
}

fn round_trip(name: &str, value: &Value) -> Result<Value, String> {
    let (_, round_trip) =
        ROUND_TRIPS.iter().find(|(known, _)| *known == name).expect("every type has a round trip");
    round_trip(value.clone()).map_err(|error| format!("{name}: {error}"))
}

/// Numbers equal in value are equal, and a null is as good as nothing.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => map
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key, without_nulls(value)))
            .collect(),
        Value::Array(list) => list.into_iter().map(without_nulls).collect(),
        Value::Number(number) => json!(number.as_f64()),
        Value::Null | Value::Bool(_) | Value::String(_) => value,
    }
}

fn is_schema_error(text: &str) -> bool {
    ["must have required", "must be ", "must NOT", "unexpected property"]
        .iter()
        .any(|part| text.contains(part))
}

/// What the gateway does to looser shapes before it checks them.
fn prepared(method: Method, params: Value) -> Value {
    match (method, params) {
        (Method::CronAdd, Value::Object(params)) => {
            prepared_job(params.get("job").cloned().unwrap_or_else(|| json!(params)))
        }
        (Method::NodeInvokeResult, Value::Object(mut params)) => {
            params
                .retain(|key, value| !(value.is_null() && ["payloadJSON", "error"].contains(&key.as_str())));
            if let Some(payload) = params.get("payloadJSON").filter(|payload| !payload.is_string()).cloned() {
                params.shift_remove("payloadJSON");
                params.entry("payload").or_insert(payload);
            }
            Value::Object(params)
        }
        (Method::Connect, params) => params,
        (_, Value::Null) => json!({}),
        (_, params) => params,
    }
}

fn prepared_job(mut job: Value) -> Value {
    let Some(fields) = job.as_object_mut() else { return job };
    fields.entry("wakeMode").or_insert(json!("next-heartbeat"));
    if let Some(kind) = fields.get("payload").and_then(|payload| payload["kind"].as_str()) {
        let target = if kind == "agentTurn" { "isolated" } else { "main" };
        fields.entry("sessionTarget").or_insert(json!(target));
    }
    let payload = fields.get_mut("payload").and_then(Value::as_object_mut);
    if let Some((payload, provider)) =
        payload.and_then(|map| map.shift_remove("provider").map(|value| (map, value)))
    {
        payload.entry("channel").or_insert(provider);
    }
    if let Some(schedule) = fields.get_mut("schedule").and_then(Value::as_object_mut) {
        if schedule.shift_remove("at").is_some() || schedule.get("atMs").is_some_and(Value::is_string) {
            schedule.insert("atMs".to_owned(), json!(4_070_908_800_000_u64));
        }
        let kind = ["at", "every", "cron"].into_iter().zip(["atMs", "everyMs", "expr"]);
        let kind = kind.filter(|(_, field)| schedule.contains_key(*field)).map(|(kind, _)| kind).next();
        if let Some(kind) = kind {
            schedule.entry("kind").or_insert(json!(kind));
        }
    }
    job
}

/// A request and its last response.
struct Exchange {
    source: String,
    request: Value,
    response: Value,
}

impl Exchange {
    fn method(&self) -> &str {
        self.request["method"].as_str().unwrap_or_default()
    }

    fn params(&self) -> Value {
        self.request["params"].clone()
    }

    fn message(&self) -> Option<&str> {
        self.response["error"]["message"].as_str()
    }
}

struct Recording {
    name: String,
    /// Name and line, in order.
    frames: Vec<(String, Value)>,
}

/// Every response with the request it belongs to, where ids tell which that is.
fn exchanges() -> Vec<Exchange> {
    let mut exchanges = Vec::new();
    for recording in recordings().into_iter().filter(|recording| recording.name != "frame-duplicate-id") {
        let mut asked: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for (source, line) in recording.frames {
            let frame = &line["frame"];
            let key = format!("{} {}", line["conn"], frame["id"]);
            let requests = asked.entry(key).or_default();
            if line["dir"] == "client->server" && frame["type"] == "req" {
                requests.push(frame.clone());
            } else if frame["type"] == "res" && !requests.is_empty() {
                let request = if requests.len() > 1 { requests.remove(0) } else { requests[0].clone() };
                exchanges.push(Exchange { source, request, response: frame.clone() });
            }
        }
    }
    exchanges
}

fn recordings() -> Vec<Recording> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/golden/ws");
    let Ok(entries) = std::fs::read_dir(&directory) else {
        let in_ci = std::env::var("CI").is_ok_and(|value| value == "true");
        assert!(!in_ci, "{} is missing", directory.display());
        println!("skipped: {} is missing", directory.display());
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| recording(path)).collect()
}

fn recording(path: &Path) -> Recording {
    let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
    let text = std::fs::read_to_string(path).unwrap();
    let frames = text.lines().map(|line| (name.clone(), serde_json::from_str(line).unwrap())).collect();
    Recording { name, frames }
}
