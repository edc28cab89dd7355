package otus.server.staticfiles.walk;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import otus.server.staticfiles.version.FileFacts;

/// Walks down from a directory, one directory at a time. Made by a [Walkers]; owned and closed by
/// one thread, which may block.
public interface PathWalker extends AutoCloseable {

  /// Returns the attributes of the current directory.
  BasicFileAttributes directory() throws IOException;

  /// Returns the attributes of an entry; of a link, those of the link itself.
  ///
  /// @throws java.nio.file.NoSuchFileException if the directory has no such entry
  BasicFileAttributes stat(Path name) throws IOException;

  /// Returns the facts of a file.
  ///
  /// @param seen its attributes from a [#stat] just now
  FileFacts facts(Path name, BasicFileAttributes seen) throws IOException;

  /// Enters a directory that [#stat] has shown to be one.
  ///
  /// @return false if it is a link by now
  boolean enter(Path name) throws IOException;

  /// Returns the names in the directory, as last names of paths, in any order; may be called once.
  ///
  /// @throws java.nio.file.DirectoryIteratorException from the iterator, if the directory cannot be
  ///     read further
  Iterable<Path> names() throws IOException;

  @Override
  void close() throws IOException;
}
