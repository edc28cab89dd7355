package proxy;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;

/// The body of a request, as a publisher for the JDK's HTTP client. It reads a chunk when the
/// client requests one, so a slow upstream server slows the client down. Any thread, one at a time.
final class SourcePublisher implements Flow.Publisher<ByteBuffer>, Flow.Subscription {
  private final ByteSource source;

  private volatile long progress = System.nanoTime();

  // Under the lock of this object.
  private Flow.Subscriber<? super ByteBuffer> subscriber;
  private long requested;
  private boolean reading;
  private boolean ended;

  SourcePublisher(ByteSource source) {
    this.source = source;
  }

  /// Returns whether the upstream server has taken a part of the body, or its end, within a time.
  boolean hasProgressed(long withinNanos) {
    return System.nanoTime() - progress < withinNanos;
  }

  /// Accepts one subscriber, since the body of a request can be read only once.
  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> first) {
    boolean again;
    synchronized (this) {
      again = subscriber != null;
      subscriber = again ? subscriber : first;
    }
    if (again) {
      first.onError(new IllegalStateException("a request body can be sent only once"));
      return;
    }
    first.onSubscribe(this);
  }

  @Override
  public void request(long count) {
    synchronized (this) {
      requested = requested + count < 0 ? Long.MAX_VALUE : requested + count;
    }
    read();
  }

  @Override
  public void cancel() {
    synchronized (this) {
      ended = true;
    }
    source.close();
  }

  /// Reads chunks while they are requested. Chunks that are there at once are read in a loop, not
  /// by a recursion.
  private void read() {
    while (begins()) {
      CompletableFuture<Chunk> next = source.next().toCompletableFuture();
      if (!next.isDone()) {
        next.whenComplete(
            (chunk, failure) -> {
              arrived(chunk, failure);
              read();
            });
        return;
      }
      next.whenComplete(this::arrived);
    }
  }

  private synchronized boolean begins() {
    if (reading || ended || requested == 0) {
      return false;
    }
    reading = true;
    requested--;
    return true;
  }

  private void arrived(Chunk chunk, Throwable failure) {
    progress = System.nanoTime();
    ByteBuffer copy = chunk instanceof Chunk.Data data ? copy(data.bytes()) : null;
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = copy == null;
    }
    if (copy != null) {
      subscriber.onNext(copy);
    } else if (failure != null) {
      subscriber.onError(failure);
    } else {
      subscriber.onComplete();
    }
    synchronized (this) {
      reading = false;
    }
  }

  /// Copies a chunk, which is valid only until the next one is requested.
  private static ByteBuffer copy(ByteBuffer bytes) {
    return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
  }
}
