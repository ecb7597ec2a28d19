//! What the fuzz targets of this crate check: one function per target, which takes any bytes and panics
//! where a property does not hold.
//!
//! They are here because they look at parts that are nobody's business outside. They exist in this
//! crate's own tests, which replay the committed corpora through them, and behind the feature `fuzzing`,
//! which only the fuzz targets turn on. Nothing of the gateway may use them.
//!
//! A check says what has to hold in its own words, from a model or a second way to the same result; it
//! never repeats the code it judges.

mod device;
mod model;
mod reply;
mod store;
mod transcript;
mod transport;
mod words;

#[cfg(test)]
mod replay;

pub use device::device_auth;
pub use model::{echo, sse_openai};
pub use reply::reply_directives;
pub use store::{checkpoint, journal, store_doc};
pub use transcript::transcript;
pub use transport::{http_body, http_head, ws_client, ws_server};
pub use words::{clock, cron, session_key};

/// Takes any bytes, and panics where a property does not hold.
pub type Check = fn(&[u8]);

/// Every target of this crate: the name of its corpus, and its check.
pub const TARGETS: &[(&str, Check)] = &[
    ("checkpoint", checkpoint),
    ("clock", clock),
    ("cron", cron),
    ("device_auth", device_auth),
    ("echo", echo),
    ("http_body", http_body),
    ("http_head", http_head),
    ("journal", journal),
    ("reply_directives", reply_directives),
    ("session_key", session_key),
    ("sse_openai", sse_openai),
    ("store_doc", store_doc),
    ("transcript", transcript),
    ("ws_client", ws_client),
    ("ws_server", ws_server),
];

/// Choices drawn from the front of the data, so that what follows can stay a readable text.
struct Choices<'a>(&'a [u8]);

impl<'a> Choices<'a> {
    /// The next byte; zero when there is none.
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// The next two bytes as a number.
    fn pair(&mut self) -> usize {
        usize::from(self.byte()) << 8 | usize::from(self.byte())
    }

    /// A number below `end`, which is not zero.
    fn below(&mut self, end: usize) -> usize {
        if end <= 256 { usize::from(self.byte()) % end } else { self.pair() % end }
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is left, as text.
    fn text(self) -> String {
        String::from_utf8_lossy(self.0).into_owned()
    }

    /// What is left.
    fn rest(self) -> &'a [u8] {
        self.0
    }
}
