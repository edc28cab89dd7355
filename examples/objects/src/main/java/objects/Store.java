package objects;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import otus.server.api.Status;
import otus.server.api.StatusException;
import otus.server.api.fields.PercentEncoding;

/// A bucket of a store. Its methods block; any thread.
///
/// The client opens a connection for each request that finds no idle one, so the permits limit the
/// connections. A response keeps its permit until it is closed.
final class Store {
  private final HttpClient client;
  private final String bucket;
  private final Signer signer;
  private final Duration timeout;
  private final Semaphore permits;

  /// @param endpoint URL of the store, without the bucket
  /// @param timeout the maximum time to connect, to wait for a response, and for each of its parts
  /// @param connections the maximum number of connections
  Store(URI endpoint, String bucket, Signer signer, Duration timeout, int connections) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
    this.bucket =
        endpoint.toString().replaceFirst("/$", "") + "/" + PercentEncoding.component(bucket);
    this.signer = signer;
    this.timeout = timeout;
    this.permits = new Semaphore(connections);
  }

  /// Requests an object.
  ///
  /// @param headers the headers for ranges and conditions
  /// @return the response, with any status; owned by the caller
  /// @throws StoreFailure if the store does not answer
  StoreResponse object(String method, String key, Map<String, String> headers)
      throws InterruptedException, StoreFailure {
    StringBuilder path = new StringBuilder(bucket);
    for (String segment : key.split("/", -1)) {
      path.append('/').append(PercentEncoding.component(segment));
    }
    return send(method, URI.create(path.toString()), headers);
  }

  /// Requests one page of the keys that begin with a prefix.
  ///
  /// @param token the token of the page, or an empty string for the first one
  /// @param max the maximum number of keys and common prefixes
  Listing list(String prefix, String token, int max) throws InterruptedException, StoreFailure {
    // Sorted by name, as the signature needs it.
    String query =
        (token.isEmpty() ? "" : "continuation-token=" + PercentEncoding.component(token) + "&")
            + ("delimiter=%2F&encoding-type=url&list-type=2&max-keys=" + max)
            + ("&prefix=" + PercentEncoding.component(prefix));
    try (StoreResponse response = send("GET", URI.create(bucket + "?" + query), Map.of())) {
      byte[] content = response.content();
      if (response.status() == Status.BAD_REQUEST.code() && !token.isEmpty()) {
        throw new StatusException(
            Status.BAD_REQUEST, "no such page"); // a token that is not its own
      }
      if (response.status() != Status.OK.code()) {
        throw response.refused(content);
      }
      return Listing.parse(content);
    } catch (IOException e) {
      throw unanswered(e);
    }
  }

  private StoreResponse send(String method, URI uri, Map<String, String> headers)
      throws InterruptedException, StoreFailure {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).timeout(timeout).method(method, BodyPublishers.noBody());
    headers.forEach(request::setHeader);
    signer.sign(method, uri, Map.of()).forEach(request::setHeader);
    if (!permits.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new StoreFailure(Status.SERVICE_UNAVAILABLE, "all connections are busy");
    }
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = null;
    try {
      response = client.send(request.build(), BodyHandlers.ofPublisher());
    } catch (IOException e) {
      throw unanswered(e);
    } finally {
      if (response == null) {
        permits.release();
      }
    }
    FlowSource body = FlowSource.of(response.body(), timeout.toMillis());
    return new StoreResponse(response.statusCode(), response.headers(), body, permits::release);
  }

  private static StoreFailure unanswered(IOException e) {
    boolean late = e instanceof HttpTimeoutException;
    return new StoreFailure(late ? Status.GATEWAY_TIMEOUT : Status.BAD_GATEWAY, e.toString());
  }
}
