package otus.server.app.filters.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static otus.server.app.filters.CompressibleText.TAG;
import static otus.server.app.filters.CompressibleText.TEXT;
import static otus.server.app.filters.CompressibleText.assertIdentity;
import static otus.server.app.filters.CompressibleText.gzip;
import static otus.server.app.filters.CompressibleText.text;
import static otus.server.app.filters.CompressibleText.unzipped;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.Headers;
import otus.server.api.OpenFile;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.app.filters.FilterRequest;
import otus.server.app.filters.TestFilter;
import otus.server.app.filters.TestFilters;

class CompressTest {
  @RegisterExtension final TestFilters filters = new TestFilters(new CompressProvider());

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void text_is_compressed_with_content_encoding(String method) throws Exception {
    Response from =
        text("ETag", TAG, "Accept-Ranges", "bytes", "Vary", "Origin", "Last-Modified", "x");
    FilterRequest request = FilterRequest.of(method, "/a", "Accept-Encoding", "gzip");
    Response response = filters.filter().answer(request, from);
    assertEquals(TEXT, unzipped(response));
    assertEquals(
        Headers.of(
            "Content-Type",
            "text/plain",
            "Last-Modified",
            "x",
            "Vary",
            "Origin, Accept-Encoding",
            "ETag",
            "\"v1-gzip\"",
            "Content-Encoding",
            "gzip"),
        response.headers());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''", "br", "gzip;q=0", "*;q=0", "identity, gzip;q=0.5", "identity;q=1, *;q=0.1"})
  void client_that_does_not_prefer_gzip_gets_the_uncompressed_body(String accepted)
      throws Exception {
    FilterRequest request = FilterRequest.get("Accept-Encoding", accepted);
    Response response = filters.filter().answer(request, text("ETag", TAG));
    assertIdentity(response, true);
    assertEquals(TAG, response.headers().first("ETag"));
    assertIdentity(filters.filter().answer(FilterRequest.get(), text()), true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Type     | image/png",
        "Content-Type     | text/event-stream",
        "Content-Encoding | br",
        "Cache-Control    | 'public, No-Transform'",
        "Repr-Digest      | sha-256=:x:",
      })
  void unsuitable_responses_are_not_compressed(String name, String value) throws Exception {
    Response from = text().withHeader(name, value);
    assertSame(from, filters.filter().answer(gzip(), from));
  }

  @ParameterizedTest
  @CsvSource({
    "text/html;charset=utf-8, true",
    "TEXT/CSS, true",
    "application/ld+json, true",
    "image/svg+xml, true",
    "application/wasm, true",
    "font/woff2, false",
    "application/zip, false",
    "video/mp4, false",
    "model/x3d+xml, true",
    "application/raml+yaml, true",
    "application/gpx+xml, true",
    "application/x-ipynb+json, true",
    "model/obj, true",
    "message/rfc822, true",
    "application/epub+zip, false",
    "application/vnd.apple.pkpass, false",
    "application/octet-stream, false",
    "text/event-stream;x=y, false",
    ", false",
  })
  void media_type_is_compressible_or_not(String type, boolean worth) {
    assertEquals(worth, Compressible.is(type));
  }

  @Test
  void length_must_be_within_the_bounds() throws Exception {
    int length = TEXT.length();
    assertTrue(varies("min=" + length, "max=" + length));
    assertFalse(varies("min=" + (length + 1)));
    assertFalse(varies("max=" + (length - 1)));
  }

  private boolean varies(String... options) throws Exception {
    Headers headers = filters.filter(options).answer(gzip(), text()).headers();
    assertEquals(headers.has("Vary"), headers.has("Content-Encoding"));
    return headers.has("Vary");
  }

  @Test
  void stream_is_not_compressed() throws Exception {
    Response from =
        new Response(
            Status.OK,
            Headers.of("Content-Type", "text/plain"),
            new Body.Stream(ByteSource.empty(), 5000));
    assertSame(from, filters.filter().answer(gzip(), from));
  }

  @Test
  void files_and_sequences_are_read_and_closed() throws Exception {
    Path path = Files.writeString(directory.resolve("file"), "x" + TEXT + "y");
    OpenFile file = OpenFile.of(FileChannel.open(path), Files.size(path), Instant.EPOCH);
    Body body =
        new Body.Sequence(
            List.of(Body.of("a"), new Body.FileRegion(file.share(), 1, TEXT.length())));
    Response from = new Response(Status.OK, Headers.of("Content-Type", "text/plain"), body);
    assertEquals("a" + TEXT, unzipped(filters.filter().answer(gzip(), from)));
    FileChannel channel = file.channel();
    assertTrue(channel.isOpen());
    file.close();
    assertFalse(channel.isOpen());
  }

  @Test
  void close_action_of_a_body_runs_once() throws Exception {
    AtomicInteger closed = new AtomicInteger();
    Body body = Body.onClose(Body.of(TEXT), closed::incrementAndGet);
    Response from = new Response(Status.OK, Headers.of("Content-Type", "text/plain"), body);
    Response response = filters.filter().answer(gzip(), from);
    assertEquals(TEXT, unzipped(response));
    response.body().close();
    assertEquals(1, closed.get());
  }

  @Test
  void truncated_file_is_sent_as_without_the_filter() throws Exception {
    Path path = Files.writeString(directory.resolve("file"), TEXT);
    OpenFile file = OpenFile.of(FileChannel.open(path), Files.size(path) + 1, Instant.EPOCH);
    Response from = new Response(Status.OK, Headers.of("Content-Type", "text/x"), Body.of(file));
    Response response = filters.filter().answer(gzip(), from);
    assertSame(from.body(), response.body());
    assertNull(response.headers().first("Content-Encoding"));
    response.body().close();
  }

  @Test
  void file_that_changes_while_it_is_read_is_sent_as_without_the_filter() throws Exception {
    Path path = Files.writeString(directory.resolve("file"), TEXT);
    OpenFile file =
        OpenFile.of(FileChannel.open(path), Files.size(path), Instant.EPOCH, () -> false);
    Response from = new Response(Status.OK, Headers.of("Content-Type", "text/x"), Body.of(file));
    Response response = filters.filter().answer(gzip(), from);
    assertSame(from.body(), response.body());
    response.body().close();
  }

  @ParameterizedTest
  @CsvSource({
    "level=0, 'the option level must be 1 to 9, not 0'",
    "level=10, 'the option level must be 1 to 9, not 10'",
    "at-once=0, 'the option at-once must be 1 to 1024, not 0'",
    "max=2g, 'the option max must be at most 1g, not 2g'",
  })
  void invalid_options_are_rejected(String option, String message) {
    assertEquals(message, TestFilter.usageError(new CompressProvider(), option));
  }
}
