package otus.server.http.h1.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import otus.server.http.config.RequestLimits;
import otus.server.http.h1.codec.Conversation.Event;

/// Decodes input with the codec, and asserts that the result is the same for every split and for
/// every content of the [HeadCache], and agrees with [Grammar].
final class CodecOracle {
  private CodecOracle() {}

  /// Returns the result for a conversation. Different results for splits fail the test.
  static List<Event> of(RequestLimits limits, byte[] octets, int[] ends) {
    return of(limits, new HeadCache(), octets, ends);
  }

  /// @param cache the heads of earlier conversations
  static List<Event> of(RequestLimits limits, HeadCache cache, byte[] octets, int[] ends) {
    int[] whole = {octets.length};
    // Byte by byte, no section arrives at once, so none is found in the cache.
    List<Event> events = Conversation.of(limits, octets, Splits.bytes(octets.length));
    assertEquals(events, Conversation.of(limits, octets, whole));
    assertEquals(events, Conversation.of(limits, octets, ends));
    Conversation.of(HeadAssertions.LIMITS, cache, octets, whole); // fills it, whatever the limits
    assertEquals(events, Conversation.of(limits, cache, octets, whole));
    assertEquals(events, Conversation.of(limits, cache, octets, ends));
    String text = Splits.text(octets);
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
        case Conversation.Last last -> {} // nothing to check
      }
    }
    return events;
  }
}
