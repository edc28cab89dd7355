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

/// A stream as a source: each chunk is read by a virtual thread of its own, which ends with it, so
/// a slow reader costs no thread, and the stream is never ahead by more than a buffer. `next` and
/// `close` may be called on an event loop.
final class StreamSource implements ByteSource {
  private static final int SIZE = 16 * 1024;

  private enum State {
    RESTING,
    READING,
    ENDED,
    FAILED,
    CLOSED
  }

  private final InputStream stream;
  private final ThreadFactory threads;
  private final AtomicReference<State> state = new AtomicReference<>(State.RESTING);

  private volatile @Nullable Thread reader;

  private byte[] buffer = new byte[0];

  StreamSource(InputStream stream) {
    this(stream, Thread.ofVirtual().name("otus-stream").factory());
  }

  /// @param threads makes the threads that read and close the stream
  StreamSource(InputStream stream, ThreadFactory threads) {
    this.stream = Objects.requireNonNull(stream, "stream");
    this.threads = threads;
  }

  @Override
  public CompletionStage<Chunk> next() {
    return switch (state.compareAndExchange(State.RESTING, State.READING)) {
      case RESTING -> {
        CompletableFuture<Chunk> stage = new CompletableFuture<>();
        if (!start(() -> read(stage))) {
          rest(State.FAILED);
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

  /// Starts a thread that does `work`.
  ///
  /// @return false if the system has no more threads; then the work is never done
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
      // A virtual thread is in the queue before its start fails: it may have begun all the same.
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
      rest(State.FAILED);
      stage.completeExceptionally(e);
      return;
    }
    rest(chunk instanceof Chunk.End ? State.ENDED : State.RESTING);
    stage.complete(chunk);
  }

  /// The reader has read; closes the stream, if it was not closed for that reason.
  private void rest(State after) {
    if (!state.compareAndSet(State.READING, after)) {
      Thread.interrupted(); // it did its work
      closeStream();
    }
  }

  @Override
  public void close() {
    switch (state.getAndSet(State.CLOSED)) {
      case READING -> {
        Thread current = reader;
        if (current != null) {
          current.interrupt(); // and closes the stream, when it does not read it any more
        }
      }
      case RESTING, ENDED, FAILED -> {
        if (!start(this::closeStream)) {
          closeStream(); // it may block here, but left open it would stay so
        }
      }
      case CLOSED -> {} // it was done
    }
  }

  private void closeStream() {
    try {
      stream.close();
    } catch (Throwable e) { // also an error of the stream's own: nothing else depends on it
      System.getLogger(StreamSource.class.getName())
          .log(System.Logger.Level.WARNING, "event=close-failed", e);
    }
  }
}
