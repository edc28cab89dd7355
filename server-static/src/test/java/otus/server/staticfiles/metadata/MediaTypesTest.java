package otus.server.staticfiles.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypesTest {

  @ParameterizedTest
  @CsvSource({
    "a.html, text/html",
    "a.css, text/css",
    "a.js, text/javascript",
    "a.mjs, text/javascript",
    "a.jpg, image/jpeg",
    "a.jpeg, image/jpeg",
    "a.png, image/png",
    "a.gif, image/gif",
    "a.swf, application/x-shockwave-flash",
    "a.txt, text/plain",
    "a.json, application/json",
    "a.map, application/json",
    "a.webmanifest, application/manifest+json",
    "a.svg, image/svg+xml",
    "a.avif, image/avif",
    "a.webp, image/webp",
    "a.ico, image/vnd.microsoft.icon",
    "a.wasm, application/wasm",
    "a.woff, font/woff",
    "a.woff2, font/woff2",
    "a.ttf, font/ttf",
    "a.otf, font/otf",
    "a.mp4, video/mp4",
    "a.webm, video/webm",
    "a.ts, video/mp2t",
    "a.mp3, audio/mpeg",
    "a.pdf, application/pdf",
    "a.xml, application/xml",
    "a.zip, application/zip",
    "a.tar.gz, application/gzip",
    "a.HTML, text/html",
    "a.JpG, image/jpeg",
    "text..txt, text/plain",
    "a.b.c.css, text/css",
    "a.unheard-of, application/octet-stream",
    "html, application/octet-stream",
    "a., application/octet-stream",
    "a.html~, application/octet-stream",
    "'a.html ', application/octet-stream",
  })
  void extension_determines_the_type(String name, String type) {
    assertType(type, null, MediaTypes.STANDARD.of(names(name)));
  }

  private static void assertType(String type, ContentCoding coding, FileType actual) {
    assertEquals(new FileType(type, coding, actual.reason()), actual);
  }

  private static List<Path> names(String path) {
    return Arrays.stream(path.split("/")).map(Path::of).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "a.pkpass, application/vnd.apple.pkpass",
    "a.mobileconfig, application/x-apple-aspen-config",
    "a.msix, application/msix",
    "a.xsd, application/xml",
    "a.gpx, application/gpx+xml",
    "a.ipynb, application/x-ipynb+json",
    "a.eml, message/rfc822",
    "a.m4a, audio/mp4",
    "a.m4b, audio/mp4",
    "a.caf, audio/x-caf",
    "a.jsx, text/jsx",
    "a.vue, text/plain",
    "a.rs, text/plain",
    "a.sh, text/plain",
    "a.toml, text/plain",
    "a.sql, text/plain",
    "a.yml, text/yaml",
    "a.yaml, text/yaml",
    "a.log, text/plain",
    "a.ini, text/plain",
    "a.csv, text/csv",
    "a.ndjson, application/x-ndjson",
    "a.ico, image/vnd.microsoft.icon",
    "a.tgz, application/gzip",
    "a.svg.gz, application/gzip",
    "a.br, application/octet-stream",
    "a.js.br, application/octet-stream",
    "a.#, application/octet-stream",
    "'a. Media', application/octet-stream",
    ".well-known/apple-app-site-association, application/json",
    "apple-app-site-association, application/json",
    ".well-known/assetlinks.json, application/json",
    ".well-known/matrix/client, application/json",
    ".well-known/webfinger, application/jrd+json",
    "other/apple-app-site-association, application/octet-stream",
    "a/.well-known/webfinger, application/octet-stream",
    ".well-known/unheard-of, application/octet-stream",
    "a/b/c/d, application/octet-stream",
  })
  void table_has_the_types_of_registries(String path, String type) {
    assertType(type, null, MediaTypes.STANDARD.of(names(path)));
  }

  @ParameterizedTest
  @CsvSource({
    "a.svgz, image/svg+xml",
    "a.b.SVGZ, image/svg+xml",
    "a.x3dz, model/x3d+xml",
    "a.x3dvz, model/x3d-vrml",
    "a.x3dbz, model/x3d+fastinfoset",
    "a.wrz, model/vrml",
  })
  void some_types_are_stored_in_gzip(String name, String type) {
    assertType(type, ContentCoding.GZIP, MediaTypes.STANDARD.of(names(name)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Build.data.br   | application/octet-stream    | BR
          Build.DATA.BR   | application/octet-stream    | BR
          a.b.data.br     | application/octet-stream    | BR
          data.br         | application/x-brotli        |
          x.br            | application/x-brotli        |
          x.js.gz         | text/javascript             | GZIP
          x.tar.gz        | application/gzip            |
          x.txt           | text/plain; charset=latin1  |
          x.zst.json      | application/json            |
          LICENSE         | text/x-licence              |
          a/LICENSE       | application/x-unknown; a="b c" |
          license         | application/x-unknown; a="b c" |
          x.unheard-of    | application/x-unknown; a="b c" |
          """)
  void rules_precede_the_table_and_the_longest_extension_counts(
      String path, String type, ContentCoding coding) {
    MediaTypes types =
        MediaTypes.of(
            ".data.br = application/octet-stream; br,br=application/x-brotli,"
                + "JS.gz=text/javascript;gzip,txt=text/plain;charset=latin1,/LICENSE=text/x-licence",
            "application/x-unknown;a=\"b c\"");
    assertType(type, coding, types.of(names(path)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "svgz",
        "=text/plain",
        ".=text/plain",
        "/=text/plain",
        "/a/=text/plain",
        "a/b=text/plain",
        "a=",
        "a=text",
        "a=text/",
        "a=te xt/plain",
        "a=text/plain;",
        "a=text/plain;deflate",
        "a=text/plain;gzip;br",
        "a=text/plain;gzip;charset=utf-8",
        "a=text/plain;charset=",
        "a=text/plain;charset=\"x",
        "a=text/plain\r\nX: y",
        "a=text/plain,.A=text/html",
      })
  void invalid_rule_is_rejected(String rules) {
    assertThrows(
        IllegalArgumentException.class, () -> MediaTypes.of(rules, FileType.UNKNOWN.mediaType()));
  }

  @Test
  void default_type_has_no_encoding() {
    assertThrows(IllegalArgumentException.class, () -> MediaTypes.of("", "text/plain;gzip"));
    assertThrows(IllegalArgumentException.class, () -> MediaTypes.of("", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "a.html, false",
    "a.svg, false",
    "a.svgz, true",
    "a.wasm, false",
    "a.pdf, false",
    "a.png, true",
    "a.mp4, true",
    "a.m3u, false",
    "a.docx, true",
    "a.odt, true",
    "a.epub, true",
    "a.apk, true",
    "a.7z, true",
    "a.tar, false",
    "a.tgz, true",
    "a.woff2, true",
    "a.ttf, false",
    "a, false",
  })
  void compressed_types_have_no_variants(String name, boolean compressed) {
    MediaTypes types = MediaTypes.of("a=b/c", FileType.UNKNOWN.mediaType());
    assertEquals(compressed, types.of(names(name)).isCompressed());
    assertTrue(FileType.of("image/png;a=b", "").isCompressed());
  }

  /// The table is searched by bisection, so it has to be sorted, and each line has to be found.
  @Test
  void every_line_of_the_table_is_found() throws IOException {
    String before = "";
    int count = 0;
    try (InputStream in = MediaTypes.class.getResourceAsStream("media-types.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      assertTrue(text.endsWith("\n"));
      for (String line : text.lines().toList()) {
        assertTrue(before.compareTo(line) < 0 || line.startsWith("#"), line);
        if (line.startsWith("#")) {
          assertNull(TypeTable.find(line.split(" ")[0]), line);
        } else {
          String[] words = line.split(" ");
          assertEquals(2, words.length, line);
          assertEquals(words[0].startsWith("/") ? words[0] : words[0].toLowerCase(), words[0]);
          assertEquals(words[1], TypeTable.find(words[0]));
          assertEquals(FileType.of(words[1], ""), FileType.ofTable(words[1], ""));
          assertNull(TypeTable.find(words[0] + "\u007f"));
          assertNull(TypeTable.find(words[0] + " " + words[1]));
          count++;
        }
        before = line;
      }
    }
    assertTrue(count > 1400, count + " only");
    for (String none : new String[] {"", " ", "#", "~", "\n", "/", "\uffff", "zzzz"}) {
      assertNull(TypeTable.find(none), none);
    }
  }
}
