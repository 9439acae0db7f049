//! What a call costs, beside a bare ureq call and a bare socket, and how many events one thread moves.
//!
//! All steps are measured in turn, round by round, since the figures that the project aims at are ratios.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops at the first surprise"
)]

use std::hint::black_box;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use tiktok_capi::{Client, Input, Options, Prepared};
use tiktok_capi_sandbox::{Config, Sandbox};

fn main() {
    let server = serve();
    let url = format!("http://{server}/open_api/v1.3/event/track/");
    let client = client(&url);
    let input = purchase();
    let one = vec![client.build(&input).event.unwrap()];
    let body = format!(
        r#"{{"data":[{}],"event_source":"web","event_source_id":"C4A"}}"#,
        std::str::from_utf8(one[0].bytes()).unwrap()
    );
    let mut socket = TcpStream::connect(server).unwrap();
    socket.set_nodelay(true).unwrap();
    let agent = ureq::Agent::new_with_defaults();
    let limited =
        ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(10))).build().new_agent();
    let mut steps: Vec<Step<'_>> = vec![
        ("bare socket", Box::new(|| bare_socket(&mut socket, body.as_bytes()))),
        ("bare ureq call", Box::new(|| bare_ureq(&agent, &url, body.as_bytes()))),
        ("bare ureq with a time-out", Box::new(|| bare_ureq(&limited, &url, body.as_bytes()))),
        ("deliver one prepared event", Box::new(|| deliver(&client, &one))),
        ("describe one event", Box::new(|| assert!(black_box(client.build(&input)).event.is_ok()))),
        ("track one event", Box::new(|| track(&client, std::slice::from_ref(&input)))),
    ];
    let medians = medians(&mut steps);
    println!(
        "{:<30}{:>10}{:>12}{:>20}{:>20}",
        "medians of one run", "µs", "calls/s", "× bare ureq", "× bare socket"
    );
    for ((name, _), median) in steps.iter().zip(&medians) {
        println!(
            "{name:<30}{:>10.1}{:>12.0}{:>20.2}{:>20.2}",
            median / 1e3,
            1e9 / median,
            median / medians[1],
            median / medians[0]
        );
    }
    println!("aim: a call costs at most 1.3 × the bare ureq call");
    drop(steps);
    println!("\none thread, to the same bare server");
    throughput(&client, &input);
    let sandbox = Sandbox::start(Config::default()).unwrap();
    println!("one thread, to the sandbox on the same machine; aim: 100,000 events/s");
    throughput(&self::client(&sandbox.endpoint()), &input);
}

/// A name and what is measured under it.
type Step<'a> = (&'static str, Box<dyn FnMut() + 'a>);

fn medians(steps: &mut [Step<'_>]) -> Vec<f64> {
    const ROUNDS: usize = 101;
    const CALLS: u32 = 20;
    let mut times = vec![Vec::with_capacity(ROUNDS); steps.len()];
    for _ in 0..ROUNDS {
        for ((_, step), times) in steps.iter_mut().zip(&mut times) {
            let started = Instant::now();
            (0..CALLS).for_each(|_| step());
            times.push(started.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS));
        }
    }
    let median = |times: &mut Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[ROUNDS / 2]
    };
    times.iter_mut().map(median).collect()
}

fn throughput(client: &Client, input: &Input<'static>) {
    let described: Vec<_> = (0..1_000).map(|index| with_id(input, index)).collect();
    let read = client.read(&described);
    let prepared: Vec<_> = read.built().iter().map(|built| built.event.clone().unwrap()).collect();
    // Each step is a hundredth of the events.
    let rate = |name: &str, events: u32, step: &dyn Fn()| {
        let started = Instant::now();
        (0..100).for_each(|_| step());
        println!("{name:<30}{:>10.0} events/s", f64::from(events) / started.elapsed().as_secs_f64());
    };
    rate("track one by one", 2_000, &|| {
        described.iter().take(20).for_each(|one| track(client, std::slice::from_ref(one)));
    });
    rate("track, 1,000 a request", 100_000, &|| track(client, &described));
    rate("deliver, 1,000 a request", 100_000, &|| deliver(client, &prepared));
}

fn client(url: &str) -> Client {
    let options =
        [("endpoint", url), ("access_token", "bench"), ("pixel_code", "C4A"), ("now", "1767265200")];
    let set = |options: Options, (name, value): (&str, &str)| {
        options.with(name, &Input::text(value.to_owned())).unwrap()
    };
    Client::new(options.into_iter().fold(Options::default(), set)).unwrap()
}

fn purchase() -> Input<'static> {
    Input::from_json(include_bytes!("../../../examples/purchase.json")).unwrap()
}

fn with_id(event: &Input<'static>, index: usize) -> Input<'static> {
    let Input::Map(members) = event else { return Input::Null };
    let others = members.iter().filter(|(name, _)| name != "event_id").cloned();
    Input::Map(others.chain([("event_id".into(), Input::text(index.to_string()))]).collect())
}

fn track(client: &Client, events: &[Input<'_>]) {
    assert!(black_box(client.track(events).unwrap()).ok());
}

fn deliver(client: &Client, events: &[Prepared]) {
    assert!(black_box(client.deliver(events.to_vec()).unwrap()).ok());
}

fn bare_ureq(agent: &ureq::Agent, url: &str, body: &[u8]) {
    let call = agent.post(url).header("Access-Token", "bench").content_type("application/json");
    let mut answer = call.send(body).unwrap();
    assert!(black_box(answer.body_mut().read_to_vec().unwrap()).starts_with(b"{\"code\":0"));
}

fn bare_socket(socket: &mut TcpStream, body: &[u8]) {
    let head = format!(
        "POST /open_api/v1.3/event/track/ HTTP/1.1\r\nhost: 127.0.0.1\r\naccess-token: bench\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    socket.write_all(head.as_bytes()).unwrap();
    socket.write_all(body).unwrap();
    let mut answer = [0; 512];
    let read = socket.read(&mut answer).unwrap();
    assert!(black_box(&answer[..read]).starts_with(b"HTTP/1.1 200"));
}

/// A server that does as little as it can, so that what is measured is the client.
fn serve() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            std::thread::spawn(move || answer(stream));
        }
    });
    address
}

fn answer(mut stream: TcpStream) -> Option<()> {
    const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 77\r\n\r\n\
        {\"code\":0,\"message\":\"OK\",\"request_id\":\"20261124000000010203040506\",\"data\":{}}";
    stream.set_nodelay(true).ok()?;
    let mut bytes = vec![0; 2 << 20];
    let mut filled = 0;
    loop {
        filled += stream.read(&mut bytes[filled..]).ok().filter(|read| *read > 0)?;
        let Some(end) = bytes[..filled.min(2_048)].windows(4).position(|window| window == b"\r\n\r\n") else {
            continue;
        };
        let head = std::str::from_utf8(&bytes[..end]).ok()?.to_ascii_lowercase();
        let length: usize = head.split("content-length: ").nth(1)?.lines().next()?.parse().ok()?;
        while filled < end + 4 + length {
            filled += stream.read(&mut bytes[filled..]).ok().filter(|read| *read > 0)?;
        }
        stream.write_all(ANSWER).ok()?;
        filled = 0;
    }
}
