//! The methods, by family: what each does with its params.

mod agent;
mod agents;
mod chat;
mod devices;
mod hello;
mod history;
mod logs;
pub(crate) mod pending;
mod sessions;
mod sessions_list;
mod sessions_preview;
mod status;
mod system;
pub(crate) mod voicewake;
