package otus.server.app.training;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// The part of [Training] with TLS: handshakes of both versions, in full and resumed, with a
/// certificate that is for nothing else. It comes from a file, since the classes that make one would
/// only slow down all other starts. Stateless; on the thread of the client.
final class TlsTraining {
  private static final String CERTIFICATE = "certificate.pem";
  private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");
  private static final int ROUNDS = 75;

  private TlsTraining() {}

  /// Writes the certificate and its key to a file.
  static void write(Path file) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(TlsTraining.class.getResourceAsStream(CERTIFICATE))) {
      Files.copy(in, file);
    }
  }

  /// Connects to the server.
  ///
  /// @param requests sends requests with a client
  static void run(URI server, Requests requests) throws IOException {
    try {
      for (int round = 0; round < ROUNDS; round++) {
        for (String version : VERSIONS) {
          SSLContext context = SSLContext.getInstance("TLS");
          context.init(null, new TrustManager[] {new TrustAll()}, null);
          connect(context, version, server, requests);
          connect(context, version, server, requests); // resumed
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("training: no TLS", e);
    }
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
