//! Server-sent events, from bytes cut anywhere.

/// Bytes of one event that are kept; a longer one is an error, so a stream without line ends is bounded.
pub(crate) const MAX_EVENT_BYTES: usize = 4 * 1024 * 1024;

/// Splits a byte stream into the `data` of its events.
#[derive(Debug, Default)]
pub(crate) struct Sse {
    /// Bytes of a line that is not complete.
    line: Vec<u8>,
    data: Vec<u8>,
    has_data: bool,
    /// The last byte was a carriage return: a line feed that follows belongs to it.
    after_cr: bool,
}

/// The stream sends an event that is larger than `MAX_EVENT_BYTES`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the model's stream has an event larger than {MAX_EVENT_BYTES} bytes")]
pub(crate) struct EventTooLarge;

impl Sse {
    /// Takes bytes; `event` gets the data of every event that is complete with them.
    pub(crate) fn feed(&mut self, bytes: &[u8], mut event: impl FnMut(&[u8])) -> Result<(), EventTooLarge> {
        let mut rest = bytes;
        while !rest.is_empty() {
            if core::mem::take(&mut self.after_cr) && rest[0] == b'\n' {
                rest = &rest[1..];
                continue;
            }
            let Some(end) = rest.iter().position(|b| matches!(b, b'\n' | b'\r')) else {
                self.line.extend_from_slice(rest);
                return self.within_bounds();
            };
            self.line.extend_from_slice(&rest[..end]);
            self.after_cr = rest[end] == b'\r';
            rest = &rest[end + 1..];
            self.within_bounds()?;
            self.end_line(&mut event);
        }
        Ok(())
    }

    /// The stream has ended: an event without its blank line still counts.
    pub(crate) fn finish(&mut self, mut event: impl FnMut(&[u8])) {
        self.end_line(&mut event);
        if self.has_data {
            event(&self.data);
        }
        *self = Self::default();
    }

    fn end_line(&mut self, event: &mut impl FnMut(&[u8])) {
        if self.line.is_empty() {
            if core::mem::take(&mut self.has_data) {
                event(&self.data);
                self.data.clear();
            }
            return;
        }
        if let Some(value) = self.line.strip_prefix(b"data:") {
            if self.has_data {
                self.data.push(b'\n');
            }
            self.data.extend_from_slice(value.strip_prefix(b" ").unwrap_or(value));
            self.has_data = true;
        }
        self.line.clear();
    }

    fn within_bounds(&self) -> Result<(), EventTooLarge> {
        if self.line.len() + self.data.len() > MAX_EVENT_BYTES { Err(EventTooLarge) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(chunks: &[&[u8]]) -> Vec<String> {
        let (mut sse, mut out) = (Sse::default(), Vec::new());
        for c in chunks {
            sse.feed(c, |d| out.push(String::from_utf8_lossy(d).into_owned())).unwrap();
        }
        sse.finish(|d| out.push(String::from_utf8_lossy(d).into_owned()));
        out
    }

    #[test]
    fn a_stream_cut_anywhere_gives_the_same_events() {
        let text = "event: x\r\ndata: {\"a\":\"é\"}\r\n\r\n: note\ndata:1\ndata: 2\n\ndata: last".as_bytes();
        let whole = events(&[text]);
        assert_eq!(whole, ["{\"a\":\"é\"}", "1\n2", "last"]);
        for cut in 0..text.len() {
            assert_eq!(events(&[&text[..cut], &text[cut..]]), whole, "cut at {cut}");
        }
    }

    #[test]
    fn an_endless_line_is_refused() {
        let mut sse = Sse::default();
        let part = vec![b'x'; MAX_EVENT_BYTES / 2];
        assert!(sse.feed(&part, |_| {}).is_ok());
        assert!(sse.feed(&part, |_| {}).is_ok());
        assert_eq!(sse.feed(b"x", |_| {}), Err(EventTooLarge));
    }
}
