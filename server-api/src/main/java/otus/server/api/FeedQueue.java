package otus.server.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// The queue between the threads that send messages of a [Feed] and the event loop that sends the
/// response. Any thread.
///
/// The lock is held only for a few assignments, never while a stage is completed or an action runs,
/// so an event loop may take it.
final class FeedQueue implements ByteSource {
  private final int limit;
  private final Object lock = new Object();
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private final List<Runnable> onClose = new ArrayList<>();

  /// The number of waiting bytes.
  private long size;

  /// The size of the last chunk, which counts as waiting until the next one is requested.
  private int lent;

  private @Nullable CompletableFuture<Chunk> demand;

  /// The failure that ends the feed, or null for a normal end.
  private @Nullable Throwable failure;

  private boolean ended;
  private boolean closed;

  FeedQueue(int limit) {
    this.limit = limit;
  }

  boolean isOpen() {
    synchronized (lock) {
      return open();
    }
  }

  boolean offer(byte[] bytes) {
    synchronized (lock) {
      if (!open() || !fits(bytes)) {
        return false;
      }
      put(bytes);
    }
    deliver();
    return true;
  }

  boolean send(byte[] bytes) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    synchronized (lock) {
      while (open() && !fits(bytes)) {
        lock.wait();
      }
      if (!open()) {
        return false;
      }
      put(bytes);
    }
    deliver();
    return true;
  }

  void end() {
    synchronized (lock) {
      ended = true;
      lock.notifyAll();
    }
    deliver();
  }

  void fail(Throwable reason) {
    synchronized (lock) {
      if (!open()) {
        return;
      }
      ended = true;
      failure = reason;
      drop();
    }
    deliver();
  }

  void onClose(Runnable action) {
    synchronized (lock) {
      if (!closed) {
        onClose.add(action);
        return;
      }
    }
    action.run();
  }

  @Override
  public CompletionStage<Chunk> next() {
    CompletableFuture<Chunk> stage = new CompletableFuture<>();
    synchronized (lock) {
      if (demand != null) {
        return CompletableFuture.failedStage(
            new IllegalStateException("the last chunk has not arrived yet"));
      }
      if (closed) {
        return CompletableFuture.failedStage(new IOException("the feed is closed"));
      }
      demand = stage;
      lent = 0;
      lock.notifyAll();
    }
    deliver();
    return stage.minimalCompletionStage();
  }

  @Override
  public void close() {
    List<Runnable> actions;
    synchronized (lock) {
      closed = true;
      demand = null;
      drop();
      actions = List.copyOf(onClose);
      onClose.clear();
    }
    run(actions);
  }

  private static void run(List<Runnable> actions) {
    RuntimeException failure = null;
    for (Runnable action : actions) {
      try {
        action.run();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /// Completes a requested stage if a chunk, the end, or a failure is available.
  private void deliver() {
    CompletableFuture<Chunk> stage;
    Chunk chunk = null;
    Throwable reason = null;
    synchronized (lock) {
      stage = demand;
      if (stage == null || (waiting.isEmpty() && !ended)) {
        return;
      }
      demand = null;
      if (!waiting.isEmpty()) {
        chunk = new Chunk.Data(take());
      } else if (failure == null) {
        chunk = Chunk.end();
      } else {
        reason = failure;
      }
    }
    if (chunk != null) {
      stage.complete(chunk);
    } else if (reason != null) {
      stage.completeExceptionally(reason);
    }
  }

  // The methods below require the lock.

  private boolean open() {
    return !ended && !closed;
  }

  private boolean fits(byte[] bytes) {
    long taken = size + lent;
    return taken == 0 || taken + bytes.length <= limit;
  }

  private void put(byte[] bytes) {
    if (bytes.length > 0) { // a chunk is never empty
      waiting.add(bytes);
      size += bytes.length;
    }
  }

  /// Takes all waiting bytes as one chunk, so that many small messages are sent in one write.
  private ByteBuffer take() {
    lent = (int) size;
    ByteBuffer all;
    if (waiting.size() == 1) {
      all = ByteBuffer.wrap(waiting.remove()).asReadOnlyBuffer();
    } else {
      all = ByteBuffer.allocate(lent);
      waiting.forEach(all::put);
      waiting.clear();
      all.flip();
    }
    size = 0;
    return all;
  }

  private void drop() {
    waiting.clear();
    size = 0;
    lock.notifyAll();
  }
}
