package otus.server.app.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Answer;
import otus.server.api.Attributes;
import otus.server.api.Handler;
import otus.server.api.spi.HandlerProvider;
import otus.server.api.spi.ProcessLimits;
import otus.server.api.testing.FakeRequest;
import otus.server.app.config.AllowedHosts;
import otus.server.app.config.Mount;
import otus.server.app.config.UsageException;
import otus.server.app.metrics.ProviderMetrics;
import otus.server.app.plugin.PluginFaults;
import otus.server.app.plugin.Registries;

class HandlerChainTest {
  private static final Handler HANDLER = _ -> TestProvider.OK;
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

  private final List<String> done = new ArrayList<>();

  private static HandlerChain chain(HandlerProvider... providers) {
    return new HandlerChain(
        Registries.of(List.of(providers), List.of()),
        CLOCK,
        ProcessLimits.read(),
        new ProviderMetrics());
  }

  private static Handler make(HandlerChain chain, String name, Map<String, String> options) {
    return chain.create(List.of(Mount.defaultValue(name, options)), List.of(), AllowedHosts.ANY);
  }

  @Test
  void handler_is_created_by_the_provider_of_that_name() throws Exception {
    HandlerChain chain =
        chain(
            new TestProvider("other", _ -> null),
            new TestProvider(
                "mine",
                context -> {
                  assertEquals("b", context.options().text("a"));
                  assertEquals("", context.options().text("root"));
                  assertSame(CLOCK, context.clock());
                  return HANDLER;
                }));
    Handler made = make(chain, "mine", Map.of("a", "b"));
    assertSame(TestProvider.OK, made.handle(FakeRequest.get("/")));
  }

  @ParameterizedTest
  @CsvSource({
    "/x, mine",
    "/api/x, mine@/api",
    "/api/v2/x, mine@/api/v2",
    "/api/declined, other@/api/declined",
  })
  void request_has_the_name_of_the_mount_that_answers(String path, String name) throws Exception {
    HandlerChain chain =
        chain(
            new TestProvider("mine", _ -> HANDLER),
            new TestProvider("other", _ -> HANDLER),
            new TestProvider("declining", _ -> _ -> Answer.pass()));
    List<Mount> mounts =
        Stream.of(
                "/=mine",
                "/api=mine",
                "/api/v2=mine",
                "/api/declined=declining",
                "/api/declined=other")
            .map(Mount::of)
            .toList();
    FakeRequest request = FakeRequest.get(path);
    chain.create(mounts, List.of(), AllowedHosts.ANY).handle(request);
    assertEquals(name, request.attributes().get(Attributes.HANDLER));
  }

  @Test
  void usage_error_for_a_missing_handler_lists_the_known_ones() {
    HandlerChain some =
        chain(new TestProvider("hello", _ -> HANDLER), new TestProvider("echo", _ -> HANDLER));
    assertEquals("no such handler: static; available: echo, hello", usageError(some, "static"));
    assertEquals("no such handler: static; none is installed", usageError(chain(), "static"));
  }

  @Test
  void refused_option_is_a_usage_error_with_the_message_of_the_handler() {
    assertEquals("no such rule: x", failing(new IllegalArgumentException("no such rule: x")));
  }

  @Test
  void failed_create_is_a_usage_error_that_names_jar_and_cause() {
    assertEquals(
        "the server itself cannot make mine (java.io.IOException: disk full)",
        failing(new UncheckedIOException(new IOException("disk full"))));
    assertEquals(
        "the server itself does not fit this server or lacks a library"
            + " (java.lang.NoClassDefFoundError: x/Y): compile it against server-api "
            + (PluginFaults.apiVersion() + ", and add what it needs"),
        failing(new NoClassDefFoundError("x/Y")));
    assertEquals(
        "the server itself cannot make mine (java.lang.NumberFormatException: For input string:"
            + " \"x\")",
        failing(new NumberFormatException("For input string: \"x\"")));
    assertEquals(
        "the server itself cannot make mine (java.lang.IllegalArgumentException)",
        failing(new IllegalArgumentException()));
    assertEquals(
        "the server itself cannot make mine (java.lang.Throwable: none of the usual kinds)",
        failing(new Throwable("none of the usual kinds")));
    Exception own = new Exception("its own cause");
    own.initCause(new Exception(own));
    assertTrue(failing(own).startsWith("the server itself cannot make mine (java.lang.Exception"));
    assertEquals(
        "the server itself cannot make mine (java.lang.IllegalStateException: create() returned"
            + " null)",
        usageError(chain(new TestProvider("mine", _ -> null)), "mine"));
  }

  private static String failing(Throwable failure) {
    return usageError(chain(new TestProvider("mine", _ -> Thrown.sneak(failure))), "mine");
  }

  private static String usageError(HandlerChain chain, String name) {
    return assertThrows(UsageException.class, () -> make(chain, name, Map.of())).getMessage();
  }

  @Test
  void undeclared_option_is_a_usage_error_that_names_the_mount() {
    HandlerChain chain = chain(new TestProvider("mine", _ -> HANDLER));
    List<Mount> mounts = List.of(Mount.of("/x=mine:b=c"));
    assertEquals(
        "--mount /x: unknown option: b (known: a, root, hidden, listing, not-found)",
        assertThrows(UsageException.class, () -> chain.create(mounts, List.of(), AllowedHosts.ANY))
            .getMessage());
  }

  @Test
  void shutdown_actions_run_once_in_reverse_order_even_if_one_throws() {
    HandlerChain chain =
        chain(
            new TestProvider(
                "mine",
                context -> {
                  context.onShutdown(() -> done.add("first"));
                  context.onShutdown(
                      () -> {
                        throw new IllegalStateException("expected in this test's log");
                      });
                  context.onShutdown(() -> done.add("last"));
                  return HANDLER;
                }));
    make(chain, "mine", Map.of());
    chain.close();
    chain.close();
    assertEquals(List.of("last", "first"), done);
  }

  /// Throws a checked exception without declaring it.
  private static final class Thrown {
    @SuppressWarnings("unchecked")
    static <E extends Throwable> Handler sneak(Throwable failure) throws E {
      throw (E) failure;
    }
  }
}
