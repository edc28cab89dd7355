package otus.server.app.filters.cors;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.app.filters.Vary;

/// Cross-origin resource sharing, by the Fetch standard ("HTTP extensions, CORS protocol"): tells
/// browsers which pages may read a response, and answers preflight requests. It is no access
/// control, since only browsers obey it. Any thread, no state.
///
/// @param any whether all origins are allowed
/// @param origins the allowed origins if not `any`
/// @param credentials whether requests may have cookies and passwords; false if `any`
/// @param preflight fields of responses to preflight requests
/// @param actual fields of all other responses
record Cors(
    boolean any, Set<String> origins, boolean credentials, Headers preflight, Headers actual)
    implements Filter {
  private static final String ALLOWED = "Access-Control-Allow-Origin";

  @Override
  public Answer filter(Request request, Handler next) throws Exception {
    String origin = request.headers().combined("Origin");
    if (origin != null
        && request.method().equals(Method.OPTIONS)
        && request.headers().has("Access-Control-Request-Method")) {
      return with(Response.of(Status.NO_CONTENT), origin, preflight);
    }
    return next.handle(request).map(response -> with(response, origin, actual));
  }

  private Response with(Response response, @Nullable String origin, Headers fields) {
    Headers headers = response.headers();
    if (any) {
      // Also without Origin: a cache may use the response for a request that has one.
      headers = all(headers.with(ALLOWED, "*"), fields);
    } else {
      headers = Vary.add(headers.without(ALLOWED), "Origin");
      if (origin != null && origins.contains(origin)) {
        headers = all(headers.with(ALLOWED, origin), fields);
        if (credentials) {
          headers = headers.with("Access-Control-Allow-Credentials", "true");
        }
      }
    }
    return new Response(response.status(), headers, response.body());
  }

  private static Headers all(Headers headers, Headers more) {
    Headers all = headers;
    for (int i = 0; i < more.size(); i++) {
      all = all.with(more.name(i), more.value(i));
    }
    return all;
  }
}
