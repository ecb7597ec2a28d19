//! HTTP requests of a world.

use super::{Route, World};
use engine::{BodyError, HttpId, Input, Response};

/// A request and what was answered.
#[derive(Clone, Debug)]
pub struct Answer {
    body: Vec<u8>,
    response: Option<Response>,
}

impl World {
    /// Makes a request; the answer must be there at once.
    ///
    /// # Panics
    ///
    /// When it is not there.
    pub fn http(&mut self, route: &Route, method: &str, target: &str, body: &str) -> Response {
        let http = HttpId(self.next_conn().0);
        self.answers.insert(http, Answer { body: body.as_bytes().to_vec(), response: None });
        self.give(Input::HttpRequest { http, peer: route.peer(), head: route.head(method, target) });
        let answer = self.answers.remove(&http).and_then(|a| a.response);
        answer.unwrap_or_else(|| panic!("{method} {target} was not answered"))
    }

    pub(super) fn read_body(&mut self, http: HttpId, limit: u64) {
        let Some(answer) = self.answers.get(&http) else { return };
        let fits = answer.body.len() as u64 <= limit;
        let body = if fits { Ok(answer.body.clone()) } else { Err(BodyError::TooLarge) };
        self.inbox.push_back(Input::HttpBody { http, body });
    }

    pub(super) fn respond(&mut self, http: HttpId, response: Response) {
        if let Some(answer) = self.answers.get_mut(&http) {
            assert!(answer.response.is_none(), "a request was answered twice: {response:?}");
            answer.response = Some(response);
        }
    }
}
