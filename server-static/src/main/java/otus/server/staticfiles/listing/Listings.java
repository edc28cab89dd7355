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
import otus.server.staticfiles.conditional.AcceptPreference;
import otus.server.staticfiles.conditional.Preconditions;
import otus.server.staticfiles.conditional.Representation;
import otus.server.staticfiles.lookup.DocumentRoot;
import otus.server.staticfiles.lookup.FileNames;
import otus.server.staticfiles.pool.LookupPool;
import otus.server.staticfiles.version.EntityTag;

/// Answers with what is in a folder; the option `listing`. Owned by the `StaticHandler`, which asks
/// it, on virtual threads, if a folder has no index file. The folder is read by the [LookupPool].
///
/// A listing is looked up anew for each request, and its entity tag is made from its bytes: the
/// time of a folder says nothing of the sizes and times of its files.
public final class Listings {
  /// The page runs nothing, fetches nothing, sends nothing, and has this one style.
  private static final String POLICY =
      "default-src 'none'; style-src '"
          + ListingStyle.HASH
          + "'; base-uri 'none'; form-action 'none'";

  /// Listings enough are made, or wait for slow clients, already.
  private static final Response BUSY =
      Response.of(Status.SERVICE_UNAVAILABLE).withHeader("Retry-After", "5");

  private final DirectoryReader reader;
  private final ListingLimiter limiter;

  Listings(DirectoryReader reader, ListingLimiter limiter) {
    this.reader = reader;
    this.limiter = limiter;
  }

  /// @param max how many entries a listing shows
  public static Listings of(DocumentRoot root, FileNames names, int max) {
    return new Listings(new DirectoryReader(root, names, max), ListingLimiter.of(max));
  }

  /// The answer to a `GET` or `HEAD` for a folder; a pass if there is none of these names.
  ///
  /// @param lookups reads the folder
  /// @throws IOException if the system fails; never because of what was asked for
  /// @throws InterruptedException if nobody waits for it any more
  public Answer answer(Request request, List<Path> directory, LookupPool lookups) throws Exception {
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

  /// @param bytes the listing, or null if there is no such folder
  @SuppressWarnings("ArrayRecordComponent") // it is only handed over
  private record Made(byte @Nullable [] bytes) {}

  private Made make(Request request, List<Path> directory, boolean json)
      throws IOException, InterruptedException {
    ListingOrder order = ListingOrder.of(request.target().rawQuery());
    // What is read decides, not what a link named a moment ago.
    Listing listing = reader.read(directory, order, place -> place.reportTo(request));
    if (listing == null) {
      return new Made(null);
    }
    String text =
        json
            ? ListingJson.of(listing)
            : new ListingPage(request.target().path().segments(), listing).html();
    return new Made(text.getBytes(StandardCharsets.UTF_8));
  }

  private Response response(Request request, boolean json, byte[] bytes) {
    EntityTag tag = tag(bytes);
    // RFC 9110 §15.4.5: what a 304 has, too.
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
            .with("Content-Type", json ? "application/json" : "text/html; charset=utf-8")
            .with("X-Content-Type-Options", "nosniff");
    return json ? headers : headers.with("Content-Security-Policy", POLICY);
  }

  /// Whether the query says so, or else the client wants JSON more than HTML.
  private static boolean wantsJson(Request request) {
    String format = QueryValue.of(request.target().rawQuery(), "format");
    if (format != null && (format.equals("json") || format.equals("html"))) {
      return format.equals("json");
    }
    String accept = request.headers().combined("Accept");
    return accept != null
        && AcceptPreference.weight(accept, "application", "json")
            > AcceptPreference.weight(accept, "text", "html");
  }

  private static Preconditions.Outcome outcome(Request request, long size, EntityTag tag) {
    Representation current = new Representation(size, tag, null, false, false, false);
    return new Preconditions(request.headers(), current, Instant.EPOCH).outcome();
  }

  /// 64 bits from two sums of different kind, and the length.
  private static EntityTag tag(byte[] bytes) {
    CRC32 one = new CRC32();
    one.update(bytes);
    CRC32C other = new CRC32C();
    other.update(bytes);
    String sums = Long.toHexString(one.getValue() << 32 | other.getValue());
    return new EntityTag("l" + Integer.toHexString(bytes.length) + '-' + sums, false);
  }
}
