package otus.server.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// One of several leases on a file channel. Closing the last lease closes the channel. Any thread.
final class FileLease implements OpenFile {
  private final SharedFile file;
  private final AtomicBoolean closed = new AtomicBoolean();

  private FileLease(SharedFile file) {
    this.file = file;
  }

  static FileLease first(
      FileChannel channel, long size, Instant lastModified, BooleanSupplier unchanged) {
    if (size < 0) {
      throw new IllegalArgumentException("a negative size: " + size);
    }
    Objects.requireNonNull(lastModified, "lastModified");
    Objects.requireNonNull(unchanged, "unchanged");
    return new FileLease(
        new SharedFile(channel, size, lastModified, unchanged, new AtomicInteger(1)));
  }

  @Override
  public FileChannel channel() {
    return file.channel;
  }

  @Override
  public long size() {
    return file.size;
  }

  @Override
  public Instant lastModified() {
    return file.lastModified;
  }

  @Override
  public boolean isUnchanged() {
    return file.unchanged.getAsBoolean();
  }

  @Override
  public OpenFile share() {
    // Another thread may close this lease meanwhile. The count never leaves 0, so that a channel
    // that was closed with its last lease is never leased again.
    if (closed.get() || file.leases.getAndUpdate(n -> n == 0 ? 0 : n + 1) == 0) {
      throw new IllegalStateException("the lease is closed");
    }
    return new FileLease(file);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true) && file.leases.decrementAndGet() == 0) {
      try {
        file.channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException("a file could not be closed", e);
      }
    }
  }

  private record SharedFile(
      FileChannel channel,
      long size,
      Instant lastModified,
      BooleanSupplier unchanged,
      AtomicInteger leases) {}
}
