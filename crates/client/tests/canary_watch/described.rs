//! What is said without sending anything: about events, values, web requests and options.

use tiktok_capi::core::Request as WebRequest;
use tiktok_capi::{Client, Http, Input, Options, Prepared, context, hash, normalize};

use super::planted::{planted, refused, swept};
use super::{AGENT, BAD_EMAIL, CLICK, COOKIE, CUSTOMER, EMAIL, IP, PHONE, QUERY, SECRET, Shown};
use crate::support::{self, TOKEN};

fn a_client() -> Client {
    Client::new(support::options(r#"{"default_region":"US"}"#)).unwrap()
}

pub(crate) fn without_sending(shown: &mut Shown) {
    let client = a_client();
    for event in refused().iter().chain([&planted()]) {
        described(shown, &client, event);
    }
    assert!(refused().iter().all(|event| client.build(event).event.is_err()));
    for value in [EMAIL, BAD_EMAIL, PHONE, CUSTOMER] {
        let value = Input::text(value);
        for field in ["email", "phone", "external_id", "ip", "properties.currency"] {
            shown.debug("normalize", &normalize(field, &value, None, &client.rules()).unwrap());
            shown.debug("hash", &hash(field, &value, None, &client.rules()).map(|_| ()));
        }
        shown.error("unknown field", &normalize(EMAIL, &value, None, &client.rules()).unwrap_err());
    }
    for text in [
        r#"{"event":"#,
        r#"{"event":"canary.mail@example.com"#,
        "canary.mail@example.com",
        "\"canary-secret\\ud800",
    ] {
        shown.error("broken JSON", &Input::from_json(text.as_bytes()).unwrap_err());
    }
    let cookies = format!("_ttp={COOKIE}; session={SECRET}");
    let headers = [("Cookie", cookies.as_str()), ("User-Agent", AGENT), ("Referer", QUERY)];
    let url = format!("https://shop.example/?ttclid={CLICK}&email={QUERY}");
    let request = WebRequest { url: &url, headers: &headers, remote_addr: Some(IP), trusted_proxies: 0 };
    let context = context(&request);
    assert!(context.ttclid.as_deref() == Some(CLICK) && !context.cookies.is_empty());
    shown.debug("web request and context", &(request, &context, &context.cookies));
}

/// Everything that is said about one described event without sending it.
fn described(shown: &mut Shown, client: &Client, event: &Input<'_>) {
    shown.debug("described event", &event);
    let built = client.build(event);
    shown.debug("built event", &built);
    for problem in &built.problems {
        shown.error("problems", problem);
        shown.text("problems", problem.to_json());
    }
    let explained = client.explain(event);
    let text = format!("{explained:?} {explained} {}", explained.to_json());
    shown.text_with("explanation", text, &["order"]);
    match client.pixel(event) {
        Ok(pixel) => shown.text_with(
            "the page's half",
            format!("{pixel:?}"),
            &["order", "e-mail digest", "phone digest", "customer digest"],
        ),
        Err(error) => shown.error("invalid event", &error),
    }
}

/// What is said about an event with one misplaced value.
pub(crate) fn every_field(shown: &mut Shown) {
    let client = a_client();
    for event in swept() {
        let built = client.build(&event);
        let told = built.problems.iter().map(|problem| format!("{problem}\n{}\n", problem.to_json()));
        shown.text("problems of every field", format!("{built:?}\n{}", told.collect::<String>()));
        let payload = built.event.map_or_else(|_| Vec::new(), Prepared::into_bytes);
        shown.text_with(
            "payload of every field",
            String::from_utf8(payload).unwrap(),
            &["bad e-mail", "phone", "national phone", "e-mail digest", "phone digest"],
        );
        let explained = client.explain(&event);
        let text = format!("{explained:?} {explained} {}", explained.to_json());
        // What is no identifier's field is shown as it is sent, and e-mail addresses are not sent.
        shown.text_with("explanation of every field", text, &["bad e-mail", "phone", "national phone"]);
    }
}

/// Every option gets what it does not take, and some get secrets that they do take.
pub(crate) fn options(shown: &mut Shown) {
    let unfit = format!("{SECRET} {EMAIL}\n");
    for row in Options::all() {
        for value in [
            Input::text(unfit.clone()),
            Input::List(vec![Input::text(SECRET)]),
            Input::map([(SECRET, Input::text(TOKEN))]),
        ] {
            let result = Options::default().with(row.name, &value);
            shown.debug("options", &result);
            result.err().iter().for_each(|error| shown.error("option errors", error));
        }
        let variables = |name: &str| (Some(name) == row.variable).then(|| unfit.clone().into());
        Options::default()
            .with_variables(variables)
            .err()
            .iter()
            .for_each(|error| shown.error("variable errors", error));
    }
    for (name, value) in [
        (SECRET, TOKEN.to_owned()),
        (EMAIL, EMAIL.to_owned()),
        ("endpoint", format!("https://{SECRET}:{TOKEN}@host.example/")),
        ("endpoint", format!("http://{SECRET}.example/")),
        ("proxy", format!("ftp://{SECRET}:{TOKEN}@proxy.example")),
    ] {
        shown.error("option errors", &Options::default().with(name, &Input::text(value)).unwrap_err());
    }
    let mut options = support::options(
        r#"{"test_event_code":"canary-secret","partner_name":"canary-secret","outbox":"canary-secret"}"#,
    );
    options.set("proxy", &Input::text(format!("http://{SECRET}:{TOKEN}@127.0.0.1:1"))).unwrap();
    options.set("ca_roots", &Input::text(format!("/no/{SECRET}"))).unwrap();
    options.set("endpoint", &Input::text(format!("https://host.invalid/{SECRET}"))).unwrap();
    options.set("max_attempts", &Input::Integer(1)).unwrap();
    shown.debug("client", &options);
    shown.debug("client", &Http::new(&options));
    let client = Client::new(options).unwrap();
    shown.debug("client", &(&client, client.rules()));
    shown.error("option errors", &client.track(&planted()).unwrap_err());
    let missing = Client::new(Options::default()).unwrap().track(&planted()).unwrap_err();
    shown.error("option errors", &missing);
}
