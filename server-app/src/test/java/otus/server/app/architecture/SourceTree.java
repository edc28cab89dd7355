package otus.server.app.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The Java files of this repository. Tests run in the directory of `server-app`.
final class SourceTree {
  /// The modules of the root pom, without `server-`.
  static final List<String> MODULES = modules();

  private SourceTree() {}

  private static List<String> modules() {
    try {
      return Pattern.compile("<module>server-(\\w+)</module>")
          .matcher(Files.readString(Path.of("..", "pom.xml")))
          .results()
          .map(found -> found.group(1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads all Java files of a module.
  ///
  /// @param module name of the module, without `server-`
  /// @param kind `main` or `test`
  /// @return texts by path in the repository, with `/` as the separator, sorted
  static Map<String, String> read(String module, String kind) throws IOException {
    Map<String, String> sources = new TreeMap<>();
    Path repository = Path.of("..").toRealPath();
    Path directory = repository.resolve("server-" + module).resolve("src/" + kind + "/java");
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        String name = repository.relativize(file).toString().replace('\\', '/');
        sources.put(name, Files.readString(file));
      }
    }
    return sources;
  }
}
