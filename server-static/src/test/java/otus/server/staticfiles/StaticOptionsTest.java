package otus.server.staticfiles;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.UrlPath;
import otus.server.api.spi.OptionValues;
import otus.server.staticfiles.file.CacheLimits;
import otus.server.staticfiles.lookup.CleanUrls;
import otus.server.staticfiles.lookup.DocumentRoot;
import otus.server.staticfiles.lookup.Symlinks;
import otus.server.staticfiles.metadata.CacheRule;
import otus.server.staticfiles.metadata.CharsetRule;
import otus.server.staticfiles.metadata.FileHeaderRules;
import otus.server.staticfiles.metadata.Glob;
import otus.server.staticfiles.metadata.MediaTypes;
import otus.server.staticfiles.version.EntityTags;

class StaticOptionsTest {

  private static StaticOptions read(Map<String, String> given) {
    return StaticOptions.of(OptionValues.of(StaticOptions.DECLARED, given));
  }

  @Test
  void only_the_root_is_required() {
    assertEquals(
        new StaticOptions(
            Path.of("site"),
            List.of("index.html"),
            CleanUrls.OFF,
            Symlinks.INSIDE,
            false,
            false,
            10_000,
            "off",
            10_000,
            4L << 30,
            true,
            new FileHeaderRules(MediaTypes.STANDARD, CharsetRule.AUTO, List.of(), false),
            Fallbacks.NONE,
            new CacheLimits(67_108_864, 16_384, 65_536, 256, Duration.ZERO),
            "auto"),
        read(Map.of("root", "site")));
  }

  @Test
  void every_option_is_read() {
    assertEquals(
        new StaticOptions(
            Path.of("site"),
            List.of("a.html", "b.html"),
            CleanUrls.REDIRECT,
            Symlinks.FOLLOW,
            true,
            true,
            12,
            "zip",
            13,
            14L << 10,
            false,
            new FileHeaderRules(
                MediaTypes.STANDARD,
                new CharsetRule("utf-8"),
                List.of(new CacheRule(new Glob("*.html"), "no-cache")),
                true),
            new Fallbacks(
                page("app", "index.html"),
                page("404.html"),
                new ApplicationPaths(MediaTypes.STANDARD)),
            new CacheLimits(1 << 20, 7, 2048, 9, Duration.ofMillis(250)),
            "pool"),
        read(
            Map.ofEntries(
                entry("root", "site"),
                entry("index", "a.html, b.html"),
                entry("clean-urls", "redirect"),
                entry("symlinks", "follow"),
                entry("hidden", "true"),
                entry("listing", "true"),
                entry("listing-entries", "12"),
                entry("archive", "zip"),
                entry("archive-entries", "13"),
                entry("archive-bytes", "14k"),
                entry("precompressed", "false"),
                entry("charset", "utf-8"),
                entry("cache-control", "*.html=no-cache"),
                entry("immutable", "true"),
                entry("spa", "app/index.html"),
                entry("not-found", "404.html"),
                entry("cache-bytes", "1M"),
                entry("cache-entries", "7"),
                entry("cache-file-bytes", "2k"),
                entry("cache-files", "9"),
                entry("cache-revalidate", "250ms"),
                entry("cache-checks", "pool"))));
  }

  private static UrlPath page(String... segments) {
    return new UrlPath(List.of(segments), false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rot               | x      | unknown option: rot (known: root, index, clean-urls, symlinks, hidden, listing, listing-entries, archive, archive-entries, archive-bytes, precompressed, charset, type, default-type, cache-control, immutable, spa, not-found, cache-bytes, cache-entries, cache-file-bytes, cache-files, cache-revalidate, cache-checks)
          symlinks          | maybe  | the option symlinks must be one of deny, inside, follow, not 'maybe'
          symlinks          | DENY   | the option symlinks must be one of deny, inside, follow, not 'DENY'
          charset           | utf 8  | the option charset must be auto, none or a name such as utf-8, not 'utf 8'
          charset           | ü      | the option charset must be auto, none or a name such as utf-8, not 'ü'
          cache-control     | *.html | a rule of the option cache-control must be like *.html=no-cache, not '*.html'
          cache-control     | a=b; =c | a rule of the option cache-control must be like *.html=no-cache, not '=c'
          cache-control     | a=b;c=☃ | a rule of the option cache-control must be like *.html=no-cache, not 'c=☃'
          spa               | /      | the option spa must be a file in the root such as index.html, not '/'
          spa               | ../x   | the option spa must be a file in the root such as index.html, not '../x'
          not-found         | a//b   | the option not-found must be a file in the root such as index.html, not 'a//b'
          index             | a,,b   | invalid file name in the option index: ''
          index             | ../x   | invalid file name in the option index: '../x'
          index             | ..     | invalid file name in the option index: '..'
          cache-file-bytes  | 2g     | the option cache-file-bytes must be less than 2g, not '2g'
          """)
  void invalid_option_is_reported_in_one_line(String name, String value, String message) {
    refused(message, Map.of("root", "site", name, value));
  }

  @Test
  void missing_root_is_rejected() {
    refused("the option root is missing: directory to serve, or a zip archive", Map.of());
    refused("the option root is missing: directory to serve, or a zip archive", Map.of("root", ""));
    refused("the option root must be a path, not 'a\0b'", Map.of("root", "a\0b"));
  }

  @Test
  void root_that_is_not_a_directory_is_rejected_when_the_handler_is_created(@TempDir Path temporary)
      throws Exception {
    Path file = Files.createFile(temporary.resolve("file"));
    Path nowhere = temporary.resolve("nowhere");
    assertEquals(
        "neither a directory nor a zip archive that can be served: "
            + file
            + " (zip file is empty)",
        refusal(file));
    assertEquals("no such directory: " + nowhere, refusal(nowhere));
  }

  private static String refusal(Path root) {
    StaticOptions options = read(Map.of("root", root.toString()));
    return assertThrows(
            IllegalArgumentException.class,
            () -> DocumentRoot.open(options.lookup(), new EntityTags(0)))
        .getMessage();
  }

  private static void refused(String message, Map<String, String> options) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> read(options));
    assertEquals(message, refusal.getMessage());
    assertFalse(refusal.getMessage().contains("\n"));
  }
}
