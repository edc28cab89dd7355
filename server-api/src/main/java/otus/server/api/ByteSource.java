package otus.server.api;

import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// A stream of bytes that its receiver pulls, one chunk at a time. A slow receiver thus slows the
/// source down (back-pressure), and bytes do not accumulate in memory.
///
/// Only one stage of [#next] may be pending. The bytes of a chunk are valid until the next call.
///
/// The server reads the source of a streamed response: it calls `next` and `close` on the event
/// loop, where they must not block; the stages may complete on any thread. A handler reads the
/// source of a request body: it calls these methods on any thread; the stages complete on the event
/// loop.
///
/// When the client disconnects, the server closes the source of the response at once, even if a
/// stage is pending, and a pending stage of the request body fails. A half-closed client may still
/// read the response, so the server continues to send it, but closes a source that then provides no
/// chunk within the linger timeout.
public interface ByteSource extends AutoCloseable {

  /// Requests the next chunk.
  ///
  /// The stage fails with an [java.io.IOException] if the bytes cannot be read, for a request body
  /// also if the client disconnects, and with an [IllegalStateException] if the previous stage is
  /// still pending.
  ///
  /// @return the stage of the next chunk or of the end; after the end, each call returns the end
  ///     again
  CompletionStage<Chunk> next();

  /// Releases the source and discards its remaining bytes. Idempotent. A stage that is pending may
  /// then never complete.
  @Override
  void close();

  /// Returns a source without bytes.
  ///
  /// @return a shared source whose first chunk is the end
  static ByteSource empty() {
    return Empty.EMPTY;
  }

  /// Creates a source that reads an input stream on demand, on virtual threads, so that the stream
  /// may block.
  ///
  /// The source owns the stream. It closes the stream on a virtual thread, after the source was
  /// closed, and never during a read: it interrupts a blocked read first.
  ///
  /// @param stream the stream
  /// @return the source
  static ByteSource of(InputStream stream) {
    return new StreamSource(stream);
  }

  /// Returns this source as a blocking input stream, for libraries that require one. Its reads wait
  /// for chunks; closing it closes the source. Only one thread at a time may use it, and only
  /// virtual threads, such as those of [Answer#blocking].
  ///
  /// A read throws an [java.io.IOException] if the bytes cannot be read, an
  /// [java.io.InterruptedIOException] if the thread is interrupted (its interrupt status remains
  /// set), and an [IllegalStateException] if it would have to wait on a platform thread, since that
  /// may be the event loop that provides the bytes.
  ///
  /// @return the stream
  default InputStream asInputStream() {
    return new SourceStream(this);
  }

  /// A source without bytes.
  enum Empty implements ByteSource {
    /// The only instance.
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
