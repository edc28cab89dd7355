package rewrite;

import java.util.List;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.Target;

/// Redirects the client: a filter that answers itself, without a call of `next`.
record Redirect(List<String> from, List<String> to, Status status) implements Filter {

  @Override
  public Answer filter(Request request, Handler next) throws Exception {
    Target target = request.target();
    Target other = Prefix.replace(target, from, to);
    if (other.equals(target)) {
      return next.handle(request);
    }
    String query = other.rawQuery() == null ? "" : "?" + other.rawQuery();
    return new Response(status, Headers.of("Location", other.rawPath() + query), Body.empty());
  }
}
