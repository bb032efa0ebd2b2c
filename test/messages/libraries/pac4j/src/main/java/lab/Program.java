package lab;

import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.pac4j.core.context.CallContext;
import org.pac4j.core.credentials.Credentials;
import org.pac4j.core.exception.http.HttpAction;
import org.pac4j.core.exception.http.WithLocationAction;
import org.pac4j.core.http.callback.NoParameterCallbackUrlResolver;
import org.pac4j.core.profile.UserProfile;
import org.pac4j.oidc.client.OidcClient;
import org.pac4j.oidc.config.OidcConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs people in with pac4j's OpenID Connect client. */
public final class Program {
  private static final Logger LOG = LoggerFactory.getLogger("app");
  private static final URI REDIRECT = URI.create(env("REDIRECT_URI"));

  private interface Step {
    void run(HttpExchange exchange, CallContext context) throws Exception;
  }

  private static String env(String name) {
    return System.getenv("LAB_" + name);
  }

  public static void main(String[] args) throws Exception {
    if (System.getenv("LAB_DEBUG") != null)
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug");
    OidcConfiguration configuration = new OidcConfiguration();
    configuration.setClientId(env("CLIENT_ID"));
    configuration.setSecret(env("CLIENT_SECRET"));
    configuration.setDiscoveryURI(env("ISSUER") + "/.well-known/openid-configuration");
    configuration.setScope(env("SCOPE"));
    configuration.setClientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    configuration.setUseNonce(true);
    configuration.setConnectTimeout(10_000);
    configuration.setReadTimeout(10_000);
    OidcClient client = new OidcClient(configuration);
    client.setCallbackUrl(env("REDIRECT_URI"));
    client.setCallbackUrlResolver(new NoParameterCallbackUrlResolver());

    HttpServer server =
        HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(env("PORT"))), 0);
    handle(
        server,
        "/login",
        (exchange, context) -> {
          client.init();
          act(exchange, client.getRedirectionAction(context).orElseThrow());
        });
    handle(
        server,
        REDIRECT.getPath(),
        (exchange, context) -> {
          Credentials credentials = client.getCredentials(context).orElse(null);
          if (credentials != null)
            credentials = client.validateCredentials(context, credentials).orElse(null);
          UserProfile profile =
              credentials == null ? null : client.getUserProfile(context, credentials).orElse(null);
          if (profile == null) answer(exchange, 401, "Sign-in failed");
          else answer(exchange, 200, "Signed in as " + profile.getAttribute("email"));
        });
    server.start();
  }

  private static void handle(HttpServer server, String path, Step step) {
    server.createContext(
        path,
        exchange -> {
          try {
            Exchange one = new Exchange(exchange, REDIRECT);
            step.run(exchange, new CallContext(one, one));
          } catch (HttpAction action) {
            LOG.info("Sign-in ended with the status {}", action.getCode());
            act(exchange, action);
          } catch (Exception error) {
            LOG.error("Sign-in failed", error);
            answer(exchange, 500, "Sign-in failed: " + error.getMessage());
          }
        });
  }

  private static void act(HttpExchange exchange, HttpAction action) throws IOException {
    if (action instanceof WithLocationAction to)
      exchange.getResponseHeaders().set("Location", to.getLocation());
    answer(exchange, action.getCode(), "");
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) exchange.getResponseBody().write(body);
    exchange.close();
  }
}
