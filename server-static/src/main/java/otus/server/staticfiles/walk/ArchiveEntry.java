package otus.server.staticfiles.walk;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.version.ContentFacts;

/// A file or directory in an opened archive. Owned by an [Archive]; immutable once the archive is
/// open, except for the facts about its content. Each opening makes new entries, so an entry
/// identifies a version.
public final class ArchiveEntry implements BasicFileAttributes {
  private final String name;
  private final FileTime modified;
  private final long size;
  private final long crc;
  private final boolean stored;
  private final @Nullable Map<String, ArchiveEntry> children;
  private volatile @Nullable ContentFacts content;

  private ArchiveEntry(
      String name,
      FileTime modified,
      long size,
      long crc,
      boolean stored,
      @Nullable Map<String, ArchiveEntry> children) {
    this.name = name;
    this.modified = modified;
    this.size = size;
    this.crc = crc;
    this.stored = stored;
    this.children = children;
  }

  static ArchiveEntry directory(FileTime modified) {
    return new ArchiveEntry("", modified, 0, 0, true, new LinkedHashMap<>(4));
  }

  /// @param modified the time of the archive, for entries without one
  static ArchiveEntry file(ZipEntry entry, FileTime modified) {
    FileTime own = entry.getLastModifiedTime();
    return new ArchiveEntry(
        entry.getName(),
        own == null ? modified : own,
        entry.getSize(),
        entry.getCrc(),
        entry.getMethod() == ZipEntry.STORED,
        null);
  }

  /// Returns the entries of this directory by name; empty for a file.
  Map<String, ArchiveEntry> children() {
    return children == null ? Map.of() : children;
  }

  /// Returns the entry of this directory with a name, or null.
  @Nullable ArchiveEntry child(String child) {
    return children == null ? null : children.get(child);
  }

  /// Adds an entry to this directory, while the archive is opened.
  void add(String child, ArchiveEntry entry) {
    if (children != null) {
      children.put(child, entry);
    }
  }

  /// Returns the name of a file in the archive, with those of its directories.
  public String name() {
    return name;
  }

  /// Returns the CRC-32 of the content, as the archive declares it.
  public long crc() {
    return crc;
  }

  /// Returns whether the content is not compressed, so that any part of it can be read at once.
  public boolean isStored() {
    return stored;
  }

  /// Returns the facts that were set, or null.
  public @Nullable ContentFacts content() {
    return content;
  }

  /// Keeps the facts that the content shows, as long as the archive is open.
  public void setContent(ContentFacts seen) {
    content = seen;
  }

  @Override
  public FileTime lastModifiedTime() {
    return modified;
  }

  @Override
  public FileTime lastAccessTime() {
    return modified;
  }

  @Override
  public FileTime creationTime() {
    return modified;
  }

  @Override
  public boolean isRegularFile() {
    return children == null;
  }

  @Override
  public boolean isDirectory() {
    return children != null;
  }

  @Override
  public boolean isSymbolicLink() {
    return false;
  }

  @Override
  public boolean isOther() {
    return false;
  }

  /// In bytes, as the archive declares it.
  @Override
  public long size() {
    return size;
  }

  @Override
  public Object fileKey() {
    return this;
  }
}
