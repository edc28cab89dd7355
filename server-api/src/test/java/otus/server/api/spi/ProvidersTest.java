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

  private final List<String> events = new ArrayList<>();
  private final Providers providers = new Providers(CLOCK);

  /// A provider that registers actions, which record its name and their context class loader.
  private final class RecordingProvider implements HandlerProvider {
    @Override
    public String name() {
      return "recording";
    }

    @Override
    public List<OptionSpec> options() {
      return List.of(OptionSpec.of("name", OptionType.TEXT, "", "a"));
    }

    @Override
    public Handler create(ProviderContext context) {
      String name = context.options().text("name");
      assertSame(CLOCK, context.clock());
      context.onStop(() -> events.add("stop " + name));
      context.onShutdown(
          () -> {
            throw new IllegalStateException("expected in this test's log");
          });
      context.onShutdown(() -> events.add("end " + name + loader().getName()));
      return HANDLER;
    }
  }

  private static ClassLoader loader() {
    return Thread.currentThread().getContextClassLoader();
  }

  @Test
  void actions_run_once_in_reverse_order() {
    ClassLoader before = loader();
    Thread.currentThread().setContextClassLoader(new ClassLoader("-inside", before) {});
    try {
      assertSame(HANDLER, providers.make(new RecordingProvider(), Map.of()));
      providers.make(new RecordingProvider(), Map.of("name", "b"));
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
    assertEquals(List.of(), events);
    providers.stop();
    providers.stop();
    assertEquals(List.of("stop b", "stop a"), events);
    providers.close();
    providers.close();
    assertEquals(List.of("stop b", "stop a", "end b-inside", "end a-inside"), events);
    assertSame(before, loader());
  }

  @Test
  void providers_share_the_memory_and_the_descriptors() {
    List<Long> granted = new ArrayList<>();
    Providers limited = new Providers(CLOCK, new ProcessLimits(800, 80));
    HandlerProvider provider =
        new HandlerProvider() {
          @Override
          public String name() {
            return "cache";
          }

          @Override
          public Handler create(ProviderContext context) {
            granted.add(context.reserveMemory(Long.MAX_VALUE));
            granted.add((long) context.reserveDescriptors(7));
            return HANDLER;
          }
        };
    for (int i = 0; i < 3; i++) {
      limited.make(provider, Map.of());
    }
    assertEquals(List.of(100L, 7L, 100L, 6L, 50L, 3L), granted);
  }

  @Test
  void undeclared_option_is_rejected() {
    assertEquals(
        "unknown option: x (known: name)",
        assertThrows(
                IllegalArgumentException.class,
                () -> providers.make(new RecordingProvider(), Map.of("x", "y")))
            .getMessage());
  }

  @Test
  void unknown_name_is_rejected() {
    assertEquals(
        "no such provider: unknown (found: none); is the jar that provides it on the class path or"
            + " module path, or in the jlink image?",
        assertThrows(IllegalArgumentException.class, () -> providers.handler("unknown", Map.of()))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> providers.filter("unknown", Map.of()));
  }
}
