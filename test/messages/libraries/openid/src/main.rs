//! Signs people in with the crate openid.
use openid::{DiscoveredClient, Options};
use std::collections::hash_map::RandomState;
use std::collections::HashMap;
use std::env::var;
use std::error::Error;
use std::hash::{BuildHasher, Hasher};
use std::sync::Mutex;
use tiny_http::{Header, Request, Response, Server};
use tokio::runtime::Runtime;

type Logins = Mutex<HashMap<String, (String, String)>>;

fn env(name: &str) -> String {
    var(format!("LAB_{name}")).unwrap_or_default()
}

fn random() -> String {
    let one = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", one(), one())
}

/// An error with everything that caused it, as programs print it.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(one) = cause {
        text.push_str(&format!("\n    caused by: {one}"));
        cause = one.source();
    }
    text
}

async fn client() -> Result<DiscoveredClient, Box<dyn Error>> {
    Ok(DiscoveredClient::discover(
        env("CLIENT_ID"),
        env("CLIENT_SECRET"),
        Some(env("REDIRECT_URI")),
        url::Url::parse(&env("ISSUER"))?,
    )
    .await?)
}

async fn login(logins: &Logins) -> Result<(String, String), Box<dyn Error>> {
    let (id, state, nonce) = (random(), random(), random());
    let to = client().await?.auth_url(&Options {
        scope: Some(env("SCOPE")),
        state: Some(state.clone()),
        nonce: Some(nonce.clone()),
        ..Default::default()
    });
    if var("LAB_DEBUG").is_ok() {
        eprintln!("DEBUG redirecting to {to}");
    }
    logins.lock().unwrap().insert(id.clone(), (state, nonce));
    Ok((to.to_string(), id))
}

async fn callback(request: &Request, logins: &Logins) -> Result<String, Box<dyn Error>> {
    let address = url::Url::parse(&env("REDIRECT_URI"))?.join(request.url())?;
    let query: HashMap<String, String> = address.query_pairs().into_owned().collect();
    let id = request
        .headers()
        .iter()
        .find(|one| one.field.equiv("cookie"))
        .and_then(|one| one.value.as_str().split("login=").nth(1).map(str::to_string));
    let (state, nonce) = id
        .and_then(|id| logins.lock().unwrap().remove(&id))
        .ok_or("no login was begun in this browser")?;
    if query.get("state") != Some(&state) {
        return Err("the state does not match".into());
    }
    if let Some(error) = query.get("error") {
        let more = query.get("error_description").cloned().unwrap_or_default();
        return Err(format!("the provider answered {error}: {more}").into());
    }
    let code = query.get("code").ok_or("the callback has no code")?;
    let client = client().await?;
    let token = client.authenticate(code, nonce.as_str(), None).await?;
    if var("LAB_DEBUG").is_ok() {
        eprintln!("DEBUG ID token: {:?}", token.id_token.as_ref().and_then(|one| one.payload().ok()));
    }
    let person = client.request_userinfo(&token).await?;
    if var("LAB_DEBUG").is_ok() {
        eprintln!("DEBUG userinfo: {person:?}");
    }
    Ok(format!("Signed in as {}", person.email.ok_or("the user has no email")?))
}

fn main() {
    let runtime = Runtime::new().expect("a runtime");
    let logins: Logins = Mutex::default();
    let server = Server::http(format!("127.0.0.1:{}", env("PORT"))).expect("the port is free");
    for request in server.incoming_requests() {
        let path = request.url().split('?').next().unwrap_or("").to_string();
        let answered = match path.as_str() {
            "/login" => runtime.block_on(login(&logins)).map(|(to, id)| {
                Response::from_string("")
                    .with_status_code(302)
                    .with_header(Header::from_bytes("Location", to).unwrap())
                    .with_header(Header::from_bytes("Set-Cookie", format!("login={id}; Path=/")).unwrap())
            }),
            "/callback" => runtime.block_on(callback(&request, &logins)).map(Response::from_string),
            _ => Ok(Response::from_string("").with_status_code(404)),
        };
        let response = answered.unwrap_or_else(|error| {
            eprintln!("ERROR sign-in failed: {}", chain(error.as_ref()));
            Response::from_string(format!("Sign-in failed: {error}")).with_status_code(500)
        });
        let _ = request.respond(response);
    }
}
