package otus.server.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// An input stream as a source. A new virtual thread reads each chunk and then ends, so a slow
/// receiver occupies no thread, and the source buffers at most one chunk. `next` and `close` may be
/// called on an event loop; the source owns the stream and closes it.
final class StreamSource implements ByteSource {
  private static final int SIZE = 16 * 1024;

  private enum State {
    IDLE,
    READING,
    ENDED,
    FAILED,
    CLOSED
  }

  private final InputStream stream;
  private final ThreadFactory threads;
  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

  private volatile @Nullable Thread reader;

  private byte[] buffer = new byte[0];

  StreamSource(InputStream stream) {
    this(stream, Thread.ofVirtual().name("otus-stream").factory());
  }

  /// @param threads the factory for the threads that read and close the stream
  StreamSource(InputStream stream, ThreadFactory threads) {
    this.stream = Objects.requireNonNull(stream, "stream");
    this.threads = threads;
  }

  @Override
  public CompletionStage<Chunk> next() {
    return switch (state.compareAndExchange(State.IDLE, State.READING)) {
      case IDLE -> {
        CompletableFuture<Chunk> stage = new CompletableFuture<>();
        if (!start(() -> read(stage))) {
          finishRead(State.FAILED);
          yield CompletableFuture.failedStage(new IOException("no thread can be started"));
        }
        yield stage.minimalCompletionStage();
      }
      case READING ->
          CompletableFuture.failedStage(
              new IllegalStateException("the last chunk has not arrived yet"));
      case ENDED -> CompletableFuture.completedStage(Chunk.end());
      case FAILED -> CompletableFuture.failedStage(new IOException("the stream has failed"));
      case CLOSED -> CompletableFuture.failedStage(new IOException("the source is closed"));
    };
  }

  /// Starts a thread that runs `work`.
  ///
  /// @return whether the thread was started; if not, the work never runs
  private boolean start(Runnable work) {
    AtomicBoolean decided = new AtomicBoolean();
    try {
      Thread thread =
          threads.newThread(
              () -> {
                if (decided.compareAndSet(false, true)) {
                  work.run();
                }
              });
      reader = thread;
      thread.start();
      return true;
    } catch (OutOfMemoryError | RejectedExecutionException e) {
      // A virtual thread is queued before its start fails, so it may already have begun.
      return !decided.compareAndSet(false, true);
    }
  }

  private void read(CompletableFuture<Chunk> stage) {
    Chunk chunk;
    try {
      if (buffer.length == 0) {
        buffer = new byte[SIZE];
      }
      int count = stream.read(buffer);
      chunk = count < 0 ? Chunk.end() : new Chunk.Data(ByteBuffer.wrap(buffer, 0, count));
    } catch (Throwable e) {
      finishRead(State.FAILED);
      stage.completeExceptionally(e);
      return;
    }
    finishRead(chunk instanceof Chunk.End ? State.ENDED : State.IDLE);
    stage.complete(chunk);
  }

  /// Ends a read. Closes the stream if the source was closed meanwhile.
  private void finishRead(State after) {
    if (!state.compareAndSet(State.READING, after)) {
      Thread.interrupted(); // the interrupt of close() is not needed any more
      closeStream();
    }
  }

  @Override
  public void close() {
    switch (state.getAndSet(State.CLOSED)) {
      case READING -> {
        Thread current = reader;
        if (current != null) {
          current.interrupt(); // the reader closes the stream after its read
        }
      }
      case IDLE, ENDED, FAILED -> {
        if (!start(this::closeStream)) {
          closeStream(); // it may block here, but would otherwise stay open for ever
        }
      }
      case CLOSED -> {}
    }
  }

  private void closeStream() {
    try {
      stream.close();
    } catch (Throwable e) { // including errors of the stream: nothing else depends on it
      System.getLogger(StreamSource.class.getName())
          .log(System.Logger.Level.WARNING, "event=close-failed", e);
    }
  }
}
