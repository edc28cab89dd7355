package otus.server.api.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Attributes;
import otus.server.api.Explanation;
import otus.server.api.Handler;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;

/// A handler that selects another one by method and path. Immutable; any thread.
///
/// ```java
/// Handler owl = request -> Response.text(Status.OK, Routes.segment(request, "name"));
/// Handler owls =
///     Routes.builder()
///         .get("/owls", request -> Response.text(Status.OK, "all owls"))
///         .get("/owls/{name}", owl)
///         .delete("/owls/{name}", request -> Response.of(Status.NO_CONTENT))
///         .get("/files/{path...}", request -> Answer.pass())
///         .build();
/// ```
///
/// A pattern consists of segments with a slash before each. `{name}` matches any one segment, and
/// `{name...}` at the end any number of segments, also none. Other segments match themselves; they
/// are written decoded, as they are compared with the decoded segments of
/// [otus.server.api.UrlPath]. The pattern `/` matches the root of the handler. A path matches with
/// and without a slash at its end, as mounts do.
///
/// If several patterns match a path, the most specific one wins: `/owls/new`, then `/owls/{name}`,
/// then `/owls/{path...}`. Two patterns of one method that match a common path are refused if
/// neither is more specific, such as `/{kind}/new` and `/owls/{name}`.
///
/// If patterns match, but none of the method of the request, then:
///
/// - `HEAD` is answered by the route for `GET`;
/// - `OPTIONS` results in 204 with `Allow`;
/// - other methods result in 405 with `Allow`.
///
/// If no pattern matches, the answer is a pass.
public final class Routes implements Handler {
  private static final Attributes.Key<Match> MATCH = Attributes.key("route", Match.class);

  private final List<Route> routes;

  private Routes(List<Route> routes) {
    this.routes = routes;
  }

  /// The route of a request, with the path that it matches.
  private record Match(PathPattern pattern, List<String> segments) {}

  /// Creates an empty builder.
  ///
  /// @return the builder
  public static Builder builder() {
    return new Builder();
  }

  /// Returns the part of the path that a named segment of the pattern matches.
  ///
  /// @param request the request of a route, or one that wraps it
  /// @param name the name in the pattern, without braces
  /// @return the decoded segment; for `{name...}` the decoded segments with slashes between them,
  ///     empty if there are none
  /// @throws IllegalArgumentException if the route of the request has no such segment
  public static String segment(Request request, String name) {
    Match match = request.attributes().get(MATCH);
    String segment = match == null ? null : match.pattern.segment(name, match.segments);
    if (segment == null) {
      throw new IllegalArgumentException(
          "there is no segment {" + name + "} in " + (match == null ? "any route" : match.pattern));
    }
    return segment;
  }

  @Override
  public Answer handle(Request request) throws Exception {
    if (request.target().asterisk()) {
      return Answer.pass(); // it is about the server
    }
    List<String> segments = request.target().path().segments();
    Route route = find(request.method(), segments);
    if (route == null && request.method().equals(Method.HEAD)) {
      route = find(Method.GET, segments);
    }
    if (route == null) {
      return otherwise(request, segments);
    }
    Explanation explanation = request.explanation();
    if (explanation.isOn()) {
      explanation.because("the path matches the route " + route);
    }
    request.attributes().set(MATCH, new Match(route.pattern(), segments));
    Answer answer = route.handler().handle(request);
    if (answer == null) {
      throw new NullPointerException("the handler of " + route + " returned null");
    }
    return answer;
  }

  private @Nullable Route find(Method method, List<String> segments) {
    for (int i = 0; i < routes.size(); i++) {
      Route route = routes.get(i);
      if (route.method().equals(method) && route.pattern().matches(segments)) {
        return route;
      }
    }
    return null;
  }

  /// Answers a request whose method has no route (RFC 9110 §9.3.7, §15.5.6).
  private Answer otherwise(Request request, List<String> segments) {
    SequencedSet<String> allowed = new TreeSet<>();
    for (Route route : routes) {
      if (route.pattern().matches(segments)) {
        allowed.add(route.method().name());
      }
    }
    if (allowed.isEmpty()) {
      return Answer.pass();
    }
    allowed.add(Method.OPTIONS.name());
    if (allowed.contains(Method.GET.name())) {
      allowed.add(Method.HEAD.name());
    }
    boolean isOptions = request.method().equals(Method.OPTIONS);
    return Response.of(isOptions ? Status.NO_CONTENT : Status.METHOD_NOT_ALLOWED)
        .withHeader("Allow", String.join(", ", allowed));
  }

  /// A builder of routes; confined to one thread.
  public static final class Builder {
    private final List<Route> routes = new ArrayList<>();

    private Builder() {}

    /// Adds a route for `GET`, and for `HEAD` unless there is another one.
    ///
    /// @param pattern the pattern of the path
    /// @param handler the handler
    /// @return this builder
    /// @throws IllegalArgumentException if the pattern is invalid
    public Builder get(String pattern, Handler handler) {
      return add(Method.GET, pattern, handler);
    }

    /// Adds a route for `POST`.
    ///
    /// @param pattern the pattern of the path
    /// @param handler the handler
    /// @return this builder
    /// @throws IllegalArgumentException if the pattern is invalid
    public Builder post(String pattern, Handler handler) {
      return add(Method.POST, pattern, handler);
    }

    /// Adds a route for `PUT`.
    ///
    /// @param pattern the pattern of the path
    /// @param handler the handler
    /// @return this builder
    /// @throws IllegalArgumentException if the pattern is invalid
    public Builder put(String pattern, Handler handler) {
      return add(Method.PUT, pattern, handler);
    }

    /// Adds a route for `PATCH`.
    ///
    /// @param pattern the pattern of the path
    /// @param handler the handler
    /// @return this builder
    /// @throws IllegalArgumentException if the pattern is invalid
    public Builder patch(String pattern, Handler handler) {
      return add(Method.PATCH, pattern, handler);
    }

    /// Adds a route for `DELETE`.
    ///
    /// @param pattern the pattern of the path
    /// @param handler the handler
    /// @return this builder
    /// @throws IllegalArgumentException if the pattern is invalid
    public Builder delete(String pattern, Handler handler) {
      return add(Method.DELETE, pattern, handler);
    }

    /// Adds a route.
    ///
    /// @param method the method
    /// @param pattern the pattern of the path
    /// @param handler the handler
    /// @return this builder
    /// @throws IllegalArgumentException if the pattern is invalid
    public Builder add(Method method, String pattern, Handler handler) {
      Objects.requireNonNull(method, "method");
      Objects.requireNonNull(handler, "handler");
      routes.add(new Route(method, PathPattern.parse(pattern), handler));
      return this;
    }

    /// Creates the handler; the builder can be used further.
    ///
    /// @return the handler
    /// @throws IllegalArgumentException if two routes of one method match a common path, and
    ///     neither has the more specific pattern
    public Routes build() {
      List<Route> sorted = new ArrayList<>(routes);
      sorted.sort(Route.MOST_SPECIFIC_FIRST);
      for (int i = 0; i < sorted.size(); i++) {
        for (int j = 0; j < i; j++) {
          sorted.get(i).requireOrder(sorted.get(j));
        }
      }
      return new Routes(List.copyOf(sorted));
    }
  }
}
