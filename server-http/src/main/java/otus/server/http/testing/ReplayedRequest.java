package otus.server.http.testing;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import otus.server.api.Attributes;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.api.Explanation;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Target;
import otus.server.api.UrlPath;

/// A request whose body was read, and can be read once more. Used like the original request.
final class ReplayedRequest implements Request {
  private final Request request;
  private final ByteSource body;

  ReplayedRequest(Request request, byte[] body) {
    this.request = request;
    this.body = body.length == 0 ? ByteSource.empty() : new Replay(body.clone());
  }

  /// A source of one chunk. Used by one thread at a time.
  private static final class Replay implements ByteSource {
    private final ByteBuffer bytes;

    Replay(byte[] bytes) {
      this.bytes = ByteBuffer.wrap(bytes);
    }

    @Override
    public CompletionStage<Chunk> next() {
      ByteBuffer rest = bytes.slice();
      bytes.position(bytes.limit());
      return CompletableFuture.completedStage(
          rest.hasRemaining() ? new Chunk.Data(rest) : Chunk.end());
    }

    @Override
    public void close() {
      bytes.position(bytes.limit());
    }
  }

  @Override
  public Method method() {
    return request.method();
  }

  @Override
  public Target target() {
    return request.target();
  }

  @Override
  public String scheme() {
    return request.scheme();
  }

  @Override
  public String authority() {
    return request.authority();
  }

  @Override
  public Headers headers() {
    return request.headers();
  }

  @Override
  public ByteSource body() {
    return body;
  }

  @Override
  public SocketAddress peer() {
    return request.peer();
  }

  @Override
  public SocketAddress local() {
    return request.local();
  }

  @Override
  public long readAt() {
    return request.readAt();
  }

  @Override
  public Attributes attributes() {
    return request.attributes();
  }

  @Override
  public void servedFrom(UrlPath path) {
    request.servedFrom(path);
  }

  @Override
  public Explanation explanation() {
    return request.explanation();
  }
}
