package otus.server.app.filters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.Headers;
import otus.server.api.OpenFile;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;

class CompressTest {
  private static final String TEXT = "all work and no play\n".repeat(100);
  private static final String TAG = "\"v1\"";

  @TempDir Path folder;

  private final List<Made> made = new ArrayList<>();

  private Made filter(String... options) {
    Made filter = Made.filter(new CompressProvider(), options);
    made.add(filter);
    return filter;
  }

  @AfterEach
  void close() {
    made.forEach(Made::close);
  }

  private static Response text(String... fields) {
    Headers.Builder headers = Headers.builder().add("Content-Type", "text/plain");
    for (int i = 0; i < fields.length; i += 2) {
      headers.add(fields[i], fields[i + 1]);
    }
    return new Response(Status.OK, headers.build(), Body.of(TEXT));
  }

  private static Ask gzip(String... fields) {
    Headers asked = Headers.of(fields).with("Accept-Encoding", "gzip, deflate, br");
    return new Ask(Ask.get().method(), Ask.get().target(), asked);
  }

  private static byte[] bytes(Body body) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (body) {
      case Body.Bytes bytes -> {
        byte[] all = new byte[bytes.buffer().limit()];
        bytes.buffer().get(0, all);
        out.write(all);
      }
      case Body.Sequence sequence -> {
        for (Body part : sequence.parts()) {
          out.write(bytes(part));
        }
      }
      default -> assertEquals(0, body.length());
    }
    return out.toByteArray();
  }

  private static String unzipped(Response response) throws Exception {
    byte[] bytes = bytes(response.body());
    assertEquals(bytes.length, response.body().length());
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static void assertIdentity(Response response, boolean varies) throws Exception {
    assertEquals(TEXT, new String(bytes(response.body()), UTF_8));
    assertFalse(response.headers().has("Content-Encoding"));
    assertEquals(varies ? "Accept-Encoding" : null, response.headers().combined("Vary"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void a_text_is_compressed_and_says_so(String method) throws Exception {
    Response from =
        text("ETag", TAG, "Accept-Ranges", "bytes", "Vary", "Origin", "Last-Modified", "x");
    Ask ask = Ask.of(method, "/a", "Accept-Encoding", "gzip");
    Response response = filter().answer(ask, from);
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

  @Test
  void it_is_compressed_once_for_each_state_of_each_target() throws Exception {
    Made filter = filter("at-once=8");
    assertInstanceOf(Answer.Later.class, settled(filter, gzip(), text("ETag", TAG)));
    Answer again = settled(filter, gzip(), text("ETag", TAG));
    assertEquals(TEXT, unzipped(assertInstanceOf(Response.class, again)));
    assertInstanceOf(Answer.Later.class, settled(filter, gzip(), text("ETag", "\"v2\"")));
    Ask other = Ask.of("GET", "/a?b", "Accept-Encoding", "gzip");
    assertInstanceOf(Answer.Later.class, settled(filter, other, text("ETag", TAG)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"W/\"v1\"", ""})
  void without_a_strong_tag_it_is_not_kept(String tag) throws Exception {
    Made filter = filter();
    Response from = tag.isEmpty() ? text() : text("ETag", tag);
    for (int i = 0; i < 2; i++) {
      Response response =
          Made.settle(assertInstanceOf(Answer.Later.class, settled(filter, gzip(), from)));
      assertEquals(TEXT, unzipped(response));
      assertEquals(from.headers().first("ETag"), response.headers().first("ETag"));
    }
  }

  private static Answer settled(Made filter, Request ask, Response response) throws Exception {
    Answer answer = filter.begin(ask, _ -> response);
    Made.settle(answer);
    return answer;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''", "br", "gzip;q=0", "*;q=0", "identity, gzip;q=0.5", "identity;q=1, *;q=0.1"})
  void who_does_not_want_it_gets_it_as_it_is(String accepted) throws Exception {
    Ask ask = Ask.get("Accept-Encoding", accepted);
    Response response = filter().answer(ask, text("ETag", TAG));
    assertIdentity(response, true);
    assertEquals(TAG, response.headers().first("ETag"));
    assertIdentity(filter().answer(Ask.get(), text()), true);
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
  void what_must_not_or_need_not_be_stays_as_it_is(String name, String value) throws Exception {
    Response from = text().withHeader(name, value);
    assertSame(from, filter().answer(gzip(), from));
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
    "audio/x+json, false",
    "text/event-stream;x=y, false",
    ", false",
  })
  void a_type_is_worth_it_or_not(String type, boolean worth) {
    assertEquals(worth, Compressible.is(type));
  }

  @Test
  void a_length_is_within_bounds() throws Exception {
    int length = TEXT.length();
    assertTrue(varies("min=" + length, "max=" + length));
    assertFalse(varies("min=" + (length + 1)));
    assertFalse(varies("max=" + (length - 1)));
  }

  private boolean varies(String... options) throws Exception {
    Headers headers = filter(options).answer(gzip(), text()).headers();
    assertEquals(headers.has("Vary"), headers.has("Content-Encoding"));
    return headers.has("Vary");
  }

  @Test
  void a_stream_is_left_alone() throws Exception {
    Response from =
        new Response(
            Status.OK,
            Headers.of("Content-Type", "text/plain"),
            new Body.Stream(ByteSource.empty(), 5000));
    assertSame(from, filter().answer(gzip(), from));
  }

  @Test
  void ranges_are_of_the_bytes_as_they_are() throws Exception {
    Made filter = filter();
    Response part =
        new Response(
            Status.PARTIAL_CONTENT,
            Headers.of("Content-Type", "text/plain", "ETag", TAG, "Content-Range", "bytes 0-1/9"),
            Body.of("ab"));
    String[] fields = {
      "Range", "bytes=0-1", "If-Match", "\"v1-gzip\"", "If-None-Match", "\"v1-gzip\""
    };
    Response response =
        filter.answer(
            gzip(fields),
            request -> {
              assertEquals("\"v1-gzip\"", request.headers().combined("If-Match"));
              assertEquals("\"v1-gzip\"", request.headers().combined("If-None-Match"));
              return part;
            });
    assertEquals(TAG, response.headers().first("ETag"));
    assertEquals("Accept-Encoding", response.headers().first("Vary"));
    // The handler took no notice of the range: the client may still mean to join parts.
    assertIdentity(filter.answer(gzip("Range", "bytes=0-1"), text("ETag", TAG)), true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | q1-gzipq        | q1-gzipq, q1q        | q1-gzipq",
        "gzip | W/q1-gzipq, qxq | W/q1-gzipq, qxq, q1q | q1-gzipq",
        "gzip | q1q             | q1q                  | q1q",
        "gzip | *               | *                    | q1q",
        "br   | q1-gzipq, q1q   | q1-gzipq, q1q        | q1q",
        "br   | q1-gzipq        | q1-gzipq             | q1q",
      })
  void a_condition_is_translated_and_so_is_its_304(
      String accepted, String asked, String told, String tag) throws Exception {
    Response response =
        filter()
            .answer(
                Ask.get("Accept-Encoding", accepted, "If-None-Match", asked.replace('q', '"')),
                request -> {
                  assertEquals(told.replace('q', '"'), request.headers().combined("If-None-Match"));
                  return Response.of(Status.NOT_MODIFIED).withHeader("ETag", "\"1\"");
                });
    assertEquals(tag.replace('q', '"'), response.headers().first("ETag"));
    assertEquals("Accept-Encoding", response.headers().first("Vary"));
  }

  @ParameterizedTest
  @CsvSource({"text/plain", "'multipart/byteranges; boundary=x'", ",", "image/png"})
  void a_part_varies_if_the_whole_may(String type) throws Exception {
    Response part = new Response(Status.PARTIAL_CONTENT, Headers.of("ETag", TAG), Body.of("ab"));
    Response typed = type == null ? part : part.withHeader("Content-Type", type);
    Response response = filter().answer(gzip("Range", "bytes=0-1", "If-Range", TAG), typed);
    boolean image = "image/png".equals(type);
    assertEquals(image ? null : "Accept-Encoding", response.headers().combined("Vary"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | If-None-Match     | *         | qv1-gzipq",
        "gzip | If-Modified-Since | yesterday | qv1-gzipq",
        "gzip | If-None-Match     | qv1q      | qv1q",
        "gzip | If-None-Match     | W/qv1q    | qv1q",
        "br   | If-None-Match     | *         | qv1q",
        "br   | If-Modified-Since | yesterday | qv1q",
      })
  void a_304_has_the_tag_that_a_200_would_have(
      String accepted, String name, String value, String tag) throws Exception {
    Response known = Response.of(Status.NOT_MODIFIED).withHeader("ETag", TAG);
    Ask ask = Ask.get("Accept-Encoding", accepted, name, value.replace('q', '"'));
    Made filter = filter();
    assertEquals(TAG, filter.answer(ask, known).headers().first("ETag"), "nothing is compressed");
    filter.answer(gzip(), text("ETag", TAG));
    assertEquals(tag.replace('q', '"'), filter.answer(ask, known).headers().first("ETag"));
  }

  @Test
  void who_changes_what_came_compressed_is_understood() throws Exception {
    Response done = Response.of(Status.NO_CONTENT).withHeader("ETag", "\"2\"");
    Response response =
        filter()
            .answer(
                Ask.of("PUT", "/a", "If-Match", "\"1-gzip\""),
                request -> {
                  assertEquals("\"1-gzip\", \"1\"", request.headers().combined("If-Match"));
                  return done;
                });
    assertSame(done, response);
  }

  @ParameterizedTest
  @CsvSource({"'\"v1\"', false", "'\"v1-gzip\"', true", "'\"v1\", \"v1-gzip\"', true", "*, true"})
  void a_get_with_if_match_gets_what_it_means(String condition, boolean encoded) throws Exception {
    Response response = filter().answer(gzip("If-Match", condition), text("ETag", TAG));
    assertEquals(encoded, response.headers().has("Content-Encoding"));
  }

  @Test
  void what_does_not_get_shorter_is_sent_as_it_is_and_not_tried_again() throws Exception {
    byte[] noise = new byte[5000];
    new Random(1).nextBytes(noise);
    Response from =
        new Response(
            Status.OK, Headers.of("Content-Type", "text/plain", "ETag", TAG), Body.of(noise));
    Made filter = filter();
    Response first = Made.settle(settled(filter, gzip(), from));
    assertSame(from.body(), first.body());
    assertEquals(TAG, first.headers().first("ETag"));
    Response second = assertInstanceOf(Response.class, settled(filter, gzip(), from));
    assertEquals(first.headers(), second.headers());
  }

  @Test
  void files_and_sequences_are_read_and_closed() throws Exception {
    Path path = Files.writeString(folder.resolve("file"), "x" + TEXT + "y");
    OpenFile file = OpenFile.of(FileChannel.open(path), Files.size(path), Instant.EPOCH);
    Body body =
        new Body.Sequence(
            List.of(Body.of("a"), new Body.FileRegion(file.share(), 1, TEXT.length())));
    Response from = new Response(Status.OK, Headers.of("Content-Type", "text/plain"), body);
    assertEquals("a" + TEXT, unzipped(filter().answer(gzip(), from)));
    FileChannel channel = file.channel();
    assertTrue(channel.isOpen());
    file.close();
    assertFalse(channel.isOpen());
  }

  @Test
  void a_file_that_became_shorter_is_sent_as_it_would_be() throws Exception {
    Path path = Files.writeString(folder.resolve("file"), TEXT);
    OpenFile file = OpenFile.of(FileChannel.open(path), Files.size(path) + 1, Instant.EPOCH);
    Response from = new Response(Status.OK, Headers.of("Content-Type", "text/x"), Body.of(file));
    Response response = filter().answer(gzip(), from);
    assertSame(from.body(), response.body());
    assertNull(response.headers().first("Content-Encoding"));
    response.body().close();
  }

  @Test
  void without_memory_nothing_is_compressed() throws Exception {
    assertIdentity(filter("memory=1k").answer(gzip(), text("ETag", TAG)), true);
  }

  @Test
  void who_would_have_to_wait_gets_it_as_it_is() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    try (Workers workers = new Workers("test", 1, 1)) {
      assertTrue(workers.execute(() -> Gate.await(gate)));
      Compress filter = new Compress(1, 1 << 20, 6, new EncodedCache(1 << 20), workers);
      Answer first = filter.filter(gzip(), _ -> text("ETag", TAG));
      assertInstanceOf(Answer.Later.class, first);
      Answer same = filter.filter(gzip(), _ -> text("ETag", TAG));
      assertIdentity(assertInstanceOf(Response.class, same), true);
      Answer other = filter.filter(gzip(), _ -> text("ETag", "\"v2\""));
      assertIdentity(assertInstanceOf(Response.class, other), true);
      gate.countDown();
      assertEquals(TEXT, unzipped(Made.settle(first)));
    } finally {
      gate.countDown();
    }
  }

  @Test
  void memory_is_free_when_the_last_has_let_go() {
    EncodedCache cache = new EncodedCache(200_000);
    assertTrue(cache.reserve(100_000));
    Encoded encoded = cache.made(new byte[50_000], 100_000);
    cache.put(key("a"), encoded);
    Body slow = cache.find(key("a")).encoded.body();
    Body quick = encoded.body();
    quick.close();
    quick.close();
    assertTrue(cache.used() > 50_000 && cache.used() < 60_000);
    assertTrue(cache.reserve(140_000), "beside the one that is kept");
    assertFalse(cache.reserve(20_000), "what is kept has gone, but is still being sent");
    assertNull(cache.find(key("a")));
    cache.cancel(140_000);
    assertTrue(cache.used() > 50_000);
    slow.close();
    slow.close();
    assertEquals(0, cache.used());
    assertEquals(0, encoded.body().length(), "it cannot be sent any more");
  }

  @Test
  void the_entry_that_was_not_used_goes_first() {
    EncodedCache cache = new EncodedCache(100_000);
    for (String path : List.of("a", "b", "c")) {
      assertTrue(cache.reserve(30_000));
      cache.put(key(path), cache.made(new byte[30_000], 30_000));
    }
    cache.find(key("a"));
    assertTrue(cache.reserve(30_000));
    assertEquals(2, cache.size());
    assertNull(cache.find(key("b")));
  }

  private static EncodedCache.Key key(String path) {
    return new EncodedCache.Key("", path, null, TAG);
  }

  @ParameterizedTest
  @CsvSource({
    "level=0, 'the option level is 1 to 9, not 0'",
    "level=10, 'the option level is 1 to 9, not 10'",
    "at-once=0, 'the option at-once is 1 to 1024, not 0'",
    "max=2g, 'the option max is at most 1g, not 2g'",
  })
  void what_means_nothing_is_refused(String option, String message) {
    assertEquals(message, Made.mistake(new CompressProvider(), option));
  }
}
