//! Signs people in with the crate openidconnect.
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreProviderMetadata, CoreUserInfoClaims,
};
use openidconnect::{
    AccessTokenHash, AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce,
    OAuth2TokenResponse, RedirectUrl, Scope, TokenResponse,
};
use std::collections::HashMap;
use std::env::var;
use std::error::Error;
use std::sync::Mutex;
use std::time::Duration;
use tiny_http::{Header, Request, Response, Server};

type Logins = Mutex<HashMap<String, (CsrfToken, Nonce)>>;

fn env(name: &str) -> String {
    var(format!("LAB_{name}")).unwrap_or_default()
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

fn http() -> Result<reqwest::blocking::Client, Box<dyn Error>> {
    let mut builder = reqwest::blocking::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(Duration::from_secs(10));
    if let Ok(file) = var("LAB_CA") {
        builder = builder.add_root_certificate(reqwest::Certificate::from_pem(&std::fs::read(file)?)?);
    }
    Ok(builder.build()?)
}

fn metadata() -> Result<CoreProviderMetadata, Box<dyn Error>> {
    Ok(CoreProviderMetadata::discover(&IssuerUrl::new(env("ISSUER"))?, &http()?)?)
}

macro_rules! client {
    ($metadata:expr) => {
        CoreClient::from_provider_metadata(
            $metadata,
            ClientId::new(env("CLIENT_ID")),
            Some(ClientSecret::new(env("CLIENT_SECRET"))),
        )
        .set_redirect_uri(RedirectUrl::new(env("REDIRECT_URI"))?)
    };
}

fn login(logins: &Logins) -> Result<(String, String), Box<dyn Error>> {
    let client = client!(metadata()?);
    let mut request = client.authorize_url(
        CoreAuthenticationFlow::AuthorizationCode,
        CsrfToken::new_random,
        Nonce::new_random,
    );
    for scope in env("SCOPE").split(' ').filter(|one| *one != "openid") {
        request = request.add_scope(Scope::new(scope.to_string()));
    }
    let (to, state, nonce) = request.url();
    if var("LAB_DEBUG").is_ok() {
        eprintln!("DEBUG redirecting to {to}");
    }
    let id = CsrfToken::new_random().secret().clone();
    logins.lock().unwrap().insert(id.clone(), (state, nonce));
    Ok((to.to_string(), id))
}

fn callback(request: &Request, logins: &Logins) -> Result<String, Box<dyn Error>> {
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
    if query.get("state") != Some(state.secret()) {
        return Err("the state does not match".into());
    }
    if let Some(error) = query.get("error") {
        let more = query.get("error_description").cloned().unwrap_or_default();
        return Err(format!("the provider answered {error}: {more}").into());
    }
    let code = query.get("code").ok_or("the callback has no code")?;
    let client = client!(metadata()?);
    let tokens = client
        .exchange_code(AuthorizationCode::new(code.clone()))?
        .request(&http()?)?;
    let id_token = tokens.id_token().ok_or("Server did not return an ID token")?;
    let verifier = client.id_token_verifier();
    let claims = id_token.claims(&verifier, &nonce)?;
    if let Some(expected) = claims.access_token_hash() {
        let actual = AccessTokenHash::from_token(
            tokens.access_token(),
            id_token.signing_alg()?,
            id_token.signing_key(&verifier)?,
        )?;
        if actual != *expected {
            return Err("Invalid access token".into());
        }
    }
    if var("LAB_DEBUG").is_ok() {
        eprintln!("DEBUG ID token claims: {claims:?}");
    }
    let person: CoreUserInfoClaims = client
        .user_info(tokens.access_token().clone(), Some(claims.subject().clone()))?
        .request(&http()?)?;
    if var("LAB_DEBUG").is_ok() {
        eprintln!("DEBUG userinfo: {person:?}");
    }
    let email = person.email().ok_or("the user has no email")?;
    Ok(format!("Signed in as {}", email.as_str()))
}

fn main() {
    let logins: Logins = Mutex::default();
    let server = Server::http(format!("127.0.0.1:{}", env("PORT"))).expect("the port is free");
    for request in server.incoming_requests() {
        let path = request.url().split('?').next().unwrap_or("").to_string();
        let answered = match path.as_str() {
            "/login" => login(&logins).map(|(to, id)| {
                Response::from_string("")
                    .with_status_code(302)
                    .with_header(Header::from_bytes("Location", to).unwrap())
                    .with_header(Header::from_bytes("Set-Cookie", format!("login={id}; Path=/")).unwrap())
            }),
            "/callback" => callback(&request, &logins).map(Response::from_string),
            _ => Ok(Response::from_string("").with_status_code(404)),
        };
        let response = answered.unwrap_or_else(|error| {
            eprintln!("ERROR sign-in failed: {}", chain(error.as_ref()));
            Response::from_string(format!("Sign-in failed: {error}")).with_status_code(500)
        });
        let _ = request.respond(response);
    }
}
