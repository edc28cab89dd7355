package otus.server.staticfiles.conditional;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.fields.EntityTag;

/// The table of RFC 9110 §13.2.2: headers and the resulting decision.
class ConditionalRequestTest {
  private static final Instant MODIFIED = Instant.parse("1994-11-06T08:49:37Z");
  private static final Instant NOW = Instant.parse("1994-11-20T00:00:00Z");
  private static final Representation STRONG =
      new Representation(1000, new EntityTag("v", false), MODIFIED, true, false, true);
  private static final Representation WEAK =
      new Representation(1000, new EntityTag("v", true), MODIFIED, false, false, true);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          If-Match: "v"                                              | 200
          If-Match: "w"                                              | 412
          If-Match: "w", "v"                                         | 200
          If-Match: *                                                | 200
          If-Match: W/"v"                                            | 412
          If-Match: v                                                | 412
          If-Match: "v                                               | 412
          If-Match: "v"junk                                          | 412
          If-Match: "v" junk                                         | 412
          If-Match: "v" "w"                                          | 412
          If-Match: "v" , junk                                       | 200
          If-Match: "v",                                             | 200
          If-Match: "w"; If-None-Match: "v"                          | 412
          If-Match: "v"; If-None-Match: "v"                          | 304
          If-Match: "w"; If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT | 412
          If-Match: "v"; If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT | 200
          If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT         | 200
          If-Unmodified-Since: Sun, 06 Nov 1994 08:49:38 GMT         | 200
          If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT         | 412
          If-Unmodified-Since: Sunday, 06-Nov-94 08:49:36 GMT        | 412
          If-Unmodified-Since: Sun Nov  6 08:49:36 1994              | 412
          If-Unmodified-Since: yesterday                             | 200
          If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT; If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT | 304
          If-None-Match: "v"                                         | 304
          If-None-Match: W/"v"                                       | 304
          If-None-Match: "w", "v"                                    | 304
          If-None-Match: "w","v"                                     | 304
          If-None-Match: , "w" ,, "v"                                | 304
          If-None-Match: "w"                                         | 200
          If-None-Match: "V"                                         | 200
          If-None-Match: w/"v"                                       | 200
          If-None-Match: "a,v"                                       | 200
          If-None-Match: v                                           | 200
          If-None-Match: "v" junk                                    | 200
          If-None-Match: "v"junk                                     | 200
          If-None-Match: "w"junk, "v"                                | 200
          If-None-Match: "v", "w"junk                                | 304
          If-None-Match: *                                           | 304
          If-None-Match: "w"; If-None-Match: "v"                     | 304
          If-None-Match: "w"; If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT | 200
          If-None-Match: "v"; If-Modified-Since: Sun, 06 Nov 1994 08:49:36 GMT | 304
          If-None-Match: garbage; If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT | 200
          If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT           | 304
          If-Modified-Since: Sun, 06 Nov 1994 08:49:38 GMT           | 304
          If-Modified-Since: Sun, 06 Nov 1994 08:49:36 GMT           | 200
          If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT          | 304
          If-Modified-Since: Sun Nov  6 08:49:37 1994                | 304
          If-Modified-Since: Sat, 06 Nov 1994 08:49:37 GMT           | 200
          If-Modified-Since: 784111777                               | 200
          If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT; If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT | 200
          Range: bytes=0-1                                           | 206
          Range: bytes=0-1; If-None-Match: "v"                       | 304
          Range: bytes=0-1; If-None-Match: "w"                       | 206
          Range: bytes=0-1; If-Match: "w"                            | 412
          Range: bytes=0-1; If-Range: "v"                            | 206
          Range: bytes=0-1; If-Range: "w"                            | 200
          Range: bytes=0-1; If-Range: W/"v"                          | 200
          Range: bytes=0-1; If-Range: "v", "w"                       | 200
          Range: bytes=0-1; If-Range: "v"x                           | 200
          Range: bytes=0-1; If-Range: "v" x                          | 200
          Range: bytes=0-1; If-Range: "v",                           | 200
          Range: bytes=0-1; If-Range: ,"v"                           | 200
          Range: bytes=0-1; If-Range: "v", Sun, 06 Nov 1994 08:49:37 GMT | 200
          Range: bytes=0-1; If-Range: *                              | 200
          Range: bytes=0-1; If-Range: v                              | 200
          Range: bytes=0-1; If-Range: Sun, 06 Nov 1994 08:49:37 GMT  | 206
          Range: bytes=0-1; If-Range: Sun Nov  6 08:49:37 1994       | 206
          Range: bytes=0-1; If-Range: Sun, 06 Nov 1994 08:49:38 GMT  | 200
          Range: bytes=0-1; If-Range: Sun, 06 Nov 1994 08:49:36 GMT  | 200
          Range: bytes=1000-; If-Range: "v"                          | 416
          Range: bytes=1000-; If-Range: "w"                          | 200
          Range: bytes=1000-                                         | 416
          Range: bytes=0-1; Range: bytes=5-6                         | 200
          Range: bytes=0-1,500-501                                   | 206 several
          Range: bytes=1-0                                           | 200
          If-Range: "v"                                              | 200
          Accept: */*                                                | 200
          """)
  void get_of_a_stable_file(String fields, String expected) {
    assertEquals(expected, decide(Method.GET, fields, STRONG));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          If-Match: "v"                                              | 412
          If-Match: W/"v"                                            | 412
          If-Match: *                                                | 200
          If-None-Match: "v"                                         | 304
          If-None-Match: W/"v"                                       | 304
          Range: bytes=0-1                                           | 206
          Range: bytes=0-1; If-Range: "v"                            | 200
          Range: bytes=0-1; If-Range: W/"v"                          | 200
          Range: bytes=0-1; If-Range: Sun, 06 Nov 1994 08:49:37 GMT  | 200
          """)
  void get_of_an_unstable_file(String fields, String expected) {
    assertEquals(expected, decide(Method.GET, fields, WEAK));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Range: bytes=0-1                                           | 200
          Range: bytes=1000-                                         | 200
          Range: bytes=0-1; If-Range: "v"                            | 200
          If-None-Match: "v"                                         | 304
          If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT           | 304
          If-Match: "w"                                              | 412
          If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT         | 412
          """)
  void head_evaluates_conditions_and_ignores_ranges(String fields, String expected) {
    assertEquals(expected, decide(Method.HEAD, fields, STRONG));
  }

  private static String decide(Method method, String fields, Representation current) {
    Headers.Builder headers = Headers.builder();
    Arrays.stream(fields.split("; "))
        .map(field -> field.split(": ", 2))
        .forEach(field -> headers.add(field[0], field[1]));
    Headers built = headers.build();
    String decision =
        switch (ConditionalRequest.decide(method, built, current, NOW)) {
          case Decision.Whole whole -> "200";
          case Decision.Part part -> "206";
          case Decision.Parts parts -> "206 several";
          case Decision.NotModified not -> "304";
          case Decision.PreconditionFailed failed -> "412";
          case Decision.RangeNotSatisfiable not -> "416";
        };
    // Headers that the fast path ignores must not matter.
    assertEquals(!fields.startsWith("Accept"), Preconditions.matter(built));
    return decision;
  }
}
