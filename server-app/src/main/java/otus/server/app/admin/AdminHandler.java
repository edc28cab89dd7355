package otus.server.app.admin;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.Target;
import otus.server.api.fields.PercentEncoding;
import otus.server.app.metrics.MetricsText;

/// Answers the requests of operators. Used by the listener of `--admin` and, with the name `admin`,
/// by mounts; each instance ends the streams that it has opened.
///
/// | path | answer |
/// |---|---|
/// | `/` | links to the others |
/// | `/metrics` | all metrics in the text format of Prometheus |
/// | `/health/live` | 503 if an event loop has hung for long |
/// | `/health/ready` | 503 until the ports are open, and from the begin of a stop |
/// | `/status` | the status page |
/// | `/status/events` | its samples, as server-sent events |
/// | `POST /reload` | reloads the configuration |
final class AdminHandler implements Handler {
  private static final Status NOT_IMPLEMENTED = Status.NOT_IMPLEMENTED;

  /// The configuration on disk is invalid; the former one stays.
  private static final Status UNPROCESSABLE = Status.UNPROCESSABLE_CONTENT;

  private static final String HTML = "text/html; charset=utf-8";
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String NO_SCRIPTS =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'none'";

  private static final String INDEX =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <meta name="color-scheme" content="light dark">
      <link rel="icon" href="data:,">
      <title>otus-server</title>
      <body style="font:1rem/1.6 system-ui,sans-serif;margin:2rem">
      <h1>otus-server</h1>
      <ul>
      <li><a href="status">Status</a>
      <li><a href="metrics">Metrics</a>
      <li><a href="health/live">Health: live</a>
      <li><a href="health/ready">Health: ready</a>
      </ul>
      """;

  private final Monitor monitor;
  private final StatusPage page;

  AdminHandler(Monitor monitor) {
    this.monitor = monitor;
    this.page = StatusPage.read();
  }

  @Override
  public Answer handle(Request request) {
    Target target = request.target();
    List<String> segments = target.path().segments();
    if (target.path().directory() && !segments.isEmpty()) {
      return Answer.pass();
    }
    String path = String.join("/", segments);
    return switch (path) {
      case "reload" -> isAllowed(request, "POST") ? reload(request) : notAllowed("POST");
      case "", "metrics", "health/live", "health/ready", "status", "status/events" ->
          isAllowed(request, "GET", "HEAD") ? get(path, request) : notAllowed("GET, HEAD");
      default -> Answer.pass();
    };
  }

  private static boolean isAllowed(Request request, String... methods) {
    return List.of(methods).contains(request.method().name());
  }

  private static Response notAllowed(String allow) {
    return text(Status.METHOD_NOT_ALLOWED, "Allowed: " + allow).withHeader("Allow", allow);
  }

  private Answer get(String path, Request request) {
    return switch (path) {
      case "metrics" ->
          Answer.blocking(() -> response(Status.OK, MetricsText.TYPE, monitor.metrics()));
      case "health/live" -> live();
      case "health/ready" -> ready();
      case "status" -> status();
      case "status/events" -> events(request);
      default -> index(request.target());
    };
  }

  /// Links of the page are relative, so the URL must end with a slash under any prefix.
  private static Response index(Target target) {
    String path = target.rawPath();
    if (!path.endsWith("/")) {
      String name = path.substring(path.lastIndexOf('/') + 1);
      String location = "./" + PercentEncoding.completePath(name) + "/";
      return text(Status.PERMANENT_REDIRECT, location).withHeader("Location", location);
    }
    return response(Status.OK, HTML, INDEX).withHeader("Content-Security-Policy", NO_SCRIPTS);
  }

  private Response live() {
    List<String> hanging = monitor.hanging();
    return hanging.isEmpty()
        ? text(Status.OK, "live")
        : text(Status.SERVICE_UNAVAILABLE, "hanging: " + String.join(", ", hanging));
  }

  private Response ready() {
    return switch (monitor.readiness().state()) {
      case STARTING -> text(Status.SERVICE_UNAVAILABLE, "starting");
      case READY -> text(Status.OK, "ready");
      case STOPPING -> text(Status.SERVICE_UNAVAILABLE, "stopping");
    };
  }

  private Response status() {
    return response(Status.OK, HTML, page.html(monitor.sampler().view()))
        .withHeader("Content-Security-Policy", page.policy())
        .withHeader("Referrer-Policy", "no-referrer");
  }

  private Response events(Request request) {
    if (request.method().equals(Method.HEAD)) {
      return events(Body.stream(ByteSource.empty()));
    }
    StatusStreams.Stream stream = monitor.sampler().open(this);
    return stream == null
        ? text(Status.SERVICE_UNAVAILABLE, "too many open status pages")
            .withHeader("Retry-After", "10")
        : events(stream.feed().body());
  }

  private static Response events(Body body) {
    return new Response(Status.OK, headers("text/event-stream"), body);
  }

  private Answer reload(Request request) {
    if (isCrossSite(request.headers(), request.authority())) {
      return text(Status.FORBIDDEN, "a page of another site must not reload the server");
    }
    Supplier<CompletionStage<Monitor.ReloadResult>> action = monitor.reload();
    if (action == null) {
      return text(NOT_IMPLEMENTED, "there is no configuration to reload");
    }
    return Answer.later(
        action
            .get()
            .thenApply(
                result -> text(result.isDone() ? Status.OK : UNPROCESSABLE, result.message())));
  }

  /// Returns whether a browser sent the request for a page of another site. Browsers send
  /// `Sec-Fetch-Site`, and older ones `Origin` with each POST; other clients send neither.
  private static boolean isCrossSite(Headers headers, String authority) {
    String site = headers.first("Sec-Fetch-Site");
    @Nullable String origin = headers.first("Origin");
    return (site != null && !site.equals("same-origin") && !site.equals("none"))
        || (origin != null && !origin.endsWith("://" + authority));
  }

  /// Ends the open streams, which would otherwise last until the end of the grace period.
  void end() {
    monitor.sampler().streams().end(this);
  }

  private static Response text(Status status, String line) {
    return response(status, TEXT, line + "\n");
  }

  private static Response response(Status status, String type, String text) {
    return new Response(status, headers(type), Body.of(text));
  }

  private static Headers headers(String type) {
    return Headers.of(
        "Content-Type", type,
        "Cache-Control", "no-store",
        "X-Content-Type-Options", "nosniff");
  }
}
