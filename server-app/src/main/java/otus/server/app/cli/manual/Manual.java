package otus.server.app.cli.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Map;

/// The program that writes the manual page and the completions into the directory `share` of the
/// image. The build runs it once; the server never loads it.
final class Manual {

  private Manual() {}

  /// Writes the files.
  ///
  /// @param args the directory to write to, and the date of the manual page in ISO format
  static void main(String[] args) throws IOException {
    Path share = Path.of(args[0]);
    for (Map.Entry<String, String> file : files(OffsetDateTime.parse(args[1])).entrySet()) {
      Path path = share.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  /// Returns the texts by their paths, at the places where man and the shells look.
  static Map<String, String> files(OffsetDateTime date) {
    return Map.of(
        "man/man1/otus-server.1", new ManualPage(date.toLocalDate()).text(),
        "bash-completion/completions/otus-server", BashCompletion.text(),
        "zsh/site-functions/_otus-server", ZshCompletion.text(),
        "fish/vendor_completions.d/otus-server.fish", FishCompletion.text());
  }
}
