package otus.server.staticfiles.file;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.api.HttpDate;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.staticfiles.conditional.ByteRange;
import otus.server.staticfiles.conditional.Representation;
import otus.server.staticfiles.metadata.ContentCoding;
import otus.server.staticfiles.metadata.FileHeaders;
import otus.server.staticfiles.version.Validators;

/// One state of one file, ready to be answered with.
///
/// Made by `DocumentRoot` on a virtual thread, then owned by the cache, or by the one request it
/// was made for; whoever owns it closes it. Immutable but for that, so any thread may answer with
/// it. It never looks at the file system.
public final class StaticFile implements AutoCloseable {
  private final FileState state;
  private final List<Variant> variants;
  private final boolean stable;
  private final Representation representation;
  private final FileHeaders fileHeaders;
  private final ServedPaths servedPaths;
  private final FileContent content;
  private final Headers headers;
  private final @Nullable Response small;

  /// @param fileHeaders what is said of it
  /// @param servedPaths where it is
  /// @param state of the file and what lies beside it
  /// @param validators of the file
  /// @param now when they were looked at
  public StaticFile(
      FileHeaders fileHeaders,
      ServedPaths servedPaths,
      FileState state,
      FileContent content,
      Validators validators,
      Instant now) {
    this.fileHeaders = fileHeaders;
    this.servedPaths = servedPaths;
    this.state = state;
    this.content = content;
    this.variants = variants(state.precompressed());
    this.stable = state.isStableAt(now);
    this.representation =
        Representation.of(
            state.facts(),
            validators,
            fileHeaders.coding(),
            variants.isEmpty() && !fileHeaders.variant(),
            now);
    this.headers = describe();
    // Bytes in memory need no lease: one response does for all requests.
    this.small = content instanceof FileContent.InMemory ? all() : null;
  }

  private static List<Variant> variants(List<PrecompressedFile> precompressed) {
    if (precompressed.isEmpty()) {
      return List.of();
    }
    List<Variant> variants = new ArrayList<>(precompressed.size());
    for (PrecompressedFile file : precompressed) {
      variants.add(new Variant(file));
    }
    return List.copyOf(variants);
  }

  private Headers describe() {
    Headers.Builder fields = Headers.builder().add("Content-Type", fileHeaders.mediaType());
    if (fileHeaders.coding() != null) {
      fields.add("Content-Encoding", fileHeaders.coding().token);
    }
    Instant modified = representation.lastModified();
    if (modified != null) {
      fields.add("Last-Modified", HttpDate.format(modified));
    }
    fields.add("ETag", representation.tag().toString()).add("Accept-Ranges", "bytes");
    addForCaches(fields);
    return fields.add("X-Content-Type-Options", "nosniff").build();
  }

  /// What caches have to know of every response that they may keep.
  private Headers.Builder addForCaches(Headers.Builder fields) {
    // RFC 9110 §12.5.5: on every form of a file that has several, also on the file as it is.
    if (fileHeaders.variant() || !variants.isEmpty()) {
      fields.add("Vary", "Accept-Encoding");
    }
    if (fileHeaders.cacheControl() != null) {
      fields.add("Cache-Control", fileHeaders.cacheControl());
    }
    return fields;
  }

  /// The fields of a 304. RFC 9110 §15.4.5: ETag, Vary and Cache-Control MUST be there if the 200
  /// had them; other fields about the representation SHOULD NOT be.
  public Headers validators() {
    return addForCaches(Headers.builder().add("ETag", representation.tag().toString())).build();
  }

  /// Where it is, for filters that stand before it.
  public ServedPaths servedPaths() {
    return servedPaths;
  }

  public FileState state() {
    return state;
  }

  /// Whether that is a state that its facts will never stand for again.
  public boolean isStable() {
    return stable;
  }

  /// The encoded forms of this file, the preferred one first.
  public List<Variant> variants() {
    return variants;
  }

  public Representation representation() {
    return representation;
  }

  public String mediaType() {
    return fileHeaders.mediaType();
  }

  /// Which encoded form of another file this is, or null if it is none.
  public @Nullable ContentCoding variantCoding() {
    return fileHeaders.variant() ? fileHeaders.coding() : null;
  }

  /// The fields of a 200.
  public Headers headers() {
    return headers;
  }

  /// How much memory its content takes.
  long bytesInMemory() {
    return isInMemory() ? state.facts().size() : 0;
  }

  /// Whether the file is still under its path in this state; asked before it is answered with from
  /// the cache. One look at the attributes of a large file, none at a small one.
  public boolean isCurrent() {
    return content.isCurrent();
  }

  public boolean isInMemory() {
    return content instanceof FileContent.InMemory;
  }

  /// The 200 with everything; for a small file always the same object.
  ///
  /// @throws IllegalStateException if the file is closed, and was not in memory
  public Response whole() {
    return small != null ? small : all();
  }

  /// Some of the bytes, with a lease of its own.
  ///
  /// @throws IllegalStateException if the file is closed, and was not in memory
  public Body part(ByteRange range) {
    return content.part(range.first(), range.length());
  }

  /// Gives up the file. Idempotent; responses that were made keep it open until they are sent.
  @Override
  public void close() {
    content.close();
  }

  private Response all() {
    return new Response(Status.OK, headers, content.part(0, state.facts().size()));
  }
}
