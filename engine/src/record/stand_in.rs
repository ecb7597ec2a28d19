//! Stand-ins for secrets: the same value has the same one everywhere in a recording, of the same length in
//! bytes, so that whatever is decided by comparing, counting or cutting is decided alike in a replay.

use super::sweep::Patterns;
use crate::rng::{Rng, Seeds, derive};
use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Bytes from which on a secret is looked for in every text, and not only in the places that hold one.
pub(super) const MIN_SWEPT: usize = 8;

/// Secrets that are remembered.
const MAX_KNOWN: usize = 16_384;

/// Of those, the last ones that strangers offered.
const MAX_OFFERED: usize = 256;

/// Tokens of the engine's own that are known ahead of the last one seen.
const AHEAD: usize = 64;

/// The secrets met so far.
pub(super) struct StandIns {
    key: [u8; 32],
    known: BTreeMap<String, String>,
    given: BTreeSet<String>,
    offered: VecDeque<String>,
    patterns: Patterns,
    minted: Minted,
}

/// The tokens that the engine will make, in order, and those that its replay will make in their place.
struct Minted {
    live: Rng,
    replay: Rng,
    /// Numbers of the tokens that are known and were not seen.
    ahead: BTreeMap<String, usize>,
    made: usize,
}

impl StandIns {
    pub(super) fn new(seeds: Seeds, replay: Seeds) -> Self {
        let mut new = Self {
            key: derive(b"stand-ins", &seeds.secrets),
            known: BTreeMap::new(),
            given: BTreeSet::new(),
            offered: VecDeque::new(),
            patterns: Patterns::default(),
            minted: Minted {
                live: Rng::new(seeds),
                replay: Rng::new(replay),
                ahead: BTreeMap::new(),
                made: 0,
            },
        };
        new.look_ahead(AHEAD);
        new
    }

    /// Gives the stand-in of a secret, which from now on is looked for in every text.
    pub(super) fn of(&mut self, secret: &str) -> String {
        match self.known(secret) {
            Some(known) => known,
            None => self.learn(secret),
        }
    }

    /// The same for what anyone may offer as a secret: only the last of those are remembered.
    pub(super) fn of_offered(&mut self, secret: &str) -> String {
        if let Some(known) = self.known(secret) {
            return known;
        }
        if self.offered.len() >= MAX_OFFERED
            && let Some(oldest) = self.offered.pop_front()
        {
            self.patterns.remove(&oldest);
            if let Some(old) = self.known.remove(&oldest) {
                self.given.remove(&old);
            }
        }
        self.offered.push_back(secret.to_owned());
        self.learn(secret)
    }

    /// The stand-in of a secret that was met before; a text that is none of those and needs none is its own.
    pub(super) fn known(&mut self, secret: &str) -> Option<String> {
        if let Some(number) = self.minted.ahead.get(secret).copied() {
            self.look_ahead(number + AHEAD);
        }
        // A short text may well be the stand-in of one secret and another secret itself.
        let is_stand_in = secret.len() >= MIN_SWEPT && self.given.contains(secret);
        if secret.trim().is_empty() || is_stand_in {
            return Some(secret.to_owned());
        }
        self.known.get(secret).cloned()
    }

    /// Puts stand-ins in the place of all secrets in a text. Tells whether there were any.
    pub(super) fn sweep(&mut self, text: &mut [u8]) -> bool {
        let mut from = 0;
        while let Some(found) = self.patterns.find(text, from) {
            let end = found.at + found.stand_in.len();
            text[found.at..end].copy_from_slice(&found.stand_in);
            let secret = found.secret;
            // The tokens that follow may stand in the same text.
            self.known(&secret);
            from = end;
        }
        from > 0
    }

    /// The same for a piece of a stream: at its end a secret may only have begun. `most` is the longest that
    /// is looked for there.
    pub(super) fn sweep_piece(&mut self, text: &mut [u8], most: usize) {
        self.sweep(text);
        if let Some((at, stand_in)) = self.patterns.begun(text, most) {
            text[at..].copy_from_slice(&stand_in);
        }
    }

    /// Whether a text holds a secret.
    pub(super) fn is_clean(&self, text: &[u8]) -> bool {
        self.patterns.find(text, 0).is_none()
    }

    /// The same for a string.
    pub(super) fn sweep_text(&mut self, text: &mut String) {
        if !self.is_clean(text.as_bytes()) {
            let mut bytes = core::mem::take(text).into_bytes();
            self.sweep(&mut bytes);
            *text = String::from_utf8_lossy(&bytes).into_owned();
        }
    }

    fn learn(&mut self, secret: &str) -> String {
        let stand_in = (0..=u8::MAX).map(|salt| make(&self.key, secret, salt));
        let free = stand_in.into_iter().find(|s| !self.given.contains(s) && s != secret);
        let stand_in = free.unwrap_or_else(|| make(&self.key, secret, 0));
        if self.known.len() < MAX_KNOWN {
            self.keep(secret, &stand_in);
        }
        stand_in
    }

    fn keep(&mut self, secret: &str, stand_in: &str) {
        self.known.insert(secret.to_owned(), stand_in.to_owned());
        self.given.insert(stand_in.to_owned());
        if is_swept(secret) {
            self.patterns.add(secret, stand_in);
        }
    }

    /// Makes the engine's next tokens known, up to this number.
    fn look_ahead(&mut self, to: usize) {
        while self.minted.made < to {
            self.minted.made += 1;
            let (live, replay) = (self.minted.live.secret::<16>(), self.minted.replay.secret::<16>());
            self.minted.ahead.insert(live.clone(), self.minted.made);
            self.keep(&live, &replay);
        }
        let seen = to.saturating_sub(AHEAD);
        self.minted.ahead.retain(|_, number| *number > seen);
    }
}

/// Whether a secret is looked for in every text: a short one, or a word that the protocol uses itself, stands
/// in too many of them.
pub(super) fn is_swept(secret: &str) -> bool {
    let word = secret.to_ascii_lowercase();
    secret.len() >= MIN_SWEPT && !WORDS.iter().any(|used| used.contains(&word))
}

/// Words of the wire and of paths that a weak secret may be.
const WORDS: [&str; 16] = [
    "operator.admin operator.read operator.write operator.approvals operator.pairing",
    "openclaw clawdbot moltbot .openclaw openclaw.json openclaw-control-ui openclaw-dev",
    "sessions.list sessions.json sessions.patch sessions.preview sessions.resolve sessions.reset",
    "system-presence system-event system-events heartbeat heartbeats last-heartbeat set-heartbeats",
    "connect.challenge hello-ok presence snapshot stateversion protocol minprotocol maxprotocol",
    "webchat webchat-ui gateway-client node-host control-ui assistant main:main agent:main:main",
    "chat.send chat.history chat.abort agent.wait agent.identity.get agents.list assistant",
    "device.pair.list device.pair.approve device.pair.reject device.token.rotate device.token.revoke",
    "devices/paired devices/pending voicewake voicewake.get voicewake.set voicewake.changed",
    "lifecycle tool stream thinking message messages content role user text final delta aborted",
    "invalid_request unavailable not_paired not_linked agent_timeout retryafterms retryable",
    "password authorization bearer token secret apikey gateway.auth.token gateway.auth.password",
    "127.0.0.1 localhost application/json text/plain charset=utf-8 content-type accept",
    "builtin/echo builtin/echo-1 workspace transcript journal sessionkey sessionid runid",
    "idempotencykey timestamp statistics configuration channels.status models.list skills.status",
    "shutdown restart service restart gateway stopping gateway restarting health refresh",
];

/// A text like a secret in length and in the places of what JSON escapes and of blanks, and in nothing else.
fn make(key: &[u8; 32], secret: &str, salt: u8) -> String {
    let digest = Sha256::new().chain_update(key).chain_update([salt]).chain_update(secret).finalize();
    let mut stream = ChaCha20::new(&digest, &[0; 12].into());
    let mut draw = |bound: u32| {
        let mut bytes = [0; 4];
        stream.apply_keystream(&mut bytes);
        u32::from_le_bytes(bytes) % bound
    };
    let mut label = LABEL.chars();
    let labelled = secret.len() >= LABELLED && secret.is_char_boundary(LABEL.len());
    let mut stand_in = String::with_capacity(secret.len());
    for c in secret.chars() {
        let label = if labelled { label.next() } else { None };
        stand_in.push(match (c, c.len_utf8()) {
            ('"' | '\\', _) => c,
            (c, _) if c.is_whitespace() || c.is_control() => c,
            (_, 1) => label.unwrap_or_else(|| char::from(ALPHABET[draw(62) as usize])),
            (_, 2) => char::from_u32(0xc0 + draw(0x100)).unwrap_or('é'),
            (_, 3) => char::from_u32(0x4e00 + draw(0x5000)).unwrap_or('一'),
            _ => char::from_u32(0x1f300 + draw(0x100)).unwrap_or('🌀'),
        });
    }
    stand_in
}

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// How a stand-in begins that is long enough to stay unlike any other.
const LABEL: &str = "hidden";

/// Bytes from which on it does.
const LABELLED: usize = 20;

impl core::fmt::Debug for StandIns {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("StandIns(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seeds(n: u8) -> Seeds {
        Seeds::of([n; 32])
    }

    fn stand_ins() -> StandIns {
        StandIns::new(seeds(1), seeds(2))
    }

    fn swept(stand_ins: &mut StandIns, text: &str) -> String {
        let mut text = text.to_owned();
        stand_ins.sweep_text(&mut text);
        text
    }

    #[test]
    fn a_stand_in_is_as_long_and_has_nothing_of_the_secret() {
        let mut s = stand_ins();
        for secret in [
            "x",
            "hunter2",
            "correct horse \"battery\" staple",
            "sk-0123456789abcdefghij",
            "pässwörd-長い-🔑🔑",
        ] {
            let stand_in = s.of(secret);
            assert_eq!(stand_in.len(), secret.len());
            assert_ne!(stand_in, secret);
            assert_eq!(s.of(secret), stand_in, "the same value has the same one");
            assert!(secret.len() < MIN_SWEPT || s.of(&stand_in) == stand_in, "a stand-in needs none");
            let json = |text: &str| serde_json::to_string(text).unwrap().len();
            assert_eq!(json(&stand_in), json(secret));
        }
        assert!(s.of("sk-another-0123456789abcdef").starts_with(LABEL));
    }

    #[test]
    fn short_secrets_do_not_meet() {
        let mut s = stand_ins();
        let all: BTreeSet<_> = ('a'..='z').map(|c| s.of(&c.to_string())).collect();
        assert_eq!(all.len(), 26);
    }

    #[test]
    fn a_secret_is_found_in_every_text_and_inside_json() {
        let mut s = stand_ins();
        let stand_in = s.of("open \"sesame\"!");
        assert_eq!(swept(&mut s, "say open \"sesame\"!, please"), format!("say {stand_in}, please"));
        let nested = |text: &str| serde_json::to_string(&serde_json::to_string(text).unwrap()).unwrap();
        assert_eq!(swept(&mut s, &nested("open \"sesame\"!")), nested(&stand_in));
        assert_eq!(swept(&mut s, "open sesame"), "open sesame");
    }

    #[test]
    fn a_short_secret_and_a_word_of_the_wire_stay_in_texts() {
        let mut s = stand_ins();
        for secret in ["secret", "heartbeat", "operator.admin"] {
            assert_ne!(s.of(secret), secret);
            assert_eq!(swept(&mut s, secret), secret);
        }
    }

    #[test]
    fn tokens_of_the_engine_become_those_of_its_replay() {
        let (mut s, mut live, mut replay) = (stand_ins(), Rng::new(seeds(1)), Rng::new(seeds(2)));
        let (mut text, mut expected) = (String::new(), String::new());
        for _ in 0..500 {
            text = text + &live.secret::<16>() + ",";
            expected = expected + &replay.secret::<16>() + ",";
        }
        assert_eq!(swept(&mut s, &text), expected);
    }

    #[test]
    fn what_strangers_offer_is_forgotten_at_last() {
        let mut s = stand_ins();
        let first = s.of_offered("guess-number-one");
        let before = s.known.len();
        for n in 0..MAX_OFFERED {
            s.of_offered(&format!("another guess {n}"));
        }
        assert_eq!(s.known.len(), before + MAX_OFFERED - 1);
        assert_eq!(swept(&mut s, "guess-number-one"), "guess-number-one");
        assert_eq!(s.of_offered("guess-number-one"), first, "and gets the same again");
    }
}
