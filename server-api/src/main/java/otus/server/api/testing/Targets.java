package otus.server.api.testing;

import java.nio.charset.StandardCharsets;
import otus.server.api.PathDecoder;
import otus.server.api.Target;
import otus.server.api.UrlPath;

/// Parses the targets of fake requests; a test of the server compares them with those of real ones.
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
    return switch (PathDecoder.decode(rawPath)) {
      case PathDecoder.Decoded(var path) ->
          new Target(path, rawPath, question < 0 ? null : raw.substring(question + 1));
      case PathDecoder.Invalid reason -> throw invalid(text);
    };
  }

  private static IllegalArgumentException invalid(String target) {
    return new IllegalArgumentException("the server rejects the target " + target);
  }
}
