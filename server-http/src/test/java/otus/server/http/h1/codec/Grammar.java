package otus.server.http.h1.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The rules of RFC 9112, implemented a second time and differently: as regular expressions over
/// complete messages. Checks messages that the codec has accepted.
final class Grammar {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
  private static final String VALUE = "[^\\x00-\\x08\\x0a-\\x1f\\x7f]*+";
  private static final Pattern HEAD =
      Pattern.compile(
          "(?:\r\n)*+"
              + (TOKEN + " [^\\x00-\\x20\\x7f#]++ HTTP/1\\.([0-9])\r\n")
              + ("((?:" + TOKEN + ":" + VALUE + "\r\n)*+)")
              + "\r\n");
  private static final Pattern CHUNK =
      Pattern.compile("([0-9A-Fa-f]{1,15})(?:[ \t]*;" + VALUE + ")?\r\n");
  private static final Pattern TRAILERS =
      Pattern.compile("(?:" + TOKEN + ":" + VALUE + "\r\n)*+\r\n");

  private Grammar() {}

  static void check(Http1Head message, String head) {
    Matcher matcher = HEAD.matcher(head);
    assertTrue(matcher.matches(), "no head");
    boolean http11 = !matcher.group(1).equals("0");
    String fields = matcher.group(2);
    List<String> hosts = values(fields, "host");
    List<String> lengths = values(fields, "content-length");
    List<String> codings = values(fields, "transfer-encoding");
    assertTrue(http11 ? hosts.size() == 1 : hosts.size() < 2, "hosts");
    switch (message.framing()) {
      case Framing.None none -> {
        assertEquals(List.of(), codings);
        assertTrue(lengths.isEmpty() || String.join(",", lengths).matches("0+"));
      }
      case Framing.Length(long octets) -> {
        assertEquals(List.of(), codings);
        assertEquals(1, lengths.size());
        assertTrue(lengths.getFirst().matches("[0-9]+"));
        assertEquals(octets, Long.parseLong(lengths.getFirst()));
      }
      case Framing.Chunked chunked -> {
        assertTrue(http11);
        assertEquals(List.of(), lengths);
        assertEquals("[chunked]", codings.toString().toLowerCase());
      }
    }
  }

  private static List<String> values(String fields, String name) {
    return Pattern.compile("(?i)(?:^|\n)" + name + ":[ \t]*([^\r]*?)[ \t]*(?=\r)")
        .matcher(fields)
        .results()
        .map(result -> result.group(1))
        .toList();
  }

  /// Returns the offset after the trailers of the valid chunked body that `text` begins with, or -1
  /// if it does not begin with one.
  static int endOfChunks(String text) {
    int at = 0;
    while (true) {
      Matcher chunk = CHUNK.matcher(text).region(at, text.length());
      if (!chunk.lookingAt()) {
        return -1;
      }
      long size = Long.parseLong(chunk.group(1), 16);
      at = chunk.end();
      if (size == 0) {
        Matcher trailers = TRAILERS.matcher(text).region(at, text.length());
        return trailers.lookingAt() ? trailers.end() : -1;
      }
      if (size > text.length() - at || !text.startsWith("\r\n", at + (int) size)) {
        return -1;
      }
      at += (int) size + 2;
    }
  }

  /// Returns the data of valid chunks.
  static String content(String chunks) {
    StringBuilder content = new StringBuilder();
    int at = 0;
    while (true) {
      Matcher chunk = CHUNK.matcher(chunks).region(at, chunks.length());
      assertTrue(chunk.lookingAt(), "no chunk");
      int size = Integer.parseInt(chunk.group(1), 16);
      at = chunk.end();
      if (size == 0) {
        assertTrue(TRAILERS.matcher(chunks).region(at, chunks.length()).matches(), "no trailers");
        return content.toString();
      }
      content.append(chunks, at, at + size);
      at += size;
      assertTrue(chunks.startsWith("\r\n", at), "no end of a chunk");
      at += 2;
    }
  }
}
