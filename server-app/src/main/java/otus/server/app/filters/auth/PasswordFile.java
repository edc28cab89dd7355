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

/// The file of users, looked at again when it may have changed, at most once a second. A new file
/// that is broken, or gone, is logged, and the users stay those of the last good one.
///
/// Owned by the filter. Any thread asks for the users; looking is for a worker, one at a time.
final class PasswordFile {
  private static final Logger LOG = System.getLogger(PasswordFile.class.getName());
  private static final int MAX_BYTES = 10 << 20;
  private static final long LOOK_EVERY = 1_000;

  /// A file changed within this time may change again without a new time of change.
  private static final Duration UNSETTLED = Duration.ofSeconds(2);

  private final Path path;
  private final Duration remember;
  private final InstantSource clock;
  private final AtomicLong lookedAt;
  private volatile CredentialCache credentials;

  /// What the file was like when it was read; null if that says nothing of what it is like now.
  private volatile @Nullable Facts seen;

  /// What was wrong when somebody looked last; said once.
  private volatile String fault = "";

  /// Reads the file for the first time.
  ///
  /// @throws IllegalArgumentException in one line, if it cannot be read or is broken
  PasswordFile(Path path, Duration remember, InstantSource clock) {
    this.path = path;
    this.remember = remember;
    this.clock = clock;
    this.lookedAt = new AtomicLong(clock.millis());
    try {
      this.seen = facts();
      this.credentials = new CredentialCache(read(), remember.toMillis());
    } catch (IOException e) {
      throw new IllegalArgumentException("the file " + path + " cannot be read", e);
    }
  }

  CredentialCache credentials() {
    return credentials;
  }

  /// Whether it is time to look, and the caller's turn to have it done.
  boolean wantsLook() {
    long now = clock.millis();
    long before = lookedAt.get();
    boolean due = now - before >= LOOK_EVERY || now < before;
    return due && lookedAt.compareAndSet(before, now);
  }

  /// Looks at the file, and reads it if it is another or has changed.
  void look() {
    try {
      Facts facts = facts();
      if (facts != null && facts.equals(seen)) {
        return;
      }
      seen = facts;
      Htpasswd file = read();
      if (!file.same(credentials.file())) {
        credentials = new CredentialCache(file, remember.toMillis());
        LOG.log(
            Level.INFO, "event=password-file-read credentials=" + file.size() + " file=" + path);
      }
      fault = "";
    } catch (IOException e) {
      // What kept it from being read may pass without a change that shows.
      seen = null;
      keep("the file " + path + " cannot be read: " + e);
    } catch (IllegalArgumentException e) {
      keep(String.valueOf(e.getMessage()));
    }
  }

  private void keep(String reason) {
    if (!reason.equals(fault)) {
      fault = reason;
      LOG.log(Level.WARNING, "event=password-file-kept reason=\"" + reason + "\"");
    }
  }

  private @Nullable Facts facts() throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new IOException("not a regular file"); // opening a pipe would wait for its writer
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
