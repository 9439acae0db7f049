//! The listening socket, the routes, and the two ways to run them.

use std::convert::Infallible;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::middleware;
use axum::routing::{any, get, post};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::runtime::{Builder, Runtime};

use crate::app::App;
use crate::config::Config;
use crate::connection::Listener;
use crate::notice::Notice;
use crate::{control, detail, diagnose, feed, guard, hash, page, receive};

/// A socket that listens already, and what answers on it.
pub(crate) struct Server {
    listener: TcpListener,
    pub(crate) app: Arc<App>,
    pub(crate) address: SocketAddr,
    lifetime: Option<Duration>,
    /// What is to be said before it serves.
    notice: Option<Notice>,
}

impl Server {
    /// # Errors
    /// When the address is not loopback and that was not allowed, is taken, or the file cannot be opened.
    pub(crate) fn bind(config: Config) -> io::Result<Self> {
        if !config.bind.ip().is_loopback() && config.password.is_none() {
            let reason = "other machines can reach this address: the page needs a password";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
        }
        let (address, lifetime) = (config.bind, config.lifetime);
        let notice = Notice::of(config.capacity);
        let app = Arc::new(App::new(config)?);
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        Ok(Self { listener, app, address, lifetime, notice })
    }

    /// Serves until `stop` or the lifetime ends, and tells what is to be known. What is still open then ends with the runtime.
    pub(crate) async fn serve(
        self,
        stop: impl Future<Output = ()>,
        mut tell: impl FnMut(Notice),
    ) -> io::Result<()> {
        tell(Notice::Ready(self.address));
        self.notice.into_iter().for_each(&mut tell);
        let listener = tokio::net::TcpListener::from_std(self.listener)?;
        let listener = Listener::new(listener, self.app.clone());
        let app = self.app.clone();
        let served = accept(listener, routes(self.app), app.patience);
        let over = async {
            match self.lifetime {
                Some(lifetime) => tokio::time::sleep(lifetime).await,
                None => std::future::pending().await,
            }
        };
        let notices = async {
            loop {
                tell(app.notice().await);
            }
        };
        tokio::select! {
            never = served => match never {},
            () = stop => Ok(()),
            () = over => Ok(()),
            () = notices => Ok(()),
        }
    }
}

/// Serves each connection on a task of its own. One that is silent for longer than `patience` is ended: before its first
/// head, within a head and between two requests.
async fn accept(mut listener: Listener, routes: Router, patience: Duration) -> Infallible {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience);
    loop {
        let io = listener.accept().await;
        let connection = io.connection();
        let routes = TowerToHyperService::new(routes.clone());
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(connection.clone()));
            routes.call(request)
        });
        tokio::spawn(http.serve_connection(TokioIo::new(io), service));
    }
}

fn routes(app: Arc<App>) -> Router {
    let ours = Router::new()
        .route("/", get(page::page).fallback(receive::receive))
        .route("/sandbox/page/{file}", get(page::file))
        .route("/sandbox/feed", get(feed::feed))
        .route("/sandbox/events", get(control::events))
        .route("/sandbox/events/{number}", get(detail::event))
        .route("/sandbox/diagnostics", get(diagnose::diagnostics))
        .route("/sandbox/hash", get(hash::fields).post(hash::explain))
        .route("/sandbox/requests", get(control::requests))
        .route("/sandbox/faults", get(control::faults).post(control::set_faults))
        .route("/sandbox/reset", post(control::reset))
        .route("/sandbox/clock", get(control::clock).post(control::set_clock))
        .route("/sandbox/wait", get(control::wait))
        .route_layer(middleware::from_fn_with_state(app.clone(), guard::guard));
    Router::new()
        .merge(ours)
        .route("/i18n/pixel/events.js", get(receive::script))
        .route(receive::PIXEL, any(receive::receive_pixel))
        .fallback(receive::receive)
        .with_state(app)
}

/// Two threads serve: one request's checks must not hold up another's answer.
pub(crate) fn runtime() -> io::Result<Runtime> {
    Builder::new_multi_thread().worker_threads(2).thread_name("tiktok-sandbox").enable_all().build()
}

/// Ctrl-C, or SIGTERM where there is one.
pub(crate) async fn signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminate) = signal(SignalKind::terminate()) else {
            return std::future::pending().await;
        };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    {
        let _ = tokio::signal::ctrl_c().await;
    }
}
