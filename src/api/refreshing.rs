//! A token that renews itself: one refresh at a time, kept safe before it is used (reliability
//! d9).

use std::{sync::Arc, time::Duration};

use secrecy::{ExposeSecret, SecretString};
use tokio::{sync::Mutex, time::Instant};

use super::{
    error::Error,
    oauth::{Grant, OAuth, Reach},
    tokens::{NoToken, TokenFuture, Tokens},
};
use crate::rehearsal::Point;

/// So long before its end a token is renewed.
const EARLY: Duration = Duration::from_mins(5);
/// A good token that is refused again is not worth another one sooner.
const PATIENCE: Duration = Duration::from_mins(5);
/// So long the service answers the same refresh token with the same new one.
const GRACE: Duration = Duration::from_secs(30);

/// What must outlive the program. Each refresh kills the pair before it.
#[derive(Clone)]
pub struct Pair {
    pub access: SecretString,
    pub refresh: SecretString,
    /// How long `access` still lives, at the time it is handed over.
    pub lifetime: Duration,
}

/// Where the pair is kept: a seam, so that this side knows no keyring.
pub trait Keeper: Send + Sync {
    /// Waits until no other program of this machine refreshes; none starts before what it gives
    /// is dropped.
    fn lock(&self) -> TokenFuture<'_, Box<dyn Send>>;

    /// The pair as it was last kept, by whatever program.
    fn read(&self) -> TokenFuture<'_, Option<Pair>>;

    /// Whether it is kept.
    fn write<'a>(&'a self, pair: &'a Pair) -> TokenFuture<'a, bool>;
}

/// Cheap to clone; all clones share the pair.
#[derive(Clone)]
pub struct Refreshing(Arc<Shared>);

struct Shared {
    oauth: OAuth,
    reach: Reach,
    keeper: Arc<dyn Keeper>,
    /// Held while refreshing: whoever else needs a token waits for the same one.
    held: Mutex<Option<Held>>,
}

/// The pair in use.
struct Held {
    pair: Pair,
    /// By the monotonic clock, which nobody sets.
    ends: Instant,
    /// When it was fetched from the service.
    fetched: Option<Instant>,
    /// The service takes the refresh token no more.
    is_dead: bool,
    is_kept: bool,
}

impl Refreshing {
    pub fn new(oauth: OAuth, reach: Reach, keeper: Arc<dyn Keeper>) -> Self {
        Self(Arc::new(Shared { oauth, reach, keeper, held: Mutex::new(None) }))
    }
}

impl Shared {
    async fn current(&self) -> Result<SecretString, NoToken> {
        let mut held = self.held.lock().await;
        let held = self.load(&mut held).await?;
        if !held.is_kept {
            self.keep(held).await;
        }
        let left = held.left();
        if left <= EARLY {
            match self.refresh(held).await {
                // Still good for a while; the next call tries again.
                Err(NoToken::Unreachable(_)) if !left.is_zero() => {}
                outcome => outcome?,
            }
        }
        Ok(held.pair.access.clone())
    }

    async fn after(&self, refused: &SecretString) -> Option<SecretString> {
        let mut held = self.held.lock().await;
        let held = self.load(&mut held).await.ok()?;
        let is_newer = held.pair.access.expose_secret() != refused.expose_secret();
        let is_fresh = held.fetched.is_some_and(|fetched| fetched.elapsed() < PATIENCE);
        if !is_newer {
            if is_fresh {
                return None;
            }
            self.refresh(held).await.ok()?;
        }
        Some(held.pair.access.clone())
    }

    async fn load<'a>(&self, held: &'a mut Option<Held>) -> Result<&'a mut Held, NoToken> {
        if held.is_none() {
            *held = self.keeper.read().await.map(Held::kept);
        }
        held.as_mut().ok_or_else(|| NoToken::SignedOut("nobody is signed in".into()))
    }

    async fn refresh(&self, held: &mut Held) -> Result<(), NoToken> {
        let _alone = self.keeper.lock().await;
        Point::TokenLock.pass();
        // Another program may have been faster; its pair killed ours.
        if self.adopt(held).await && held.left() > EARLY {
            return Ok(());
        }
        if held.is_dead {
            return Err(expired());
        }
        match self.fetch(&held.pair.refresh).await {
            Ok(grant) => {
                Point::TokenSent.pass();
                held.take(grant);
                self.keep(held).await;
                Ok(())
            }
            Err(Error::Refused { .. } | Error::Unauthorised { .. } | Error::Forbidden { .. }) => {
                if self.adopt(held).await {
                    return Ok(());
                }
                held.is_dead = true;
                Err(expired())
            }
            Err(other) => Err(NoToken::Unreachable(format!("can't renew the token: {other}"))),
        }
    }

    /// A pair that can't be kept is used all the same, and kept with the next call.
    async fn keep(&self, held: &mut Held) {
        let pair = Pair { lifetime: held.left(), ..held.pair.clone() };
        held.is_kept = Point::TokenBeforeStore.try_pass().is_ok() && self.keeper.write(&pair).await;
        Point::TokenAfterStore.pass();
        if !held.is_kept {
            tracing::warn!("the token can't be kept; trying again with the next call");
        }
    }

    /// Where the answer was lost, the same question has the same answer for a while.
    async fn fetch(&self, refresh: &SecretString) -> Result<Grant, Error> {
        let asked = Instant::now();
        match self.oauth.refresh(refresh, self.reach).await {
            Err(Error::Unknown { .. }) if asked.elapsed() < GRACE => {
                self.oauth.refresh(refresh, self.reach).await
            }
            outcome => outcome,
        }
    }

    /// Whether another pair was kept meanwhile; then it is taken over.
    async fn adopt(&self, held: &mut Held) -> bool {
        let Some(kept) = self.keeper.read().await else { return false };
        let is_other = kept.refresh.expose_secret() != held.pair.refresh.expose_secret();
        if is_other && held.is_kept {
            *held = Held::kept(kept);
        }
        is_other && held.is_kept
    }
}

fn interrupted() -> NoToken {
    NoToken::Unreachable("the program is ending".into())
}

fn expired() -> NoToken {
    NoToken::SignedOut("the sign-in is no longer valid".into())
}

impl Held {
    fn kept(pair: Pair) -> Self {
        let ends = Instant::now() + pair.lifetime;
        Self { pair, ends, fetched: None, is_dead: false, is_kept: true }
    }

    fn left(&self) -> Duration {
        self.ends.saturating_duration_since(Instant::now())
    }

    fn take(&mut self, grant: Grant) {
        let refresh = grant.refresh.unwrap_or_else(|| self.pair.refresh.clone());
        let now = Instant::now();
        self.pair = Pair { access: grant.access, refresh, lifetime: grant.lifetime };
        self.ends = now + grant.lifetime;
        self.fetched = Some(now);
        self.is_dead = false;
    }
}

/// Each question is a task of its own: whoever asked may give up, but a pair that the service has
/// sent must be kept.
impl Tokens for Refreshing {
    fn token(&self) -> TokenFuture<'_, Result<SecretString, NoToken>> {
        let shared = Arc::clone(&self.0);
        let asked = tokio::spawn(async move { shared.current().await });
        Box::pin(async { asked.await.unwrap_or_else(|_| Err(interrupted())) })
    }

    fn renew<'a>(&'a self, refused: &'a SecretString) -> TokenFuture<'a, Option<SecretString>> {
        let (shared, refused) = (Arc::clone(&self.0), refused.clone());
        let asked = tokio::spawn(async move { shared.after(&refused).await });
        Box::pin(async { asked.await.ok().flatten() })
    }
}
