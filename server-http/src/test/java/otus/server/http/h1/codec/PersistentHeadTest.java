package otus.server.http.h1.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static otus.server.http.h1.codec.HeadAssertions.accepted;
import static otus.server.http.h1.codec.HeadAssertions.refused;
import static otus.server.http.h1.codec.HeadAssertions.with;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.http.syntax.Violation;

/// RFC 9112 §9.3, RFC 9110 §10.1.1: Connection and Expect.
class PersistentHeadTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # Connection                  | 1.1   | 1.0
          keep-alive                    | true  | true
          Keep-Alive                    | true  | true
          KEEP-ALIVE                    | true  | true
          'keep-alive '                 | true  | true
          ,keep-alive,                  | true  | true
          close                         | false | false
          CLOSE                         | false | false
          Close                         | false | false
          close, keep-alive             | false | false
          keep-alive, close             | false | false
          'keep-alive\t,\tclose'        | false | false
          ,,close                       | false | false
          close,                        | false | false
          upgrade                       | true  | false
          Upgrade, HTTP2-Settings       | true  | false
          upgrade, close                | false | false
          upgrade, keep-alive           | true  | true
          closed                        | true  | false
          xclose                        | true  | false
          close;x                       | true  | false
          "close"                       | true  | false
          cl ose                        | true  | false
          keep-alives                   | true  | false
          keep alive                    | true  | false
          ''                            | true  | false
          ,                             | true  | false
          """)
  void close_ends_the_connection_and_keep_alive_keeps_it_in_1_0(
      String options, boolean of11, boolean of10) {
    String field = "Connection: " + options + "\r\n\r\n";
    assertEquals(of11, accepted("GET / HTTP/1.1\r\nHost: a\r\n" + field).persistent());
    assertEquals(of11, accepted("GET / HTTP/1.9\r\nHost: a\r\n" + field).persistent());
    assertEquals(of10, accepted("GET / HTTP/1.0\r\n" + field).persistent());
  }

  @Test
  void version_decides_without_options() {
    assertEquals(true, accepted("GET / HTTP/1.1\r\nHost: a\r\n\r\n").persistent());
    assertEquals(false, accepted("GET / HTTP/1.0\r\nHost: a\r\n\r\n").persistent());
    assertEquals(false, accepted("GET / HTTP/1.0\r\nKeep-Alive: 300\r\n\r\n").persistent());
    assertEquals(true, accepted(with("Proxy-Connection: close")).persistent());
  }

  @Test
  void options_may_be_in_several_headers() {
    assertEquals(false, accepted(with("Connection: x", "connection: close")).persistent());
    assertEquals(false, accepted(with("Connection: close", "Connection: x")).persistent());
    assertEquals(false, accepted(with("Connection: keep-alive", "Connection: close")).persistent());
    assertEquals(true, accepted(with("Connection: clo", "Connection: se")).persistent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"100-continue", "100-Continue", "100-CONTINUE", " 100-continue\t"})
  void expectation_applies_with_a_body_in_1_1(String value) {
    String expect = "Expect:" + value;
    assertEquals(true, accepted(with(expect, "Content-Length: 1")).expectsContinue());
    assertEquals(true, accepted(with("Transfer-Encoding: chunked", expect)).expectsContinue());
    assertEquals(false, accepted(with(expect, "Content-Length: 0")).expectsContinue());
    assertEquals(false, accepted(with(expect)).expectsContinue());
    assertEquals(false, accepted(with("Content-Length: 1")).expectsContinue());
    String old = "POST / HTTP/1.0\r\nContent-Length: 1\r\n" + expect + "\r\n\r\n";
    assertEquals(false, accepted(old).expectsContinue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"100", "continue", "100-continue-x", "200-ok", "100-continue, x", "x=y", "\"\""})
  void unknown_expectation_is_refused(String value) {
    refused(Violation.UNKNOWN_EXPECTATION, with("Expect: " + value));
    refused(Violation.UNKNOWN_EXPECTATION, with("Content-Length: 1", "Expect: " + value));
    refused(Violation.UNKNOWN_EXPECTATION, with("Expect: 100-continue", "Expect: x"));
    assertEquals(417, Violation.UNKNOWN_EXPECTATION.status().code());
  }

  @Test
  void expectation_is_ignored_in_1_0() {
    accepted("GET / HTTP/1.0\r\nExpect: x\r\n\r\n");
  }
}
