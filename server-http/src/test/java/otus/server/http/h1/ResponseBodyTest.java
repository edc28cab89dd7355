package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import otus.server.api.Body;
import otus.server.api.Chunk;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.h1.NumberedSource.Arrival;

class ResponseBodyTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final String HEAD = "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n";

  @TempDir private Path directory;

  private Supplier<Body> body = Body::empty;
  private final Server server =
      new Server(request -> new Response(Status.OK, Headers.empty(), body.get()));

  /// The kinds of bodies, each with its text. A body is created for each exchange.
  private enum Kind {
    EMPTY,
    SMALL_BYTES,
    LARGE_BYTES,
    DIRECT_BYTES,
    FILE,
    STREAM_OF_KNOWN_LENGTH,
    STREAM,
    SEQUENCE,
    SEQUENCE_WITH_STREAM;

    String text() {
      return switch (this) {
        case EMPTY -> "";
        case SMALL_BYTES, FILE, STREAM_OF_KNOWN_LENGTH, STREAM -> Octets.numbered(1000);
        case LARGE_BYTES, DIRECT_BYTES -> Octets.numbered(70_000);
        case SEQUENCE -> "<" + Octets.numbered(1000) + Octets.numbered(500).substring(100) + ">";
        case SEQUENCE_WITH_STREAM -> "<" + Octets.numbered(100) + Octets.numbered(200) + ">";
      };
    }

    boolean ofKnownLength() {
      return this != STREAM && this != SEQUENCE_WITH_STREAM;
    }
  }

  /// The source of the last body, which counts its calls.
  private NumberedSource source;

  private CountedFile file;

  private Body make(Kind kind) {
    NumberedSource chunks = new NumberedSource(server.loop, Arrival.AS_A_TASK, 1000, 300);
    return switch (kind) {
      case EMPTY -> Body.empty();
      case SMALL_BYTES, LARGE_BYTES -> Body.of(kind.text());
      case DIRECT_BYTES ->
          new Body.Bytes(ByteBuffer.allocateDirect(70_000).put(Octets.of(kind.text())).flip());
      case FILE -> Body.of(open(kind.text()));
      case STREAM_OF_KNOWN_LENGTH -> new Body.Stream(source = chunks, 1000);
      case STREAM -> Body.stream(source = chunks);
      case SEQUENCE ->
          new Body.Sequence(
              List.of(
                  Body.of("<"),
                  new Body.Sequence(
                      List.of(
                          Body.empty(),
                          new Body.Stream(source = chunks, 1000),
                          new Body.FileRegion(open(Octets.numbered(500)), 100, 400))),
                  Body.of(">")));
      case SEQUENCE_WITH_STREAM ->
          new Body.Sequence(
              List.of(
                  Body.of("<"),
                  new Body.FileRegion(open(Octets.numbered(100)), 0, 100),
                  Body.stream(source = new NumberedSource(server.loop, Arrival.AT_ONCE, 200, 64)),
                  Body.of(">")));
    };
  }

  private CountedFile open(String text) {
    try {
      file = CountedFile.with(directory, text);
      return file;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void assertAllClosedOnce() {
    if (source != null) {
      assertEquals(1, source.closed);
    }
    if (file != null) {
      assertEquals(1, file.closed);
      assertFalse(file.channel().isOpen());
    }
  }

  @ParameterizedTest
  @EnumSource
  void body_is_sent_completely_and_closed_once(Kind kind) {
    body = () -> make(kind);
    Client client = server.exchange(GET + GET);
    assertEquals(List.of(kind.text(), kind.text()), client.bodies());
    Reply reply = client.replies().getFirst();
    if (kind.ofKnownLength()) {
      assertEquals(Integer.toString(kind.text().length()), reply.field("Content-Length"));
      assertNull(reply.field("Transfer-Encoding"));
    } else {
      assertEquals("chunked", reply.field("Transfer-Encoding"));
      assertNull(reply.field("Content-Length"));
    }
    assertTrue(client.isOpen());
    assertAllClosedOnce();
  }

  @ParameterizedTest
  @EnumSource
  void body_is_the_same_when_the_client_reads_byte_by_byte(Kind kind) {
    body = () -> make(kind);
    String whole = server.exchange(GET).received();
    Client client = server.connect().reads(1).send(GET);
    server.settle();
    assertEquals(whole, client.received());
    assertAllClosedOnce();
  }

  @ParameterizedTest
  @EnumSource
  void body_is_the_same_when_the_client_pauses_at_any_byte(Kind kind) {
    body = () -> make(kind);
    String whole = server.exchange(GET).received();
    int step = whole.length() > 10_000 ? 1009 : 1;
    for (int place = 0; place < whole.length(); place += step) {
      Client client = server.connect().takes(place).send(GET);
      server.settle();
      assertEquals(whole.substring(0, place), client.received());
      assertTrue(client.endpoint.writing);
      client.reads(Long.MAX_VALUE);
      server.settle();
      assertEquals(whole, client.received());
      assertFalse(client.endpoint.writing);
      assertAllClosedOnce();
    }
  }

  @ParameterizedTest
  @EnumSource
  void body_is_closed_once_when_the_client_disconnects_at_any_byte(Kind kind) {
    body = () -> make(kind);
    int length = server.exchange(GET).received().length();
    int step = length > 10_000 ? 10_009 : 97;
    for (int place = 0; place < length; place += step) {
      Client client = server.connect().takes(place).send(GET);
      server.settle();
      client.reset();
      server.settle();
      assertFalse(client.isOpen());
      assertAllClosedOnce();
    }
  }

  @ParameterizedTest
  @EnumSource
  void head_does_not_read_the_body_and_closes_it_once(Kind kind) {
    body = () -> make(kind);
    Client client = server.exchange(HEAD);
    Reply reply = Reply.parseHead(client.received());
    String length = kind.ofKnownLength() ? Integer.toString(kind.text().length()) : null;
    assertEquals(length, reply.field("Content-Length"));
    assertAllClosedOnce();
    if (source != null) {
      assertEquals(0, source.requested);
    }
    assertTrue(client.isOpen());
  }

  @ParameterizedTest
  @EnumSource
  void http_1_0_client_receives_the_body(Kind kind) {
    body = () -> make(kind);
    Client client = server.exchange("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    Reply reply = client.reply();
    assertEquals(kind.text(), reply.body());
    assertNull(reply.field("Transfer-Encoding"));
    assertEquals(kind.ofKnownLength() ? "keep-alive" : "close", reply.field("Connection"));
    assertEquals(!kind.ofKnownLength(), client.endpoint.outputShut);
    assertAllClosedOnce();
  }

  @ParameterizedTest
  @EnumSource
  void source_may_lend_the_same_buffer_repeatedly(Arrival arrival) {
    for (long pace : new long[] {1, 7, 1000, Long.MAX_VALUE}) {
      body = () -> Body.stream(source = new NumberedSource(server.loop, arrival, 1000, 64));
      Client client = server.connect().reads(pace).send(GET);
      server.settle();
      while (source.closed == 0) {
        server.await();
      }
      assertEquals(Octets.numbered(1000), client.reply().body());
      assertEquals(17, source.requested);
    }
  }

  @Test
  void trailers_are_sent_after_the_chunks() {
    Chunk.End end = new Chunk.End(Headers.of("Sum", "1"));
    body = () -> Body.stream(new NumberedSource(server.loop, Arrival.AT_ONCE, 100, 64, end));
    Client client = server.exchange(GET + GET);
    assertEquals(Map.of("Sum", "1"), client.replies().getFirst().trailers());
    assertEquals(2, client.replies().size());
  }

  @Tag("exact-transport")
  @Test
  void source_is_read_only_as_fast_as_the_client_reads() {
    body =
        () ->
            Body.stream(source = new NumberedSource(server.loop, Arrival.AT_ONCE, 1_000_000, 1000));
    Client client = server.connect().takes(1500).send(GET);
    server.settle();
    assertTrue(source.requested <= 3, () -> "requested " + source.requested);
    client.takes(10_000);
    server.settle();
    assertTrue(source.requested <= 13, () -> "requested " + source.requested);
  }

  @Tag("exact-transport")
  @Test
  void stream_of_tiny_chunks_yields_the_loop() {
    body = () -> Body.stream(source = new NumberedSource(server.loop, Arrival.AT_ONCE, 100_000, 1));
    Client client = server.connect().send(GET);
    server.turn();
    assertTrue(
        source.requested <= 5000, () -> "requested " + source.requested + " times in a turn");
    server.settle();
    assertEquals(100_000, client.reply().body().length());
  }

  @Test
  void nested_sequences_are_sent() {
    body = () -> new Body.Sequence(List.of(nested(10), nested(10)));
    assertEquals("x".repeat(20), server.exchange(GET).reply().body());
  }

  private static Body nested(int depth) {
    Body body = Body.empty();
    for (int i = 0; i < depth; i++) {
      body = new Body.Sequence(List.of(Body.of("x"), body));
    }
    return body;
  }
}
