package otus.server.staticfiles.walk;

import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.version.ArtificialTimes;
import otus.server.staticfiles.version.FileTimes;

/// Makes the tree of an archive's entries from its flat list of names. Used by one thread, once,
/// when the archive is opened; opens no entry.
///
/// Of two entries with one name, the last one counts, as for programs that extract. Left out are
/// names that no request path can have or that lead out of a directory (empty names, as in
/// `/etc/passwd` or `a//b`; `.` and `..`; backslashes), and symbolic links: an archive may come
/// from anywhere.
final class ArchiveTree {
  /// Estimated bytes of an entry; rather too high than too low.
  private static final long ENTRY_BYTES = 512;

  private static final int MIN_ENTRIES = 10_000;

  /// Maximum names in the path of an entry.
  private static final int MAX_DEPTH = 100;

  private final FileTime modified;
  private final ArchiveEntry top;
  private final List<Instant> times = new ArrayList<>();
  private final int max;
  private int count;
  private int omitted;

  /// @param modified the time of the archive, for directories without an entry
  /// @param max maximum number of entries
  ArchiveTree(FileTime modified, int max) {
    this.modified = modified;
    this.top = ArchiveEntry.directory(modified);
    this.max = max;
  }

  /// Returns the maximum number of entries in the memory of this process: an eighth of the heap.
  static int maxEntries() {
    long fit = Runtime.getRuntime().maxMemory() / 8 / ENTRY_BYTES;
    return Math.clamp(fit, MIN_ENTRIES, Integer.MAX_VALUE);
  }

  /// Adds all entries of an archive.
  ///
  /// @param links the names of symbolic links
  /// @throws ZipException if the archive has too many entries
  void addAll(ZipFile archive, Set<String> links) throws ZipException {
    Enumeration<? extends ZipEntry> entries = archive.entries();
    while (entries.hasMoreElements()) {
      ZipEntry entry = entries.nextElement();
      if (links.contains(entry.getName()) || !add(entry)) {
        omitted++;
      }
    }
  }

  ArchiveEntry top() {
    return top;
  }

  /// Returns the number of entries that are left out.
  int omitted() {
    return omitted;
  }

  /// Returns the time that a build tool has set for the files, or null.
  @Nullable Instant artificialTime() {
    return ArtificialTimes.newestCommonTime(times);
  }

  /// Adds an entry, and directories without entries of their own.
  ///
  /// @return whether its name can be served
  private boolean add(ZipEntry entry) throws ZipException {
    String name = entry.getName();
    boolean directory = name.endsWith("/");
    String path = directory ? name.substring(0, name.length() - 1) : name;
    String[] names = path.split("/", MAX_DEPTH + 1);
    for (String each : names) {
      if (!isName(each)) {
        return false;
      }
    }
    ArchiveEntry parent = top;
    for (int i = 0; i < names.length - 1; i++) {
      parent = directory(parent, names[i]);
    }
    String last = names[names.length - 1];
    if (directory) {
      directory(parent, last);
      return true;
    }
    ArchiveEntry before = parent.child(last);
    if (before != null && before.isDirectory()) {
      return false; // the directory is needed for others
    }
    ArchiveEntry file = ArchiveEntry.file(entry, modified);
    if (file.size() < 0) {
      return false;
    }
    if (before == null) {
      increment();
    }
    parent.add(last, file);
    times.add(FileTimes.clamp(file.lastModifiedTime()));
    return true;
  }

  private ArchiveEntry directory(ArchiveEntry parent, String name) throws ZipException {
    ArchiveEntry known = parent.child(name);
    if (known != null && known.isDirectory()) {
      return known;
    }
    increment();
    ArchiveEntry made = ArchiveEntry.directory(modified);
    parent.add(name, made);
    return made;
  }

  private void increment() throws ZipException {
    if (++count > max) {
      throw new ZipException("more than " + max + " entries, which need a larger heap (-Xmx)");
    }
  }

  /// A slash remains in the last name of a path that is too deep.
  private static boolean isName(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && name.indexOf('/') < 0
        && name.indexOf('\\') < 0
        && name.indexOf('\0') < 0;
  }
}
