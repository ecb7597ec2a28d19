//! What the tests of this module share.

use super::{Env, FileText, Issue, Loader, Snapshot};

/// The main file of every test.
pub(crate) const MAIN: &str = "/h/.openclaw/openclaw.json";

/// Loads a main file without includes.
pub(crate) fn load(text: &str) -> Snapshot {
    load_files(text, &[], &[])
}

/// Loads a main file, the files it may include by their paths, and variables beside `HOME`.
pub(crate) fn load_files(text: &str, files: &[(&str, &str)], env: &[(&str, &str)]) -> Snapshot {
    let env = Env::from_iter([("HOME", "/h")].iter().chain(env).copied());
    let mut loader = Loader::new(MAIN.to_owned(), env);
    loader.supply(MAIN, FileText::Text(text.to_owned()));
    while let Some(path) = loader.next_read().map(str::to_owned) {
        let found = files.iter().find(|(known, _)| *known == path);
        loader.supply(&path, found.map_or(FileText::Missing, |(_, text)| FileText::Text((*text).to_owned())));
    }
    loader.finish()
}

/// Issues as pairs of path and message.
pub(crate) fn pairs(issues: &[Issue]) -> Vec<(&str, &str)> {
    issues.iter().map(|issue| (issue.path.as_str(), issue.message.as_str())).collect()
}

/// Numbers that need no quality, only a seed.
pub(crate) struct Seed(pub(crate) u64);

impl Seed {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % (bound as u64)).expect("less than a usize")
    }

    pub(crate) fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[0]
    }

    pub(crate) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}
