package otus.server.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import otus.server.api.Answer;
import otus.server.api.Handler;

class ProvidersTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private static final Handler HANDLER = _ -> Answer.pass();

  private final List<String> done = new ArrayList<>();
  private final Providers providers = new Providers(CLOCK);

  /// Registers what says its name, with the loader it runs in.
  private final class Told implements HandlerProvider {
    @Override
    public String name() {
      return "told";
    }

    @Override
    public List<OptionSpec> options() {
      return List.of(OptionSpec.of("name", OptionType.TEXT, "", "a"));
    }

    @Override
    public Handler create(ProviderContext context) {
      String name = context.options().text("name");
      assertSame(CLOCK, context.clock());
      context.onStop(() -> done.add("stop " + name));
      context.onShutdown(
          () -> {
            throw new IllegalStateException("expected in this test's log");
          });
      context.onShutdown(() -> done.add("end " + name + loader().getName()));
      return HANDLER;
    }
  }

  private static ClassLoader loader() {
    return Thread.currentThread().getContextClassLoader();
  }

  @Test
  void what_was_registered_is_done_once_and_the_last_first() {
    ClassLoader before = loader();
    Thread.currentThread().setContextClassLoader(new ClassLoader("-inside", before) {});
    try {
      assertSame(HANDLER, providers.make(new Told(), Map.of()));
      providers.make(new Told(), Map.of("name", "b"));
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
    assertEquals(List.of(), done);
    providers.stop();
    providers.stop();
    assertEquals(List.of("stop b", "stop a"), done);
    providers.close();
    providers.close();
    assertEquals(List.of("stop b", "stop a", "end b-inside", "end a-inside"), done);
    assertSame(before, loader());
  }

  @Test
  void options_are_checked() {
    assertEquals(
        "unknown option: x (known: name)",
        assertThrows(
                IllegalArgumentException.class, () -> providers.make(new Told(), Map.of("x", "y")))
            .getMessage());
  }

  @Test
  void a_name_that_nobody_has_is_refused() {
    assertEquals(
        "no such provider: nobody",
        assertThrows(IllegalArgumentException.class, () -> providers.handler("nobody", Map.of()))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> providers.filter("nobody", Map.of()));
  }
}
