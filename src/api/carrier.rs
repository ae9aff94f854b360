//! The seam to the network: one request goes out, and one whole answer comes back, or none.
//!
//! The tests have a carrier of their own, which brings requests to a sandbox in the same process,
//! so that hours of bad weather pass in a moment.

use std::pin::Pin;

use reqwest::{Request, StatusCode, header::HeaderMap};

use super::error::{Doubt, Error};

pub type CarrierFuture<'a> = Pin<Box<dyn Future<Output = Result<Arrival, Error>> + Send + 'a>>;

pub trait Carrier: Send + Sync {
    /// Carries a request there and its answer back, within the request's timeout. No answer is
    /// [`Error::NotSent`] where it is sure that not one byte left, and else [`Error::Unknown`].
    fn carry(&self, request: Request) -> CarrierFuture<'_>;
}

/// An answer as it came, whatever it says.
#[derive(Debug)]
pub struct Arrival {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// After decompression; or why it can't be had in full.
    pub body: Result<Vec<u8>, Doubt>,
}
