package otus.server.http.h1.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static otus.server.http.h1.codec.HeadAssertions.accepted;
import static otus.server.http.h1.codec.HeadAssertions.refused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.http.syntax.Violation;

/// RFC 9112 §3.2, RFC 9110 §7.2: a request has exactly one Host, with a valid value.
class HostTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "A",
        "example.org",
        "EXAMPLE.org:80",
        "a:",
        "a:0",
        "a:00080",
        "a:65535",
        "127.0.0.1",
        "127.0.0.1:8080",
        "localhost:1",
        "[::1]",
        "[::1]:80",
        "[::]",
        "[2001:DB8::7]:",
        "[::ffff:1.2.3.4]:443",
        "[1:2:3:4:5:6:7:8]",
        "[1:2:3:4:5:6:7::]",
        "[::2:3:4:5:6:7:8]",
        "[1::8]",
        "[1:2:3:4:5:6:255.0.10.249]",
        "[1::6:1.2.3.4]",
        "[ABCD:ef01::]",
        "[v1.a]",
        "[V1f.~:]:80",
        "a-b_c.d~e",
        "xn--bcher-kva.example",
        "%C3%BC",
        "a!$&'()*+,;=b",
        "a.",
        "1",
      })
  void host_may_have_a_port(String host) {
    assertEquals(
        host, accepted("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").request().authority());
    assertEquals(
        host, accepted("GET / HTTP/1.0\r\nhost:" + host + "\r\n\r\n").request().authority());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":",
        ":80",
        "a:b",
        "a:80:80",
        "a:-1",
        "a:+1",
        "a:0x50",
        "a:8 0",
        "a: 80",
        "a :80",
        "a:65536",
        "a:99999999999999999999",
        "a:\u00b2",
        "a b",
        "a, b",
        "a/",
        "a/b",
        "/",
        "http://a",
        "a?b",
        "a#b",
        "u@a",
        "u:p@a",
        "@a",
        "a@",
        "a\\b",
        "\"a\"",
        "<a>",
        "a|b",
        "{a}",
        "^",
        "`",
        "\u00fc",
        "%",
        "%4",
        "%zz",
        "a%",
        "a%0",
        "a%4g.b",
        "[",
        "]",
        "[]",
        "[::1",
        "::1",
        "::1]",
        "[::1]80",
        "[::1]:a",
        "[::1]a",
        "[::1]]",
        "a[::1]",
        "[a.b/c]",
        "[::1%25eth0]",
        "[g::1]",
        "[::1 ]",
        "[:]",
        "[:::]",
        "[1]",
        "[12345::]",
        "[1::2::3]",
        "[:1]",
        "[1:]",
        "[::1:]",
        "[:1::]",
        "[1:2:3:4:5:6:7]",
        "[1:2:3:4:5:6:7:8:9]",
        "[1:2:3:4:5:6:7:8::]",
        "[1:2:3:4::5:6:7:8]",
        "[1.2.3.4]",
        "[1.2.3.4::]",
        "[1.2.3.4:1::]",
        "[::1.2.3]",
        "[::1.2.3.4.5]",
        "[::1.2.3.256]",
        "[::01.2.3.4]",
        "[::1.2..4]",
        "[::1.2.3.4:5]",
        "[1:2:3:4:5:6:7:1.2.3.4]",
        "[v.a]",
        "[v1]",
        "[v1.]",
        "[vg.a]",
        "[v1.a/]",
      })
  void invalid_host_is_refused(String host) {
    refused(Violation.BAD_HOST, "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    refused(Violation.BAD_HOST, "GET / HTTP/1.0\r\nHost: " + host + "\r\n\r\n");
    refused(Violation.BAD_HOST, "GET http://b/ HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  }

  @Test
  void empty_host_is_valid() {
    assertEquals("", accepted("GET / HTTP/1.1\r\nHost:\r\n\r\n").request().authority());
    assertEquals("b", accepted("GET http://b/ HTTP/1.1\r\nHost: \r\n\r\n").request().authority());
  }

  @Test
  void host_may_be_missing_in_1_0_only() {
    refused(Violation.BAD_HOST, "GET / HTTP/1.1\r\n\r\n");
    refused(Violation.BAD_HOST, "GET / HTTP/1.2\r\nHosts: a\r\n\r\n");
    refused(Violation.BAD_HOST, "GET http://b/ HTTP/1.1\r\n\r\n");
    refused(Violation.BAD_HOST, "OPTIONS * HTTP/1.1\r\n\r\n");
    assertEquals("", accepted("GET / HTTP/1.0\r\n\r\n").request().authority());
    assertEquals("b", accepted("GET http://b/ HTTP/1.0\r\n\r\n").request().authority());
  }

  @Test
  void two_hosts_are_refused_even_if_equal() {
    for (String version : new String[] {"1.0", "1.1"}) {
      String head = "GET / HTTP/" + version + "\r\nHost: a\r\n";
      refused(Violation.BAD_HOST, head + "Host: a\r\n\r\n");
      refused(Violation.BAD_HOST, head + "X: y\r\nhOST: b\r\n\r\n");
      refused(Violation.BAD_HOST, head + "Host:\r\n\r\n");
    }
  }
}
