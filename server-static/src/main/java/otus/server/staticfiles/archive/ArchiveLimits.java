package otus.server.staticfiles.archive;

/// Limits of the archives of one handler. Immutable.
///
/// A quarter of the memory is for each of the two plans that can be made at once, half for archives
/// that are being sent.
///
/// @param entries maximum number of files and directories in an archive
/// @param bytes maximum total size of its files, uncompressed
/// @param memory memory for plans and buffers of all archives, in bytes
/// @param running maximum number of archives that are sent at once; each has a file open
public record ArchiveLimits(int entries, long bytes, long memory, int running) {
  /// Maximum number of archives that are sent at once.
  public static final int MAX_RUNNING = 64;

  /// Maximum number of plans that are made at once.
  static final int PLANS = 2;

  /// Memory for the buffers of an archive that is sent, in bytes.
  static final int STREAM_MEMORY = 100 << 10;

  /// Memory of an entry, without the characters of its path, in bytes: facts while its directory is
  /// read, its plan, and its part of the directory at the end of a ZIP file.
  static final int ENTRY_MEMORY = 1200;

  /// Returns the memory that is enough for a number of entries.
  public static long memoryFor(int entries) {
    return 4L * (STREAM_MEMORY + (long) entries * (ENTRY_MEMORY + 100));
  }

  /// Returns the maximum memory of a plan.
  long planMemory() {
    return memory / 4;
  }

  /// Returns the maximum memory of all archives that are being sent.
  long sendingMemory() {
    return memory / 2;
  }

  /// Returns the maximum number of entries for which there is memory.
  int maxEntries() {
    return (int) Math.min(entries, planMemory() / ENTRY_MEMORY);
  }
}
