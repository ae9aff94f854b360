//! The loop: one thing happens, the state follows, the screen is drawn if anything changed.

use std::{
    collections::VecDeque,
    io::{self, Write},
    path::PathBuf,
    time::Duration,
};

use crossterm::event::{Event, EventStream, KeyEventKind};
use jiff::Timestamp;
use ratatui::{Terminal, backend::CrosstermBackend};
use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    task::JoinHandle,
    time::Instant,
};
use uuid::Uuid;

use super::{
    drafts::Keeper,
    events, loading,
    setting::{Backing, Setting},
};
use crate::{
    api::Client,
    app::{
        dialog::Dialog,
        dialogs::welcome::Welcome,
        effect::Effect,
        mouse,
        msg::{Input, Msg},
        notice::{Notice, Tone},
        state::State,
        update::update,
    },
    cli::account::Account,
    model::{
        fault::Fault,
        ids::Ids,
        talk::{Order, Report},
    },
    store::{Reader, Store},
    sync::{self, Desk, Line, Pace},
    term::{Asked, Canvas, Ending, Guard, Modes, Signal, Signals},
    ui::{self, Drawn, canvas::Look},
};

/// Without a key for so long the person is taken to be elsewhere.
const IDLE: Duration = Duration::from_mins(5);
/// How much is taken in before a frame is drawn: a screen in the middle of a flood still moves.
const AT_ONCE: usize = 256;

/// Why the curtain falls.
#[derive(Debug)]
pub(super) enum End {
    Quit,
    Signal(Ending),
    /// The first screen was left for the sandbox.
    Sandbox,
}

/// What work beside the loop has to say.
pub(super) enum Arrival {
    Input(Input),
    Account(Box<Account>),
    Client(Result<Box<Client>, Fault>),
}

pub(super) struct Stage {
    pub(super) state: State,
    pub(super) store: Store,
    /// None until the token is found, or somebody signs in.
    pub(super) client: Option<Client>,
    pub(super) backing: Backing,
    pub(super) drafts: Keeper,
    pub(super) folder: PathBuf,
    line: Line,
    /// Until the background task is started: it is, once everything is loaded.
    desk: Option<Desk>,
    /// Whether everybody is in memory.
    loaded: bool,
    task: Option<JoinHandle<()>>,
    pub(super) inbox: UnboundedSender<Arrival>,
    arrived: UnboundedReceiver<Arrival>,
    pub(super) terminal: Terminal<CrosstermBackend<Canvas>>,
    canvas: Canvas,
    look: Look,
    /// What the last frame showed, for clicks on it.
    drawn: Drawn,
    pub(super) guard: Guard,
    pub(super) signals: Signals,
    /// None while an editor has the keys.
    pub(super) keys: Option<EventStream>,
    pub(super) end: Option<End>,
    /// What the state asked for and nobody has done yet.
    pub(super) pending: VecDeque<Effect>,
    which_key_delay: Duration,
    /// When the keys are shown that may follow a prefix.
    hesitates_at: Option<Instant>,
    changed: bool,
    /// Something was rescued, and the strip says so: nobody may have read it yet.
    untold: bool,
}

impl Stage {
    pub(super) fn set(setting: Setting) -> anyhow::Result<Self> {
        let Setting {
            opened,
            backing,
            session,
            keymap,
            remarks,
            look,
            mouse,
            which_key_delay,
            folder,
        } = setting;
        let reader = opened.store.reader()?;
        let snapshot = loading::first(&reader)?;
        let drafts = Keeper::new(opened.store.clone(), &snapshot.drafts);
        let mut state = State::new(session, keymap);
        let remark = remarks.into_iter().next();
        state.notice = remark.map(|text| Notice { tone: Tone::Failed, text });
        let canvas = Canvas::new();
        let terminal = Terminal::new(CrosstermBackend::new(canvas.clone()))?;
        let signals = Signals::listen()?;
        let guard = Guard::enter(Modes { mouse })?;
        let (line, desk) = sync::line();
        let (inbox, arrived) = unbounded_channel();
        let mut set = Self {
            state,
            store: opened.store,
            client: None,
            backing,
            drafts,
            folder,
            line,
            desk: Some(desk),
            loaded: false,
            task: None,
            inbox,
            arrived,
            terminal,
            canvas,
            look,
            drawn: Drawn::default(),
            guard,
            signals,
            keys: Some(EventStream::new()),
            end: None,
            pending: VecDeque::new(),
            which_key_delay,
            hesitates_at: None,
            changed: true,
            untold: opened.rescued.is_some(),
        };
        set.set_size()?;
        set.loaded = snapshot.whole;
        set.take(Input::Loaded(Box::new(snapshot)));
        if !set.loaded {
            set.load();
        }
        match &set.backing {
            Backing::Sandbox(_, client) => set.take_client(Ok(Box::new(client.clone()))),
            Backing::Account(account) if account.location.is_none() => set.welcome(),
            Backing::Account(_) => set.find_client(),
        }
        Ok(set)
    }

    /// The first screen, unless it is there already.
    pub(super) fn welcome(&mut self) {
        if !matches!(self.state.dialogs.last(), Some(Dialog::Welcome(_))) {
            self.state.dialogs.push(Dialog::Welcome(Welcome::default()));
            self.changed = true;
        }
    }

    fn set_size(&mut self) -> io::Result<()> {
        let (columns, rows) = crossterm::terminal::size()?;
        self.take(Input::Resize { columns, rows });
        Ok(())
    }

    /// Plays until the end, and gives the terminal back.
    pub(super) async fn play(mut self) -> anyhow::Result<End> {
        let mut idle_at = Instant::now() + IDLE;
        while self.end.is_none() {
            self.draw()?;
            tokio::select! {
                biased;
                signal = self.signals.next() => self.heed(signal).await?,
                event = events::next(&mut self.keys) => match event {
                    Some(event) => {
                        idle_at = Instant::now() + IDLE;
                        self.hear(event?).await?;
                    }
                    None => self.end = Some(End::Quit),
                },
                Some(arrival) = self.arrived.recv() => self.arrive(arrival),
                Some(report) = self.line.reports.recv() => self.take_reports(report),
                () = at(self.hesitates_at) => self.take(Input::Hesitation),
                () = tokio::time::sleep_until(idle_at) => {
                    idle_at = Instant::now() + Duration::from_hours(24 * 365);
                    self.take(Input::Idle);
                }
            }
            self.perform().await?;
            self.mind_the_prefix();
        }
        self.fall().await
    }

    /// While a prefix waits, its next keys are shown after a moment, not at once: hands that know
    /// them see nothing flash.
    fn mind_the_prefix(&mut self) {
        self.hesitates_at = if self.state.prefix.is_empty() || self.state.hesitates {
            None
        } else {
            self.hesitates_at.or_else(|| Some(Instant::now() + self.which_key_delay))
        };
    }

    /// Gives the terminal back at once; what is in flight may land after that.
    async fn fall(self) -> anyhow::Result<End> {
        let Self { guard, keys, terminal, line, task, end, store, backing, .. } = self;
        drop((keys, terminal, guard));
        drop(line);
        if let Some(task) = task {
            task.await?;
        }
        match backing {
            Backing::Sandbox(sandbox, _) => sandbox.stop().await,
            Backing::Account(_) => say_what_waits(&store).await,
        }
        Ok(end.unwrap_or(End::Quit))
    }

    fn draw(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.changed) {
            let Self { terminal, state, look, drawn, .. } = self;
            terminal.draw(|frame| *drawn = ui::draw(frame, state, *look))?;
            self.canvas.show()?;
        }
        Ok(())
    }

    async fn heed(&mut self, signal: Signal) -> io::Result<()> {
        match signal {
            Signal::End(ending) => self.end = Some(End::Signal(ending)),
            Signal::Stop => self.suspend(Asked::BySignal).await?,
            Signal::Continue => {
                self.guard.resume()?;
                self.redraw()?;
            }
        }
        Ok(())
    }

    pub(super) async fn suspend(&mut self, asked: Asked) -> io::Result<()> {
        self.guard.suspend(asked, &mut self.signals).await?;
        self.redraw()
    }

    /// Something else wrote on the terminal: every cell anew, in whatever size it has now.
    pub(super) fn redraw(&mut self) -> io::Result<()> {
        self.set_size()?;
        self.terminal.clear()?;
        self.changed = true;
        Ok(())
    }

    /// One event, and all that came with it.
    async fn hear(&mut self, event: Event) -> anyhow::Result<()> {
        // Whoever presses a key sits before what the first frame said.
        if self.untold && matches!(event, Event::Key(_)) {
            self.untold = false;
            self.store.forget_rescue();
        }
        self.take_event(event);
        for _ in 0..AT_ONCE {
            // Effects of a key may change what the next one means.
            self.perform().await?;
            match events::at_hand(&mut self.keys).await {
                Some(event) => self.take_event(event?),
                None => break,
            }
        }
        Ok(())
    }

    fn take_event(&mut self, event: Event) {
        match event {
            // Some terminals report releases too; a key acts when it goes down.
            Event::Key(key) if key.kind != KeyEventKind::Release => self.take(Input::Key(key)),
            Event::Key(_) => {}
            Event::Paste(text) => self.take(Input::Paste(text)),
            // Releases and drags mean nothing, so nothing is drawn for them.
            Event::Mouse(event) if !mouse::matters(event) => {}
            Event::Mouse(event) => {
                let on = self.drawn.spot(event.column, event.row);
                self.take(Input::Mouse(event, on));
            }
            Event::Resize(columns, rows) => self.take(Input::Resize { columns, rows }),
            Event::FocusGained => self.take(Input::Focus(true)),
            Event::FocusLost => self.take(Input::Focus(false)),
        }
    }

    fn take_reports(&mut self, first: Report) {
        let mut next = Some(first);
        for _ in 0..AT_ONCE {
            match next {
                // Nothing to see, so nothing to draw.
                Some(Report::Quiet) => {}
                Some(report) => self.take(Input::Report(report)),
                None => break,
            }
            next = self.line.reports.try_recv().ok();
        }
        if let Some(last) = next {
            self.take(Input::Report(last));
        }
    }

    fn arrive(&mut self, arrival: Arrival) {
        match arrival {
            Arrival::Input(input) => {
                self.loaded |= matches!(&input, Input::Loaded(_));
                self.take(input);
                self.start_the_task();
            }
            Arrival::Account(account) => self.backing = Backing::Account(account),
            Arrival::Client(found) => self.take_client(found),
        }
    }

    pub(super) fn take(&mut self, input: Input) {
        let ids = Ids::starting_at(Uuid::now_v7());
        let effects = update(&mut self.state, Msg { at: Timestamp::now(), ids, input });
        self.pending.extend(effects);
        self.changed = true;
    }

    /// Once everything is loaded, so that nothing the task tells is overwritten by older rows.
    pub(super) fn start_the_task(&mut self) {
        if let Some(client) = &self.client
            && self.loaded
            && let Some(desk) = self.desk.take()
        {
            let task = sync::start(client.clone(), self.store.clone(), Pace::usual(), desk);
            self.task = Some(task);
        }
    }

    pub(super) fn tell(&self, order: Order) {
        // Before the task is started orders wait for it; after it ended nobody gives any.
        let _ = self.line.orders.send(order);
    }

    /// Everything from the database, beside the loop.
    pub(super) fn load(&self) {
        let (store, inbox) = (self.store.clone(), self.inbox.clone());
        tokio::task::spawn_blocking(move || {
            let loaded = store.reader().and_then(|reader| loading::everything(&reader));
            let _ = inbox.send(Arrival::Input(match loaded {
                Ok(snapshot) => Input::Loaded(Box::new(snapshot)),
                Err(error) => Input::Report(Report::Trouble((&error).into())),
            }));
        });
    }
}

/// Waits until then; without a time for ever.
async fn at(time: Option<Instant>) {
    match time {
        Some(time) => tokio::time::sleep_until(time).await,
        None => std::future::pending().await,
    }
}

/// One line on the shell's screen, if something was left to be sent.
async fn say_what_waits(store: &Store) {
    let Ok(counts) = store.read(Reader::counts).await else { return };
    let changes = match counts.waiting {
        0 => return,
        1 => "1 change waits".to_owned(),
        many => format!("{many} changes wait"),
    };
    // Standard error may be closed; then nobody reads it.
    let _ = writeln!(
        io::stderr(),
        "rolodeck: {changes}, safe on disk; sent by the next start or by `rolodeck sync`"
    );
}
