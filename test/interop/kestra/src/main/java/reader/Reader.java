package reader;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.runtime.Micronaut;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import java.util.Map;

/** Starts Micronaut with the files that MICRONAUT_CONFIG_FILES names, and shows who signed in. */
@Controller
public class Reader {
  public static void main(String[] args) {
    Micronaut.run(Reader.class, args);
  }

  @Get("/me")
  @Secured(SecurityRule.IS_AUTHENTICATED)
  Map<String, Object> me(Authentication user) {
    return Map.of("name", user.getName(), "claims", user.getAttributes());
  }

  @Get("/failed")
  @Secured(SecurityRule.IS_ANONYMOUS)
  @Produces(MediaType.TEXT_PLAIN)
  String failed() {
    return "login failed";
  }
}
