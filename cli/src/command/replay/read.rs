//! The lines of a recording, over all its files.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader};

use engine::record::Unreadable;

use crate::exit::Failure;

/// The lines, in order. A last one that is not whole is left out.
pub(super) struct Lines {
    file: String,
    part: u32,
    reader: BufReader<File>,
    number: u64,
    tear: Option<Tear>,
    ended: bool,
}

/// Where a recording breaks off.
#[derive(Clone, Debug)]
pub(super) struct Tear {
    pub(super) file: String,
    pub(super) line: u64,
    pub(super) bytes: usize,
}

impl Lines {
    pub(super) fn open(file: &str) -> Result<Self, Failure> {
        let opened = File::open(file);
        let opened = opened.map_err(|error| Failure::error(format!("Error: cannot read {file}: {error}")))?;
        Ok(Self {
            file: file.to_owned(),
            part: 0,
            reader: reader(opened),
            number: 0,
            tear: None,
            ended: false,
        })
    }

    /// The next line, without its end.
    pub(super) fn next(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        let mut line = Vec::new();
        loop {
            let read = self.reader.read_until(b'\n', &mut line);
            read.map_err(|error| self.error(&format!("cannot be read: {error}")))?;
            self.number += 1;
            match line.pop() {
                Some(b'\n') => return Ok(Some(line)),
                Some(_) => {
                    let (file, bytes) = (self.name(), line.len() + 1);
                    self.tear = Some(Tear { file, line: self.number, bytes });
                    return Ok(None);
                }
                None if !self.open_next()? => return Ok(None),
                None => {}
            }
        }
    }

    /// The last line was the end: a file that would follow belongs to something else.
    pub(super) const fn end(&mut self) {
        self.ended = true;
    }

    /// How many files there were so far.
    pub(super) const fn files(&self) -> u32 {
        self.part + 1
    }

    pub(super) fn tear(&self) -> Option<Tear> {
        self.tear.clone()
    }

    /// What is wrong with the line that was read last.
    pub(super) fn unreadable(&self, error: &Unreadable) -> Failure {
        self.error(&match error {
            Unreadable::Corrupt { at, detail } => format!("line {}, byte {at}: {detail}", self.number),
            Unreadable::OutOfOrder { .. } | Unreadable::WrongPart | Unreadable::AfterEnd => {
                format!("line {}: {error}", self.number)
            }
            Unreadable::NoRecording | Unreadable::Newer(_) | Unreadable::Part(_) => error.to_string(),
        })
    }

    pub(super) fn error(&self, text: &str) -> Failure {
        Failure::error(format!("Error: {}: {text}", self.name()))
    }

    fn open_next(&mut self) -> Result<bool, Failure> {
        if self.ended {
            return Ok(false);
        }
        self.part += 1;
        match File::open(self.name()) {
            Ok(file) => {
                self.reader = reader(file);
                self.number = 0;
                Ok(true)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.part -= 1;
                Ok(false)
            }
            Err(error) => Err(self.error(&format!("cannot be read: {error}"))),
        }
    }

    fn name(&self) -> String {
        if self.part == 0 { self.file.clone() } else { format!("{}.{}", self.file, self.part) }
    }
}

fn reader(file: File) -> BufReader<File> {
    BufReader::with_capacity(256 * 1024, file)
}
