//! How far a request came. What was not written cannot have arrived, whatever went wrong: it stands between the connectors of
//! ureq and notes when a connection to the service stands, and when the first byte of a request is written.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use ureq::Error;
use ureq::http::Uri;
use ureq::unversioned::transport::{
    Buffers, ConnectProxyConnector, ConnectionDetails, Connector, NextTimeout, RustlsConnector,
    SocksConnector, TcpConnector, Transport,
};

/// How far it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// There is no connection to the service.
    Away,
    /// There is one, maybe through a proxy. TLS has yet to be agreed on.
    Connected,
    /// A part of the request is written.
    Written,
}

/// Of the request that an agent is sending: a number for each stage, since a lock could be copied by a `fork` while it is taken.
#[derive(Debug, Clone, Default)]
pub(crate) struct Progress(Arc<AtomicU8>);

impl Progress {
    /// A request begins.
    pub(crate) fn begin(&self) {
        self.reach(Stage::Away);
    }

    pub(crate) fn stage(&self) -> Stage {
        match self.0.load(Ordering::Acquire) {
            0 => Stage::Away,
            1 => Stage::Connected,
            _ => Stage::Written,
        }
    }

    /// What ureq connects by on its own, with this between.
    pub(crate) fn connector(&self, service: &Uri) -> impl Connector<Out: Transport> + use<> {
        let note = |stage| Note { progress: self.clone(), service: service.clone(), stage };
        ().chain(SocksConnector::default())
            .chain(ConnectProxyConnector::default())
            .chain(TcpConnector::default())
            .chain(note(Stage::Connected))
            .chain(RustlsConnector::default())
            .chain(note(Stage::Written))
    }

    fn reach(&self, stage: Stage) {
        let number = match stage {
            Stage::Away => 0,
            Stage::Connected => 1,
            Stage::Written => 2,
        };
        self.0.store(number, Ordering::Release);
    }
}

/// Notes a stage: that a connection stands, or that something is written to it.
#[derive(Debug)]
struct Note {
    progress: Progress,
    service: Uri,
    stage: Stage,
}

impl<In: Transport> Connector<In> for Note {
    type Out = Noted<In>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        // A connection to a proxy is made by the same connectors.
        let is_service = details.uri.authority() == self.service.authority();
        let on_write = (is_service && self.stage == Stage::Written).then(|| self.progress.clone());
        if is_service && self.stage == Stage::Connected {
            self.progress.reach(self.stage);
        }
        Ok(chained.map(|transport| Noted { transport, on_write }))
    }
}

#[derive(Debug)]
struct Noted<In> {
    transport: In,
    on_write: Option<Progress>,
}

impl<In: Transport> Transport for Noted<In> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.transport.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        // A part of it may be written although it fails.
        self.on_write.iter().for_each(|progress| progress.reach(Stage::Written));
        self.transport.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.transport.await_input(timeout)
    }

    fn is_open(&mut self) -> bool {
        self.transport.is_open()
    }

    fn is_tls(&self) -> bool {
        self.transport.is_tls()
    }
}
