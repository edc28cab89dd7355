package otus.server.app.filters.auth;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import otus.server.api.fields.LogValue;

/// The password file. It is checked for changes at most once a second. If it becomes invalid or is
/// deleted, that is logged, and the last valid version stays in use.
///
/// Owned by the filter. Any thread may read the credentials; a single worker checks the file.
final class PasswordFile {
  private static final Logger LOG = System.getLogger(PasswordFile.class.getName());
  private static final int MAX_BYTES = 10 << 20;
  private static final long CHECK_MILLIS = 1_000;

  /// Resolution of modification times, with a margin: within this time after a change, the file may
  /// change again without a new modification time.
  private static final Duration UNSETTLED = Duration.ofSeconds(2);

  private final Path path;
  private final Duration lifetime;
  private final InstantSource clock;
  private final AtomicLong checkedAt;
  private volatile CredentialCache credentials;

  /// Attributes of the file when it was last read; null if the file must be read again.
  private volatile @Nullable Facts seen;

  /// The problem at the last check, or empty; each problem is logged once.
  private volatile String fault = "";

  /// Reads the file for the first time.
  ///
  /// @param lifetime time for which valid credentials are cached after their last use
  /// @throws IllegalArgumentException if the file is invalid or cannot be read; the message is one
  ///     line
  PasswordFile(Path path, Duration lifetime, InstantSource clock) {
    this.path = path;
    this.lifetime = lifetime;
    this.clock = clock;
    this.checkedAt = new AtomicLong(clock.millis());
    try {
      this.seen = facts();
      this.credentials = new CredentialCache(read(), lifetime.toMillis());
    } catch (IOException e) {
      throw new IllegalArgumentException("the file " + path + " cannot be read", e);
    }
  }

  CredentialCache credentials() {
    return credentials;
  }

  /// Returns whether the caller has to submit a check, because one is due. True for only one
  /// thread.
  boolean claimCheck() {
    long now = clock.millis();
    long before = checkedAt.get();
    boolean due = now - before >= CHECK_MILLIS || now < before;
    return due && checkedAt.compareAndSet(before, now);
  }

  /// Reads the file if it has changed or was replaced.
  void check() {
    try {
      Facts facts = facts();
      if (facts != null && facts.equals(seen)) {
        return;
      }
      seen = facts;
      Htpasswd file = read();
      if (!file.hasSameUsers(credentials.file())) {
        credentials = new CredentialCache(file, lifetime.toMillis());
        LOG.log(
            Level.INFO,
            "event=password-file-read users=" + file.size() + " file=" + LogValue.of(path));
      }
      fault = "";
    } catch (IOException e) {
      // The cause may disappear without a change of the attributes: read the file next time.
      seen = null;
      keep("the file " + path + " cannot be read: " + e);
    } catch (IllegalArgumentException e) {
      keep(String.valueOf(e.getMessage()));
    }
  }

  private void keep(String reason) {
    if (!reason.equals(fault)) {
      fault = reason;
      LOG.log(Level.WARNING, "event=password-file-kept reason=" + LogValue.of(reason));
    }
  }

  private @Nullable Facts facts() throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      // Opening a FIFO would block until it has a writer.
      throw new IOException("not a regular file");
    }
    FileTime modified = attributes.lastModifiedTime();
    Instant settled = modified.toInstant().plus(UNSETTLED);
    return settled.isAfter(clock.instant())
        ? null
        : new Facts(attributes.size(), modified, String.valueOf(attributes.fileKey()));
  }

  private Htpasswd read() throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw new IllegalArgumentException("the file " + path + " is longer than 10 MiB");
      }
      return Htpasswd.parse(content);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the file " + path + ", " + e.getMessage(), e);
    }
  }

  private record Facts(long size, FileTime modified, String key) {}
}
