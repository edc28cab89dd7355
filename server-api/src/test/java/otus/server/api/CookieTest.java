package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Cookie.SameSite;

class CookieTest {

  @Test
  void attributes_are_written_in_a_fixed_order() {
    assertEquals("a=", Cookie.of("a", "").toString());
    assertEquals(
        "a=b=c; Max-Age=60; Domain=example.com; Path=/d; Secure; HttpOnly; SameSite=None",
        Cookie.of("a", "b=c")
            .sameSite(SameSite.NONE)
            .httpOnly()
            .secure()
            .path("/d")
            .domain("example.com")
            .maxAge(Duration.ofMillis(60_999))
            .toString());
    assertEquals("a=; Max-Age=0", Cookie.of("a", "").maxAge(Duration.ZERO).toString());
    assertEquals("a=b; SameSite=Strict", Cookie.of("a", "b").sameSite(SameSite.STRICT) + "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a=b", "a;b", "a\r\nb", "\u00fc", "a,b", "(a)"})
  void name_that_is_no_token_is_rejected(String name) {
    assertThrows(IllegalArgumentException.class, () -> Cookie.of(name, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "a;b",
        "a,b",
        "\"a\"",
        "a\\b",
        "a\tb",
        "a\r\nX: b",
        "\u00fc",
        "\0",
        "\u007f"
      })
  void value_with_other_characters_is_rejected_and_not_in_the_message(String value) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> Cookie.of("a", value));
    assertFalse(e.getMessage().contains(value), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "/a;b", "/a b", "/a\r\n", "/\u00fc"})
  void invalid_path_is_rejected(String path) {
    assertThrows(IllegalArgumentException.class, () -> Cookie.of("a", "").path(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".a.com",
        "a..com",
        "a.com.",
        "-a.com",
        "a;b",
        "a b",
        "\u00fc.de",
        "a.com\n",
        "[::1]"
      })
  void invalid_domain_is_rejected(String domain) {
    assertThrows(IllegalArgumentException.class, () -> Cookie.of("a", "").domain(domain));
  }

  @Test
  void sizes_and_times_have_limits() {
    assertEquals(4098, Cookie.of("a", "b".repeat(4095)).toString().length() + 1);
    assertThrows(IllegalArgumentException.class, () -> Cookie.of("a", "b".repeat(4096)));
    assertThrows(
        IllegalArgumentException.class, () -> Cookie.of("a", "").path("/" + "b".repeat(1024)));
    assertThrows(
        IllegalArgumentException.class, () -> Cookie.of("a", "").maxAge(Duration.ofSeconds(-1)));
  }

  static Stream<Cookie> rejectedByBrowsers() {
    return Stream.of(
        Cookie.of("a", "").sameSite(SameSite.NONE),
        Cookie.of("__Secure-a", ""),
        Cookie.of("__secure-a", ""),
        Cookie.of("__Host-a", "").path("/"),
        Cookie.of("__Host-a", "").secure(),
        Cookie.of("__Host-a", "").secure().path("/b"),
        Cookie.of("__HOST-a", "").secure().path("/").domain("example.com"));
  }

  @ParameterizedTest
  @MethodSource("rejectedByBrowsers")
  void cookie_that_browsers_reject_is_refused(Cookie cookie) {
    assertThrows(IllegalStateException.class, () -> Response.of(Status.OK).withCookie(cookie));
  }

  @Test
  void cookie_with_a_prefix_and_its_attributes_is_accepted() {
    for (Cookie cookie :
        List.of(
            Cookie.of("__Host-a", "b").path("/").secure(), Cookie.of("__Secure-a", "b").secure())) {
      assertEquals(cookie.toString(), Response.of(Status.OK).withCookie(cookie).headers().value(0));
    }
  }
}
