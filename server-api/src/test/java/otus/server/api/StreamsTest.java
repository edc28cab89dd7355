package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import otus.server.api.testing.FakeSource;

/// Sources as input streams, and input streams as sources.
@Timeout(60)
class StreamsTest {

  /// A stream that blocks in its first read until it is released or interrupted.
  private static final class Blocking extends InputStream {
    final CountDownLatch reading = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);
    final CountDownLatch closed = new CountDownLatch(1);
    final AtomicInteger closings = new AtomicInteger();
    volatile boolean closedWhileRead;
    private volatile boolean inRead;

    @Override
    public int read() throws IOException {
      inRead = true;
      reading.countDown();
      try {
        release.await();
        return -1;
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      } finally {
        inRead = false;
      }
    }

    @Override
    public void close() {
      closedWhileRead |= inRead || Thread.currentThread().isInterrupted();
      closings.incrementAndGet();
      closed.countDown();
    }
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static Throwable failure(CompletionStage<?> stage) {
    return assertThrows(ExecutionException.class, () -> get(stage)).getCause();
  }

  @Test
  void stream_has_all_bytes_of_its_source() throws IOException {
    FakeSource source = FakeSource.of("a", "bc", "def\u00fc");
    InputStream stream = source.asInputStream();
    assertEquals('a', stream.read());
    assertEquals(0, stream.available());
    byte[] some = new byte[10];
    assertEquals(0, stream.read(some, 10, 0));
    assertEquals(2, stream.read(some, 3, 7));
    assertEquals('c', some[4]);
    assertEquals('d', stream.read());
    assertEquals(4, stream.available());
    assertEquals("ef\u00fc", new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    assertEquals(-1, stream.read());
    assertEquals(-1, stream.read(some));
    assertEquals(0, source.closings());
    stream.close();
    assertEquals(1, source.closings());
    assertThrows(IOException.class, stream::read);
  }

  @Test
  void bytes_above_127_are_not_the_end() throws IOException {
    try (InputStream stream = FakeSource.of(new byte[] {(byte) 0xff, 0}).asInputStream()) {
      assertEquals(0xff, stream.read());
      assertEquals(0, stream.read());
      assertEquals(-1, stream.read());
    }
  }

  @Test
  void failing_source_fails_the_read() throws IOException {
    FakeSource source = FakeSource.of("ab").failing(new IOException("client gone"));
    try (InputStream stream = source.asInputStream()) {
      assertEquals(2, stream.read(new byte[10]));
      IOException thrown = assertThrows(IOException.class, stream::read);
      assertEquals("client gone", thrown.getMessage());
    }
    assertEquals(1, source.closings());
  }

  @Test
  void read_throws_when_a_platform_thread_would_wait() throws IOException {
    try (InputStream stream = never().asInputStream()) {
      assertThrows(IllegalStateException.class, stream::read);
    }
  }

  @Test
  void interrupted_read_throws_and_keeps_the_interrupt_status() throws Exception {
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              try (InputStream stream = never().asInputStream()) {
                assertThrows(InterruptedIOException.class, stream::read);
                return Thread.currentThread().isInterrupted();
              }
            });
    Thread reader = Thread.ofVirtual().start(task);
    while (reader.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    reader.interrupt();
    assertTrue(task.get(30, TimeUnit.SECONDS));
  }

  private static ByteSource never() {
    return new ByteSource() {
      @Override
      public CompletionStage<Chunk> next() {
        return new CompletableFuture<>();
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void source_has_all_bytes_of_its_stream() throws Exception {
    byte[] bytes = new byte[100_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 >> 3);
    }
    CountDownLatch closed = new CountDownLatch(1);
    ByteSource source =
        ByteSource.of(
            new ByteArrayInputStream(bytes) {
              @Override
              public void close() {
                closed.countDown();
              }
            });
    FutureTask<byte[]> task = new FutureTask<>(() -> source.asInputStream().readAllBytes());
    Thread.ofVirtual().start(task);
    assertArrayEquals(bytes, task.get(30, TimeUnit.SECONDS));
    assertInstanceOf(Chunk.End.class, get(source.next()));
    assertEquals(1, closed.getCount());
    source.close();
    assertTrue(closed.await(30, TimeUnit.SECONDS));
    assertInstanceOf(IOException.class, failure(source.next()));
  }

  @Test
  void next_reads_on_another_thread_once_at_a_time() throws Exception {
    Blocking stream = new Blocking();
    ByteSource source = ByteSource.of(stream);
    CompletionStage<Chunk> first = source.next();
    assertTrue(stream.reading.await(30, TimeUnit.SECONDS));
    assertInstanceOf(IllegalStateException.class, failure(source.next()));
    stream.release.countDown();
    assertInstanceOf(Chunk.End.class, get(first));
    source.close();
    assertTrue(stream.closed.await(30, TimeUnit.SECONDS));
  }

  @Test
  void stream_is_not_read_without_a_request() throws Exception {
    Blocking stream = new Blocking();
    ByteSource source = ByteSource.of(stream);
    source.close();
    source.close();
    assertTrue(stream.closed.await(30, TimeUnit.SECONDS));
    assertEquals(1, stream.reading.getCount());
    assertEquals(1, stream.closings.get());
  }

  @Test
  void close_interrupts_a_read_and_closes_the_stream_after_it() throws Exception {
    Blocking stream = new Blocking();
    ByteSource source = ByteSource.of(stream);
    CompletionStage<Chunk> outstanding = source.next();
    assertTrue(stream.reading.await(30, TimeUnit.SECONDS));
    source.close();
    source.close();
    assertTrue(stream.closed.await(30, TimeUnit.SECONDS));
    assertInstanceOf(IOException.class, failure(outstanding));
    assertEquals(1, stream.closings.get());
    assertTrue(!stream.closedWhileRead);
  }

  @Test
  void failing_stream_fails_the_source_for_good() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    ByteSource source =
        ByteSource.of(
            new InputStream() {
              private int left = 1;

              @Override
              public int read(byte[] to, int offset, int length) throws IOException {
                if (left-- == 0) {
                  throw new IOException("disk gone");
                }
                return 1;
              }

              @Override
              public int read() {
                return -1;
              }

              @Override
              public void close() throws IOException {
                closed.countDown();
                throw new IOException("is logged");
              }
            });
    assertInstanceOf(Chunk.Data.class, get(source.next()));
    assertEquals("disk gone", failure(source.next()).getMessage());
    assertInstanceOf(IOException.class, failure(source.next()));
    source.close();
    assertTrue(closed.await(30, TimeUnit.SECONDS));
  }

  /// Creates a factory that fails a number of times, then creates virtual threads.
  private static ThreadFactory failing(int times) {
    int[] left = {times};
    return work -> {
      if (left[0]-- > 0) {
        throw new OutOfMemoryError("unable to create native thread: planted");
      }
      return Thread.ofVirtual().unstarted(work);
    };
  }

  @Test
  void chunk_fails_and_stream_is_closed_without_a_thread() throws Exception {
    Blocking stream = new Blocking();
    ByteSource source = new StreamSource(stream, failing(2));
    assertInstanceOf(IOException.class, failure(source.next()));
    assertInstanceOf(IOException.class, failure(source.next()));
    source.close();
    assertEquals(1, stream.closings.get());
  }

  @Test
  void chunk_arrives_once_when_the_failed_start_of_its_thread_ran_it() throws Exception {
    ThreadFactory threads =
        work -> {
          work.run(); // as another carrier thread may do
          throw new OutOfMemoryError("unable to create native thread: planted");
        };
    ByteSource source = new StreamSource(new ByteArrayInputStream(new byte[] {7}), threads);
    Chunk.Data chunk = assertInstanceOf(Chunk.Data.class, get(source.next()));
    assertEquals(7, chunk.bytes().get());
    assertInstanceOf(Chunk.End.class, get(source.next()));
    source.close();
  }

  @Test
  void error_of_a_closing_stream_is_not_rethrown() {
    InputStream stream =
        new InputStream() {
          @Override
          public int read() {
            return -1;
          }

          @Override
          public void close() {
            throw new LinkageError("planted");
          }
        };
    ThreadFactory here =
        work ->
            new Thread(work) {
              @Override
              public void start() {
                work.run();
              }
            };
    new StreamSource(stream, here).close();
  }
}
