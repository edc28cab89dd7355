package otus.server.staticfiles.listing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.fields.Accept;
import otus.server.api.fields.EntityTag;
import otus.server.staticfiles.archive.ArchiveFormat;
import otus.server.staticfiles.archive.ArchiveLimits;
import otus.server.staticfiles.archive.Archives;
import otus.server.staticfiles.conditional.Preconditions;
import otus.server.staticfiles.conditional.Representation;
import otus.server.staticfiles.directory.ServedDirectories;
import otus.server.staticfiles.pool.LookupPool;

/// Answers with the entries of a directory; the option `listing`. With the option `archive`,
/// answers some queries with an archive of it. Owned by the `StaticHandler`, which calls it on
/// virtual threads for a directory without an index file. The [LookupPool] reads the directory.
///
/// Each request reads the directory again, and the entity tag is made from the bytes of the
/// listing: the time of a directory does not change with the sizes and times of its files.
public final class Listings {
  private static final String JSON = "application/json";

  /// The types of a listing, the default first.
  private static final List<String> TYPES = List.of("text/html", JSON);

  /// The page fetches nothing, has this one style and this one script, and submits its forms to
  /// itself.
  private static final String POLICY =
      "default-src 'none'; style-src '"
          + ListingStyle.HASH
          + "'; script-src '"
          + ListingScript.HASH
          + "'; base-uri 'none'; form-action 'self'";

  /// The answer while too many listings are made or wait for slow clients, or while all threads
  /// block.
  private static final Response BUSY =
      Response.of(Status.SERVICE_UNAVAILABLE).withHeader("Retry-After", "5");

  private final DirectoryReader reader;
  private final ListingLimiter limiter;
  private final @Nullable Archives archives;

  Listings(DirectoryReader reader, ListingLimiter limiter) {
    this(reader, limiter, null);
  }

  private Listings(DirectoryReader reader, ListingLimiter limiter, @Nullable Archives archives) {
    this.reader = reader;
    this.limiter = limiter;
    this.archives = archives;
  }

  /// @param max maximum number of entries in a listing
  /// @param memory memory for listings that are made or sent, in bytes
  public static Listings of(ServedDirectories directories, int max, long memory) {
    return new Listings(new DirectoryReader(directories, max), ListingLimiter.of(max, memory));
  }

  /// Returns listings that offer their directories as archives, too.
  public Listings withArchives(List<ArchiveFormat> formats, ArchiveLimits limits) {
    return new Listings(
        reader, limiter, new Archives(reader.directories(), formats, limits, limiter.permits()));
  }

  /// Answers a `GET` or `HEAD` for a directory; passes if it does not exist.
  ///
  /// @param lookups reads the directory
  /// @throws IOException if a system call fails; never because of the requested path
  /// @throws InterruptedException if the request was cancelled
  public Answer answer(Request request, List<Path> directory, LookupPool lookups) throws Exception {
    if (archives != null) {
      String word = QueryValue.of(request.target().rawQuery(), "archive");
      ArchiveFormat format = archives.format(word);
      if (format != null) {
        return archives.answer(request, directory, format, lookups);
      }
    }
    boolean json = wantsJson(request);
    if (!limiter.enter()) {
      return BUSY;
    }
    Made made;
    try {
      made = lookups.call(request.target().path(), () -> make(request, directory, json));
    } catch (AccessDeniedException e) {
      return Response.of(Status.FORBIDDEN);
    } finally {
      limiter.leave();
    }
    if (made == null) {
      return BUSY;
    }
    return made.bytes() == null ? Answer.pass() : response(request, json, made.bytes());
  }

  /// @param bytes the listing, or null if the directory does not exist
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Made(byte @Nullable [] bytes) {}

  private Made make(Request request, List<Path> directory, boolean json)
      throws IOException, InterruptedException {
    ListingQuery query = ListingQuery.of(request.target().rawQuery());
    // The served paths are those of the directory that is read, not of an earlier target of a link.
    Listing listing = reader.read(directory, query, paths -> paths.reportTo(request));
    if (listing == null) {
      return new Made(null);
    }
    String text =
        json
            ? ListingJson.of(listing)
            : new ListingPage(request.target().path().segments(), listing, words()).html();
    return new Made(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> words() {
    return archives == null ? List.of() : archives.words();
  }

  private Response response(Request request, boolean json, byte[] bytes) {
    request.explanation().because("--listing lists the directory");
    request
        .explanation()
        .because(
            "Content-Type",
            "JSON if the query has format=json or Accept prefers it; otherwise HTML");
    EntityTag tag = tag(bytes);
    // RFC 9110 §15.4.5: also sent with a 304.
    Headers validators =
        Headers.of("ETag", tag.toString(), "Cache-Control", "no-cache", "Vary", "Accept");
    return switch (outcome(request, bytes.length, tag)) {
      case FAILED -> Response.of(Status.PRECONDITION_FAILED);
      case NOT_MODIFIED -> new Response(Status.NOT_MODIFIED, validators, Body.empty());
      case PROCEED -> {
        Body body = limiter.body(bytes);
        yield body == null ? BUSY : new Response(Status.OK, all(json, validators), body);
      }
    };
  }

  private static Headers all(boolean json, Headers validators) {
    Headers headers =
        validators
            .with("Content-Type", json ? JSON : "text/html; charset=utf-8")
            .with("X-Content-Type-Options", "nosniff");
    return json ? headers : headers.with("Content-Security-Policy", POLICY);
  }

  /// Returns whether to send JSON: if the query says so, or else if `Accept` prefers it to HTML.
  private static boolean wantsJson(Request request) {
    String format = QueryValue.of(request.target().rawQuery(), "format");
    if (format != null && (format.equals("json") || format.equals("html"))) {
      return format.equals("json");
    }
    return JSON.equals(Accept.preferred(request.headers().combined("Accept"), TYPES));
  }

  private static Preconditions.Outcome outcome(Request request, long size, EntityTag tag) {
    Representation current = new Representation(size, tag, null, false, false, false);
    return new Preconditions(request.headers(), current, Instant.EPOCH).outcome();
  }

  /// Returns a strong tag of the length and 64 bits from two checksums of different kind.
  private static EntityTag tag(byte[] bytes) {
    CRC32 one = new CRC32();
    one.update(bytes);
    CRC32C other = new CRC32C();
    other.update(bytes);
    String sums = Long.toHexString(one.getValue() << 32 | other.getValue());
    return new EntityTag("l" + Integer.toHexString(bytes.length) + '-' + sums, false);
  }
}
