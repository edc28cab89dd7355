package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import otus.server.api.Body;
import otus.server.api.OpenFile;
import otus.server.staticfiles.conditional.ByteRange;
import otus.server.staticfiles.file.FileContent;
import otus.server.staticfiles.file.FileState;
import otus.server.staticfiles.file.ServedPaths;
import otus.server.staticfiles.file.StaticFile;
import otus.server.staticfiles.metadata.FileHeaders;
import otus.server.staticfiles.version.EntityTags;
import otus.server.staticfiles.version.FileFacts;
import otus.server.staticfiles.version.TagBasis;
import otus.server.staticfiles.version.Validators;

class MultipartTest {
  private static final List<ByteRange> RANGES =
      List.of(new ByteRange(0, 9), new ByteRange(500, 509), new ByteRange(900, 999));

  @TempDir Path temporary;
  private FileChannel channel;
  private int shares;
  private int closed;

  @BeforeEach
  void openSomeFile() throws IOException {
    channel = FileChannel.open(Files.createFile(temporary.resolve("a")));
  }

  @AfterEach
  void closeIt() throws IOException {
    channel.close();
  }

  @Test
  void every_part_has_a_lease_that_is_closed_with_the_body() throws IOException {
    Body body = new Multipart("b").body(file(3), RANGES);
    assertEquals(3, shares);
    assertEquals(0, closed);
    body.close();
    assertEquals(3, closed);
  }

  @Test
  void leases_are_closed_if_the_file_is_closed_meanwhile() throws IOException {
    StaticFile file = file(2);
    assertThrows(IllegalStateException.class, () -> new Multipart("b").body(file, RANGES));
    assertEquals(2, shares);
    assertEquals(2, closed);
  }

  private StaticFile file(int mostShares) throws IOException {
    OpenFile lease = new CountedFile(mostShares);
    FileContent content = new FileContent.OnDisk(lease);
    FileFacts thousand = new FileFacts(1000, Instant.EPOCH, null, 0);
    FileState state = new FileState(thousand, "");
    Validators validators = new Validators(EntityTags.weak(thousand), TagBasis.FACTS, true);
    return new StaticFile(
        FileHeaders.of("a"), ServedPaths.NONE, state, content, validators, Instant.EPOCH, null);
  }

  /// A file that is closed after a number of shares; its bytes are never read.
  private final class CountedFile implements OpenFile {
    private final int mostShares;

    private CountedFile(int mostShares) {
      this.mostShares = mostShares;
    }

    @Override
    public FileChannel channel() {
      return channel;
    }

    @Override
    public long size() {
      return 1000;
    }

    @Override
    public Instant lastModified() {
      return Instant.EPOCH;
    }

    @Override
    public OpenFile share() {
      if (shares == mostShares) {
        throw new IllegalStateException("the lease is closed");
      }
      shares++;
      return new CountedFile(0);
    }

    @Override
    public void close() {
      closed++;
    }
  }
}
