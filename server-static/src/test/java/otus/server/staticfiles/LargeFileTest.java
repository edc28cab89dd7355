package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import otus.server.api.Body;
import otus.server.api.Response;

/// A sparse file of six gigabytes with only a few bytes of data.
class LargeFileTest extends SiteTest {
  private static final long SIZE = 6L << 30;

  @BeforeEach
  void makeSparseFile() throws Exception {
    Path file = root.resolve("large.iso");
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      for (long offset : new long[] {(2L << 30) - 10, (4L << 30) + 7, SIZE - 10}) {
        byte[] spelled = "%010d".formatted(offset).getBytes(StandardCharsets.US_ASCII);
        channel.write(ByteBuffer.wrap(spelled), offset);
      }
    }
    Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
  }

  @Test
  void whole_is_a_region_of_the_open_file() throws Exception {
    Response response = get("/large.iso");
    Body.FileRegion region = assertInstanceOf(Body.FileRegion.class, response.body());
    assertEquals(0, region.offset());
    assertEquals(SIZE, region.length());
    region.close();
  }

  @Test
  void ranges_beyond_two_and_four_gigabytes_have_the_right_offset() throws Exception {
    assertEquals("206 2147483638", outcome("/large.iso", "Range", "bytes=2147483638-2147483647"));
    assertEquals("206 4294967303", outcome("/large.iso", "Range", "bytes=4294967303-4294967312"));
    assertEquals("206 6442450934", outcome("/large.iso", "Range", "bytes=-10"));
    assertEquals("206 6442450934", outcome("/large.iso", "Range", "bytes=6442450934-"));
  }

  @Test
  void range_longer_than_two_gigabytes_has_its_length() throws Exception {
    Response response = get("/large.iso", "Range", "bytes=1-");
    assertEquals(SIZE - 1, response.body().length());
    assertEquals("bytes 1-6442450943/6442450944", response.headers().first("Content-Range"));
    response.body().close();
  }

  @Test
  void parts_beyond_four_gigabytes_are_leases_of_one_open_file() throws Exception {
    Response response = get("/large.iso", "Range", "bytes=-10,4294967303-4294967312");
    String body = AnswerReader.drain(response);
    assertEquals(
        "6442450934 4294967303",
        body.lines().filter(line -> line.matches("\\d{10}")).reduce((a, b) -> a + " " + b).get());
    assertEquals(1, openFiles().size());
  }
}
