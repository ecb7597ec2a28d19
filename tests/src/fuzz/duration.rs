//! Durations as people write them.

use core::time::Duration;

use engine::config::{Unit, parse_duration};

/// A text is a duration exactly when it is a plain decimal number with one of the known units; its length is
/// the one worked out in whole numbers; case and white space around it do not matter.
pub fn duration(data: &[u8]) {
    let Some((unit, text)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(text);
    let units = [Unit::Millis, Unit::Seconds, Unit::Minutes, Unit::Hours];
    let which = usize::from(unit % 4);
    let found = parse_duration(&text, units[which]);
    let expected = exact_nanos(text.trim(), [1, 1000, 60_000, 3_600_000][which]);
    match (found, expected) {
        (Some(found), Some(nanos)) => {
            // A float has 53 bits; what is written is a whole number of milliseconds.
            let (found, most) = (found.as_nanos(), nanos / (1 << 50) + 500_001);
            assert!(found.abs_diff(nanos) <= most, "{text:?} is {found} ns, not {nanos}");
        }
        (None, None) => {}
        (None, Some(nanos)) => {
            let longest = Duration::MAX.as_nanos();
            assert!(nanos > longest - longest / 1000, "{text:?} is refused, and is {nanos} ns");
        }
        (Some(found), None) => panic!("{text:?} is taken for {found:?}"),
    }
    assert_eq!(parse_duration(&format!(" {}\n", text.trim()), units[which]), found, "white space matters");
    assert_eq!(parse_duration(&text.to_ascii_uppercase(), units[which]), found, "case matters");
}

/// Nanoseconds, by digits; more than there can be are the most there can be.
fn exact_nanos(text: &str, plain_millis: u128) -> Option<u128> {
    let text = text.to_lowercase();
    let number_end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let (number, unit) = text.split_at(number_end);
    let millis = match unit {
        "" => plain_millis,
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    let (whole, part) = number.split_once('.').map_or((number, "0"), |(whole, part)| (whole, part));
    if whole.is_empty() || part.is_empty() || part.contains('.') {
        return None;
    }
    let nanos = millis * 1_000_000;
    let digits = |text: &str| text.bytes().map(|b| u128::from(b - b'0')).collect::<Vec<_>>();
    let whole = digits(whole).iter().fold(0_u128, |n, d| n.saturating_mul(10).saturating_add(*d));
    let mut place = nanos;
    let mut rest = 0;
    for digit in digits(part) {
        // Each step may leave out less than a nanosecond.
        place /= 10;
        rest += digit * place;
    }
    Some(whole.saturating_mul(nanos).saturating_add(rest))
}
