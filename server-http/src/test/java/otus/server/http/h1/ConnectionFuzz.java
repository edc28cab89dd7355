package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import otus.server.api.Answer;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.h1.codec.Fuzzed;

/// Fuzz target: a connection sends the same responses to a conversation for every split: one for
/// each request that the codec finds, one for a refusal, and none after it. Public for the fuzzer.
public final class ConnectionFuzz {
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

  private ConnectionFuzz() {}

  /// Runs one input. Called by the fuzzer, and by `ConnectionFuzzCorpusTest` for each seed.
  public static void fuzzerTestOneInput(byte[] data) {
    Fuzzed fuzzed = Fuzzed.of(data);
    Server server = new Server(ConnectionFuzz::answer);
    Client whole = server.connect();
    fuzzed.parts().forEach(whole::send);
    server.settle();
    Client split = server.connect();
    for (byte[] part : fuzzed.parts()) {
      split.send(part);
      server.settle();
    }
    // RFC 9110 §10.1.1: a 100 is omitted if a part of the body has arrived.
    assertEquals(withoutContinue(whole), withoutContinue(split));
    assertEquals(whole.isEnded(), split.isEnded());
    if (fuzzed.statuses().isPresent()) {
      List<Integer> statuses = fuzzed.statuses().get();
      assertEquals(
          statuses,
          Reply.parse(withoutContinue(whole), whole.isEnded()).stream()
              .map(Reply::status)
              .toList());
      boolean refused = !statuses.isEmpty() && statuses.getLast() >= 400;
      assertTrue(whole.isEnded() || !refused, "a refusal ends the connection");
    }
    for (Client client : List.of(whole, split)) {
      client.finish();
      server.settle();
      client.reset();
      server.settle();
    }
  }

  private static String withoutContinue(Client client) {
    return client.received().replace(CONTINUE, "");
  }

  private static Answer answer(Request request) {
    if (request.method().equals(Method.GET) || request.method().equals(Method.HEAD)) {
      return Response.text(Status.OK, request.target().rawPath());
    }
    return Answer.later(collect(request.body(), "").thenApply(ConnectionFuzz::summary));
  }

  /// Returns a summary of a body, because the body itself may look like a response.
  private static Response summary(String content) {
    return Response.text(Status.OK, content.length() + " octets, " + content.hashCode());
  }

  private static CompletableFuture<String> collect(ByteSource source, String before) {
    return source
        .next()
        .toCompletableFuture()
        .thenCompose(
            chunk ->
                switch (chunk) {
                  case Chunk.Data(ByteBuffer bytes) ->
                      collect(source, before + Octets.LATIN_1.decode(bytes));
                  case Chunk.End end -> CompletableFuture.completedFuture(before);
                });
  }
}
