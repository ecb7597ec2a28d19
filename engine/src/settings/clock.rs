//! The user's clock: local dates, hours of rest, and when a session is stale.

use super::Settings;
use crate::config::sections::agents::ActiveHours;
use crate::config::sections::session::{ResetKind, Staleness};
use crate::host::FileName;
use crate::session::{Entry, SessionKey};
use crate::time::UnixMs;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

impl Settings {
    /// The user's time zone: configured, else that of the machine.
    pub(crate) fn timezone(&self) -> &str {
        let configured = self.config.agents.defaults.user_timezone.as_deref().map(str::trim);
        let known = |name: &&str| !name.is_empty() && TimeZone::get(name).is_ok();
        configured.filter(known).unwrap_or(&self.host.timezone)
    }

    /// The log file of a day.
    pub(crate) fn log_file(&self, now: UnixMs) -> FileName {
        let date = local(now, &zone(&self.host.timezone)).strftime("%Y-%m-%d").to_string();
        self.host.name(&self.host.log_file.replace("{date}", &date))
    }

    /// Whether a message begins a session anew, by the hour or by the quiet before it.
    pub(crate) fn is_stale(&self, key: &SessionKey, entry: &Entry, now: UnixMs) -> bool {
        let kind = match key.rest() {
            rest if rest.contains(":thread:") || rest.contains(":topic:") => ResetKind::Thread,
            _ if key.kind(entry.chat_type.as_deref()) == "group" => ResetKind::Group,
            _ => ResetKind::Dm,
        };
        let channel = entry.channel.as_deref().or(entry.last_channel.as_deref());
        let rule = self.config.session.staleness(kind, channel);
        stale(rule, UnixMs(entry.updated_at.unwrap_or(0)), now, &zone(&self.host.timezone))
    }

    /// Whether an agent is within its hours.
    pub(crate) fn is_awake(&self, agent: &str, now: UnixMs) -> bool {
        let plan = self.config.heartbeat(agent, &self.host.env);
        let Some(hours) = plan.active_hours else { return true };
        let name = match hours.timezone.as_deref().map(str::trim) {
            Some("local") => &self.host.timezone,
            None | Some("" | "user") => self.timezone(),
            Some(other) => other,
        };
        awake(&hours, &local(now, &zone(name)))
    }
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

pub(crate) fn local(at: UnixMs, zone: &TimeZone) -> Zoned {
    let millis = i64::try_from(at.0).unwrap_or(i64::MAX);
    Timestamp::from_millisecond(millis).unwrap_or_default().to_zoned(zone.clone())
}

pub(crate) fn stale(rule: Staleness, updated: UnixMs, now: UnixMs, zone: &TimeZone) -> bool {
    let idle = rule.idle.is_some_and(|idle| now.since(updated) > idle);
    let daily = rule.at_hour.is_some_and(|hour| {
        let here = local(now, zone);
        let today = here.date().at(i8::try_from(hour).unwrap_or(0), 0, 0, 0).to_zoned(zone.clone());
        let last = today.and_then(|t| if t > here { t.yesterday() } else { Ok(t) });
        last.is_ok_and(|last| {
            i64::try_from(updated.0).unwrap_or(i64::MAX) < last.timestamp().as_millisecond()
        })
    });
    idle || daily
}

pub(crate) fn awake(hours: &ActiveHours, here: &Zoned) -> bool {
    let minute = u16::try_from(i32::from(here.hour()) * 60 + i32::from(here.minute())).unwrap_or(0);
    let start = hours.start.map_or(0, |m| m.0);
    let end = hours.end.map_or(1440, |m| m.0);
    if start == end {
        return true;
    }
    if start < end { (start..end).contains(&minute) } else { minute >= start || minute < end }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::sections::agents::MinuteOfDay;
    use core::time::Duration;

    const HOUR: u64 = 3_600_000;
    // 2026-11-22T00:00:00Z
    const DAY: u64 = 1_795_305_600_000;

    fn rule(at_hour: Option<u8>, idle_minutes: Option<u64>) -> Staleness {
        Staleness { at_hour, idle: idle_minutes.map(|m| Duration::from_secs(m * 60)) }
    }

    #[test]
    fn a_session_is_stale_from_its_hour_on() {
        let is = |updated, now| stale(rule(Some(4), None), UnixMs(updated), UnixMs(now), &TimeZone::UTC);
        assert!(is(DAY + 3 * HOUR, DAY + 4 * HOUR));
        assert!(!is(DAY + 4 * HOUR, DAY + 23 * HOUR));
        assert!(!is(DAY, DAY + 3 * HOUR));
        assert!(is(DAY - 21 * HOUR, DAY + 3 * HOUR), "04:00 of the day before lies between");
    }

    #[test]
    fn the_hour_is_that_of_the_zone() {
        let tokyo = TimeZone::get("Asia/Tokyo").unwrap();
        // 04:00 in Tokyo is 19:00 UTC of the day before.
        assert!(stale(rule(Some(4), None), UnixMs(DAY - 6 * HOUR), UnixMs(DAY), &tokyo));
        assert!(!stale(rule(Some(4), None), UnixMs(DAY - 4 * HOUR), UnixMs(DAY), &tokyo));
    }

    #[test]
    fn quiet_makes_stale_too() {
        let is = |updated, now| stale(rule(None, Some(60)), UnixMs(updated), UnixMs(now), &TimeZone::UTC);
        assert!(is(0, HOUR + 1) && !is(0, HOUR));
    }

    #[test]
    fn hours_may_span_midnight() {
        let hours =
            |a, b| ActiveHours { start: Some(MinuteOfDay(a)), end: Some(MinuteOfDay(b)), timezone: None };
        let at = |h: u64| local(UnixMs(DAY + h * HOUR), &TimeZone::UTC);
        assert!(awake(&hours(480, 1320), &at(9)) && !awake(&hours(480, 1320), &at(23)));
        assert!(awake(&hours(1320, 360), &at(23)) && !awake(&hours(1320, 360), &at(12)));
    }
}
