package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;

/// The image with the HTTP/2 client of the JDK, over TLS.
class Http2ClientIT extends ImageTests {
  private static final int REQUESTS = 500;

  /// Trusts everyone: the certificate exists only in the memory of the server.
  private static final class Trusting extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static HttpClient client() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Trusting()}, new SecureRandom());
    return HttpClient.newBuilder().sslContext(context).version(HttpClient.Version.HTTP_2).build();
  }

  private static String facts(HttpResponse<String> response) {
    return response.version() + " " + response.statusCode() + " " + response.body().length();
  }

  @Test
  void java_client_gets_responses_of_many_sizes_at_once() throws Exception {
    for (int i = 0; i < REQUESTS; i++) {
      Files.writeString(site.resolve(i + ".txt"), "x".repeat(i * i));
    }
    try (Image.Started server = start("--tls-self-signed");
        HttpClient client = client()) {
      URI url = server.url();
      assertEquals("https", url.getScheme());
      client.send(
          HttpRequest.newBuilder(url.resolve("hello.txt")).build(), BodyHandlers.ofString());
      List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        if (i % 90 == 89) { // the client fails beyond the maximum number of streams
          responses.forEach(CompletableFuture::join);
        }
        HttpRequest request = HttpRequest.newBuilder(url.resolve(i + ".txt")).build();
        responses.add(client.sendAsync(request, BodyHandlers.ofString()));
      }
      assertEquals(
          IntStream.range(0, REQUESTS).mapToObj(i -> "HTTP_2 200 " + i * i).toList(),
          responses.stream().map(response -> facts(response.join())).toList());
    }
  }

  @Test
  void java_client_gets_the_answer_to_a_request_with_a_large_body() throws Exception {
    try (Image.Started server = start("--tls-self-signed");
        HttpClient client = client()) {
      HttpRequest request =
          HttpRequest.newBuilder(server.url().resolve("hello.txt"))
              .POST(BodyPublishers.ofByteArray(new byte[200_000]))
              .build();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      assertEquals(405, response.statusCode());
      assertEquals(HttpClient.Version.HTTP_2, response.version());
    }
  }
}
