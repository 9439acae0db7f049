//! Visitors: an address, a line each, and the cookies of a browser, read by the consent tool that the first byte names. A page may
//! have the Pixel exactly when an event of this visitor is sent, and no cookie is set without permission.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tiktok_capi_core::{Banner, ConsentTool, Entropy, Event, Input, Request, Rules, Visitor, visitor_of};

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let mut lines = text.splitn(4, '\n');
    let [url, other_end, forwarded, cookies] = [(); 4].map(|()| lines.next().unwrap_or_default());
    let headers = [("Cookie", cookies), ("X-Forwarded-For", forwarded), ("Referer", url)];
    let request = Request {
        url,
        headers: &headers,
        remote_addr: Some(other_end),
        trusted_proxies: usize::from(*first & 1),
    };
    let (banner, rules) = (banner(first >> 1), Rules::at(1_767_225_600_000, Entropy::default()));
    let visitor = Visitor::read(&request, &Input::Null, &banner, &rules);
    assert_eq!(visitor, Visitor::read(&request, &Input::Null, &banner, &rules));
    assert!(visitor.unreadable().is_none() || !visitor.allowed(), "what cannot be read is a no");
    assert!(visitor.allowed() || visitor.cookies().is_empty());
    for cookie in visitor.cookies() {
        assert!(cookie.value.bytes().all(|b| b.is_ascii_graphic() && !b"\",;\\".contains(&b)));
    }
    assert_event(&visitor, &rules);
    assert_same(&request, &visitor, &banner, &rules);
});

/// One of the tools, or none.
fn banner(number: u8) -> Banner {
    let tool = ConsentTool::ALL.get(usize::from(number) % (ConsentTool::ALL.len() + 1)).copied();
    let category = tool.filter(|tool| tool.needs_category()).map(|_| "tiktok".to_owned());
    Banner { tool, category, cookie: Some("own".to_owned()) }
}

fn assert_event(visitor: &Visitor, rules: &Rules) {
    let event = Input::map([("event", Input::text("Contact")), ("event_id", Input::text("e1"))]);
    let event = visitor.under(event);
    assert_eq!(event, visitor.under(event.clone()), "what is there is not laid under again");
    assert_eq!(Event::read(&event, rules).outcome.ready().is_some(), visitor.allowed());
}

/// What the other languages are told is the same.
fn assert_same(request: &Request<'_>, visitor: &Visitor, banner: &Banner, rules: &Rules) {
    let headers = request.headers.iter().map(|(name, value)| (*name, Input::text(*value)));
    let arguments = Input::map([
        ("url", Input::text(request.url)),
        ("headers", Input::map(headers)),
        ("remote_addr", request.remote_addr.map_or(Input::Null, Input::text)),
        ("trusted_proxies", Input::Integer(i64::try_from(request.trusted_proxies).unwrap_or(0))),
    ]);
    let told = visitor_of(&arguments, banner, rules).expect("every name is known");
    let told = Input::from_json(told.as_bytes()).expect("what is told is JSON");
    assert_eq!(told.get("allowed"), Some(&Input::Bool(visitor.allowed())));
    assert_eq!(told.get("visitor").map(Input::to_json), Some(visitor.told().to_json()));
}
