//! Which operations a sandbox has carried out.

use std::collections::HashSet;

use rolodeck::api::{Operation, Verb};
use rolodeck::sandbox::{Exchange, Sandbox};

/// Those of the table that were never answered with a success, whatever else was.
pub(crate) fn never_answered(sandbox: &Sandbox) -> Vec<Operation> {
    let exchanges = sandbox.traffic().exchanges();
    let answered: HashSet<Operation> =
        exchanges.iter().filter(|it| succeeded(it)).filter_map(operation_of).collect();
    Operation::ALL.iter().copied().filter(|it| !answered.contains(it)).collect()
}

fn succeeded(exchange: &Exchange) -> bool {
    exchange.status.is_some_and(|status| (200..300).contains(&status))
}

/// Of several that fit, the one with the fewest placeholders: `removeAll` is no campaign.
fn operation_of(exchange: &Exchange) -> Option<Operation> {
    let fitting = Operation::ALL.iter().copied().filter(|operation| fits(*operation, exchange));
    fitting.min_by_key(|operation| operation.path().matches('{').count())
}

fn fits(operation: Operation, exchange: &Exchange) -> bool {
    let method = match operation.verb() {
        Verb::Get => "GET",
        Verb::Post => "POST",
        Verb::Put => "PUT",
        Verb::Delete => "DELETE",
    };
    let wanted: Vec<&str> = operation.path().split('/').collect();
    let came: Vec<&str> = exchange.path.split('/').collect();
    let alike = |(wanted, came): (&&str, &&str)| wanted == came || wanted.starts_with('{');
    exchange.method == method && wanted.len() == came.len() && wanted.iter().zip(&came).all(alike)
}
