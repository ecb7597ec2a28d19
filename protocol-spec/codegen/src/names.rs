//! Names in the conventions of the target languages.

/// `tts.setProvider` -> `TtsSetProvider`, `payloadJSON` -> `PayloadJson`.
pub(crate) fn pascal(name: &str) -> String {
    words(name).iter().map(|word| capitalised(&word.to_lowercase())).collect()
}

/// `in_flight` -> `inFlight`.
pub(crate) fn camel(name: &str) -> String {
    let mut words = words(name).into_iter();
    let first = words.next().unwrap_or_default().to_lowercase();
    first + &words.map(|word| capitalised(&word.to_lowercase())).collect::<String>()
}

/// `payloadJSON` -> `payload_json`.
pub(crate) fn snake(name: &str) -> String {
    words(name).join("_").to_lowercase()
}

/// `AgentParams` -> `AGENT_PARAMS`.
pub(crate) fn screaming(name: &str) -> String {
    words(name).join("_").to_uppercase()
}

/// The field name of a Rust struct, raw when it is a keyword.
pub(crate) fn rust_field(name: &str) -> String {
    let snake = snake(name);
    if RUST_KEYWORDS.contains(&snake.as_str()) { format!("r#{snake}") } else { snake }
}

/// Whether serde's `rename_all = "camelCase"` turns the Rust field back into `name`.
pub(crate) fn is_plain_camel(name: &str) -> bool {
    let snake = snake(name);
    let mut pieces = snake.split('_');
    let first = pieces.next().unwrap_or_default().to_owned();
    first + &pieces.map(capitalised).collect::<String>() == name
}

/// A Swift identifier, in back-ticks when it is a keyword.
pub(crate) fn swift_identifier(name: &str) -> String {
    if SWIFT_KEYWORDS.contains(&name) { format!("`{name}`") } else { name.to_owned() }
}

/// What is left of each name without the leading words all of them share; empty leftovers keep the whole name.
pub(crate) fn without_common_prefix(names: &[&str]) -> Vec<String> {
    let split: Vec<Vec<&str>> = names.iter().map(|name| words(name)).collect();
    let shortest = split.iter().map(Vec::len).min().unwrap_or_default();
    let common = (0..shortest).take_while(|&i| split.iter().all(|w| w[i] == split[0][i])).count();
    let common = if common == shortest { 0 } else { common };
    split.iter().map(|words| words[common..].concat()).collect()
}

pub(crate) fn words(name: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for part in name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()) {
        let bytes = part.as_bytes();
        let mut start = 0;
        for i in 1..bytes.len() {
            let rises = bytes[i].is_ascii_uppercase() && !bytes[i - 1].is_ascii_uppercase();
            let acronym_ends = bytes[i].is_ascii_lowercase()
                && bytes[i - 1].is_ascii_uppercase()
                && i >= 2
                && bytes[i - 2].is_ascii_uppercase();
            let boundary = if rises { i } else { i - 1 };
            if (rises || acronym_ends) && boundary > start {
                words.push(&part[start..boundary]);
                start = boundary;
            }
        }
        words.push(&part[start..]);
    }
    words
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_ascii_uppercase().to_string() + chars.as_str()).unwrap_or_default()
}

const RUST_KEYWORDS: [&str; 14] =
    ["as", "const", "fn", "for", "if", "impl", "in", "loop", "match", "mod", "move", "ref", "type", "use"];

const SWIFT_KEYWORDS: [&str; 20] = [
    "as",
    "case",
    "class",
    "default",
    "do",
    "else",
    "enum",
    "extension",
    "for",
    "if",
    "in",
    "internal",
    "is",
    "operator",
    "private",
    "protocol",
    "public",
    "repeat",
    "self",
    "where",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_split_at_separators_humps_and_acronyms() {
        assert_eq!(words("tts.setProvider"), ["tts", "set", "Provider"]);
        assert_eq!(words("hasOpenAIKey"), ["has", "Open", "AI", "Key"]);
        assert_eq!(words("payloadJSON"), ["payload", "JSON"]);
        assert_eq!(words("ok-empty"), ["ok", "empty"]);
        assert_eq!(words("INVALID_REQUEST"), ["INVALID", "REQUEST"]);
    }

    #[test]
    fn common_words_are_cut_only_when_something_is_left() {
        assert_eq!(without_common_prefix(&["CronRunById", "CronRunByJobId"]), ["Id", "JobId"]);
        assert_eq!(without_common_prefix(&["Agent", "AgentDone"]), ["Agent", "AgentDone"]);
    }
}
