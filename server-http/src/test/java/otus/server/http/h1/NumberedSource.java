package otus.server.http.h1;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.http.connection.ManualLoop;

/// A source of numbered text that lends the same buffer repeatedly: a chunk is overwritten as soon
/// as the next one is requested. Counts its calls.
final class NumberedSource implements ByteSource {

  /// The time at which the stages complete.
  enum Arrival {
    AT_ONCE,
    AS_A_TASK,
    ON_ANOTHER_THREAD
  }

  private final ManualLoop loop;
  private final Arrival arrival;
  private final byte[] text;
  private final ByteBuffer buffer;
  private final Chunk.End end;
  private int position;
  private boolean outstanding;
  private @Nullable Runnable onNext;

  int requested;
  int closed;

  NumberedSource(ManualLoop loop, Arrival arrival, int length, int size) {
    this(loop, arrival, length, size, Chunk.end());
  }

  NumberedSource(ManualLoop loop, Arrival arrival, int length, int size, Chunk.End end) {
    this.loop = loop;
    this.arrival = arrival;
    this.text = Octets.of(Octets.numbered(length));
    this.buffer = ByteBuffer.allocate(size);
    this.end = end;
  }

  /// Runs an action whenever a chunk is requested.
  NumberedSource onNext(Runnable action) {
    onNext = action;
    return this;
  }

  @Override
  public CompletionStage<Chunk> next() {
    if (!loop.inLoop() || outstanding || closed > 0) {
      throw new AssertionError("called too early, too late, or on the wrong thread");
    }
    requested++;
    outstanding = true;
    if (onNext != null) {
      onNext.run();
    }
    buffer.clear().put("#".repeat(buffer.capacity()).getBytes(Octets.LATIN_1)).clear();
    CompletableFuture<Chunk> stage = new CompletableFuture<>();
    switch (arrival) {
      case AT_ONCE -> stage.complete(take());
      case AS_A_TASK -> loop.execute(() -> stage.complete(take()));
      case ON_ANOTHER_THREAD -> Thread.ofVirtual().start(() -> stage.complete(take()));
    }
    return stage;
  }

  private Chunk take() {
    outstanding = false;
    if (position == text.length) {
      return end;
    }
    int count = Math.min(buffer.capacity(), text.length - position);
    buffer.put(0, text, position, count).limit(count);
    position += count;
    return new Chunk.Data(buffer);
  }

  @Override
  public void close() {
    if (!loop.inLoop()) {
      throw new AssertionError("closed on the wrong thread");
    }
    closed++;
  }
}
