package notes;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import otus.server.api.Attributes;
import otus.server.api.Cookie;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.Status;
import otus.server.api.StatusException;

/// The users who have logged in, by the id in their cookie. In memory, so a restart ends all
/// sessions. Any thread.
final class Sessions {
  private static final String COOKIE = "notes-session";
  private static final Duration LIFE = Duration.ofMinutes(30);
  private static final int MAX = 10_000;

  private record Session(String user, Instant end) {}

  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock;

  Sessions(InstantSource clock) {
    this.clock = clock;
  }

  /// Begins a session.
  ///
  /// @return the cookie with its id
  Cookie begin(String user, boolean encrypted) {
    Instant now = clock.instant();
    sessions.values().removeIf(session -> session.end.isBefore(now));
    if (sessions.size() >= MAX) {
      throw new StatusException(Status.TOO_MANY_REQUESTS, "too many users have logged in");
    }
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    sessions.put(id, new Session(user, now.plus(LIFE)));
    Cookie cookie =
        Cookie.of(COOKIE, id).httpOnly().sameSite(Cookie.SameSite.STRICT).path("/").maxAge(LIFE);
    return encrypted ? cookie.secure() : cookie;
  }

  /// Ends the session of a request.
  ///
  /// @return the cookie that deletes the former one
  Cookie end(Request request) {
    String id = request.cookies().first(COOKIE);
    if (id != null) {
      sessions.remove(id);
    }
    return Cookie.of(COOKIE, "").path("/").maxAge(Duration.ZERO);
  }

  /// Returns a handler that responds with 403 to requests without a session. The user becomes an
  /// attribute, so the access log has the name, too.
  Handler require(Handler next) {
    return request -> {
      String id = request.cookies().first(COOKIE);
      Session session = id == null ? null : sessions.get(id);
      if (session == null || session.end.isBefore(clock.instant())) {
        throw new StatusException(Status.FORBIDDEN, "log in first");
      }
      request.attributes().set(Attributes.USER, session.user);
      return next.handle(request);
    };
  }
}
