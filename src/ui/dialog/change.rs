//! One change of the outbox in full: what it does, how far it is, and, where it was refused, what
//! the server said and what helps.

use ratatui::layout::Rect;

use super::popup;
use crate::{
    app::{book::line::Line as Outgoing, state::State},
    model::{ids::OpId, op::OpState},
    ui::{canvas::Canvas, mark, moment::clock, place, theme::Role, wrap},
};

const WIDTH: u16 = 68;
const LABELS: u16 = 12;

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State, op: OpId) {
    let Some(outgoing) = state.book.queue().get(op) else { return };
    let facts = facts(state, outgoing);
    let width = WIDTH.min(area.width.saturating_sub(4)).saturating_sub(LABELS);
    let lines: usize = facts.iter().map(|fact| wrap::text(&fact.text, width).count()).sum();
    let kept = if outgoing.is_undecided() { 2 } else { 0 };
    let height = u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(kept);
    let title = match outgoing.state {
        OpState::Rejected => "Refused change",
        OpState::Parked => "A question about a change",
        _ => "Change",
    };
    let inner = popup::open(canvas, area, title, WIDTH, height);
    let mut rest = inner;
    for fact in &facts {
        canvas.put(place::row(rest, 0), Role::Muted, fact.label);
        for line in wrap::text(&fact.text, width) {
            canvas.put(place::from(place::row(rest, 0), LABELS), fact.role, line);
            rest = place::below(rest, 1);
        }
    }
    if outgoing.is_undecided() {
        let words = "What you typed is kept. Nothing is sent again unasked.";
        canvas.put(place::row(rest, 1), Role::Muted, words);
    }
    canvas.cursor = Some(inner.as_position());
}

/// One line of the box, or several where it is long.
struct Fact {
    label: &'static str,
    role: Role,
    text: String,
}

fn facts(state: &State, outgoing: &Outgoing) -> Vec<Fact> {
    let change = &outgoing.op.change;
    let (role, progress) = mark::words(outgoing);
    let fact = |label, role, text: String| Fact { label, role, text };
    let mut facts = vec![
        fact("Contact", Role::Text, state.book.name(change.contact())),
        fact("Change", Role::Text, state.book.catalog.words(change)),
        fact("Made", Role::Text, clock(outgoing.op.at, &state.here())),
        fact("State", role, format!("{progress}, {}", mark::tries(outgoing.tries))),
    ];
    if let Some(fault) = &outgoing.fault {
        let status = fault.status.map(|status| format!("{status} ")).unwrap_or_default();
        facts.push(fact("Answer", Role::Text, format!("{status}{}", fault.cause)));
        facts.push(fact("What helps", Role::Text, fault.remedy.clone()));
        facts.push(fact("Trace id", Role::Text, fault.trace.clone().unwrap_or_default()));
    }
    facts.retain(|fact| !fact.text.is_empty());
    facts
}
