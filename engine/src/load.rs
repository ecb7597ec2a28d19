//! Loading state at start: the reference's files, then what the journal adds to them.

use crate::action::{Exit, FileDone, FileOp, Range};
use crate::engine::Engine;
use crate::fact::Fact;
use crate::host::FileName;
use crate::input::{OpError, OpErrorKind};
use crate::limits::MAX_STORE_BYTES;
use crate::ops::Owner;
use crate::run::StoredRun;
use crate::session::{Sessions, normalize_agent};
use crate::store::Store;
use crate::store::{Doc, DocFile, JOURNAL_DIR, read_segment, segment_file, segment_number};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// What is being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LoadStep {
    /// The files whose names are known, and the directories that name the rest.
    Survey,
    /// The session stores of these agents, and these segments of the journal.
    Stores { agents: Vec<String>, segments: Vec<u64> },
}

type FileResult = Result<FileDone, OpError>;

/// The state files that are there whatever agents there are.
const FIXED: [Doc; 4] = [Doc::Paired, Doc::Pending, Doc::Voicewake, Doc::Runs];

fn fixed_file(doc: &Doc) -> FileName {
    FileName::state(match doc {
        Doc::Paired => "devices/paired.json",
        Doc::Pending => "devices/pending.json",
        Doc::Voicewake => "settings/voicewake.json",
        Doc::Runs | Doc::Sessions(_) => "journal/runs.json",
    })
}

impl Engine {
    /// Begins to load: everything in memory that came from files is forgotten first.
    pub(crate) fn begin_load(&mut self) {
        self.store = Store::default();
        self.sessions = Sessions::new(self.cx.settings.shared_store());
        let whole = |file| FileOp::Read { file, range: Range::Whole(MAX_STORE_BYTES) };
        let mut files = vec![
            FileOp::List { dir: FileName::state(JOURNAL_DIR) },
            FileOp::List { dir: FileName::state("agents") },
        ];
        files.extend(FIXED.iter().map(|doc| whole(fixed_file(doc))));
        self.files(Owner::Load(LoadStep::Survey), files);
    }

    pub(crate) fn on_loaded(&mut self, step: LoadStep, files: Vec<FileResult>) {
        let loaded = match step {
            LoadStep::Survey => self.on_survey(files),
            LoadStep::Stores { agents, segments } => self.on_stores(&agents, &segments, files),
        };
        if let Err(text) = loaded {
            self.exit(Exit::Failed(text));
        }
    }

    fn on_survey(&mut self, files: Vec<FileResult>) -> Result<(), String> {
        let mut files = files.into_iter();
        let segments = names(files.next())?;
        let dirs = names(files.next())?;
        for doc in FIXED {
            let name = fixed_file(&doc);
            self.adopt(doc, name, files.next())?;
        }
        let mut agents: BTreeSet<String> = self.cx.settings.agents().map(|a| a.id).collect();
        agents.extend(dirs.iter().filter(|d| normalize_agent(d) == **d).cloned());
        let agents: BTreeSet<String> = agents.iter().map(|a| self.sessions.home(a).to_owned()).collect();
        let agents: Vec<String> = agents.into_iter().collect();
        let mut segments: Vec<u64> = segments.iter().filter_map(|n| segment_number(n)).collect();
        segments.sort_unstable();
        let stores = agents.iter().map(|a| self.cx.settings.store_file(a));
        let reads = stores.chain(segments.iter().map(|s| segment_file(*s)));
        let reads = reads.map(|file| FileOp::Read { file, range: Range::Whole(MAX_STORE_BYTES) }).collect();
        self.files(Owner::Load(LoadStep::Stores { agents, segments }), reads);
        Ok(())
    }

    fn on_stores(
        &mut self,
        agents: &[String],
        segments: &[u64],
        files: Vec<FileResult>,
    ) -> Result<(), String> {
        let mut files = files.into_iter();
        for agent in agents {
            let name = self.cx.settings.store_file(agent);
            self.adopt(self.sessions.doc(agent), name, files.next())?;
        }
        let mut replayed = 0;
        for segment in segments {
            let bytes = data(files.next())
                .map_err(|e| self.unreadable(&segment_file(*segment), &e))?
                .unwrap_or_default();
            replayed += self.replay(*segment, &bytes);
        }
        self.store.journal.begin(segments.last().map_or(0, |s| s + 1));
        // Before anyone can read a transcript it has its lines.
        self.write_lines_out();
        for agent in self.store.session_agents() {
            self.sessions.load(&agent, &self.store);
        }
        self.devices.load(&self.store);
        self.voicewake.load(&self.store);
        self.recall_runs();
        let sessions = self.sessions.agents().map(|a| self.sessions.count(a)).sum();
        self.cx.observe(Fact::Loaded { sessions, replayed });
        if replayed > 0 || !segments.is_empty() {
            self.checkpoint();
        }
        self.store.loaded = true;
        self.open_when_loaded();
        Ok(())
    }

    /// Opens the door once everything is read and every broken file is out of the way.
    fn open_when_loaded(&mut self) {
        if self.store.loaded && self.store.asides == 0 {
            self.open();
        }
    }

    /// Takes a state file in. One that makes no sense is put aside, never overwritten.
    fn adopt(&mut self, doc: Doc, name: FileName, read: Option<FileResult>) -> Result<(), String> {
        let bytes = data(read).map_err(|e| self.unreadable(&name, &e))?;
        let bytes = bytes.unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let file = match DocFile::parse(name.clone(), &text) {
            Ok(mut file) => {
                if matches!(text, Cow::Owned(_)) {
                    file.dirty = true;
                    let copy = |to| FileOp::Write { file: to, bytes: bytes.clone(), mode: 0o600 };
                    self.keep(&name, "some of its bytes are no UTF-8", copy);
                }
                file
            }
            Err(detail) => {
                let rename = |to| FileOp::Rename { from: name.clone(), to };
                self.keep(&name, &detail, rename);
                DocFile::new(name)
            }
        };
        self.store.adopt(doc, file);
        Ok(())
    }

    fn replay(&mut self, segment: u64, bytes: &[u8]) -> usize {
        let read = read_segment(bytes);
        self.store.checkpoint.found(segment);
        // Every start begins a segment of its own: each may have a torn end.
        if let Some(damage) = read.damage
            && !damage.torn
        {
            let name = segment_file(segment);
            let aside = aside_name(&name, &self.cx.now.wall.iso());
            let detail =
                format!("the journal has a line that was not written by the gateway at byte {}", damage.at);
            let (file, kept) = (self.cx.settings.host.show(&name), self.cx.settings.host.show(&aside));
            self.cx.observe(Fact::Aside { file, kept, detail });
            self.store.checkpoint.keep_aside(segment, aside);
        }
        let count = read.records.len();
        for record in read.records {
            // An agent that nobody configured has no file before its first checkpoint.
            if let Some(agent) = record.store_of()
                && self.store.doc(&Doc::Sessions(agent.to_owned())).is_none()
                && self.cx.settings.finds_every_store()
            {
                let file = self.cx.settings.store_file(agent);
                self.store.adopt(Doc::Sessions(agent.to_owned()), DocFile::new(file));
            }
            self.store.replay(record);
        }
        count
    }

    fn unreadable(&self, name: &FileName, error: &OpError) -> String {
        let file = self.cx.settings.host.show(name);
        format!("cannot read {file}: {error}\nFix its permissions, or move it away, and start again.")
    }

    /// Keeps a file that makes no sense under another name, so that what it held is not overwritten.
    fn keep(&mut self, name: &FileName, detail: &str, how: impl FnOnce(FileName) -> FileOp) {
        let to = aside_name(name, &self.cx.now.wall.iso());
        let (file, kept) = (self.cx.settings.host.show(name), self.cx.settings.host.show(&to));
        self.cx.observe(Fact::Aside { file, kept, detail: detail.to_owned() });
        self.store.asides += 1;
        self.files(Owner::Aside(name.clone()), vec![how(to)]);
    }

    pub(crate) fn on_put_aside(&mut self, name: &FileName, files: &[FileResult]) {
        if let Some(Err(e)) = files.first() {
            // Going on would overwrite what could not be put aside.
            let file = self.cx.settings.host.show(name);
            return self.exit(Exit::Failed(format!(
                "{file} is broken and cannot be kept under another name: {e}\nMove it away and start again."
            )));
        }
        self.store.asides -= 1;
        self.open_when_loaded();
    }

    /// Runs that an earlier process had accepted: their ends are known again, and those that have none are
    /// closed, and their sessions say so.
    fn recall_runs(&mut self) {
        let Some(doc) = self.store.doc(&Doc::Runs) else { return };
        let runs: Vec<(String, Option<StoredRun>)> =
            doc.iter().map(|(k, v)| (k.to_owned(), serde_json::from_str(v).ok())).collect();
        for (key, run) in runs {
            match run {
                Some(run) => self.recall_run(&key, run),
                None => self.store.delete(&Doc::Runs, &key),
            }
        }
    }
}

fn names(read: Option<FileResult>) -> Result<Vec<String>, String> {
    match read {
        Some(Ok(FileDone::Names(names))) => Ok(names),
        Some(Err(e)) if e.kind != OpErrorKind::NotFound => {
            Err(format!("cannot read the state directory: {e}"))
        }
        Some(Ok(_) | Err(_)) | None => Ok(Vec::new()),
    }
}

/// The bytes of a file; a file that is not there has none.
fn data(read: Option<FileResult>) -> Result<Option<Vec<u8>>, OpError> {
    match read {
        Some(Ok(FileDone::Data { bytes, .. })) => Ok(Some(bytes)),
        Some(Err(e)) if e.kind != OpErrorKind::NotFound => Err(e),
        Some(Ok(_) | Err(_)) | None => Ok(None),
    }
}

/// The name under which a broken file is kept.
fn aside_name(name: &FileName, iso: &str) -> FileName {
    FileName { root: name.root, path: format!("{}.corrupt-{}", name.path, iso.replace(':', "-")) }
}
