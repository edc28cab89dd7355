package otus.server.app.filters.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import otus.server.api.Answer;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.app.filters.WorkerPool;
import otus.server.app.filters.auth.CredentialCache.Verdict;

/// Lets only those pass who know a name and its password (RFC 7617). Any thread.
///
/// A password is checked on a worker, a few at a time, and the answer remembered for a while under
/// a keyed hash of the credentials. More than may wait are told to come again (503).
final class BasicAuth implements Filter {
  private static final String HMAC = "HmacSHA256";

  /// RFC 9110 §15.6.4.
  private static final Response BUSY =
      Response.of(Status.SERVICE_UNAVAILABLE).withHeader("Retry-After", "1");

  private final PasswordFile file;
  private final WorkerPool lookers;
  private final WorkerPool workers;
  private final InstantSource clock;
  private final Response unauthorized;

  /// Of this process alone: what is remembered says nothing of passwords to anybody else.
  private final SecretKeySpec secret;

  /// @param lookers look at the file, so that nobody waits for passwords to have that done
  /// @param workers check passwords
  /// @param realm what is guarded, of characters that a quoted string may have
  BasicAuth(
      PasswordFile file,
      WorkerPool lookers,
      WorkerPool workers,
      InstantSource clock,
      String realm) {
    this.file = file;
    this.lookers = lookers;
    this.workers = workers;
    this.clock = clock;
    // RFC 7617 §2 and §2.1.
    this.unauthorized =
        Response.of(new Status(401))
            .withHeader("WWW-Authenticate", "Basic realm=\"" + realm + "\", charset=\"UTF-8\"");
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.secret = new SecretKeySpec(random, HMAC);
  }

  @Override
  public Answer filter(Request request, Handler next) throws Exception {
    if (file.wantsLook()) {
      CompletableFuture<Answer> looked = new CompletableFuture<>();
      boolean taken =
          lookers.execute(
              () -> {
                try {
                  file.look();
                } finally {
                  looked.complete(Answer.pass());
                }
              });
      if (taken) {
        return Answer.later(looked).then(_ -> judge(request, next));
      }
    }
    return judge(request, next);
  }

  private Answer judge(Request request, Handler next) throws Exception {
    Credentials credentials = Credentials.of(request.headers());
    if (credentials == null) {
      return unauthorized;
    }
    CredentialCache users = file.credentials();
    String key = hash(credentials.octets());
    long now = clock.millis();
    if (users.knows(key, now)) {
      return next.handle(request);
    }
    if (users.refuses(key, now)) {
      return unauthorized;
    }
    int number = hash(credentials.user().getBytes(StandardCharsets.UTF_8)).hashCode();
    return Answer.later(
            users.verify(key, number, credentials, workers, now).thenApply(this::refusal))
        .then(settled -> settled instanceof Answer.Pass ? next.handle(request) : settled);
  }

  /// A pass for who may pass.
  private Answer refusal(Verdict verdict) {
    return switch (verdict) {
      case RIGHT -> Answer.pass();
      case WRONG -> unauthorized;
      case BUSY -> BUSY;
    };
  }

  private String hash(byte[] octets) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(HMAC);
    mac.init(secret);
    return new String(mac.doFinal(octets), StandardCharsets.ISO_8859_1);
  }
}
