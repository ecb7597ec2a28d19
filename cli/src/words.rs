//! Times, counts and names, as people read them.

use serde_json::Value;

/// A duration in its largest parts: `1h 30m`.
pub(crate) fn parts(millis: u64) -> String {
    if millis < 1000 {
        return format!("{millis}ms");
    }
    let mut left = millis;
    let mut words = Vec::new();
    for (unit, name) in UNITS {
        if left >= unit {
            words.push(format!("{}{name}", left / unit));
            left %= unit;
        }
    }
    words.join(" ")
}

const SECOND: u64 = 1000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const UNITS: [(u64, &str); 4] = [(DAY, "d"), (HOUR, "h"), (MINUTE, "m"), (SECOND, "s")];

/// How long ago something was: `just now`, `5m ago`.
pub(crate) fn age(millis: Option<u64>) -> String {
    let Some(millis) = millis else { return "unknown".to_owned() };
    let minutes = rounded(millis, MINUTE);
    let hours = rounded(minutes, 60);
    match (minutes, hours) {
        (0, _) => "just now".to_owned(),
        (1..60, _) => format!("{minutes}m ago"),
        (_, 0..48) => format!("{hours}h ago"),
        (_, _) => format!("{}d ago", rounded(hours, 24)),
    }
}

fn rounded(value: u64, unit: u64) -> u64 {
    value.saturating_add(unit / 2) / unit
}

/// Minutes since something, as `health` shows them.
pub(crate) fn minutes(millis: u64) -> String {
    format!("{}m", rounded(millis, MINUTE))
}

/// A number of tokens in thousands: `1.5k`, `200k`.
pub(crate) fn thousands(tokens: u64) -> String {
    // From ten thousand on a tenth of a thousand is no news.
    if tokens >= 10_000 {
        return format!("{}k", rounded(tokens, 1000));
    }
    let tenths = rounded(tokens, 100);
    format!("{}.{}k", tenths / 10, tenths % 10)
}

/// A text within a value.
pub(crate) fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
}

/// A number within a value.
pub(crate) fn number(value: &Value, key: &str) -> Option<u64> {
    value.get(key).and_then(Value::as_u64)
}

/// The items of a list within a value.
pub(crate) fn items<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_told_in_parts() {
        assert_eq!(parts(1_800_000), "30m");
        assert_eq!(parts(5_400_000), "1h 30m");
        assert_eq!(parts(90_061_000), "1d 1h 1m 1s");
        assert_eq!(parts(12), "12ms");
    }

    #[test]
    fn an_age_is_told_in_one_unit() {
        let told = [None, Some(29_000), Some(300_000), Some(7_200_000), Some(3 * DAY)].map(age);
        assert_eq!(told, ["unknown", "just now", "5m ago", "2h ago", "3d ago"]);
    }

    #[test]
    fn tokens_are_told_in_thousands() {
        let told = [0, 999, 1550, 15_499, 200_000].map(thousands);
        assert_eq!(told, ["0.0k", "1.0k", "1.6k", "15k", "200k"]);
    }
}
