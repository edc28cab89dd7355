package otus.server.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelativePathsTest {

  @ParameterizedTest
  @CsvSource({
    "ACCESS_LOG, -, -",
    "ACCESS_LOG, off, off",
    "ACCESS_LOG, json:-, json:-",
    "ACCESS_LOG, short:-, short:-",
    "ACCESS_LOG, combined:-, combined:-",
    "ACCESS_LOG, a.log, combined:/d/a.log",
    "ACCESS_LOG, json:a.log, json:/d/a.log",
    "ACCESS_LOG, common:/x/a.log, common:/x/a.log",
    "ACCESS_LOG, csv:a.log, csv:a.log",
    "ADMIN, unix:s, unix:/d/s",
    "ADMIN, 9090, 9090",
    "LISTEN, unix:/x/s, unix:/x/s",
    "ROOT, www, /d/www",
    "INDEX, www, www",
  })
  void resolve_makes_only_paths_absolute(Flag flag, String value, String expected) {
    assertEquals(expected, RelativePaths.resolve(flag, value, Path.of("/d")));
  }
}
