package otus.server.http.h1.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import otus.server.http.h1.codec.Conversation.Event;

/// Fuzz input for targets of other packages: the parts of the input, and the responses that the
/// codec expects.
///
/// @param parts the bytes as they arrive
/// @param statuses the statuses of the responses of a server on which every request succeeds, and
///     which reads all bodies except those of GET and HEAD; empty if a response has no body, so
///     that responses cannot be separated
public record Fuzzed(List<byte[]> parts, Optional<List<Integer>> statuses) {

  /// Parses the input of a fuzzer.
  public static Fuzzed of(byte[] data) {
    FuzzInput input = FuzzInput.of(data);
    byte[] octets = input.octets();
    List<byte[]> parts = new ArrayList<>();
    int from = 0;
    for (int end : input.ends()) {
      parts.add(Splits.octets(Splits.text(octets).substring(from, end)));
      from = end;
    }
    List<Event> events = CodecOracle.of(HeadAssertions.LIMITS, octets, input.ends());
    boolean heads = Splits.text(octets).contains("HEAD ");
    return new Fuzzed(parts, heads ? Optional.empty() : Optional.of(statuses(events)));
  }

  private static List<Integer> statuses(List<Event> events) {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      switch (events.get(i)) {
        case Conversation.Head(Http1Head message, int from, int to) -> {
          boolean whole = events.get(i + 1) instanceof Conversation.Content;
          if (whole || message.request().method().name().equals("GET")) {
            statuses.add(200);
          }
          if (!whole && message.request().method().name().equals("GET")
              || whole && !message.persistent()) {
            return statuses; // the rest of the body, if any, is discarded
          }
          if (whole
              && message.expectsContinue()
              && message.request().method().name().equals("GET")) {
            return statuses; // RFC 9110 §10.1.1: the client may omit the body
          }
        }
        case Conversation.Content content -> {} // read or discarded
        case Conversation.Last last -> {
          if (last.violation() != null) {
            statuses.add(last.violation().status().code());
          }
        }
      }
    }
    return statuses;
  }
}
