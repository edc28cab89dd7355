package otus.server.app.training;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// The part of [Training] with TLS: handshakes of both versions, in full and resumed, with HTTP/1.1
/// and HTTP/2. Stateless; on the thread of the client.
final class TlsTraining {
  private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");
  private static final int ROUNDS = 75;

  private TlsTraining() {}

  /// Connects to the server.
  ///
  /// @param requests sends requests with a client
  static void run(URI server, Requests requests) throws IOException {
    try {
      for (int round = 0; round < ROUNDS; round++) {
        for (String version : VERSIONS) {
          SSLContext context = context();
          connect(context, version, server, requests);
          connect(context, version, server, requests); // resumed
        }
        Http2Training.run(new Http2Client(server, context()));
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("training: no TLS", e);
    }
  }

  private static SSLContext context() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustAll()}, null);
    return context;
  }

  private static void connect(SSLContext context, String version, URI server, Requests requests)
      throws IOException {
    try (TrainingClient client = new TrainingClient(server, context, version)) {
      requests.send(client);
    }
  }

  /// Sends requests.
  @FunctionalInterface
  interface Requests {
    void send(TrainingClient client) throws IOException;
  }

  /// The client trusts the server, which runs in the same process.
  private static final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
