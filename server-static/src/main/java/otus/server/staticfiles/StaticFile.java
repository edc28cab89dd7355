package otus.server.staticfiles;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.api.HttpDate;
import otus.server.api.Response;
import otus.server.api.Status;

/// One state of one file, ready to be answered with.
///
/// Made by [DocumentRoot] on a virtual thread, then owned by the cache, or by the one request it
/// was made for; whoever owns it closes it. Immutable but for that, so any thread may answer with
/// it. It never looks at the file system.
final class StaticFile implements AutoCloseable {
  private final FileFacts facts;
  private final Representation representation;
  private final String mediaType;
  private final Content content;
  private final Headers headers;
  private final @Nullable Response small;

  /// @param name decides the media type
  /// @param now when the file was looked at
  StaticFile(String name, FileFacts facts, Content content, Instant now) {
    this.facts = facts;
    this.content = content;
    this.representation = Representation.of(facts, now);
    this.mediaType = MediaTypes.of(name);
    this.headers =
        Headers.of(
            "Content-Type",
            mediaType,
            "Last-Modified",
            HttpDate.format(representation.lastModified()),
            "ETag",
            representation.tag().toString(),
            "Accept-Ranges",
            "bytes",
            "X-Content-Type-Options",
            "nosniff");
    // Bytes in memory need no lease: one response does for all requests.
    this.small = content instanceof Content.InMemory ? all() : null;
  }

  FileFacts facts() {
    return facts;
  }

  Representation representation() {
    return representation;
  }

  String mediaType() {
    return mediaType;
  }

  /// The fields of a 200.
  Headers headers() {
    return headers;
  }

  /// How much memory it takes.
  long bytesInMemory() {
    return isInMemory() ? facts.size() : 0;
  }

  boolean isInMemory() {
    return content instanceof Content.InMemory;
  }

  /// The 200 with everything; for a small file always the same object.
  ///
  /// @throws IllegalStateException if the file is closed, and was not in memory
  Response whole() {
    return small != null ? small : all();
  }

  /// Some of the bytes, with a lease of its own.
  ///
  /// @throws IllegalStateException if the file is closed, and was not in memory
  Body part(ByteRange range) {
    return content.part(range.first(), range.length());
  }

  /// Gives up the file. Idempotent; responses that were made keep it open until they are sent.
  @Override
  public void close() {
    content.close();
  }

  private Response all() {
    return new Response(Status.OK, headers, content.part(0, facts.size()));
  }
}
