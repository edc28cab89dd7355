package otus.server.app.filters.auth;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import otus.server.app.filters.WorkerPool;

/// The users of one state of the file, and what was found out of credentials by it: a new state
/// begins with nothing, so who is no more in the file is not remembered either. Any thread.
final class CredentialCache {
  private static final int MAX_VERIFIED = 10_000;
  private static final int MAX_REJECTED = 1_000;
  private static final long REJECTED_FOR = 10_000;

  /// What is said of credentials.
  enum Verdict {
    /// They are right.
    RIGHT,
    /// They are not.
    WRONG,
    /// Too many wait to be told.
    BUSY
  }

  private final Htpasswd file;
  private final ExpiringSet verified;
  private final ExpiringSet rejected = new ExpiringSet(REJECTED_FOR, MAX_REJECTED);
  private final ConcurrentHashMap<String, CompletableFuture<Verdict>> underWay =
      new ConcurrentHashMap<>();

  /// @param remember for how many milliseconds after their last use credentials that were right are
  ///     taken to be
  CredentialCache(Htpasswd file, long remember) {
    this.file = file;
    this.verified = new ExpiringSet(remember, MAX_VERIFIED);
  }

  Htpasswd file() {
    return file;
  }

  /// Whether these were right, and used a while ago. The same file would say the same of them, so
  /// whoever goes on is never sent to wait behind those who guess.
  boolean knows(String key, long now) {
    return verified.renew(key, now);
  }

  /// Whether these were wrong a moment ago: some clients try again and again.
  boolean refuses(String key, long now) {
    return file.size() == 0 || rejected.has(key, now);
  }

  /// Finds out, on a worker. Those who ask for the same credentials at once, as browsers do with
  /// their many connections, are told together.
  ///
  /// @param key stands for the credentials
  /// @param number stands for the user's name
  CompletionStage<Verdict> verify(
      String key, int number, Credentials credentials, WorkerPool workers, long now) {
    CompletableFuture<Verdict> mine = new CompletableFuture<>();
    CompletableFuture<Verdict> other = underWay.putIfAbsent(key, mine);
    if (other != null) {
      return other;
    }
    boolean taken = false;
    try {
      taken = workers.execute(() -> check(key, number, credentials, now, mine));
    } finally {
      if (!taken) {
        underWay.remove(key, mine);
        mine.complete(Verdict.BUSY);
      }
    }
    return mine;
  }

  /// On a worker.
  private void check(
      String key, int number, Credentials credentials, long now, CompletableFuture<Verdict> mine) {
    try {
      boolean right = isRight(credentials, number);
      (right ? verified : rejected).add(key, now);
      underWay.remove(key, mine);
      mine.complete(right ? Verdict.RIGHT : Verdict.WRONG);
    } catch (Throwable e) {
      underWay.remove(key, mine);
      mine.completeExceptionally(e);
    }
  }

  /// A name that nobody has is tried like that of one user, always the same for the same name:
  /// also if hashes differ in cost, time tells nobody which names there are.
  private boolean isRight(Credentials credentials, int number) {
    String known = file.hash(credentials.user());
    String hash = known != null ? known : file.some(number);
    return hash != null && Bcrypt.matches(hash, credentials.password()) && known != null;
  }
}
