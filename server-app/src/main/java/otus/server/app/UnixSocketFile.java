package otus.server.app;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import otus.server.api.fields.LogValue;
import otus.server.app.config.UsageException;

/// The file of a Unix socket that this server has created. Owned by `Server`. Main thread only.
///
/// @param path path of the file
/// @param key identifies the file, so that a file of the same name that another process has created
///     since is not deleted
record UnixSocketFile(Path path, String key) {
  private static final Logger LOG = System.getLogger(UnixSocketFile.class.getName());

  /// Linux: `sun_path` has 108 bytes, the last of which is 0.
  private static final int MAX_PATH = 107;

  /// Remembers a file that was just created.
  static UnixSocketFile of(Path path) throws IOException {
    return new UnixSocketFile(path, key(path));
  }

  /// With the time, since a file system may use the number of a deleted file again.
  private static String key(Path path) throws IOException {
    BasicFileAttributes attributes = attributes(path);
    return attributes.fileKey() + " " + attributes.lastModifiedTime();
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /// Makes the path free: deletes a socket that a process has left there.
  ///
  /// @throws UsageException if the path is in use
  static void prepare(Path path) {
    check(path);
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
    } catch (ConnectException e) {
      delete(path);
      return;
    } catch (IOException e) {
      throw new UsageException("cannot listen on unix:" + path + ": " + e.getMessage(), e);
    }
    throw new UsageException("unix:" + path + " is taken");
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UsageException("cannot replace unix:" + path + ": " + e.getMessage(), e);
    }
  }

  /// Checks that the path is free, or has a socket, whether in use or not.
  ///
  /// @throws UsageException if another file is there, or its directory is missing or not writable
  static void check(Path path) {
    if (path.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PATH) {
      throw new UsageException(
          "cannot listen on unix:" + path + ": the path is longer than " + MAX_PATH + " bytes");
    }
    Path directory = path.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new UsageException("cannot listen on unix:" + path + ": no such directory");
    }
    if (!Files.isWritable(directory)) {
      throw new UsageException("cannot listen on unix:" + path + ": the directory is read-only");
    }
    try {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !attributes(path).isOther()) {
        throw new UsageException("cannot listen on unix:" + path + ": it exists, and is no socket");
      }
    } catch (IOException e) {
      throw new UsageException("cannot listen on unix:" + path + ": " + e.getMessage(), e);
    }
  }

  /// Deletes the file if it is still the one that this server has created.
  void delete() {
    try {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && key.equals(key(path))) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "event=socket-not-deleted path=" + LogValue.of(path), e);
    }
  }
}
