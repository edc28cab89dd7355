package otus.server.app.filters;

import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.testing.FakeRequest;
import otus.server.app.request.RequestWrapper;

/// A request for the test of a filter, whose headers may be repeated. Immutable.
public record FilterRequest(Request request, Headers headers) implements RequestWrapper {

  public static FilterRequest of(String method, String path, String... namesAndValues) {
    Request request = FakeRequest.of(Method.of(method), path);
    return new FilterRequest(request, Headers.of(namesAndValues));
  }

  public static FilterRequest get(String... namesAndValues) {
    return of("GET", "/a", namesAndValues);
  }
}
