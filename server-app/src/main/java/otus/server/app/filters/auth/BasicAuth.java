package otus.server.app.filters.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import otus.server.api.Answer;
import otus.server.api.Attributes;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.spi.Metrics;
import otus.server.app.filters.WorkerPool;
import otus.server.app.filters.auth.CredentialCache.Verdict;

/// Requires valid credentials for every request (RFC 7617). Any thread.
///
/// Passwords are checked by a few worker threads. Results are cached for a while under a keyed hash
/// of the credentials. If the queue of the workers is full, the response is 503 with `Retry-After`.
final class BasicAuth implements Filter {
  private static final String HMAC = "HmacSHA256";

  /// RFC 9110 §15.6.4.
  private static final Response BUSY =
      Response.of(Status.SERVICE_UNAVAILABLE).withHeader("Retry-After", "1");

  private final PasswordFile file;
  private final WorkerPool fileWorkers;
  private final WorkerPool workers;
  private final InstantSource clock;
  private final Response unauthorized;
  private final LongAdder accepted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder busy = new LongAdder();

  /// Key of the hashes, random per process, so that cached hashes reveal nothing about passwords.
  private final SecretKeySpec secret;

  /// @param fileWorkers pool that checks the file for changes, separate so that this check does not
  ///     wait for password checks
  /// @param workers pool that checks passwords
  /// @param realm name of the protected area, without characters that a quoted string must escape
  BasicAuth(
      PasswordFile file,
      WorkerPool fileWorkers,
      WorkerPool workers,
      InstantSource clock,
      String realm) {
    this.file = file;
    this.fileWorkers = fileWorkers;
    this.workers = workers;
    this.clock = clock;
    // RFC 7617 §2 and §2.1.
    this.unauthorized =
        Response.of(Status.UNAUTHORIZED)
            .withHeader("WWW-Authenticate", "Basic realm=\"" + realm + "\", charset=\"UTF-8\"");
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.secret = new SecretKeySpec(random, HMAC);
  }

  /// Registers the metrics of this filter.
  void register(Metrics metrics) {
    metrics.counter("accepted_total", "Requests with valid credentials.", accepted::sum);
    metrics.counter(
        "refused_total", "Requests without credentials, or with wrong ones.", refused::sum);
    metrics.counter("busy_total", "Requests refused for too many password checks.", busy::sum);
  }

  @Override
  public Answer filter(Request request, Handler next) throws Exception {
    if (file.claimCheck()) {
      CompletableFuture<Answer> checked = new CompletableFuture<>();
      boolean taken =
          fileWorkers.execute(
              () -> {
                try {
                  file.check();
                } finally {
                  checked.complete(Answer.pass());
                }
              });
      if (taken) {
        return Answer.later(checked).then(_ -> authenticate(request, next));
      }
    }
    return authenticate(request, next);
  }

  private Answer authenticate(Request request, Handler next) throws Exception {
    Credentials credentials = Credentials.of(request.headers());
    if (credentials == null) {
      return refuse();
    }
    CredentialCache cache = file.credentials();
    String key = hash(credentials.octets());
    long now = clock.millis();
    if (cache.isVerified(key, now)) {
      accepted.increment();
      return admit(credentials, request, next);
    }
    if (cache.isRejected(key, now)) {
      return refuse();
    }
    int userHash = hash(credentials.user().getBytes(StandardCharsets.UTF_8)).hashCode();
    return Answer.later(
            cache.verify(key, userHash, credentials, workers, now).thenApply(this::answer))
        .then(
            settled ->
                settled instanceof Answer.Pass ? admit(credentials, request, next) : settled);
  }

  private static Answer admit(Credentials credentials, Request request, Handler next)
      throws Exception {
    request.attributes().set(Attributes.USER, credentials.user());
    return next.handle(request);
  }

  /// The answer to a verdict; a pass if the request may continue.
  private Answer answer(Verdict verdict) {
    return switch (verdict) {
      case RIGHT -> {
        accepted.increment();
        yield Answer.pass();
      }
      case WRONG -> refuse();
      case BUSY -> {
        busy.increment();
        yield BUSY;
      }
    };
  }

  private Response refuse() {
    refused.increment();
    return unauthorized;
  }

  private String hash(byte[] octets) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(HMAC);
    mac.init(secret);
    return new String(mac.doFinal(octets), StandardCharsets.ISO_8859_1);
  }
}
