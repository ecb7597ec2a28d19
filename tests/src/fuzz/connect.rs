//! The params of `connect`, which newer clients may extend.

use protocol_spec::types::ConnectParams;
use protocol_spec::{schema, schemas};
use serde_json::Value;

use super::guided::Guide;
use super::judge;

/// The lenient check and the judge say the same, and what is accepted becomes a value that is written as
/// params which even the strict check accepts, and which are the same value again.
pub fn connect_params(data: &[u8]) {
    let Some((choice, bytes)) = data.split_first() else { return };
    let instance: Value = match choice & 1 {
        0 => Guide(bytes).instance(&schemas::CONNECT_PARAMS, 0),
        _ => match serde_json::from_slice(bytes) {
            Ok(instance) => instance,
            Err(_) => return,
        },
    };
    let mut checked = instance.clone();
    let result = schema::check_lenient(&schemas::CONNECT_PARAMS, &mut checked);
    assert_eq!(
        result.is_ok(),
        judge::accepts_leniently("ConnectParams", &instance),
        "{instance}: {result:?}"
    );
    let Ok(()) = result else { return };
    let params: ConnectParams = schema::decode(checked);
    assert!(params.min_protocol >= 1 && params.max_protocol >= 1, "{params:?}");
    let written = serde_json::to_value(&params).expect("params are plain data");
    assert!(judge::accepts("ConnectParams", &written), "{instance} became {written}");
    let mut again = written.clone();
    assert_eq!(schema::check(&schemas::CONNECT_PARAMS, &mut again), Ok(()), "{instance} became {written}");
    assert_eq!(schema::decode::<ConnectParams>(again), params, "{instance}");
}
