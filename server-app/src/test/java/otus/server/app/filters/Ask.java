package otus.server.app.filters;

import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.testing.FakeRequest;

/// Makes the requests for tests of filters.
public final class Ask {
  private Ask() {}

  public static Request of(String method, String target, String... fields) {
    return FakeRequest.of(Method.of(method), target).withHeaders(Headers.of(fields));
  }

  public static Request get(String... fields) {
    return of("GET", "/a", fields);
  }
}
