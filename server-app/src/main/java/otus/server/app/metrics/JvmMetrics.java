package otus.server.app.metrics;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/// The metrics of the virtual machine, with the names that the Prometheus library for Java uses.
/// The first use loads the management classes, so a server without metrics does not need them.
final class JvmMetrics {
  private static final String GAUGE = "gauge";

  private JvmMetrics() {}

  static void write(Exposition out) {
    Map<String, MemoryUsage> areas = new TreeMap<>();
    areas.put("heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage());
    areas.put("nonheap", ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage());
    usage(out, "jvm_memory", "area", areas);
    Map<String, MemoryUsage> pools = new TreeMap<>();
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage usage = pool.getUsage();
      if (usage != null) {
        pools.put(pool.getName(), usage);
      }
    }
    usage(out, "jvm_memory_pool", "pool", pools);
    List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    out.family("jvm_gc_collection_seconds", "summary", "Time of garbage collections.");
    for (GarbageCollectorMXBean collector : collectors) {
      out.sample("_count", Math.max(0, collector.getCollectionCount()), "gc", collector.getName());
      double seconds = Math.max(0, collector.getCollectionTime()) / 1e3;
      out.sample("_sum", seconds, "gc", collector.getName());
    }
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();
    out.single("jvm_threads_current", GAUGE, "Platform threads.", threads);
  }

  private static void usage(
      Exposition out, String prefix, String label, Map<String, MemoryUsage> usages) {
    usage(out, prefix + "_used_bytes", "Used memory.", label, usages, MemoryUsage::getUsed);
    usage(
        out,
        prefix + "_committed_bytes",
        "Memory that the system has granted.",
        label,
        usages,
        MemoryUsage::getCommitted);
    usage(
        out,
        prefix + "_max_bytes",
        "Maximum; -1 if unlimited.",
        label,
        usages,
        MemoryUsage::getMax);
  }

  private static void usage(
      Exposition out,
      String name,
      String help,
      String label,
      Map<String, MemoryUsage> usages,
      ToLongFunction<MemoryUsage> value) {
    out.family(name, GAUGE, help);
    usages.forEach((key, usage) -> out.sample("", value.applyAsLong(usage), label, key));
  }
}
