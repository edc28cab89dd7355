package otus.server.http.h2.hpack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Files with expected values, in ISO 8859-1; lines that begin with `#` are comments.
final class Resource {
  private Resource() {}

  static List<String> lines(String name) throws IOException {
    // Not the file of the source: the fuzzer has another directory.
    try (InputStream in = Resource.class.getResourceAsStream("/hpack/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.ISO_8859_1)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }
}
