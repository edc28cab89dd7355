package otus.server.http.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.api.Headers;
import otus.server.loop.EventLoop;

/// The content of one request, as the handler pulls it; owned by its connection.
///
/// The handler may call from any thread, and is taken over to the loop, to which everything else is
/// confined. Without a demand the connection does not read, so a slow handler slows the client.
public final class RequestBodySource implements ByteSource {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /// As much of what it was given a handler is assumed to keep.
  private static final int MAX_KEPT = 32 * 1024;

  private final EventLoop loop;
  private final Demand onDemand;

  /// Holds the chunk that is on loan.
  private ByteBuffer loan = NOTHING;

  /// How many bytes the handler was given, up to [#MAX_KEPT].
  private int given;

  private @Nullable CompletableFuture<Chunk> demand;
  private Chunk.@Nullable End end;
  private @Nullable IOException failure;

  /// Receives the demand of a handler; called on the loop.
  @FunctionalInterface
  public interface Demand {
    /// The handler wants the next chunk, or no more of them.
    ///
    /// @param inTask whether this is a task of its own, so that the body may be read at once
    void onDemand(boolean inTask);
  }

  /// @param onDemand called when the handler wants more, or wants no more
  public RequestBodySource(EventLoop loop, Demand onDemand) {
    this.loop = loop;
    this.onDemand = onDemand;
  }

  @Override
  public CompletionStage<Chunk> next() {
    CompletableFuture<Chunk> stage = new CompletableFuture<>();
    if (loop.inLoop()) {
      ask(stage, false);
    } else {
      try {
        loop.execute(() -> ask(stage, true));
      } catch (RejectedExecutionException e) {
        stage.completeExceptionally(new IOException("the server has stopped", e));
      }
    }
    return stage.minimalCompletionStage();
  }

  @Override
  public void close() {
    if (loop.inLoop()) {
      giveUp(false);
    } else {
      try {
        loop.execute(() -> giveUp(true));
      } catch (RejectedExecutionException e) {
        return; // the loop has ended, and all it held was given up
      }
    }
  }

  private void ask(CompletableFuture<Chunk> stage, boolean inTask) {
    if (demand != null) {
      stage.completeExceptionally(new IllegalStateException("the last chunk has not arrived yet"));
    } else if (end != null) {
      stage.complete(end);
    } else if (failure != null) {
      stage.completeExceptionally(failure);
    } else {
      demand = stage;
      onDemand.onDemand(inTask);
    }
  }

  private void giveUp(boolean inTask) {
    if (end == null && failure == null) {
      fail(new IOException("the content was given up"));
      onDemand.onDemand(inTask);
    }
  }

  /// Whether the handler waits for a chunk.
  public boolean isDemanded() {
    return demand != null;
  }

  /// Ends a callback: a handler that waits for the next chunk has given the last one back, and the
  /// next may not come for long.
  public void settle() {
    if (demand != null) {
      loan = NOTHING;
    }
  }

  /// How many bytes of memory it takes: what is on loan, and what the handler may have kept.
  public int held() {
    return loan.capacity() + given;
  }

  /// Lends a copy of some bytes to the handler, who has asked for them.
  public void deliver(ByteBuffer bytes) {
    if (loan.capacity() < bytes.remaining()) {
      loan = ByteBuffer.allocate(bytes.remaining());
    }
    given = Math.min(MAX_KEPT, given + bytes.remaining());
    loan.clear().put(bytes).flip();
    complete(new Chunk.Data(loan));
  }

  /// Tells the handler that it has got everything; not one that was told otherwise, and of whose
  /// content a part may have been thrown away.
  public void end(Headers trailers) {
    if (failure != null) {
      return;
    }
    end = trailers.size() == 0 ? Chunk.end() : new Chunk.End(trailers);
    if (demand != null) {
      complete(end);
    }
  }

  /// Tells the handler that it will not get everything.
  public void fail(IOException reason) {
    if (end != null || failure != null) {
      return;
    }
    failure = reason;
    CompletableFuture<Chunk> stage = demand;
    demand = null;
    if (stage != null) {
      stage.completeExceptionally(reason);
    }
  }

  private void complete(Chunk chunk) {
    CompletableFuture<Chunk> stage = demand;
    demand = null;
    if (stage == null) {
      throw new IllegalStateException("nobody asked for a chunk");
    }
    stage.complete(chunk);
  }
}
