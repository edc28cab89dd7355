package otus.server.http.h2.hpack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Files with expected values, in ISO 8859-1; lines that begin with `#` are comments.
final class Resource {
  private Resource() {}

  static List<String> lines(String name) throws IOException {
    Path file = Path.of("src/test/resources/hpack", name);
    return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
        .filter(line -> !line.startsWith("#"))
        .toList();
  }
}
