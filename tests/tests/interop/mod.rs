//! The real program against judges we did not write: recordings of the reference gateway, the reference's own
//! command line, a TypeScript compiler, a Swift parser, a JSON Schema validator.

mod generated;
mod golden;
mod peer;
mod readme;
mod typescript;
