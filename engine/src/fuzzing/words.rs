//! Small languages: session keys, moments, hours.

use super::Choices;
use crate::config::agent::normalize_agent_id;
use crate::config::sections::agents::{ActiveHours, MinuteOfDay};
use crate::config::sections::session::Staleness;
use crate::cron::{moment, normalize};
use crate::session::SessionKey;
use crate::settings::clock::{awake, local, stale};
use crate::time::UnixMs;
use crate::wire::{CronAddParams, CronUpdateParams, Method, Params, schema};
use core::time::Duration;
use jiff::tz::TimeZone;
use serde_json::Value;

/// A key resolves to a form that resolves to itself, names the agent it belongs to, and is of one kind.
pub fn session_key(data: &[u8]) {
    let mut choices = Choices(data);
    let how = choices.byte();
    let global = how & 1 == 1;
    let text = choices.text();
    let (agent, text) =
        if how & 2 == 0 { ("main", text.as_str()) } else { text.split_once('\n').unwrap_or(("ops", &text)) };
    let default = normalize_agent_id(agent);
    check_agent(&default);
    let key = SessionKey::resolve(text, &default, global);
    let again = SessionKey::resolve(key.as_str(), &default, global);
    assert_eq!(key, again, "{text:?} resolves anew");
    match key.agent() {
        Some(agent) => {
            check_agent(agent);
            assert_eq!(key.as_str(), format!("agent:{agent}:{}", key.rest()));
        }
        None => assert!(matches!(key.as_str(), "global" | "unknown"), "{key} names no agent"),
    }
    assert!(["global", "unknown", "group", "direct"].contains(&key.kind(None)));
}

/// The normal form of an agent's name is the name of a directory, and its own normal form.
fn check_agent(agent: &str) {
    assert!((1..=64).contains(&agent.len()), "{agent:?}");
    assert!(agent.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-'));
    assert_eq!(normalize_agent_id(agent), agent, "is not its own normal form");
}

/// A job's usual form is its own usual form, and is accepted or refused by its schema without a fault of
/// ours; a moment is the one that its text says.
pub fn cron(data: &[u8]) {
    let mut choices = Choices(data);
    let method = [Method::CronAdd, Method::CronUpdate][usize::from(choices.byte() & 1)];
    let text = choices.text();
    check_moment(&text);
    let Ok(params) = serde_json::from_str::<Value>(&text) else { return };
    let mut usual = normalize(method, params);
    let wrapped = |value: &Value| ["data", "job"].iter().any(|key| value[key].is_object());
    if !wrapped(&usual) && !wrapped(&usual["patch"]) {
        assert_eq!(normalize(method, usual.clone()), usual, "the usual form has another");
    }
    if let Params::Schema(expected) = method.params()
        && schema::check(expected, &mut usual).is_ok()
    {
        if method == Method::CronAdd {
            drop(schema::decode::<CronAddParams>(usual));
        } else {
            drop(schema::decode::<CronUpdateParams>(usual));
        }
    }
}

fn check_moment(text: &str) {
    let found = moment(text);
    if let Some(expected) = strict_moment(text.trim()) {
        assert_eq!(found, Some(expected), "{text:?}");
    }
    if let Some(at) = found.and_then(|at| u64::try_from(at).ok()).filter(|at| *at < 253_370_764_800_000) {
        assert_eq!(moment(&UnixMs(at).iso()), i64::try_from(at).ok(), "{text:?} written as a moment");
        assert_eq!(strict_moment(&UnixMs(at).iso()), i64::try_from(at).ok(), "{text:?} written as a moment");
    }
}

/// `YYYY-MM-DDTHH:MM:SS[.mmm](Z|±HH:MM)`, worked out by hand.
fn strict_moment(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let number = |at: usize, len: usize| -> Option<i64> {
        let digits = bytes.get(at..at + len)?;
        digits.iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + i64::from(b - b'0')))
    };
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if !marks.iter().all(|(at, mark)| bytes.get(*at) == Some(mark)) {
        return None;
    }
    let (year, month, day) = (number(0, 4)?, number(5, 2)?, number(8, 2)?);
    let (hour, minute, second) = (number(11, 2)?, number(14, 2)?, number(17, 2)?);
    let (millis, zone) = if bytes.get(19) == Some(&b'.') { (number(20, 3)?, 23) } else { (0, 19) };
    let offset = match bytes.get(zone..)? {
        b"Z" => 0,
        [sign @ (b'+' | b'-'), _, _, b':', _, _] => {
            let (hours, minutes) = (number(zone + 1, 2)?, number(zone + 4, 2)?);
            let size = (hours <= 23 && minutes <= 59).then_some(hours * 60 + minutes)?;
            if *sign == b'+' { size } else { -size }
        }
        _ => return None,
    };
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = |month: i64| match month {
        2 => 28 + i64::from(leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let sound = (1..=12).contains(&month) && (1..=length(month)).contains(&day);
    // Years at the ends of the calendar, and leap seconds, are read in more than one way.
    if !sound || hour > 23 || minute > 59 || second > 59 || !(1..=9998).contains(&year) {
        return None;
    }
    let years: i64 = (1970..year).map(|y| 365 + i64::from(leap(y))).sum::<i64>()
        - (year..1970).map(|y| 365 + i64::from(leap(y))).sum::<i64>();
    let days = years + (1..month).map(length).sum::<i64>() + day - 1;
    Some((((days * 24 + hour) * 60 + minute - offset) * 60 + second) * 1000 + millis)
}

/// A session that is stale stays so until it is used, is not stale at the moment it is used, and is stale
/// after a day at an hour; an agent's day has its hours, and only those.
pub fn clock(data: &[u8]) {
    let mut choices = Choices(data);
    let zone = ["UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Africa/Casablanca", "Asia/Gaza"];
    let zone = TimeZone::get(zone[choices.below(zone.len())]).expect("a zone that is bundled");
    let moment = |choices: &mut Choices<'_>| {
        (0..6).fold(0_u64, |n, _| n << 8 | u64::from(choices.byte())) % 4_102_444_800_000
    };
    let at_hour = (choices.byte() & 1 == 0).then(|| choices.byte() % 24);
    let idle = (choices.byte() & 1 == 0).then(|| Duration::from_secs(choices.pair() as u64 * 60));
    let rule = Staleness { at_hour, idle };
    let used = moment(&mut choices);
    let now = used + (choices.pair() as u64) * 7_000;
    let later = now + (choices.pair() as u64) * 60_000;
    let is = |used, now| stale(rule, UnixMs(used), UnixMs(now), &zone);
    assert!(!is(used, used), "stale at the moment it is used");
    assert!(!is(used, now) || is(used, later), "stale, and then not any more");
    // The longest day has 25 hours, and a zone that moved over the date line leaves one out.
    assert!(at_hour.is_none() || is(used, used + 50 * 3_600_000), "not stale after two days");

    let minutes = |choices: &mut Choices<'_>| {
        (choices.byte() & 1 == 0).then(|| MinuteOfDay(u16::try_from(choices.pair() % 1441).unwrap_or(0)))
    };
    let (start, end) = (minutes(&mut choices), minutes(&mut choices));
    let hours = ActiveHours { start, end, timezone: None };
    let (from, to) = (start.map_or(0, |m| m.0), end.map_or(1440, |m| m.0));
    let day = (0..1440_u64)
        .filter(|minute| awake(&hours, &local(UnixMs(1_795_305_600_000 + minute * 60_000), &TimeZone::UTC)));
    let expected = match from.cmp(&to) {
        core::cmp::Ordering::Less => to - from,
        core::cmp::Ordering::Equal => 1440,
        core::cmp::Ordering::Greater => (1440 - from.min(1440)) + to,
    };
    assert_eq!(day.count(), usize::from(expected), "minutes of a day: {from} to {to}");
}
