//! `replay`.

use clap::Args;

/// Flags of `replay`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct ReplayArgs {
    /// The first file of the recording
    #[arg(value_name = "file")]
    pub(crate) file: String,
    /// Show what happened and what was done, step by step
    #[arg(long)]
    pub(crate) actions: bool,
    /// Show from this step on; those before it are done all the same
    #[arg(long, value_name = "step")]
    pub(crate) from: Option<u64>,
    /// Stop behind this step
    #[arg(long, value_name = "step")]
    pub(crate) until: Option<u64>,
    /// Show only what concerns this connection
    #[arg(long, value_name = "number")]
    pub(crate) conn: Option<u64>,
    /// Show only what concerns this run
    #[arg(long, value_name = "id")]
    pub(crate) run: Option<String>,
    /// Show texts in full
    #[arg(long)]
    pub(crate) full: bool,
    /// Count what happened and what was done, and what took longest
    #[arg(long)]
    pub(crate) stats: bool,
    /// Print nothing when everything is the same
    #[arg(long)]
    pub(crate) quiet: bool,
    /// Print JSON: with --actions a line for each step, then the result
    #[arg(long)]
    pub(crate) json: bool,
}
