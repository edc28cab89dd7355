package otus.server.app.filters.auth;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import otus.server.app.filters.WorkerPool;

/// The results of password checks against one version of the password file. Each version has a new
/// cache, so a user who is removed from the file is also removed from the cache. Any thread.
final class CredentialCache {
  private static final int MAX_VERIFIED = 10_000;
  private static final int MAX_REJECTED = 1_000;
  private static final long REJECTED_MILLIS = 10_000;

  /// The result of a check.
  enum Verdict {
    /// The credentials are valid.
    RIGHT,
    /// The credentials are invalid.
    WRONG,
    /// The queue is full, so the credentials were not checked.
    BUSY
  }

  private final Htpasswd file;
  private final ExpiringSet verified;
  private final ExpiringSet rejected = new ExpiringSet(REJECTED_MILLIS, MAX_REJECTED);
  private final ConcurrentHashMap<String, CompletableFuture<Verdict>> pending =
      new ConcurrentHashMap<>();

  /// @param lifetime time in milliseconds, after their last use, for which valid credentials are
  ///     not checked again
  CredentialCache(Htpasswd file, long lifetime) {
    this.file = file;
    this.verified = new ExpiringSet(lifetime, MAX_VERIFIED);
  }

  Htpasswd file() {
    return file;
  }

  /// Returns whether the credentials were valid and recently used. Such requests need no worker, so
  /// active users never wait behind clients that guess passwords.
  boolean isVerified(String key, long now) {
    return verified.renew(key, now);
  }

  /// Returns whether the credentials were recently invalid; some clients repeat them.
  boolean isRejected(String key, long now) {
    return file.size() == 0 || rejected.has(key, now);
  }

  /// Checks credentials on a worker. Concurrent requests with the same credentials, as browsers
  /// send on several connections, share one check.
  ///
  /// @param key hash of the credentials
  /// @param userHash hash of the user name
  CompletionStage<Verdict> verify(
      String key, int userHash, Credentials credentials, WorkerPool workers, long now) {
    CompletableFuture<Verdict> result = new CompletableFuture<>();
    CompletableFuture<Verdict> other = pending.putIfAbsent(key, result);
    if (other != null) {
      return other;
    }
    boolean taken = false;
    try {
      taken = workers.execute(() -> check(key, userHash, credentials, now, result));
    } finally {
      if (!taken) {
        pending.remove(key, result);
        result.complete(Verdict.BUSY);
      }
    }
    return result;
  }

  /// Runs on a worker.
  private void check(
      String key,
      int userHash,
      Credentials credentials,
      long now,
      CompletableFuture<Verdict> result) {
    try {
      boolean right = isRight(credentials, userHash);
      (right ? verified : rejected).add(key, now);
      pending.remove(key, result);
      result.complete(right ? Verdict.RIGHT : Verdict.WRONG);
    } catch (Throwable e) {
      pending.remove(key, result);
      result.completeExceptionally(e);
    }
  }

  /// Returns whether user and password are valid. An unknown user is checked against a real hash,
  /// chosen by the name, so that the response time does not reveal which users exist, even if the
  /// costs of the hashes differ.
  private boolean isRight(Credentials credentials, int userHash) {
    String known = file.hash(credentials.user());
    String hash = known != null ? known : file.anyHash(userHash);
    return hash != null && Bcrypt.matches(hash, credentials.password()) && known != null;
  }
}
