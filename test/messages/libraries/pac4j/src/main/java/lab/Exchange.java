package lab;

import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.pac4j.core.context.Cookie;
import org.pac4j.core.context.WebContext;
import org.pac4j.core.context.session.SessionStore;

/** One request to the JDK's own web server, as pac4j wants to see it, with its session. */
final class Exchange implements WebContext, SessionStore {
  private static final Map<String, Map<String, Object>> SESSIONS = new ConcurrentHashMap<>();

  private final HttpExchange exchange;
  private final URI address;
  private final Map<String, Object> attributes = new HashMap<>();
  private final String session;

  Exchange(HttpExchange exchange, URI root) {
    this.exchange = exchange;
    this.address = root.resolve(exchange.getRequestURI());
    String known =
        getRequestCookies().stream()
            .filter(cookie -> cookie.getName().equals("session"))
            .map(Cookie::getValue)
            .filter(SESSIONS::containsKey)
            .findFirst()
            .orElse(null);
    session = known == null ? UUID.randomUUID().toString() : known;
    if (known == null) {
      SESSIONS.put(session, new ConcurrentHashMap<>());
      exchange.getResponseHeaders().add("Set-Cookie", "session=" + session + "; Path=/; HttpOnly");
    }
  }

  @Override
  public Map<String, String[]> getRequestParameters() {
    Map<String, String[]> parameters = new HashMap<>();
    String query = address.getRawQuery();
    if (query == null) return parameters;
    for (String pair : query.split("&")) {
      String[] parts = pair.split("=", 2);
      String value = parts.length < 2 ? "" : parts[1];
      parameters.put(parts[0], new String[] {URLDecoder.decode(value, StandardCharsets.UTF_8)});
    }
    return parameters;
  }

  @Override
  public Optional<String> getRequestParameter(String name) {
    return Optional.ofNullable(getRequestParameters().get(name)).map(values -> values[0]);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Optional getRequestAttribute(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  @Override
  public void setRequestAttribute(String name, Object value) {
    attributes.put(name, value);
  }

  @Override
  public Optional<String> getRequestHeader(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  @Override
  public String getRequestMethod() {
    return exchange.getRequestMethod();
  }

  @Override
  public String getRemoteAddr() {
    return exchange.getRemoteAddress().getAddress().getHostAddress();
  }

  @Override
  public void setResponseHeader(String name, String value) {
    exchange.getResponseHeaders().set(name, value);
  }

  @Override
  public Optional<String> getResponseHeader(String name) {
    return Optional.ofNullable(exchange.getResponseHeaders().getFirst(name));
  }

  @Override
  public void setResponseContentType(String type) {
    setResponseHeader("Content-Type", type);
  }

  @Override
  public String getServerName() {
    return address.getHost();
  }

  @Override
  public int getServerPort() {
    return address.getPort();
  }

  @Override
  public String getScheme() {
    return address.getScheme();
  }

  @Override
  public boolean isSecure() {
    return address.getScheme().equals("https");
  }

  @Override
  public String getFullRequestURL() {
    return address.toString();
  }

  @Override
  public Collection<Cookie> getRequestCookies() {
    List<Cookie> cookies = new ArrayList<>();
    String header = exchange.getRequestHeaders().getFirst("Cookie");
    if (header != null)
      Arrays.stream(header.split("; *"))
          .map(pair -> pair.split("=", 2))
          .forEach(pair -> cookies.add(new Cookie(pair[0], pair.length < 2 ? "" : pair[1])));
    return cookies;
  }

  @Override
  public void addResponseCookie(Cookie cookie) {
    exchange
        .getResponseHeaders()
        .add("Set-Cookie", cookie.getName() + "=" + cookie.getValue() + "; Path=/");
  }

  @Override
  public String getPath() {
    return address.getPath();
  }

  @Override
  public Optional<String> getSessionId(WebContext context, boolean create) {
    return Optional.of(session);
  }

  @Override
  public Optional<Object> get(WebContext context, String key) {
    return Optional.ofNullable(SESSIONS.get(session).get(key));
  }

  @Override
  public void set(WebContext context, String key, Object value) {
    if (value == null || "".equals(value)) SESSIONS.get(session).remove(key);
    else SESSIONS.get(session).put(key, value);
  }

  @Override
  public boolean destroySession(WebContext context) {
    SESSIONS.get(session).clear();
    return true;
  }

  @Override
  public Optional<Object> getTrackableSession(WebContext context) {
    return Optional.of(session);
  }

  @Override
  public Optional<SessionStore> buildFromTrackableSession(WebContext context, Object tracked) {
    return Optional.of(this);
  }

  @Override
  public boolean renewSession(WebContext context) {
    return true;
  }
}
