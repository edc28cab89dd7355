package otus.server.api.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptTest {
  private static final List<String> OFFERED =
      List.of("text/html", "application/problem+json", "text/plain");

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "'' -> text/html",
        "*/* -> text/html",
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8 -> text/html",
        "image/avif,image/webp,*/*;q=0.8 -> text/html",
        // Sent by axios, jQuery and Angular.
        "application/json, text/plain, */* -> application/problem+json",
        "application/json, text/javascript, */*; q=0.01 -> application/problem+json",
        "application/json -> application/problem+json",
        "Application/JSON ; charset=utf-8 -> application/problem+json",
        "application/problem+json -> application/problem+json",
        "application/* -> application/problem+json",
        "text/plain -> text/plain",
        "text/plain, */* -> text/plain",
        "text/* -> text/html",
        "text/html;q=0.5, text/plain -> text/plain",
        "text/html;q=0, */* -> application/problem+json",
        "text/html;q=0.4, application/json;q=0.6 -> application/problem+json",
        "text/html;level=1;q=0.4, application/json;q=0.3 -> text/html",
        // The closest range counts, not the greatest weight.
        "application/json;q=0.1, */*;q=0.9 -> text/html",
        "application/problem+json;q=0.2, application/json, text/plain;q=0.5 -> text/plain",
        // A malformed range is ignored.
        "text/plain;q=2, text/html;q=0.1 -> text/html",
        "text/plain;q=, application/json -> application/problem+json",
        "text, /, *, application/json -> application/problem+json",
        ", ,text/plain,, -> text/plain",
      })
  void preferred_type_is_selected(String value, String type) {
    assertEquals(type, Accept.preferred(value, OFFERED));
  }

  @ParameterizedTest
  @CsvSource({"image/png", "text/html;q=0", "*/*;q=0", "application/vnd.a+json", "json", ";q=1"})
  void client_may_accept_no_type(String value) {
    assertNull(Accept.preferred(value, OFFERED));
  }

  @Test
  void absent_header_accepts_the_first_type() {
    assertEquals("text/html", Accept.preferred(null, OFFERED));
  }
}
