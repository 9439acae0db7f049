//! A token that the environment renews, through all floors.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tiktok_capi_core::Input;

use super::*;
use crate::machine::cancel::Cancel;
use crate::wire::transport::{Request, Response, TransportError};

/// A service that knows one token, and notes which ones it refused.
#[derive(Clone, Default)]
struct Picky(Arc<Mutex<Vec<usize>>>);

impl Transport for Picky {
    fn send(&self, request: &Request<'_>, _: &Cancel) -> Result<Response, TransportError> {
        let is_known = request.token.expose() == "new";
        if !is_known {
            let events = request.body.windows(10).filter(|part| part == b"\"event_id\"").count();
            self.0.lock().unwrap().push(events);
        }
        let body = format!(r#"{{"code":{}}}"#, if is_known { 0 } else { 40_105 });
        Ok(Response { status: 200, body: body.into(), ..Response::default() })
    }
}

#[derive(Default)]
struct Moving(Mutex<Duration>);

impl Clock for Moving {
    fn unix_milliseconds(&self) -> i64 {
        i64::try_from(self.monotonic().as_millis()).unwrap()
    }

    fn monotonic(&self) -> Duration {
        *self.0.lock().unwrap()
    }

    fn wait(&self, how_long: Duration, _: &Cancel) {
        *self.0.lock().unwrap() += how_long;
    }
}

#[test]
fn after_a_renewal_nothing_is_refused() {
    let service = Picky::default();
    let mut options = Options::default();
    options.set("access_token", &Input::text("old")).unwrap();
    options.set("pixel_code", &Input::text("C4A")).unwrap();
    let options = options.with_renewal(|| Token::new("new"));
    let client = Client::with_transport(options, service.clone(), Moving::default()).unwrap();
    let json =
        br#"{"event":"Contact","user":{"email":"jo@example.com"},"page":{"url":"https://shop.example/"}}"#;
    let events = vec![Input::from_json(json).unwrap(); 50];
    client.enqueue(&events).unwrap();
    let stats = client.flush(Duration::from_secs(60)).unwrap();
    assert_eq!((stats.waiting, stats.reasons["accepted"]), (0, 50));
    assert!(client.track(&events).unwrap().ok(), "a call that waits for its answer takes it as well");
    assert_eq!(*service.0.lock().unwrap(), [50], "one request showed that the old one is refused");
}
