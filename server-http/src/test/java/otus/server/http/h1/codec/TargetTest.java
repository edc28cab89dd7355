package otus.server.http.h1.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static otus.server.http.h1.codec.HeadAssertions.accepted;
import static otus.server.http.h1.codec.HeadAssertions.refused;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Target;
import otus.server.api.UrlPath;
import otus.server.http.syntax.Violation;

/// RFC 9112 §3.2, RFC 3986: the four forms of a target, and paths, which are decoded once.
class TargetTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          /                    | /
          //                   | /
          ///                  | /
          /a                   | /a
          /a/                  | /a/
          /a//                 | /a/
          //a                  | /a
          /a///b               | /a/b
          /a/b/c               | /a/b/c
          /.                   | /
          /./                  | /
          /%2e                 | /
          /%2E%2f              | /
          /a/.                 | /a/
          /a/./b               | /a/b
          /a/..                | /
          /a/../               | /
          /a/../b              | /b
          /a/b/../..           | /
          /a/b/../../c/        | /c/
          /a//../b             | /b
          /a/%2e%2e            | /
          /a/%2E%2E/           | /
          /a/.%2e/b            | /b
          /a/%2e./b            | /b
          /a/%2E.              | /
          /...                 | /...
          /....                | /....
          /.a                  | /.a
          /a.                  | /a.
          /..a/b..             | /..a/b..
          /text..txt           | /text..txt
          /%61%62              | /ab
          /a%20b               | /[a b]
          /a+b                 | /a+b
          /a%2Fb               | /a/b
          /a%2fb/              | /a/b/
          /a%2fb%2F            | /a/b/
          /@scope%2fname       | /@scope/name
          /a%2Fb%2f..%2Fc      | /a/c
          /a%2F..              | /
          /a%2F%2e%2E          | /
          /a/..%2Fb            | /b
          /a%2F..%2Fb          | /b
          /a%2F.%2fb           | /a/b
          /a/%2e%2e%2fb        | /b
          /a%2F.               | /a/
          /%2F                 | /
          /%2F%2f              | /
          //%2F//a             | /a
          /%2F/a%2f%2f/b       | /a/b
          /a%2F%2e             | /a/
          /a%2F.b              | /a/.b
          /a%252F..%252Fb      | /a%2F..%2Fb
          /a%5C..%5cb          | /a\\..\\b
          /a\\b                | /a\\b
          /%25                 | /%
          /%252e%252e          | /%2e%2e
          /%252F               | /%2F
          /%2500               | /%00
          /%3F                 | /?
          /%23                 | /#
          /a;b=c               | /a;b=c
          /a:b@c!$&'()*,=~-_   | /a:b@c!$&'()*,=~-_
          /%C3%BC              | /ü
          /%c3%bc              | /ü
          /%E2%82%AC           | /€
          /%F0%9F%A6%89        | /🦉
          /%EF%BF%BF           | /\uffff
          /%7F                 | /\u007f
          /%0A                 | /[\\n]
          /*                   | /*
          /http://a            | /http:/a
          """)
  void path_is_decoded_then_split_then_cleaned(String raw, String expected) {
    Target target = accepted(HeadAssertions.of("GET " + raw + " HTTP/1.1")).request().target();
    assertEquals(expected, spell(target.path()));
    assertEquals(raw, target.rawPath());
    assertNull(target.rawQuery());
  }

  /// Joins segments with slashes; segments that contain blanks are in brackets.
  private static String spell(UrlPath path) {
    StringBuilder text = new StringBuilder();
    for (String segment : path.segments()) {
      boolean odd = segment.contains(" ") || segment.contains("\n");
      text.append('/').append(odd ? "[" + segment.replace("\n", "\\n") + "]" : segment);
    }
    return path.directory() ? text + "/" : text.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%",
        "/%2",
        "/%%20",
        "/%2/",
        "/%/20",
        "/a%",
        "/a%g0",
        "/a%0g",
        "/%u0041",
        "/% 1",
        "/%-1",
        "/%+1",
        "/%0x",
        "/%00",
        "/a%00.html",
        "/%00/..",
        "/\u00c3%",
      })
  void invalid_percent_encoding_and_nul_are_refused(String raw) {
    Violation expected = raw.contains(" ") ? Violation.BAD_VERSION : Violation.BAD_ENCODING;
    refused(expected, HeadAssertions.of("GET " + raw + " HTTP/1.1"));
  }

  /// Each byte that is not part of valid UTF-8 becomes a distinct character that valid UTF-8 cannot
  /// produce. So two different paths stay different, and no such byte becomes a dot or a slash.
  @ParameterizedTest
  @CsvSource({
    "/%80, \udc80",
    "/%C3, \udcc3",
    "/%C3/%BC, \udcc3 \udcbc",
    "/%C3%2F%BC, \udcc3 \udcbc",
    "/%C3%28, \udcc3(",
    "/caf%E9.txt, caf\udce9.txt",
    "/%C0%AE%C0%AE/a, \udcc0\udcae\udcc0\udcae a",
    "/%c0%af, \udcc0\udcaf",
    "/%E0%80%AE, \udce0\udc80\udcae",
    "/%F0%80%80%AE, \udcf0\udc80\udc80\udcae",
    "/%C0%80, \udcc0\udc80",
    "/%C1%BF, \udcc1\udcbf",
    "/%ED%A0%80, \udced\udca0\udc80",
    "/%F4%90%80%80, \udcf4\udc90\udc80\udc80",
    "/%FE, \udcfe",
    "/%FF/..%2f%FFa, \udcffa",
    "/\u00fc, \udcfc",
    "/%FC%C3%BC, \udcfcü",
    "/%E2%82%E2%82%AC, \udce2\udc82€",
  })
  void bytes_that_are_not_utf_8_stay_distinct(String raw, String segments) {
    Target target = accepted(HeadAssertions.of("GET " + raw + " HTTP/1.1")).request().target();
    assertEquals(List.of(segments.split(" ")), target.path().segments());
    assertEquals(raw, target.rawPath());
    Target again =
        accepted(HeadAssertions.of("GET " + target.path().encoded() + " HTTP/1.1"))
            .request()
            .target();
    assertEquals(target.path(), again.path());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/\u00c3\u00bc", "/\u00c3%BC", "/%C3\u00bc"})
  void bytes_above_127_are_utf_8_like_encoded_ones(String raw) {
    Target target = accepted(HeadAssertions.of("GET " + raw + " HTTP/1.1")).request().target();
    assertEquals("ü", target.path().name());
    assertEquals(raw, target.rawPath());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/..",
        "/../",
        "/../a",
        "/a/../..",
        "/a/../../b",
        "/a/b/../../../c",
        "/./..",
        "//..",
        "/%2e%2e",
        "/%2E%2e/",
        "/.%2e",
        "/%2E./a",
        "/a/%2e%2e/%2e%2e",
        "/..%2F",
        "/..%2Fa",
        "/%2F..",
        "/%2e%2e%2f",
        "/a%2F..%2f..",
        "/a%2f..%2F..%2fb",
        "/a/..%2f..%2fetc",
        "/%2f%2F..%2fa",
        "/../../../../../../etc/passwd",
        "/..?a",
        "http://a/..",
        "http://a/b/../../c",
      })
  void path_above_the_root_is_refused(String raw) {
    refused(Violation.PATH_ABOVE_ROOT, HeadAssertions.of("GET " + raw + " HTTP/1.1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /?          | /    | ''
          /??         | /    | ?
          /?a=b&c     | /    | a=b&c
          /a?b?c      | /a   | b?c
          /a/?/../..  | /a/  | /../..
          /a?%        | /a   | %
          /a?%00%zz   | /a   | %00%zz
          """)
  void query_is_kept_as_sent(String raw, String path, String query) {
    Target target = accepted(HeadAssertions.of("GET " + raw + " HTTP/1.1")).request().target();
    assertEquals(path, target.rawPath());
    assertEquals(query, target.rawQuery());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://b                 | b           | /     |
          http://b/                | b           | /     |
          http://b/c/./d           | b           | /c/./d |
          http://b:8080/c?d        | b:8080      | /c    | d
          http://b?c/d             | b           | /     | c/d
          HTTP://B/                | B           | /     |
          hTTps://b:/              | b:          | /     |
          https://[::1]:80/c       | [::1]:80    | /c    |
          http://b//c              | b           | //c   |
          http://1.2.3.4/          | 1.2.3.4     | /     |
          """)
  void host_of_the_absolute_form_replaces_the_header(
      String raw, String authority, String rawPath, String rawQuery) {
    Http1Head message = accepted(HeadAssertions.of("GET " + raw + " HTTP/1.1"));
    assertEquals(authority, message.request().authority());
    assertEquals(rawPath, message.request().target().rawPath());
    assertEquals(rawQuery, message.request().target().rawQuery());
    assertEquals("a", message.request().headers().first("Host"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http:/b/",
        "http:b",
        "http://",
        "http:///c",
        "http://?c",
        "http://:80/",
        "http://u@b/",
        "http://u:p@b/",
        "http://b:80:80/",
        "http://b:65536/",
        "http://b:+1/",
        "http://b:a/",
        "http://[::1/",
        "http://[]/",
        "http://b\\c/",
        "http://\u00fc/",
        "http://b%zz/",
        "ftp://b/",
        "ws://b/",
        "httpx://b/",
        "file:///etc/passwd",
        "javascript:1",
        "a",
        "a/b",
        ".",
        "..",
        "?a",
        "a?b",
        "%2F",
        "\\",
        "\\a",
        "*a",
        "**",
        "*/",
        "*?a",
        "b:80",
        "[::1]:80",
      })
  void target_of_no_form_is_refused(String raw) {
    refused(Violation.BAD_TARGET, HeadAssertions.of("GET " + raw + " HTTP/1.1"));
  }

  @Test
  void asterisk_is_for_options_only() {
    Target target = accepted(HeadAssertions.of("OPTIONS * HTTP/1.1")).request().target();
    assertEquals(new Target(UrlPath.ROOT, "*", null), target);
    assertTrue(target.asterisk());
    for (String method : new String[] {"GET", "HEAD", "options", "OPTION", "PRI", "CONNECT"}) {
      refused(Violation.BAD_TARGET, HeadAssertions.of(method + " * HTTP/1.1"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:80", "/", "/a", "http://a/", "a", "*"})
  void connect_is_refused(String raw) {
    refused(Violation.BAD_TARGET, HeadAssertions.of("CONNECT " + raw + " HTTP/1.1"));
  }

  @Test
  void controls_and_fragments_are_refused() {
    for (char c = 0; c <= 0xff; c++) {
      String head = HeadAssertions.of("GET /?a" + c + "b HTTP/1.1");
      if (c == '\n') {
        refused(Violation.BAD_LINE_END, head);
      } else if (c == ' ') {
        refused(Violation.BAD_VERSION, head);
      } else if (c < ' ' || c == 0x7f || c == '#') {
        refused(Violation.BAD_TARGET, head);
      } else {
        assertEquals("a" + c + "b", accepted(head).request().target().rawQuery());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"#", "/#", "/#a", "/a?b#c", "http://a#b", "#/"})
  void fragment_is_refused(String raw) {
    refused(Violation.BAD_TARGET, HeadAssertions.of("GET " + raw + " HTTP/1.1"));
  }
}
