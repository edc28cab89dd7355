package otus.server.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Answer;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.testing.FakeContext;
import otus.server.api.testing.FakeRequest;
import otus.server.app.config.Mount;
import otus.server.app.config.ProviderSpec;
import otus.server.app.config.UsageException;
import otus.server.app.filters.headers.HeaderProvider;

class FilterFlagsTest {

  private static List<Mount> filters(String... line) {
    return FilterFlags.filters(ParsedArgs.sort(line));
  }

  private static List<String> names(String... line) {
    return filters(line).stream().map(mount -> mount.spec().name()).toList();
  }

  @Test
  void no_filter_by_default() {
    assertEquals(List.of(), filters("site"));
  }

  @Test
  void flags_have_a_fixed_order_and_precede_other_filters() {
    assertEquals(
        List.of("header", "security-headers", "cors", "compress", "error-page", "auth", "b", "a"),
        names(
            ("--filter b --auth-file f --compress --error-page 404=x.html --cors --security-headers"
                    + " --filter /p=a --header X:y")
                .split(" ")));
  }

  @ParameterizedTest
  @CsvSource({
    "X-A: b:c , X-A, b:c",
    "X-A:, X-A, ''",
    "X-A:b, X-A, b",
  })
  void header_is_a_name_and_a_value(String word, String name, String value) {
    Mount expected =
        new Mount(
            List.of(),
            new ProviderSpec("header", Map.of("name", name, "value", value)),
            "--header " + name);
    for (String[] line : List.of(new String[] {"-H", word}, new String[] {"--header=" + word})) {
      assertEquals(List.of(expected), filters(line));
    }
    assertEquals(2, filters("-H", word, "-H" + word).size());
  }

  @Test
  void headers_of_one_name_are_all_sent_in_order() throws Exception {
    Answer answer = Response.of(Status.OK).withHeader("link", "<0>");
    for (Mount mount :
        filters("-HLink:<a>", "-HX:1", "-HX:", "-HLINK:<b>", "-HLink:<c>").reversed()) {
      Answer before = answer;
      HeaderProvider provider = new HeaderProvider();
      List<String> options = new ArrayList<>();
      mount.spec().options().forEach((name, value) -> options.addAll(List.of(name, value)));
      FakeContext context = FakeContext.of(provider, options.toArray(String[]::new));
      answer = provider.create(context).filter(FakeRequest.get("/"), _ -> before);
    }
    assertEquals(
        Headers.of("Link", "<a>", "LINK", "<b>", "Link", "<c>"),
        assertInstanceOf(Response.class, answer).headers());
  }

  @Test
  void more_security_headers_are_words() {
    assertEquals(Map.of(), filters("--security-headers").getFirst().spec().options());
    assertEquals(Map.of(), filters("--security-headers=").getFirst().spec().options());
    assertEquals(
        Map.of("csp", "true", "hsts", "true"),
        filters("--security-headers=csp,hsts").getFirst().spec().options());
    String message =
        assertThrows(UsageException.class, () -> filters("--security-headers=csp,frames"))
            .getMessage();
    assertEquals("--security-headers adds csp or hsts, not 'frames'", message);
  }

  @Test
  void origins_are_optional_and_never_the_next_argument() {
    for (String bare : List.of("-C", "--cors", "--cors=")) {
      ParsedArgs parsed = ParsedArgs.sort(bare, "site");
      assertEquals(List.of("site"), parsed.directories());
      assertEquals(Map.of(), FilterFlags.filters(parsed).getFirst().spec().options());
    }
    for (String full : List.of("-Chttps://a,https://b", "--cors=https://a,https://b")) {
      assertEquals(
          Map.of("origins", "https://a,https://b"), filters(full).getFirst().spec().options());
    }
    assertEquals(List.of("--cors"), ParsedArgs.sort("--", "--cors").directories());
  }

  @Test
  void error_page_for_one_code_wins_over_ranges() {
    List<String> codes =
        filters("--error-page=404=a", "--error-page=4xx=b", "--error-page=5xx=c").stream()
            .map(mount -> mount.spec().options().get("code"))
            .toList();
    assertEquals(List.of("4xx", "5xx", "404"), codes);
  }

  @ParameterizedTest
  @CsvSource({
    "--header=X, '--header must be ''Name: value'', not ''X'''",
    "--header=:x, '--header must be ''Name: value'', not '':x'''",
    "--error-page=404, '--error-page must be CODE=FILE, not ''404'''",
    "--error-page==x, '--error-page must be CODE=FILE, not ''=x'''",
  })
  void invalid_values_are_usage_errors(String word, String message) {
    assertEquals(message, assertThrows(UsageException.class, () -> filters(word)).getMessage());
  }
}
