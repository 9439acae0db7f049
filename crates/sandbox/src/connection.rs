//! TCP connections that a handler can reset, and that a fault can refuse before anything is read.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Sleep;

use crate::app::App;
use crate::fault::Stage;
use crate::peers::{Peers, Seat};
use crate::record::RequestSeen;

/// The handle of one connection that its requests see.
#[derive(Debug, Clone)]
pub(crate) struct Connection {
    pub(crate) number: u64,
    is_reset: Arc<AtomicBool>,
}

impl Connection {
    /// Ends the connection with RST: nothing more is written, and what is in flight is lost.
    pub(crate) fn reset(&self) {
        self.is_reset.store(true, Ordering::Release);
    }

    fn is_reset(&self) -> bool {
        self.is_reset.load(Ordering::Acquire)
    }
}

/// Hands out connections with a number each.
pub(crate) struct Listener {
    socket: TcpListener,
    app: Arc<App>,
    /// More connections wait in the kernel's queue.
    room: Arc<Semaphore>,
    peers: Peers,
    next: u64,
}

impl Listener {
    pub(crate) fn new(socket: TcpListener, app: Arc<App>) -> Self {
        let most = app.most_connections;
        let peers = Peers::new((most * 3 / 4).max(1));
        Self { socket, app, room: Arc::new(Semaphore::new(most)), peers, next: 1 }
    }

    pub(crate) async fn accept(&mut self) -> Io {
        loop {
            // The semaphore is never closed, so there is always a permit in the end.
            let permit = self.room.clone().acquire_owned().await.ok();
            let (stream, address) = self.stream().await;
            // A peer that has too many already is hung up on; the next one is not to wait for it.
            let Some(seat) = self.peers.enter(address.ip()) else { continue };
            return self.connected(stream, (permit, seat));
        }
    }

    async fn stream(&self) -> (TcpStream, SocketAddr) {
        loop {
            match self.socket.accept().await {
                Ok(accepted) => return accepted,
                // Out of file descriptors, most likely; they come back as connections end.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    fn connected(&mut self, stream: TcpStream, place: Place) -> Io {
        // Small answers must not wait for an acknowledgement.
        let _ = stream.set_nodelay(true);
        let connection = Connection { number: self.next, is_reset: Arc::new(AtomicBool::new(false)) };
        self.next += 1;
        let app = self.app.clone();
        Io { stream, connection, app, is_new: true, stalled: None, _place: place }
    }
}

/// A place among all connections, and one among those of its peer.
type Place = (Option<OwnedSemaphorePermit>, Seat);

/// One connection's stream.
pub(crate) struct Io {
    stream: TcpStream,
    connection: Connection,
    app: Arc<App>,
    is_new: bool,
    /// Runs while the other side takes nothing.
    stalled: Option<Pin<Box<Sleep>>>,
    _place: Place,
}

const API: &[u8] = b"POST /open_api/";

impl Io {
    pub(crate) fn connection(&self) -> Connection {
        self.connection.clone()
    }

    /// Waits for the other side to take something, but not for ever.
    fn patiently(
        &mut self,
        cx: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let patience = self.app.patience;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(tokio::time::sleep(patience)));
        ready!(stalled.as_mut().poll(cx));
        // What it did not take is not to stay in the kernel.
        self.connection.reset();
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }

    /// Looks at the first bytes without taking them: a refused connection has sent them for nothing, and one to
    /// `/sandbox/` is never refused.
    fn poll_first(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut room = [0; API.len()];
        let mut first = ReadBuf::new(&mut room);
        ready!(self.stream.poll_peek(cx, &mut first))?;
        self.is_new = false;
        let is_api = !first.filled().is_empty() && API.starts_with(first.filled());
        let fault = if is_api { self.app.store().faults.choose(Stage::Connection, "", &[]) } else { None };
        if let Some(rule) = fault {
            self.app.note(refused(self.connection.number, rule.fault.name()), None);
            self.connection.reset();
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        Poll::Ready(Ok(()))
    }
}

fn refused(connection: u64, fault: &'static str) -> RequestSeen {
    RequestSeen { connection, fault: Some(fault), ..RequestSeen::default() }
}

impl AsyncRead for Io {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.is_new {
            ready!(self.poll_first(cx))?;
        }
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Io {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.connection.is_reset() {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.patiently(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.connection.is_reset() {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.patiently(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        // A shutdown would send the FIN that a reset must not have.
        if self.connection.is_reset() {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

impl Drop for Io {
    fn drop(&mut self) {
        if self.connection.is_reset() {
            // With a linger time of zero, close(2) sends RST.
            let _ = self.stream.set_zero_linger();
        }
    }
}
