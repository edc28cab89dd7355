package otus.server.api.testing;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.Target;
import otus.server.api.UrlPath;

/// A second implementation of the server's decoding of targets; a test of the server compares both.
/// Pure.
final class Targets {
  private Targets() {}

  /// Parses a target in origin or asterisk form.
  static Target parse(String text) {
    // A client sends octets; the server represents each as one character.
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    String raw = new String(octets, StandardCharsets.ISO_8859_1);
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) <= ' ' || raw.charAt(i) == 0x7f || raw.charAt(i) == '#') {
        throw invalid(text);
      }
    }
    if (raw.equals("*")) {
      return new Target(UrlPath.ROOT, raw, null);
    }
    if (!raw.startsWith("/")) {
      throw invalid(text);
    }
    int question = raw.indexOf('?');
    String rawPath = question < 0 ? raw : raw.substring(0, question);
    return new Target(path(rawPath), rawPath, question < 0 ? null : raw.substring(question + 1));
  }

  private static UrlPath path(String raw) {
    List<String> segments = new ArrayList<>();
    boolean directory = true;
    for (String segment : decoded(raw).substring(1).split("/", -1)) {
      directory = segment.isEmpty() || segment.equals(".") || segment.equals("..");
      if (!directory) {
        segments.add(segment);
      } else if (segment.equals("..")) {
        if (segments.isEmpty()) {
          throw invalid(raw);
        }
        segments.removeLast();
      }
    }
    return new UrlPath(segments, directory);
  }

  private static String decoded(String raw) {
    ByteBuffer octets = ByteBuffer.allocate(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      int octet = raw.charAt(i);
      if (octet == '%') {
        octet = i + 2 < raw.length() ? hex(raw, i + 1) : -1;
        if (octet <= 0) {
          throw invalid(raw);
        }
        i += 2;
      }
      octets.put((byte) octet);
    }
    return text(octets.flip());
  }

  /// Decodes octets as UTF-8, and invalid octets as specified in [UrlPath].
  private static String text(ByteBuffer octets) {
    StringBuilder text = new StringBuilder();
    while (octets.hasRemaining()) {
      int length = Math.min(4, octets.remaining()); // the maximum length of a character
      String characters = valid(octets, length);
      while (characters == null && length > 1) {
        length--;
        characters = valid(octets, length);
      }
      if (characters == null) {
        text.append((char) (0xdc00 + (octets.get() & 0xff)));
      } else {
        text.append(characters);
        octets.position(octets.position() + length);
      }
    }
    return text.toString();
  }

  /// Returns the text of the next octets, or null if they are not valid UTF-8.
  private static @Nullable String valid(ByteBuffer octets, int length) {
    try {
      ByteBuffer next = octets.slice(octets.position(), length);
      return StandardCharsets.UTF_8.newDecoder().decode(next).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /// Returns the octet of two hexadecimal digits, or -1 if they are invalid.
  private static int hex(String text, int at) {
    int high = digit(text.charAt(at));
    int low = digit(text.charAt(at + 1));
    return high < 0 || low < 0 ? -1 : 16 * high + low;
  }

  private static int digit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private static IllegalArgumentException invalid(String target) {
    return new IllegalArgumentException("the server rejects the target " + target);
  }
}
