package lab;

import io.quarkus.oidc.UserInfo;
import io.quarkus.security.Authenticated;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** Signs people in with the OpenID Connect extension of Quarkus, by its settings alone. */
@Path("/login")
@Authenticated
public class Program {
  @Inject UserInfo person;

  @GET
  @Produces("text/plain")
  public String login() {
    return "Signed in as " + person.getEmail();
  }
}
