package otus.server.app.filters.compress;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import otus.server.api.AcceptEncoding;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.app.filters.Vary;
import otus.server.app.filters.WorkerPool;
import otus.server.app.filters.compress.RepresentationKeys.Key;

/// Compresses with gzip what a client would like to have so. Any thread.
///
/// What is compressed is kept under its entity tag. What is not kept is made on a worker if one is
/// idle; if none is, or another request has the same made, the client gets it as it is: nobody
/// waits for a turn. A `HEAD` is treated as the `GET` would be, so that it has the same fields.
///
/// A 304, and a part of something, need not say of what type the whole is. They get `Vary` all the
/// same: one too many costs a cache a little, one that is missing gives clients what they cannot
/// read. A 304 to a client that named no tag has that of the compressed form only if that is kept.
///
/// Each query has a compressed form of its own, since tags are only good for one target (RFC 9110
/// §8.8.1), and a handler may answer each query differently: who varies queries keeps the workers
/// busy, and them alone.
final class Compress implements Filter {
  private static final String FIELD = "Accept-Encoding";
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int NOT_MODIFIED = 304;
  private static final int FIRST_ERROR = 400;

  private final long least;
  private final long max;
  private final int level;
  private final CompressedCache cache;
  private final RepresentationKeys keys = new RepresentationKeys();
  private final WorkerPool workers;
  private final InstantSource clock;
  private final Set<Key> underWay = ConcurrentHashMap.newKeySet();

  /// @param least the shortest body to compress, in bytes
  /// @param max the longest
  /// @param level 1 to 9
  Compress(
      long least,
      long max,
      int level,
      CompressedCache cache,
      WorkerPool workers,
      InstantSource clock) {
    this.least = least;
    this.max = max;
    this.level = level;
    this.cache = cache;
    this.workers = workers;
    this.clock = clock;
  }

  @Override
  public Answer filter(Request request, Handler next) throws Exception {
    Headers headers = request.headers();
    boolean get = request.method().equals(Method.GET);
    if (!get && !request.method().equals(Method.HEAD)) {
      // Whoever changes what it got compressed says so by the tag that came with it.
      return next.handle(with(CompressedTags.translated(headers), request));
    }
    boolean wishes = isWanted(headers);
    if (get && wishes && headers.has("Range") && isDated(headers)) {
      request
          .explanation()
          .because("Range is ignored: If-Range is a date, and the compressed body has the same");
      headers = headers.without("Range").without("If-Range");
    }
    // A range is one of the bytes as they are: those of a compressed body would not fit together.
    boolean requested = wishes && !(get && headers.has("Range"));
    return next.handle(with(requested ? CompressedTags.translated(headers) : headers, request))
        .then(
            settled ->
                settled instanceof Response response
                    ? answer(request, response, requested)
                    : settled);
  }

  private static Request with(Headers headers, Request request) {
    return headers == request.headers() ? request : request.withHeaders(headers);
  }

  /// RFC 9110 §13.1.5: whether If-Range is a date. What is compressed has that of the file, so the
  /// date is no strong validator (§8.8.2.2): the client may have a part of either.
  private static boolean isDated(Headers headers) {
    String condition = headers.combined("If-Range");
    return condition != null && condition.indexOf('"') < 0;
  }

  private static boolean isWanted(Headers headers) {
    String field = headers.combined(FIELD);
    int gzip = AcceptEncoding.weight(field, "gzip");
    return gzip > 0 && gzip >= AcceptEncoding.weight(field, "identity");
  }

  private Answer answer(Request request, Response response, boolean requested) {
    int status = response.status().code();
    if (status == NOT_MODIFIED) {
      return notModified(request, response, requested);
    }
    boolean whole = (status == OK || status >= FIRST_ERROR) && isCompressible(response.body());
    boolean part = status == PARTIAL && mayBeOfSize(response.headers());
    if ((!whole && !part) || !Compressible.has(response.headers(), part)) {
      return response;
    }
    // RFC 9110 §12.5.5: also what is sent as it is has been chosen by that field.
    Response identity = with(Vary.add(response.headers(), FIELD), response.body(), response);
    return whole && requested ? encoded(request, identity) : identity;
  }

  private boolean isCompressible(Body body) {
    return body.length() >= least && body.length() <= max && Gzip.reads(body);
  }

  /// Whether the whole is neither short nor long, as far as its part tells.
  private boolean mayBeOfSize(Headers headers) {
    String range = headers.first("Content-Range");
    try {
      long size =
          range == null ? least : Long.parseLong(range, range.indexOf('/') + 1, range.length(), 10);
      return size >= least && size <= max;
    } catch (NumberFormatException e) {
      return true; // a handler that does not know the size
    }
  }

  /// RFC 9110 §15.4.5: the tag is that of what the client has, or else that of a 200 to the same
  /// request, which is compressed if that is kept.
  private Response notModified(Request request, Response response, boolean requested) {
    if (!Compressible.mayTransform(response.headers())) {
      return response;
    }
    Headers headers = Vary.add(response.headers(), FIELD);
    String tag = headers.first("ETag");
    if (requested && tag != null && CompressedTags.isStrong(tag)) {
      String encoded = CompressedTags.encoded(tag);
      String condition = request.headers().combined("If-None-Match");
      boolean named = condition != null && CompressedTags.namesWeakly(condition, encoded);
      boolean plain = condition != null && CompressedTags.namesWeakly(condition, tag);
      if (named || (!plain && isKept(request, tag))) {
        headers = headers.with("ETag", encoded);
      }
    }
    return with(headers, response.body(), response);
  }

  private boolean isKept(Request request, String tag) {
    CompressedCache.Entry known = cache.find(key(request, tag));
    return known != null && known.encoded != null;
  }

  private Answer encoded(Request request, Response identity) {
    String tag = identity.headers().first("ETag");
    String condition = request.headers().combined("If-Match");
    if (condition != null
        && (tag == null
            || !CompressedTags.matchesStrongly(condition, CompressedTags.encoded(tag)))) {
      return identity; // it was this that the client meant
    }
    Key key = tag != null && CompressedTags.isStrong(tag) ? key(request, tag) : null;
    CompressedCache.Entry known = key == null ? null : cache.find(key);
    if (known != null && !known.isToBeRenewed(clock.millis())) {
      SharedBody encoded = known.encoded;
      Body body = encoded == null ? Body.empty() : encoded.body();
      if (body.length() == 0) {
        return identity;
      }
      identity.body().close();
      return encoded(identity, body);
    }
    return begin(identity, key);
  }

  private Key key(Request request, String tag) {
    return keys.key(
        request.authority(), request.target().rawPath(), request.target().rawQuery(), tag);
  }

  private Answer begin(Response identity, @Nullable Key key) {
    if (key != null && !underWay.add(key)) {
      return identity;
    }
    CompletableFuture<Response> made = new CompletableFuture<>();
    boolean taken = false;
    try {
      taken = workers.execute(() -> complete(made, identity, key));
    } finally {
      if (!taken) {
        end(key);
      }
    }
    return taken ? Answer.later(made) : identity;
  }

  /// On a worker.
  private void complete(CompletableFuture<Response> made, Response identity, @Nullable Key key) {
    try {
      Response response = make(identity, key);
      end(key);
      made.complete(response);
    } catch (Throwable e) {
      try {
        end(key);
        identity.body().close();
      } finally {
        made.completeExceptionally(e); // in any case, or the request would wait in vain
      }
    }
  }

  private void end(@Nullable Key key) {
    if (key != null) {
      underWay.remove(key);
    }
  }

  /// On a worker.
  private Response make(Response identity, @Nullable Key key) {
    long room = Gzip.room(identity.body());
    if (!cache.reserve(room)) {
      return identity;
    }
    byte[] bytes = null;
    boolean useless = false;
    try {
      bytes = Gzip.of(identity.body(), level);
      useless = bytes == null;
    } catch (IOException e) {
      // The file has become shorter: sending it shows that, as it does without this filter.
    } finally {
      if (bytes == null) {
        cache.cancel(room);
      }
    }
    if (bytes == null) {
      if (useless && key != null) {
        cache.put(key, null, clock.millis());
      }
      return identity;
    }
    SharedBody encoded = cache.made(bytes, room);
    Body body = encoded.body();
    if (key == null) {
      encoded.release();
    } else {
      cache.put(key, encoded, clock.millis());
    }
    identity.body().close();
    return encoded(identity, body);
  }

  private static Response encoded(Response identity, Body body) {
    Headers headers = identity.headers();
    String tag = headers.first("ETag");
    if (tag != null) {
      headers = headers.with("ETag", CompressedTags.encoded(tag));
    }
    headers = headers.without("Accept-Ranges").with("Content-Encoding", "gzip");
    return with(headers, body, identity);
  }

  private static Response with(Headers headers, Body body, Response response) {
    return new Response(response.status(), headers, body);
  }
}
