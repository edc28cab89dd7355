package otus.server.staticfiles.walk;

import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import otus.server.staticfiles.version.FileFacts;
import otus.server.staticfiles.version.FileTimes;

/// Walks down an archive, in memory. Owned and closed by one thread. Nothing can be exchanged
/// during the walk: the entries are those of one state of the archive.
public final class ArchiveWalker implements PathWalker {
  private final ArchiveLease lease;
  private final FileSystem fileSystem;
  private ArchiveEntry directory;

  /// @param lease owned by this walker
  /// @param fileSystem makes paths of names
  ArchiveWalker(ArchiveLease lease, FileSystem fileSystem) {
    this.lease = lease;
    this.fileSystem = fileSystem;
    this.directory = lease.archive().top();
  }

  public Archive archive() {
    return lease.archive();
  }

  @Override
  public BasicFileAttributes directory() {
    return directory;
  }

  @Override
  public BasicFileAttributes stat(Path name) throws NoSuchFileException {
    return entry(name);
  }

  /// Returns an entry of the directory.
  ///
  /// @throws NoSuchFileException if there is none
  public ArchiveEntry entry(Path name) throws NoSuchFileException {
    ArchiveEntry entry = directory.child(name.toString());
    if (entry == null) {
      throw new NoSuchFileException(name.toString());
    }
    return entry;
  }

  /// Returns facts that no entry of another state of the archive has.
  @Override
  public FileFacts facts(Path name, BasicFileAttributes seen) {
    return new FileFacts(
        seen.size(),
        FileTimes.clamp(seen.lastModifiedTime()),
        seen.fileKey(),
        0,
        lease.archive().changed());
  }

  @Override
  public boolean enter(Path name) throws NoSuchFileException {
    directory = entry(name);
    return true;
  }

  @Override
  public Iterable<Path> names() {
    List<Path> names = new ArrayList<>(directory.children().size());
    for (String name : directory.children().keySet()) {
      try {
        names.add(fileSystem.getPath(name));
      } catch (InvalidPathException e) {
        // No request path can have this name either.
      }
    }
    return names;
  }

  @Override
  public void close() {
    lease.close();
  }
}
