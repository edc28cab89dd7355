package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.Charset;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.testing.FakeRequest;
import otus.server.api.testing.FakeSource;

@Timeout(60)
class WholeBodyTest {
  private static final FakeRequest POST = FakeRequest.post("/");

  /// A source whose stages the test completes.
  private static final class PendingSource implements ByteSource {
    private CompletableFuture<Chunk> stage = new CompletableFuture<>();
    private int requested;
    private int closed;

    @Override
    public CompletionStage<Chunk> next() {
      requested++;
      return stage;
    }

    @Override
    public void close() {
      closed++;
    }

    /// Completes the stage, after replacing it with another one.
    void complete(String text) {
      CompletableFuture<Chunk> now = stage;
      stage = new CompletableFuture<>();
      now.complete(new Chunk.Data(ByteBuffer.wrap(text.getBytes(Charset.forName("UTF-8")))));
    }
  }

  private static <T> T onVirtualThread(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task.get(30, TimeUnit.SECONDS);
  }

  @Test
  void body_joins_all_chunks() throws IOException {
    FakeSource source = FakeSource.of("first ", "second ", "third");
    WholeBody body = WholeBody.read(POST.body(source), 100);
    assertEquals("first second third", body.text());
    assertEquals(18, body.length());
    assertEquals(0, source.closings());
  }

  @Test
  void request_without_body_has_an_empty_one() throws IOException {
    assertEquals("", WholeBody.read(POST, 0).text());
    assertEquals("", WholeBody.read(POST, 0).type());
  }

  @Test
  void body_is_immutable() throws IOException {
    WholeBody body = WholeBody.read(POST.body("abc"), 3);
    body.bytes()[0] = '#';
    assertThrows(ReadOnlyBufferException.class, () -> body.buffer().put((byte) '#'));
    assertArrayEquals(new byte[] {'a', 'b', 'c'}, body.bytes());
    assertEquals(3, body.buffer().remaining());
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "5, 5", "5, 6", "20000, 20000", "20000, 2147483647"})
  void body_up_to_the_limit_is_accepted(int length, int limit) throws IOException {
    FakeSource source = FakeSource.of("x".repeat(length / 2), "y".repeat(length - length / 2));
    assertEquals(length, WholeBody.read(POST.body(source), limit).length());
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 1", "6, 5", "20000, 19999", "20000, 10000", "20000, 9999"})
  void body_beyond_the_limit_is_413_and_closed(int length, int limit) {
    FakeSource source = FakeSource.of("x".repeat(length / 2), "y".repeat(length - length / 2));
    StatusException exception =
        assertThrows(StatusException.class, () -> WholeBody.read(POST.body(source), limit));
    assertEquals(Status.CONTENT_TOO_LARGE, exception.status());
    assertEquals(1, source.closings());
  }

  @Test
  void body_with_content_length_beyond_the_limit_is_rejected_unread() {
    FakeSource source = FakeSource.of("abc");
    FakeRequest request = POST.body(source).header("Content-Length", "12345678901");
    assertThrows(StatusException.class, () -> WholeBody.read(request, 12345));
    assertEquals(0, source.taken());
    assertEquals(1, source.closings());
  }

  @Test
  void negative_limit_is_rejected() {
    assertThrows(IllegalArgumentException.class, () -> WholeBody.readLater(POST, -1));
  }

  @Test
  void failing_source_fails_the_read_and_is_closed() {
    FakeSource source = FakeSource.of("abc").failing(new IOException("client gone"));
    IOException failure =
        assertThrows(IOException.class, () -> WholeBody.read(POST.body(source), 100));
    assertEquals("client gone", failure.getMessage());
    assertEquals(1, source.taken());
    assertEquals(1, source.closings());
  }

  @Test
  void throwing_source_fails_the_stage() {
    ByteSource broken =
        new ByteSource() {
          @Override
          public CompletionStage<Chunk> next() {
            throw new IllegalStateException("test");
          }

          @Override
          public void close() {
            throw new IllegalStateException("close");
          }
        };
    assertThrows(IllegalStateException.class, () -> WholeBody.readLater(POST.body(broken), 1));
  }

  @Test
  void million_available_chunks_do_not_recurse() throws IOException {
    int[] left = {1_000_000};
    ByteSource many =
        new ByteSource() {
          @Override
          public CompletionStage<Chunk> next() {
            return CompletableFuture.completedStage(
                left[0]-- == 0 ? Chunk.end() : new Chunk.Data(ByteBuffer.wrap(new byte[1])));
          }

          @Override
          public void close() {}
        };
    assertEquals(1_000_000, WholeBody.read(POST.body(many), Integer.MAX_VALUE).length());
  }

  @Test
  void later_chunks_are_collected_by_the_completing_threads() throws Exception {
    PendingSource source = new PendingSource();
    CompletionStage<WholeBody> later = WholeBody.readLater(POST.body(source), 10);
    onVirtualThread(
        () -> {
          source.complete("one ");
          return null;
        });
    source.complete("two");
    assertEquals(3, source.requested);
    assertFalse(later.toCompletableFuture().isDone());
    source.stage.complete(Chunk.end());
    assertEquals("one two", later.toCompletableFuture().get(30, TimeUnit.SECONDS).text());
    assertEquals(0, source.closed);
  }

  @Test
  void status_exception_fails_the_stage() {
    CompletionStage<WholeBody> later = WholeBody.readLater(POST.body("abc"), 2);
    CompletionException failure =
        assertThrows(CompletionException.class, () -> later.toCompletableFuture().join());
    assertInstanceOf(StatusException.class, failure.getCause());
  }

  @Test
  void read_throws_when_a_platform_thread_would_wait() {
    FakeRequest request = POST.body(new PendingSource());
    assertThrows(IllegalStateException.class, () -> WholeBody.read(request, 1));
  }

  @Test
  void read_waits_on_a_virtual_thread() throws Exception {
    PendingSource source = new PendingSource();
    FutureTask<String> task = new FutureTask<>(() -> WholeBody.read(POST.body(source), 10).text());
    Thread reader = Thread.ofVirtual().start(task);
    awaitWaiting(reader);
    source.stage.completeExceptionally(new IOException("client gone"));
    Exception failure = assertThrows(Exception.class, () -> task.get(30, TimeUnit.SECONDS));
    assertEquals(
        "client gone", assertInstanceOf(IOException.class, failure.getCause()).getMessage());
  }

  @Test
  void read_keeps_the_interrupt_status() throws Exception {
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              assertThrows(
                  InterruptedIOException.class,
                  () -> WholeBody.read(POST.body(new PendingSource()), 1));
              return Thread.currentThread().isInterrupted();
            });
    Thread reader = Thread.ofVirtual().start(task);
    awaitWaiting(reader);
    reader.interrupt();
    assertTrue(task.get(30, TimeUnit.SECONDS));
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain; charset=utf-8, text/plain, UTF-8",
    "text/plain, text/plain, UTF-8",
    "'', '', UTF-8",
    "TEXT/Plain ; CharSet=ISO-8859-1, text/plain, ISO-8859-1",
    "text/plain;charset=\"utf-16\", text/plain, UTF-16",
    "text/plain; a=\"; charset=utf-16\"; charset=latin1, text/plain, ISO-8859-1",
    "text/plain; a=\"\\\"; charset=utf-16\"; charset=latin1, text/plain, ISO-8859-1",
    "text/plain; charset=latin1; charset=utf-8, text/plain, ISO-8859-1",
    "text, '', UTF-8",
    "text/, '', UTF-8",
    "/plain, '', UTF-8",
    "te xt/plain; charset=latin1, '', UTF-8",
    "'text/plain, text/html', '', UTF-8",
  })
  void text_is_decoded_in_the_charset_of_its_type(String field, String type, String charset)
      throws IOException {
    FakeRequest request = POST.body("\u00fc\u00e4 owl".getBytes(Charset.forName(charset)));
    WholeBody body =
        WholeBody.read(field.isEmpty() ? request : request.header("Content-Type", field), 100);
    assertEquals(type, body.type());
    assertEquals("\u00fc\u00e4 owl", body.text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"klingon", "\"\"x", "%", "\"a b\""})
  void unknown_charset_is_415(String charset) throws IOException {
    FakeRequest request = POST.header("Content-Type", "text/plain; charset=" + charset).body("a");
    WholeBody body = WholeBody.read(request, 10);
    assertEquals(415, assertThrows(StatusException.class, body::text).status().code());
    assertEquals(1, body.length());
  }

  @Test
  void invalid_bytes_for_the_charset_are_400() throws IOException {
    WholeBody body = WholeBody.read(POST.body(new byte[] {'a', (byte) 0xff}), 10);
    assertEquals(400, assertThrows(StatusException.class, body::text).status().code());
  }

  @Test
  void form_has_parameters() throws IOException {
    FakeRequest request = POST.form("name", "J\u00f6rg & Co", "tag", "a=b", "tag", "");
    assertEquals("name=J%C3%B6rg+%26+Co&tag=a%3Db&tag=", WholeBody.read(request, 100).text());
    Parameters form = WholeBody.read(POST.form("name", "J\u00f6rg & Co", "tag", "a=b"), 100).form();
    assertEquals(Parameters.of("name", "J\u00f6rg & Co", "tag", "a=b"), form);
    FakeRequest other =
        POST.body("a=1").header("Content-Type", "Application/X-WWW-form-urlencoded; charset=x");
    assertEquals(Parameters.of("a", "1"), WholeBody.read(other, 100).form());
    FakeRequest empty = POST.header("Content-Type", "application/x-www-form-urlencoded");
    assertSame(Parameters.empty(), WholeBody.read(empty, 0).form());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text/plain", "multipart/form-data; boundary=x"})
  void body_of_another_type_than_form_is_415(String type) throws IOException {
    FakeRequest request = POST.body("a=1");
    WholeBody body =
        WholeBody.read(type.isEmpty() ? request : request.header("Content-Type", type), 100);
    assertEquals(415, assertThrows(StatusException.class, body::form).status().code());
  }
}
