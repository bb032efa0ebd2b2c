package lab;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.runtime.Micronaut;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;

/** A page behind Micronaut Security's OAuth 2.0 login, with nothing but its settings. */
@Controller
public class Program {
  public static void main(String[] args) {
    Micronaut.run(Program.class, args);
  }

  @Get("/done")
  @Secured(SecurityRule.IS_AUTHENTICATED)
  @Produces(MediaType.TEXT_PLAIN)
  String done(Authentication user) {
    return "Signed in as " + user.getAttributes().get("email");
  }

  @Get("/failed")
  @Secured(SecurityRule.IS_ANONYMOUS)
  @Produces(MediaType.TEXT_PLAIN)
  String failed() {
    return "Login failed";
  }
}
