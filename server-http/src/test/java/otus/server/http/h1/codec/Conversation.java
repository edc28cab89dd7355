package otus.server.http.h1.codec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.Headers;
import otus.server.http.config.RequestLimits;
import otus.server.http.syntax.Violation;

/// The heads and bodies that a connection decodes from its bytes.
final class Conversation {
  private static final int MAX_CHUNK_LINE = 1024;

  /// A decoded part, in order of arrival.
  sealed interface Event {}

  /// A head, from the bytes between two offsets.
  record Head(Http1Head message, int from, int to) implements Event {}

  /// A complete body, from the bytes between two offsets.
  record Content(String text, Headers trailers, int from, int to) implements Event {}

  /// The end of a conversation.
  ///
  /// @param violation the violation, or null if the conversation may continue
  /// @param unfinished the part of an incomplete body
  /// @param consumed the number of bytes consumed, or -1 after a violation
  record Last(@Nullable Violation violation, String unfinished, int consumed) implements Event {}

  private final RequestLimits limits;
  private final RequestParser parser;
  private final List<Event> events = new ArrayList<>();
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private @Nullable BodyDecoder decoder;
  private @Nullable Violation failed;
  private int from;
  private int consumed;

  private Conversation(RequestLimits limits, HeadCache cache) {
    this.limits = limits;
    this.parser = new RequestParser(limits, cache);
  }

  static List<Event> of(RequestLimits limits, byte[] octets, int[] ends) {
    return of(limits, new HeadCache(), octets, ends);
  }

  /// @param cache the heads of earlier conversations
  static List<Event> of(RequestLimits limits, HeadCache cache, byte[] octets, int[] ends) {
    Conversation conversation = new Conversation(limits, cache);
    Violation violation = null;
    for (int i = 0; i < ends.length && violation == null; i++) {
      violation = conversation.arrived(octets, ends[i]);
    }
    // The position after a refused line is irrelevant: nothing is read after it.
    int consumed = violation == null ? conversation.consumed : -1;
    String unfinished = Splits.text(conversation.text.toByteArray());
    conversation.events.add(new Last(violation, unfinished, consumed));
    return conversation.events;
  }

  private @Nullable Violation arrived(byte[] octets, int end) {
    ByteBuffer in = Splits.part(octets, consumed, end);
    while (true) {
      int before = in.remaining();
      BodyDecoder current = decoder;
      boolean mayContinue = current == null ? head(in, end) : content(current, in, end);
      consumed += before - in.remaining();
      if (!mayContinue) {
        int max = current == null ? limits.maxHeadSize() : MAX_CHUNK_LINE;
        assertTrue(failed != null || in.remaining() < max, "more is held than a line may have");
        return failed;
      }
    }
  }

  private boolean head(ByteBuffer in, int end) {
    switch (parser.parse(in)) {
      case RequestParser.Incomplete incomplete -> {
        assertTrue(end - from < limits.maxHeadSize(), "a head is larger than its limit");
        return false;
      }
      case Refused(Violation violation) -> {
        failed = violation;
        return false;
      }
      case Http1Head message -> {
        int to = end - in.remaining();
        events.add(new Head(message, from, to));
        assertTrue(message.request().headers().size() <= limits.maxHeaders(), "too many fields");
        assertTrue(to - from <= limits.maxHeadSize(), "a head is larger than its limit");
        from = to;
        decoder = BodyDecoder.of(message.framing(), limits.maxBodySize());
        return true;
      }
    }
  }

  private boolean content(BodyDecoder current, ByteBuffer in, int end) {
    switch (current.decode(in)) {
      case BodyDecoder.More more -> {
        return false;
      }
      case BodyDecoder.Data(ByteBuffer bytes) -> {
        while (bytes.hasRemaining()) {
          text.write(bytes.get());
        }
        assertTrue(text.size() <= limits.maxBodySize(), "more content than its limit");
        return true;
      }
      case BodyDecoder.End(Headers trailers) -> {
        int to = end - in.remaining();
        events.add(new Content(Splits.text(text.toByteArray()), trailers, from, to));
        text.reset();
        from = to;
        decoder = null;
        return true;
      }
      case Refused(Violation violation) -> {
        failed = violation;
        return false;
      }
    }
  }
}
