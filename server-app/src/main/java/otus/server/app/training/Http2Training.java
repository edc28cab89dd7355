package otus.server.app.training;

import java.io.IOException;
import java.net.Socket;
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

  /// Sends requests with prior knowledge (RFC 9113 §3.3).
  static void run(URI server) throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      run(new Socket(server.getHost(), server.getPort()));
    }
  }

  /// Sends requests on a new connection, and closes it.
  ///
  /// @param socket a connection on which nothing has been sent
  static void run(Socket socket) throws IOException {
    try (Http2Client client = new Http2Client(socket)) {
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
