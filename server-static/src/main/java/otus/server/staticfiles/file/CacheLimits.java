package otus.server.staticfiles.file;

import java.time.Duration;

/// The limits of a [FileCache], and how long its entries are fresh.
///
/// @param bytes maximum memory for small files in total, with their paths and headers
/// @param entries maximum number of small files
/// @param fileBytes maximum size of a small file, in bytes
/// @param openFiles maximum number of large files that are kept open
/// @param revalidate how long a file is fresh after it was checked
public record CacheLimits(
    long bytes, int entries, int fileBytes, int openFiles, Duration revalidate) {

  /// Returns these limits, but at most an eighth of the heap as memory and at most an eighth of the
  /// descriptor limit as open files.
  public static CacheLimits within(
      long bytes, int entries, int fileBytes, int openFiles, Duration revalidate) {
    return new CacheLimits(
        Math.min(bytes, Runtime.getRuntime().maxMemory() / 8),
        entries,
        fileBytes,
        (int) Math.min(openFiles, Math.max(1, DescriptorLimit.read() / 8)),
        revalidate);
  }

  /// @throws IllegalArgumentException if a limit is negative
  public CacheLimits {
    if (bytes < 0 || entries < 0 || fileBytes < 0 || openFiles < 0 || revalidate.isNegative()) {
      throw new IllegalArgumentException("a negative limit");
    }
  }
}
