package proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;

/// The body of a response of the JDK's HTTP client, as a source. It requests bytes only if its
/// reader does, so a slow client slows the other server down, and no thread waits. Any thread.
final class FlowSource implements ByteSource, Flow.Subscriber<List<ByteBuffer>> {
  private final long timeoutMillis;

  // Under the lock of this object.
  private final Queue<ByteBuffer> buffers = new ArrayDeque<>();
  private Flow.Subscription subscription;
  private CompletableFuture<Chunk> waiting;
  private Throwable failure;
  private boolean ended;
  private boolean closed;

  private FlowSource(long timeoutMillis) {
    this.timeoutMillis = timeoutMillis;
  }

  /// Creates a source.
  ///
  /// @param timeoutMillis the maximum time for which it waits for each chunk
  static FlowSource of(Flow.Publisher<List<ByteBuffer>> publisher, long timeoutMillis) {
    FlowSource source = new FlowSource(timeoutMillis);
    publisher.subscribe(source);
    return source;
  }

  @Override
  public CompletionStage<Chunk> next() {
    CompletableFuture<Chunk> stage = new CompletableFuture<>();
    Flow.Subscription toRequest = null;
    synchronized (this) {
      if (closed) {
        stage.completeExceptionally(new IOException("the source is closed"));
      } else if (!settle(stage)) {
        waiting = stage;
        toRequest = subscription;
      }
    }
    if (toRequest != null) {
      toRequest.request(1);
    }
    return stage.orTimeout(timeoutMillis, TimeUnit.MILLISECONDS);
  }

  /// Completes a stage, if its chunk is known. Under the lock.
  private boolean settle(CompletableFuture<Chunk> stage) {
    ByteBuffer buffer = buffers.poll();
    if (buffer != null) {
      return stage.complete(new Chunk.Data(buffer));
    }
    if (failure != null) {
      return stage.completeExceptionally(failure);
    }
    return ended && stage.complete(Chunk.end());
  }

  @Override
  public void close() {
    Flow.Subscription toCancel;
    synchronized (this) {
      closed = true;
      buffers.clear();
      toCancel = ended || failure != null ? null : subscription;
    }
    if (toCancel != null) {
      toCancel.cancel();
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    boolean request;
    synchronized (this) {
      this.subscription = subscription;
      request = waiting != null;
    }
    if (request) {
      subscription.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> more) {
    arrived(
        () -> {
          more.stream().filter(ByteBuffer::hasRemaining).forEach(buffers::add);
        });
  }

  @Override
  public void onError(Throwable thrown) {
    arrived(() -> failure = thrown);
  }

  @Override
  public void onComplete() {
    arrived(() -> ended = true);
  }

  private void arrived(Runnable change) {
    CompletableFuture<Chunk> stage;
    Chunk chunk = null;
    Throwable thrown = null;
    Flow.Subscription toRequest = null;
    synchronized (this) {
      change.run();
      if (closed) {
        buffers.clear();
      }
      stage = waiting;
      if (stage == null) {
        return;
      }
      ByteBuffer buffer = buffers.poll();
      if (buffer != null) {
        chunk = new Chunk.Data(buffer);
      } else if (failure != null) {
        thrown = failure;
      } else if (ended) {
        chunk = Chunk.end();
      } else {
        toRequest = subscription; // it has sent empty buffers only
      }
      waiting = toRequest == null ? null : stage;
    }
    if (toRequest != null) {
      toRequest.request(1);
    } else if (thrown != null) {
      stage.completeExceptionally(thrown);
    } else {
      stage.complete(chunk);
    }
  }
}
