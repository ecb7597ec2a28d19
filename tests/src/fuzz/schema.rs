//! Our check of instances against the published schema.

use protocol_spec::limits::MAX_VIOLATIONS;
use protocol_spec::schema::{self, Schema};
use protocol_spec::{Method, Params, schemas};
use serde_json::Value;

use super::guided::Guide;
use super::judge;

/// Whatever the instance, our check and the judge's say the same: of the params of every method, and of
/// every other definition. A refusal says why, in a bounded number of words.
pub fn schema_validator(data: &[u8]) {
    let [choice, which, low, bytes @ ..] = data else { return };
    let which = usize::from(*which) << 8 | usize::from(*low);
    let enforced = Method::ALL.iter().filter_map(|method| match method.params() {
        Params::Schema(schema) => Some((judge::params_of(method.as_str()), schema)),
        Params::Open => None,
    });
    let mut enforced: Vec<(&str, &'static Schema)> = enforced.collect();
    if choice & 1 == 1 {
        enforced = schemas::ALL.to_vec();
    }
    let (name, schema) = enforced[which % enforced.len()];
    let instance = match choice & 2 {
        0 => Guide(bytes).instance(schema, 0),
        _ => match serde_json::from_slice(bytes) {
            Ok(instance) => instance,
            Err(_) => return,
        },
    };
    check(name, schema, &instance);
}

fn check(name: &str, schema: &'static Schema, instance: &Value) {
    let mut checked = instance.clone();
    let result = schema::check(schema, &mut checked);
    assert_eq!(result.is_ok(), judge::accepts(name, instance), "{name}: {instance}: {result:?}");
    let lenient = schema::check_lenient(schema, &mut instance.clone());
    assert_eq!(lenient.is_ok(), judge::accepts_leniently(name, instance), "{name}: {instance}: {lenient:?}");
    match result {
        Err(violations) => {
            assert!((1..=MAX_VIOLATIONS).contains(&violations.len()), "{name}: {instance}");
            assert!(!schema::describe(&violations).is_empty(), "{name}: {instance}");
            assert_eq!(checked, *instance, "{name}: what is refused is left as it is");
        }
        Ok(()) => {
            assert!(lenient.is_ok(), "{name}: strict accepts what lenient refuses: {instance}");
            let normal = checked.clone();
            assert!(judge::accepts(name, &normal), "{name}: the normal form is refused: {normal}");
            assert_eq!(schema::check(schema, &mut checked), Ok(()), "{name}: {normal}");
            assert_eq!(checked, normal, "{name}: the normal form has another");
        }
    }
}
