use serde::Serialize;
use serde_json::json;

use super::*;
use crate::generated::v3::types::{NodeInvokeParams, ROUND_TRIPS, SessionsPatchParams};
use crate::limits::MAX_VIOLATIONS;
use crate::{Event, Method, Params, schemas};

/// Decodes an instance of a type and encodes it again.
pub(crate) type RoundTrip = fn(Value) -> Result<Value, serde_json::Error>;

pub(crate) fn round_trip<T: DeserializeOwned + Serialize>(value: Value) -> Result<Value, serde_json::Error> {
    serde_json::to_value(serde_json::from_value::<T>(value)?)
}

#[track_caller]
fn check_errors(schema: &'static Schema, mut value: Value, expected: &str) {
    let errors = check(schema, &mut value).err().unwrap_or_default();
    assert_eq!(describe(&errors), expected);
}

#[track_caller]
fn check_normal(schema: &'static Schema, mut value: Value, expected: &Value) {
    check(schema, &mut value).unwrap();
    assert_eq!(value, *expected);
}

#[test]
fn an_object_reports_missing_then_unexpected_then_its_properties() {
    let value = json!({ "zz": 1, "timeoutMs": -1, "nodeId": "", "b": 2 });
    let expected = "must have required property 'command'; must have required property 'idempotencyKey'; \
                    at root: unexpected property 'zz'; at root: unexpected property 'b'; \
                    at /nodeId: must NOT have fewer than 1 characters; at /timeoutMs: must be >= 0";
    check_errors(&schemas::NODE_INVOKE_PARAMS, value, expected);
}

#[test]
fn array_indices_among_unexpected_keys_come_first_as_in_javascript() {
    let value = json!({ "b": 1, "10": 1, "2": 1, "01": 1 });
    let keys = ["2", "10", "b", "01"].map(|key| format!("at root: unexpected property '{key}'"));
    check_errors(&schemas::CONFIG_GET_PARAMS, value, &keys.join("; "));
}

#[test]
fn a_union_reports_every_branch_once_and_then_itself() {
    let value = json!({ "mode": "later", "text": "x" });
    let expected = "at /mode: must be equal to constant; at /mode: must match a schema in anyOf";
    check_errors(&schemas::WAKE_PARAMS, value, expected);
}

#[test]
fn a_constant_reports_type_and_value() {
    let value = json!({ "file": { "version": "1" } });
    let expected = "at /file/version: must be number; at /file/version: must be equal to constant";
    check_errors(&schemas::EXEC_APPROVALS_SET_PARAMS, value, expected);
}

#[test]
fn a_fraction_also_breaks_the_bound() {
    let value = json!({ "cursor": -1.5 });
    check_errors(&schemas::LOGS_TAIL_PARAMS, value, "at /cursor: must be integer; at /cursor: must be >= 0");
}

#[test]
fn pointers_escape_their_keys() {
    let value = json!({ "skillKey": "x", "env": { "a/b": 1, "~x": 2, "": 3 } });
    let expected = "at /env/a~1b: must be string; at /env/~0x: must be string; at /env/: must be string";
    check_errors(&schemas::SKILLS_UPDATE_PARAMS, value, expected);
}

#[test]
fn lengths_are_counted_in_code_points() {
    let labelled = |label: String| json!({ "sessionKey": "s", "message": "m", "label": label });
    check_errors(&schemas::CHAT_INJECT_PARAMS, labelled("\u{1f600}".repeat(100)), "");
    let expected = "at /label: must NOT have more than 100 characters";
    check_errors(&schemas::CHAT_INJECT_PARAMS, labelled("\u{1f600}".repeat(101)), expected);
    check_errors(&schemas::CHAT_INJECT_PARAMS, labelled("x".repeat(101)), expected);
}

#[test]
fn a_lenient_check_ignores_unknown_properties_everywhere() {
    let client = json!({ "id": "cli", "version": "1", "platform": "p", "mode": "cli", "newer": 1 });
    let mut value = json!({ "minProtocol": 3, "maxProtocol": 4, "client": client, "newer": {} });
    assert!(check(&schemas::CONNECT_PARAMS, &mut value).is_err());
    assert_eq!(check_lenient(&schemas::CONNECT_PARAMS, &mut value), Ok(()));
    value["client"]["mode"] = json!("kiosk");
    let errors = check_lenient(&schemas::CONNECT_PARAMS, &mut value).unwrap_err();
    let expected =
        "at /client/mode: must be equal to constant; at /client/mode: must match a schema in anyOf";
    assert_eq!(describe(&errors), expected);
}

#[test]
fn whole_floats_become_integers() {
    let params = |timeout: Value| json!({ "runId": "r", "timeoutMs": timeout });
    check_normal(&schemas::AGENT_WAIT_PARAMS, params(json!(3.0)), &params(json!(3)));
    check_normal(&schemas::AGENT_WAIT_PARAMS, params(json!(-0.0)), &params(json!(0)));
}

#[test]
fn numbers_beyond_64_bits_saturate() {
    let params = |timeout: Value| json!({ "runId": "r", "timeoutMs": timeout });
    check_normal(&schemas::AGENT_WAIT_PARAMS, params(json!(1e30)), &params(json!(u64::MAX)));
    let mut value = json!(u64::MAX);
    static SIGNED: Schema = Schema::Integer { min: None, max: None };
    check(&SIGNED, &mut value).unwrap();
    assert_eq!(value, json!(i64::MAX));
}

#[test]
fn a_whole_float_is_found_inside_unions_and_lists() {
    let schedule = |ms: Value| json!({ "kind": "every", "everyMs": ms });
    check_normal(&schemas::CRON_SCHEDULE, schedule(json!(5.0)), &schedule(json!(5)));
    let file = |version: Value, used: Value| {
        let agent = json!({ "allowlist": [{ "pattern": "p", "lastUsedAt": used }] });
        json!({ "version": version, "agents": { "main": agent } })
    };
    check_normal(&schemas::EXEC_APPROVALS_FILE, file(json!(1.0), json!(2.0)), &file(json!(1), json!(2)));
}

#[test]
fn anything_is_left_as_it_is() {
    let params = json!({ "nodeId": "n", "command": "c", "params": { "x": 3.0 }, "idempotencyKey": "i" });
    check_normal(&schemas::NODE_INVOKE_PARAMS, params.clone(), &params);
}

#[test]
fn errors_of_a_hostile_instance_are_bounded() {
    let mut value = json!({ "keys": vec![1; 100_000] });
    assert_eq!(check(&schemas::SESSIONS_PREVIEW_PARAMS, &mut value).unwrap_err().len(), MAX_VIOLATIONS);
}

#[test]
fn absent_and_null_differ_where_null_clears() {
    let patch: SessionsPatchParams = decode(json!({ "key": "k", "label": null, "model": "m" }));
    assert_eq!((patch.label, patch.model, patch.spawned_by), (Some(None), Some(Some("m".to_owned())), None));
}

#[test]
fn absent_and_null_differ_where_anything_goes() {
    let params = |value: Value| decode::<NodeInvokeParams>(value).params;
    assert_eq!(
        params(json!({ "nodeId": "n", "command": "c", "params": null, "idempotencyKey": "i" })),
        Some(Value::Null)
    );
    assert_eq!(params(json!({ "nodeId": "n", "command": "c", "idempotencyKey": "i" })), None);
}

#[test]
fn names_in_the_tables_are_definitions_of_the_document() {
    let document = document();
    let defined = |name: &str| document["definitions"].get(name).is_some();
    for method in Method::ALL {
        assert!(defined(method.params_type()), "{method}");
        assert!(defined(method.result_type()) || method.result_type() == "any", "{method}");
        let reference = &document["x-methods"][method.as_str()]["params"]["$ref"];
        assert_eq!(*reference, format!("#/definitions/{}", method.params_type()));
    }
    assert!(Event::ALL.iter().all(|event| defined(event.payload_type())));
}

#[test]
fn enforced_params_are_strict_and_open_ones_are_not() {
    let is_strict = |schema: &'static Schema| check(schema, &mut json!({ "zzUnknown": 1 })).is_err();
    for method in Method::ALL {
        let named = schemas::ALL.iter().find(|(name, _)| *name == method.params_type()).unwrap().1;
        match method.params() {
            Params::Schema(schema) => assert!(is_strict(schema), "{method}"),
            Params::Open => assert!(!matches!(named, Schema::Object(object) if object.strict), "{method}"),
        }
    }
}

/// Our walk, the published document and the typed forms accept the same instances.
#[test]
fn walk_document_and_types_agree_on_mutated_instances() {
    let document = document();
    let mut rejected = 0;
    for (name, schema) in &schemas::ALL {
        let reference =
            json!({ "$ref": format!("#/definitions/{name}"), "definitions": document["definitions"] });
        let judge = jsonschema::draft7::new(&reference).unwrap();
        let typed = ROUND_TRIPS.iter().find(|(known, _)| known == name).map(|(_, round_trip)| round_trip);
        let mut random =
            Random(name.bytes().fold(17, |seed: u64, byte| seed.wrapping_mul(31) + u64::from(byte)));
        for _ in 0..INSTANCES_PER_DEFINITION {
            let mut value = random.instance(schema, 0);
            for _ in 0..random.below(3) {
                random.mutate(&mut value);
            }
            let expected = judge.is_valid(&value);
            let mut checked = value.clone();
            let found = check(schema, &mut checked);
            assert_eq!(found.is_ok(), expected, "{name}: {value} {found:?}");
            rejected += u32::from(!expected);
            match (found, typed) {
                (Err(errors), _) => assert!(!errors.is_empty(), "{name}: {value}"),
                (Ok(()), Some(typed)) => check_typed(name, schema, *typed, checked),
                (Ok(()), None) => {}
            }
        }
    }
    assert!(rejected > 10_000, "the mutations do their work: {rejected}");
}

const INSTANCES_PER_DEFINITION: usize = 300;

/// Decoding loses nothing but unknown properties.
#[track_caller]
fn check_typed(name: &str, schema: &'static Schema, round_trip: RoundTrip, checked: Value) {
    let encoded = round_trip(checked.clone()).unwrap_or_else(|error| panic!("{name}: {checked}: {error}"));
    assert!(includes(&checked, &encoded), "{name}: {checked} became {encoded}");
    assert!(check(schema, &mut encoded.clone()).is_ok(), "{name}: {checked} became {encoded}");
    if matches!(schema, Schema::Object(object) if object.strict) && !checked.to_string().contains(UNKNOWN_KEY)
    {
        assert_eq!(encoded, checked, "{name}");
    }
}

/// Whether everything in `part` is in `whole`; numbers are compared by value.
fn includes(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => part.iter().all(|(key, value)| {
            whole.get(key).unwrap_or(&Value::Null) == value || {
                whole.get(key).is_some_and(|found| includes(found, value))
            }
        }),
        (Value::Array(whole), Value::Array(part)) => {
            whole.len() == part.len() && whole.iter().zip(part).all(|(whole, part)| includes(whole, part))
        }
        (Value::Number(whole), Value::Number(part)) => whole.as_f64() == part.as_f64(),
        _ => whole == part,
    }
}

pub(crate) fn document() -> Value {
    serde_json::from_str(include_str!("../../generated/v3/protocol.schema.json")).unwrap()
}

const UNKNOWN_KEY: &str = "zzUnknown";

/// A small generator with a fixed sequence per seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    /// An instance that fits.
    fn instance(&mut self, schema: &Schema, depth: usize) -> Value {
        match schema {
            Schema::Any => self.scalar(),
            Schema::Null => Value::Null,
            Schema::Boolean => json!(self.below(2) == 0),
            Schema::String { min, max } => json!("é".repeat(self.between(*min, (*max).min(min + 3)))),
            Schema::Integer { min, max } => {
                let low = min.unwrap_or(-5);
                let value = low + i64::try_from(self.below(4)).unwrap();
                if self.below(4) == 0 {
                    json!(value as f64)
                } else {
                    json!(value.min(max.unwrap_or(i64::MAX)))
                }
            }
            Schema::Number { min, .. } => json!(min.unwrap_or(0) as f64 + 0.5),
            Schema::Literal(Literal::Text(text)) => json!(text),
            Schema::Literal(Literal::Integer(value)) => json!(value),
            Schema::Literal(Literal::Bool(value)) => json!(value),
            Schema::Array { items, min, max } => {
                let length = self.between(*min, (*max).min(min + 2));
                (0..length).map(|_| self.instance(items, depth + 1)).collect()
            }
            Schema::Map(values) => {
                (0..self.below(3)).map(|i| (format!("k{i}"), self.instance(values, depth + 1))).collect()
            }
            Schema::Object(object) => {
                let mut map = serde_json::Map::new();
                for field in object.fields {
                    if field.required || self.below(if depth > 2 { 4 } else { 2 }) == 0 {
                        map.insert(field.name.to_owned(), self.instance(field.schema, depth + 1));
                    }
                }
                Value::Object(map)
            }
            Schema::AnyOf(branches) => {
                let branch = self.below(branches.len());
                self.instance(branches[branch], depth)
            }
        }
    }

    /// Spoils something, perhaps without effect.
    fn mutate(&mut self, value: &mut Value) {
        let descend = self.below(3) > 0;
        match value {
            Value::Array(list) if descend && !list.is_empty() => {
                let index = self.below(list.len());
                self.mutate(&mut list[index]);
            }
            Value::Object(map) if descend && !map.is_empty() => {
                let index = self.below(map.len());
                self.mutate(map.values_mut().nth(index).unwrap());
            }
            Value::Array(list) => match self.below(3) {
                0 => list.push(self.scalar()),
                1 => drop(list.pop()),
                _ => *value = self.scalar(),
            },
            Value::Object(map) => match self.below(4) {
                0 | 1 => drop(
                    map.keys()
                        .nth(self.below(map.len().max(1)))
                        .cloned()
                        .and_then(|key| map.shift_remove(&key)),
                ),
                2 => drop(map.insert(UNKNOWN_KEY.to_owned(), self.scalar())),
                _ => *value = self.scalar(),
            },
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => *value = self.scalar(),
        }
    }

    fn scalar(&mut self) -> Value {
        let choices = [
            json!(null),
            json!(true),
            json!(false),
            json!(-1),
            json!(0),
            json!(1),
            json!(3.0),
            json!(1.5),
            json!(-1.5),
            json!(5001),
            json!(1e18),
            json!(""),
            json!("x"),
            json!("last"),
            json!("é".repeat(64)),
            json!("x".repeat(65)),
            json!("x".repeat(101)),
            json!([]),
            json!([1]),
            json!({}),
            json!({ "a": 1 }),
        ];
        choices[self.below(choices.len())].clone()
    }

    fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }
}
