//! Reading the configuration again for a restart in place.

use crate::action::{Exit, FileDone, FileOp, Range};
use crate::config::{FileText, Loader};
use crate::engine::Engine;
use crate::fact::Fact;
use crate::input::{OpError, OpErrorKind};
use crate::ops::Owner;
use crate::timers::Timer;

/// Bytes of one configuration file.
const MAX_CONFIG_FILE: u64 = 16 * 1024 * 1024;

impl Engine {
    /// Everything is written out and closed: read the configuration, then start again.
    pub(crate) fn begin_config_read(&mut self) {
        self.timers.cancel(&Timer::DrainDeadline);
        for op in self.ops.take_all() {
            self.timers.cancel(&Timer::Op(op));
            self.cx.act(crate::action::Action::Cancel { op });
        }
        self.forget_runs();
        let host = &self.cx.settings.host;
        self.loader = Some(Loader::new(host.config_path.clone(), host.env.clone()));
        self.read_config();
    }

    fn read_config(&mut self) {
        let next = self.loader.as_ref().and_then(|l| l.next_read().map(str::to_owned));
        match next {
            Some(path) => {
                let file = self.cx.settings.host.name(&path);
                self.files(Owner::Config, vec![FileOp::Read { file, range: Range::Whole(MAX_CONFIG_FILE) }]);
            }
            None => self.take_config(),
        }
    }

    pub(crate) fn on_config_read(&mut self, mut files: Vec<Result<FileDone, OpError>>) {
        let Some(loader) = &mut self.loader else { return };
        let Some(path) = loader.next_read().map(str::to_owned) else { return };
        let text = match files.pop() {
            Some(Ok(FileDone::Data { bytes, .. })) => {
                FileText::Text(String::from_utf8_lossy(&bytes).into_owned())
            }
            Some(Err(e)) if e.kind == OpErrorKind::NotFound => FileText::Missing,
            Some(Err(e)) => FileText::Failed(e.to_string()),
            Some(Ok(_)) | None => FileText::Failed("it could not be read".to_owned()),
        };
        loader.supply(&path, text);
        self.read_config();
    }

    /// Starts again. Configuration that is wrong is not taken: the last good one stays.
    fn take_config(&mut self) {
        let Some(loader) = self.loader.take() else { return };
        let snapshot = loader.finish();
        match snapshot.config.filter(|_| snapshot.valid) {
            Some(config) => self.cx.settings.reload(config, snapshot.parsed),
            None => {
                let issues = snapshot.issues.iter().map(|i| format!("{}: {}", i.path, i.message)).collect();
                self.cx.observe(Fact::ConfigRefused { issues });
            }
        }
        if let Some(text) = self.cx.settings.refusal_to_start() {
            return self.exit(Exit::Failed(text));
        }
        self.restart();
    }
}
