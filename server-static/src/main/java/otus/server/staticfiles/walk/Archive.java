package otus.server.staticfiles.walk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.version.ArtificialTimes;
import otus.server.staticfiles.version.FileFacts;
import otus.server.staticfiles.version.PathCheck;

/// One state of an archive, open, with its list of entries in memory. Shared by leases; any thread;
/// the last lease closes it.
///
/// A `ZipFile` and not a file system of `jdk.zipfs`: that one reads a compressed entry into memory
/// as a whole, and it reads the archive through a channel that an interrupt closes, so a request
/// that is cancelled would end all others.
public final class Archive {
  private final Path path;
  private final ZipFile zip;
  private final FileFacts facts;
  private final PathCheck check;
  private final ArchiveEntry top;
  private final @Nullable Instant artificialTime;
  private final int omitted;
  private final AtomicInteger leases = new AtomicInteger(1);

  private Archive(Path path, ZipFile zip, FileFacts facts, ArchiveTree tree) {
    this.path = path;
    this.zip = zip;
    this.facts = facts;
    this.check = new PathCheck(path, true, facts, List.of());
    this.top = tree.top();
    this.artificialTime = tree.artificialTime();
    this.omitted = tree.omitted();
  }

  /// Opens an archive; the caller has the first lease.
  ///
  /// @throws ZipException if it is no archive, or a damaged or an encrypted one
  /// @throws IOException if it cannot be read, or changes meanwhile
  static Archive open(Path path) throws IOException {
    FileFacts facts = FileFacts.at(path);
    ZipFile zip = new ZipFile(path.toFile());
    boolean kept = false;
    try {
      ArchiveTree tree = new ArchiveTree(FileTime.from(facts.modified()), ArchiveTree.maxEntries());
      tree.addAll(zip, LinkEntries.of(path));
      Archive archive = new Archive(path, zip, facts, tree);
      if (!archive.isCurrent()) {
        throw new FileSystemException(path.toString(), null, "the archive is being changed");
      }
      kept = true;
      return archive;
    } finally {
      if (!kept) {
        zip.close();
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

  /// Returns a check whether the path still leads to this state of the archive.
  public PathCheck check() {
    return check;
  }

  boolean isCurrent() {
    return check.holds();
  }

  /// Returns when the archive was changed last: no entry was changed later.
  Instant changed() {
    Instant changed = facts.changed();
    return changed == null ? facts.modified() : changed;
  }

  /// Returns whether a modification time does not show when a file was changed.
  public boolean isArtificial(Instant modified) {
    return ArtificialTimes.isTooEarly(modified) || modified.equals(artificialTime);
  }

  /// Adds a lease.
  ///
  /// @throws IllegalStateException if the archive is closed
  public ArchiveLease share() {
    for (int count = leases.get(); count > 0; count = leases.get()) {
      if (leases.compareAndSet(count, count + 1)) {
        return new ArchiveLease(this);
      }
    }
    throw new IllegalStateException("the archive is closed");
  }

  /// Returns one lease.
  void release() {
    if (leases.decrementAndGet() == 0) {
      closeNow();
    }
  }

  /// Closes the archive although leases may remain, whose reads then fail.
  void closeNow() {
    try {
      zip.close();
    } catch (IOException e) {
      // It was open for reading only.
    }
  }

  /// Returns whether this archive was overwritten in place, so that its bytes belong to no version
  /// any more. One that was replaced or removed stays readable.
  boolean isOverwritten() {
    if (isCurrent()) {
      return false;
    }
    try {
      Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      return key == null || key.equals(facts.key());
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      return false; // not accessible any more, as if it were removed
    }
  }

  /// Returns the content of an entry from its start.
  ///
  /// @throws IOException if the archive is closed or damaged
  InputStream stream(ArchiveEntry entry) throws IOException {
    try {
      InputStream stream = zip.getInputStream(zip.getEntry(entry.name()));
      if (stream != null) {
        return stream;
      }
    } catch (IllegalStateException e) {
      throw new FileSystemException(path.toString(), null, "the archive is closed");
    }
    throw new FileSystemException(path.toString(), null, "no entry " + entry.name());
  }

  /// Reads an entry into memory.
  ///
  /// @throws IOException if the entry is not what the archive declares, in size or checksum
  public ByteBuffer read(ArchiveEntry entry) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(entry.size())];
    try (InputStream stream = new EntryStream(share(), entry, 0, entry.size())) {
      stream.readNBytes(bytes, 0, bytes.length);
    }
    return ByteBuffer.wrap(bytes);
  }
}
