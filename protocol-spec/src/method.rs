//! What is known of a method.

use core::fmt;

use crate::generated::v3::access::{Role, Scope};
use crate::generated::v3::methods::{BY_NAME, FACTS, Method};
use crate::schema::Schema;

/// How the params of a method are checked.
#[derive(Clone, Copy, Debug)]
pub enum Params {
    /// Not at all: the method looks at what it needs and ignores the rest.
    Open,
    /// Against this schema, before the method runs.
    Schema(&'static Schema),
}

impl Method {
    /// Returns the method of this name.
    pub fn from_wire(name: &str) -> Option<Self> {
        let found = BY_NAME.binary_search_by_key(&name, |(known, _)| known).ok()?;
        Some(BY_NAME[found].1)
    }

    /// Returns the name on the wire.
    pub fn as_str(self) -> &'static str {
        self.facts().name
    }

    /// Returns the role a connection needs to call it. `connect` is for either.
    pub fn role(self) -> Role {
        self.facts().role
    }

    /// Returns the scope an operator needs to call it; none for what only nodes call.
    pub fn scope(self) -> Option<Scope> {
        self.facts().scope
    }

    /// Tells whether `features.methods` names it.
    pub fn is_listed(self) -> bool {
        self.facts().listed
    }

    /// Returns the prefix under which its results are remembered by `idempotencyKey`.
    pub fn idempotency(self) -> Option<&'static str> {
        self.facts().idempotency
    }

    /// Returns how its params are checked. Those of `connect` are to be checked leniently.
    pub fn params(self) -> Params {
        self.facts().params
    }

    /// Returns the name of the definition that describes its params, enforced or not.
    pub fn params_type(self) -> &'static str {
        self.facts().params_type
    }

    /// Returns the schema of its result.
    pub fn result(self) -> &'static Schema {
        self.facts().result
    }

    /// Returns the name of the definition that describes its result, or `any`.
    pub fn result_type(self) -> &'static str {
        self.facts().result_type
    }

    fn facts(self) -> &'static MethodFacts {
        &FACTS[self as usize]
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A row of the method table.
pub(crate) struct MethodFacts {
    pub(crate) name: &'static str,
    pub(crate) role: Role,
    pub(crate) scope: Option<Scope>,
    pub(crate) listed: bool,
    pub(crate) idempotency: Option<&'static str>,
    pub(crate) params: Params,
    pub(crate) params_type: &'static str,
    pub(crate) result: &'static Schema,
    pub(crate) result_type: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back_to_its_method() {
        for method in Method::ALL {
            assert_eq!(Method::from_wire(method.as_str()), Some(*method));
        }
    }

    #[test]
    fn names_are_matched_exactly() {
        for name in ["", "Health", " health", "health ", "no.such.method", "sessions"] {
            assert_eq!(Method::from_wire(name), None, "{name:?}");
        }
    }

    #[test]
    fn only_methods_of_nodes_lack_a_scope() {
        for method in Method::ALL {
            assert_eq!(method.scope().is_none(), method.role() == Role::Node, "{method}");
        }
    }

    #[test]
    fn listed_methods_are_the_first() {
        assert_eq!(Method::LISTED, &Method::ALL[..Method::LISTED.len()]);
        assert!(Method::ALL.iter().all(|method| method.is_listed() == Method::LISTED.contains(method)));
    }

    #[test]
    fn write_grants_read_and_admin_grants_everything() {
        assert_eq!(Scope::Read.granted_by(), [Scope::Read, Scope::Write, Scope::Admin]);
        assert!(Scope::ALL.iter().all(|scope| scope.granted_by().contains(&Scope::Admin)));
        assert_eq!(Scope::from_wire("operator.pairing"), Some(Scope::Pairing));
    }
}
