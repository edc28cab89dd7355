package proxy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.fields.PercentEncoding;

/// Passes requests on to an upstream server, and its responses back. Bodies are streamed both ways,
/// no faster than their receivers read them. Any thread.
///
/// The client opens a connection for each request that finds no idle one, so the permits limit the
/// connections. A request keeps its permit until its response is sent.
final class Proxy implements Handler {
  private static final System.Logger LOG = System.getLogger("proxy");

  private final HttpClient client;
  private final String upstream;
  private final Duration timeout;
  private final Semaphore permits;

  /// @param upstream URL of the server, without a slash at its end
  /// @param timeout the maximum time to connect, to wait for a response, and for each of its parts
  /// @param connections the maximum number of connections
  Proxy(String upstream, Duration timeout, int connections) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
    this.upstream = upstream;
    this.timeout = timeout;
    this.permits = new Semaphore(connections);
  }

  @Override
  public Answer handle(Request request) {
    if (request.target().asterisk()) {
      return Answer.pass();
    }
    String query = request.target().rawQuery();
    String target =
        request.target().path().encoded()
            + (query == null ? "" : "?" + PercentEncoding.completeQuery(query));
    SourcePublisher body =
        request.body() == ByteSource.empty() ? null : new SourcePublisher(request.body());
    HttpRequest.Builder to =
        HttpRequest.newBuilder(URI.create(upstream + target))
            .method(request.method().name(), publisher(request, body));
    ForwardedHeaders.ofRequest(request, to::header);
    return Answer.blocking(() -> send(request, to.build(), body));
  }

  private static BodyPublisher publisher(Request request, SourcePublisher body) {
    if (body == null) {
      return BodyPublishers.noBody();
    }
    String length = request.headers().first("Content-Length");
    return length == null
        ? BodyPublishers.fromPublisher(body)
        : BodyPublishers.fromPublisher(body, Long.parseLong(length));
  }

  private Response send(Request request, HttpRequest to, SourcePublisher body)
      throws InterruptedException {
    if (!permits.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      return failed(Status.SERVICE_UNAVAILABLE, "all connections are busy");
    }
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = null;
    try {
      response = await(client.sendAsync(to, BodyHandlers.ofPublisher()), body);
    } catch (ExecutionException e) {
      boolean late = e.getCause() instanceof HttpTimeoutException;
      return failed(late ? Status.GATEWAY_TIMEOUT : Status.BAD_GATEWAY, e.getCause().toString());
    } catch (TimeoutException e) {
      return failed(Status.GATEWAY_TIMEOUT, "no response within the timeout");
    } finally {
      if (response == null) {
        permits.release();
      }
    }
    return response(request, response);
  }

  /// Waits for the head of the response. The timeout restarts with each part of the request body
  /// that is sent, since an upload may take longer. The server interrupts this if the client
  /// disconnects.
  private <T> T await(CompletableFuture<T> sent, SourcePublisher body)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      while (true) {
        try {
          return sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          if (body == null || !body.hasProgressed(timeout.toNanos())) {
            throw e;
          }
        }
      }
    } finally {
      sent.cancel(true); // does nothing if it is complete; otherwise closes the connection
    }
  }

  private static Response failed(Status status, String reason) {
    LOG.log(System.Logger.Level.WARNING, "event=upstream-failed reason=\"{0}\"", reason);
    return Response.of(status);
  }

  private Response response(
      Request request, HttpResponse<Flow.Publisher<List<ByteBuffer>>> response) {
    FlowSource source = FlowSource.of(response.body(), timeout.toMillis());
    Status status = new Status(response.statusCode());
    boolean head = request.method().name().equals("HEAD");
    long length = response.headers().firstValueAsLong("Content-Length").orElse(Body.UNKNOWN);
    Headers headers = ForwardedHeaders.ofResponse(response.headers());
    String location = headers.first("Location");
    if (location != null) {
      headers = headers.with("Location", location(location, request));
    }
    AtomicBoolean open = new AtomicBoolean(true);
    Runnable release =
        () -> {
          source.close();
          if (open.getAndSet(false)) {
            permits.release();
          }
        };
    if (status.bodiless()) {
      release.run();
      return new Response(status, headers, Body.empty());
    }
    ByteSource sent = head ? ByteSource.empty() : source;
    return new Response(status, headers, Body.onClose(new Body.Stream(sent, length), release));
  }

  /// Returns a location of the upstream server relative to the path of the request, since a handler
  /// does not know where it is mounted.
  private String location(String location, Request request) {
    String path = URI.create(upstream).getRawPath();
    String below =
        location.startsWith(upstream + "/")
            ? location.substring(upstream.length())
            : location.startsWith(path + "/") && !location.startsWith("//")
                ? location.substring(path.length())
                : null;
    if (below == null) {
      return location;
    }
    int depth = request.target().path().segments().size();
    int up = request.target().path().directory() ? depth : depth - 1;
    return (up <= 0 ? "./" : "../".repeat(up)) + below.substring(1);
  }
}
