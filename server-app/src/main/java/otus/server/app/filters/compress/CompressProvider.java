package otus.server.app.filters.compress;

import java.util.List;
import otus.server.api.Filter;
import otus.server.api.spi.FilterProvider;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.OptionType;
import otus.server.api.spi.OptionValues;
import otus.server.api.spi.ProviderContext;
import otus.server.app.filters.WorkerPool;

/// Creates the filter `compress`; see [Compress]. Called on the main thread.
public final class CompressProvider implements FilterProvider {
  private static final long MAX_SIZE = 1 << 30;

  @Override
  public String name() {
    return "compress";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.of("min", OptionType.BYTES, "minimum size to compress", "1k"),
        OptionSpec.of("max", OptionType.BYTES, "maximum size to compress, at most 1g", "10m"),
        OptionSpec.of("level", OptionType.COUNT, "gzip level, 1 (fast) to 9 (small)", "6"),
        OptionSpec.of("at-once", OptionType.COUNT, "number of compressing threads", "2"),
        OptionSpec.of(
            "memory",
            OptionType.BYTES,
            "memory for compressed bodies, cached or being sent; at most 1/8 of the heap",
            "32m"));
  }

  @Override
  public Filter create(ProviderContext context) {
    OptionValues options = context.options();
    long min = Math.max(1, options.bytes("min"));
    long max = options.bytes("max");
    if (max > MAX_SIZE) {
      throw new IllegalArgumentException(
          "the option max must be at most 1g, not " + options.text("max"));
    }
    int level = options.count("level");
    if (level < 1 || level > 9) {
      throw new IllegalArgumentException("the option level must be 1 to 9, not " + level);
    }
    int threads = options.count("at-once");
    if (threads < 1 || threads > 1024) {
      throw new IllegalArgumentException("the option at-once must be 1 to 1024, not " + threads);
    }
    long memory = context.reserveMemory(options.bytes("memory"));
    WorkerPool workers = new WorkerPool("otus-compress", threads, 0);
    context.onShutdown(workers::close);
    CompressedCache cache = new CompressedCache(memory);
    cache.register(context.metrics());
    return new Compress(min, max, level, cache, workers, context.clock());
  }
}
