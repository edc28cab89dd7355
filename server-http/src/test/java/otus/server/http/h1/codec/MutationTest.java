package otus.server.http.h1.codec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import otus.server.http.config.RequestLimits;
import otus.server.http.h1.codec.Conversation.Event;
import otus.server.http.syntax.Violation;

/// Thousands of mutated requests: each is accepted or has a violation, stays within its limits, is
/// parsed equally for every split and whatever was parsed before, and is accepted only if [Grammar]
/// accepts it.
///
/// A failure names its seed; `-Dotus.seed=N` (in Maven `-Dtest.jvm="-ea -Dotus.seed=N"`) begins
/// with that one, without the heads of those before it.
class MutationTest {
  private static final long SEED = Long.getLong("otus.seed", 1_000_000);
  private static final int ROUNDS = Integer.getInteger("otus.rounds", 20_000);

  private static final RequestLimits[] LIMITS = {
    HeadAssertions.LIMITS, new RequestLimits(40, 150, 4, 40)
  };

  private static final List<String> REQUESTS =
      List.of(
          "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET /a/b/../%C3%BC?c=d HTTP/1.1\r\nHost: example.org:80\r\nConnection: close\r\n\r\n",
          "HEAD http://[::1]:80/a HTTP/1.1\r\nHost: b\r\nAccept: */*\r\nAccept: a;q=\"1\"\r\n\r\n",
          "\u0016\u0003\u0001",
          "OPTIONS * HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
          "\r\nPOST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
          "POST / HTTP/1.0\r\nContent-Length: 20\r\n\r\nGET / HTTP/1.0\r\n\r\n\r\n",
          "PUT /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n"
              + "5\r\nhello\r\nA;x=\"y\"\r\n0123456789\r\n0\r\nTrailer: b\r\n\r\n",
          "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "1\r\na\r\n01\r\nb\r\n0\r\n\r\n");

  private static final List<String> DICTIONARY =
      List.of(
          "\r\n",
          "\r",
          "\n",
          "\0",
          " ",
          "\t",
          ":",
          ";",
          ",",
          "\"",
          "%",
          "%00",
          "%2e%2e",
          "/../",
          "/",
          "#",
          "?",
          "\u0080",
          "\u00ff",
          "\u007f",
          "0",
          "1",
          "f",
          "-",
          "+",
          "0\r\n\r\n",
          "\r\n ",
          "HTTP/1.0",
          "HTTP/2.0",
          "Content-Length: 3\r\n",
          "Content-Length: 0\r\n",
          "Content-Length:\t4 \r\n",
          "Transfer-Encoding: chunked\r\n",
          "Transfer-Encoding: gzip, chunked\r\n",
          "transfer-encoding:chunked\r\n",
          "Host: c\r\n",
          "X: y\r\n",
          "9999999999999999999",
          "ffffffffffffffff",
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");

  private final HeadCache cache = new HeadCache();
  private final Set<Object> outcomes = new HashSet<>();

  @Test
  void mutated_request_has_one_meaning_for_every_split() {
    for (int i = 0; i < ROUNDS; i++) {
      long seed = SEED + i;
      SplittableRandom random = new SplittableRandom(seed);
      byte[] octets = conversation(random);
      int[] cut = Splits.random(octets.length, random);
      try {
        check(LIMITS[random.nextInt(LIMITS.length)], octets, cut);
      } catch (AssertionError | RuntimeException e) {
        String input = Splits.text(octets).replace("\r", "\\r").replace("\n", "\\n");
        throw new AssertionError(
            "seed " + seed + ": " + input + " cut at " + Arrays.toString(cut), e);
      }
    }
    if (ROUNDS >= 20_000) {
      assertEachOutcomeOccurred();
    }
  }

  private void check(RequestLimits limits, byte[] octets, int[] cut) {
    for (Event event : CodecOracle.of(limits, cache, octets, cut)) {
      switch (event) {
        case Conversation.Head(Http1Head message, int from, int to) ->
            outcomes.add(message.framing().getClass());
        case Conversation.Content content -> {} // checked by CodecOracle
        case Conversation.Last(Violation violation, var unfinished, int consumed) ->
            outcomes.add(violation == null ? "none" : violation);
      }
    }
  }

  /// Asserts that each outcome has occurred: mutations must not always fail at the first byte.
  private void assertEachOutcomeOccurred() {
    Set<Object> missing = new HashSet<>(Arrays.asList(Violation.values()));
    missing.removeAll(Set.of(Violation.REQUEST_TIMEOUT, Violation.INCOMPLETE_BODY));
    missing.addAll(Set.of("none", Framing.None.class, Framing.Length.class));
    missing.add(Framing.Chunked.class);
    missing.removeAll(outcomes);
    assertTrue(missing.isEmpty(), () -> "never happened: " + missing);
  }

  private static byte[] conversation(SplittableRandom random) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    for (int i = random.nextInt(3); i >= 0; i--) {
      octets.writeBytes(Splits.octets(any(REQUESTS, random)));
    }
    byte[] mutated = octets.toByteArray();
    for (int i = random.nextInt(4); i >= 0; i--) {
      mutated = mutate(mutated, random);
    }
    return mutated;
  }

  private static byte[] mutate(byte[] octets, SplittableRandom random) {
    int at = random.nextInt(octets.length + 1);
    int end = Math.min(octets.length, at + random.nextInt(12));
    String text = Splits.text(octets);
    String before = text.substring(0, at);
    String behind = text.substring(at);
    return Splits.octets(
        switch (random.nextInt(6)) {
          case 0 -> before + text.substring(end);
          case 1 -> before + text.substring(at, end) + behind;
          case 2 -> before + (char) random.nextInt(256) + text.substring(Math.min(at + 1, end));
          case 3 -> before + any(DICTIONARY, random) + text.substring(end);
          case 4 -> before + any(DICTIONARY, random) + behind;
          default -> beginLine(before) + any(DICTIONARY, random) + text.substring(end);
        });
  }

  /// Truncates the text after its last line end, so that a complete line can be added.
  private static String beginLine(String text) {
    return text.substring(0, text.lastIndexOf('\n') + 1);
  }

  private static <T> T any(List<T> list, SplittableRandom random) {
    return list.get(random.nextInt(list.size()));
  }
}
