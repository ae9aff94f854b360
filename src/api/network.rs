//! The carrier that takes requests to other machines.

use std::time::Duration;

use reqwest::{Request, Response, StatusCode};

use super::{
    carrier::{Arrival, Carrier, CarrierFuture},
    error::{Doubt, Error},
    limits::Limits,
    origin::Origin,
    plain::plain,
    proxy::Proxy,
};

const USER_AGENT: &str = concat!("rolodeck/", env!("CARGO_PKG_VERSION"));

/// Most that is read of an answer which is no success.
const REFUSAL: usize = 64 << 10;

pub(super) struct Network {
    http: reqwest::Client,
    /// Most that is read of a success.
    body: usize,
}

impl Network {
    pub(super) fn new(origin: &Origin, limits: &Limits) -> Result<Self, Error> {
        let builder = reqwest::Client::builder()
            .user_agent(USER_AGENT)
            .https_only(!origin.is_loopback())
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(limits.connect)
            .read_timeout(limits.idle)
            .http1_max_headers(100)
            .http2_max_header_list_size(64 << 10)
            .tcp_keepalive(Duration::from_secs(30))
            .pool_idle_timeout(Duration::from_secs(30));
        let builder = match Proxy::among(origin, |name| std::env::var(name).ok())? {
            Some(proxy) => {
                let unfit = |_| Error::Unfit(format!("the proxy {proxy} can't be used"));
                builder.proxy(reqwest::Proxy::all(proxy.url.clone()).map_err(unfit)?)
            }
            None => builder.no_proxy(),
        };
        let http = builder
            .build()
            .map_err(|error| Error::Unfit(format!("no client can be made: {error}")))?;
        Ok(Self { http, body: limits.body })
    }

    /// How much is read of an answer with this status.
    fn most(&self, status: StatusCode) -> usize {
        match status {
            StatusCode::TOO_MANY_REQUESTS => 0, // its headers say all
            _ if status.is_success() => self.body,
            _ => REFUSAL,
        }
    }
}

impl Carrier for Network {
    fn carry(&self, request: Request) -> CarrierFuture<'_> {
        Box::pin(async move {
            let mut response =
                self.http.execute(request).await.map_err(|error| unanswered(&error))?;
            let status = response.status();
            let body = read(&mut response, self.most(status)).await;
            Ok(Arrival { status, headers: std::mem::take(response.headers_mut()), body })
        })
    }
}

/// No answer came. Only where no connection came about is it sure that nothing was sent.
fn unanswered(error: &reqwest::Error) -> Error {
    if error.is_connect() {
        let reason = innermost(error);
        let untrusted = reason.contains("certificate");
        return Error::NotSent { reason, untrusted };
    }
    Error::Unknown { why: interrupted(error), status: None, trace: None }
}

fn interrupted(error: &reqwest::Error) -> Doubt {
    if error.is_timeout() { Doubt::Silence } else { Doubt::Broken }
}

/// The error at the bottom, without the address that the upper ones quote.
fn innermost(error: &reqwest::Error) -> String {
    let mut error: &dyn std::error::Error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    plain(&error.to_string())
}

/// The body after decompression, in one piece.
async fn read(response: &mut Response, most: usize) -> Result<Vec<u8>, Doubt> {
    if most == 0 {
        return Ok(Vec::new());
    }
    let too_large = || Doubt::TooLarge(most >> 20);
    let announced = response.content_length().and_then(|length| usize::try_from(length).ok());
    if announced.is_some_and(|length| length > most) {
        return Err(too_large());
    }
    let mut body = Vec::with_capacity(announced.unwrap_or(0));
    while let Some(piece) = response.chunk().await.map_err(|error| interrupted(&error))? {
        if body.len() + piece.len() > most {
            return Err(too_large());
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}
