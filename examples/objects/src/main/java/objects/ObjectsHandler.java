package objects;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;

/// Serves the objects of a bucket: the path is the key. Any thread.
///
/// @param prefix prefix of all keys, empty or with a slash at its end
/// @param index name of the object for paths that end with a slash
/// @param listing whether such a path without that object has a list of keys
record ObjectsHandler(Store store, String prefix, String index, boolean listing)
    implements Handler {
  private static final System.Logger LOG = System.getLogger(ObjectsHandler.class.getName());
  private static final int PAGE = 1000;

  /// Ranges and conditions of the client, which the store evaluates.
  private static final List<String> REQUEST =
      List.of("Range", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since");

  /// Headers of an object, and of the part that is sent. The length is that of the body.
  private static final List<String> RESPONSE =
      List.of(
          "Content-Type",
          "Content-Encoding",
          "Content-Language",
          "Content-Disposition",
          "Content-Range",
          "Accept-Ranges",
          "Cache-Control",
          "Expires",
          "ETag",
          "Last-Modified");

  @Override
  public Answer handle(Request request) {
    if (!request.method().equals(Method.GET) && !request.method().equals(Method.HEAD)) {
      return Response.of(Status.METHOD_NOT_ALLOWED).withHeader("Allow", "GET, HEAD");
    }
    return Answer.blocking(
        () -> {
          try {
            return answer(request);
          } catch (StoreFailure e) {
            LOG.log(
                System.Logger.Level.WARNING, "event=store-failed reason=\"{0}\"", e.getMessage());
            return Response.of(e.status());
          }
        });
  }

  private Response answer(Request request) throws IOException, InterruptedException, StoreFailure {
    boolean directory = request.target().path().directory();
    String path = prefix + String.join("/", request.target().path().segments());
    String slash = directory && !path.isEmpty() && !path.endsWith("/") ? "/" : "";
    String key = path + slash + (directory ? index : "");
    if (!Page.isKey(key)) {
      return Response.of(Status.NOT_FOUND);
    }
    String method = request.method().name();
    StoreResponse response = object(method, key, request);
    boolean open = false;
    try {
      switch (response.status()) {
        case 200, 206 -> {
          Response found = found(response, method);
          open = true;
          return found;
        }
        case 304, 412, 416 -> {
          return new Response(new Status(response.status()), headers(response), Body.empty());
        }
        case 404 -> {}
        case 403 -> {
          byte[] content = response.content();
          if (!StoreResponse.isDenied(content)) { // otherwise it does not tell which keys exist
            throw response.refused(content);
          }
        }
        default -> throw response.refused(response.content());
      }
    } finally {
      if (!open) {
        response.close();
      }
    }
    return listing ? missing(request, directory, path + slash) : Response.of(Status.NOT_FOUND);
  }

  /// Requests an object. S3 does not know `If-Range`, so this sends the condition as `If-Match` or
  /// `If-Unmodified-Since`, and requests the whole object if it is false.
  private StoreResponse object(String method, String key, Request request)
      throws InterruptedException, StoreFailure {
    Map<String, String> headers = new HashMap<>();
    for (String name : REQUEST) {
      String value = request.headers().combined(name);
      if (value != null) {
        headers.put(name, value);
      }
    }
    String ifRange = request.headers().first("If-Range");
    if (ifRange == null || !headers.containsKey("Range")) {
      return store.object(method, key, headers);
    }
    Map<String, String> whole = new HashMap<>(headers);
    whole.remove("Range");
    String condition = ifRange.startsWith("\"") ? "If-Match" : "If-Unmodified-Since";
    // A weak entity tag never matches (RFC 9110 §13.1.5).
    if (ifRange.startsWith("W/") || headers.putIfAbsent(condition, ifRange) != null) {
      return store.object(method, key, whole);
    }
    StoreResponse part = store.object(method, key, headers);
    if (part.status() != Status.PRECONDITION_FAILED.code()) {
      return part;
    }
    part.close();
    return store.object(method, key, whole);
  }

  private static Response found(StoreResponse response, String method) {
    return new Response(
        new Status(response.status()),
        headers(response),
        method.equals("HEAD") ? response.head() : response.body());
  }

  private static Headers headers(StoreResponse response) {
    Headers.Builder headers = Headers.builder();
    for (String name : RESPONSE) {
      response.headers().firstValue(name).ifPresent(value -> headers.add(name, value));
    }
    return headers.build();
  }

  /// Answers with the keys below a path, or redirects to it if it lacks its slash.
  private Response missing(Request request, boolean directory, String path)
      throws InterruptedException, StoreFailure {
    if (!directory) {
      String raw = request.target().rawPath();
      String query = request.target().rawQuery();
      return store.list(path + "/", "", 1).isEmpty()
          ? Response.of(Status.NOT_FOUND)
          : Response.of(Status.MOVED_PERMANENTLY)
              .withHeader(
                  "Location",
                  "./"
                      + raw.substring(raw.lastIndexOf('/') + 1)
                      + ("/" + (query == null ? "" : "?" + query)));
    }
    String after = request.target().query().first("after");
    Listing keys = store.list(path, after == null ? "" : after, PAGE);
    return keys.isEmpty() && !path.isEmpty()
        ? Response.of(Status.NOT_FOUND)
        : Response.of(Status.OK, "text/html; charset=utf-8", Page.of(path, keys));
  }
}
