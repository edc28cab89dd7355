import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Checks or repairs the format of all Java sources. The build runs it with google-java-format on
/// the class path: `java -cp google-java-format.jar Format.java check|repair <repository>`.
final class Format {

  private Format() {}

  static void main(String[] args) throws Exception {
    var arguments = new ArrayList<String>();
    switch (args[0]) {
      case "check" -> arguments.addAll(List.of("--dry-run", "--set-exit-if-changed"));
      case "repair" -> arguments.add("--replace");
      default -> throw new IllegalArgumentException("check or repair, not " + args[0]);
    }
    List<String> sources = sources(Path.of(args[1]));
    List<String> tooLong = longDocComments(sources);
    if (!tooLong.isEmpty()) {
      System.err.println("Doc comments to be wrapped at column 100 by hand:");
      tooLong.forEach(System.err::println);
      System.exit(1);
    }
    arguments.addAll(sources);

    var out = new PrintWriter(System.out, true);
    var err = new PrintWriter(System.err, true);
    int code = new Main(out, err, System.in).format(arguments.toArray(String[]::new));
    if (code != 0 && args[0].equals("check")) {
      err.println("These files are not formatted. To repair: mvn -q -N validate exec:exec@format");
    }
    System.exit(code);
  }

  /// google-java-format breaks such a line in two, of which the second is no doc comment any more.
  private static List<String> longDocComments(List<String> sources) throws IOException {
    var found = new ArrayList<String>();
    for (String source : sources) {
      List<String> lines = Files.readAllLines(Path.of(source));
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).length() > 100 && lines.get(i).strip().startsWith("///")) {
          found.add(source + ":" + (i + 1));
        }
      }
    }
    return found;
  }

  private static List<String> sources(Path repository) throws IOException {
    try (var files = Files.walk(repository)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !repository.relativize(file).toString().matches("(.*/)?target/.*"))
          .map(Path::toString)
          .sorted()
          .toList();
    }
  }
}
