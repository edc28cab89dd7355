package otus.server.staticfiles.file;

import java.time.Duration;
import otus.server.api.spi.ProviderContext;

/// The limits of a [FileCache], and how long its entries are fresh.
///
/// @param bytes maximum memory for small files in total, with their paths and headers
/// @param entries maximum number of small files
/// @param fileBytes maximum size of a small file, in bytes
/// @param openFiles maximum number of large files that are kept open
/// @param revalidate how long a file is fresh after it was checked; zero if each request that was
///     read after the last check needs another one
public record CacheLimits(
    long bytes, int entries, int fileBytes, int openFiles, Duration revalidate) {

  /// @throws IllegalArgumentException if a limit is negative
  public CacheLimits {
    if (bytes < 0 || entries < 0 || fileBytes < 0 || openFiles < 0 || revalidate.isNegative()) {
      throw new IllegalArgumentException("a negative limit");
    }
  }

  /// Returns these limits with the memory and the descriptors that the server grants.
  public CacheLimits within(ProviderContext context) {
    return new CacheLimits(
        context.reserveMemory(bytes),
        entries,
        fileBytes,
        openFiles == 0 ? 0 : Math.max(1, context.reserveDescriptors(openFiles)),
        revalidate);
  }
}
