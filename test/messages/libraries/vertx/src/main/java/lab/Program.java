package lab;

import io.vertx.core.Vertx;
import io.vertx.ext.auth.oauth2.OAuth2Options;
import io.vertx.ext.auth.oauth2.providers.OpenIDConnectAuth;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.OAuth2AuthHandler;
import io.vertx.ext.web.handler.SessionHandler;
import io.vertx.ext.web.sstore.LocalSessionStore;
import java.net.URI;
import java.util.Arrays;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Signs people in with Vert.x Web and its OAuth 2.0 provider. */
public final class Program {
  private static final Logger LOG = Logger.getLogger("app");

  private static String env(String name) {
    return System.getenv("LAB_" + name);
  }

  public static void main(String[] args) {
    if (System.getenv("LAB_DEBUG") != null) {
      ConsoleHandler handler = new ConsoleHandler();
      handler.setLevel(Level.FINE);
      Logger vertx = Logger.getLogger("io.vertx");
      vertx.setLevel(Level.FINE);
      vertx.addHandler(handler);
      vertx.setUseParentHandlers(false);
    }
    Vertx vertx = Vertx.vertx();
    OpenIDConnectAuth.discover(
            vertx,
            new OAuth2Options()
                .setClientId(env("CLIENT_ID"))
                .setClientSecret(env("CLIENT_SECRET"))
                .setSite(env("ISSUER")))
        .onFailure(
            error -> {
              LOG.log(Level.SEVERE, "Discovery failed", error);
              System.exit(1);
            })
        .onSuccess(
            provider -> {
              URI redirect = URI.create(env("REDIRECT_URI"));
              Router router = Router.router(vertx);
              router.route().handler(SessionHandler.create(LocalSessionStore.create(vertx)));
              OAuth2AuthHandler handler =
                  OAuth2AuthHandler.create(vertx, provider, env("REDIRECT_URI"))
                      .withScopes(Arrays.asList(env("SCOPE").split(" ")))
                      .setupCallback(router.get(redirect.getPath()));
              router.route("/login").handler(handler);
              router
                  .get("/login")
                  .handler(
                      context ->
                          provider
                              .userInfo(context.user())
                              .onFailure(context::fail)
                              .onSuccess(
                                  person ->
                                      context.end("Signed in as " + person.getString("email"))));
              vertx
                  .createHttpServer()
                  .requestHandler(router)
                  .listen(Integer.parseInt(env("PORT")), "127.0.0.1");
            });
  }
}
