package otus.server.http.request;

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

/// The request body as the handler reads it, chunk by chunk. Owned by its exchange.
///
/// The handler may call [#next] and [#close] on any thread; the call continues on the loop, to
/// which all other methods are confined. Without a demand the connection does not read, so a slow
/// handler slows the client down.
public final class RequestBodySource implements ByteSource {
  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  /// The maximum number of delivered bytes that a handler is assumed to keep.
  private static final int MAX_KEPT = 32 * 1024;

  private final EventLoop loop;
  private final Demand onDemand;

  /// The chunk that is lent to the handler.
  private ByteBuffer loan = EMPTY;

  /// The number of bytes delivered to the handler, up to [#MAX_KEPT].
  private int delivered;

  private @Nullable CompletableFuture<Chunk> demand;
  private Chunk.@Nullable End end;
  private @Nullable IOException failure;

  /// Receives the demand of the handler. Called on the loop.
  @FunctionalInterface
  public interface Demand {
    /// Called when the handler requests the next chunk, or closes the body.
    ///
    /// @param inTask whether the call comes from a separate task of the loop, so that the body may
    ///     be read at once
    void onDemand(boolean inTask);
  }

  /// Creates the source of one request body.
  ///
  /// @param onDemand called on the loop when the handler requests a chunk or closes the body
  public RequestBodySource(EventLoop loop, Demand onDemand) {
    this.loop = loop;
    this.onDemand = onDemand;
  }

  @Override
  public CompletionStage<Chunk> next() {
    CompletableFuture<Chunk> stage = new CompletableFuture<>();
    if (loop.inLoop()) {
      request(stage, false);
    } else {
      try {
        loop.execute(() -> request(stage, true));
      } catch (RejectedExecutionException e) {
        stage.completeExceptionally(new IOException("the server has stopped", e));
      }
    }
    return stage.minimalCompletionStage();
  }

  @Override
  public void close() {
    if (loop.inLoop()) {
      cancel(false);
    } else {
      try {
        loop.execute(() -> cancel(true));
      } catch (RejectedExecutionException e) {
        return; // the loop has ended and closed everything
      }
    }
  }

  private void request(CompletableFuture<Chunk> stage, boolean inTask) {
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

  private void cancel(boolean inTask) {
    if (end == null && failure == null) {
      fail(new IOException("the content was given up"));
      onDemand.onDemand(inTask);
    }
  }

  /// Returns whether the handler waits for a chunk.
  public boolean isDemanded() {
    return demand != null;
  }

  /// Releases the lent chunk at the end of a callback. A handler that waits for the next chunk no
  /// longer uses the last one, and the next one may take a long time to arrive.
  public void settle() {
    if (demand != null) {
      loan = EMPTY;
    }
  }

  /// Returns the estimated memory in bytes: the lent chunk, and delivered bytes that the handler
  /// may have kept.
  public int held() {
    return loan.capacity() + delivered;
  }

  /// Lends a copy of some bytes to the handler.
  ///
  /// @throws IllegalStateException if the handler has requested no chunk
  public void deliver(ByteBuffer bytes) {
    if (loan.capacity() < bytes.remaining()) {
      loan = ByteBuffer.allocate(bytes.remaining());
    }
    delivered = Math.min(MAX_KEPT, delivered + bytes.remaining());
    loan.clear().put(bytes).flip();
    complete(new Chunk.Data(loan));
  }

  /// Completes the body. Has no effect after a failure, since a part of the body may have been
  /// discarded.
  public void end(Headers trailers) {
    if (failure != null) {
      return;
    }
    end = trailers.size() == 0 ? Chunk.end() : new Chunk.End(trailers);
    if (demand != null) {
      complete(end);
    }
  }

  /// Reports to the handler that the body is incomplete. Has no effect after the end or a failure.
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
      throw new IllegalStateException("the handler has requested no chunk");
    }
    stage.complete(chunk);
  }
}
