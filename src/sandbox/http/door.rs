//! The listening socket, which really refuses connections while the sandbox is offline.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::watch;

use super::line::{Line, Lines, Wire};
use crate::sandbox::weather::sky::{Sky, Weather};

/// Pause before trying again when the system can't give a connection or the port.
const BREATH: Duration = Duration::from_millis(50);
const BACKLOG: u32 = 1024;

pub(crate) struct Door {
    address: SocketAddr,
    gate: Gate,
    lines: Lines,
    weather: Weather,
    sky: watch::Receiver<Sky>,
}

enum Gate {
    Open(TcpListener),
    /// Bound, so that the port stays ours, but not listening: connecting is refused.
    Shut(TcpSocket),
    /// Shut, and the port could not be bound again yet.
    Lost,
}

impl Door {
    /// Listens on `address`; port 0 takes a free one.
    pub(crate) fn open(address: SocketAddr, lines: Lines, weather: Weather) -> io::Result<Self> {
        let listener = bind(address)?.listen(BACKLOG)?;
        let address = listener.local_addr()?;
        let sky = weather.watch_sky();
        Ok(Self { address, gate: Gate::Open(listener), lines, weather, sky })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Acts on the sky as it is now.
    async fn turn(&mut self) {
        let sky = *self.sky.borrow_and_update();
        let gate = std::mem::replace(&mut self.gate, Gate::Lost);
        self.gate = match (sky, gate) {
            (Sky::Offline, Gate::Open(listener)) => {
                drop(listener);
                self.lines.cut_all();
                bind(self.address).map_or(Gate::Lost, Gate::Shut)
            }
            (Sky::Offline, gate) | (_, gate @ Gate::Open(_)) => gate,
            (_, Gate::Shut(socket)) => socket.listen(BACKLOG).map_or(Gate::Lost, Gate::Open),
            (_, Gate::Lost) => {
                let listener = bind(self.address).and_then(|socket| socket.listen(BACKLOG));
                listener.map_or(Gate::Lost, Gate::Open)
            }
        };
        match self.gate {
            Gate::Lost if sky != Sky::Offline => tokio::time::sleep(BREATH).await,
            _ => self.weather.acted(sky),
        }
    }
}

impl Listener for Door {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        loop {
            let lost_by_mistake =
                matches!(self.gate, Gate::Lost) && *self.sky.borrow() != Sky::Offline;
            if lost_by_mistake {
                self.turn().await;
                continue;
            }
            let connection = async {
                match &self.gate {
                    Gate::Open(listener) => listener.accept().await,
                    Gate::Shut(_) | Gate::Lost => std::future::pending().await,
                }
            };
            let arrival = tokio::select! {
                biased;
                _ = self.sky.changed() => None,
                arrival = connection => Some(arrival),
            };
            match arrival {
                None => self.turn().await,
                Some(Ok((stream, peer))) => {
                    // Small answers should not wait for more; it only costs speed if it fails.
                    let _ = stream.set_nodelay(true);
                    return (self.lines.open(stream), peer);
                }
                Some(Err(_)) => tokio::time::sleep(BREATH).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

impl Connected<IncomingStream<'_, Door>> for Wire {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        stream.io().wire()
    }
}

fn bind(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

/// Begins and ends the outages that `offline:30s` asks for.
pub(crate) async fn outages(weather: Weather) {
    let mut asked = weather.watch_outage();
    loop {
        let time = *asked.borrow_and_update();
        if let Some(time) = time {
            weather.set(Sky::Offline);
            tokio::time::sleep(time).await;
            if weather.sky() == Sky::Offline {
                weather.set(Sky::Normal);
            }
        }
        if asked.changed().await.is_err() {
            return;
        }
    }
}
