//! TCP connections that a handler can reset, and that a fault can refuse before anything is read.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::IncomingStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::app::App;
use crate::fault::Stage;
use crate::record::RequestSeen;

/// Connections that are open at once; more wait in the kernel's queue.
const MOST_CONNECTIONS: usize = 1_024;

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
    room: Arc<Semaphore>,
    next: u64,
}

impl Listener {
    pub(crate) fn new(socket: TcpListener, app: Arc<App>) -> Self {
        Self { socket, app, room: Arc::new(Semaphore::new(MOST_CONNECTIONS)), next: 1 }
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
}

impl axum::serve::Listener for Listener {
    type Io = Io;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Io, SocketAddr) {
        // The semaphore is never closed, so there is always a permit in the end.
        let permit = self.room.clone().acquire_owned().await.ok();
        let (stream, address) = self.stream().await;
        // Small answers must not wait for an acknowledgement.
        let _ = stream.set_nodelay(true);
        let connection = Connection { number: self.next, is_reset: Arc::new(AtomicBool::new(false)) };
        self.next += 1;
        (Io { stream, connection, app: self.app.clone(), is_new: true, _permit: permit }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }
}

impl Connected<IncomingStream<'_, Listener>> for Connection {
    fn connect_info(stream: IncomingStream<'_, Listener>) -> Self {
        stream.io().connection.clone()
    }
}

/// One connection's stream.
pub(crate) struct Io {
    stream: TcpStream,
    connection: Connection,
    app: Arc<App>,
    is_new: bool,
    _permit: Option<OwnedSemaphorePermit>,
}

const API: &[u8] = b"POST /open_api/";

impl Io {
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
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.connection.is_reset() {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        Pin::new(&mut self.stream).poll_write_vectored(cx, slices)
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
