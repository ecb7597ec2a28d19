//! `health`: what the running gateway says of itself.

use core::time::Duration;

use serde_json::{Value, json};

use crate::args::HealthArgs;
use crate::environment::Environment;
use crate::exit::Failure;
use crate::files;
use crate::output::Style;
use crate::rpc::{Asking, DEFAULT_TIMEOUT, Gateway};
use crate::words::{self, items, number, text};

pub(super) fn run(args: &HealthArgs, environment: &Environment) -> Result<(), Failure> {
    let output = &environment.output;
    let failed = |error| {
        Failure::Error(
            output.paint_error(Style::Bad, &format!("[openclaw] Failed to start CLI: Error: {error}")),
        )
    };
    let gateway = Gateway::find(environment, &Default::default()).map_err(failed)?;
    if args.verbose && !args.json {
        output.line("Gateway connection:")?;
        gateway.details().iter().try_for_each(|line| output.line(&format!("  {line}")))?;
    }
    let params = if args.verbose { json!({"probe": true}) } else { json!({}) };
    let asking = Asking { timeout: timeout(args.timeout.as_deref()), expect_final: false };
    let health = gateway.call("health", params, asking).map_err(failed)?;
    if args.json {
        return output.json(&health);
    }
    lines(&health, args.verbose, files::now().0).iter().try_for_each(|line| output.line(line))
}

/// A wait that makes no sense is the usual one: scripts depend on that for these two commands.
pub(super) fn timeout(typed: Option<&str>) -> Duration {
    let millis = typed.and_then(|typed| typed.trim().parse().ok()).filter(|millis| *millis > 0);
    millis.map_or(DEFAULT_TIMEOUT, Duration::from_millis)
}

fn lines(health: &Value, verbose: bool, now: u64) -> Vec<String> {
    let mut lines = channel_lines(health);
    let agents = items(health, "agents");
    let name = |agent: &Value| text(agent, "agentId").unwrap_or("unknown").to_owned();
    let default = text(health, "defaultAgentId").unwrap_or_default();
    if !agents.is_empty() {
        let label = |agent: &Value| {
            let mark = if agent["isDefault"] == true { " (default)" } else { "" };
            format!("{}{mark}", name(agent))
        };
        lines.push(format!("Agents: {}", agents.iter().map(label).collect::<Vec<_>>().join(", ")));
    }
    let shown: Vec<&Value> = agents.iter().filter(|agent| verbose || name(agent) == default).collect();
    if !shown.is_empty() {
        let beat = |agent: &&Value| {
            let every = number(&agent["heartbeat"], "everyMs").filter(|every| *every > 0);
            format!("{} ({})", every.map_or_else(|| "disabled".to_owned(), words::parts), name(agent))
        };
        let beats: Vec<String> = shown.iter().map(beat).collect();
        lines.push(format!("Heartbeat interval: {}", beats.join(", ")));
    }
    let stores: Vec<(String, &Value)> = if shown.is_empty() {
        vec![(String::new(), &health["sessions"])]
    } else {
        shown.iter().map(|agent| (format!(" ({})", name(agent)), &agent["sessions"])).collect()
    };
    for (whose, store) in stores {
        let path = text(store, "path").unwrap_or("unknown");
        let count = number(store, "count").unwrap_or_default();
        lines.push(format!("Session store{whose}: {path} ({count} entries)"));
        lines.extend(items(store, "recent").iter().map(|session| recent(session, now)));
    }
    lines
}

fn recent(session: &Value, now: u64) -> String {
    let key = text(session, "key").unwrap_or("unknown");
    let age = number(session, "updatedAt").filter(|at| *at > 0).map(|at| now.saturating_sub(at));
    match age {
        Some(age) => format!("- {key} ({} ago)", words::minutes(age)),
        None => format!("- {key} (no activity)"),
    }
}

/// A line for each channel that the gateway knows.
pub(super) fn channel_lines(health: &Value) -> Vec<String> {
    let order = items(health, "channelOrder").iter().filter_map(Value::as_str);
    order.map(|id| channel_line(health, id)).collect()
}

fn channel_line(health: &Value, id: &str) -> String {
    let label = text(&health["channelLabels"], id).unwrap_or(id);
    let channel = &health["channels"][id];
    let state = match (channel["linked"].as_bool(), channel["configured"].as_bool()) {
        (Some(true), _) => {
            let age = number(channel, "authAgeMs").map(|age| format!(" (auth age {})", words::minutes(age)));
            format!("linked{}", age.unwrap_or_default())
        }
        (Some(false), _) => "not linked".to_owned(),
        (None, Some(false)) => "not configured".to_owned(),
        (None, configured) => match channel.get("probe").filter(|probe| probe.is_object()) {
            Some(probe) => probed(probe),
            None if configured == Some(true) => "configured".to_owned(),
            None => "unknown".to_owned(),
        },
    };
    format!("{label}: {state}")
}

fn probed(probe: &Value) -> String {
    let took = number(probe, "elapsedMs").map(|took| format!(" ({took}ms)")).unwrap_or_default();
    if probe["ok"] == true {
        let bot = text(&probe["bot"], "username").map(|name| format!(" (@{name})")).unwrap_or_default();
        return format!("ok{bot}{took}");
    }
    let status = number(probe, "status").map_or_else(|| "unknown".to_owned(), |status| status.to_string());
    let error = text(probe, "error").map(|error| format!(" - {error}")).unwrap_or_default();
    format!("failed ({status}){error}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quiet_gateway_takes_three_lines() {
        let health = json!({"channelOrder": [], "defaultAgentId": "main", "agents": [
            {"agentId": "main", "isDefault": true, "heartbeat": {"everyMs": 1_800_000}, "sessions": {
                "path": "/s.json", "count": 2, "recent": [{"key": "agent:main:main", "updatedAt": 60_000}, {"key": "x"}]}},
            {"agentId": "ops", "heartbeat": {"everyMs": null}, "sessions": {"path": "/o.json", "count": 0, "recent": []}},
        ]});
        assert_eq!(
            lines(&health, false, 360_000),
            [
                "Agents: main (default), ops",
                "Heartbeat interval: 30m (main)",
                "Session store (main): /s.json (2 entries)",
                "- agent:main:main (5m ago)",
                "- x (no activity)",
            ]
        );
        let all = lines(&health, true, 360_000);
        assert_eq!(all[1], "Heartbeat interval: 30m (main), disabled (ops)");
        assert_eq!(all.last().unwrap(), "Session store (ops): /o.json (0 entries)");
    }

    #[test]
    fn each_channel_says_in_one_line_how_it_is() {
        let health = json!({"channelOrder": ["a", "b", "c", "d", "e", "f"], "channelLabels": {"a": "Telegram"},
        "channels": {
            "a": {"configured": true, "probe": {"ok": true, "bot": {"username": "bot"}, "elapsedMs": 12}},
            "b": {"linked": true, "authAgeMs": 300_000},
            "c": {"linked": false},
            "d": {"configured": false},
            "e": {"configured": true},
            "f": {"configured": true, "probe": {"ok": false, "status": 401, "error": "Unauthorized"}},
        }});
        assert_eq!(
            channel_lines(&health),
            [
                "Telegram: ok (@bot) (12ms)",
                "b: linked (auth age 5m)",
                "c: not linked",
                "d: not configured",
                "e: configured",
                "f: failed (401) - Unauthorized",
            ]
        );
    }

    #[test]
    fn a_wait_that_makes_no_sense_is_the_usual_one() {
        assert_eq!(timeout(Some("20")), Duration::from_millis(20));
        for typed in [None, Some("0"), Some("-5"), Some("abc")] {
            assert_eq!(timeout(typed), DEFAULT_TIMEOUT, "{typed:?}");
        }
    }
}
