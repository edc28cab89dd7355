package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import otus.server.api.Answer;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;

/// Message framing through a connection: a refusal ends its connection, and the bytes after it are
/// never parsed as a request; after an accepted request, the next one begins at the right byte.
///
/// In the rows `~` is CRLF, and escapes are those of Java; the server answers with the host, the
/// path and the body that it has received.
abstract class FramingTable {
  static final String NEXT = "GET /next HTTP/1.1\r\nHost: n\r\n\r\n";

  private final List<String> seen = new ArrayList<>();
  final Server server = new Server(this::answer);

  private Answer answer(Request request) {
    seen.add(request.target().rawPath());
    String hostAndPath = request.authority() + request.target().rawPath() + " ";
    return Answer.later(collect(request.body(), hostAndPath));
  }

  private static CompletableFuture<Response> collect(ByteSource source, String before) {
    return source
        .next()
        .toCompletableFuture()
        .thenCompose(
            chunk ->
                switch (chunk) {
                  case Chunk.Data(var bytes) ->
                      collect(source, before + Octets.LATIN_1.decode(bytes));
                  case Chunk.End end ->
                      CompletableFuture.completedFuture(Response.text(Status.OK, before));
                });
  }

  /// Asserts that a row is refused, at once and byte by byte, and that the bytes after it are
  /// ignored.
  void assertRefused(int status, String row) {
    String octets = unescape(row) + NEXT;
    for (boolean dripping : new boolean[] {false, true}) {
      Client client = server.connect();
      (dripping ? client.dripping() : client).send(octets);
      server.settle();
      assertEquals(List.of(status), client.statuses(), octets);
      assertEquals("close", client.reply().field("Connection"));
      assertTrue(client.isEnded(), "what follows could be taken for a request");
      client.send(NEXT);
      server.settle();
      assertEquals(List.of(status), client.statuses());
    }
    assertTrue(!seen.contains("/next"), () -> "the handler has seen " + seen);
  }

  private static String unescape(String row) {
    return row.replace("~", "\r\n").translateEscapes();
  }

  /// Asserts that a row is one complete request, and that the next one follows it.
  void assertAccepted(String answer, String row) {
    String octets = unescape(row) + NEXT;
    for (boolean dripping : new boolean[] {false, true}) {
      Client client = server.connect();
      (dripping ? client.dripping() : client).send(octets);
      server.settle();
      assertEquals(List.of(unescape(answer), "n/next "), client.bodies(), octets);
      assertEquals(List.of(200, 200), client.statuses());
      assertFalse(client.isEnded());
    }
  }
}
