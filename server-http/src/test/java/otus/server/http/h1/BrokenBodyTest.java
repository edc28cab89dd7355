package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.h1.NumberedSource.Arrival;

/// Bodies that cannot be sent as declared: the client notices that, and the bodies are closed.
class BrokenBodyTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final String HEAD = "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n";

  @TempDir private Path directory;

  private Supplier<Body> body = Body::empty;
  private final Server server =
      new Server(request -> new Response(Status.OK, Headers.empty(), body.get()));

  private int closed;
  private CountedFile file;

  private CountedFile open(String text) {
    try {
      file = CountedFile.with(directory, text);
      return file;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void assertFileIsClosedOnce() {
    assertEquals(1, file.closed);
    assertFalse(file.channel().isOpen());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 999, 1001, 2000})
  void stream_of_another_length_than_declared_aborts_the_connection(long declared) {
    NumberedSource source = new NumberedSource(server.loop, Arrival.AT_ONCE, 1000, 300);
    body = () -> new Body.Stream(source, declared);
    Client client = server.exchange(GET);
    if (declared > 0) {
      assertTrue(client.endpoint.aborted);
      String received = client.received();
      int end = received.indexOf("\r\n\r\n");
      assertTrue(end < 0 || received.length() - end - 4 < declared);
    }
    assertEquals(1, source.closed);
  }

  @Test
  void stream_that_fails_at_once_is_500_and_the_connection_is_kept() {
    body = () -> Body.stream(failing(CompletableFuture.failedStage(new IOException("test"))));
    assertIs500();
    body = () -> Body.stream(failing(CompletableFuture.completedStage(null)));
    assertIs500();
    body = () -> Body.stream(failing(null));
    assertIs500();
    body = () -> Body.stream(throwing(new IllegalStateException("test")));
    assertIs500();
    body = () -> Body.stream(throwing(new NoClassDefFoundError("test")));
    assertIs500();
    body = () -> Body.onClose(Body.stream(throwing(new IllegalStateException("test"))), () -> {});
    assertIs500();
  }

  private void assertIs500() {
    closed = 0;
    Client client = server.exchange(GET + GET);
    assertEquals(List.of(500, 500), client.statuses());
    assertTrue(client.isOpen());
    assertEquals(2, closed);
  }

  @Test
  void stream_that_fails_after_the_head_aborts_the_connection() {
    CompletableFuture<Chunk> chunk = new CompletableFuture<>();
    body = () -> Body.stream(failing(chunk));
    Client client = server.exchange(GET);
    assertTrue(client.received().startsWith("HTTP/1.1 200 OK"));
    chunk.completeExceptionally(new IOException("test"));
    server.settle();
    assertTrue(client.endpoint.aborted);
    assertEquals(1, closed);
  }

  private ByteSource failing(CompletionStage<Chunk> stage) {
    return new ByteSource() {
      @Override
      public CompletionStage<Chunk> next() {
        return stage;
      }

      @Override
      public void close() {
        closed++;
      }
    };
  }

  private ByteSource throwing(Throwable thrown) {
    return new ByteSource() {
      @Override
      public CompletionStage<Chunk> next() {
        if (thrown instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) thrown;
      }

      @Override
      public void close() {
        closed++;
      }
    };
  }

  @Test
  void chunk_without_bytes_aborts_the_connection() {
    Chunk.Data gone = new Chunk.Data(ByteBuffer.wrap(Octets.of("gone")));
    gone.bytes().position(4);
    Deque<Chunk> chunks = new ArrayDeque<>(List.of(gone, Chunk.end()));
    body =
        () ->
            Body.stream(
                new ByteSource() {
                  @Override
                  public CompletionStage<Chunk> next() {
                    return CompletableFuture.completedStage(chunks.remove());
                  }

                  @Override
                  public void close() {
                    closed++;
                  }
                });
    Client client = server.exchange(GET);
    assertTrue(client.endpoint.aborted);
    assertEquals(1, closed);
  }

  @Test
  void silent_stream_is_closed_when_the_client_disconnects() {
    CompletableFuture<Chunk> never = new CompletableFuture<>();
    body = () -> Body.stream(failing(never));
    Client client = server.exchange(GET);
    assertTrue(client.received().endsWith("\r\n\r\n"));
    client.reset();
    server.settle();
    assertFalse(client.isOpen());
    assertEquals(1, closed);
    never.complete(Chunk.end());
    server.settle();
    assertEquals(1, closed);
  }

  @Test
  void file_that_shrinks_while_it_is_sent_aborts_the_connection() throws IOException {
    body = () -> Body.of(open(Octets.numbered(100_000)));
    Client client = server.connect().takes(5000).send(GET);
    server.settle();
    file.truncate(2000);
    client.reads(Long.MAX_VALUE);
    server.settle();
    assertTrue(client.endpoint.aborted);
    assertFileIsClosedOnce();
  }

  @Test
  void file_that_shrank_before_it_is_sent_aborts_the_connection() {
    body =
        () -> {
          Body whole = Body.of(open(Octets.numbered(100_000)));
          try {
            file.truncate(10);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
          return whole;
        };
    assertTrue(server.exchange(GET).endpoint.aborted);
    assertFileIsClosedOnce();
  }

  private static final String[] REQUESTS = {GET, "GET / HTTP/1.0\r\n\r\n"};

  @ParameterizedTest
  @ValueSource(ints = {1, 1000, 100_000, 1 << 20, (1 << 20) + 1, 3_000_000})
  void response_is_never_complete_if_its_file_changed_while_it_was_sent(int size) {
    for (String request : REQUESTS) {
      for (int taken : new int[] {0, size / 2, Integer.MAX_VALUE}) {
        body =
            () -> {
              Body whole = Body.of(open("x".repeat(size)));
              file.unchanged = () -> false;
              return whole;
            };
        Client client = server.connect().takes(taken).send(request);
        server.settle();
        client.reads(Long.MAX_VALUE);
        server.settle();
        assertTrue(client.endpoint.aborted);
        assertTrue(client.received().chars().filter(c -> c == 'x').count() < size);
        assertFileIsClosedOnce();
      }
    }
  }

  @Tag("exact-transport")
  @ParameterizedTest
  @CsvSource({
    "-59, 1, 0",
    "-59, 4097, 0",
    "-59, 3000000, 0",
    "1000, 3000000, 0", // seconds, size, sends
    "-60, 1, 1",
    "-60, 4097, 1",
    "-60, 3000000, 46",
  })
  void file_modified_within_a_minute_is_copied(int seconds, int size, int sends) {
    String text = Octets.numbered(size);
    body =
        () -> {
          Body whole = Body.of(open(text));
          file.lastModified = Server.NOW.plusSeconds(seconds);
          return whole;
        };
    Client client = server.exchange(GET);
    assertTrue(client.received().endsWith(text));
    assertEquals(sends, client.endpoint.sends);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10_000, 70_000})
  void new_file_that_changes_while_it_is_sent_aborts_the_connection(int taken) {
    body =
        () -> {
          Body whole = Body.of(open("x".repeat(300_000))); // a layer may accept a part of it
          file.lastModified = Server.NOW;
          return whole;
        };
    Client client = server.connect().takes(taken).send(GET);
    server.settle();
    file.unchanged = () -> false;
    client.reads(Long.MAX_VALUE);
    server.settle();
    assertTrue(client.endpoint.aborted);
    assertFileIsClosedOnce();
  }

  @Test
  void part_of_a_sequence_that_changes_while_it_is_sent_aborts_the_connection() {
    body =
        () -> {
          CountedFile one = open("x".repeat(1000));
          one.unchanged = () -> false;
          return new Body.Sequence(List.of(Body.of("--b"), Body.of(one), Body.of("--b--")));
        };
    Client client = server.exchange(GET);
    assertTrue(client.endpoint.aborted);
    assertFalse(client.received().endsWith("--b--"));
    assertFileIsClosedOnce();
  }

  @Test
  void unreadable_file_attributes_abort_the_connection() {
    body =
        () -> {
          Body whole = Body.of(open("text"));
          file.unchanged =
              () -> {
                throw new IOException("test");
              };
          return whole;
        };
    assertTrue(server.exchange(GET).endpoint.aborted);
    assertFileIsClosedOnce();
  }

  @Tag("exact-transport")
  @ParameterizedTest
  @ValueSource(ints = {1, 1000, 100_000, 1 << 20})
  void new_file_is_read_before_it_is_checked(int size) {
    String text = "a".repeat(size);
    body =
        () -> {
          Body whole = Body.of(open(text));
          file.lastModified = Server.NOW;
          file.unchanged =
              () -> {
                file.overwrite("b".repeat(size));
                return true;
              };
          return whole;
        };
    Client client = server.exchange(GET);
    assertTrue(client.received().endsWith("\r\n\r\n" + text));
    assertTrue(client.isOpen());
  }

  @Test
  void unreadable_file_aborts_the_connection() {
    body =
        () -> {
          Body whole = Body.of(open("text"));
          file.close();
          return whole;
        };
    Client client = server.exchange(GET);
    assertTrue(client.endpoint.aborted);
    assertEquals(2, file.closed);
  }

  @Test
  void exception_of_close_is_ignored() {
    for (Throwable thrown :
        List.of(new IllegalStateException("test"), new AssertionError("test"))) {
      for (String request : List.of(GET, HEAD)) {
        body = () -> Body.stream(throwingOnClose(thrown));
        Client client = server.exchange(request + request);
        assertTrue(client.isOpen(), request);
        assertEquals(2, client.received().split("HTTP/1.1 200").length - 1);
      }
    }
  }

  @Test
  void handler_is_notified_of_a_disconnect_even_if_close_throws() {
    CompletableFuture<Chunk> chunk = new CompletableFuture<>();
    Server echo =
        new Server(
            request -> {
              request
                  .body()
                  .next()
                  .whenComplete(
                      (arrived, failure) -> {
                        if (failure != null) {
                          chunk.completeExceptionally(failure);
                        }
                      });
              return new Response(
                  Status.OK, Headers.empty(), Body.stream(throwingOnClose(new AssertionError())));
            });
    Client client =
        echo.connect().takes(1).send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n");
    echo.settle();
    client.reset();
    echo.settle();
    assertTrue(chunk.isCompletedExceptionally());
  }

  private static ByteSource throwingOnClose(Throwable thrown) {
    return new ByteSource() {
      @Override
      public CompletionStage<Chunk> next() {
        return CompletableFuture.completedStage(Chunk.end());
      }

      @Override
      public void close() {
        if (thrown instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) thrown;
      }
    };
  }
}
