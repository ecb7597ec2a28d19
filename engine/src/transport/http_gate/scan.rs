//! Finds the end of a head, and every fault that shows in its bytes before it is parsed.

use super::head;
use super::refusal::Refusal;

/// How far a head has been looked at; each byte is looked at once.
#[derive(Debug, Default)]
pub(in crate::transport) struct HeadScan {
    at: usize,
    line_start: usize,
}

#[derive(Debug, PartialEq)]
pub(in crate::transport) enum Scan {
    NeedMore,
    /// The head is whole; its length in bytes.
    End(usize),
    Refuse(Refusal),
}

impl HeadScan {
    /// Looks at the bytes not seen yet; `bytes` begins where the head does.
    pub(in crate::transport) fn advance(&mut self, bytes: &[u8], limit: usize) -> Scan {
        self.scan(bytes, limit, |line| head::check_request_line(line).err())
    }

    /// Like [`advance`](Self::advance), for the head of a response.
    pub(in crate::transport) fn advance_response(&mut self, bytes: &[u8], limit: usize) -> Scan {
        self.scan(bytes, limit, |_| None)
    }

    fn scan(&mut self, bytes: &[u8], limit: usize, first_line: impl Fn(&[u8]) -> Option<Refusal>) -> Scan {
        while let Some(&byte) = bytes.get(self.at) {
            if self.at >= limit {
                return Scan::Refuse(Refusal::HEAD_TOO_LARGE);
            }
            let after_cr = self.at > self.line_start && bytes[self.at - 1] == b'\r';
            if self.at > self.line_start && !after_cr {
                let rest = &bytes[self.at..bytes.len().min(limit)];
                let plain = rest.iter().take_while(|&&byte| byte >= b' ' && byte != 0x7f).count();
                if plain > 0 {
                    self.at += plain;
                    continue;
                }
            }
            let refusal = match byte {
                b'\n' if !after_cr => Some(Refusal::BARE_LF),
                b'\n' => {
                    let line = &bytes[self.line_start..self.at - 1];
                    let first = self.line_start == 0;
                    self.at += 1;
                    self.line_start = self.at;
                    if line.is_empty() {
                        return Scan::End(self.at);
                    }
                    match first.then(|| first_line(line)).flatten() {
                        Some(refusal) => return Scan::Refuse(refusal),
                        None => continue,
                    }
                }
                _ if after_cr => Some(Refusal::BARE_CR),
                b'\0' => Some(Refusal::NUL),
                b' ' | b'\t' if self.at == self.line_start && self.at > 0 => Some(Refusal::FOLDED_HEADER),
                b'\t' | b'\r' => None,
                0x01..=0x1f | 0x7f => Some(Refusal::CONTROL_CHARACTER),
                _ => None,
            };
            if let Some(refusal) = refusal {
                return Scan::Refuse(refusal);
            }
            self.at += 1;
        }
        Scan::NeedMore
    }
}

/// Tells whether `name` may name a header: a token of RFC 9110.
pub(in crate::transport) fn is_header_name(name: &[u8]) -> bool {
    !name.is_empty() && name.iter().all(|&byte| is_token_byte(byte))
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
