package lab;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.AccessTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Signs people in with the OAuth 2.0 and OpenID Connect SDK of Nimbus. */
public final class Program {
  private static final Logger LOG = Logger.getLogger("app");
  private static final boolean DEBUG = System.getenv("LAB_DEBUG") != null;
  private static final URI REDIRECT = URI.create(env("REDIRECT_URI"));
  private static final ClientID CLIENT = new ClientID(env("CLIENT_ID"));
  private static final Map<String, Login> LOGINS = new ConcurrentHashMap<>();
  private static OIDCProviderMetadata provider;

  private record Login(State state, Nonce nonce) {}

  private interface Step {
    void run(HttpExchange exchange) throws Exception;
  }

  private static String env(String name) {
    return System.getenv("LAB_" + name);
  }

  public static void main(String[] args) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(env("PORT"))), 0);
    handle(server, "/login", Program::login);
    handle(server, REDIRECT.getPath(), Program::callback);
    server.start();
  }

  private static void handle(HttpServer server, String path, Step step) {
    server.createContext(
        path,
        exchange -> {
          try {
            step.run(exchange);
          } catch (Exception error) {
            LOG.log(Level.SEVERE, "Sign-in failed", error);
            answer(exchange, 500, "Sign-in failed: " + error.getMessage());
          }
        });
  }

  private static void answer(HttpExchange exchange, int status, String text) throws java.io.IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static synchronized OIDCProviderMetadata provider() throws Exception {
    if (provider == null) {
      provider = OIDCProviderMetadata.resolve(new Issuer(env("ISSUER")), 10_000, 10_000);
      if (DEBUG) LOG.info("Provider metadata: " + provider.toJSONObject());
    }
    return provider;
  }

  private static void login(HttpExchange exchange) throws Exception {
    Login login = new Login(new State(), new Nonce());
    AuthenticationRequest request =
        new AuthenticationRequest.Builder(
                new ResponseType("code"), Scope.parse(env("SCOPE")), CLIENT, REDIRECT)
            .endpointURI(provider().getAuthorizationEndpointURI())
            .state(login.state())
            .nonce(login.nonce())
            .build();
    String id = new State().getValue();
    LOGINS.put(id, login);
    if (DEBUG) LOG.info("Redirecting to " + request.toURI());
    exchange.getResponseHeaders().add("Location", request.toURI().toString());
    exchange.getResponseHeaders().add("Set-Cookie", "login=" + id + "; Path=/; HttpOnly");
    answer(exchange, 302, "");
  }

  private static void callback(HttpExchange exchange) throws Exception {
    String cookie = exchange.getRequestHeaders().getFirst("Cookie");
    Login login = cookie == null ? null : LOGINS.get(cookie.replaceAll(".*login=([^;]+).*", "$1"));
    AuthenticationResponse response =
        AuthenticationResponseParser.parse(REDIRECT.resolve(exchange.getRequestURI()));
    if (login == null || !login.state().equals(response.getState()))
      throw new GeneralException("Unexpected state in the authentication response");
    if (!response.indicatesSuccess()) throw refused(response.toErrorResponse().getErrorObject());
    AuthorizationCode code = response.toSuccessResponse().getAuthorizationCode();

    HTTPRequest asked =
        new TokenRequest.Builder(
                provider().getTokenEndpointURI(),
                new ClientSecretBasic(CLIENT, new Secret(env("CLIENT_SECRET"))),
                new AuthorizationCodeGrant(code, REDIRECT))
            .build()
            .toHTTPRequest();
    asked.setConnectTimeout(10_000);
    asked.setReadTimeout(10_000);
    TokenResponse answered = OIDCTokenResponseParser.parse(asked.send());
    if (!answered.indicatesSuccess()) throw refused(answered.toErrorResponse().getErrorObject());
    OIDCTokenResponse tokens = (OIDCTokenResponse) answered.toSuccessResponse();

    IDTokenClaimsSet claims =
        new IDTokenValidator(
                provider().getIssuer(), CLIENT, JWSAlgorithm.RS256, provider().getJWKSetURI().toURL())
            .validate(tokens.getOIDCTokens().getIDToken(), login.nonce());
    AccessTokenHash hash = claims.getAccessTokenHash();
    if (hash != null)
      AccessTokenValidator.validate(
          tokens.getOIDCTokens().getAccessToken(), JWSAlgorithm.RS256, hash);
    if (DEBUG) LOG.info("ID token claims: " + claims.toJSONString());

    HTTPRequest wanted =
        new UserInfoRequest(
                provider().getUserInfoEndpointURI(), tokens.getOIDCTokens().getBearerAccessToken())
            .toHTTPRequest();
    wanted.setConnectTimeout(10_000);
    wanted.setReadTimeout(10_000);
    UserInfoResponse told = UserInfoResponse.parse(wanted.send());
    if (!told.indicatesSuccess()) throw refused(told.toErrorResponse().getErrorObject());
    UserInfo person = told.toSuccessResponse().getUserInfo();
    if (person == null) throw new GeneralException("The UserInfo response is not a JSON object");
    if (!person.getSubject().equals(claims.getSubject()))
      throw new GeneralException("The UserInfo subject is not that of the ID token");
    if (DEBUG) LOG.info("UserInfo: " + person.toJSONString());
    answer(exchange, 200, "Signed in as " + person.getEmailAddress());
  }

  private static GeneralException refused(ErrorObject error) {
    return new GeneralException(error == null ? "No error object" : error.getHTTPStatusCode() + " " + error, error);
  }
}
