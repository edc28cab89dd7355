package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.spi.HandlerContext;
import otus.server.api.spi.HandlerProvider;
import otus.server.api.spi.OptionSpec;

class HandlersTest {
  static final Response OK = Response.of(Status.OK);
  private static final Handler HANDLER = _ -> OK;
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

  private final List<String> done = new ArrayList<>();

  static HandlerProvider provider(String name, Function<HandlerContext, Handler> maker) {
    return new HandlerProvider() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public List<OptionSpec> options() {
        return List.of(
            OptionSpec.of("a", "", "default"),
            OptionSpec.of("root", "", ""),
            OptionSpec.of("hidden", "", ""));
      }

      @Override
      public Handler create(HandlerContext context) {
        return maker.apply(context);
      }
    };
  }

  private static Handlers handlers(HandlerProvider... providers) {
    return new Handlers(Catalog.of(List.of(providers)), CLOCK);
  }

  @Test
  void a_handler_is_made_by_the_provider_of_that_name() {
    Handlers handlers =
        handlers(
            provider("other", _ -> null),
            provider(
                "mine",
                context -> {
                  assertEquals(Map.of("a", "b", "root", "", "hidden", ""), context.options());
                  assertSame(CLOCK, context.clock());
                  return HANDLER;
                }));
    assertSame(HANDLER, handlers.create(new Wanted("mine", Map.of("a", "b"))));
  }

  @Test
  void a_missing_handler_is_a_mistake_that_names_those_there_are() {
    Wanted mount = new Wanted("static", Map.of());
    Handlers some = handlers(provider("hello", _ -> HANDLER), provider("echo", _ -> HANDLER));
    Mistake mistake = assertThrows(Mistake.class, () -> some.create(mount));
    assertEquals("no handler is called static: there is echo, hello", mistake.getMessage());
    mistake = assertThrows(Mistake.class, () -> handlers().create(mount));
    assertEquals("no handler is called static: there is none at all", mistake.getMessage());
  }

  @Test
  void a_refused_option_is_a_mistake_in_the_handlers_words() {
    Handlers handlers =
        handlers(
            provider(
                "mine",
                _ -> {
                  throw new IllegalArgumentException("no such rule: x");
                }));
    Mistake mistake =
        assertThrows(Mistake.class, () -> handlers.create(new Wanted("mine", Map.of())));
    assertEquals("no such rule: x", mistake.getMessage());
  }

  @Test
  void an_option_that_is_not_declared_is_a_mistake_that_names_the_mount() {
    Handlers handlers = handlers(provider("mine", _ -> HANDLER));
    List<Mount> mounts = List.of(Mount.of("/x=mine:b=c"));
    assertEquals(
        "--mount /x: unknown option: b (known: a, root, hidden)",
        assertThrows(Mistake.class, () -> handlers.create(mounts)).getMessage());
  }

  @Test
  void a_fault_of_the_handlers_is_none_of_the_operators() {
    Handlers handlers =
        handlers(
            provider(
                "mine",
                _ -> {
                  throw new IllegalStateException("bug");
                }));
    Wanted mount = new Wanted("mine", Map.of());
    assertThrows(IllegalStateException.class, () -> handlers.create(mount));
  }

  @Test
  void shutdown_actions_run_once_and_the_last_first_also_when_one_throws() {
    Handlers handlers =
        handlers(
            provider(
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
    handlers.create(new Wanted("mine", Map.of()));
    handlers.close();
    handlers.close();
    assertEquals(List.of("last", "first"), done);
  }
}
