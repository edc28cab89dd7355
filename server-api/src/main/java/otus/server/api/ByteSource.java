package otus.server.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Bytes that are pulled, one chunk at a time: whoever wants more asks for it, so a slow reader
/// slows the source down and nothing piles up.
///
/// At most one [#next] is outstanding. The chunk's bytes are on loan until the next call.
///
/// A source that the *server* reads (a streamed response) has `next` and `close` called on the
/// event loop, where they must not block; its stages may complete on any thread. A source that the
/// *handler* reads (a request body) may be asked from any thread, and its stages complete on the
/// event loop.
///
/// When the client goes away, a source that the server reads is closed at once, also while a stage
/// is outstanding, and the outstanding stage of one that the handler reads fails. A client that has
/// finished may still read: it is served, but a source that then gives nothing for as long as the
/// server lets it linger is closed.
public interface ByteSource extends AutoCloseable {

  /// The next chunk, or the end. After the end, the end again.
  ///
  /// The stage fails with an [java.io.IOException] if the bytes cannot be had, for a request body
  /// also if the client went away, and with an [IllegalStateException] if the last stage has not
  /// completed yet.
  CompletionStage<Chunk> next();

  /// Gives up what is left. Idempotent; a stage that is outstanding may stay so.
  @Override
  void close();

  /// A source that ends at once.
  static ByteSource empty() {
    return Empty.EMPTY;
  }

  /// The source without bytes.
  enum Empty implements ByteSource {
    /// The only one.
    EMPTY;

    private static final CompletionStage<Chunk> END = CompletableFuture.completedStage(Chunk.end());

    @Override
    public CompletionStage<Chunk> next() {
      return END;
    }

    @Override
    public void close() {}
  }
}
