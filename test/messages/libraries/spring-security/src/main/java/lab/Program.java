package lab;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A page behind Spring Security's OAuth 2.0 login, with nothing but its settings. */
@SpringBootApplication
@RestController
public class Program {
  public static void main(String[] args) {
    SpringApplication.run(Program.class, args);
  }

  @GetMapping("/done")
  String done(@AuthenticationPrincipal OidcUser user) {
    return "Signed in as " + user.getEmail();
  }
}
