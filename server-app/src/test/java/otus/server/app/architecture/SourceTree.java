package otus.server.app.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The Java files of this repository. Tests run in the directory of `server-app`.
final class SourceTree {
  static final List<String> MODULES = List.of("api", "loop", "http", "static", "app");

  private SourceTree() {}

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
