package otus.server.api;

import java.io.InputStream;
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

  /// What a stream gives, read on virtual threads as it is asked for, so that the stream may block.
  ///
  /// Takes over the stream. It is closed after the source, on a virtual thread, and never while it
  /// is being read: a read that blocks then is interrupted first.
  static ByteSource of(InputStream stream) {
    return new StreamSource(stream);
  }

  /// This source as a stream that blocks, for libraries that want one: its reads wait for chunks,
  /// closing it closes the source. One thread at a time, and a virtual one, such as those of
  /// [Answer#blocking].
  ///
  /// A read throws an [java.io.IOException] when the bytes cannot be had, an
  /// [java.io.InterruptedIOException] when the thread is interrupted, which it stays, and an
  /// [IllegalStateException] if it would have to wait on a platform thread, which may be the event
  /// loop that it waits for.
  default InputStream asInputStream() {
    return new SourceStream(this);
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
