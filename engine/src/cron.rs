//! Scheduled jobs. In this build only how their params are read: clients of the reference write them in
//! several ways, and it is the usual form that is checked.

use crate::config::agent::normalize_agent_id;
use crate::wire::Method;
use serde_json::{Map, Value, json};

/// Brings the params of the methods that take jobs into their usual form; others stay as they are.
pub(crate) fn normalize(method: Method, params: Value) -> Value {
    match (method, params) {
        (Method::CronAdd, Value::Object(params)) => {
            let mut job = unwrapped(params);
            usual(&mut job);
            defaults(&mut job);
            Value::Object(job)
        }
        (Method::CronUpdate, Value::Object(mut params)) => {
            if let Some(Value::Object(patch)) = params.remove("patch") {
                let mut patch = unwrapped(patch);
                usual(&mut patch);
                params.insert("patch".to_owned(), Value::Object(patch));
            }
            Value::Object(params)
        }
        (_, params) => params,
    }
}

/// A job may come in a wrapper.
fn unwrapped(mut params: Map<String, Value>) -> Map<String, Value> {
    for wrapper in ["data", "job"] {
        if params.get(wrapper).is_some_and(Value::is_object)
            && let Some(Value::Object(inner)) = params.remove(wrapper)
        {
            return inner;
        }
    }
    params
}

fn usual(job: &mut Map<String, Value>) {
    if let Some(id) = job.get("agentId").and_then(Value::as_str) {
        let id = normalize_agent_id(id);
        job.insert("agentId".to_owned(), json!(id));
    }
    let enabled = job.get("enabled").and_then(Value::as_str).map(|word| word.trim().to_lowercase());
    match enabled.as_deref() {
        Some("true") => drop(job.insert("enabled".to_owned(), json!(true))),
        Some("false") => drop(job.insert("enabled".to_owned(), json!(false))),
        Some(_) | None => {}
    }
    if let Some(Value::Object(schedule)) = job.get_mut("schedule") {
        usual_schedule(schedule);
    }
    if let Some(Value::Object(payload)) = job.get_mut("payload")
        && let Some(provider) = payload.remove("provider")
        && !payload.contains_key("channel")
    {
        payload.insert("channel".to_owned(), provider);
    }
}

fn usual_schedule(schedule: &mut Map<String, Value>) {
    if let Some(at) = schedule.get("at").and_then(Value::as_str).and_then(moment) {
        schedule.remove("at");
        schedule.insert("atMs".to_owned(), json!(at));
    }
    if let Some(at) = schedule.get("atMs").and_then(Value::as_str).and_then(moment) {
        schedule.insert("atMs".to_owned(), json!(at));
    }
    if !schedule.contains_key("kind") {
        let kinds = [("atMs", "at"), ("everyMs", "every"), ("expr", "cron")];
        if let Some((_, kind)) = kinds.iter().find(|(key, _)| schedule.contains_key(*key)) {
            schedule.insert("kind".to_owned(), json!(kind));
        }
    }
}

fn defaults(job: &mut Map<String, Value>) {
    job.entry("wakeMode").or_insert_with(|| json!("next-heartbeat"));
    let target = match job.get("payload").and_then(|p| p["kind"].as_str()) {
        Some("systemEvent") => "main",
        Some("agentTurn") => "isolated",
        Some(_) | None => return,
    };
    job.entry("sessionTarget").or_insert_with(|| json!(target));
}

/// Milliseconds since 1970: digits say them, a time without a zone is in UTC.
pub(crate) fn moment(text: &str) -> Option<i64> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok();
    }
    let zoned = text.parse::<jiff::Timestamp>().ok();
    let civil = || text.parse::<jiff::civil::DateTime>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok();
    zoned.or_else(|| civil().map(|z| z.timestamp())).map(jiff::Timestamp::as_millisecond)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_in_a_wrapper_is_the_job_with_its_defaults() {
        let params = json!({"job": {"name": "n", "enabled": " TRUE ", "schedule": {"everyMs": 5},
            "payload": {"kind": "agentTurn", "message": "m", "provider": "telegram"}}});
        let expected = json!({"name": "n", "enabled": true, "schedule": {"everyMs": 5, "kind": "every"},
            "payload": {"kind": "agentTurn", "message": "m", "channel": "telegram"},
            "wakeMode": "next-heartbeat", "sessionTarget": "isolated"});
        assert_eq!(normalize(Method::CronAdd, params), expected);
    }

    #[test]
    fn a_patch_gets_no_defaults() {
        let params = json!({"id": "x", "patch": {"schedule": {"at": "2026-01-02T03:04:05Z"}}});
        let expected =
            json!({"id": "x", "patch": {"schedule": {"atMs": 1_767_323_045_000_i64, "kind": "at"}}});
        assert_eq!(normalize(Method::CronUpdate, params), expected);
    }

    #[test]
    fn moments_are_read_in_utc_unless_they_say_otherwise() {
        assert_eq!(moment("1767323045000"), Some(1_767_323_045_000));
        assert_eq!(moment("2026-01-02T03:04:05"), Some(1_767_323_045_000));
        assert_eq!(moment("2026-01-02T04:04:05+01:00"), Some(1_767_323_045_000));
        assert_eq!(moment("tomorrow"), None);
    }

    #[test]
    fn other_params_are_left_alone() {
        assert_eq!(normalize(Method::CronAdd, json!([1])), json!([1]));
        assert_eq!(normalize(Method::Health, json!({"job": {}})), json!({"job": {}}));
    }
}
