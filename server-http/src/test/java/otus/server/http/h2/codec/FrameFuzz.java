package otus.server.http.h2.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Fuzz target: frames are read equally for every split; a connection error is found if and only if
/// [FrameJudge] finds a broken rule; DATA and field blocks have the content that it expects. Public
/// for the fuzzer.
public final class FrameFuzz {
  private FrameFuzz() {}

  /// Runs one input: an octet with the length of the first part, then the frames. Called by the
  /// fuzzer, and by `FrameFuzzCorpusTest` for each seed.
  public static void fuzzerTestOneInput(byte[] data) {
    int cut = data.length == 0 ? 0 : data[0] & 0xff;
    byte[] octets = Arrays.copyOfRange(data, Math.min(1, data.length), data.length);
    FrameJudge judge = new FrameJudge(octets);
    List<String> whole = Conversation.of(octets);
    // The parts of an incomplete DATA frame depend on the split.
    byte[] complete = judge.broken().isEmpty() ? Arrays.copyOf(octets, judge.complete()) : octets;
    List<String> expected = Conversation.of(complete);
    check(judge, isBroken(whole) ? whole : expected);
    int[] single = IntStream.rangeClosed(1, complete.length).toArray();
    assertEquals(expected, Conversation.of(complete, single));
    assertEquals(
        expected, Conversation.of(complete, Math.min(cut, complete.length), complete.length));
  }

  private static boolean isBroken(List<String> events) {
    return !events.getLast().startsWith("left ");
  }

  private static void check(FrameJudge judge, List<String> events) {
    String last = events.getLast();
    boolean broken = isBroken(events);
    List<String> expected = judge.events();
    for (int i = 0; i < expected.size(); i++) {
      if (!expected.get(i).isEmpty()) {
        assertEquals(expected.get(i), events.get(i));
      }
      boolean streamError = events.get(i).startsWith("stream ");
      assertFalse(streamError && !expected.get(i).isEmpty(), () -> "valid: " + events);
    }
    if (broken) {
      assertEquals(expected.size(), events.size() - 1);
      String code = last.substring(0, last.indexOf(':'));
      boolean known = judge.broken().stream().anyMatch(each -> each.name().equals(code));
      assertTrue(known || judge.mayBreak(code), () -> events + " but " + judge.broken());
    } else {
      assertTrue(judge.broken().isEmpty(), () -> events + " but " + judge.broken());
    }
  }
}
