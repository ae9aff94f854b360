//! Answers that are given instead of what a request asked for.

use super::answer::Outcome;
use super::limits::Standing;
use super::routes::Route;
use crate::sandbox::call::{Body, Refusal};

/// What a gateway in front of the service says when the service doesn't.
const GATEWAY_PAGE: &str = "<html><head><title>Bad gateway</title></head><body><center><h1>Bad gateway</h1></center></body></html>";

/// What a refusing service says, by what was to be written.
pub(crate) fn not_allowed(route: &Route) -> Refusal {
    if route.path.contains("/tags") {
        return Refusal::bad("The tag is not allowed in this location.");
    }
    let complaint = if route.path.contains("/tasks") {
        "assignedTo must be a user of this location"
    } else if route.path.contains("/notes") {
        "body contains words that are not allowed in this location"
    } else {
        "email is on the suppression list of this location"
    };
    Refusal::invalid(vec![complaint.to_owned()])
}

/// An answer that has nothing to do with the request: 5xx as a gateway gives it, others as JSON.
pub(crate) fn failed(status: u16, standing: Option<Standing>) -> Outcome {
    if status >= 502 {
        return Outcome::new(status, Body::Html(GATEWAY_PAGE.to_owned()));
    }
    let message = match status {
        401 => "Invalid JWT",
        403 => "The token does not have access to this location.",
        429 => "Too Many Requests",
        500.. => "Internal server error",
        _ => "This request was refused.",
    };
    let standing = if status == 429 { standing.map(Standing::exhausted) } else { standing };
    Outcome::refused(Refusal::new(status, message), standing)
}
