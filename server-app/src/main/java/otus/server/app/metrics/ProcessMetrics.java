package otus.server.app.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// The metrics of the process, with the names that all Prometheus libraries use. On systems without
/// `/proc` some of them are missing.
final class ProcessMetrics {
  private static final String PROC = "/proc/self";
  private static final String GAUGE = "gauge";
  private static final double KIB = 1024;

  private ProcessMetrics() {}

  static void write(Exposition out) {
    ProcessHandle.Info info = ProcessHandle.current().info();
    info.totalCpuDuration()
        .ifPresent(
            time ->
                out.single(
                    "process_cpu_seconds_total",
                    "counter",
                    "CPU time of the process.",
                    time.toNanos() / 1e9));
    info.startInstant()
        .map(Instant::toEpochMilli)
        .ifPresent(
            millis ->
                out.single(
                    "process_start_time_seconds",
                    GAUGE,
                    "Start of the process, in seconds since 1970.",
                    millis / 1e3));
    openFiles()
        .ifPresent(count -> out.single("process_open_fds", GAUGE, "Open file descriptors.", count));
    value("limits", "Max open files")
        .ifPresent(
            max -> out.single("process_max_fds", GAUGE, "Limit of open file descriptors.", max));
    value("status", "VmRSS:")
        .ifPresent(
            size ->
                out.single("process_resident_memory_bytes", GAUGE, "Resident memory.", size * KIB));
    value("status", "VmSize:")
        .ifPresent(
            size ->
                out.single("process_virtual_memory_bytes", GAUGE, "Virtual memory.", size * KIB));
  }

  private static OptionalDouble openFiles() {
    try (Stream<Path> descriptors = Files.list(Path.of(PROC, "fd"))) {
      return OptionalDouble.of(descriptors.count() - 1.0); // without that of the listing
    } catch (IOException e) {
      return OptionalDouble.empty();
    }
  }

  /// Returns the first number after the beginning of a line of a file of the process.
  private static OptionalDouble value(String file, String begin) {
    try (Stream<String> lines = Files.lines(Path.of(PROC, file))) {
      return lines
          .filter(line -> line.startsWith(begin))
          .map(line -> line.substring(begin.length()).strip().split("\\s+")[0])
          .filter(word -> word.chars().allMatch(Character::isDigit))
          .mapToDouble(Double::parseDouble)
          .findFirst();
    } catch (IOException e) {
      return OptionalDouble.empty();
    }
  }
}
