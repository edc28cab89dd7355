package events;

import java.util.List;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;

/// Responds with the page, or with a stream that lasts until the client or the server ends it.
record EventsHandler(byte[] page, Ticks ticks) implements Handler {
  private static final List<String> STREAM = List.of("stream");

  @Override
  public Answer handle(Request request) {
    List<String> path = request.target().path().segments();
    if (!path.isEmpty() && !path.equals(STREAM)) {
      return Answer.pass();
    }
    if (!request.method().equals(Method.GET) && !request.method().equals(Method.HEAD)) {
      return Response.of(Status.METHOD_NOT_ALLOWED).withHeader("Allow", "GET, HEAD");
    }
    return path.isEmpty()
        ? response("text/html; charset=utf-8", Body.of(page))
        : response("text/event-stream", ticks.open().body());
  }

  private static Response response(String type, Body body) {
    Headers headers = Headers.of("Content-Type", type, "Cache-Control", "no-store");
    return new Response(Status.OK, headers, body);
  }
}
