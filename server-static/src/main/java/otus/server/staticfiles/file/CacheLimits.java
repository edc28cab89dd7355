package otus.server.staticfiles.file;

import java.time.Duration;

/// How much a [FileCache] keeps, and for how long it believes what it keeps.
///
/// @param bytes of memory for small files in all, with their paths and what is said of them
/// @param entries how many small files
/// @param fileBytes the largest file that is small
/// @param openFiles how many large files are kept open
/// @param revalidate for how long a file is believed unchanged after a look at it
public record CacheLimits(
    long bytes, int entries, int fileBytes, int openFiles, Duration revalidate) {

  /// Bounds of which those of memory and descriptors are no more than an eighth of what there is.
  public static CacheLimits within(
      long bytes, int entries, int fileBytes, int openFiles, Duration revalidate) {
    return new CacheLimits(
        Math.min(bytes, Runtime.getRuntime().maxMemory() / 8),
        entries,
        fileBytes,
        (int) Math.min(openFiles, Math.max(1, DescriptorLimit.read() / 8)),
        revalidate);
  }

  /// Refuses negative bounds.
  public CacheLimits {
    if (bytes < 0 || entries < 0 || fileBytes < 0 || openFiles < 0 || revalidate.isNegative()) {
      throw new IllegalArgumentException("a negative limit");
    }
  }
}
