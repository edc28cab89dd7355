package otus.server.app.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.UrlPath;
import otus.server.api.spi.FilterProvider;
import otus.server.api.spi.ProcessLimits;
import otus.server.api.spi.ProviderContext;
import otus.server.api.testing.FakeRequest;
import otus.server.api.testing.Reply;
import otus.server.app.config.AllowedHosts;
import otus.server.app.config.Mount;
import otus.server.app.metrics.ProviderMetrics;
import otus.server.app.plugin.Registries;

/// Attempts to bypass a filter or a mount by another spelling of a path.
class EncodedSlashTest {

  /// A provider of a filter that refuses every request.
  private static final class Deny implements FilterProvider {

    @Override
    public String name() {
      return "deny";
    }

    @Override
    public Filter create(ProviderContext context) {
      return (request, next) -> Response.of(Status.FORBIDDEN);
    }
  }

  /// A site with a filter for `/docs/private`, and another handler at `/docs`.
  private static final Handler SITE =
      new HandlerChain(
              Registries.of(
                  List.of(
                      new TestProvider("site", _ -> says("site")),
                      new TestProvider("docs", _ -> says("docs"))),
                  List.of(new Deny())),
              InstantSource.fixed(Instant.EPOCH),
              ProcessLimits.read(),
              new ProviderMetrics())
          .create(
              List.of(Mount.of("/=site"), Mount.of("/docs=docs")),
              List.of(Mount.ofFilter("/docs/private=deny")),
              AllowedHosts.ANY);

  private static Handler says(String name) {
    return request -> Response.text(Status.OK, name + " " + request.target().path().segments());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/docs/private",
        "/docs/private/",
        "/docs/private/x",
        "/docs%2Fprivate",
        "/docs%2fprivate%2f",
        "/docs%2Fprivate%2Fx",
        "/docs/private%2Fx",
        "/docs%2f%2fprivate",
        "/docs/%2fprivate/x",
        "//docs%2f%2F/private",
        "%2Fdocs/private",
        "/%2Fdocs%2Fprivate",
        "/%2f%2fdocs//private%2fx",
        "/./docs/.%2fprivate",
        "/.%2Fdocs/private",
        "/%2e%2fdocs/private",
        "/x%2f..%2fdocs/private",
        "/x/..%2Fdocs%2Fprivate",
        "/x%2F%2e%2E%2fdocs/private/x",
        "/docs/x%2f../private",
        "/docs/x%2F..%2Fprivate",
        "/docs%2Fx/%2e%2e%2Fprivate",
        "/docs/private%2f.",
        "/docs/private/x%2f..",
        "/docs/private%2Fx%2F..%2F",
        "/docs/private%2f%2E",
        "/%64ocs%2F%70rivate",
        "/docs/private%2F%FF",
        "/%FF%2F..%2Fdocs/private",
        "/%C0%AF/../docs/private",
        "/docs%2Fprivate?x=/../..",
      })
  void no_spelling_of_a_path_bypasses_the_filter(String target) throws Exception {
    String sent = target.startsWith("/") ? target : "/" + target;
    assertEquals(Status.FORBIDDEN, Reply.to(FakeRequest.get(sent), SITE).status());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /docs%2Fx                    | docs [x]
          /docs%2F                     | docs []
          /%2Fdocs%2F%2Fx              | docs [x]
          /x%2F..%2Fdocs/y             | docs [y]
          /docs%2Fprivate%2F..%2Fx     | docs [x]
          /docs%2Fprivate%2F..%2F..%2F | site []
          /docs/..%2Fx                 | site [x]
          /docs%2F..%2Fx               | site [x]
          /docsx%2Fprivate             | site [docsx, private]
          /docs%252Fprivate            | site [docs%2Fprivate]
          /docs%5Cprivate              | site [docs\\private]
          /docs\\private               | site [docs\\private]
          /@scope%2fname               | site [@scope, name]
          """)
  void decoded_path_selects_the_handler(String target, String text) throws Exception {
    Request request = FakeRequest.get(target);
    assertEquals(text, Reply.to(request, SITE).text());
    assertEquals(target, request.target().rawPath());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/..%2Fdocs", "/docs%2F..%2F..%2Fetc", "/%2e%2e%2f", "/%2F..%2fa"})
  void dots_do_not_lead_above_the_root(String target) {
    assertThrows(IllegalArgumentException.class, () -> FakeRequest.get(target));
  }

  /// Handlers and filters never see a path that compares differently from the opened file.
  @Test
  void path_rejects_segment_with_slash() {
    assertThrows(IllegalArgumentException.class, () -> new UrlPath(List.of("docs/private"), false));
  }
}
