package rewrite;

import java.util.List;
import otus.server.api.Answer;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Target;

/// Calls `next` with another path and corrects redirects of the answer. The client does not notice
/// the rewrite.
record Rewrite(List<String> from, List<String> to) implements Filter {

  @Override
  public Answer filter(Request request, Handler next) throws Exception {
    Target target = request.target();
    Target other = Prefix.replace(target, from, to);
    if (other.equals(target)) {
      return next.handle(request);
    }
    return next.handle(request.withTarget(other)).map(response -> located(response, other));
  }

  /// Makes a relative redirect absolute, since it is relative to a path that the client does not
  /// know.
  private static Response located(Response response, Target target) {
    String location = response.headers().first("Location");
    return location == null
        ? response
        : response.withHeader("Location", absolute(location, target.rawPath()));
  }

  /// Resolves a location as in RFC 3986 §5.2, except dot segments, which the client resolves.
  private static String absolute(String location, String path) {
    if (location.startsWith("/") || location.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")) {
      return location;
    }
    boolean samePath = location.startsWith("?") || location.startsWith("#");
    return path.substring(0, samePath ? path.length() : path.lastIndexOf('/') + 1) + location;
  }
}
