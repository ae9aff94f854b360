//! Carries out what the state asked for.

use std::io;

use crossterm::event::EventStream;

use super::{
    browser, clipboard, editor,
    setting::Backing,
    stage::{End, Stage},
};
use crate::{
    app::{
        effect::{Effect, Weather},
        msg::Input,
    },
    model::fault::{Fault, Trouble},
    sandbox::Sky,
    term::Asked,
};

impl Stage {
    pub(super) async fn perform(&mut self) -> anyhow::Result<()> {
        while let Some(effect) = self.pending.pop_front() {
            if let Err(error) = self.carry_out(effect.clone()).await {
                let fault = Fault::new(Trouble::Disk, error.to_string(), "");
                self.take(Input::Failed { effect, fault });
            }
        }
        Ok(())
    }

    async fn carry_out(&mut self, effect: Effect) -> io::Result<()> {
        match effect {
            Effect::Tell(order) => self.tell(order),
            Effect::Quit => self.end = Some(End::Quit),
            Effect::Sandbox => self.end = Some(End::Sandbox),
            Effect::Load => self.load(),
            Effect::Suspend => self.suspend(Asked::ByKey).await?,
            Effect::Redraw => self.redraw()?,
            Effect::Copy(text) => clipboard::copy(&text, self.terminal.backend_mut())?,
            Effect::Open(address) => browser::open(&address)?,
            Effect::Edit(text) => self.edit(&text)?,
            Effect::KeepDraft(draft) => self.drafts.keep(draft),
            Effect::ForgetDraft(place) => self.drafts.forget(&place),
            Effect::SignIn { token, location } => self.sign_in(token, location),
            Effect::SaveMe(me) => self.save_me(&me)?,
            Effect::Weather(weather) => self.change_weather(weather),
        }
        Ok(())
    }

    fn edit(&mut self, text: &str) -> io::Result<()> {
        // A living event stream would take the editor's keys.
        self.keys = None;
        let edited = self.guard.lend(|| editor::edit(text, &self.folder));
        self.keys = Some(EventStream::new());
        let edited = edited??;
        self.redraw()?;
        self.take(Input::Edited(edited));
        Ok(())
    }

    fn change_weather(&self, weather: Weather) {
        if let Backing::Sandbox(sandbox, _) = &self.backing {
            sandbox.weather().set(match weather {
                Weather::Normal => Sky::Normal,
                Weather::Offline => Sky::Offline,
                Weather::Throttled => Sky::Throttled,
                Weather::Refusing => Sky::Refusing,
            });
        }
    }
}
