//! Defaults that are written out in the configuration clients are shown.

use serde_json::{Map, Value, json};

use super::agent::BUILT_IN_ALIASES;
use super::json5::number_value;
use super::sections::models::DEFAULT_CONTEXT_WINDOW;

/// Puts in what a fresh file would be shown with.
pub(super) fn write_out(shown: &mut Value) {
    let Some(root) = shown.as_object_mut() else { return };
    let commands = child(root, "commands");
    set_absent(commands, "native", json!("auto"));
    set_absent(commands, "nativeSkills", json!("auto"));
    if let Some(logging) = root.get_mut("logging").and_then(Value::as_object_mut) {
        set_absent(logging, "redactSensitive", json!("tools"));
    }
    if let Some(session) = root.get_mut("session").and_then(Value::as_object_mut)
        && session.contains_key("mainKey")
    {
        session.insert("mainKey".to_owned(), json!("main"));
    }
    fill_models(root);
    let defaults = child(child(root, "agents"), "defaults");
    if let Some(models) = defaults.get_mut("models").and_then(Value::as_object_mut) {
        fill_aliases(models);
    }
    set_absent(defaults, "maxConcurrent", json!(4));
    set_absent(child(defaults, "subagents"), "maxConcurrent", json!(8));
    set_absent(child(root, "messages"), "ackReactionScope", json!("group-mentions"));
}

fn child<'a>(map: &'a mut Map<String, Value>, key: &str) -> &'a mut Map<String, Value> {
    let value = map.entry(key).or_insert_with(|| json!({}));
    value.as_object_mut().expect("accepted sections are objects")
}

fn set_absent(map: &mut Map<String, Value>, key: &str, value: Value) {
    map.entry(key).or_insert(value);
}

fn fill_aliases(models: &mut Map<String, Value>) {
    for (alias, target) in BUILT_IN_ALIASES {
        if let Some(settings) = models.get_mut(*target).and_then(Value::as_object_mut) {
            set_absent(settings, "alias", json!(alias));
        }
    }
}

fn fill_models(root: &mut Map<String, Value>) {
    let providers = root.get_mut("models").and_then(|models| models.get_mut("providers"));
    let providers = providers.and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut);
    for model in providers.filter_map(|provider| provider.get_mut("models")?.as_array_mut()).flatten() {
        let Some(model) = model.as_object_mut() else { continue };
        set_absent(model, "reasoning", json!(false));
        set_absent(model, "input", json!(["text"]));
        let cost = child(model, "cost");
        for key in ["input", "output", "cacheRead", "cacheWrite"] {
            set_absent(cost, key, json!(0));
        }
        set_absent(model, "contextWindow", json!(DEFAULT_CONTEXT_WINDOW));
        let window = model.get("contextWindow").and_then(Value::as_f64).unwrap_or(f64::MAX);
        set_absent(model, "maxTokens", number_value(window.min(8192.0)));
    }
}
