package otus.server.app.training;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/// The part of [Training] with HTTP/2: many requests at once, bodies of both directions, one body
/// that needs several windows. Stateless; on the thread of the client.
final class Http2Training {
  private static final int ROUNDS = 20;
  private static final int BODY = 1_000;

  private static final List<String> FOUND =
      List.of("/small.txt", "/", "/folder/", "/folder/a%20picture.png", "/small.txt", "/plugin");
  private static final List<String> MISSING = List.of("/missing", "/small.txt/", "/.hidden");

  private Http2Training() {}

  /// Sends requests on connections without TLS.
  static void run(URI server) throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      run(new Http2Client(server));
    }
  }

  /// Sends requests with a new client, and closes it.
  static void run(Http2Client client) throws IOException {
    try (client) {
      for (int i = 0; i < 3; i++) {
        FOUND.forEach(client::get);
        client.post("/plugin", BODY);
        MISSING.forEach(client::get);
        check(client.exchange(), FOUND.size() + 1, 0);
      }
      client.get("/large.bin");
      check(client.exchange(), 1, Training.LARGE);
    }
  }

  private static void check(Http2Client.Received received, int successful, int length) {
    if (received.successful() != successful || received.length() < length) {
      throw new IllegalStateException(
          "HTTP/2: " + received.successful() + " responses, " + received.length() + " bytes");
    }
  }
}
