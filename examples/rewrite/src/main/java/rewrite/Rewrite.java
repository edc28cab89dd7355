package rewrite;

import java.util.List;
import otus.server.api.Answer;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Target;

/// Asks `next` with another request, and repairs the answer. The client notices nothing.
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

  /// A redirect from there. If it is relative, it is so to a path that the client does not know.
  private static Response located(Response response, Target target) {
    String location = response.headers().first("Location");
    return location == null
        ? response
        : response.withHeader("Location", absolute(location, target.rawPath()));
  }

  /// RFC 3986 §5.2, but dots are left for the client to resolve.
  private static String absolute(String location, String path) {
    if (location.startsWith("/") || location.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")) {
      return location;
    }
    boolean samePath = location.startsWith("?") || location.startsWith("#");
    return path.substring(0, samePath ? path.length() : path.lastIndexOf('/') + 1) + location;
  }
}
