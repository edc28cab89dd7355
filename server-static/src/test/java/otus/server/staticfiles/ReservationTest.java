package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import otus.server.api.spi.MetricList;
import otus.server.api.spi.OptionValues;
import otus.server.api.spi.ProviderContext;
import otus.server.staticfiles.file.CacheLimits;
import otus.server.staticfiles.version.EntityTags;

/// The memory and the descriptors of a handler are those that the server grants.
class ReservationTest {
  private final List<Long> memory = new ArrayList<>();
  private final List<Integer> descriptors = new ArrayList<>();
  private final List<Runnable> shutdown = new ArrayList<>();

  /// Grants a tenth of what is wanted.
  private final class FrugalContext implements ProviderContext {
    private final OptionValues options;

    FrugalContext(Map<String, String> given) {
      options = OptionValues.of(new StaticHandlerProvider().options(), given);
    }

    @Override
    public OptionValues options() {
      return options;
    }

    @Override
    public InstantSource clock() {
      return () -> Instant.EPOCH;
    }

    @Override
    public long reserveMemory(long wanted) {
      memory.add(wanted);
      return wanted / 10;
    }

    @Override
    public int reserveDescriptors(int wanted) {
      descriptors.add(wanted);
      return wanted / 10;
    }

    @Override
    public MetricList metrics() {
      return new MetricList();
    }

    @Override
    public void onStop(Runnable action) {
      shutdown.add(action);
    }

    @Override
    public void onShutdown(Runnable action) {
      shutdown.add(action);
    }
  }

  @Test
  void cache_has_the_granted_memory_and_descriptors() {
    CacheLimits wanted = new CacheLimits(1000, 7, 100, 50, Duration.ZERO);
    assertEquals(
        new CacheLimits(100, 7, 100, 5, Duration.ZERO),
        wanted.within(new FrugalContext(Map.of("root", "."))));
    assertEquals(List.of(1000L), memory);
    assertEquals(List.of(50), descriptors);
  }

  @Test
  void cache_keeps_at_least_one_file_open_unless_it_shall_keep_none() {
    FrugalContext context = new FrugalContext(Map.of("root", "."));
    assertEquals(1, new CacheLimits(0, 0, 0, 9, Duration.ZERO).within(context).openFiles());
    assertEquals(0, new CacheLimits(0, 0, 0, 0, Duration.ZERO).within(context).openFiles());
  }

  @Test
  void handler_reserves_memory_for_files_tags_and_listings(@TempDir Path root) {
    Map<String, String> options = Map.of("root", root.toString(), "cache-bytes", "3m");
    new StaticHandlerProvider().create(new FrugalContext(options));
    assertEquals(List.of(3L << 20, EntityTags.MAX_MEMORY), memory);
    assertEquals(2, descriptors.size());
    assertEquals(256, descriptors.getFirst());
    assertTrue(descriptors.getLast() >= 128, "one for each lookup");
    memory.clear();
    new StaticHandlerProvider()
        .create(new FrugalContext(Map.of("root", root.toString(), "listing", "true")));
    assertEquals(List.of(64L << 20, EntityTags.MAX_MEMORY, Long.MAX_VALUE), memory);
    shutdown.reversed().forEach(Runnable::run);
  }
}
