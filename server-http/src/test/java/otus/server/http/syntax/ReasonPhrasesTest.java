package otus.server.http.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Field;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import otus.server.api.Status;

class ReasonPhrasesTest {
  /// The registry of status codes of RFC 9110 §16.2 without unused codes. Of the interim codes,
  /// which no handler sends, it has only the one that the server sends.
  private static final String REGISTERED =
      """
      100 Continue
      200 OK
      201 Created
      202 Accepted
      203 Non-Authoritative Information
      204 No Content
      205 Reset Content
      206 Partial Content
      207 Multi-Status
      208 Already Reported
      226 IM Used
      300 Multiple Choices
      301 Moved Permanently
      302 Found
      303 See Other
      304 Not Modified
      305 Use Proxy
      307 Temporary Redirect
      308 Permanent Redirect
      400 Bad Request
      401 Unauthorized
      402 Payment Required
      403 Forbidden
      404 Not Found
      405 Method Not Allowed
      406 Not Acceptable
      407 Proxy Authentication Required
      408 Request Timeout
      409 Conflict
      410 Gone
      411 Length Required
      412 Precondition Failed
      413 Content Too Large
      414 URI Too Long
      415 Unsupported Media Type
      416 Range Not Satisfiable
      417 Expectation Failed
      421 Misdirected Request
      422 Unprocessable Content
      423 Locked
      424 Failed Dependency
      425 Too Early
      426 Upgrade Required
      428 Precondition Required
      429 Too Many Requests
      431 Request Header Fields Too Large
      451 Unavailable For Legal Reasons
      500 Internal Server Error
      501 Not Implemented
      502 Bad Gateway
      503 Service Unavailable
      504 Gateway Timeout
      505 HTTP Version Not Supported
      506 Variant Also Negotiates
      507 Insufficient Storage
      508 Loop Detected
      510 Not Extended
      511 Network Authentication Required
      """;

  @Test
  void only_registered_codes_have_a_phrase() {
    Map<Integer, String> expected =
        REGISTERED
            .lines()
            .collect(
                Collectors.toMap(
                    line -> Integer.valueOf(line.substring(0, 3)),
                    line -> line.substring(4),
                    (a, b) -> a,
                    TreeMap::new));
    Map<Integer, String> actual = new TreeMap<>();
    for (int code = 100; code < 600; code++) {
      if (!ReasonPhrases.of(code).isEmpty()) {
        actual.put(code, ReasonPhrases.of(code));
      }
    }
    assertEquals(expected, actual);
  }

  @Test
  void every_violation_has_a_status_with_a_phrase() {
    for (Violation violation : Violation.values()) {
      int code = violation.status().code();
      assertEquals(true, code >= 400 && !ReasonPhrases.of(code).isEmpty(), violation.name());
    }
  }

  @Test
  void constant_of_status_has_the_name_of_its_phrase() throws IllegalAccessException {
    int constants = 0;
    for (Field field : Status.class.getFields()) {
      Status status = (Status) field.get(null);
      String phrase = ReasonPhrases.of(status.code());
      assertEquals(
          phrase.toUpperCase(Locale.ROOT).replaceAll("[ -]", "_"), field.getName(), phrase);
      constants++;
    }
    assertEquals(55, constants);
  }
}
