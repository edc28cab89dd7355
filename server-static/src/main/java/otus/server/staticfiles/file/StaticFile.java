package otus.server.staticfiles.file;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.api.HttpDate;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.staticfiles.conditional.ByteRange;
import otus.server.staticfiles.conditional.Representation;
import otus.server.staticfiles.metadata.FileHeaders;
import otus.server.staticfiles.version.FileFacts;
import otus.server.staticfiles.version.PathCheck;
import otus.server.staticfiles.version.TagBasis;
import otus.server.staticfiles.version.Validators;

/// One state of one file, with prepared headers, ready for responses.
///
/// Created by `DocumentRoot`, then owned and closed by the cache or by the one request it was
/// created for. Immutable until closed, so any thread may create responses from it. Only
/// [#isCurrent] reads attributes of the file.
public final class StaticFile implements AutoCloseable {
  private final FileState state;
  private final List<Variant> variants;
  private final @Nullable PathCheck check;

  /// When the file has to be opened again, in milliseconds: a state that has just changed.
  private final long unsettledAt;

  private final Representation representation;
  private final FileHeaders fileHeaders;
  private final TagBasis tagBasis;
  private final ServedPaths servedPaths;
  private final FileContent content;
  private final Headers headers;
  private final @Nullable Response small;

  /// @param fileHeaders the headers that depend on its name
  /// @param servedPaths its URL paths
  /// @param state of the file and its precompressed files
  /// @param validators of the file
  /// @param now time of the lookup
  /// @param check checks whether its path still leads to this state; null if it is never cached
  public StaticFile(
      FileHeaders fileHeaders,
      ServedPaths servedPaths,
      FileState state,
      FileContent content,
      Validators validators,
      Instant now,
      @Nullable PathCheck check) {
    this.fileHeaders = fileHeaders;
    this.tagBasis = validators.basis();
    this.servedPaths = servedPaths;
    this.state = state;
    this.content = content;
    this.variants =
        state.precompressed().isEmpty()
            ? List.of()
            : state.precompressed().stream().map(Variant::new).toList();
    this.check = check;
    this.unsettledAt = unsettledAt(state, now);
    this.representation =
        Representation.of(
            state.facts(),
            validators,
            fileHeaders.coding(),
            variants.isEmpty() && !fileHeaders.variant(),
            now);
    this.headers = describe();
    // Bytes in memory need no lease, so all requests share one response.
    this.small = content instanceof FileContent.InMemory ? all() : null;
  }

  private static long unsettledAt(FileState state, Instant now) {
    if (state.isStableAt(now)) {
      return Long.MAX_VALUE;
    }
    return state.isDistinctAt(now)
        ? now.plus(FileFacts.MAX_TICK).toEpochMilli() + 1
        : Long.MIN_VALUE;
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

  /// Adds the headers that every cacheable response needs.
  private Headers.Builder addForCaches(Headers.Builder fields) {
    // RFC 9110 §12.5.5: on each variant of a file, and on the original if it has variants.
    if (fileHeaders.variant() || !variants.isEmpty()) {
      fields.add("Vary", "Accept-Encoding");
    }
    String cacheControl = fileHeaders.cacheRule().value();
    if (!cacheControl.isEmpty()) {
      fields.add("Cache-Control", cacheControl);
    }
    return fields;
  }

  /// Returns the headers of a 304. RFC 9110 §15.4.5: ETag, Vary and Cache-Control MUST be there if
  /// the 200 had them; other headers about the representation SHOULD NOT be.
  public Headers validators() {
    return addForCaches(Headers.builder().add("ETag", representation.tag().toString())).build();
  }

  /// Returns the URL paths of the file, for the filters in front of the handler.
  public ServedPaths servedPaths() {
    return servedPaths;
  }

  public FileState state() {
    return state;
  }

  /// Returns whether the file has to be opened again even if its facts are the same: always if it
  /// was changed within the tick of its clock before the lookup; and once after two seconds if it
  /// was changed within two seconds before, by a program that may still have been writing.
  ///
  /// @param now in milliseconds
  boolean isUnsettledAt(long now) {
    return now >= unsettledAt;
  }

  /// Returns the variants of this file, in order of preference.
  public List<Variant> variants() {
    return variants;
  }

  public Representation representation() {
    return representation;
  }

  public TagBasis tagBasis() {
    return tagBasis;
  }

  public FileHeaders fileHeaders() {
    return fileHeaders;
  }

  public String mediaType() {
    return fileHeaders.mediaType();
  }

  /// Returns the headers of a 200.
  public Headers headers() {
    return headers;
  }

  /// Returns the memory of its content, in bytes.
  long bytesInMemory() {
    return isInMemory() ? state.facts().size() : 0;
  }

  /// Returns the memory of the paths that are checked, in bytes; rather too high than too low.
  long bytesOfCheck() {
    return check == null ? 0 : 128L * check.paths() + check.characters();
  }

  /// Returns whether the path still leads to this state, by reading attributes.
  boolean isCurrent() {
    return check != null && check.holds();
  }

  public boolean isInMemory() {
    return content instanceof FileContent.InMemory;
  }

  /// Returns the 200 with the whole file; for a small file always the same object.
  ///
  /// @throws IllegalStateException if the file is closed and was not in memory
  public Response whole() {
    return small != null ? small : all();
  }

  /// Returns a range of the bytes as a body with its own lease.
  ///
  /// @throws IllegalStateException if the file is closed and was not in memory
  public Body part(ByteRange range) {
    return content.part(range.first(), range.length());
  }

  /// Returns the position up to which a range may begin; a later one, and any of several ranges if
  /// this is not the maximum, would cost the server much more than the client.
  public long seekable() {
    return content.seekable();
  }

  /// Closes the file. Idempotent; existing responses keep it open until they are sent.
  @Override
  public void close() {
    content.close();
  }

  private Response all() {
    return new Response(Status.OK, headers, content.part(0, state.facts().size()));
  }
}
