package objects;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.api.Status;

/// A response of the store, whose body has not been read. Owned by its receiver, which closes it or
/// the [#body].
final class StoreResponse implements AutoCloseable {
  private static final Pattern CODE = Pattern.compile("<Code>(\\w+)</Code>");
  private static final int MAX_CONTENT = 4 << 20;

  private final int status;
  private final HttpHeaders headers;
  private final FlowSource source;
  private final Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();

  /// @param onClose an action that runs once
  StoreResponse(int status, HttpHeaders headers, FlowSource source, Runnable onClose) {
    this.status = status;
    this.headers = headers;
    this.source = source;
    this.onClose = onClose;
  }

  int status() {
    return status;
  }

  HttpHeaders headers() {
    return headers;
  }

  /// Returns the body, which closes the response.
  Body body() {
    return Body.onClose(new Body.Stream(source, length()), this::close);
  }

  /// Returns a body for `HEAD`, which has the length only, and closes the response.
  Body head() {
    return Body.onClose(new Body.Stream(ByteSource.empty(), length()), this::close);
  }

  private long length() {
    return headers.firstValueAsLong("content-length").orElse(Body.UNKNOWN);
  }

  /// Reads the body whole.
  byte[] content() throws IOException, InterruptedException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try {
      while (source.next().toCompletableFuture().get() instanceof Chunk.Data data) {
        byte[] bytes = new byte[data.bytes().remaining()];
        data.bytes().get(bytes);
        content.writeBytes(bytes);
        if (content.size() > MAX_CONTENT) {
          throw new IOException("a response of the store is too long");
        }
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    return content.toByteArray();
  }

  /// Returns the exception for an error of the store.
  StoreFailure refused(byte[] content) {
    Status answer = status == 503 ? Status.SERVICE_UNAVAILABLE : Status.BAD_GATEWAY;
    return new StoreFailure(answer, "status " + status + " " + code(content));
  }

  /// Returns whether the store denies access to one key, or, for `HEAD`, gives no reason.
  static boolean isDenied(byte[] content) {
    String code = code(content);
    return code.isEmpty() || code.equals("AccessDenied");
  }

  private static String code(byte[] content) {
    Matcher matcher = CODE.matcher(new String(content, StandardCharsets.UTF_8));
    return matcher.find() ? matcher.group(1) : "";
  }

  @Override
  public void close() {
    source.close();
    if (!closed.getAndSet(true)) {
      onClose.run();
    }
  }
}
