//! The page on which a person lets the app in: a browser or curl can click through it.

use serde_json::Value;
use url::Url;

use super::token;
use crate::sandbox::call::{Answer, Call, Refusal, Reply};
use crate::sandbox::id::Id;
use crate::sandbox::world::grant::Scope;

/// What the app asks for; the page hands it on to itself.
struct Request {
    client_id: String,
    redirect_uri: String,
    scope: String,
    state: Option<String>,
}

/// `GET /oauth/chooselocation`
pub(crate) fn page(call: &mut Call<'_>) -> Answer {
    let ask = |name: &str| call.queried(name).map(str::to_owned);
    if ask("response_type").as_deref() != Some("code") {
        return Err(mistake("response_type must be code"));
    }
    let request = read(ask, call)?;
    let setting = &call.world.setting;
    let hidden = [
        ("client_id", request.client_id.as_str()),
        ("redirect_uri", &request.redirect_uri),
        ("scope", &request.scope),
        ("state", request.state.as_deref().unwrap_or_default()),
    ];
    let locations = setting.locations.iter().map(|it| (&*it.id, it.name.as_str(), "location"));
    let company = ("", setting.company_name.as_str(), "the whole company");
    let form: Vec<String> = hidden
        .into_iter()
        .map(|(name, value)| {
            let value = escaped(value);
            format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">")
        })
        .chain(locations.chain([company]).map(|(id, name, what)| {
            let (id, name) = (escaped(id), escaped(name));
            format!("<p><button name=\"location\" value=\"{id}\">{name}</button> ({what})</p>")
        }))
        .collect();
    Ok(Reply::html(format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <title>Sandbox: let the app in?</title></head><body><h1>Sandbox</h1>\n\
         <p>The app asks for <code>{}</code>. Where may it work?</p>\n\
         <form method=\"post\" action=\"/oauth/chooselocation\">\n{}\n\
         <p><button name=\"deny\" value=\"1\">Nowhere</button></p></form></body></html>\n",
        escaped(&request.scope),
        form.join("\n")
    )))
}

/// `POST /oauth/chooselocation`, what the page's buttons send: back to the app with a code.
pub(crate) fn choose(call: &mut Call<'_>) -> Answer {
    let sent = call.body.clone();
    let ask = |name: &str| {
        let text = sent.get(name).and_then(Value::as_str);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let request = read(ask, call)?;
    if ask("deny").is_some() {
        return back(&request, "error", "access_denied");
    }
    let location = ask("location").map(Id::from);
    if location.as_ref().is_some_and(|id| call.world.location(id).is_none()) {
        return Err(mistake("there is no such location"));
    }
    let asked = request.scope.split_whitespace().filter_map(Scope::named).collect();
    let code = token::new_code(location, asked, Some(request.redirect_uri.clone()), call);
    Ok(back(&request, "code", &code.text)?.keep(code))
}

fn read(ask: impl Fn(&str) -> Option<String>, call: &Call<'_>) -> Result<Request, Refusal> {
    let needed = |name: &str| ask(name).ok_or_else(|| mistake(&format!("{name} is missing")));
    let client_id = needed("client_id")?;
    if client_id != call.world.setting.app.client_id {
        return Err(mistake("no app has this client_id"));
    }
    let redirect_uri = needed("redirect_uri")?;
    let url = Url::parse(&redirect_uri).map_err(|_| mistake("redirect_uri is no address"))?;
    if url.scheme() != "https" && !is_loopback(&url) {
        return Err(mistake("redirect_uri must be https, or of this machine"));
    }
    let scope = needed("scope")?;
    if let Some(unknown) = scope.split_whitespace().find(|name| Scope::named(name).is_none()) {
        return Err(mistake(&format!("there is no scope {unknown}")));
    }
    Ok(Request { client_id, redirect_uri, scope, state: ask("state") })
}

fn is_loopback(url: &Url) -> bool {
    url.scheme() == "http"
        && match url.host() {
            Some(url::Host::Domain(name)) => name == "localhost",
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
}

fn back(request: &Request, name: &str, value: &str) -> Answer {
    let url = Url::parse(&request.redirect_uri);
    let mut url = url.map_err(|_| mistake("redirect_uri is no address"))?;
    url.query_pairs_mut().append_pair(name, value);
    if let Some(state) = &request.state {
        url.query_pairs_mut().append_pair("state", state);
    }
    Ok(Reply::redirect(url.into()))
}

fn mistake(reason: &str) -> Refusal {
    Refusal::page(format!(
        "<!doctype html><html lang=\"en\"><head><title>Sandbox</title></head>\
         <body><h1>This can't be signed in to</h1><p>{}.</p></body></html>\n",
        escaped(reason)
    ))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
