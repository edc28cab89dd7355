package otus.server.api.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;

/// A source of given chunks for tests. All chunks share one buffer, which is overwritten, so that a
/// test fails if a handler keeps a chunk too long. The source counts how often it is closed. Its
/// stages are completed at once. Used by one thread at a time.
///
/// ```java
/// FakeSource broken = FakeSource.of("first", "second").failing(new IOException("client gone"));
/// Reply.to(FakeRequest.post("/upload").body(broken), handler);
/// ```
public final class FakeSource implements ByteSource {
  private static final byte OVERWRITTEN = '#';

  private final List<byte[]> chunks;
  private final byte[] lent;
  private @Nullable IOException failure;
  private int place;
  private int closings;

  private FakeSource(List<byte[]> chunks) {
    this.chunks = chunks;
    this.lent = new byte[chunks.stream().mapToInt(chunk -> chunk.length).max().orElse(0)];
  }

  /// Creates a source of texts in UTF-8.
  ///
  /// @param chunks the texts, one for each chunk; empty texts are omitted
  /// @return the source
  public static FakeSource of(String... chunks) {
    List<byte[]> all = new ArrayList<>();
    for (String chunk : chunks) {
      if (!chunk.isEmpty()) {
        all.add(chunk.getBytes(StandardCharsets.UTF_8));
      }
    }
    return new FakeSource(all);
  }

  /// Creates a source of one chunk.
  ///
  /// @param bytes the bytes, which are copied; the source has no chunk if the array is empty
  /// @return the source
  public static FakeSource of(byte[] bytes) {
    return new FakeSource(bytes.length == 0 ? List.of() : List.of(bytes.clone()));
  }

  /// Makes this source fail after its last chunk, instead of ending.
  ///
  /// @param reason the failure
  /// @return this source
  public FakeSource failing(IOException reason) {
    failure = Objects.requireNonNull(reason, "reason");
    return this;
  }

  /// Returns the number of calls of [#close].
  ///
  /// @return the number of calls
  public int closings() {
    return closings;
  }

  /// Returns the number of chunks that were read.
  ///
  /// @return the number of chunks
  public int taken() {
    return place;
  }

  @Override
  public CompletionStage<Chunk> next() {
    Arrays.fill(lent, OVERWRITTEN);
    if (closings > 0) {
      return CompletableFuture.failedStage(new IOException("the source is closed"));
    }
    if (place < chunks.size()) {
      byte[] chunk = chunks.get(place++);
      System.arraycopy(chunk, 0, lent, 0, chunk.length);
      return CompletableFuture.completedStage(
          new Chunk.Data(ByteBuffer.wrap(lent, 0, chunk.length)));
    }
    return failure == null
        ? CompletableFuture.completedStage(Chunk.end())
        : CompletableFuture.failedStage(failure);
  }

  @Override
  public void close() {
    closings++;
    Arrays.fill(lent, OVERWRITTEN);
  }
}
