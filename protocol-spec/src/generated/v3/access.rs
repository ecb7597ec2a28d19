// Generated from protocol-spec/spec by `cargo gen`; edit that instead.

//! Roles and scopes.

use crate::wire_enum::wire_enum;

/// The number of this protocol version.
pub const PROTOCOL_VERSION: u64 = 3;

wire_enum! {
    /// What a connection is.
    pub enum Role {
        /// A person's client or a service acting for one.
        Operator = "operator",
        /// A device that offers capabilities to the gateway and is called by it.
        Node = "node",
    }
}

wire_enum! {
    /// What a connection of an operator may do.
    pub enum Scope {
        /// Everything; what a method without a scope of its own needs.
        Admin = "operator.admin",
        /// Looking at state.
        Read = "operator.read",
        /// Starting work and changing live state.
        Write = "operator.write",
        /// Asking for and deciding on the execution of commands.
        Approvals = "operator.approvals",
        /// Admitting devices and nodes, and their tokens.
        Pairing = "operator.pairing",
    }
}

impl Scope {
    /// Returns the scopes that satisfy a demand for this one.
    pub const fn granted_by(self) -> &'static [Self] {
        match self {
            Self::Admin => &[Self::Admin],
            Self::Read => &[Self::Read, Self::Write, Self::Admin],
            Self::Write => &[Self::Write, Self::Admin],
            Self::Approvals => &[Self::Approvals, Self::Admin],
            Self::Pairing => &[Self::Pairing, Self::Admin],
        }
    }
}
