//! Events of the terminal: wait for the next one, or take one that is there already.

use std::{future::poll_fn, task::Poll};

use futures_util::{Stream, StreamExt};

/// The next event. While an editor has the keys there is no stream, and nothing comes.
pub(super) async fn next<S: Stream + Unpin>(events: &mut Option<S>) -> Option<S::Item> {
    match events {
        Some(events) => events.next().await,
        None => std::future::pending().await,
    }
}

/// An event that came in together with the last one, if there is one.
///
/// Asked with the waker of the task that will wait for more: the stream of crossterm wakes
/// whoever found it empty first, and nobody else. With any other waker, as that of
/// `now_or_never`, the next key would lie there until something else happens.
pub(super) async fn at_hand<S: Stream + Unpin>(events: &mut Option<S>) -> Option<S::Item> {
    let events = events.as_mut()?;
    poll_fn(|context| match events.poll_next_unpin(context) {
        Poll::Ready(event) => Poll::Ready(event),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::{
        pin::Pin,
        task::{Context, Waker},
    };

    use super::*;

    /// Has one key, and then remembers only the first who found it empty, as crossterm's does.
    struct Terminal {
        key: Option<char>,
        waiting: Option<Waker>,
    }

    impl Stream for Terminal {
        type Item = char;

        fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<char>> {
            if let Some(key) = self.key.take() {
                return Poll::Ready(Some(key));
            }
            self.waiting.get_or_insert_with(|| context.waker().clone());
            Poll::Pending
        }
    }

    #[tokio::test]
    async fn a_look_for_more_leaves_the_waker_of_the_task_that_will_wait() {
        let mut events = Some(Terminal { key: Some('a'), waiting: None });
        assert_eq!(next(&mut events).await, Some('a'));
        assert_eq!(at_hand(&mut events).await, None);
        let task = poll_fn(|context| Poll::Ready(context.waker().clone())).await;
        assert!(events.unwrap().waiting.unwrap().will_wake(&task));
    }
}
