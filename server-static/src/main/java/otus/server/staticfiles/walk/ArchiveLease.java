package otus.server.staticfiles.walk;

import java.util.concurrent.atomic.AtomicBoolean;

/// A lease on an open archive. Owned by its holder; any thread.
public final class ArchiveLease implements AutoCloseable {
  private final Archive archive;
  private final AtomicBoolean closed = new AtomicBoolean();

  ArchiveLease(Archive archive) {
    this.archive = archive;
  }

  public Archive archive() {
    return archive;
  }

  /// Returns the lease; the last one closes the archive. Idempotent.
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      archive.release();
    }
  }
}
