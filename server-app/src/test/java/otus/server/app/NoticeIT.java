package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The file NOTICE names exactly the libraries of the image.
class NoticeIT extends ImageTests {
  private static final Path NOTICE = Path.of("..", "NOTICE");

  /// Names of modules at the begin of a paragraph, with commas between them.
  private static final Pattern NAMES =
      Pattern.compile("(?m)^((?:\\w+\\.)+\\w+,\\s)*(?:\\w+\\.)+\\w+(?=: )");

  @Test
  void notice_names_the_libraries_of_the_image() throws Exception {
    TreeSet<String> linked =
        Image.run(List.of(IMAGE.java(), "--list-modules")).out().stream()
            .map(line -> line.split("[@ ]", 2)[0])
            .filter(module -> !module.matches("(java|jdk|otus)\\..*"))
            .collect(Collectors.toCollection(TreeSet::new));
    TreeSet<String> named =
        NAMES
            .matcher(Files.readString(NOTICE))
            .results()
            .map(MatchResult::group)
            .flatMap(names -> List.of(names.split(",\\s")).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(linked, named);
  }
}
