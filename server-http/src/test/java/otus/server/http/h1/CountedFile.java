package otus.server.http.h1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import otus.server.api.OpenFile;

/// An open file that counts its closes.
final class CountedFile implements OpenFile {
  private final OpenFile lease;
  int closed;

  /// The result of [#isUnchanged].
  Check unchanged = () -> true;

  Instant lastModified = Instant.EPOCH;

  interface Check {
    boolean isUnchanged() throws IOException;
  }

  private CountedFile(OpenFile lease) {
    this.lease = lease;
  }

  static CountedFile with(Path directory, String text) throws IOException {
    Path path = Files.createTempFile(directory, "file", null);
    Files.writeString(path, text, Octets.LATIN_1);
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return new CountedFile(OpenFile.of(channel, channel.size(), Instant.EPOCH));
  }

  @Override
  public boolean isUnchanged() throws IOException {
    return unchanged.isUnchanged();
  }

  void overwrite(String text) throws IOException {
    channel().write(ByteBuffer.wrap(Octets.of(text)), 0);
  }

  void truncate(long size) throws IOException {
    channel().truncate(size);
  }

  @Override
  public FileChannel channel() {
    return lease.channel();
  }

  @Override
  public long size() {
    return lease.size();
  }

  @Override
  public Instant lastModified() {
    return lastModified;
  }

  @Override
  public OpenFile share() {
    return new CountedFile(lease.share());
  }

  @Override
  public void close() {
    closed++;
    lease.close();
  }
}
