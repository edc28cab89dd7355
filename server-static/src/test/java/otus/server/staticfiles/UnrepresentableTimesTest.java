package otus.server.staticfiles;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Response;
import otus.server.staticfiles.version.FileFacts;
import otus.server.staticfiles.version.FileTimes;

/// Modification times that an HTTP-date cannot express: file systems with 64-bit seconds keep them.
class UnrepresentableTimesTest extends SiteTest {
  private Path site;

  @BeforeEach
  void makeSite() throws IOException {
    Path memory = Path.of("/dev/shm"); // tmpfs, which keeps every time that it is given
    assumeTrue(Files.isWritable(memory), "there is no tmpfs");
    site = Files.createTempDirectory(memory, "otus-times");
    handler("root", site.toString(), "listing", "true");
  }

  @AfterEach
  void removeSite() throws IOException {
    if (site != null) {
      try (Stream<Path> files = Files.list(site)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(site);
    }
  }

  private void make(String name, String text, String seconds) throws Exception {
    Path file = Files.writeString(site.resolve(name), text);
    Process touch = new ProcessBuilder("touch", "-d", "@" + seconds, file.toString()).start();
    assumeTrue(touch.waitFor(10, SECONDS) && touch.exitValue() == 0, "touch cannot set it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "36028797018963968", // 2^55, after the last Instant
        "-36028797018963968",
        "9223372036854775807",
        "-9223372036854775808",
        "253402300800", // the first second of 10000
        "-62135596801", // the last second before the year 1
        "-62167219201",
      })
  void file_is_served_without_a_date(String seconds) throws Exception {
    make("a.txt", "hello", seconds);
    for (int i = 0; i < 2; i++) {
      Response response = get("/a.txt");
      assertEquals("hello", AnswerReader.drain(response));
      assertEquals(200, response.status().code());
      assertNull(response.headers().first("Last-Modified"));
      assertNotNull(response.headers().first("ETag"));
    }
    String date = "Tue, 02 Jan 2024 03:04:05 GMT";
    // RFC 9110 §13.1.3, §13.1.4: conditions on a date are ignored if the file has no date.
    assertEquals("200 hello", outcome("/a.txt", "If-Modified-Since", date));
    assertEquals("200 hello", outcome("/a.txt", "If-Unmodified-Since", date));
    assertEquals("200 hello", outcome("/a.txt", "Range", "bytes=0-0", "If-Range", date));
    assertEquals("206 h", outcome("/a.txt", "Range", "bytes=0-0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"36028797018963968", "-36028797018963968", "253402300800"})
  void precompressed_file_does_not_break_its_original(String seconds) throws Exception {
    make("a.txt", "plain", "1700000000");
    make("a.txt.gz", "form", seconds);
    String expected = seconds.startsWith("-") ? "200 plain" : "200 form";
    assertEquals("200 plain", outcome("/a.txt"));
    assertEquals(expected, outcome("/a.txt", "Accept-Encoding", "gzip"));
    assertEquals("200 form", outcome("/a.txt.gz"));
  }

  @Test
  void original_with_such_a_time_has_variants() throws Exception {
    make("a.txt", "plain", "-36028797018963968");
    make("a.txt.gz", "form", "-36028797018963968");
    assertEquals("200 form", outcome("/a.txt", "Accept-Encoding", "gzip"));
  }

  @Test
  void listing_shows_the_nearest_time_with_four_digits() throws Exception {
    make("late", "", "36028797018963968");
    make("early", "", "-36028797018963968");
    String json = outcome("/?format=json&sort=date");
    assertTrue(json.contains("\"early\",\"type\":\"file\",\"modified\":\"0001-01-01T00:00:00Z\""));
    assertTrue(json.contains("\"late\",\"type\":\"file\",\"modified\":\"9999-12-31T23:59:59Z\""));
    assertTrue(json.indexOf("early") < json.indexOf("late"), json);
    String html = outcome("/");
    assertTrue(html.contains("datetime=\"0001-01-01 00:00:00Z\">0001-01-01<i> 00:00</i>"), html);
    assertTrue(html.contains("datetime=\"9999-12-31 23:59:59Z\">9999-12-31<i> 23:59</i>"), html);
  }

  @ParameterizedTest
  @CsvSource({
    "253402300799, 9999-12-31T23:59:59Z",
    "253402300800, 9999-12-31T23:59:59.999999999Z",
    "-62135596800, 0001-01-01T00:00:00Z",
    "-62135596801, 0001-01-01T00:00:00Z",
    "9223372036854775807, 9999-12-31T23:59:59.999999999Z",
    "-9223372036854775808, 0001-01-01T00:00:00Z",
    "0, 1970-01-01T00:00:00Z",
  })
  void times_are_clamped(long seconds, Instant expected) {
    FileTime time = FileTime.from(seconds, TimeUnit.SECONDS);
    assertEquals(expected, FileTimes.clamp(time));
    assertEquals(expected, FileTimes.clamp(FileTime.from(expected)));
  }

  @Test
  void only_times_within_the_limits_are_writable() {
    for (Instant limit : List.of(FileTimes.EARLIEST, FileTimes.LATEST)) {
      assertEquals(false, FileTimes.isWritable(limit));
    }
    assertTrue(FileTimes.isWritable(FileTimes.EARLIEST.plusNanos(1)));
    assertTrue(FileTimes.isWritable(FileTimes.LATEST.minusNanos(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"36028797018963968", "-36028797018963968"})
  void facts_have_the_nearest_limit_and_are_not_stable(String seconds) throws Exception {
    make("a.txt", "hello", seconds);
    PosixFileAttributes seen =
        Files.readAttributes(site.resolve("a.txt"), PosixFileAttributes.class);
    Instant limit = seconds.startsWith("-") ? FileTimes.EARLIEST : FileTimes.LATEST;
    assertEquals(limit, FileFacts.of(seen, null).modified());
    assertFalse(FileFacts.of(seen, MODIFIED).isStableAt(NOW));
  }
}
