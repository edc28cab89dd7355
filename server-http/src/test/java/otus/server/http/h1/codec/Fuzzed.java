package otus.server.http.h1.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import otus.server.http.h1.codec.Conversation.Event;

/// For fuzz targets of other packages: how the octets arrive, and what the codec alone makes of
/// them.
///
/// @param parts the octets as they arrive
/// @param statuses of the responses they ask for, of a server on which every request succeeds, and
///     content is read of all but `GET` and `HEAD`; none if a response goes without its content,
///     so that they cannot be told apart
public record Fuzzed(List<byte[]> parts, Optional<List<Integer>> statuses) {

  /// What a fuzzer made up.
  public static Fuzzed of(byte[] data) {
    FuzzInput input = FuzzInput.of(data);
    byte[] octets = input.octets();
    List<byte[]> parts = new ArrayList<>();
    int from = 0;
    for (int end : input.ends()) {
      parts.add(Cuts.octets(Cuts.text(octets).substring(from, end)));
      from = end;
    }
    List<Event> events = Meaning.of(Heads.LIMITS, octets, input.ends());
    boolean heads = Cuts.text(octets).contains("HEAD ");
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
            return statuses; // what is left of the content is read away, if there is any
          }
          if (whole
              && message.expectsContinue()
              && message.request().method().name().equals("GET")) {
            return statuses; // RFC 9110 §10.1.1: it is not known whether the content will come
          }
        }
        case Conversation.Content content -> {} // read, or read away
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
