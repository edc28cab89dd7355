package otus.server.http.h1.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import otus.server.http.h1.codec.Conversation.Event;
import otus.server.http.h1.codec.Heads.Limits;

/// What octets mean to the codec: the same however they arrive, and what [Grammar] agrees to.
final class Meaning {
  private Meaning() {}

  /// The one meaning of a conversation; whatever else there is fails the test.
  static List<Event> of(Limits limits, byte[] octets, int[] ends) {
    List<Event> events = Conversation.of(limits, octets, new int[] {octets.length});
    assertEquals(events, Conversation.of(limits, octets, Cuts.bytes(octets.length)));
    assertEquals(events, Conversation.of(limits, octets, ends));
    String text = Cuts.text(octets);
    Framing framing = Framing.None.NONE;
    for (Event event : events) {
      switch (event) {
        case Conversation.Head(Http1Head message, int from, int to) -> {
          Grammar.check(message, text.substring(from, to));
          framing = message.framing();
        }
        case Conversation.Content(String content, var trailers, int from, int to) -> {
          String raw = text.substring(from, to);
          assertEquals(framing instanceof Framing.Chunked ? Grammar.content(raw) : raw, content);
        }
        case Conversation.Last last -> {} // nothing more to be said of it
      }
    }
    return events;
  }
}
