package otus.server.app.filters.compress;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.fields.AcceptEncoding;
import otus.server.app.filters.Vary;
import otus.server.app.filters.WorkerPool;
import otus.server.app.filters.compress.RepresentationKeys.Key;

/// Compresses responses with gzip for clients that prefer it. Any thread.
///
/// Compressed bodies are cached by entity tag. On a miss, a worker compresses the body if one is
/// idle. If all are busy, or another request is compressing the same body, the client gets the
/// uncompressed body: requests never wait for a worker. A `HEAD` is treated like a `GET`, so that
/// its response has the same fields.
///
/// A 304 or a partial response need not have the type of the whole representation. Both get `Vary`
/// in any case: a superfluous `Vary` costs a cache little, but without a necessary one a cache
/// would give clients a body that they cannot read. If the request has no entity tag, a 304 has the
/// tag of the compressed representation only if that is cached.
///
/// Each query has its own compressed representation, since entity tags are valid for one target
/// only (RFC 9110 §8.8.1) and a handler may answer each query differently. A client that varies
/// queries can therefore keep the workers busy, but nothing else.
final class Compress implements Filter {
  private static final String FIELD = "Accept-Encoding";
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int NOT_MODIFIED = 304;
  private static final int FIRST_ERROR = 400;

  private final long min;
  private final long max;
  private final int level;
  private final CompressedCache cache;
  private final RepresentationKeys keys = new RepresentationKeys();
  private final WorkerPool workers;
  private final InstantSource clock;
  private final Set<Key> pending = ConcurrentHashMap.newKeySet();

  /// @param min minimum length of a body to compress, in bytes
  /// @param max maximum length, in bytes
  /// @param level level of zlib, 1 to 9
  Compress(
      long min,
      long max,
      int level,
      CompressedCache cache,
      WorkerPool workers,
      InstantSource clock) {
    this.min = min;
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
      // A client may modify a representation that it got compressed, with that tag in If-Match.
      return next.handle(with(CompressedTags.translated(headers), request));
    }
    boolean prefersGzip = prefersGzip(headers);
    if (get && prefersGzip && headers.has("Range") && isDated(headers)) {
      request
          .explanation()
          .because("Range is ignored: If-Range is a date, and the compressed body has the same");
      headers = headers.without("Range").without("If-Range");
    }
    // Ranges always refer to the uncompressed bytes: those of compressed bodies would not fit
    // together.
    boolean gzip = prefersGzip && !(get && headers.has("Range"));
    return next.handle(with(gzip ? CompressedTags.translated(headers) : headers, request))
        .then(
            settled ->
                settled instanceof Response response ? answer(request, response, gzip) : settled);
  }

  private static Request with(Headers headers, Request request) {
    return headers == request.headers() ? request : request.withHeaders(headers);
  }

  /// Returns whether If-Range is a date (RFC 9110 §13.1.5). Compressed and uncompressed
  /// representation have the same date, so it is no strong validator (§8.8.2.2): the client may
  /// have a part of either.
  private static boolean isDated(Headers headers) {
    String condition = headers.combined("If-Range");
    return condition != null && condition.indexOf('"') < 0;
  }

  private static boolean prefersGzip(Headers headers) {
    String field = headers.combined(FIELD);
    int gzip = AcceptEncoding.weight(field, "gzip");
    return gzip > 0 && gzip >= AcceptEncoding.weight(field, "identity");
  }

  private Answer answer(Request request, Response response, boolean gzip) {
    int status = response.status().code();
    if (status == NOT_MODIFIED) {
      return notModified(request, response, gzip);
    }
    boolean whole = (status == OK || status >= FIRST_ERROR) && isCompressible(response.body());
    boolean part = status == PARTIAL && mayBeOfSize(response.headers());
    if ((!whole && !part) || !Compressible.has(response.headers(), part)) {
      return response;
    }
    // RFC 9110 §12.5.5: that field also selects the uncompressed representation.
    Response identity = with(Vary.add(response.headers(), FIELD), response.body(), response);
    return whole && gzip ? encoded(request, identity) : identity;
  }

  private boolean isCompressible(Body body) {
    return body.length() >= min && body.length() <= max && Gzip.reads(body);
  }

  /// Returns whether the complete length is within the limits, as far as Content-Range has it.
  private boolean mayBeOfSize(Headers headers) {
    String range = headers.first("Content-Range");
    try {
      long size =
          range == null ? min : Long.parseLong(range, range.indexOf('/') + 1, range.length(), 10);
      return size >= min && size <= max;
    } catch (NumberFormatException e) {
      return true; // the handler does not know the complete length
    }
  }

  /// RFC 9110 §15.4.5: the tag of a 304 is that of the representation that the client has, or else
  /// that of a 200 to the same request, which is compressed if the cache has the body.
  private Response notModified(Request request, Response response, boolean gzip) {
    if (!Compressible.mayTransform(response.headers())) {
      return response;
    }
    Headers headers = Vary.add(response.headers(), FIELD);
    String tag = headers.first("ETag");
    if (gzip && tag != null && CompressedTags.isStrong(tag)) {
      String encoded = CompressedTags.encoded(tag);
      String condition = request.headers().combined("If-None-Match");
      boolean named = condition != null && CompressedTags.namesWeakly(condition, encoded);
      boolean plain = condition != null && CompressedTags.namesWeakly(condition, tag);
      if (named || (!plain && isCached(request, tag))) {
        headers = headers.with("ETag", encoded);
      }
    }
    return with(headers, response.body(), response);
  }

  private boolean isCached(Request request, String tag) {
    CompressedCache.Entry known = cache.find(key(request, tag));
    return known != null && known.encoded != null;
  }

  private Answer encoded(Request request, Response identity) {
    String tag = identity.headers().first("ETag");
    String condition = request.headers().combined("If-Match");
    if (condition != null
        && (tag == null
            || !CompressedTags.matchesStrongly(condition, CompressedTags.encoded(tag)))) {
      return identity; // the condition matched the uncompressed representation
    }
    Key key = tag != null && CompressedTags.isStrong(tag) ? key(request, tag) : null;
    CompressedCache.Entry known = key == null ? null : cache.find(key);
    if (known != null && !known.claimRenewal(clock.millis())) {
      SharedBody encoded = known.encoded;
      Body body = encoded == null ? Body.empty() : encoded.body();
      if (body.length() == 0) {
        return identity;
      }
      identity.body().close();
      return encoded(identity, body);
    }
    return compressLater(identity, key);
  }

  private Key key(Request request, String tag) {
    return keys.key(
        request.authority(), request.target().rawPath(), request.target().rawQuery(), tag);
  }

  private Answer compressLater(Response identity, @Nullable Key key) {
    if (key != null && !pending.add(key)) {
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

  /// Runs on a worker.
  private void complete(CompletableFuture<Response> made, Response identity, @Nullable Key key) {
    try {
      Response response = compress(identity, key);
      end(key);
      made.complete(response);
    } catch (Throwable e) {
      try {
        end(key);
        identity.body().close();
      } finally {
        made.completeExceptionally(e); // in any case, or the request would never be answered
      }
    }
  }

  private void end(@Nullable Key key) {
    if (key != null) {
      pending.remove(key);
    }
  }

  /// Returns the compressed response, or the given one if there is no memory for compressing it or
  /// that does not make it shorter. Runs on a worker.
  private Response compress(Response identity, @Nullable Key key) {
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
      // The file was truncated or changed. Sending it fails in the same way as without this filter.
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
